// Owns the small fakes of the incoming side's tests: a clock moved by hand, an intake that keeps what it takes and knows what it had before.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "bot/app/ports.h"

namespace slack_test {

constexpr std::int64_t kNow = 1'700'000'000;

class FixedClock : public bot::app::Clock {
   public:
    bot::Instant now() override { return now_; }
    void set(std::int64_t seconds) { now_ = bot::Instant(std::chrono::seconds(seconds)); }

   private:
    bot::Instant now_{std::chrono::seconds(kNow)};
};

class KeepingIntake : public bot::app::Intake {
   public:
    bool submit(std::vector<bot::Inbound> events, std::optional<bot::app::Cursor> cursor, std::function<void(bool)> done) override {
        ++asked;
        if (full > 0) {
            --full;
            return false;
        }
        with_cursor += cursor ? 1 : 0;
        for (auto& event : events) {
            // As the store's inbox: a key of either kind counts once.
            const bool fresh = keys.insert(event.event).second && (event.alias.empty() || keys.insert(event.alias).second);
            (fresh ? taken : again).push_back(std::move(event));
        }
        if (hold) {
            held.push_back(std::move(done));
        } else {
            const bool durable = failing == 0;
            if (failing > 0) --failing;
            done(durable);
        }
        return true;
    }

    int asked = 0;
    int full = 0;     // so many submissions are refused
    int failing = 0;  // so many cannot be stored
    int with_cursor = 0;
    bool hold = false;
    std::set<std::string> keys;
    std::vector<bot::Inbound> taken;
    std::vector<bot::Inbound> again;  // duplicates
    std::vector<std::function<void(bool)>> held;
};

}  // namespace slack_test
