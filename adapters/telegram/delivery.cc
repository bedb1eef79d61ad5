// Owns what delivery.h promises, as a table of the platform's failures.
#include "adapters/telegram/delivery.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <span>
#include <string_view>

#include "bot/base/text.h"

namespace adapters::telegram {
namespace {

using Outcome = bot::app::Delivery::Outcome;

constexpr std::int64_t kUsualPatience = 5;                       // seconds, if the platform asks for patience and names none
constexpr std::int64_t kMostPatience = std::int64_t{24} * 3600;  // seconds
constexpr bot::Duration kSameTrouble{10'000};                    // two rooms refused within this time: all are meant

// Words of a description, in lower case.
using Words = std::span<const std::string_view>;
constexpr auto kDone = std::to_array<std::string_view>({"message is not modified", "query is too old", "query id is invalid", "query_id_invalid"});
constexpr auto kWithoutReply =
    std::to_array<std::string_view>({"to be replied not found", "replied message not found", "reply message not found", "reply_message_id_invalid"});
constexpr auto kWithoutTopic =
    std::to_array<std::string_view>({"message thread not found", "topic_closed", "topic_deleted", "topic_id_invalid", "topic closed", "not a forum"});
// "upgraded": without the new id there is no way to follow.
constexpr auto kRoomGone = std::to_array<std::string_view>({"chat not found", "user not found", "peer_id_invalid", "input_user_deactivated", "user_is_blocked",
                                                            "chat_id_invalid", "channel_private", "group chat was deactivated", "upgraded to a supergroup",
                                                            "not enough rights", "have no rights", "need administrator rights", "chat_write_forbidden",
                                                            "chat_restricted", "chat_admin_required", "chat_send_plain_forbidden", "user_banned_in_channel"});
constexpr auto kWithoutMarkup = std::to_array<std::string_view>({"can't parse entities", "can't find end of the entity", "entity_", "entities_too_long"});
constexpr auto kWithoutKeyboard = std::to_array<std::string_view>({"button_", "reply_markup", "reply markup", "keyboard"});
constexpr auto kNever = std::to_array<std::string_view>({"message is too long", "text is too long", "message text is empty"});

struct Row {
    Words words;  // any of them, anywhere in the description
    Outcome outcome;
    Without retry = Without::kNothing;
};

// First match wins.
constexpr std::array kBadRequests{
    Row{kDone, Outcome::kSent},     Row{kWithoutReply, Outcome::kRefused, Without::kReply},   Row{kWithoutTopic, Outcome::kRefused, Without::kTopic},
    Row{kRoomGone, Outcome::kGone}, Row{kWithoutMarkup, Outcome::kRefused, Without::kMarkup}, Row{kWithoutKeyboard, Outcome::kRefused, Without::kKeyboard},
    Row{kNever, Outcome::kRefused},
};

Verdict final_one(Outcome outcome, std::string reason) {
    Verdict verdict;
    verdict.delivery.outcome = outcome;
    verdict.delivery.reason = std::move(reason);
    return verdict;
}

// A failure's words up to where they may quote what was sent.
std::string unquoted(std::string_view words) {
    words = words.substr(0, words.find_first_of("\"'"));
    return std::string(bot::trim(bot::utf8_prefix(words, 120)));
}

Verdict judge_bad_request(const Answer& answer) {
    const std::string words = bot::to_lower_ascii(answer.description);
    for (const Row& row : kBadRequests) {
        const auto found = std::find_if(row.words.begin(), row.words.end(), [&](std::string_view known) { return words.find(known) != std::string::npos; });
        if (found == row.words.end()) continue;
        auto verdict = final_one(row.outcome, row.outcome == Outcome::kSent ? "" : "400 " + std::string(*found));
        verdict.retry = row.retry;
        return verdict;
    }
    // What we do not know is most likely about the text: once more without markup.
    auto verdict = final_one(Outcome::kRefused, "400 " + unquoted(words));
    verdict.retry = Without::kMarkup;
    return verdict;
}

}  // namespace

Verdict judge(const Answer& answer) {
    if (answer.ok) return final_one(Outcome::kSent, "");
    if (answer.code == 0) return final_one(Outcome::kPassing, "no answer: " + answer.description);
    const std::string code = std::to_string(answer.code);
    if (!answer.moved_to.empty()) {
        auto verdict = final_one(Outcome::kMoved, code + " the group became a supergroup");
        verdict.delivery.room = answer.moved_to;
        return verdict;
    }
    if (answer.code == 429 || answer.code == 420) {
        auto verdict = final_one(Outcome::kSlower, code + " too many requests");
        verdict.delivery.after = std::chrono::seconds(std::clamp<std::int64_t>(answer.retry_after.value_or(kUsualPatience), 1, kMostPatience));
        return verdict;
    }
    if (answer.code >= 500 || !answer.understood) return final_one(Outcome::kPassing, code + " " + (answer.understood ? "server error" : answer.description));
    switch (answer.code) {
        case 400: return judge_bad_request(answer);
        case 401: return final_one(Outcome::kStopped, "401 unauthorized: the token is not valid any more");
        case 404: return final_one(Outcome::kStopped, "404 not found: the token is not known");
        case 403: return final_one(Outcome::kGone, "403 " + unquoted(bot::to_lower_ascii(answer.description)));
        case 409: return final_one(Outcome::kPassing, "409 conflict");
        default: return final_one(Outcome::kRefused, code + " refused");
    }
}

bool Patience::whole_account(const std::string& room, bot::Instant now) {
    const std::lock_guard lock(mutex_);
    const bool another = !room_.empty() && room_ != room && now - at_ < kSameTrouble;
    room_ = room;
    at_ = now;
    return another;
}

}  // namespace adapters::telegram
