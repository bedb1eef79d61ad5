// Owns the reading of the platform's answers to our calls. Pure and total.
// Must not decide what an answer means for a message (delivery.h does).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "adapters/net/http_message.h"

namespace adapters::slack {

// What came back from one call.
struct Answer {
    bool ok = false;
    bool understood = false;                  // it is an answer of the Web API, not of something in between
    int status = 0;                           // of HTTP; 0 = there was no answer
    std::string error;                        // of a failure, the platform's code: "channel_not_found"; "" = none
    std::string details;                      // of a failure, for the log: the scope that is missing, or the network's trouble
    std::optional<std::int64_t> retry_after;  // seconds
    std::string channel;                      // where a message went
    std::string ts;                           // its id there
    std::string body;                         // of a success
    std::string date;                         // the server's Date header
    std::string scopes;                       // its X-OAuth-Scopes header: what the token may do, "chat:write,commands"
};

Answer decode_answer(net::HttpReply reply);

struct Profile {  // auth.test
    std::string team;
    std::string team_name;
    std::string user;  // the bot user, if the token is a bot's
    std::string user_name;
    std::string bot;  // "" for a token that is no bot's
};
std::optional<Profile> decode_profile(std::string_view body);

struct Member {  // users.info
    std::string name;
    bool administers = false;  // the workspace
    std::string zone = {};     // IANA name, "" = unknown
};
std::optional<Member> decode_member(std::string_view body);

struct Channel {  // conversations.info
    std::string id;
    std::string name;
    std::string creator;
    bool is_member = false;
    bool archived = false;
};
std::optional<Channel> decode_channel(std::string_view body);

struct UploadPlace {  // files.getUploadURLExternal
    std::string url;
    std::string file;
};
std::optional<UploadPlace> decode_upload_place(std::string_view body);

// apps.connections.open: where Socket Mode is spoken. A secret.
std::optional<std::string> decode_socket_url(std::string_view body);

}  // namespace adapters::slack
