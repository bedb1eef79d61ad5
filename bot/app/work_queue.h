// Owns what waits for the dispatcher: events with their cursors and acknowledgements, and what only the bot itself knows (marks of letters, rooms that
// changed, letters that are asked for). Bounded in events. Safe from any thread. Must not touch the ledger.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "bot/app/ports.h"
#include "bot/store/ledger.h"

namespace bot::app {

// Events handed in together, acknowledged together.
struct Submission {
    std::vector<Inbound> events;
    std::optional<Cursor> cursor;
    std::function<void(bool durable)> done;
    std::chrono::steady_clock::time_point taken;

    // In the queue's capacity; a cursor alone takes a place as well.
    std::size_t weight() const { return events.empty() ? 1 : events.size(); }
};

// The outbox found out that a room is gone (to is empty) or has another key.
struct RoomChange {
    std::string account, room, to, reason;
};

// The outbox asks for unsent letters with ids above after.
struct Refill {
    std::int64_t after = 0;
    int limit = 0;
};

// What is handled in one transaction.
struct Work {
    std::vector<Submission> submissions;
    std::vector<store::Settled> settled;
    std::vector<RoomChange> changes;
    std::optional<Refill> refill;  // answered after the transaction

    bool writes() const { return !submissions.empty() || !settled.empty() || !changes.empty(); }
    bool empty() const { return !writes() && !refill; }
};

class WorkQueue {
   public:
    explicit WorkQueue(std::size_t capacity) : capacity_(capacity) {}

    // False: full or closed. One that is larger than the whole queue is taken when nothing else waits, or it never would be.
    bool push(Submission submission);
    void push(store::Settled settled);
    void push(RoomChange change);
    void push(Refill refill);  // replaces an earlier one

    // Whole submissions with at most so many events, at least one; and all of the rest.
    Work take(std::size_t events);
    // Submissions that were taken are done with: their places are free.
    void release(const std::vector<Submission>& submissions);
    // What only the bot knows waits again, before what came meanwhile. Submissions are not taken back.
    void put_back(Work work);

    bool empty() const;
    // Nothing waits but a few young marks: a commit of their own would cost more than they are worth, the next events take them along.
    bool waits_for_company() const;
    std::size_t weight() const;  // waiting or taken and not yet released
    std::size_t capacity() const { return capacity_; }

    // Until there is work that does not wait for company (any = true) or stop() is called, at most so long. True: stop() was called.
    bool wait(Duration longest, bool any);
    void close();  // no more submissions
    void stop();   // closes, and ends every wait

   private:
    using Steady = std::chrono::steady_clock;
    static constexpr std::chrono::milliseconds kMarkPatience{20};  // how much longer a letter that was sent counts as in flight
    static constexpr std::size_t kManyMarks = 64;

    bool idle() const { return submissions_.empty() && rest_.empty(); }
    bool marks_alone() const {
        return submissions_.empty() && rest_.changes.empty() && !rest_.refill && !rest_.settled.empty() && rest_.settled.size() < kManyMarks;
    }

    const std::size_t capacity_;
    mutable std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<Submission> submissions_;
    Work rest_;                        // without submissions
    Steady::time_point first_mark_{};  // when the oldest mark came
    std::size_t weight_ = 0;
    bool closed_ = false;
    bool stopping_ = false;
};

}  // namespace bot::app
