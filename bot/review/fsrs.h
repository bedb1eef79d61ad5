// Owns when a person should meet a question again: FSRS-6, the free spaced repetition scheduler, in whole local days.
// Pure. Must not know answers, rubrics or clocks: a rating and today's date arrive as values.
#pragma once

#include <chrono>

namespace bot::review {

using Day = std::chrono::local_days;  // a date as the person's calendar has it

enum class Rating { kAgain = 1, kHard = 2, kGood = 3, kEasy = 4 };

// FSRS knows learning and relearning too; without its short-term steps no card is ever in them.
enum class State { kNew, kReview };

// What is remembered about one person and one question. A new card is due at once.
struct Card {
    double stability = 0;   // days until recall falls to 90%, 0.001..36500; 0 = new
    double difficulty = 0;  // 1..10; 0 = new
    Day due{};
    Day last{};
    int reps = 0;    // reviews
    int lapses = 0;  // reviews rated Again, but for the first
    State state = State::kNew;
    bool operator==(const Card&) const = default;
};

// card after a review. Equals ts-fsrs 5.4 with its default weights, no fuzz, enable_short_term = false, request_retention 0.9 and maximum_interval 36500, down
// to the rounding: a better rating of the same card is due at least a day later, which may add two days to the maximum. Total: a date before card.last (a zone
// was changed) counts as card.last, a damaged card as the nearest sound one.
Card review(const Card& card, Rating rating, Day today);

// The chance, 0..1, that the answer is remembered today; 0 for a new card.
double retrievability(const Card& card, Day today);

// In the order of the grader's bands, so that a band's number carries over.
enum class Band { kNone, kWeak, kPartial, kStrong };

// How well a marked answer showed that it was known: none and weak are Again, partial is Hard, strong is Good, and Easy from 95 of 100 on if neither a hint
// nor a follow-up helped.
Rating rating_of(Band band, int score, bool hinted, bool followed_up);

}  // namespace bot::review
