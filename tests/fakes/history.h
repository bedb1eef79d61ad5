// Owns the judgement over a run: the platform's log and the server's database against each other and against a run that nothing disturbed.
// Must not run anything. Every claim about lost, doubled or reordered things rests on this one checker.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "tests/fakes/book.h"
#include "tests/fakes/bot_log.h"

namespace tests {

// What people see in each chat, and what was marked there, if nothing goes wrong.
struct Undisturbed {
    std::map<std::int64_t, std::vector<std::string>> messages;
    std::map<std::string, std::vector<BookedAttempt>> attempts;  // by conversation
};
Undisturbed undisturbed(const BotLog& log, const Book& book);

// A message as it is compared: text, topic, file and buttons, without what counts up over all chats (numbers of sessions).
std::string line_of(const Record& message);

struct HistoryOptions {
    std::set<std::int64_t> unheard;         // updates that the server may leave out of its inbox (kinds it does not know)
    const Undisturbed* expected = nullptr;  // null: only what can be said without
    bool is_finished = true;                // nothing may be left to send
};

// One line for each violation; none = everything acknowledged had its effect once, and everything said arrived, in order, repeated only where a kill or a
// send without an answer explains it.
std::vector<std::string> violations(const BotLog& log, const Book& book, const HistoryOptions& options);

}  // namespace tests
