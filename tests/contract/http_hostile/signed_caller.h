// Owns a caller who knows the webhook's secret, in front of the real server: its posts, and whether its people get their replies.
#pragma once

#include <set>
#include <string>

#include "tests/fakes/stage.h"
#include "tests/unit/net/raw_peer.h"
#include "tests/unit/net/raw_text.h"

namespace tests {

inline std::string secret_header(const std::string& secret = kWebhookSecret) { return "X-Telegram-Bot-Api-Secret-Token: " + secret + "\r\n"; }
inline std::string signed_post(const std::string& body, const std::string& headers = "") { return post(kWebhookPath, body, secret_header() + headers); }

class SignedCaller {
   public:
    // The stage's server serves over a webhook. The fake platform pushes nothing of its own.
    explicit SignedCaller(Stage& stage) : stage_(stage) {
        stage_.api().with_chats([this](BotChats& chats) { chats.learn(update(0)); });
    }
    // An update of its own on a connection of its own; true if it is acknowledged and its one reply arrives.
    bool ask() {
        const auto id = next_++;
        RawPeer peer(stage_.server().port());
        (void)peer.send(signed_post(update(id).dump()));
        if (status(peer.read_response()) != 200) return false;
        asked_.insert(id);
        return stage_.api().wait_for_messages(kPerson.id, asked_.size());
    }
    // Of the updates that were acknowledged.
    const std::set<std::int64_t>& asked() const { return asked_; }

   private:
    static inline const Someone kPerson{101, "Anna"};
    static Json update(std::int64_t id) {
        auto said = says(kPerson, direct(kPerson), "/help");
        said["update_id"] = id;
        said["message"]["message_id"] = id;
        said["message"]["date"] = 1'700'000'000;
        return said;
    }
    Stage& stage_;
    std::int64_t next_ = 500'000;
    std::set<std::int64_t> asked_;
};

}  // namespace tests
