// Owns updates as Telegram writes them: what people do in chats, as JSON. Ids of updates and messages are given by the fake unless they stand here.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>

namespace tests {

using Json = nlohmann::json;

struct Someone {
    std::int64_t id = 0;
    std::string name;
};

struct Where {
    std::int64_t chat = 0;
    std::string type = "private";  // private, group, supergroup
    std::int64_t topic = 0;
    std::string title = {};
};

Where direct(const Someone& person);
Where group(std::int64_t id, std::int64_t topic = 0);  // a topic makes it a forum

// A text; "/word" at its begin is a command, "@name" in it a mention.
Json says(const Someone& person, const Where& where, const std::string& text);
Json replies(const Someone& person, const Where& where, const std::string& text, std::int64_t to_user);          // to a message of that user
Json sends_code(const Someone& person, const Where& where, const std::string& before, const std::string& code);  // a code block
Json captions(const Someone& person, const Where& where, const std::string& caption);                            // a photo with words
Json sends(const Someone& person, const Where& where, const std::string& kind);                                  // "sticker", "voice", "photo"
Json presses(const Someone& person, const Where& where, const std::string& data, const std::string& query, std::int64_t message);
Json edits(const Someone& person, const Where& where, const std::string& text);
Json membership(const Someone& person, const Where& where, const std::string& before, const std::string& now);  // of the bot
Json migrates(const Where& from, std::int64_t to);                                                              // the old group says where it went
Json hidden_admin(const Where& where, const std::string& text);

}  // namespace tests
