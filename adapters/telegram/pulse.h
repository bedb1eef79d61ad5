// Owns what the threads of one account share: who we are, and whether the connection works. Safe from any thread.
// Must not call anything.
#pragma once

#include <cstdint>
#include <mutex>
#include <string>
#include <utility>

#include "adapters/telegram/meaning.h"
#include "bot/app/ports.h"
#include "bot/base/time.h"

namespace adapters::telegram {

class Pulse {
   public:
    explicit Pulse(std::int64_t id) { self_.id = id; }

    Self self() const {
        const std::lock_guard lock(mutex_);
        return self_;
    }
    void learn(std::string username) {
        const std::lock_guard lock(mutex_);
        self_.username = std::move(username);
    }

    bot::app::Liveness liveness() const {
        const std::lock_guard lock(mutex_);
        return liveness_;
    }
    void heard(bot::Instant now) {
        const std::lock_guard lock(mutex_);
        liveness_.last_heard = now;
    }
    // Events arrive.
    void well() {
        const std::lock_guard lock(mutex_);
        liveness_.ready = true;
        liveness_.trouble.clear();
    }
    // They will, as far as we know: the platform knows us and nothing has gone wrong since.
    void hopeful() {
        const std::lock_guard lock(mutex_);
        liveness_.ready = liveness_.ready || liveness_.trouble.empty();
    }
    // They do not. True if this is news, worth a line in the log.
    bool unwell(std::string trouble) {
        const std::lock_guard lock(mutex_);
        const bool news = liveness_.trouble != trouble;
        liveness_.ready = false;
        liveness_.trouble = std::move(trouble);
        return news;
    }

   private:
    mutable std::mutex mutex_;
    Self self_;
    bot::app::Liveness liveness_;
};

}  // namespace adapters::telegram
