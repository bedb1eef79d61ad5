// Owns what people are called, where an event does not say: filled in from what is remembered on the event's way to the intake, else asked for. In a channel,
// where words begin with a name, somebody's first event waits for it, and what else they do waits behind; a direct chat waits for nothing.
// Must not hold up anything for longer than one question to the platform takes, which is at most a second: events are to be acknowledged within three.
#pragma once

#include <deque>
#include <functional>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "adapters/slack/people.h"
#include "bot/app/ports.h"

namespace adapters::slack {

// Safe from any thread. intake and people must outlive it.
class Naming final : public bot::app::Intake {
   public:
    // news: somebody is to be looked up; must not block.
    Naming(bot::app::Intake& intake, People& people, bot::app::Clock& clock, std::function<void()> news)
        : intake_(intake), people_(people), clock_(clock), news_(std::move(news)) {}

    bool submit(std::vector<bot::Inbound> events, std::optional<bot::app::Cursor> cursor, std::function<void(bool durable)> done) override;

    // Asks the platform about one person who was unknown, then hands on what waited for that, or waited long enough. False: there is nobody. Waits for the
    // answer.
    bool look_up();

    // Nobody looks up any more: what waits is not taken in, what comes goes on as it is.
    void close();

   private:
    struct Waiting {
        std::string person;
        bot::Instant since{};
        std::vector<bot::Inbound> events;
        std::function<void(bool durable)> done;
    };
    // Under the mutex.
    bool fill_in(std::vector<bot::Inbound>& events);
    std::string awaited(const std::vector<bot::Inbound>& events) const;

    bot::app::Intake& intake_;
    People& people_;
    bot::app::Clock& clock_;
    const std::function<void()> news_;
    std::mutex mutex_;  // held while something is handed on, so that nobody's events overtake one another
    std::set<std::string> unknown_;
    std::string asking_;  // about whom
    std::deque<Waiting> waiting_;
    bool closed_ = false;
    Kept<bool> asked_{2'000, bot::Duration(300'000)};  // whoever has no name is not asked about at every event
};

}  // namespace adapters::slack
