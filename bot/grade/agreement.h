// Owns the statistics of agreement between the grader and people. Must not grade.
#pragma once

#include <span>

namespace bot::grade {

struct Agreement {
    int count = 0;
    double qwk = 0;  // quadratic weighted kappa on 0..10 (Cohen 1968); 1 if both raters are constant and equal, 0 if one is constant
    double pearson = 0;
    double band = 0;        // share of equal bands (0, 1-3, 4-7, 8-10)
    double mae = 0;         // mean absolute error in marks
    int false_accepts = 0;  // expert below 4, grader 4 or more
    int false_rejects = 0;  // expert 4 or more, grader below 4
};

// expert and grader hold marks 0..10, pairwise, same length.
Agreement agreement(std::span<const int> expert, std::span<const int> grader);

// 0..100 to 0..10, half up.
constexpr int to_tenths(int score) { return (score + 5) / 10; }

}  // namespace bot::grade
