// Owns the methods of slack_world.h about triggers, views, response_urls, files, and what a press or a submission says.
#include <algorithm>

#include "tests/fakes/slack_json.h"
#include "tests/fakes/slack_text.h"
#include "tests/fakes/slack_world.h"

namespace tests {
namespace {

using nlohmann::json;

constexpr int kMostUses = 5;
constexpr std::size_t kMostModals = 3;

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

// Nested values may come as JSON in a string.
json object_in(const json& args, const char* name) {
    const auto found = args.find(name);
    if (found == args.end()) return nullptr;
    return found->is_string() ? json::parse(found->get<std::string>(), nullptr, false) : *found;
}

void note_view(Record& record, const std::string& user, const char* what, SlackSeen seen) {
    record.kind = Record::Kind::kAcknowledged;
    record.chat = slack_number(user);
    record.query = what;
    record.text = std::move(seen.text);
    record.buttons = std::move(seen.buttons);
    record.remarks = std::move(seen.remarks);
}

}  // namespace

std::string SlackWorld::new_trigger(const std::string& user) {
    ++next_;
    const auto id = std::to_string(next_) + ".8888.f00d" + std::to_string(next_);
    triggers_[id] = {user, Clock::now() + trigger_life_, false};
    return id;
}

void SlackWorld::end_triggers() {
    for (auto& [id, trigger] : triggers_) trigger.until = {};
}

std::string SlackWorld::new_response_url(const std::string& channel, const std::string& user) {
    const auto path = "/response/" + std::to_string(++next_) + "/secret";
    responses_[path] = {channel, user, 0};
    return base_ + path;
}

std::string SlackWorld::use_trigger(const std::string& trigger) {
    const auto found = triggers_.find(trigger);
    if (found == triggers_.end()) return "invalid_trigger_id";
    if (found->second.used) return "exchanged_trigger_id";
    if (Clock::now() >= found->second.until) return "expired_trigger_id";
    return "";
}

json SlackWorld::hold_view(const std::string& user, Json view) {
    view["id"] = "V" + std::to_string(++next_);
    view["hash"] = std::to_string(next_) + ".hash";
    view["team_id"] = kTeam;
    view["app_installed_team_id"] = kTeam;
    view["bot_id"] = kBotId;
    view["app_id"] = kApp;
    view["root_view_id"] = view["id"];
    view["previous_view_id"] = nullptr;
    view["of"] = user;
    return view;
}

SlackAnswer SlackWorld::open_view(const Json& args, Record& record) {
    const auto trigger = text_in(args, "trigger_id");
    if (const auto error = use_trigger(trigger); !error.empty()) return no(record, error);
    const auto view = object_in(args, "view");
    auto seen = check_slack_view(view);
    if (seen.refusal.empty() && text_in(view, "type") != "modal") seen.refusal = "invalid_arguments";
    if (!seen.refusal.empty()) return no(record, seen);
    triggers_.at(trigger).used = true;
    const auto user = triggers_.at(trigger).user;
    auto& open = modals_[user];
    if (open.size() == kMostModals) return no(record, "push_limit_reached");
    open.push_back(hold_view(user, view));
    note_view(record, user, "views.open", std::move(seen));
    return {200, {{"ok", true}, {"view", open.back()}}};
}

SlackAnswer SlackWorld::update_view(const Json& args, Record& record) {
    const auto id = text_in(args, "view_id");
    const auto view = object_in(args, "view");
    auto seen = check_slack_view(view);
    if (!seen.refusal.empty()) return no(record, seen);
    for (auto& [user, open] : modals_) {
        for (auto& one : open) {
            if (text_in(one, "id") != id) continue;
            if (const auto hash = text_in(args, "hash"); !hash.empty() && hash != text_in(one, "hash")) return no(record, "hash_conflict");
            auto next = hold_view(user, view);
            next["id"] = id;
            one = next;
            note_view(record, user, "views.update", std::move(seen));
            return {200, {{"ok", true}, {"view", one}}};
        }
    }
    return no(record, "not_found");
}

SlackAnswer SlackWorld::publish_view(const Json& args, Record& record) {
    const auto user = text_in(args, "user_id");
    const auto view = object_in(args, "view");
    if (!people_.contains(user)) return no(record, "user_not_found");
    auto seen = check_slack_view(view);
    if (seen.refusal.empty() && text_in(view, "type") != "home") seen.refusal = "invalid_arguments";
    if (!seen.refusal.empty()) return no(record, seen);
    const auto old = homes_.find(user);
    if (const auto hash = text_in(args, "hash"); !hash.empty() && (old == homes_.end() || hash != text_in(old->second, "hash")))
        return no(record, "hash_conflict");
    homes_[user] = hold_view(user, view);
    note_view(record, user, "views.publish", std::move(seen));
    return {200, {{"ok", true}, {"view", homes_[user]}}};
}

SlackAnswer SlackWorld::respond(const std::string& path, const Json& body, Record& record) {
    const auto found = responses_.find(path);
    if (found == responses_.end()) return {404, {{"ok", false}, {"error", "expired_url"}}};
    auto& url = found->second;
    record.chat = slack_number(url.channel);
    if (++url.uses > kMostUses) {
        (void)no(record, "used_url");
        return {404, {{"ok", false}, {"error", "used_url"}}};
    }
    auto answer = put(url.channel, body, text_in(body, "response_type") == "in_channel" ? "" : url.user, record);
    if (!answer.body.value("ok", false)) answer.status = 400;
    return answer;
}

SlackAnswer SlackWorld::begin_upload(const Json& args, Record& record) {
    record.kind = Record::Kind::kAcknowledged;
    record.query = "files.getUploadURLExternal";
    const auto length = args.value("length", json(0));
    const auto bytes = length.is_string() ? std::strtoull(length.get<std::string>().c_str(), nullptr, 10) : length.get<std::uint64_t>();
    if (bytes == 0 || text_in(args, "filename").empty()) return no(record, "invalid_arguments");
    const auto id = "F" + std::to_string(++next_);
    uploads_[id] = {text_in(args, "filename"), bytes, false};
    return {200, {{"ok", true}, {"upload_url", base_ + "/upload/" + id}, {"file_id", id}}};
}

int SlackWorld::upload(const std::string& path, const std::string& bytes) {
    const auto found = uploads_.find(path.substr(path.rfind('/') + 1));
    if (found == uploads_.end()) return 404;
    found->second.arrived = bytes.size() == found->second.length;
    return found->second.arrived ? 200 : 400;
}

SlackAnswer SlackWorld::complete_upload(const Json& args, Record& record) {
    const auto id = text_in(args, "channel_id");
    // Here a person's id is none of a conversation.
    const auto channel = id.starts_with("U") ? "" : reach(id, record);
    if (channel.empty()) return no(record, record.text.empty() ? "channel_not_found" : record.text);
    const auto files = object_in(args, "files");
    if (!files.is_array() || files.empty()) return no(record, "invalid_arguments");
    for (const auto& file : files) {
        const auto found = uploads_.find(text_in(file, "id"));
        if (found == uploads_.end() || !found->second.arrived) return no(record, "file_not_found");
        record.file = found->second.name;
    }
    const auto thread = text_in(args, "thread_ts");
    if (std::string error; !thread.empty() && !is_thread(channel, thread, error)) return no(record, error);
    record.kind = Record::Kind::kMessage;
    record.topic = slack_number(thread);
    record.message = slack_number(new_ts());
    record.text = read_mrkdwn(text_in(args, "initial_comment")).text;
    return {200, {{"ok", true}, {"files", files}}};
}

json SlackWorld::press(const std::string& user, const std::string& channel, const std::string& ts, const std::string& value) {
    json payload{{"type", "block_actions"},
                 {"team", {{"id", kTeam}, {"domain", "test"}}},
                 {"user", {{"id", user}, {"username", people_.at(user).name}, {"name", people_.at(user).name}, {"team_id", kTeam}}},
                 {"api_app_id", kApp},
                 {"state", {{"values", json::object()}}}};
    json blocks;
    if (ts.empty()) {
        const auto view = homes_.find(user);
        if (view == homes_.end()) return nullptr;
        blocks = view->second["blocks"];
        payload["container"] = {{"type", "view"}, {"view_id", view->second["id"]}};
        payload["view"] = view->second;
    } else {
        const auto& room = messages_[channel];
        const auto found = room.find(ts);
        if (found == room.end()) return nullptr;
        const auto& message = found->second;
        blocks = message.blocks;
        payload["container"] = {{"type", "message"}, {"message_ts", ts}, {"channel_id", channel}, {"is_ephemeral", !message.only_for.empty()}};
        payload["channel"] = {{"id", channel}, {"name", channel.starts_with("D") ? "directmessage" : "room"}};
        payload["response_url"] = new_response_url(channel, user);
        if (!message.thread.empty()) payload["container"]["thread_ts"] = message.thread;
        // Of an ephemeral message nothing more is told.
        if (message.only_for.empty()) {
            payload["message"] = {{"type", "message"}, {"ts", ts}, {"user", kBot}, {"bot_id", kBotId}, {"text", message.text}, {"blocks", blocks}};
            if (!message.thread.empty()) payload["message"]["thread_ts"] = message.thread;
        }
    }
    const auto buttons = slack_buttons(blocks.is_string() ? json::parse(blocks.get<std::string>(), nullptr, false) : blocks);
    const auto button = std::find_if(buttons.begin(), buttons.end(), [&](const json& one) { return text_in(one, "value") == value; });
    if (button == buttons.end()) return nullptr;
    payload["trigger_id"] = new_trigger(user);
    auto action = *button;
    action["action_ts"] = std::to_string(1'701'000'000 + ++next_) + ".000300";
    payload["actions"] = json::array({action});
    return payload;
}

json SlackWorld::submit(const std::string& user, const std::string& text) {
    const auto open = modals_.find(user);
    if (open == modals_.end() || open->second.empty()) return nullptr;
    auto view = open->second.back();
    view["state"]["values"] = json::object();
    for (const auto& block : view["blocks"]) {
        if (text_in(block, "type") != "input") continue;
        const auto action = text_in(block["element"], "action_id");
        view["state"]["values"][text_in(block, "block_id")][action] = {{"type", "plain_text_input"}, {"value", text.empty() ? json() : json(text)}};
    }
    return {{"type", "view_submission"},
            {"team", {{"id", kTeam}, {"domain", "test"}}},
            {"user", {{"id", user}, {"username", people_.at(user).name}, {"name", people_.at(user).name}, {"team_id", kTeam}}},
            {"api_app_id", kApp},
            {"trigger_id", new_trigger(user)},
            {"response_urls", json::array()},
            {"view", view}};
}

void SlackWorld::answer_submission(const std::string& user, const Json& answer) {
    auto& open = modals_[user];
    const auto action = text_in(answer, "response_action");
    if (open.empty() || action == "errors") return;
    if (action == "update") {
        open.back() = hold_view(user, answer.value("view", json::object()));
    } else if (action == "push") {
        open.push_back(hold_view(user, answer.value("view", json::object())));
    } else if (action == "clear") {
        open.clear();
    } else {
        open.pop_back();
    }
}

json SlackWorld::modal(const std::string& user) const {
    const auto open = modals_.find(user);
    return open == modals_.end() || open->second.empty() ? json() : open->second.back();
}

json SlackWorld::home(const std::string& user) const {
    const auto found = homes_.find(user);
    return found == homes_.end() ? json() : found->second;
}

}  // namespace tests
