// Owns examine(): the order of the stages, and what their results mean for points and misconceptions.
#include <algorithm>

#include "bot/base/text.h"
#include "bot/grade/compiled.h"
#include "bot/grade/evaluate.h"
#include "bot/grade/measure.h"

namespace bot::grade {
namespace {

Span source_of(const Answer& answer, const Hit& hit) { return {answer.words[hit.first].source_begin, answer.words[hit.last - 1].source_end}; }

class Examination {
   public:
    Examination(const Rubric& rubric, const Answer& answer, std::span<const Span> given)
        : rubric_(rubric),
          answer_(answer),
          given_(given),
          sight_(rubric.index, *rubric.matchers, rubric.atoms, answer),
          guards_(rubric.cues, answer, sight_),
          evaluator_(rubric.phrases, answer, sight_, guards_) {}

    void run(Findings& findings) {
        for (std::size_t i = 0; i < rubric_.points.size(); ++i) findings.points.push_back(point(rubric_.points[i], rubric_.question.points[i].weight));
        for (const std::vector<Plan>& alternatives : rubric_.claims) findings.misconceptions.push_back(claim(alternatives));
        contradict(findings);
        const std::vector<bool> topical = rubric_.topic.find(answer_);
        findings.subject = rubric_.topic.judge(answer_, topical, [this](std::uint32_t word) {
            return guards_.confesses(answer_.words[word].sentence) || guards_.denied({.first = word, .last = word + 1}, {});
        });
        const Counts counts = count_words(answer_, matches_, topical);
        findings.words = counts.words;
        findings.content_words = counts.content_words;
        findings.subject_words = counts.subject_words;
        findings.numbers = counts.numbers;
        findings.term_list = is_term_list(answer_, earned_);
    }

   private:
    bool is_given(std::uint32_t word) const {
        const Word& where = answer_.words[word];
        return std::any_of(given_.begin(), given_.end(), [&](const Span& span) { return where.source_begin >= span.begin && where.source_end <= span.end; });
    }

    // Where the alternative holds with at least one word of the person's.
    std::vector<Hit> hits(const Plan& alternative) {
        std::vector<Hit> found = evaluator_.hits(alternative);
        if (given_.empty()) return found;
        std::erase_if(found, [this](const Hit& hit) {
            bool all = true;
            for (std::uint32_t word = hit.first; word < hit.last && all; ++word) all = is_given(word);
            return all;
        });
        return found;
    }

    PointFinding point(const std::vector<Plan>& alternatives, int weight) {
        PointFinding finding;
        for (std::size_t i = 0; i < alternatives.size(); ++i) {
            const std::vector<Hit> places = hits(alternatives[i]);
            if (places.empty()) continue;
            const bool denied = places.front().denied;
            if (denied && finding.status == PointStatus::kNegated) continue;
            finding = {denied ? PointStatus::kNegated : PointStatus::kMatched, source_of(answer_, places.front()), static_cast<int>(i)};
            if (denied) continue;
            earned_.push_back({{places.front().first, places.front().last}, weight});
            for (const Hit& hit : places) matches_.push_back({hit.first, hit.last});
            break;
        }
        return finding;
    }

    ClaimFinding claim(const std::vector<Plan>& alternatives) {
        ClaimFinding finding;
        for (std::size_t i = 0; i < alternatives.size(); ++i) {
            for (const Hit& hit : hits(alternatives[i])) {
                const bool refuted = hit.denied || guards_.refuted(hit);
                if (refuted && finding.status == ClaimStatus::kRefuted) continue;
                finding = {refuted ? ClaimStatus::kRefuted : ClaimStatus::kClaimed, source_of(answer_, hit), static_cast<int>(i)};
                if (!refuted) return finding;
            }
        }
        return finding;
    }

    // A point that was not earned and whose opposite was claimed is contradicted, in the words of the claim.
    void contradict(Findings& findings) const {
        const Question& question = rubric_.question;
        for (std::size_t i = 0; i < findings.misconceptions.size(); ++i) {
            const ClaimFinding& claimed = findings.misconceptions[i];
            if (claimed.status != ClaimStatus::kClaimed || question.misconceptions[i].opposes.empty()) continue;
            for (std::size_t j = 0; j < findings.points.size(); ++j) {
                PointFinding& finding = findings.points[j];
                if (question.points[j].id != question.misconceptions[i].opposes || finding.status == PointStatus::kMatched ||
                    finding.status == PointStatus::kContradicted)
                    continue;
                finding = {PointStatus::kContradicted, claimed.span, -1};
            }
        }
    }

    const Rubric& rubric_;
    const Answer& answer_;
    std::span<const Span> given_;
    Sight sight_;
    Guards guards_;
    Evaluator evaluator_;
    std::vector<Earned> earned_;
    std::vector<WordSpan> matches_;
};

}  // namespace

Findings examine(const Rubric& rubric, std::string_view text) { return examine(rubric, text, {}); }

Findings examine(const Rubric& rubric, std::string_view text, std::span<const Span> given) {
    Findings findings;
    if (text.size() > kMaxAnswerBytes) {
        text = utf8_prefix(text, kMaxAnswerBytes);
        findings.cut = true;
    }
    Answer answer = normalise(text);
    findings.repaired = answer.repaired;
    const Spelling spelling = correct(answer, rubric.typos);
    settle_negators(answer);
    findings.other_language = is_other_language(answer, spelling);
    Examination(rubric, answer, given).run(findings);
    return findings;
}

std::string_view to_string(PointStatus status) {
    switch (status) {
        case PointStatus::kMatched: return "matched";
        case PointStatus::kMissed: return "missed";
        case PointStatus::kNegated: return "negated";
        case PointStatus::kContradicted: return "contradicted";
    }
    return "";
}

std::string_view to_string(ClaimStatus status) {
    switch (status) {
        case ClaimStatus::kAbsent: return "absent";
        case ClaimStatus::kClaimed: return "claimed";
        case ClaimStatus::kRefuted: return "refuted";
    }
    return "";
}

}  // namespace bot::grade
