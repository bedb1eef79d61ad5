// Owns a world of teams: the real dispatcher, reception and ledger on a disk that can lose what was not synced, a clock that goes as told, a platform that
// takes letters, people who answer; and its process, which dies in transactions, between a letter and its mark, and for hours. Must not judge.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "bot/store/sqlite_store.h"
#include "tests/fault/store_vfs.h"
#include "tests/support/chat_stage.h"
#include "tests/support/dice.h"

namespace teams {

using namespace bot;
using namespace std::chrono_literals;

struct Team {
    std::string room;
    std::string zone;
    std::string time;
    bool revise = false;
    Instant set_at{};
};
struct Outage {
    Instant from, to;
};
struct Taken {  // a letter at the platform
    store::Letter letter;
    int times = 0;
    int may_repeat = 0;  // deaths between its arrival and its mark
};
using Answered = std::pair<store::SlotId, std::string>;  // by whom

class World {
   public:
    // mortality: a transaction in so many is its process's last; 0 = none is.
    World(std::uint64_t seed, std::vector<Team> teams, Instant begin, int mortality);

    Instant now() const { return stage_.clock.at; }
    void live(Duration time);  // deadlines are met as they come
    void sleep(Duration time);
    void let_die(int mortality) { mortality_ = mortality; }
    // Until it is durable; what the bot said there meanwhile.
    template <class What>
    std::string happens(const chat::Seat& seat, What what) {
        return until_durable(stage_.event(seat, std::move(what)));
    }
    // Somebody answers, stops, comes back, comes too late.
    void somebody_does_something();
    void answers(const std::string& person, const std::string& text);
    std::string begins(const std::string& person, const Team& team);

    const std::vector<Team>& teams() const { return teams_; }
    const std::vector<Outage>& outages() const { return outages_; }
    const std::map<std::int64_t, Taken>& taken() const { return taken_; }
    const std::map<Answered, std::vector<int>>& marks() const { return marks_; }  // that were given while the question was open
    int deaths() const { return deaths_; }
    int deaths_before_marks() const { return deaths_before_marks_; }
    stage::Dice& dice() { return dice_; }
    store::SqliteStore& book() { return static_cast<store::SqliteStore&>(*stage_.ledger); }
    std::int64_t number(store::Sql query) { return book().connection().number(query).value(); }
    RoomId room(const Team& team) { return book().find_room("bot", team.room).value()->id; }

   private:
    struct Person {
        std::string key;
        store::SlotId slot{};  // that they were asked, and have not answered since
    };

    std::string until_durable(Inbound event);
    void run();
    bool deliver();
    void die();
    std::int64_t last_ticket(const Team& team) const;  // what its button holds

    stage::Dice dice_;
    store::FaultyDisk disk_;
    chat::Stage stage_;
    std::vector<Team> teams_;
    int mortality_;
    std::vector<Person> people_;
    std::vector<Outage> outages_;
    std::size_t delivered_ = 0;
    std::map<std::int64_t, Taken> taken_;
    std::set<std::int64_t> unmarked_;  // arrived, and no transaction was durable since
    std::vector<store::Letter> inquiries_;
    std::map<Answered, std::vector<int>> marks_;
    int deaths_ = 0;
    int deaths_before_marks_ = 0;
};

// What must hold of it now, a line each: each workday of each team in the ledger once, as it must be; posts, reveals and questions; points and their audit.
std::vector<std::string> violations(World& world);

}  // namespace teams
