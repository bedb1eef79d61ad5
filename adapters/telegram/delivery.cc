// Owns what delivery.h promises, as a table of the platform's failures.
#include "adapters/telegram/delivery.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <string_view>

#include "bot/base/text.h"

namespace adapters::telegram {
namespace {

using Outcome = bot::app::Delivery::Outcome;

constexpr std::int64_t kUsualPatience = 5;                       // seconds, if the platform asks for patience and names none
constexpr std::int64_t kMostPatience = std::int64_t{24} * 3600;  // seconds
constexpr bot::Duration kSameTrouble{10'000};                    // two rooms refused within this time: all are meant

struct Row {
    std::string_view words;  // in lower case, anywhere in the description
    Outcome outcome;
    Without retry = Without::kNothing;
};

// First match wins.
constexpr std::array kBadRequests{
    Row{"message is not modified", Outcome::kSent},
    Row{"query is too old", Outcome::kSent},
    Row{"query id is invalid", Outcome::kSent},
    Row{"query_id_invalid", Outcome::kSent},
    Row{"to be replied not found", Outcome::kRefused, Without::kReply},
    Row{"replied message not found", Outcome::kRefused, Without::kReply},
    Row{"reply message not found", Outcome::kRefused, Without::kReply},
    Row{"reply_message_id_invalid", Outcome::kRefused, Without::kReply},
    Row{"message thread not found", Outcome::kRefused, Without::kTopic},
    Row{"topic_closed", Outcome::kRefused, Without::kTopic},
    Row{"topic_deleted", Outcome::kRefused, Without::kTopic},
    Row{"topic_id_invalid", Outcome::kRefused, Without::kTopic},
    Row{"topic closed", Outcome::kRefused, Without::kTopic},
    Row{"not a forum", Outcome::kRefused, Without::kTopic},
    Row{"chat not found", Outcome::kGone},
    Row{"user not found", Outcome::kGone},
    Row{"peer_id_invalid", Outcome::kGone},
    Row{"input_user_deactivated", Outcome::kGone},
    Row{"user_is_blocked", Outcome::kGone},
    Row{"chat_id_invalid", Outcome::kGone},
    Row{"channel_private", Outcome::kGone},
    Row{"group chat was deactivated", Outcome::kGone},
    Row{"upgraded to a supergroup", Outcome::kGone},  // without the new id there is no way to follow
    Row{"not enough rights", Outcome::kGone},
    Row{"have no rights", Outcome::kGone},
    Row{"need administrator rights", Outcome::kGone},
    Row{"chat_write_forbidden", Outcome::kGone},
    Row{"chat_restricted", Outcome::kGone},
    Row{"chat_admin_required", Outcome::kGone},
    Row{"chat_send_plain_forbidden", Outcome::kGone},
    Row{"user_banned_in_channel", Outcome::kGone},
    Row{"can't parse entities", Outcome::kRefused, Without::kMarkup},
    Row{"can't find end of the entity", Outcome::kRefused, Without::kMarkup},
    Row{"entity_", Outcome::kRefused, Without::kMarkup},
    Row{"entities_too_long", Outcome::kRefused, Without::kMarkup},
    Row{"button_", Outcome::kRefused, Without::kKeyboard},
    Row{"reply_markup", Outcome::kRefused, Without::kKeyboard},
    Row{"reply markup", Outcome::kRefused, Without::kKeyboard},
    Row{"keyboard", Outcome::kRefused, Without::kKeyboard},
    Row{"message is too long", Outcome::kRefused},
    Row{"text is too long", Outcome::kRefused},
    Row{"message text is empty", Outcome::kRefused},
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
    const auto* const row = std::find_if(kBadRequests.begin(), kBadRequests.end(), [&](const Row& one) { return words.find(one.words) != std::string::npos; });
    // What we do not know is most likely about the text: once more without markup.
    if (row == kBadRequests.end()) {
        auto verdict = final_one(Outcome::kRefused, "400 " + unquoted(words));
        verdict.retry = Without::kMarkup;
        return verdict;
    }
    auto verdict = final_one(row->outcome, row->outcome == Outcome::kSent ? "" : "400 " + std::string(row->words));
    verdict.retry = row->retry;
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
