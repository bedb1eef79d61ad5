// Owns the judgement over a run: the platform's log and the server's database against each other and against a run that nothing disturbed.
// Must not run anything. Every claim about lost, doubled or reordered things rests on this one checker, for the real server and for the simulated one.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "tests/fakes/book.h"
#include "tests/fakes/bot_log.h"

namespace tests {

// Each finding begins with the name of the invariant that does not hold.
namespace invariant {
inline constexpr std::string_view kNothingLost = "no acknowledged update is lost";
inline constexpr std::string_view kCommitFirst = "nothing is acknowledged before it is durable";
inline constexpr std::string_view kOffset = "the poll's offset is never ahead of the inbox";
inline constexpr std::string_view kGradedOnce = "no answer is graded twice";
inline constexpr std::string_view kScores = "marks are those of an undisturbed run";
inline constexpr std::string_view kReplies = "replies are those of an undisturbed run";
inline constexpr std::string_view kTimers = "timers fire once, and when they are due";
inline constexpr std::string_view kAllSent = "every reply is sent";
inline constexpr std::string_view kRepeats = "a reply repeats only if it was in flight at a crash or its fate unknown";
inline constexpr std::string_view kOrder = "each chat keeps its order";
inline constexpr std::string_view kPrivacy = "nobody sees what is meant for another";
inline constexpr std::string_view kGone = "nothing is sent to a chat that is gone";
inline constexpr std::string_view kEmptyOutbox = "the outbox is empty in the end";
inline constexpr std::string_view kSound = "the database is sound and its figures add up";
}  // namespace invariant

// What people see in each chat, and what was marked there, if nothing goes wrong.
struct Undisturbed {
    std::map<std::int64_t, std::vector<std::string>> messages;
    std::map<std::string, std::vector<BookedAttempt>> attempts;  // by conversation
};
Undisturbed undisturbed(const BotLog& log, const Book& book);

// A message as it is compared: text, topic, file, buttons and for whom alone, without what counts up over all chats (numbers of sessions).
std::string line_of(const Record& message);

// What one transaction of the server said, by chat; of a group sorted, for there only each person's own order is promised.
struct Spoken {
    bool to_somebody = true;  // false: only deadlines had come
    std::map<std::int64_t, std::vector<std::string>> lines;
};

struct HistoryOptions {
    std::set<std::int64_t> unheard;                          // updates that the server may leave out of its inbox (kinds it does not know)
    const Undisturbed* expected = nullptr;                   // null: only what can be said without
    bool is_finished = true;                                 // nothing may be left to send
    bool is_forgetful = false;                               // people had their data removed, or its time was over: figures of letters do not add up
    bool is_silent = false;                                  // some letters need no call: acknowledgements that show nothing
    bool answers_fade = false;                               // the texts of answers may be removed, their marks stay
    const std::vector<Spoken>* said = nullptr;               // transaction by transaction,
    const std::vector<Spoken>* expected_said = nullptr;      // and what an undisturbed run said in the same ones
    std::map<std::int64_t, std::set<std::int64_t>> readers;  // chats that may show the words of an update, which holds mark_of() it
};

// A word that a text can carry, so that it is known again wherever it is shown.
std::string mark_of(std::int64_t update);

// One line for each violation, its invariant first; none = everything acknowledged had its effect once, and everything said arrived, in order, repeated only
// where a kill or a send without an answer explains it.
std::vector<std::string> violations(const BotLog& log, const Book& book, const HistoryOptions& options);

}  // namespace tests
