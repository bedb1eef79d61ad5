// Owns the turn pipeline: takes events in, has them handled batch by batch in one transaction each, acknowledges after the commit.
// The only user of the ledger. Must not know what events mean (the reception does), or send (the outbox does).
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "bot/app/log.h"
#include "bot/app/metrics.h"
#include "bot/app/ports.h"
#include "bot/app/reception.h"
#include "bot/app/step_pool.h"
#include "bot/app/work_queue.h"
#include "bot/store/ledger.h"

namespace bot::app {

struct DispatcherOptions {
    std::size_t queue_events = 10'000;  // waiting at most; a submission of no events counts as one
    std::size_t batch_events = 256;     // in one transaction, whole submissions; a larger one goes alone
    int step_helpers = 1;               // threads that step beside the dispatcher's
    store::Retention retention;
    Duration tidy_every{10 * 60'000};      // between two cleanings, when there is nothing else to do
    Duration tidy_at_latest{60 * 60'000};  // when there always is
    int tidy_slice = 500;                  // rows at once
    Duration back_off_least{100};          // after a batch that could not be stored; doubles up to
    Duration back_off_most{5'000};
};

// Where letters go; called from the dispatcher's thread, must not block. Each may be empty.
struct LetterSinks {
    std::function<void(std::vector<store::Letter>)> post;                           // just committed, in the order of their ids
    std::function<void(std::vector<store::Letter> letters, bool complete)> refill;  // the answer to refill(); complete = the ledger holds no more
    // A room said that it has another key; before the letters of that batch, which are for the new one.
    std::function<void(const std::string& account, const std::string& from, const std::string& to)> moved = {};
};

class Dispatcher : public Intake {
   public:
    // All references must outlive the dispatcher.
    Dispatcher(store::Ledger& ledger, Reception& reception, Clock& clock, Metrics& metrics, Log& log, LetterSinks sinks, DispatcherOptions options);
    ~Dispatcher() override;
    Dispatcher(const Dispatcher&) = delete;
    Dispatcher& operator=(const Dispatcher&) = delete;

    // From any thread.
    bool submit(std::vector<Inbound> events, std::optional<Cursor> cursor, std::function<void(bool durable)> done) override;
    void settle(store::Settled settled);
    void room_gone(const std::string& account, const std::string& room, const std::string& reason);
    void room_moved(const std::string& account, const std::string& from, const std::string& to);
    void refill(std::int64_t after, int limit);  // sinks.refill() answers from the dispatcher's thread

    struct Depth {
        std::size_t events = 0;  // waiting or being handled
        std::size_t capacity = 0;
        std::string trouble;  // why the last batch could not be stored, "" = it could
    };
    Depth depth() const;

    // One batch, or one slice of cleaning. False: nothing to do before next_wake(). Not while the thread runs.
    bool turn_once();
    void run_until_idle();
    // The last work of an end: what waits is handled although the disk was in trouble a moment ago, until it is again. Not while the thread runs.
    void finish();
    // When turn_once() has something to do although nothing more comes in; not after now = at once.
    Instant next_wake();

    // The thread around turn_once().
    void start();
    // No more events are taken; what waits is still handled.
    void close();
    // Handles what waits, then ends the thread. Events that cannot be stored are given back. Also closes.
    void stop();

   private:
    using Steady = std::chrono::steady_clock;
    struct Item {
        const Inbound* event = nullptr;  // null: a deadline
        SessionId due;
        bool received = false;
        bool finished = false;
    };
    struct InHand {  // an item's task in the wave that is being handled
        Item* item = nullptr;
        std::optional<Task> task;
        std::string trouble;  // why it cannot be handled, "" = it can
        double seconds = 0;
    };

    // dispatcher.cc: when to work
    void run();
    Instant wake_at(bool waiting) const;
    void finished(Work& work);
    void failed(const Error& error, Work work);

    // dispatcher_batch.cc: one transaction
    Status handle(Work& work);
    void follow(const Place& from, const std::string& to);
    Status change_rooms(const std::vector<RoomChange>& changes);
    Status mark(const std::vector<store::Settled>& settled);
    Status follow_up(const std::vector<store::Settled>& settled);
    Status handle_events(const std::vector<Submission>& submissions);
    Status handle_due();
    Status handle_teams();
    Result<std::optional<Instant>> next_deadline();
    Status answer_refill(const Refill& refill);
    Result<bool> tidy();

    // dispatcher_wave.cc: events and deadlines within it
    Status run_chains(std::vector<std::vector<Item*>> chains);
    Status run_wave(const std::vector<Item*>& wave);
    Status prepare(InHand& hand);
    void step(std::vector<InHand>& hands);
    Result<bool> write(const std::vector<InHand*>& hands);
    void tell(const InHand& hand, std::size_t letters);
    Status give_up(InHand& hand);
    Status bury(InHand& hand);

    store::Ledger& ledger_;
    Reception& reception_;
    Clock& clock_;
    Metrics& metrics_;
    Log& log_;
    LetterSinks sinks_;
    DispatcherOptions options_;
    StepPool pool_;

    WorkQueue queue_;
    std::thread thread_;
    mutable std::mutex mutex_;
    std::string trouble_;  // under mutex_

    // The dispatcher's thread alone.
    Instant now_{};                       // of the batch
    std::vector<store::Letter> letters_;  // of the batch
    std::optional<Instant> next_due_;     // of the ledger
    bool due_known_ = false;
    Instant tidy_at_{};
    Instant blocked_until_{};
    Duration back_off_{};
};

}  // namespace bot::app
