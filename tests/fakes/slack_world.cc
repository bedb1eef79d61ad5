// Owns the methods of slack_world.h about conversations and people. Views and addresses stand in slack_views.cc.
#include "tests/fakes/slack_world.h"

#include <utility>

#include "tests/fakes/slack_json.h"
#include "tests/fakes/slack_text.h"

namespace tests {
namespace {

using nlohmann::json;

constexpr std::size_t kWhole = 4040;  // characters that stand in one message,
constexpr std::size_t kPiece = 4000;  // longer ones are cut into these
constexpr std::size_t kMostUpdate = 4000;

SlackAnswer granted_with(json body) {
    body["ok"] = true;
    return {200, std::move(body)};
}

SlackAnswer no(Record& record, const std::string& error, json more = json::object()) {
    record.kind = Record::Kind::kRefused;
    record.text = error;
    return slack_refused(error, std::move(more));
}

SlackAnswer no(Record& record, const SlackSeen& seen) {
    json more = json::object();
    if (!seen.detail.empty()) more["response_metadata"]["messages"] = {seen.detail};
    return no(record, seen.refusal, std::move(more));
}

}  // namespace

SlackAnswer slack_refused(const std::string& error, json more) {
    more["ok"] = false;
    more["error"] = error;
    return {200, std::move(more)};
}

const std::map<std::string, SlackWorld::Known>& SlackWorld::methods() {
    static const std::map<std::string, Known> kMethods{
        {"auth.test", {&SlackWorld::auth_test, ""}},
        {"chat.postMessage", {&SlackWorld::post_message, "chat:write"}},
        {"chat.postEphemeral", {&SlackWorld::post_ephemeral, "chat:write"}},
        {"chat.update", {&SlackWorld::update, "chat:write"}},
        {"conversations.open", {&SlackWorld::open_conversation, "im:write"}},
        {"conversations.info", {&SlackWorld::conversation_info, "channels:read"}},
        {"users.info", {&SlackWorld::user_info, "users:read"}},
        {"views.open", {&SlackWorld::open_view, ""}},
        {"views.push", {&SlackWorld::open_view, ""}},
        {"views.update", {&SlackWorld::update_view, ""}},
        {"views.publish", {&SlackWorld::publish_view, ""}},
        {"files.getUploadURLExternal", {&SlackWorld::begin_upload, "files:write"}},
        {"files.completeUploadExternal", {&SlackWorld::complete_upload, "files:write"}},
    };
    return kMethods;
}

SlackAnswer SlackWorld::call(const std::string& method, const Json& args, Record& record) {
    const auto found = methods().find(method);
    if (found == methods().end()) return no(record, "unknown_method");
    if (const std::string scope = found->second.scope; !scope.empty() && !scopes_.contains(scope))
        return no(record, "missing_scope", {{"needed", scope}, {"provided", scopes()}});
    return (this->*found->second.method)(args, record);
}

std::string SlackWorld::scopes() const {
    std::string list;
    for (const auto& scope : scopes_) list += (list.empty() ? "" : ",") + scope;
    return list;
}

std::string SlackWorld::new_ts() { return std::to_string(next_ts_++) + ".000200"; }

void SlackWorld::stand(const std::string& channel, const std::string& ts, const std::string& thread, const std::string& user, const std::string& text) {
    messages_[channel][ts] = {ts, thread, user, text, {}, {}};
    if (const auto found = channels_.find(channel); found != channels_.end()) found->second.members.insert(user);
}

void SlackWorld::move(const std::string& from, const std::string& to) {
    auto channel = channels_.at(from);
    channels_.at(from).is_visible = false;
    channel.id = to;
    channels_[to] = std::move(channel);
    messages_[to] = messages_[from];
}

SlackAnswer SlackWorld::auth_test(const Json&, Record&) {
    return granted_with({{"url", base_ + "/"},
                         {"team", "Test"},
                         {"user", "viva"},
                         {"team_id", kTeam},
                         {"user_id", kBot},
                         {"bot_id", kBotId},
                         {"app_id", kApp},
                         {"is_enterprise_install", false}});
}

// A person's id leads to their direct chat.
std::string SlackWorld::reach(const std::string& id, Record& record) {
    record.chat = slack_number(id);
    const auto refuse = [&](const char* why) {
        record.text = why;
        return std::string();
    };
    if (id.starts_with("U") || id.starts_with("D")) {
        const auto person = people_.find("U" + id.substr(1));
        if (person == people_.end()) return refuse("channel_not_found");
        return person->second.is_disabled ? refuse("user_disabled") : "D" + id.substr(1);
    }
    const auto channel = channels_.find(id);
    if (channel == channels_.end() || !channel->second.is_visible) return refuse("channel_not_found");
    if (channel->second.is_archived) return refuse("is_archived");
    if (!channel->second.has_bot) return refuse("not_in_channel");
    return id;
}

bool SlackWorld::is_thread(const std::string& channel, const std::string& ts, std::string& error) const {
    const auto room = messages_.find(channel);
    const bool stands = room != messages_.end() && room->second.contains(ts);
    if (!stands) {
        error = "thread_not_found";
    } else if (const auto& root = room->second.at(ts); !root.thread.empty() && root.thread != ts) {
        error = "cannot_reply_to_message";
    }
    return error.empty();
}

SlackAnswer SlackWorld::put(const std::string& channel, const Json& args, const std::string& only_for, Record& record) {
    const auto thread = text_in(args, "thread_ts");
    if (std::string error; !thread.empty() && !is_thread(channel, thread, error)) return no(record, error);
    auto seen = check_slack_message(args);
    if (!seen.refusal.empty()) return no(record, seen);
    const Message message{new_ts(), thread, kBot, text_in(args, "text"), args.value("blocks", json()), only_for};
    messages_[channel][message.ts] = message;
    record.kind = Record::Kind::kMessage;
    record.topic = slack_number(thread);
    record.message = slack_number(message.ts);
    record.aside = only_for;
    record.text = std::move(seen.text);
    record.html = args.dump();
    record.buttons = std::move(seen.buttons);
    record.remarks = std::move(seen.remarks);
    json stands{{"type", "message"}, {"user", kBot}, {"bot_id", kBotId}, {"app_id", kApp}, {"ts", message.ts}, {"text", message.text}, {"team", kTeam}};
    if (!message.blocks.is_null()) stands["blocks"] = message.blocks;
    if (!thread.empty()) stands["thread_ts"] = thread;
    if (only_for.empty()) {
        stands["channel"] = channel;
        news_.push_back(stands);
    }
    return granted_with({{"channel", channel}, {"ts", message.ts}, {"message_ts", message.ts}, {"message", stands}});
}

SlackAnswer SlackWorld::post_message(const Json& args, Record& record) {
    const auto channel = reach(text_in(args, "channel"), record);
    if (channel.empty()) return no(record, record.text);
    const auto text = text_in(args, "text");
    if (args.contains("blocks") || utf16_units(text) <= kWhole) return put(channel, args, "", record);
    // Slack cuts it by itself and tells of the first piece only.
    auto piece = args;
    piece["text"] = text.substr(0, kPiece);
    auto answer = put(channel, piece, "", record);
    record.remarks.push_back("Slack cut it into several messages");
    return answer;
}

SlackAnswer SlackWorld::post_ephemeral(const Json& args, Record& record) {
    const auto id = text_in(args, "channel");
    const auto user = text_in(args, "user");
    const auto channel = id.starts_with("U") ? "" : reach(id, record);
    if (channel.empty()) return no(record, record.text.empty() ? "channel_not_found" : record.text);
    if (!people_.contains(user)) return no(record, "user_not_in_channel");
    if (channel.starts_with("C") && !channels_.at(channel).members.contains(user)) return no(record, "user_not_in_channel");
    return put(channel, args, user, record);
}

SlackAnswer SlackWorld::update(const Json& args, Record& record) {
    const auto id = text_in(args, "channel");
    const auto channel = id.starts_with("U") ? "" : reach(id, record);
    if (channel.empty()) return no(record, record.text.empty() ? "channel_not_found" : record.text);
    auto& room = messages_[channel];
    const auto found = room.find(text_in(args, "ts"));
    if (found == room.end() || !found->second.only_for.empty()) return no(record, "message_not_found");
    auto& message = found->second;
    if (message.user != kBot) return no(record, "cant_update_message");
    if (utf16_units(text_in(args, "text")) > kMostUpdate) return no(record, "msg_too_long");
    auto seen = check_slack_message(args);
    if (!seen.refusal.empty()) return no(record, seen);
    message.text = text_in(args, "text");
    message.blocks = args.value("blocks", json());
    record.kind = Record::Kind::kMessage;
    record.topic = slack_number(message.thread);
    record.message = slack_number(message.ts);
    record.text = std::move(seen.text);
    record.html = args.dump();
    record.buttons = std::move(seen.buttons);
    record.remarks = std::move(seen.remarks);
    record.replaces = true;
    return granted_with({{"channel", channel}, {"ts", message.ts}, {"text", message.text}});
}

SlackAnswer SlackWorld::open_conversation(const Json& args, Record& record) {
    const auto user = text_in(args, "users");
    record.kind = Record::Kind::kAcknowledged;
    record.query = "conversations.open";
    if (!people_.contains(user)) return no(record, "user_not_found");
    if (people_.at(user).is_disabled) return no(record, "user_disabled");
    return granted_with({{"channel", {{"id", "D" + user.substr(1)}}}});
}

SlackAnswer SlackWorld::conversation_info(const Json& args, Record& record) {
    const auto id = text_in(args, "channel");
    record.kind = Record::Kind::kAcknowledged;
    record.query = "conversations.info";
    if (id.starts_with("D") && people_.contains("U" + id.substr(1)))
        return granted_with({{"channel", {{"id", id}, {"is_im", true}, {"user", "U" + id.substr(1)}}}});
    const auto found = channels_.find(id);
    if (found == channels_.end() || !found->second.is_visible) return no(record, "channel_not_found");
    const auto& channel = found->second;
    return granted_with({{"channel",
                          {{"id", id},
                           {"name", "room-" + id.substr(1)},
                           {"creator", channel.creator},
                           {"is_channel", true},
                           {"is_im", false},
                           {"is_mpim", false},
                           {"is_private", false},
                           {"is_archived", channel.is_archived},
                           {"is_member", channel.has_bot}}}});
}

SlackAnswer SlackWorld::user_info(const Json& args, Record& record) {
    const auto id = text_in(args, "user");
    record.kind = Record::Kind::kAcknowledged;
    record.query = "users.info";
    const auto found = people_.find(id);
    if (found == people_.end()) return no(record, "user_not_found");
    const auto& person = found->second;
    json user{{"id", id},
              {"team_id", kTeam},
              {"name", person.name},
              {"real_name", person.name},
              {"deleted", person.is_disabled},
              {"is_bot", false},
              {"is_admin", person.is_admin},
              {"is_owner", false},
              {"is_primary_owner", false},
              {"tz", "Europe/Berlin"},
              {"profile", {{"display_name", person.name}, {"real_name", person.name}}}};
    if (args.value("include_locale", json(false)) == json(true) || text_in(args, "include_locale") == "true") user["locale"] = "en-US";
    return granted_with({{"user", user}});
}

}  // namespace tests
