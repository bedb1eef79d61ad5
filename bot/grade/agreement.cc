// Owns the formulas of agreement.h.
#include "bot/grade/agreement.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>

#include "bot/base/check.h"

namespace bot::grade {
namespace {

constexpr int kMarks = 11;
constexpr int kPass = 4;

int clamp_mark(int mark) { return std::clamp(mark, 0, kMarks - 1); }
int band(int mark) { return mark >= 8 ? 3 : mark >= 4 ? 2 : mark >= 1 ? 1 : 0; }

// 1 - observed / expected squared disagreement, weights (i-j)^2.
double weighted_kappa(std::span<const int> a, std::span<const int> b) {
    std::array<double, kMarks> count_a{};
    std::array<double, kMarks> count_b{};
    double observed = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        const int x = clamp_mark(a[i]);
        const int y = clamp_mark(b[i]);
        count_a[static_cast<std::size_t>(x)] += 1;
        count_b[static_cast<std::size_t>(y)] += 1;
        observed += (x - y) * (x - y);
    }
    double expected = 0;
    for (int x = 0; x < kMarks; ++x) {
        for (int y = 0; y < kMarks; ++y) expected += (x - y) * (x - y) * count_a[static_cast<std::size_t>(x)] * count_b[static_cast<std::size_t>(y)];
    }
    expected /= static_cast<double>(a.size());
    if (expected == 0) return 1;  // both constant and equal
    return 1 - observed / expected;
}

double correlation(std::span<const int> a, std::span<const int> b) {
    const auto n = static_cast<double>(a.size());
    double sum_a = 0;
    double sum_b = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        sum_a += a[i];
        sum_b += b[i];
    }
    double ab = 0;
    double aa = 0;
    double bb = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        const double x = a[i] - sum_a / n;
        const double y = b[i] - sum_b / n;
        ab += x * y;
        aa += x * x;
        bb += y * y;
    }
    if (aa == 0 || bb == 0) return aa == bb && std::equal(a.begin(), a.end(), b.begin()) ? 1 : 0;
    return ab / std::sqrt(aa * bb);
}

}  // namespace

Agreement agreement(std::span<const int> expert, std::span<const int> grader) {
    VIVA_CHECK(expert.size() == grader.size());
    Agreement result;
    result.count = static_cast<int>(expert.size());
    if (expert.empty()) return result;
    result.qwk = weighted_kappa(expert, grader);
    result.pearson = correlation(expert, grader);
    int same_band = 0;
    int error = 0;
    for (std::size_t i = 0; i < expert.size(); ++i) {
        same_band += band(expert[i]) == band(grader[i]) ? 1 : 0;
        error += std::abs(expert[i] - grader[i]);
        result.false_accepts += expert[i] < kPass && grader[i] >= kPass ? 1 : 0;
        result.false_rejects += expert[i] >= kPass && grader[i] < kPass ? 1 : 0;
    }
    result.band = static_cast<double>(same_band) / static_cast<double>(expert.size());
    result.mae = static_cast<double>(error) / static_cast<double>(expert.size());
    return result;
}

}  // namespace bot::grade
