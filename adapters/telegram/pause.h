// Owns a wait that can be ended from outside for good.
// Must not be shared by two waiting threads that need different ends.
#pragma once

#include <algorithm>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <random>

#include "bot/base/time.h"

namespace adapters::telegram {

class Pause {
   public:
    // False: ended.
    bool wait(bot::Duration duration) {
        std::unique_lock lock(mutex_);
        return !wake_.wait_for(lock, duration, [&] { return ended_; });
    }
    void wait_for_end() {
        std::unique_lock lock(mutex_);
        wake_.wait(lock, [&] { return ended_; });
    }
    void end() {
        {
            const std::lock_guard lock(mutex_);
            ended_ = true;
        }
        wake_.notify_all();
    }
    bool ended() const {
        const std::lock_guard lock(mutex_);
        return ended_;
    }

   private:
    mutable std::mutex mutex_;
    std::condition_variable wake_;
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

}  // namespace adapters::telegram
