// Owns a simulated platform: its chats, the updates that wait to be handed over by poll or webhook, and what becomes of messages.
// Must not know the server behind the ports, or invent what people say.
#pragma once

#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "bot/app/ports.h"
#include "tests/simulator/world.h"

namespace simulator {

struct Chat {
    std::int64_t number = 0;  // of the history; stays when the key changes
    std::string key;
    RoomKind kind = RoomKind::kDirect;
    std::vector<std::string> threads = {""};
    std::vector<std::string> members;   // keys of people
    std::vector<std::string> old_keys;  // before it moved
    bool blocked = false;               // takes no messages
    std::vector<std::string> buttons;   // lately shown
    std::string form = {};              // what lies open comes back with this; "" = none
};

// What one delivery of a message puts into a chat. text: "#<letter>.<part>" and what it says.
tests::Record record_of(std::int64_t letter, const Place& place, const Outbound& message, int part, std::int64_t chat);
int parts_of(const Outbound& message);

class Platform : public app::Platform {
   public:
    enum class Way { kPoll, kWebhook };
    // What its people have: chats and groups with topics; or rooms of threads, forms, commands that stand in no talk, one message under several ids.
    enum class Cast { kChats, kThreads };
    Platform(World& world, std::string account, Way way, Cast cast) : world_(world), account_(std::move(account)), way_(way), cast_(cast) {}
    Cast cast() const { return cast_; }

    Chat& add(Chat chat) { return chats_.emplace_back(std::move(chat)); }
    std::deque<Chat>& chats() { return chats_; }
    // By any key it ever had; null = unknown.
    Chat* chat_of(const std::string& key);

    // Something happened in the chat.
    void take(std::int64_t number, std::int64_t chat, Inbound event);

    // One exchange with the server; false: nothing was handed over.
    bool hand_over();
    // An update of the last hours comes once more.
    void repeat();
    bool all_confirmed() const { return waiting_.empty(); }
    // The process at the other end is gone.
    void hang_off();

    std::string_view account() const override { return account_; }
    Status start(app::Intake& intake, std::optional<std::string> cursor) override;
    void stop() override { intake_ = nullptr; }
    app::Delivery deliver(const app::Parcel& parcel) override;
    void hang_up() override {}
    app::Liveness liveness() const override { return {true, std::nullopt, ""}; }
    std::vector<app::Check> checks() override { return {}; }

   private:
    struct Update {
        std::int64_t number = 0;
        std::int64_t chat = 0;
        Inbound event;
        Instant at{};
    };
    bool poll();
    bool call_webhook();
    bool submit(const Update& update, std::int64_t number);
    void confirm_below(std::int64_t offset);
    void confirm(std::int64_t number);
    app::Delivery acknowledge(const app::Parcel& parcel, Chat* chat);
    void arrive(const app::Parcel& parcel, Chat* chat, bool answered);

    World& world_;
    std::string account_;
    Way way_;
    Cast cast_;
    std::deque<Chat> chats_;
    std::deque<Update> waiting_;  // not confirmed yet, oldest first
    std::deque<Update> old_;      // confirmed, of the last hours
    app::Intake* intake_ = nullptr;
    std::set<std::int64_t> refused_;  // letters that it will never take
    int life_ = 0;
    bool polling_ = false;         // a poll's updates are with the server
    std::int64_t offset_ = 0;      // from which the server polls
    std::set<std::int64_t> busy_;  // chats with an update on its way to the server
};

}  // namespace simulator
