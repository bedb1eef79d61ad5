// Owns the value under which a request waits for the press that stops a session first. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "bot/base/ids.h"

namespace bot::app {

// The value under which a request waits for the press that stops the session first, and back.
constexpr std::string_view kWanted = "wanted";  // the setting it is kept in
std::string wanted(SessionId session, std::string_view word, std::string_view rest);
struct Wanted {
    SessionId session;
    std::string word;
    std::string rest;
};
std::optional<Wanted> read_wanted(std::string_view value);

}  // namespace bot::app
