// Owns what each answer of the platform means for what was to be sent. Pure.
// Must not send or wait. Reasons hold the platform's codes, and neither secrets nor texts of people.
#pragma once

#include <mutex>
#include <string>
#include <string_view>

#include "adapters/slack/answer_codec.h"
#include "bot/app/ports.h"
#include "bot/base/time.h"

namespace adapters::slack {

bot::app::Delivery judge(const Answer& answer);

// The bot may not write there, but somebody may be told in another way.
bool is_closed_to_us(const Answer& answer);

// The platform dislikes the blocks, not the message.
bool is_about_blocks(const Answer& answer);

// Whether a request for patience is about one room or all. Safe from any thread.
class Patience {
   public:
    // Only posting is counted by room. A second room asked within a short time means all.
    bool whole_account(std::string_view method, const std::string& room, bot::Instant now);

   private:
    std::mutex mutex_;
    std::string room_;
    bot::Instant at_{};
};

}  // namespace adapters::slack
