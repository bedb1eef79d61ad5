// Owns what the words of commands mean in a chat, and what a person asked for behind them ("round go 5 20"). Pure.
// Must not read a ledger or write texts.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "bot/app/library.h"
#include "bot/engine/event.h"

namespace bot::app {

enum class Deed {
    kBegin,
    kInSession,
    kMe,
    kPacks,
    kHelp,
    kStart,
    kSettings,
    kPrivacy,
    kExport,
    kForget,
    kDaily,
    kAnswer,
    kBoard,
    kAppeal,
    kVerdict,
    kReminders
};

struct Order {
    Deed deed = Deed::kHelp;
    std::string word;                                  // as in the table: "round"
    std::string rest;                                  // as typed, trimmed
    engine::Command command = engine::Command::kHelp;  // kInSession
};

// Every word a chat takes as a command, for "did you mean".
std::span<const std::string> chat_words();

// The order behind a command word (lower case, without sign) and what follows; nullopt for an unknown word.
std::optional<Order> order_of(std::string_view word, std::string_view rest);

// The order that a whole message is, with or without '/': a lone word, or one of the few that take more ("forget me yes"). nullopt: it is no command.
std::optional<Order> typed_order(std::string_view text);

// What a new session is started with. The pack is a selection that the library understands.
struct SessionRequest {
    std::string script;
    std::map<std::string, std::string> arguments;  // without what the script does not know
};
struct UnknownSubject {
    std::string word;
    std::optional<std::string> nearest;
};
struct BadNumbers {};  // of questions or minutes
using Asking = std::variant<SessionRequest, UnknownSubject, BadNumbers>;

constexpr int kMostQuestions = 100;
constexpr int kMostMinutes = 240;
constexpr int kMostFollowups = 5;

// "round" or "practice", and "[subject] [questions] [minutes]" in any spelling of it; the subject may also be the name of a script.
Asking read_request(const Library& library, std::string_view word, std::string_view rest);

// Whether a person is reminded of a daily question: "" = yes.
constexpr std::string_view kReminders = "reminders";
constexpr std::string_view kOff = "off";
// A person's own wishes: defaults for what a request leaves open, named as the parameters of scripts, and reminders.
constexpr std::string_view kSettingNames[] = {"questions", "minutes", "followups", kReminders};
// "5" if value is a number that the setting takes, "off" for reminders, "" for "default" and what is so by default; nullopt = refused.
std::optional<std::string> read_setting(std::string_view name, std::string_view value);

}  // namespace bot::app
