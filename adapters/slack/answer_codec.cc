// Owns what answer_codec.h promises.
#include "adapters/slack/answer_codec.h"

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>
#include <utility>

#include "bot/base/plain.h"
#include "bot/base/text.h"

namespace adapters::slack {
namespace {

using nlohmann::json;

constexpr std::size_t kMaxBody = std::size_t{2} * 1024 * 1024;  // bytes of an answer that we look into; it repeats the blocks that were sent
constexpr std::size_t kMaxNesting = 100;
constexpr std::size_t kMaxWords = 300;
constexpr std::size_t kMaxId = 255;
constexpr std::size_t kMaxZone = 64;
constexpr std::size_t kMaxUrl = 2'048;

// Whether it nests no deeper than the parser's own recursion may go.
bool is_flat(std::string_view body) {
    std::size_t depth = 0;
    bool quoted = false;
    for (std::size_t i = 0; i < body.size(); ++i) {
        const char c = body[i];
        if (quoted && c == '\\') ++i;
        if (c == '"') quoted = !quoted;
        if (quoted) continue;
        if ((c == '[' || c == '{') && ++depth > kMaxNesting) return false;
        if ((c == ']' || c == '}') && depth > 0) --depth;
    }
    return true;
}

json parsed(std::string_view body) {
    if (body.size() > kMaxBody || !is_flat(body)) return {};
    return json::parse(body.begin(), body.end(), nullptr, false);
}

const json* member(const json& object, const char* name) {
    if (!object.is_object()) return nullptr;
    const auto found = object.find(name);
    return found == object.end() ? nullptr : &*found;
}

bool is_true(const json& object, const char* name) {
    const auto* value = member(object, name);
    return value && value->is_boolean() && value->get<bool>();
}

std::string words(const json& object, const char* name, std::size_t most = kMaxWords) {
    const auto* value = member(object, name);
    if (!value || !value->is_string()) return "";
    return std::string(bot::utf8_prefix(bot::plain_line(value->get_ref<const std::string&>()), most));
}

// "" unless it is an id or a code as the platform writes them.
std::string id(const json& object, const char* name) {
    auto text = words(object, name, kMaxId + 1);
    const auto fits = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.' || c == '-'; };
    return text.size() <= kMaxId && std::all_of(text.begin(), text.end(), fits) ? text : "";
}

// "" unless it reads like "Europe/Amsterdam" or "Etc/GMT+3".
std::string zone(const json& object, const char* name) {
    auto text = words(object, name, kMaxZone + 1);
    const auto fits = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '/' || c == '_' || c == '+' || c == '-';
    };
    return text.size() <= kMaxZone && std::all_of(text.begin(), text.end(), fits) ? text : "";
}

std::optional<std::int64_t> seconds(std::string_view text) {
    std::int64_t value = -1;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || value < 0) return std::nullopt;
    return value;
}

}  // namespace

Answer decode_answer(net::HttpReply reply) {
    Answer answer;
    answer.status = reply.status;
    if (const auto* date = reply.header("date")) answer.date = *date;
    if (const auto* scopes = reply.header("x-oauth-scopes")) answer.scopes = *scopes;
    if (const auto* wait = reply.header("retry-after")) answer.retry_after = seconds(*wait);
    const auto object = parsed(reply.body);
    const auto* ok = member(object, "ok");
    answer.understood = ok && ok->is_boolean();
    if (!answer.understood) {
        answer.details = "not an answer of the Web API";
        return answer;
    }
    answer.ok = ok->get<bool>() && reply.status >= 200 && reply.status < 300;
    if (answer.ok) {
        answer.channel = id(object, "channel");
        answer.ts = id(object, "ts");
        if (answer.ts.empty()) answer.ts = id(object, "message_ts");
        answer.body = std::move(reply.body);
        return answer;
    }
    answer.error = id(object, "error");
    if (const auto needed = words(object, "needed"); !needed.empty()) answer.details = "needs " + needed;
    return answer;
}

std::optional<Profile> decode_profile(std::string_view body) {
    const auto object = parsed(body);
    Profile profile{id(object, "team_id"), words(object, "team"), id(object, "user_id"), words(object, "user"), id(object, "bot_id")};
    if (profile.team.empty() || profile.user.empty()) return std::nullopt;
    return profile;
}

std::optional<Member> decode_member(std::string_view body) {
    const auto object = parsed(body);
    const auto* user = member(object, "user");
    if (!user || !user->is_object()) return std::nullopt;
    Member out;
    if (const auto* profile = member(*user, "profile")) out.name = words(*profile, "display_name");
    if (out.name.empty()) out.name = words(*user, "real_name");
    if (out.name.empty()) out.name = words(*user, "name");
    out.zone = zone(*user, "tz");
    out.administers = is_true(*user, "is_admin") || is_true(*user, "is_owner") || is_true(*user, "is_primary_owner");
    return out;
}

std::optional<Channel> decode_channel(std::string_view body) {
    const auto object = parsed(body);
    const auto* channel = member(object, "channel");
    if (!channel || !channel->is_object()) return std::nullopt;
    Channel out{id(*channel, "id"), words(*channel, "name"), id(*channel, "creator"), is_true(*channel, "is_member"), is_true(*channel, "is_archived")};
    if (out.id.empty()) return std::nullopt;
    return out;
}

std::optional<UploadPlace> decode_upload_place(std::string_view body) {
    const auto object = parsed(body);
    UploadPlace place{words(object, "upload_url", kMaxUrl), id(object, "file_id")};
    if (place.url.empty() || place.file.empty()) return std::nullopt;
    return place;
}

std::optional<std::string> decode_socket_url(std::string_view body) {
    auto url = words(parsed(body), "url", kMaxUrl);
    if (url.empty()) return std::nullopt;
    return url;
}

}  // namespace adapters::slack
