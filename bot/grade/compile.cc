// Owns compile(): an authored question to its Rubric, every mistake reported, nothing thrown.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "bot/grade/compiled.h"
#include "bot/grade/words.h"

namespace bot::grade {
namespace {

// Raise it when the same rubric and text can get another mark: answers marked before are told apart by the fingerprint.
constexpr std::string_view kGraderVersion = "4";

constexpr int kMaxPatternDepth = 4;
constexpr std::size_t kMaxVocabularyWords = 50'000;
constexpr int kNamesAtATime = 64;

// Adds the words that typing must not be forgiven for and no dictionary has.
void add_known(std::vector<std::string>& known, const std::vector<std::string>& words) {
    for (const std::string& word : words) {
        if (word.size() >= kMinTypoLetters && word.back() != '*' && word.back() != '?' && !is_known_word(word)) known.push_back(word);
    }
}

std::vector<std::string> sorted_once(std::vector<std::string> words) {
    std::sort(words.begin(), words.end());
    words.erase(std::unique(words.begin(), words.end()), words.end());
    return words;
}

class Compiler {
   public:
    Compiler(Rubric& rubric, const Vocabulary& vocabulary) : rubric_(rubric), syntax_(vocabulary), atoms_(syntax_) {}

    // Reads the patterns into the rubric's plans.
    std::vector<PatternProblem> read() {
        for (const Point& point : rubric_.question.points) rubric_.points.push_back(alternatives(point.match, Window::kPair));
        for (const Misconception& claim : rubric_.question.misconceptions) rubric_.claims.push_back(alternatives(claim.match, Window::kSentence));
        return std::move(problems_);
    }

    std::vector<PatternProblem> run(const std::vector<std::string>& vocabulary_words) {
        if (auto problems = read(); !problems.empty()) return problems;
        const std::vector<std::string> spelt = atoms_.speller().words();
        const std::vector<std::string> known = known_words(spelt, vocabulary_words);
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

    // Words that are right as they are although no dictionary has them: the vocabulary's, the patterns' own, and those of the question's texts.
    std::vector<std::string> known_words(const std::vector<std::string>& spelt, const std::vector<std::string>& vocabulary_words) const {
        std::vector<std::string> known = vocabulary_words;
        add_known(known, spelt);
        const Question& question = rubric_.question;
        for (const auto* text : {&question.prompt, &question.answer}) {
            const Answer answer = normalise(*text);
            std::vector<std::string> words;
            for (std::size_t i = 0; i < answer.words.size(); ++i) words.emplace_back(answer.word(i));
            add_known(known, words);
        }
        return sorted_once(std::move(known));
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
            for (const std::string& lead : rubric_.question.points[i].lead) line("lead " + lead);
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
    Syntax syntax_;
    AtomList atoms_;
    std::map<std::string, int> phrases_;
    std::vector<PatternProblem> problems_;
};

}  // namespace

std::vector<std::string> words_of(const Vocabulary& vocabulary) {
    std::vector<std::string> known;
    // Some names at a time: the trees of all of them take 12 MiB.
    for (auto name = vocabulary.begin(); name != vocabulary.end();) {
        Syntax syntax(vocabulary);
        Speller speller(syntax);
        for (int i = 0; i < kNamesAtATime && name != vocabulary.end(); ++i, ++name) {
            Fault ignored;
            const int root = syntax.read_name(name->first, ignored);
            if (root >= 0) speller.spell(root);
        }
        add_known(known, speller.words());
    }
    known = sorted_once(std::move(known));
    if (known.size() > kMaxVocabularyWords) known.resize(kMaxVocabularyWords);
    return known;
}

CompiledRubric compile(Question question, const Vocabulary& vocabulary, const std::vector<std::string>& vocabulary_words) {
    auto rubric = std::make_shared<Rubric>();
    rubric->question = std::move(question);
    std::vector<PatternProblem> problems = Compiler(*rubric, vocabulary).run(vocabulary_words);
    if (!problems.empty()) return {nullptr, std::move(problems)};
    return {std::move(rubric), {}};
}

CompiledRubric compile(Question question, const Vocabulary& vocabulary) { return compile(std::move(question), vocabulary, words_of(vocabulary)); }

std::vector<PatternProblem> check(const Question& question, const Vocabulary& vocabulary) {
    Rubric rubric;
    rubric.question = question;
    return Compiler(rubric, vocabulary).read();
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
