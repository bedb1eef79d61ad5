// Owns the fake workspace: people, conversations, messages, views, and what each method of the Web API answers. One thread at a time.
// Must not know HTTP, sockets or faults.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "tests/fakes/bot_log.h"
#include "tests/fakes/slack_rules.h"

namespace tests {

// A person's id is U and a number, their direct chat's D and the same number; channels are C and a number.
struct SlackPerson {
    std::string id;
    std::string name;
    bool is_admin = false;
    bool is_disabled = false;
};
struct SlackChannel {
    std::string id;
    std::string creator;
    std::set<std::string> members = {};
    bool has_bot = true;
    bool is_archived = false;
    bool is_visible = true;  // false: channel_not_found
};

struct SlackAnswer {
    int status = 200;
    nlohmann::json body;
};
SlackAnswer slack_refused(const std::string& error, nlohmann::json more = nlohmann::json::object());

class SlackWorld {
   public:
    using Json = nlohmann::json;
    using Clock = std::chrono::steady_clock;
    static constexpr const char* kTeam = "T1";
    static constexpr const char* kApp = "A1";
    static constexpr const char* kBot = "UVIVA";
    static constexpr const char* kBotId = "BVIVA";

    void learn(SlackPerson person) { people_.insert_or_assign(person.id, std::move(person)); }
    void learn(SlackChannel channel) { channels_.insert_or_assign(channel.id, std::move(channel)); }
    SlackPerson& person(const std::string& id) { return people_.at(id); }
    SlackChannel& channel(const std::string& id) { return channels_.at(id); }
    bool knows(const std::string& id) const { return people_.contains(id) || channels_.contains(id); }
    // A message of a person stands there now.
    void stand(const std::string& channel, const std::string& ts, const std::string& thread, const std::string& user, const std::string& text);
    void move(const std::string& from, const std::string& to);

    void set_trigger_life(std::chrono::milliseconds life) { trigger_life_ = life; }
    void end_triggers();  // the life of all is over
    void set_scopes(std::set<std::string> scopes) { scopes_ = std::move(scopes); }
    std::string scopes() const;
    void set_base(std::string base) { base_ = std::move(base); }
    std::string new_trigger(const std::string& user);
    std::string new_response_url(const std::string& channel, const std::string& user);

    // A method of the Web API with a bot token; record says what happened. No such method: unknown_method.
    SlackAnswer call(const std::string& method, const Json& args, Record& record);
    SlackAnswer respond(const std::string& path, const Json& body, Record& record);  // to a response_url
    int upload(const std::string& path, const std::string& bytes);                   // to an upload's address; a status

    // What a press of the button with that value under that message says; null if there is none. ts "" = on the person's home.
    Json press(const std::string& user, const std::string& channel, const std::string& ts, const std::string& value);
    // The person sends off the uppermost modal; null if none is open. The answer closes it, unless it says otherwise.
    Json submit(const std::string& user, const std::string& text);
    void answer_submission(const std::string& user, const Json& answer);
    Json modal(const std::string& user) const;  // as it is open, null if none is
    Json home(const std::string& user) const;   // as it was published, null if never

    // Messages that came to stand since the last call, for the events of them.
    std::vector<Json> take_news() { return std::exchange(news_, {}); }

   private:
    struct Message {
        std::string ts;
        std::string thread;
        std::string user;  // kBot for ours
        std::string text;
        Json blocks;
        std::string only_for;  // ephemeral
    };
    struct Trigger {
        std::string user;
        Clock::time_point until;
        bool used = false;
    };
    struct ResponseUrl {
        std::string channel;
        std::string user;
        int uses = 0;
    };
    struct Upload {
        std::string name;
        std::size_t length = 0;
        bool arrived = false;
    };
    using Method = SlackAnswer (SlackWorld::*)(const Json&, Record&);
    struct Known {
        Method method;
        const char* scope;
    };
    static const std::map<std::string, Known>& methods();

    SlackAnswer auth_test(const Json& args, Record& record);
    SlackAnswer post_message(const Json& args, Record& record);
    SlackAnswer post_ephemeral(const Json& args, Record& record);
    SlackAnswer update(const Json& args, Record& record);
    SlackAnswer open_conversation(const Json& args, Record& record);
    SlackAnswer conversation_info(const Json& args, Record& record);
    SlackAnswer user_info(const Json& args, Record& record);
    SlackAnswer open_view(const Json& args, Record& record);
    SlackAnswer update_view(const Json& args, Record& record);
    SlackAnswer publish_view(const Json& args, Record& record);
    SlackAnswer begin_upload(const Json& args, Record& record);
    SlackAnswer complete_upload(const Json& args, Record& record);
    std::string use_trigger(const std::string& trigger);  // "" or the error; the user stands in it
    Json hold_view(const std::string& user, Json view);
    std::string reach(const std::string& id, Record& record);  // the conversation's id, or "" with the refusal in the record
    SlackAnswer put(const std::string& channel, const Json& args, const std::string& only_for, Record& record);
    bool is_thread(const std::string& channel, const std::string& ts, std::string& error) const;
    std::string new_ts();

    std::map<std::string, SlackPerson> people_;
    std::map<std::string, SlackChannel> channels_;
    std::map<std::string, std::map<std::string, Message>> messages_;  // by conversation and ts
    std::map<std::string, Trigger> triggers_;
    std::map<std::string, ResponseUrl> responses_;
    std::map<std::string, Upload> uploads_;
    std::map<std::string, std::vector<Json>> modals_;  // by person, the uppermost last
    std::map<std::string, Json> homes_;
    std::vector<Json> news_;
    std::set<std::string> scopes_{"chat:write",     "commands",     "app_mentions:read", "im:history",  "im:write",  "im:read",    "channels:history",
                                  "groups:history", "mpim:history", "channels:read",     "groups:read", "mpim:read", "users:read", "files:write"};
    std::chrono::milliseconds trigger_life_{3000};
    std::string base_;
    std::int64_t next_ = 0;
    std::int64_t next_ts_ = 1'700'500'000;
};

}  // namespace tests
