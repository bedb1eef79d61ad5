// Owns mrkdwn as Slack reads it: what a person sees, whom it calls, what was not escaped; and the three ids' numbers. Pure.
// Written from Slack's rules and not from our formatter, so that one checks the other.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace tests {

struct ReadMrkdwn {
    std::string text;     // marks that pair, fences, entities and zero-width spaces read away
    std::string ping;     // a <!...> that calls people, as it stands; "" = none
    std::string mention;  // the same of <@U..>
    std::string slip;     // an & or < that means itself and is not escaped
};
ReadMrkdwn read_mrkdwn(const std::string& mrkdwn);

// As JavaScript counts a text.
std::size_t utf16_units(const std::string& text);

// The digits of an id or a ts, as the log's number of it: C5001, D700, U700, 1700000001.000100. 0 = none.
std::int64_t slack_number(std::string_view id);

}  // namespace tests
