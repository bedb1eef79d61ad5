// Owns what each answer of the platform means for what was to be sent. Pure.
// Must not send or wait. Reasons hold the platform's words for known failures, and neither secrets nor texts of people.
#pragma once

#include <cstdint>
#include <mutex>
#include <string>

#include "adapters/telegram/answer_codec.h"
#include "bot/app/ports.h"
#include "bot/base/time.h"

namespace adapters::telegram {

// What may still be left out to get the message through, at once.
enum class Without { kNothing, kReply, kTopic, kMarkup, kKeyboard };

struct Verdict {
    bot::app::Delivery delivery;
    Without retry = Without::kNothing;  // what to leave out and try again; kNothing = delivery is final
};

Verdict judge(const Answer& answer);

// Whether a request for patience is about one room or all: a second room asked within a short time means all. Safe from any thread.
class Patience {
   public:
    bool whole_account(const std::string& room, bot::Instant now);

   private:
    std::mutex mutex_;
    std::string room_;
    bot::Instant at_{};
};

}  // namespace adapters::telegram
