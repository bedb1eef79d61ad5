// Owns what happens in the workspace of slack_api.h: ids and times are given, the world is told, the server is offered it. And what a test may ask of it.
#include <algorithm>

#include "tests/fakes/slack_api.h"
#include "tests/fakes/slack_json.h"
#include "tests/fakes/slack_text.h"

namespace tests {
namespace {

bool is_said(const Json& event) {
    const auto subtype = text_in(event, "subtype");
    return (text_in(event, "type") == "message" || text_in(event, "type") == "app_mention") && (subtype.empty() || subtype == "file_share");
}

Json wrapped(const Json& event, const std::string& id) {
    return {{"token", "legacy"},
            {"team_id", SlackWorld::kTeam},
            {"context_team_id", SlackWorld::kTeam},
            {"context_enterprise_id", nullptr},
            {"api_app_id", SlackWorld::kApp},
            {"type", "event_callback"},
            {"event_id", id},
            {"event_time", 1'700'000'000},
            {"is_ext_shared_channel", false},
            {"authorizations", Json::array({{{"enterprise_id", nullptr},
                                             {"team_id", SlackWorld::kTeam},
                                             {"user_id", SlackWorld::kBot},
                                             {"is_bot", true},
                                             {"is_enterprise_install", false}}})},
            {"event", event}};
}

std::string room_of(const Json& event) {
    const auto found = event.find("channel");
    return found == event.end() || !found->is_string() ? text_in(event, "type") : found->get<std::string>();
}

}  // namespace

std::int64_t SlackApi::add(std::vector<Json> events) {
    std::int64_t update = 0;
    inside([&] {
        update = next_update_++;
        Offered offered{room_of(events[0]), "events_api", {}, ""};
        for (std::size_t nth = 0; nth < events.size(); ++nth) {
            auto& event = events[nth];
            // Twins are one message.
            if (nth > 0 && !offered.ts.empty()) event["ts"] = offered.ts;
            if (!event.contains("ts") && text_in(event, "type") != "app_home_opened") event["ts"] = std::to_string(next_ts_++) + ".000100";
            if (!event.contains("event_ts")) event["event_ts"] = event.contains("ts") ? event["ts"] : Json(std::to_string(next_ts_++) + ".000100");
            offered.ts = text_in(event, "ts");
            happen(event);
            const auto id = "Ev" + std::to_string(update) + std::string(nth, 'T');
            ids_[id] = update;
            offered.payloads.push_back(wrapped(event, id));
        }
        offer(std::move(offered), update);
    });
    return update;
}

void SlackApi::happen(Json& event) {
    const auto type = text_in(event, "type");
    const auto channel = text_in(event, "channel");
    const auto user = text_in(event, "user");
    if (user.starts_with("U") && user != SlackWorld::kBot && !world_.knows(user)) world_.learn(SlackPerson{user, user});
    if (channel.starts_with("C") && !world_.knows(channel)) world_.learn(SlackChannel{channel, user});
    if (is_said(event)) world_.stand(channel, text_in(event, "ts"), text_in(event, "thread_ts"), user, text_in(event, "text"));
    if (type == "member_joined_channel")
        (user == SlackWorld::kBot ? (void)(world_.channel(channel).has_bot = true) : (void)world_.channel(channel).members.insert(user));
    if (type == "channel_left") world_.channel(channel).has_bot = false;
    if (type == "channel_archive" || type == "channel_unarchive") world_.channel(channel).is_archived = type == "channel_archive";
    if (type == "channel_id_changed") world_.move(text_in(event, "old_channel_id"), text_in(event, "new_channel_id"));
}

std::int64_t SlackApi::offer(Offered offered, std::int64_t update) {
    for (const auto& payload : offered.payloads) line_->offer({update, offered.room, offered.type, payload});
    offered_[update] = std::move(offered);
    return update;
}

std::int64_t SlackApi::slash(const SlackPerson& person, const SlackSpot& spot, const std::string& text) {
    std::int64_t update = 0;
    inside([&] {
        if (!world_.knows(person.id)) world_.learn(person);
        if (spot.channel.starts_with("C")) {
            if (!world_.knows(spot.channel)) world_.learn(SlackChannel{spot.channel, person.id});
            world_.channel(spot.channel).members.insert(person.id);
        }
        update = next_update_++;
        const auto trigger = world_.new_trigger(person.id);
        ids_[trigger] = update;
        const Json payload{{"token", "legacy"},
                           {"team_id", SlackWorld::kTeam},
                           {"team_domain", "test"},
                           {"channel_id", spot.channel},
                           {"channel_name", spot.channel.starts_with("D") ? "directmessage" : "room"},
                           {"user_id", person.id},
                           {"user_name", person.name},
                           {"command", "/viva"},
                           {"text", text},
                           {"api_app_id", SlackWorld::kApp},
                           {"is_enterprise_install", "false"},
                           {"response_url", world_.new_response_url(spot.channel, person.id)},
                           {"trigger_id", trigger}};
        offer({person.id, "slash_commands", {payload}, ""}, update);
    });
    return update;
}

std::int64_t SlackApi::interact(const std::string& user, const Json& payload) {
    if (payload.is_null()) return 0;
    const auto update = next_update_++;
    ids_[text_in(payload, "trigger_id")] = update;
    if (payload.contains("actions")) ids_[text_in(payload["actions"][0], "action_ts")] = update;
    if (payload.contains("view") && !payload.contains("actions")) ids_[text_in(payload["view"], "hash")] = ids_[text_in(payload["view"], "id")] = update;
    return offer({user, "interactive", {payload}, ""}, update);
}

std::int64_t SlackApi::press(const SlackPerson& person, const std::string& channel, const std::string& ts, const std::string& value) {
    std::int64_t update = 0;
    inside([&] {
        if (!world_.knows(person.id)) world_.learn(person);
        // Who presses is there.
        if (channel.starts_with("C") && world_.knows(channel)) world_.channel(channel).members.insert(person.id);
        update = interact(person.id, world_.press(person.id, channel, ts, value));
    });
    return update;
}

std::int64_t SlackApi::submit(const SlackPerson& person, const std::string& text) {
    std::int64_t update = 0;
    inside([&] { update = interact(person.id, world_.submit(person.id, text)); });
    return update;
}

void SlackApi::again(std::int64_t update) {
    inside([&] {
        const auto& offered = offered_.at(update);
        for (const auto& payload : offered.payloads) line_->offer({update, offered.room, offered.type, payload});
    });
}

// The answer to a submission closes the modal; that to a command is shown to its person.
void SlackApi::on_answer(const Envelope& envelope, const Json& answer) {
    if (envelope.type == "interactive" && text_in(envelope.payload, "type") == "view_submission")
        world_.answer_submission(text_in(envelope.payload["user"], "id"), answer.is_object() ? answer : Json::object());
}

void SlackApi::tell_news() {
    for (auto& event : world_.take_news()) {
        if (!echoes_) continue;
        event["channel_type"] = text_in(event, "channel").starts_with("D") ? "im" : "channel";
        event["event_ts"] = event["ts"];
        const auto update = next_echo_++;
        const auto id = "Ev" + std::to_string(update);
        ids_[id] = update;
        echoed_.insert(update);
        offer({room_of(event), "events_api", {wrapped(event, id)}, text_in(event, "ts")}, update);
    }
}

std::string SlackApi::ts_of(std::int64_t update) const {
    const std::lock_guard lock(mutex_);
    return offered_.at(update).ts;
}

void SlackApi::set_faults(Faults faults) {
    inside([&] { faults_ = std::move(faults); });
}
void SlackApi::set_hand_overs(HandOvers hand_overs) {
    inside([&] { line_->set(std::move(hand_overs)); });
}
void SlackApi::set_line(LineOptions options) {
    inside([&] { line_->set(options); });
}
void SlackApi::set_echoes(bool echoes) {
    inside([&] { echoes_ = echoes; });
}
void SlackApi::with_world(const std::function<void(SlackWorld&)>& act) {
    inside([&] { act(world_); });
}
void SlackApi::push_to(int port, const std::string& path) {
    inside([&] { line_->push_to(port, path, kSigningSecret); });
}
void SlackApi::disconnect(const std::string& reason, std::chrono::milliseconds wait) {
    on_loop([this, reason, wait] { line_->disconnect(reason, wait); });
}
void SlackApi::cut_sockets() {
    on_loop([this] { line_->cut(); });
}
void SlackApi::freeze_sockets() {
    on_loop([this] { line_->freeze(); });
}

std::size_t SlackApi::sockets() const {
    const std::lock_guard lock(mutex_);
    return line_->sockets();
}
int SlackApi::hellos() const {
    const std::lock_guard lock(mutex_);
    return line_->hellos();
}
BotLog SlackApi::log() const {
    const std::lock_guard lock(mutex_);
    return log_;
}
void SlackApi::note(Record::Kind kind) {
    Record record;
    record.kind = kind;
    inside([&] { keep(std::move(record)); });
}
int SlackApi::calls(const std::string& method) const {
    const std::lock_guard lock(mutex_);
    const auto found = calls_.find(method);
    return found == calls_.end() ? 0 : found->second;
}
Json SlackApi::last_call(const std::string& method) const {
    const std::lock_guard lock(mutex_);
    const auto found = last_calls_.find(method);
    return found == last_calls_.end() ? Json() : found->second;
}
std::vector<Record> SlackApi::messages(std::int64_t chat) const {
    const std::lock_guard lock(mutex_);
    std::vector<Record> messages;
    std::copy_if(log_.begin(), log_.end(), std::back_inserter(messages),
                 [&](const Record& record) { return record.kind == Record::Kind::kMessage && record.chat == chat; });
    return messages;
}
std::size_t SlackApi::waiting() const {
    const std::lock_guard lock(mutex_);
    return line_->waiting();
}
std::vector<std::string> SlackApi::remarks() const {
    const std::lock_guard lock(mutex_);
    return remarks_;
}
std::vector<AckTime> SlackApi::ack_times() const {
    const std::lock_guard lock(mutex_);
    return line_->ack_times();
}
std::int64_t SlackApi::update_of(const std::string& id) const {
    const std::lock_guard lock(mutex_);
    const auto found = ids_.find(id);
    return found == ids_.end() ? 0 : found->second;
}
std::set<std::int64_t> SlackApi::echoes() const {
    const std::lock_guard lock(mutex_);
    return echoed_;
}

bool SlackApi::wait_for_messages(std::int64_t chat, std::size_t count) const {
    return wait_for([&](const BotLog& log) {
        return count <= std::size_t(std::count_if(log.begin(), log.end(),
                                                  [&](const Record& record) { return record.kind == Record::Kind::kMessage && record.chat == chat; }));
    });
}
bool SlackApi::wait_for_sockets(std::size_t count) const {
    return wait_for([&](const BotLog&) { return line_->sockets() == count; });
}
bool SlackApi::wait_for_remarks(std::size_t count) const {
    return wait_for([&](const BotLog&) { return remarks_.size() >= count; });
}
bool SlackApi::wait_until_heard() const {
    return wait_for([&](const BotLog&) { return line_->waiting() == 0; });
}

}  // namespace tests
