// Owns what slack_events.h promises.
#include "tests/fakes/slack_events.h"

namespace tests {
namespace {

std::string escaped(const std::string& text) {
    std::string out;
    for (const char c : text) {
        if (c == '&') {
            out += "&amp;";
        } else if (c == '<') {
            out += "&lt;";
        } else if (c == '>') {
            out += "&gt;";
        } else {
            out += c;
        }
    }
    return out;
}

Json message(const SlackPerson& person, const SlackSpot& spot, const std::string& text) {
    const bool is_direct = spot.channel.starts_with("D");
    Json event{{"type", "message"}, {"channel", spot.channel},   {"channel_type", is_direct ? "im" : "channel"},
               {"user", person.id}, {"team", SlackWorld::kTeam}, {"text", text}};
    if (!spot.thread.empty()) {
        event["thread_ts"] = spot.thread;
        event["parent_user_id"] = person.id;
    }
    return event;
}

Json changed(const SlackSpot& spot, Json before, Json now, const std::string& ts) {
    before["ts"] = now["ts"] = ts;
    return {{"type", "message"},
            {"subtype", "message_changed"},
            {"hidden", true},
            {"channel", spot.channel},
            {"channel_type", spot.channel.starts_with("D") ? "im" : "channel"},
            {"previous_message", std::move(before)},
            {"message", std::move(now)}};
}

}  // namespace

SlackSpot direct(const SlackPerson& person) { return {"D" + person.id.substr(1), ""}; }

Json says(const SlackPerson& person, const SlackSpot& spot, const std::string& text) { return message(person, spot, escaped(text)); }

std::vector<Json> mentions(const SlackPerson& person, const SlackSpot& spot, const std::string& text) {
    auto said = message(person, spot, "<@" + std::string(SlackWorld::kBot) + "> " + escaped(text));
    auto mention = said;
    mention["type"] = "app_mention";
    mention.erase("channel_type");
    return {said, mention};
}

Json uploads(const SlackPerson& person, const SlackSpot& spot, const std::string& text, const std::string& mime_type) {
    auto said = says(person, spot, text);
    said["subtype"] = "file_share";
    said["upload"] = false;
    said["files"] = Json::array({{{"id", "F1"}, {"name", "file"}, {"mimetype", mime_type}, {"filetype", mime_type.substr(mime_type.find('/') + 1)}}});
    return said;
}

Json edits(const SlackPerson& person, const SlackSpot& spot, const std::string& ts, const std::string& before, const std::string& now) {
    auto after = says(person, spot, now);
    after["edited"] = {{"user", person.id}, {"ts", ts}};
    return changed(spot, says(person, spot, before), std::move(after), ts);
}

Json unfurls(const SlackPerson& person, const SlackSpot& spot, const std::string& ts, const std::string& text) {
    auto after = says(person, spot, text);
    after["attachments"] = Json::array({{{"id", 1}, {"title", "A page"}, {"original_url", "https://example.org"}}});
    return changed(spot, says(person, spot, text), std::move(after), ts);
}

Json deletes(const SlackPerson& person, const SlackSpot& spot, const std::string& ts) {
    auto gone = says(person, spot, "gone");
    gone["ts"] = ts;
    return {{"type", "message"},
            {"subtype", "message_deleted"},
            {"hidden", true},
            {"channel", spot.channel},
            {"channel_type", spot.channel.starts_with("D") ? "im" : "channel"},
            {"deleted_ts", ts},
            {"previous_message", gone}};
}

Json says_as_bot(const SlackSpot& spot, const std::string& text) {
    Json event{{"type", "message"},
               {"subtype", "bot_message"},
               {"channel", spot.channel},
               {"channel_type", spot.channel.starts_with("D") ? "im" : "channel"},
               {"bot_id", "BOTHER"},
               {"username", "other"},
               {"text", text}};
    if (!spot.thread.empty()) event["thread_ts"] = spot.thread;
    return event;
}

Json opens(const SlackPerson& person, const std::string& tab) {
    return {{"type", "app_home_opened"}, {"user", person.id}, {"channel", direct(person).channel}, {"tab", tab}};
}

Json joins(const std::string& user, const std::string& channel) {
    return {{"type", "member_joined_channel"}, {"user", user}, {"channel", channel}, {"channel_type", "C"}, {"team", SlackWorld::kTeam}};
}

Json leaves(const std::string& channel) { return {{"type", "channel_left"}, {"channel", channel}}; }

Json archives(const std::string& channel, bool is_archived) {
    return {{"type", is_archived ? "channel_archive" : "channel_unarchive"}, {"channel", channel}, {"user", "U1"}};
}

Json moves(const std::string& from, const std::string& to) { return {{"type", "channel_id_changed"}, {"old_channel_id", from}, {"new_channel_id", to}}; }

Json uninstalls() { return {{"type", "app_uninstalled"}}; }

Json revokes(const std::string& bot_user) { return {{"type", "tokens_revoked"}, {"tokens", {{"oauth", Json::array()}, {"bot", Json::array({bot_user})}}}}; }

}  // namespace tests
