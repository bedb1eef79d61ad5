// Owns what event_codec.h promises: one function per shape, each takes its value whole, whatever it is.
#include "adapters/slack/event_codec.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "adapters/slack/json_text.h"
#include "bot/base/text.h"

namespace adapters::slack {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kMaxName = 256;   // bytes of names and titles
constexpr std::size_t kMaxValue = 256;  // bytes of data that we wrote ourselves, and of words that we compare
constexpr std::size_t kMaxUrl = 1024;   // bytes; longer ones are left out
constexpr std::size_t kMaxMany = 100;   // of files, actions and people in one payload
constexpr std::size_t kMaxChallenge = 1024;

// A member of an object; a null of our own for anything else.
const Json& member(const Json& value, const char* name) {
    static const Json kNothing;
    if (!value.is_object()) return kNothing;
    const auto found = value.find(name);
    return found == value.end() ? kNothing : *found;
}

std::string text(const Json& value, const char* name) {
    const auto* found = member(value, name).get_ptr<const std::string*>();
    return found ? *found : std::string();
}

// "" if it is longer: a part of it would be something else.
std::string short_text(const Json& value, const char* name, std::size_t most = kMaxValue) {
    auto found = text(value, name);
    return found.size() <= most ? found : std::string();
}

std::string name_text(const Json& value, const char* name) { return std::string(bot::utf8_prefix(text(value, name), kMaxName)); }

std::string key_of(std::string found) { return is_key(found) ? found : std::string(); }
std::string key(const Json& value, const char* name) { return key_of(text(value, name)); }

bool is_true(const Json& value, const char* name) {
    const auto* found = member(value, name).get_ptr<const bool*>();
    return found && *found;
}

template <class OnItem>
void each(const Json& list, OnItem on_item) {
    if (!list.is_array()) return;
    for (std::size_t i = 0; i < std::min(list.size(), kMaxMany); ++i) on_item(list[i]);
}

std::string first_of(std::initializer_list<std::string> texts) {
    for (const auto& one : texts) {
        if (!one.empty()) return one;
    }
    return "";
}

std::int64_t seconds(const Json& value, const char* name) {
    const auto& found = member(value, name);
    constexpr std::int64_t kYear9999 = 253'402'300'799;
    const auto* number = found.get_ptr<const Json::number_unsigned_t*>();
    return number && *number <= std::uint64_t(kYear9999) ? std::int64_t(*number) : 0;
}

// What several files are: the first of these that is among them.
std::string file_word(const Json& files) {
    constexpr std::array<std::string_view, 3> kWords{"voice", "photo", "file"};
    std::size_t best = kWords.size();
    each(files, [&](const Json& file) {
        const auto type = text(file, "mimetype");
        const bool voice = type.starts_with("audio/") || text(file, "subtype") == "slack_audio";
        best = std::min(best, std::size_t(voice ? 0 : type.starts_with("image/") ? 1 : 2));
    });
    return best < kWords.size() ? std::string(kWords[best]) : std::string();
}

Post read_post(const Json& event) {
    Post post;
    post.channel = key(event, "channel");
    post.channel_type = short_text(event, "channel_type");
    post.user = key(event, "user");
    const auto& profile = member(event, "user_profile");
    post.user_name = first_of({name_text(profile, "display_name"), name_text(profile, "real_name"), name_text(profile, "name")});
    post.ts = key(event, "ts");
    post.thread_ts = key(event, "thread_ts");
    post.subtype = short_text(event, "subtype");
    post.text = text(event, "text");
    post.file = file_word(member(event, "files"));
    const auto& bot_id = member(event, "bot_id");
    post.by_bot = !bot_id.is_null() && bot_id != "";
    post.is_mention = text(event, "type") == "app_mention";
    post.was_edited = member(event, "edited").is_object();
    return post;
}

void read_message(const Json& json, Event& event) {
    auto post = read_post(json);
    if (post.subtype == "message_changed") {
        Changed changed{read_post(member(json, "message")), text(member(json, "previous_message"), "text")};
        // The nested message names neither.
        changed.post.channel = std::move(post.channel);
        changed.post.channel_type = std::move(post.channel_type);
        event.wrong = changed.post.channel.empty() || changed.post.ts.empty();
        if (!event.wrong) event.what = std::move(changed);
        return;
    }
    event.wrong = post.channel.empty() || post.ts.empty();
    if (!event.wrong) event.what = std::move(post);
}

// Most events name the channel by its key, some by an object.
std::string channel_key(const Json& json) { return first_of({key(json, "channel"), key(member(json, "channel"), "id")}); }

void read_home(const Json& json, Event& event) {
    HomeOpened home{key(json, "user"), short_text(json, "tab")};
    event.wrong = home.user.empty();
    if (!event.wrong) event.what = std::move(home);
}

void read_membership(const Json& json, Event& event, bool is_in) {
    Membership membership{channel_key(json), key(json, "user"), key(json, "inviter"), is_in};
    event.wrong = membership.channel.empty() || membership.user.empty();
    if (!event.wrong) event.what = std::move(membership);
}

void read_own_leave(const Json& json, Event& event) {
    Membership membership{channel_key(json), "", "", false};
    event.wrong = membership.channel.empty();
    if (!event.wrong) event.what = std::move(membership);
}

void read_archived(const Json& json, Event& event, bool back) {
    Archived archived{channel_key(json), back};
    event.wrong = archived.channel.empty();
    if (!event.wrong) event.what = std::move(archived);
}

void read_renamed(const Json& json, Event& event) {
    Renamed renamed{key(json, "old_channel_id"), key(json, "new_channel_id")};
    event.wrong = renamed.from.empty() || renamed.to.empty();
    if (!event.wrong) event.what = std::move(renamed);
}

void read_revoked(const Json& json, Event& event) {
    Revoked revoked;
    each(member(member(json, "tokens"), "bot"), [&](const Json& user) {
        if (const auto* id = user.get_ptr<const std::string*>()) revoked.bots.push_back(key_of(*id));
    });
    event.what = std::move(revoked);
}

using Reader = void (*)(const Json&, Event&);
constexpr std::array<std::pair<std::string_view, Reader>, 18> kReaders{{
    {"message", read_message},
    {"app_mention", read_message},
    {"app_home_opened", read_home},
    {"member_joined_channel", [](const Json& json, Event& event) { read_membership(json, event, true); }},
    {"member_left_channel", [](const Json& json, Event& event) { read_membership(json, event, false); }},
    {"channel_left", read_own_leave},
    {"group_left", read_own_leave},
    {"channel_archive", [](const Json& json, Event& event) { read_archived(json, event, false); }},
    {"group_archive", [](const Json& json, Event& event) { read_archived(json, event, false); }},
    {"channel_deleted", [](const Json& json, Event& event) { read_archived(json, event, false); }},
    {"group_deleted", [](const Json& json, Event& event) { read_archived(json, event, false); }},
    {"channel_unarchive", [](const Json& json, Event& event) { read_archived(json, event, true); }},
    {"group_unarchive", [](const Json& json, Event& event) { read_archived(json, event, true); }},
    {"channel_id_changed", read_renamed},
    {"app_uninstalled", [](const Json&, Event& event) { event.what = Uninstalled{}; }},
    {"tokens_revoked", read_revoked},
    {"channel_rename", [](const Json&, Event&) {}},
    {"group_rename", [](const Json&, Event&) {}},
}};

// The outer team may be another workspace's in a shared channel; the authorization is ours.
std::string team_of_event(const Json& json) {
    const auto& authorizations = member(json, "authorizations");
    const auto own = authorizations.is_array() && !authorizations.empty() ? key(authorizations[0], "team_id") : std::string();
    return first_of({own, key(json, "team_id")});
}

std::optional<Event> read_event(const Json& json) {
    const auto type = text(json, "type");
    Event event;
    if (type == "url_verification") {
        const auto challenge = text(json, "challenge");
        if (challenge.empty() || challenge.size() > kMaxChallenge) return std::nullopt;
        event.kind = type;
        event.what = Challenge{challenge};
        return event;
    }
    event.kind = "other";
    event.team = team_of_event(json);
    event.time = seconds(json, "event_time");
    if (type == "app_rate_limited") {
        event.kind = type;
        return event;
    }
    if (type.empty()) return std::nullopt;
    if (type != "event_callback") return event;
    const auto& inner = member(json, "event");
    event.id = key(json, "event_id");
    if (event.id.empty() || !inner.is_object()) return std::nullopt;
    const auto word = text(inner, "type");
    const auto* reader = std::find_if(kReaders.begin(), kReaders.end(), [&](const auto& one) { return one.first == word; });
    if (reader == kReaders.end()) return event;
    event.kind = word;
    reader->second(inner, event);
    return event;
}

// field(name) gives a field's text, "" for none: the same fields come as JSON and as a form.
template <class Field>
std::optional<Event> slash_of(Field field) {
    if (field("command").empty()) return std::nullopt;
    const auto name = [&](const char* which) { return std::string(bot::utf8_prefix(field(which), kMaxName)); };
    Slash slash{key_of(field("user_id")),    name("user_name"),    key_of(field("channel_id")), name("channel_name"), field("text"),
                key_of(field("trigger_id")), field("response_url")};
    if (slash.response_url.size() > kMaxUrl) slash.response_url.clear();
    Event event;
    event.kind = "slash";
    event.team = key_of(field("team_id"));
    event.wrong = slash.user.empty() || slash.channel.empty() || slash.trigger.empty();
    if (!event.wrong) event.what = std::move(slash);
    return event;
}

void read_presses(const Json& json, Event& event) {
    const auto& container = member(json, "container");
    const auto& message = member(json, "message");
    const auto& user = member(json, "user");
    const auto& channel = member(json, "channel");
    Presses presses;
    presses.user = key(user, "id");
    presses.user_name = first_of({name_text(user, "name"), name_text(user, "username")});
    presses.channel = first_of({key(channel, "id"), key(container, "channel_id")});
    presses.channel_name = name_text(channel, "name");
    presses.message_ts = first_of({key(message, "ts"), key(container, "message_ts")});
    presses.thread_ts = first_of({key(message, "thread_ts"), key(container, "thread_ts")});
    presses.view = first_of({key(member(json, "view"), "id"), key(container, "view_id")});
    presses.trigger = key(json, "trigger_id");
    presses.ephemeral = is_true(container, "is_ephemeral");
    each(member(json, "actions"), [&](const Json& action) {
        presses.actions.push_back({short_text(action, "type"), short_text(action, "action_id"), short_text(action, "value"), key(action, "action_ts")});
    });
    event.wrong = presses.user.empty() || (presses.message_ts.empty() && presses.view.empty());
    if (!event.wrong) event.what = std::move(presses);
}

// Our own JSON, but from outside: what is not as we write it stays empty.
void read_metadata(const std::string& written, Submission& submission) {
    const auto sound = sound_json(written);
    const auto json = sound ? Json::parse(*sound, nullptr, false) : Json();
    submission.data = short_text(json, "d");
    submission.room = key(json, "r");
    submission.thread = key(json, "t");
    submission.room_kind = short_text(json, "k");
}

void read_submission(const Json& json, Event& event) {
    const auto& view = member(json, "view");
    const auto& user = member(json, "user");
    Submission submission;
    submission.user = key(user, "id");
    submission.user_name = first_of({name_text(user, "name"), name_text(user, "username")});
    submission.view = key(view, "id");
    submission.version = first_of({key(view, "hash"), key(view, "root_view_id")});
    submission.callback = short_text(view, "callback_id");
    const auto& field = member(member(member(member(view, "state"), "values"), "answer"), "text");
    submission.text = text(field, "value");
    read_metadata(text(view, "private_metadata"), submission);
    event.wrong = submission.user.empty() || submission.view.empty();
    if (!event.wrong) event.what = std::move(submission);
}

std::optional<Event> read_interaction(const Json& json) {
    const auto type = text(json, "type");
    if (type.empty()) return std::nullopt;
    const auto& view = member(json, "view");
    Event event;
    event.kind = "other";
    event.team = first_of({key(view, "app_installed_team_id"), key(member(json, "team"), "id"), key(member(json, "user"), "team_id")});
    if (type == "block_actions") {
        event.kind = type;
        read_presses(json, event);
    } else if (type == "view_submission") {
        event.kind = type;
        read_submission(json, event);
    }
    return event;
}

}  // namespace

bool is_key(std::string_view text) {
    constexpr std::size_t kMost = 64;
    return !text.empty() && text.size() <= kMost && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
    });
}

std::optional<Event> decode(std::string_view payload, Kind kind) {
    const auto sound = sound_json(payload);
    if (!sound) return std::nullopt;
    const auto json = Json::parse(*sound, nullptr, false);
    switch (kind) {
        case Kind::kEvent: return read_event(json);
        case Kind::kSlash: return slash_of([&](const char* name) { return text(json, name); });
        case Kind::kInteraction: return read_interaction(json);
    }
    return std::nullopt;
}

std::optional<Event> slash_event(const Form& form) {
    return slash_of([&](const char* name) { return bot::to_utf8(form.only(name).value_or("")); });
}

}  // namespace adapters::slack
