// Owns the server's figures for Prometheus: names with the prefix viva_, base units, no label with a person, a room or a text in it.
// Must not decide anything. Safe from any thread.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "bot/app/ports.h"
#include "bot/base/time.h"

namespace bot::app {

class Metrics {
   public:
    explicit Metrics(std::string_view version);
    ~Metrics();
    Metrics(const Metrics&) = delete;
    Metrics& operator=(const Metrics&) = delete;

    // Intake and dispatcher.
    void events_taken(std::size_t count);        // handed in by platforms
    void events_refused(std::size_t count);      // the queue was full
    void webhook_refused(std::string_view why);  // "secret", "clock", "body", "shape", "full", and before it was read: "size", "slow", "form"
    void duplicate();                            // seen before
    void buried();                               // an event that could not be handled
    void committed(std::size_t events, double seconds);
    void commit_failed();
    void turn(double seconds);    // from the hand-over to the commit
    void graded(double seconds);  // one step with an answer in it
    void timer_fired(bool late);

    // Outbox.
    void sent(Delivery::Outcome outcome, double seconds);

    // Looked at just before text().
    struct Now {
        std::size_t queue = 0;             // events waiting
        std::size_t letters = 0;           // in memory, unsent
        double oldest_letter_seconds = 0;  // 0 = none waits
        bool ready = false;                // of all platforms
        double heard_seconds = 0;          // since the platform that was silent longest last answered
        bool stopped = false;              // an account may not send
    };
    // The exposition format, version 0.0.4.
    std::string text(const Now& now);

   private:
    struct Families;
    std::unique_ptr<Families> families_;
};

}  // namespace bot::app
