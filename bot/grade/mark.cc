// Owns the formula. Exact rationals over 64-bit integers, one rounding (half up) at the end, so that every machine agrees.
#include "bot/grade/mark.h"

#include <algorithm>
#include <cstdint>

namespace bot::grade {
namespace {

using Int = std::int64_t;

constexpr Int kMaxWeight = 10'000;  // heavier is counted as this, so that nothing overflows
constexpr Int kTenth = 10;

Int round_half_up(Int numerator, Int denominator) { return (2 * numerator + denominator) / (2 * denominator); }

Int weight_of(int weight) { return std::clamp<Int>(weight, 0, kMaxWeight); }

Int at(const std::vector<int>& values, std::size_t index) { return index < values.size() ? std::clamp<Int>(values[index], 0, kTenth) : 0; }

int untouched_parts(const Question& question, const Tally& tally) {
    int untouched = 0;
    for (const Part& part : question.parts) {
        bool touched = false;
        for (std::size_t i = 0; i < question.points.size() && !touched; ++i) {
            touched = at(tally.credit, i) > 0 && std::find(part.points.begin(), part.points.end(), question.points[i].id) != part.points.end();
        }
        if (!touched) ++untouched;
    }
    return untouched;
}

Shares shares_of(Kind kind) { return kind == Kind::kBehavioural ? kBehaviouralShares : kTechnicalShares; }

}  // namespace

std::string_view to_string(Band band) {
    switch (band) {
        case Band::kNone: return "none";
        case Band::kWeak: return "weak";
        case Band::kPartial: return "partial";
        case Band::kStrong: return "strong";
    }
    return "";
}

Band band_of(int score) { return score >= 75 ? Band::kStrong : score >= 35 ? Band::kPartial : score >= 5 ? Band::kWeak : Band::kNone; }

int worth_of(int rubric) {
    const auto x = static_cast<std::size_t>(std::clamp(rubric, 0, 1000));
    const std::size_t knot = std::min<std::size_t>(x / 100, kCurve.size() - 2);
    const Int beyond = static_cast<Int>(x - 100 * knot);
    return static_cast<int>(round_half_up(Int{100} * kCurve[knot] + beyond * (kCurve[knot + 1] - kCurve[knot]), 100));
}

int worth_of(const Mark& mark) {
    const Int lifted = std::min<Int>(round_half_up(Int{mark.rubric} * (1000 + mark.elaboration), 1000), Int{10} * kLiftedTo);
    return worth_of(std::max(mark.rubric, static_cast<int>(lifted)));
}

Mark mark(const Question& question, const Tally& tally) { return mark(question, tally, shares_of(question.kind)); }

Mark mark(const Question& question, const Tally& tally, const Shares& shares) {
    // In tenths of weight, times 100 so that the percentages divide evenly.
    Int earned = 0;
    Int lost = 0;
    Int total = 0;
    for (std::size_t i = 0; i < question.points.size(); ++i) {
        earned += 100 * weight_of(question.points[i].weight) * at(tally.credit, i);
        total += weight_of(question.points[i].weight) * kTenth;
    }
    for (std::size_t i = 0; i < question.misconceptions.size(); ++i) lost += kPenalty * weight_of(question.misconceptions[i].weight) * at(tally.penalty, i);
    const Int full = std::max<Int>(kFullAt * total, 1);
    if (question.kind == Kind::kBehavioural) lost = std::min(lost, kBehaviouralMostLost * total);
    const Int net = std::clamp<Int>(earned - lost, 0, full);
    const Int rubric = round_half_up(1000 * net, full);
    const bool behavioural = question.kind == Kind::kBehavioural;
    const Int effort = std::clamp(tally.content_words, 0, kEffortWords);
    const Int evidence = behavioural ? std::clamp(tally.numbers, 0, kNumbers) : 0;
    // (base + effort share * effort / kEffortWords + evidence share * evidence / kNumbers) percent, over kEffortWords * kNumbers.
    const Int factor = Int{shares.base} * kEffortWords * kNumbers + shares.effort * effort * kNumbers + shares.evidence * evidence * kEffortWords;
    constexpr Int kFactorParts = Int{100} * kEffortWords * kNumbers;

    Mark result;
    result.rubric = static_cast<int>(rubric);
    const Int at_length = std::clamp<Int>(Int{tally.subject_words} - kElaborateFrom, 0, kElaborateWords);
    result.elaboration = static_cast<int>(Int{10} * shares.lift * at_length / kElaborateWords);
    const Int worth = worth_of(result);
    result.score = static_cast<int>(round_half_up(worth * factor, 10 * kFactorParts));
    result.earned = static_cast<int>(round_half_up(earned, 100));
    result.lost = static_cast<int>(round_half_up(lost, 100));
    result.full = static_cast<int>(round_half_up(kFullAt * total, 100));
    result.effort = static_cast<int>(round_half_up(1000 * effort, kEffortWords));
    result.evidence = static_cast<int>(round_half_up(1000 * evidence, kNumbers));
    result.untouched_parts = untouched_parts(question, tally);
    result.capped_parts = result.untouched_parts >= kUntouchedParts && result.score > kUntouchedCap;
    if (result.capped_parts) result.score = kUntouchedCap;
    result.capped_list = tally.term_list && result.score > kListCap;
    if (result.capped_list) result.score = kListCap;
    result.raised = tally.on_subject && result.score < kOnSubject;
    if (result.raised) result.score = kOnSubject;
    result.score = std::clamp(result.score, 0, 100);
    result.band = band_of(result.score);
    return result;
}

}  // namespace bot::grade
