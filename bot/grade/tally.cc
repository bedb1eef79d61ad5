// Owns the credit rules of tally.h. Credits only rise, penalties only fall in the challenge they belong to.
#include "bot/grade/tally.h"

#include <algorithm>

namespace bot::grade {
namespace {

constexpr int kFirst = 10;
constexpr int kHinted = 5;
constexpr int kFollowup = 6;
constexpr int kHintedFollowup = 3;
constexpr int kClaimed = 10;
constexpr int kWithdrawn = 5;
constexpr int kEnoughWords = 3;  // distinct content words that make a text an answer: "I do not know" has fewer

bool matched(const Findings& findings, std::size_t point) { return point < findings.points.size() && findings.points[point].status == PointStatus::kMatched; }

// The points that a probe's answer can earn: its own and those of its parts.
std::vector<bool> asked_points(const Question& question, const Probe& probe) {
    std::vector<bool> asked(question.points.size(), false);
    const auto index = static_cast<std::size_t>(std::max(probe.index, 0));
    std::string own;
    if (probe.kind == Probe::Kind::kPoint && index < question.points.size()) own = question.points[index].id;
    if (probe.kind == Probe::Kind::kMisconception && index < question.misconceptions.size()) own = question.misconceptions[index].opposes;
    if (own.empty()) return asked;
    std::vector<std::string> ids{own};
    for (const Part& part : question.parts) {
        if (std::find(part.points.begin(), part.points.end(), own) != part.points.end()) ids.insert(ids.end(), part.points.begin(), part.points.end());
    }
    for (std::size_t i = 0; i < question.points.size(); ++i) asked[i] = std::find(ids.begin(), ids.end(), question.points[i].id) != ids.end();
    return asked;
}

}  // namespace

Tally first_tally(const Question& question, const Findings& findings, const std::vector<bool>& hinted) {
    Tally tally;
    tally.credit.assign(question.points.size(), 0);
    tally.penalty.assign(question.misconceptions.size(), 0);
    for (std::size_t i = 0; i < tally.credit.size(); ++i) {
        if (matched(findings, i)) tally.credit[i] = i < hinted.size() && hinted[i] ? kHinted : kFirst;
    }
    // One point in a text about something else is an accident of words.
    const bool accident = findings.subject == Subject::kMissed && std::count_if(tally.credit.begin(), tally.credit.end(), [](int c) { return c > 0; }) == 1;
    if (accident) std::fill(tally.credit.begin(), tally.credit.end(), 0);
    for (std::size_t i = 0; i < tally.penalty.size() && i < findings.misconceptions.size(); ++i) {
        if (findings.misconceptions[i].status == ClaimStatus::kClaimed) tally.penalty[i] = kClaimed;
    }
    tally.on_subject = findings.subject == Subject::kMet;
    tally.content_words = findings.content_words;
    tally.subject_words = findings.subject_words;
    tally.numbers = findings.numbers;
    tally.term_list = findings.term_list;
    return tally;
}

void add_followup(Tally& tally, const Question& question, const Probe& probe, const Findings& findings, bool hinted) {
    tally.credit.resize(question.points.size(), 0);
    tally.penalty.resize(question.misconceptions.size(), 0);
    const std::vector<bool> asked = asked_points(question, probe);
    const int credit = hinted ? kHintedFollowup : kFollowup;
    for (std::size_t i = 0; i < tally.credit.size(); ++i) {
        if (asked[i] && matched(findings, i)) tally.credit[i] = std::max(tally.credit[i], credit);
    }
    for (std::size_t i = 0; i < tally.penalty.size() && i < findings.misconceptions.size(); ++i) {
        const ClaimStatus status = findings.misconceptions[i].status;
        if (status == ClaimStatus::kClaimed) {
            tally.penalty[i] = kClaimed;
            continue;
        }
        if (probe.kind != Probe::Kind::kMisconception || static_cast<std::size_t>(std::max(probe.index, 0)) != i) continue;
        bool earned = false;
        for (std::size_t j = 0; j < findings.points.size(); ++j) earned = earned || matched(findings, j);
        if (earned || status == ClaimStatus::kRefuted || findings.words >= kEnoughWords) tally.penalty[i] = std::min(tally.penalty[i], kWithdrawn);
    }
}

}  // namespace bot::grade
