// Owns the mark: the one place with the formula and its parameters, in integer arithmetic, so that it is the same on every machine.
// Must not look at text or patterns: it sees weights and tallies only.
#pragma once

#include <array>
#include <string_view>
#include <vector>

#include "bot/grade/rubric.h"

namespace bot::grade {

// The parameters, all in percent unless they say otherwise. Change them when `viva eval` says so.
constexpr int kFullAt = 100;              // of the total weight counts as everything
constexpr int kPenalty = 100;             // of a misconception's weight is taken off
constexpr int kBehaviouralMostLost = 40;  // of the total weight that misconceptions take off a behavioural answer: one deed often shows in several
constexpr int kEffortWords = 50;          // distinct content words that are full effort
constexpr int kNumbers = 6;               // numbers that are full evidence
constexpr int kElaborateFrom = 40;        // distinct content words around words of the subject from which an answer explains at length,
constexpr int kElaborateWords = 20;       // and how many more until it does in full
constexpr int kLiftedTo = 85;             // of the points at most: everything is only earned
constexpr int kOnSubject = 10;            // the least that an answer on the subject gets (not a share)
// Parts of the mark; and by how much the points of an answer count more that explains at length: ideas in words nobody foresaw are missed most in long answers.
// In behavioural ones less, since a story about something else is long too.
struct Shares {
    int base;
    int effort;
    int evidence;
    int lift;
};
constexpr Shares kTechnicalShares{80, 20, 0, 30};  // code questions too
constexpr Shares kBehaviouralShares{78, 17, 5, 15};
constexpr Shares kRubricOnly{100, 0, 0, 0};  // to measure what effort and evidence add
// What a share of the points is worth, in thousandths at every tenth of the way, straight in between. Steep at the beginning: an answer that states half of the
// ideas in words of its own is seldom heard in all of them, and the first ideas tell most. Flat in the middle: experts see half answers and good ones, and
// little between.
constexpr std::array<int, 11> kCurve{0, 200, 350, 450, 515, 570, 640, 750, 850, 925, 1000};
constexpr int kUntouchedParts = 2;  // from so many parts without a point on
constexpr int kUntouchedCap = 60;   // the score is at most this
constexpr int kListCap = 30;        // the most that a term list gets

enum class Band { kNone, kWeak, kPartial, kStrong };

std::string_view to_string(Band band);  // "none", "weak", "partial", "strong"

// Bands from the mark rounded half up to tenths: strong 75.., partial 35.., weak 5..
Band band_of(int score);

// What a question has earned so far, over its first answer and follow-ups. Indexes follow the question's points and misconceptions.
struct Tally {
    std::vector<int> credit;   // per point, in tenths: 10 first answer, 5 after its hint, 6 by its follow-up, 3 by both
    std::vector<int> penalty;  // per misconception, in tenths: 10 claimed, 5 claimed and withdrawn in its challenge
    int content_words = 0;     // distinct content words in matched sentences and their neighbours, first answer
    int subject_words = 0;     // of those, around words of the subject
    int numbers = 0;           // numbers in the same place
    bool term_list = false;    // the first answer lists terms without saying anything about them
    bool on_subject = false;   // the first answer speaks of the subject, right or wrong
    bool operator==(const Tally&) const = default;
};

// The mark with every component that made it, for --explain and the scorecard.
struct Mark {
    int score = 0;  // 0..100
    Band band = Band::kNone;
    int earned = 0;       // tenths of weight
    int lost = 0;         // tenths of weight taken by misconceptions, already times kPenalty
    int full = 0;         // tenths of weight that count as everything (kFullAt)
    int rubric = 0;       // x in thousandths, 0..1000
    int elaboration = 0;  // how much more the points count, in thousandths
    int effort = 0;       // E in thousandths
    int evidence = 0;     // D in thousandths; behavioural only, else 0
    int untouched_parts = 0;
    bool capped_parts = false;
    bool capped_list = false;
    bool raised = false;  // to kOnSubject
    bool operator==(const Mark&) const = default;
};

// What x thousandths of the points are worth, by kCurve.
int worth_of(int rubric);

// What the points of a mark are worth, elaboration counted.
int worth_of(const Mark& mark);

// The mark of a tally. Total: sizes that do not fit the question count as zero. Pure; any thread.
Mark mark(const Question& question, const Tally& tally);
// The same with other shares, for measurements.
Mark mark(const Question& question, const Tally& tally, const Shares& shares);

}  // namespace bot::grade
