// Owns when the next connection may be opened: later with each failure, soon where nobody listens any more, never before the platform wants it.
// Must not know connections. Not safe from several threads.
#pragma once

#include <algorithm>
#include <random>

#include "adapters/net/pause.h"

namespace adapters::slack {

constexpr bot::Duration kLongest{60'000};  // between two tries, unless the platform asks for more

class Reopening {
   public:
    explicit Reopening(std::uint64_t seed) : growing_(bot::Duration(1'000), kLongest, seed), chance_(seed) {}

    bot::Instant due() const { return due_; }

    // Something failed. Failures that come together are one.
    void postpone(bot::Instant now, bot::Duration at_least) {
        const auto wait = due_ > now ? bot::Duration(0) : growing_.next();
        decided_ = now;
        due_ = std::max(due_, now + std::max(wait, at_least));
        wished_ = std::max(wished_, now + at_least);
    }

    // Nobody listens, and the platform was well a moment ago: waits grown in earlier trouble say nothing of it. Rationed, so that it makes no storm.
    void hurry(bot::Instant now) {
        if (left_ == 0) return;
        --left_;
        growing_.reset();
        due_ = std::max(wished_, now + bot::Duration(std::int64_t(chance_() % kSoon)));
    }

    // Trouble is over.
    void calm() {
        growing_.reset();
        left_ = kHurries;
    }

    // The clock may have been set back.
    void look(bot::Instant now) {
        if (now < decided_) due_ = wished_ = decided_ = now;
    }

   private:
    static constexpr std::uint64_t kSoon = 500;  // milliseconds at most
    static constexpr int kHurries = 3;

    net::Growing growing_;
    std::minstd_rand chance_;
    int left_ = kHurries;
    bot::Instant due_{};
    bot::Instant wished_{};   // by the platform
    bot::Instant decided_{};  // when
};

}  // namespace adapters::slack
