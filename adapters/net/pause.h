// Owns a wait that can be cut short or ended from outside for good, and waits that grow.
// Must not be shared by two waiting threads that need different ends.
#pragma once

#include <algorithm>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <random>
#include <utility>

#include "bot/base/time.h"

namespace adapters::net {

class Pause {
   public:
    // Until the time is over or somebody rings; at once if that was since the last wait. False: ended.
    bool wait(bot::Duration duration) {
        std::unique_lock lock(mutex_);
        wake_.wait_for(lock, duration, [&] { return ended_ || rung_; });
        rung_ = false;
        return !ended_;
    }
    void wait_for_end() {
        std::unique_lock lock(mutex_);
        wake_.wait(lock, [&] { return ended_; });
    }
    // The time is not cut short by ringing. False: ended.
    bool sleep(bot::Duration duration) {
        std::unique_lock lock(mutex_);
        return !wake_.wait_for(lock, duration, [&] { return ended_; });
    }
    void ring() { change(rung_); }
    void end() { change(ended_); }
    bool ended() const {
        const std::lock_guard lock(mutex_);
        return ended_;
    }

   private:
    void change(bool& what) {
        {
            const std::lock_guard lock(mutex_);
            what = true;
        }
        wake_.notify_all();
    }

    mutable std::mutex mutex_;
    std::condition_variable wake_;
    bool rung_ = false;
    bool ended_ = false;
};

// Waits that double from one failure to the next, with a fifth of chance taken off, so that many bots do not come back at once.
class Growing {
   public:
    Growing(bot::Duration first, bot::Duration most, std::uint64_t seed) : first_(first), most_(most), next_(first), chance_(seed) {}
    bot::Duration next() {
        const auto full = next_;
        next_ = std::min(next_ * 2, most_);
        return full - bot::Duration(std::int64_t(chance_() % std::uint64_t(full.count() / 5 + 1)));
    }
    void reset() { next_ = first_; }

   private:
    bot::Duration first_;
    bot::Duration most_;
    bot::Duration next_;
    std::minstd_rand chance_;
};

}  // namespace adapters::net
