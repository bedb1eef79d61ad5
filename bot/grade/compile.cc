// Owns compile(): an authored question to its Rubric, every mistake reported, nothing thrown.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "bot/grade/compiled.h"
#include "bot/grade/words.h"

namespace bot::grade {
namespace {

// Raise it when the same rubric and text can get another mark: answers marked before are told apart by the fingerprint.
constexpr std::string_view kGraderVersion = "2";

constexpr int kMaxPatternDepth = 4;
constexpr std::size_t kMaxVocabularyWords = 20'000;

class Compiler {
   public:
    Compiler(Rubric& rubric, const Vocabulary& vocabulary) : rubric_(rubric), vocabulary_(vocabulary), syntax_(vocabulary), atoms_(syntax_) {}

    std::vector<PatternProblem> run() {
        for (const Point& point : rubric_.question.points) rubric_.points.push_back(alternatives(point.match, Window::kPair));
        for (const Misconception& claim : rubric_.question.misconceptions) rubric_.claims.push_back(alternatives(claim.match, Window::kSentence));
        if (!problems_.empty()) return std::move(problems_);
        const std::vector<std::string> spelt = atoms_.speller().words();
        const std::vector<std::string> known = known_words();
        rubric_.typos = TypoTable(spelt, known);
        rubric_.topic = Topic(rubric_.question, spelt);
        rubric_.atoms = atoms_.atoms();
        rubric_.cues = compile_cues(rubric_.atoms);
        std::vector<std::string> expressions;
        for (std::size_t i = 0; i < rubric_.atoms.size(); ++i) {
            expressions.push_back(std::move(rubric_.atoms[i].expression));
            rubric_.index.add(static_cast<int>(i), rubric_.atoms[i].first_words);
            rubric_.atoms[i].first_words = {};
        }
        rubric_.matchers = std::make_unique<const Matchers>(std::move(expressions));
        rubric_.fingerprint = identity(known);
        return {};
    }

   private:
    std::vector<Plan> alternatives(const std::vector<PatternNode>& nodes, Window standard) {
        std::vector<Plan> plans;
        plans.reserve(nodes.size());
        for (const PatternNode& node : nodes) plans.push_back(plan(node, standard, 1));
        return plans;
    }

    Plan plan(const PatternNode& node, Window standard, int depth) {
        Plan result;
        result.op = node.op;
        result.within = node.within.value_or(standard);
        result.words = node.words;
        if (depth > kMaxPatternDepth) {
            problems_.push_back(
                {PatternProblem::Kind::kTooDeep, node.place, node.phrase, 0, fmt::format("operators are nested deeper than {}", kMaxPatternDepth)});
            return result;
        }
        if (node.op == PatternNode::Op::kPhrase) {
            result.phrase = phrase(node);
        } else if (node.items.empty()) {
            problems_.push_back({PatternProblem::Kind::kEmptyMatch, node.place, {}, 0, "the operator has no patterns to look for"});
        }
        for (const PatternNode& item : node.items) result.items.push_back(plan(item, standard, depth + 1));
        for (const PatternNode& item : node.none) result.none.push_back(plan(item, standard, depth + 1));
        return result;
    }

    int phrase(const PatternNode& node) {
        const std::size_t before = problems_.size();
        const std::optional<Phrase> read = atoms_.read(node.phrase, problems_);
        for (std::size_t i = before; i < problems_.size(); ++i) {
            problems_[i].place = node.place;
            problems_[i].phrase = node.phrase;
        }
        if (!read) return -1;
        const auto [place, fresh] = phrases_.emplace(dump(*read), static_cast<int>(rubric_.phrases.size()));
        if (fresh) rubric_.phrases.push_back(*read);
        return place->second;
    }

    // Words that are right as they are although no dictionary has them: all of the vocabulary's, and those of the question's own texts.
    std::vector<std::string> known_words() {
        std::vector<std::string> known;
        const auto add = [&known](std::string_view word) {
            if (word.size() >= kMinTypoLetters && known.size() < kMaxVocabularyWords && word.back() != '*' && word.back() != '?' && !is_known_word(word))
                known.emplace_back(word);
        };
        Speller& speller = atoms_.speller();
        for (const auto& [name, alternatives] : vocabulary_) {
            Fault ignored;
            const int root = syntax_.read_name(name, ignored);
            if (root >= 0) speller.spell(root);
        }
        for (const std::string& word : speller.words()) add(word);
        const Question& question = rubric_.question;
        const auto add_text = [&add](std::string_view text) {
            const Answer words = normalise(text);
            for (std::size_t i = 0; i < words.words.size(); ++i) add(words.word(i));
        };
        add_text(question.prompt);
        add_text(question.answer);
        std::sort(known.begin(), known.end());
        known.erase(std::unique(known.begin(), known.end()), known.end());
        return known;
    }

    Fingerprint identity(const std::vector<std::string>& known) const {
        std::string text(kGraderVersion);
        const auto line = [&text](std::string_view part) {
            text += '\n';
            text += part;
        };
        line(known_words_fingerprint());
        line(fmt::format("{}", static_cast<int>(rubric_.question.kind)));
        for (std::size_t i = 0; i < rubric_.atoms.size(); ++i) line(rubric_.matchers->expression(i));
        for (const Phrase& phrase : rubric_.phrases) line(dump(phrase));
        for (std::size_t i = 0; i < rubric_.points.size(); ++i) {
            line(fmt::format("point {} {}", rubric_.question.points[i].id, rubric_.question.points[i].weight));
            for (const Plan& alternative : rubric_.points[i]) line(dump(alternative));
        }
        for (std::size_t i = 0; i < rubric_.claims.size(); ++i) {
            const Misconception& claim = rubric_.question.misconceptions[i];
            line(fmt::format("claim {} {} {}", claim.id, claim.weight, claim.opposes));
            for (const Plan& alternative : rubric_.claims[i]) line(dump(alternative));
        }
        for (const Part& part : rubric_.question.parts) {
            line("part");
            for (const std::string& point : part.points) line(point);
        }
        for (const std::string& word : known) line(word);
        for (const std::string& stem : rubric_.topic.stems()) line(stem);
        return bot::fingerprint({text});
    }

    Rubric& rubric_;
    const Vocabulary& vocabulary_;
    Syntax syntax_;
    AtomList atoms_;
    std::map<std::string, int> phrases_;
    std::vector<PatternProblem> problems_;
};

}  // namespace

CompiledRubric compile(Question question, const Vocabulary& vocabulary) {
    auto rubric = std::make_shared<Rubric>();
    rubric->question = std::move(question);
    std::vector<PatternProblem> problems = Compiler(*rubric, vocabulary).run();
    if (!problems.empty()) return {nullptr, std::move(problems)};
    return {std::move(rubric), {}};
}

const Question& question_of(const Rubric& rubric) { return rubric.question; }
const Fingerprint& fingerprint_of(const Rubric& rubric) { return rubric.fingerprint; }

std::size_t memory_of(const Rubric& rubric) {
    std::size_t bytes = sizeof(Rubric) + rubric.index.memory() + rubric.typos.memory() + rubric.topic.stems().size() * sizeof(std::string);
    for (std::size_t i = 0; i < rubric.atoms.size(); ++i) {
        bytes += sizeof(Atom) + 64 + rubric.matchers->expression(i).size();
        if (!rubric.atoms[i].exact) bytes += rubric.matchers->memory(i);
    }
    bytes += rubric.phrases.size() * 96;
    for (const auto& plans : {&rubric.points, &rubric.claims}) {
        for (const std::vector<Plan>& alternatives : *plans) bytes += alternatives.size() * 2 * sizeof(Plan);
    }
    const Question& question = rubric.question;
    bytes += question.prompt.size() + question.answer.size() + std::size_t{16} * 1024;
    return bytes;
}

}  // namespace bot::grade
