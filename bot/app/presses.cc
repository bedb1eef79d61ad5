// Owns the text behind buttons.
#include "bot/app/presses.h"

#include <fmt/format.h>

#include <algorithm>

#include "bot/base/text.h"

namespace bot::app {
namespace {

bool is_verb(std::string_view text) {
    return !text.empty() && text.size() <= kMaxPressBytes &&
           std::all_of(text.begin(), text.end(), [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; });
}

}  // namespace

std::string write_press(const Press& press) {
    if (!is_verb(press.verb)) return {};
    auto data = fmt::format("1:{}:{}:{}", press.verb, to_base36(press.session.value), to_base36(press.number));
    return data.size() <= kMaxPressBytes ? data : std::string();
}

std::optional<Press> read_press(std::string_view data) {
    if (data.size() > kMaxPressBytes) return std::nullopt;
    const auto parts = split(data, ':');
    if (parts.size() != 4 || parts[0] != "1" || !is_verb(parts[1])) return std::nullopt;
    const auto session = from_base36(parts[2]);
    const auto number = from_base36(parts[3]);
    if (!session || !number || *session < 0 || *number < 0) return std::nullopt;
    return Press{std::string(parts[1]), SessionId{*session}, *number};
}

std::int64_t turn_of(const engine::Session& session) {
    constexpr std::int64_t kMaxQuestions = 1'000'000;  // in a session, by far
    const auto questions = std::int64_t(session.asked.size());
    if (questions == 0) return 0;
    const auto& asked = session.asked.back();
    return questions + kMaxQuestions * (asked.followups + (asked.answered ? 1 : 0));
}

void wire_choices(Outbound& message, SessionId session, std::int64_t number) {
    for (auto& choice : message.choices) {
        if (choice.data.empty()) choice.data = write_press({choice.verb, session, number});
    }
}

}  // namespace bot::app
