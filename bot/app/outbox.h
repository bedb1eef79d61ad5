// Owns bringing letters to their rooms: in order within a room, at the platform's pace, again after trouble, and what becomes of each.
// Must not store (the ledger does, through the sinks) or render (the platform does). Safe from any thread; letters are durable before they come here.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <thread>
#include <tuple>
#include <utility>
#include <vector>

#include "bot/app/backoff.h"
#include "bot/app/pace.h"
#include "bot/app/ports.h"
#include "bot/store/ledger.h"

namespace bot::app {

struct OutboxOptions {
    PaceLimits pace;
    BackoffLimits backoff;
    Duration give_up{24 * 3600 * 1000};  // after which a letter that meets only passing trouble is dead
    Duration press_patience{20'000};     // platforms take no acknowledgement of a press later than this
    std::size_t most_in_memory = 20'000;
    int senders = 8;  // threads of start()
    std::uint64_t seed = 0;
};

// Where the outbox tells what happened; called from sender threads, must not block.
struct OutboxSinks {
    std::function<void(store::Settled)> settle;
    std::function<void(const std::string& account, const std::string& room, const std::string& reason)> room_gone;
    std::function<void(const std::string& account, const std::string& from, const std::string& to)> room_moved;
    std::function<void(std::int64_t after, int limit)> refill;                          // please load unsent letters with ids above after, then refilled()
    std::function<void(const store::Letter&, const Delivery&, Duration took)> observe;  // for metrics and the log; may be empty
    std::function<bool(Inbound)> vouched = nullptr;  // an inquiry's answer, as an event; false: it cannot be taken in now; may be empty
};

class Outbox {
   public:
    Outbox(Clock& clock, OutboxOptions options, OutboxSinks sinks);
    ~Outbox();
    Outbox(const Outbox&) = delete;
    Outbox& operator=(const Outbox&) = delete;

    // Before start(). Platforms must outlive the outbox.
    void add(Platform& platform);

    // Letters just committed, in the order of their ids.
    void post(std::vector<store::Letter> letters);
    // The answer to refill; complete = the ledger holds no more.
    void refilled(std::vector<store::Letter> letters, bool complete);

    // The room has another key: what waits for the old one goes there, before what is posted from now on.
    void room_moved(const std::string& account, const std::string& from, const std::string& to);

    // Sender threads; at the beginning all that was left unsent is asked for.
    void start();
    // Sends what is due until everything is sent or the time is over, then ends sends in flight and the threads. Undelivered letters stay in the ledger.
    void drain(Duration deadline);

    // Without threads (tests, the simulator): asks for what was left, then delivers one part of one letter that is due now. False: nothing is due.
    void begin();
    bool send_one();
    std::optional<Instant> next_due() const;  // when send_one() has something to do; nullopt = nothing waits

    struct Depth {
        std::size_t in_flight = 0;         // being sent now
        std::size_t waiting = 0;           // letters in memory
        std::optional<Instant> oldest;     // when the oldest of them was written
        std::vector<std::string> stopped;  // accounts that may not send
        bool behind = false;               // more wait in the ledger
    };
    Depth depth() const;

   private:
    struct LaneKey {
        std::string room;
        bool press = false;  // acknowledgements overtake messages
        bool operator==(const LaneKey&) const = default;
        bool operator<(const LaneKey& other) const { return std::tie(room, press) < std::tie(other.room, other.press); }
    };
    struct Lane {
        std::deque<store::Letter> letters;
        bool busy = false;
        Instant not_before{};
        Instant shelved{};  // under which it stands in ready
    };
    struct Account {
        Platform* platform = nullptr;
        bool stopped = false;
        std::map<LaneKey, Lane> lanes;
        std::map<LaneKey, LaneKey> behind;            // lanes of new keys whose letters queue in the old one's, until that is empty
        std::set<std::pair<Instant, LaneKey>> ready;  // lanes with letters that nobody is sending from
    };
    struct Job {
        std::string account;
        LaneKey lane;
        store::Letter letter;
        Platform* platform = nullptr;
    };

    void work();
    std::optional<Job> take(Instant now);                // under lock
    std::optional<Instant> earliest(Instant now) const;  // under lock
    void finish(const Job& job, const Delivery& delivery, Instant now, std::unique_lock<std::mutex>& lock);
    void put(store::Letter letter);
    void shelve(Account& account, const std::string& name, const LaneKey& key);
    Instant lane_due(const std::string& account, const LaneKey& key, const Lane& lane) const;
    void bury_lane(Account& account, const LaneKey& key, const std::string& reason, std::vector<store::Settled>& settled);
    void move_lane(Account& account, const LaneKey& key, const std::string& to);
    void move_waiting(Account& account, const std::string& name, const LaneKey& key, const std::string& to);
    std::optional<std::int64_t> wants_refill();  // under lock

    Clock& clock_;
    OutboxOptions options_;
    OutboxSinks sinks_;
    mutable std::mutex mutex_;
    std::condition_variable wake_;    // there may be a letter to send
    std::condition_variable landed_;  // nothing is in flight
    std::map<std::string, Account> accounts_;
    Pace pace_;
    std::mt19937_64 chance_;
    std::size_t waiting_ = 0;
    std::size_t in_flight_ = 0;
    std::int64_t last_ = 0;  // the highest id taken into memory
    bool behind_ = true;     // the ledger holds unsent letters above last_
    bool refilling_ = false;
    bool closing_ = false;
    std::vector<std::thread> senders_;
};

}  // namespace bot::app
