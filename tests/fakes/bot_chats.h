// Owns the fake platform's chats: who can be written to, what stands there, what is refused and in which words. One thread at a time.
// Must not know HTTP or faults.
#pragma once

#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <string>

#include "tests/fakes/bot_log.h"

namespace tests {

// What the Bot API answers to one call.
struct BotAnswer {
    int status = 200;
    nlohmann::json body;
};

BotAnswer granted(nlohmann::json result);
BotAnswer refused(int code, const std::string& description, nlohmann::json parameters = nullptr);

class BotChats {
   public:
    // A chat, its topics and queries become known by what happens there.
    void learn(const nlohmann::json& update);
    void block(std::int64_t chat, bool is_blocked) { chats_[chat].blocked = is_blocked; }
    void close_topic(std::int64_t chat, std::int64_t topic) { chats_[chat].topics.erase(topic); }
    void upgrade(std::int64_t chat, std::int64_t to);
    // What somebody is in a group: creator, administrator, member, restricted, left, kicked. Who writes there is a member without being told so.
    void set_member(std::int64_t chat, std::int64_t user, const std::string& status);

    // sendMessage, sendDocument, editMessageText, answerCallbackQuery; record says what happened. A method that is not here: nullopt.
    std::optional<BotAnswer> call(const std::string& method, const nlohmann::json& body, Record& record);
    // getChatMember, getChatAdministrators: what changes nothing and leaves no record. A method that is not here: nullopt.
    std::optional<BotAnswer> look_up(const std::string& method, const nlohmann::json& body) const;

   private:
    struct Chat {
        bool blocked = false;
        std::int64_t moved_to = 0;
        std::set<std::int64_t> topics;
        std::int64_t last_message = 1000;
        std::map<std::int64_t, std::string> texts;    // of the bot's last messages, for edits
        std::map<std::int64_t, std::string> members;  // what each is there
    };
    BotAnswer send(const nlohmann::json& body, bool document, Record& record);
    BotAnswer edit(const nlohmann::json& body, Record& record);
    BotAnswer acknowledge(const nlohmann::json& body, Record& record);
    std::optional<BotAnswer> cannot_reach(const nlohmann::json& body, Record& record) const;
    BotAnswer member_of(const Chat& chat, std::int64_t id, std::int64_t user) const;
    nlohmann::json as_member(std::int64_t user, const std::string& status) const;

    std::map<std::int64_t, Chat> chats_;
    std::set<std::string> queries_;
    std::map<std::int64_t, nlohmann::json> users_;  // who was ever heard of
};

}  // namespace tests
