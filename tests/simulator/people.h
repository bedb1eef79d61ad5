// Owns the people of a simulated world: who they are, where they write, and what they do there.
// Must not know what the bot makes of it.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "tests/simulator/platform.h"
#include "tests/simulator/world.h"

namespace simulator {

class People {
   public:
    // Makes accounts, chats and persons, as many as chance wants. cast: of all accounts; without one chance decides for each.
    People(World& world, std::optional<Platform::Cast> cast);

    std::vector<std::unique_ptr<Platform>>& platforms() { return platforms_; }
    // Somebody does something: one update, sometimes a few at once.
    void act();
    // The number of a chat by the place that the bot knows; -1 = nobody's.
    std::int64_t chat_at(const Place& place);
    bool is_group(std::int64_t chat) const { return groups_.contains(chat); }
    // The direct chat of a person; 0 = none.
    std::int64_t own_chat(const std::string& account, const std::string& person);

    struct Happened {
        std::int64_t chat = 0;
        std::string account;
        std::string person;  // "" = hidden
        bool heard = true;   // meant for the bot
        bool twin = false;   // the same thing under a second id
        Instant at{};
    };
    const std::map<std::int64_t, Happened>& happened() const { return happened_; }

   private:
    struct Seat {
        Platform* platform = nullptr;
        Chat* chat = nullptr;
        std::string person;
        std::string thread;
        bool aside = false;  // in a group, but in no talk
        bool has_threads() const { return platform->cast() == Platform::Cast::kThreads; }
    };
    Seat somebody();
    void say(const Seat& seat, decltype(Inbound::what) what);
    void answer(const Seat& seat);
    void command(const Seat& seat);
    void press(const Seat& seat);
    void fill(const Seat& seat);
    void garbage(const Seat& seat);
    void come_or_go(const Seat& seat);
    void move(const Seat& seat);
    Said said(const Seat& seat, std::string text);
    std::int64_t next() const { return number_ + 1; }

    World& world_;
    std::vector<std::unique_ptr<Platform>> platforms_;
    std::set<std::int64_t> groups_;
    std::map<std::int64_t, Happened> happened_;
    std::int64_t number_ = 0;
};

}  // namespace simulator
