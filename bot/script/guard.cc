// Owns the reading and writing of conditions.
#include "bot/script/guard.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <iterator>

#include "bot/base/check.h"
#include "bot/base/ids.h"

namespace bot::script {
namespace {

using engine::Guard;

constexpr std::string_view kBands[] = {"none", "weak", "partial", "strong"};

std::optional<Guard> named(Guard::Kind kind, std::string_view name) {
    if (!is_author_id(name)) return std::nullopt;
    return Guard{kind, 0, std::string{name}};
}

std::optional<Guard> band(std::string_view word) {
    const auto* found = std::find(std::begin(kBands), std::end(kBands), word);
    if (found == std::end(kBands)) return std::nullopt;
    return Guard{Guard::Kind::kBandAtLeast, static_cast<int>(found - std::begin(kBands)), {}};
}

std::optional<Guard> score(std::string_view digits) {
    int number = -1;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (error != std::errc{} || end != digits.data() + digits.size() || number < 0 || number > 100) return std::nullopt;
    return Guard{Guard::Kind::kScoreAtLeast, number, {}};
}

}  // namespace

std::optional<Guard> parse_guard(std::string_view text) {
    const auto after = [&](std::string_view prefix) { return text.substr(prefix.size()); };
    if (text == "followup-left") return Guard{Guard::Kind::kFollowupLeft, 0, {}};
    if (text.starts_with("band>=")) return band(after("band>="));
    if (text.starts_with("score>=")) return score(after("score>="));
    if (text.starts_with("missed ")) return named(Guard::Kind::kMissed, after("missed "));
    if (text.starts_with("claimed ")) return named(Guard::Kind::kClaimed, after("claimed "));
    return std::nullopt;
}

std::string to_string(const Guard& guard) {
    switch (guard.kind) {
        case Guard::Kind::kAlways: return "";
        case Guard::Kind::kFollowupLeft: return "followup-left";
        case Guard::Kind::kBandAtLeast: return fmt::format("band>={}", kBands[std::clamp(guard.number, 0, 3)]);
        case Guard::Kind::kScoreAtLeast: return fmt::format("score>={}", guard.number);
        case Guard::Kind::kMissed: return fmt::format("missed {}", guard.name);
        case Guard::Kind::kClaimed: return fmt::format("claimed {}", guard.name);
    }
    VIVA_CHECK(false);
    return {};
}

}  // namespace bot::script
