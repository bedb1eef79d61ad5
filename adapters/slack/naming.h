// Owns what people are called, where an event does not say: filled in from what is remembered on the event's way to the intake, looked up behind it.
// Must not hold up an event: somebody's first one may come without a name.
#pragma once

#include <functional>
#include <mutex>
#include <optional>
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

    // Asks the platform about one person who was unknown. False: there is nobody. Waits for the answer.
    bool look_up();

   private:
    bot::app::Intake& intake_;
    People& people_;
    bot::app::Clock& clock_;
    const std::function<void()> news_;
    std::mutex mutex_;
    std::set<std::string> unknown_;
    Kept<bool> asked_{2'000, bot::Duration(300'000)};  // whoever has no name is not asked about at every event
};

}  // namespace adapters::slack
