// Owns the formulas of FSRS-6. The reference rounds to eight decimals after most steps, and so do we: states stay equal over years.
#include "bot/review/fsrs.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>

namespace bot::review {
namespace {

// As the field numbers them, w0 to w20. 17 to 19 are for steps within a day, which are off.
constexpr std::array<double, 21> kW{0.212,  1.2931, 2.3065, 8.2956, 6.4133, 0.8334, 3.0194, 0.001,  1.8722, 0.1666, 0.796,
                                    1.4835, 0.0614, 0.2629, 1.6483, 0.6014, 1.8729, 0.5425, 0.0912, 0.0658, 0.1542};
constexpr double kRetention = 0.9;
constexpr double kMinStability = 0.001;
constexpr double kMaxStability = 36500;
constexpr double kMinFirstStability = 0.1;
constexpr double kMaxInterval = 36500;
constexpr int kEasyScore = 95;
constexpr Day kEarliest{std::chrono::days{-1'000'000}};  // some 2,700 years around 1970: sums of dates cannot overflow
constexpr Day kLatest{std::chrono::days{1'000'000}};

struct Memory {
    double stability;
    double difficulty;
};

// Half goes up, also below zero, unlike std::round.
double half_up(double x) {
    const double below = std::floor(x);
    return x - below >= 0.5 ? below + 1 : below;
}

double eight_decimals(double x) { return half_up(x * 1e8) / 1e8; }

double clamped_stability(double s) { return std::clamp(s, kMinStability, kMaxStability); }

double grade_of(Rating rating) { return double(std::clamp(int(rating), 1, 4)); }

struct Curve {
    double decay = -kW[20];
    double factor = eight_decimals(std::exp(1 / decay * std::log(0.9)) - 1);

    double recall(double days, double stability) const { return eight_decimals(std::pow(1 + factor * days / stability, decay)); }

    // Days until recall falls to kRetention.
    double interval(double stability) const {
        const double per_stability = eight_decimals((std::pow(kRetention, 1 / decay) - 1) / factor);
        return std::clamp(half_up(stability * per_stability), 1.0, kMaxInterval);
    }
};

// Not clamped: the reversion to the mean uses Easy's value below 1 as it is.
double first_difficulty(Rating rating) { return eight_decimals(kW[4] - std::exp((grade_of(rating) - 1) * kW[5]) + 1); }

Memory first_memory(Rating rating) {
    return {std::max(kW[std::size_t(grade_of(rating)) - 1], kMinFirstStability), std::clamp(first_difficulty(rating), 1.0, 10.0)};
}

double next_difficulty(double difficulty, Rating rating) {
    const double change = -kW[6] * (grade_of(rating) - 3);
    const double damped = difficulty + eight_decimals(change * (10 - difficulty) / 9);
    const double reverted = eight_decimals(kW[7] * first_difficulty(Rating::kEasy) + (1 - kW[7]) * damped);
    return std::clamp(reverted, 1.0, 10.0);
}

double stability_after_lapse(Memory memory, double recall) {
    const double forgotten = kW[11] * std::pow(memory.difficulty, -kW[12]) * (std::pow(memory.stability + 1, kW[13]) - 1) * std::exp((1 - recall) * kW[14]);
    const double least = eight_decimals(clamped_stability(forgotten));
    return std::min(std::max(eight_decimals(memory.stability), kMinStability), least);  // forgetting never makes it stabler
}

double stability_after_recall(Memory memory, double recall, Rating rating) {
    const double bonus = rating == Rating::kHard ? kW[15] : rating == Rating::kEasy ? kW[16] : 1;
    const double gain = std::exp(kW[8]) * (11 - memory.difficulty) * std::pow(memory.stability, -kW[9]) * (std::exp((1 - recall) * kW[10]) - 1) * bonus;
    return eight_decimals(clamped_stability(memory.stability * (1 + gain)));
}

Memory next_memory(Memory memory, double recall, Rating rating) {
    const double stability = rating == Rating::kAgain ? stability_after_lapse(memory, recall) : stability_after_recall(memory, recall, rating);
    return {stability, next_difficulty(memory.difficulty, rating)};
}

// A card that this program wrote is returned as it is.
Card sound(Card card) {
    const bool numbers = std::isfinite(card.stability) && std::isfinite(card.difficulty) && card.stability > 0 && card.difficulty > 0;
    if (card.state != State::kReview || !numbers) return Card{.reps = card.reps, .lapses = card.lapses};
    card.stability = clamped_stability(card.stability);
    card.difficulty = std::clamp(card.difficulty, 1.0, 10.0);
    card.last = std::clamp(card.last, kEarliest, kLatest);
    return card;
}

double days_since(const Card& card, Day today) { return double(std::max<std::int64_t>(0, (std::clamp(today, kEarliest, kLatest) - card.last).count())); }

// Each rating's interval is kept a day apart from the next better one's. Again's needs no bound: it never makes stabler, Hard never less stable.
std::array<double, 4> apart(std::array<double, 4> intervals) {
    for (std::size_t i = 1; i < intervals.size(); ++i) intervals[i] = std::max(intervals[i], intervals[i - 1] + 1);
    return intervals;
}

int counted(int count) { return std::clamp(count, 0, 1'000'000'000) + 1; }

}  // namespace

Card review(const Card& stored, Rating rating, Day today) {
    const Curve curve;
    Card card = sound(stored);
    const bool is_new = card.state == State::kNew;
    const Memory before{card.stability, card.difficulty};
    const double recall = is_new ? 0 : curve.recall(days_since(card, today), before.stability);
    std::array<Memory, 4> after{};
    std::array<double, 4> intervals{};
    for (std::size_t i = 0; i < after.size(); ++i) {
        const auto each = Rating(i + 1);
        after[i] = is_new ? first_memory(each) : next_memory(before, recall, each);
        intervals[i] = curve.interval(after[i].stability);
    }
    const auto chosen = std::size_t(grade_of(rating)) - 1;
    if (!is_new && chosen == 0) card.lapses = counted(card.lapses);
    card.reps = counted(card.reps);
    card.stability = after[chosen].stability;
    card.difficulty = after[chosen].difficulty;
    card.last = is_new ? std::clamp(today, kEarliest, kLatest) : std::max(card.last, std::clamp(today, kEarliest, kLatest));
    card.due = card.last + std::chrono::days{std::int64_t(apart(intervals)[chosen])};
    card.state = State::kReview;
    return card;
}

double retrievability(const Card& stored, Day today) {
    const Card card = sound(stored);
    return card.state == State::kNew ? 0 : Curve{}.recall(days_since(card, today), eight_decimals(card.stability));
}

Rating rating_of(Band band, int score, bool hinted, bool followed_up) {
    switch (band) {
        case Band::kNone:
        case Band::kWeak: return Rating::kAgain;
        case Band::kPartial: return Rating::kHard;
        case Band::kStrong: break;
    }
    return score >= kEasyScore && !hinted && !followed_up ? Rating::kEasy : Rating::kGood;
}

}  // namespace bot::review
