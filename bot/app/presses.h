// Owns what a button says when it is pressed: the text behind Choice::data. It comes back from outside, so reading it is total.
// Must not decide what a press does.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "bot/base/ids.h"
#include "bot/base/message.h"
#include "bot/engine/session.h"

namespace bot::app {

constexpr std::size_t kMaxPressBytes = 64;  // what platforms carry behind a button

// Buttons of a team's question; the number is the slot.
constexpr std::string_view kAnswerVerb = "answer";
constexpr std::string_view kAnswerHereVerb = "answer-here";  // before all
constexpr std::string_view kShareVerb = "share";
// Under a reminder.
constexpr std::string_view kNoRemindersVerb = "reminders-off";

// "1:<verb>:<session>:<number>", the last two in base 36. session 0 = a button outside any session.
struct Press {
    std::string verb;  // [a-z0-9-]
    SessionId session;
    std::int64_t number = 0;  // questions asked when the button was shown, in a form turn_of(); outside a session the person it was shown to, 0 = anybody
    bool operator==(const Press&) const = default;
};

// "" if it is no verb or would be longer than kMaxPressBytes.
std::string write_press(const Press& press);
std::optional<Press> read_press(std::string_view data);

// What the session waits for: another number for each question and each follow-up, the same whatever else happens meanwhile.
std::int64_t turn_of(const engine::Session& session);

// Gives each choice that has no data yet that of its verb.
void wire_choices(Outbound& message, SessionId session, std::int64_t number);

}  // namespace bot::app
