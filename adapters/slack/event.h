// Owns the fields of what Slack sends that mean something to us, as plain values; the platform's JSON ends in event_codec.cc, its forms in form.cc.
// Must not decide what they mean (meaning.h does).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace adapters::slack {

// How a payload came: as an event, a slash command or a press or form. The JSON of the three differs.
enum class Kind { kEvent, kSlash, kInteraction };

// Keys of people, channels and messages are well-formed wherever they stand in these values, or "".
bool is_key(std::string_view text);  // 1 to 64 of A-Z, a-z, 0-9, '.', '_', '-'

struct Challenge {  // url_verification
    std::string text;
};

struct Post {  // message, and app_mention: the same post may come as both
    std::string channel;
    std::string channel_type;  // "im", "mpim", "channel", "group", "app_home", "" = not said
    std::string user;
    std::string user_name;
    std::string ts;         // its key in the channel
    std::string thread_ts;  // of the thread's first post; "" = no thread
    std::string subtype;
    std::string text;  // mrkdwn, as sent
    std::string file;  // "voice", "photo", "file"; "" = none
    bool by_bot = false;
    bool is_mention = false;  // app_mention
    bool was_edited = false;
};

struct Changed {  // message_changed
    Post post;    // as it is now
    std::string before;
};

struct Slash {
    std::string user;
    std::string user_name;
    std::string channel;
    std::string channel_name;
    std::string text;
    std::string trigger;
    std::string response_url;
};

struct Action {
    std::string type;
    std::string id;
    std::string value;
    std::string ts;
};

struct Presses {  // block_actions
    std::string user;
    std::string user_name;
    std::string channel;  // "" = in a view
    std::string channel_name;
    std::string message_ts;
    std::string thread_ts;
    std::string view;
    std::string trigger;
    bool ephemeral = false;
    std::vector<Action> actions;
};

struct Submission {  // view_submission
    std::string user;
    std::string user_name;
    std::string view;
    std::string version;   // its hash, or the root view
    std::string callback;  // callback_id
    std::string text;      // what stands in the field
    std::string data;      // out of private_metadata, which we wrote: Form::data and the place it belongs to
    std::string room;
    std::string thread;
    std::string room_kind;  // "d", "g"
};

struct HomeOpened {
    std::string user;
    std::string tab;
};

struct Membership {
    std::string channel;
    std::string user;  // who came or went; "" = we ourselves
    std::string inviter;
    bool is_in = false;
};

struct Archived {  // or deleted, or back again
    std::string channel;
    bool back = false;
};

struct Renamed {  // a channel got another key
    std::string from;
    std::string to;
};

struct Uninstalled {};

struct Revoked {
    std::vector<std::string> bots;  // bot users whose token is no longer valid
};

struct Event {
    std::string id;         // event_id; "" for commands, presses and forms, which have none
    std::string team;       // whose installation it is for; "" = not said
    std::string kind;       // a word we know, or "other"
    std::int64_t time = 0;  // seconds since 1970, 0 = not said
    bool wrong = false;     // of a known kind, but not in the shape we know
    std::variant<std::monostate, Challenge, Post, Changed, Slash, Presses, Submission, HomeOpened, Membership, Archived, Renamed, Uninstalled, Revoked> what;
};

}  // namespace adapters::slack
