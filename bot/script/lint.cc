// Owns the judgements over samples and completeness.
#include "bot/script/lint.h"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <set>

#include "bot/base/text.h"
#include "bot/grade/grader.h"
#include "bot/grade/lead.h"
#include "bot/script/codes.h"
#include "bot/script/layout.h"
#include "bot/script/names.h"
#include "bot/script/report.h"
#include "bot/script/yaml_document.h"

namespace bot::script {
namespace {

struct Examined {
    const grade::Sample* sample;
    grade::Findings findings;
};

bool placeholder(const grade::Sample& sample) { return trim(sample.text).starts_with("TODO"); }

// The question with one point for each alternative of a point or misconception, so that each is seen on its own.
grade::Question taken_apart(const grade::Question& question) {
    grade::Question apart;
    apart.id = question.id;
    apart.kind = question.kind;
    const auto add = [&](const std::vector<grade::PatternNode>& match, const std::string& id) {
        for (std::size_t i = 0; i < match.size(); ++i) {
            grade::Point point;
            point.id = fmt::format("{}-{}", id, i);
            point.match = {match[i]};
            apart.points.push_back(std::move(point));
        }
    };
    for (const auto& point : question.points) add(point.match, point.id);
    return apart;
}

class QuestionLint {
   public:
    QuestionLint(const Pack& pack, const grade::Question& question, const grade::Rubric* rubric, LintOptions options, Report& report)
        : pack_{pack}, question_{question}, rubric_{rubric}, options_{options}, report_{report} {}

    void run() {
        check_texts();
        check_parts();
        check_opposites();
        if (rubric_ != nullptr) check_leads();
        const auto samples = pack_.samples.find(question_.id);
        const std::size_t count = samples == pack_.samples.end() ? 0 : samples->second.size();
        if (count < kEnoughSamples) {
            report_.add(kFewSamples, {},
                        fmt::format("{} marked samples: {} or more make the figures worth reading", count == 0 ? "no" : std::to_string(count), kEnoughSamples));
        }
        if (rubric_ == nullptr || count == 0) return;
        for (const grade::Sample& sample : samples->second) {
            if (grade::split_of(sample.text) != grade::Split::kDev || placeholder(sample)) continue;
            examined_.push_back({&sample, grade::examine(*rubric_, sample.text)});
        }
        if (examined_.empty()) return;
        check_points();
        check_misconceptions();
        if (options_.strict) check_alternatives();
    }

   private:
    void check_texts() {
        if (question_.references.empty()) report_.add(kUnfinished, {1, 1}, "no references: name a primary source");
        for (const auto& point : question_.points) {
            if (point.ask.empty()) report_.add(kUnfinished, point.place, fmt::format("point {} has no ask: it can never be followed up", point.id));
            if (point.hint.empty()) report_.add(kUnfinished, point.place, fmt::format("point {} has no hint", point.id));
        }
        for (const auto& wrong : question_.misconceptions) {
            if (wrong.challenge.empty())
                report_.add(kUnfinished, wrong.place, fmt::format("misconception {} has no challenge: it can never be taken back", wrong.id));
        }
    }

    void check_parts() {
        if (question_.parts.empty()) {
            report_.add(kUncoveredPoint, {1, 1}, "no parts: say what the question asks for and which points answer it");
            return;
        }
        std::set<std::string_view> covered;
        for (const auto& part : question_.parts) covered.insert(part.points.begin(), part.points.end());
        for (const auto& point : question_.points) {
            if (!covered.contains(point.id)) report_.add(kUncoveredPoint, point.place, fmt::format("point {} is in no part: add it to one", point.id));
        }
    }

    // Silent where nobody uses `opposes`: the field is optional.
    void check_opposites() {
        std::set<std::string_view> opposed;
        for (const auto& wrong : question_.misconceptions) opposed.insert(wrong.opposes);
        opposed.erase("");
        // The situation of a story has no opposite.
        if (opposed.empty() || question_.kind == grade::Kind::kBehavioural) return;
        for (const auto& point : question_.points) {
            // A detail needs no opposite.
            if (point.weight > 1 && !opposed.contains(point.id))
                report_.add(kUnopposed, point.place, fmt::format("no misconception opposes point {}", point.id));
        }
    }

    void check_leads() {
        for (std::size_t i = 0; i < question_.points.size(); ++i) {
            const auto& point = question_.points[i];
            for (std::size_t j = 0; j < point.lead.size(); ++j) {
                check_lead(point, point.lead[j], grade::word_given_away(question_, static_cast<int>(i), static_cast<int>(j)),
                           grade::neutral_answer_heard(*rubric_, static_cast<int>(i), static_cast<int>(j)));
            }
        }
    }

    void check_lead(const grade::Point& point, std::string_view lead, const std::optional<std::string>& word, std::optional<std::string_view> neutral) {
        if (word) {
            report_.add(kLeadEarns, point.place,
                        fmt::format("lead \"{}\" of point {} says \"{}...\", a word of the answer that nobody asked with: leave it to the person", lead,
                                    point.id, *word));
        }
        if (neutral) {
            report_.add(kLeadEarns, point.place,
                        fmt::format("lead \"{}\" of point {} decides with \"{}\" behind it: leave the answer to the person", lead, point.id, *neutral));
        }
    }

    void check_points() {
        for (std::size_t i = 0; i < question_.points.size(); ++i) {
            const bool seen = std::any_of(examined_.begin(), examined_.end(), [&](const Examined& one) { return one.findings.points[i].span.has_value(); });
            const auto& point = question_.points[i];
            if (!seen) {
                report_.add(kPointUnmatched, point.place,
                            fmt::format("point {} matches none of the {} development samples: widen its patterns or add a sample", point.id, examined_.size()));
            }
        }
    }

    void check_misconceptions() {
        for (std::size_t i = 0; i < question_.misconceptions.size(); ++i) {
            std::map<int, std::vector<const Examined*>> fired;  // by alternative
            for (const Examined& one : examined_) {
                const grade::ClaimFinding& finding = one.findings.misconceptions[i];
                if (one.sample->mark >= kStrongMark && finding.status == grade::ClaimStatus::kClaimed) fired[finding.alternative].push_back(&one);
            }
            for (const auto& [alternative, samples] : fired) report_false_alarm(i, alternative, samples);
        }
    }

    void report_false_alarm(std::size_t index, int alternative, const std::vector<const Examined*>& samples) {
        const auto& wrong = question_.misconceptions[index];
        const bool known = alternative >= 0 && static_cast<std::size_t>(alternative) < wrong.match.size();
        const Place place = known ? wrong.match[static_cast<std::size_t>(alternative)].place : wrong.place;
        const Examined& first = *samples.front();
        const std::string more = samples.size() > 1 ? fmt::format(" and {} more", samples.size() - 1) : "";
        report_.add(kFalseAlarm, place,
                    fmt::format("misconception {} fires on the strong sample in line {}{}: \"{}\"; make the pattern say the wrong claim itself", wrong.id,
                                first.sample->place.line, more, quote(*first.sample, first.findings.misconceptions[index])));
    }

    // The words that fired; short.
    static std::string quote(const grade::Sample& sample, const grade::ClaimFinding& finding) {
        constexpr std::size_t kMost = 60;
        if (!finding.span || finding.span->end > sample.text.size()) return {};
        std::string words{utf8_prefix(std::string_view{sample.text}.substr(finding.span->begin, finding.span->end - finding.span->begin), kMost)};
        std::replace(words.begin(), words.end(), '\n', ' ');
        return words;
    }

    void check_alternatives() {
        const auto apart = grade::compile(taken_apart(question_), pack_.vocabulary, pack_.vocabulary_words);
        if (!apart.rubric) return;
        std::vector<bool> used(grade::question_of(*apart.rubric).points.size(), false);
        for (const Examined& one : examined_) {
            const auto findings = grade::examine(*apart.rubric, one.sample->text);
            for (std::size_t i = 0; i < used.size(); ++i) used[i] = used[i] || findings.points[i].span.has_value();
        }
        std::size_t index = 0;
        for (const auto& point : question_.points) {
            const auto first = used.begin() + static_cast<std::ptrdiff_t>(index);
            const bool dead = std::none_of(first, first + static_cast<std::ptrdiff_t>(point.match.size()), [](bool one) { return one; });  // V090 says so
            for (const auto& pattern : point.match) {
                if (!used[index++] && !dead)
                    report_.add(kDeadAlternative, pattern.place, fmt::format("no development sample uses this alternative of point {}", point.id));
            }
        }
    }

    const Pack& pack_;
    const grade::Question& question_;
    const grade::Rubric* rubric_;
    LintOptions options_;
    Report& report_;
    std::vector<Examined> examined_;
};

void collect_names(const std::vector<grade::PatternNode>& patterns, std::set<std::string, std::less<>>& names) {
    for (const grade::PatternNode& pattern : patterns) {
        for (const NameUse& use : names_in(pattern.phrase)) names.emplace(use.name);
        collect_names(pattern.items, names);
        collect_names(pattern.none, names);
    }
}

// Names of the pack that neither its patterns nor the names these use need.
void check_unused_names(const Pack& pack, Report& report) {
    std::set<std::string, std::less<>> used;
    for (const auto& question : pack.questions) {
        for (const auto& point : question.points) collect_names(point.match, used);
        for (const auto& wrong : question.misconceptions) collect_names(wrong.match, used);
    }
    std::vector<std::string> open{used.begin(), used.end()};
    while (!open.empty()) {
        const auto entry = pack.vocabulary.find(open.back());
        open.pop_back();
        if (entry == pack.vocabulary.end()) continue;
        for (const std::string& phrase : entry->second) {
            for (const NameUse& use : names_in(phrase)) {
                if (used.emplace(use.name).second) open.emplace_back(use.name);
            }
        }
    }
    std::vector<Diagnostic> ignored;  // compile() has reported what is wrong with the file itself
    Report silent{report.source(), ignored};
    const auto tree = read_yaml(silent);
    if (!tree) return;
    for (const Key& key : tree->keys) {
        if (!used.contains(key.text)) report.add(kUnusedName, key.place, fmt::format("no pattern of the pack uses {}: remove it", key.text));
    }
}

}  // namespace

std::vector<Diagnostic> lint(const Compiled& compiled, const std::vector<Source>& sources, LintOptions options) {
    std::vector<Diagnostic> diagnostics;
    std::map<std::string_view, const Source*> by_path;
    for (const Source& source : sources) by_path[source.path] = &source;
    const auto source_at = [&](const std::string& path) {
        const auto found = by_path.find(path);
        return found == by_path.end() ? nullptr : found->second;
    };
    for (const Pack& pack : compiled.content.packs) {
        for (const grade::Question& question : pack.questions) {
            const Source* source = source_at(question_path(pack.id, question.id));
            if (source == nullptr) continue;
            Report report{*source, diagnostics};
            const auto rubric = compiled.rubrics.find(fmt::format("{}/{}", pack.id, question.id));
            QuestionLint{pack, question, rubric == compiled.rubrics.end() ? nullptr : rubric->second.get(), options, report}.run();
        }
        if (const Source* vocabulary = source_at(fmt::format("packs/{}/vocabulary.yaml", pack.id)); options.strict && vocabulary != nullptr) {
            Report report{*vocabulary, diagnostics};
            check_unused_names(pack, report);
        }
    }
    sort_unique(diagnostics);
    return diagnostics;
}

}  // namespace bot::script
