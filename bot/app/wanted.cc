// Owns what wanted.h promises.
#include "bot/app/wanted.h"

#include "bot/base/text.h"

namespace bot::app {
namespace {

constexpr std::size_t kMostWantedBytes = 200;

}  // namespace

std::string wanted(SessionId session, std::string_view word, std::string_view rest) {
    return to_base36(session.value) + " " + std::string(word) + " " + std::string(utf8_prefix(rest, kMostWantedBytes));
}

std::optional<Wanted> read_wanted(std::string_view value) {
    const auto first = value.find(' ');
    if (first == value.npos) return std::nullopt;
    const auto second = value.find(' ', first + 1);
    if (second == value.npos) return std::nullopt;
    const auto session = from_base36(value.substr(0, first));
    if (!session) return std::nullopt;
    return Wanted{SessionId{*session}, std::string(value.substr(first + 1, second - first - 1)), std::string(value.substr(second + 1))};
}

}  // namespace bot::app
