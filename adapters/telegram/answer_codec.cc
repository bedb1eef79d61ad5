// Owns what answer_codec.h promises.
#include "adapters/telegram/answer_codec.h"

#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>
#include <utility>

#include "bot/base/plain.h"
#include "bot/base/text.h"

namespace adapters::telegram {
namespace {

using nlohmann::json;

constexpr std::size_t kMaxFailure = std::size_t{64} * 1024;  // bytes of an answer that we look into
constexpr std::size_t kMaxDescription = 300;

json parsed(std::string_view body) {
    if (body.size() > kMaxFailure || std::count(body.begin(), body.end(), '[') + std::count(body.begin(), body.end(), '{') > 1000) return {};
    return json::parse(body.begin(), body.end(), nullptr, false);
}

const json* member(const json& object, const char* name) {
    if (!object.is_object()) return nullptr;
    const auto found = object.find(name);
    return found == object.end() ? nullptr : &*found;
}

std::optional<std::int64_t> whole(const json& object, const char* name) {
    const auto* value = member(object, name);
    if (!value || !value->is_number_integer()) return std::nullopt;
    if (value->is_number_unsigned() && value->get<std::uint64_t>() > std::uint64_t(std::numeric_limits<std::int64_t>::max())) return std::nullopt;
    return value->get<std::int64_t>();
}

bool is_true(const json& object, const char* name) {
    const auto* value = member(object, name);
    return value && value->is_boolean() && value->get<bool>();
}

std::string words(const json& object, const char* name) {
    const auto* value = member(object, name);
    if (!value || !value->is_string()) return "";
    return std::string(bot::utf8_prefix(bot::plain_line(value->get_ref<const std::string&>()), kMaxDescription));
}

}  // namespace

Answer decode_answer(int status, std::string body) {
    Answer answer;
    answer.code = status;
    if (status == 200 && body.starts_with(R"({"ok":true)")) {
        answer.ok = answer.understood = true;
        answer.body = std::move(body);
        return answer;
    }
    const auto object = parsed(body);
    const auto* ok = member(object, "ok");
    answer.understood = ok && ok->is_boolean();
    if (!answer.understood) {
        answer.description = "not an answer of the Bot API";
        return answer;
    }
    answer.ok = ok->get<bool>() && status == 200;
    if (answer.ok) {
        answer.body = std::move(body);
        return answer;
    }
    if (const auto code = whole(object, "error_code"); code && *code >= 100 && *code < 1000) answer.code = int(*code);
    answer.description = words(object, "description");
    if (const auto* parameters = member(object, "parameters")) {
        if (const auto wait = whole(*parameters, "retry_after"); wait && *wait >= 0) answer.retry_after = *wait;
        if (const auto chat = whole(*parameters, "migrate_to_chat_id"); chat && *chat != 0) answer.moved_to = std::to_string(*chat);
    }
    return answer;
}

std::optional<Profile> decode_profile(std::string_view body) {
    const auto object = parsed(body);
    const auto* result = member(object, "result");
    if (!result) return std::nullopt;
    const auto id = whole(*result, "id");
    if (!id) return std::nullopt;
    const auto* joins = member(*result, "can_join_groups");
    return Profile{
        {*id, bot::to_lower_ascii(words(*result, "username"))}, !joins || is_true(*result, "can_join_groups"), is_true(*result, "can_read_all_group_messages")};
}

// Found by its name without reading the message: one comes back for each that is sent.
std::string decode_message_id(std::string_view body) {
    constexpr std::string_view kName = R"("message_id":)";
    const auto at = body.find(kName);
    if (at == std::string_view::npos) return {};
    const auto digits = body.substr(at + kName.size(), 20);
    const auto end = std::min(digits.find_first_not_of("0123456789"), digits.size());
    return std::string(digits.substr(0, end));
}

std::optional<bool> decode_administers(std::string_view body) {
    const auto object = parsed(body);
    const auto* result = member(object, "result");
    if (!result) return std::nullopt;
    const auto status = words(*result, "status");
    if (status.empty()) return std::nullopt;
    return status == "creator" || status == "administrator";
}

std::optional<WebhookState> decode_webhook_state(std::string_view body) {
    const auto object = parsed(body);
    const auto* result = member(object, "result");
    if (!result || !result->is_object()) return std::nullopt;
    return WebhookState{words(*result, "url"), whole(*result, "pending_update_count").value_or(0), whole(*result, "last_error_date").value_or(0),
                        words(*result, "last_error_message")};
}

}  // namespace adapters::telegram
