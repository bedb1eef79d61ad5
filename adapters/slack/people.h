// Owns what is asked about people and kept for a while: names, who administers the workspace, who made a channel. Bounded.
// Must not be asked on a thread that acknowledges events: each answer may take a call.
#pragma once

#include <cstddef>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "adapters/slack/api.h"
#include "bot/app/ports.h"

namespace adapters::slack {

// Values by key, each for a limited time; the oldest goes when there is no room. Not thread-safe.
template <class Value>
class Kept {
   public:
    explicit Kept(std::size_t most, bot::Duration time) : most_(most), time_(time) {}

    std::optional<Value> find(const std::string& key, bot::Instant now) const {
        const auto found = values_.find(key);
        if (found == values_.end() || now - found->second.at >= time_ || now < found->second.at) return std::nullopt;
        return found->second.value;
    }
    void keep(const std::string& key, Value value, bot::Instant now) {
        if (const auto old = values_.find(key); old != values_.end()) {
            ages_.erase(old->second.age);
            values_.erase(old);
        }
        if (values_.size() >= most_ && !ages_.empty()) {
            values_.erase(ages_.begin()->second);
            ages_.erase(ages_.begin());
        }
        ages_.emplace(++last_, key);
        values_.emplace(key, Entry{std::move(value), now, last_});
    }
    std::size_t size() const { return values_.size(); }

   private:
    struct Entry {
        Value value;
        bot::Instant at{};
        std::size_t age = 0;
    };
    std::size_t most_;
    bot::Duration time_;
    std::size_t last_ = 0;
    std::map<std::string, Entry> values_;
    std::map<std::size_t, std::string> ages_;
};

// Safe from any thread.
class People {
   public:
    People(const Api& api, bot::app::Clock& clock) : api_(api), clock_(clock) {}

    // Whether the person administers the workspace or made the room (a channel; "" = only the workspace counts): kSent with administers and their zone, or
    // the trouble. Whom or what the platform does not show us, does not administer. At most two calls of 10 s.
    bot::app::Delivery role(const std::string& room, const std::string& person);

    // For display; "" = not known. At most one call of 1 s.
    std::string name(const std::string& person);
    // The same without a call.
    std::string remembered(const std::string& person);

   private:
    std::optional<Member> known(const std::string& person);
    void keep(const std::string& person, const Member& member);

    const Api& api_;
    bot::app::Clock& clock_;
    std::mutex mutex_;
    Kept<Member> members_{2'000, bot::Duration(300'000)};
    Kept<std::string> creators_{500, bot::Duration(300'000)};
};

}  // namespace adapters::slack
