// Owns how fast may be sent: per room and per account, by the generic cell rate algorithm (ITU-T I.371), and the platform's own requests for patience.
// Must not send, wait or read a clock. One thread at a time (the outbox holds its lock).
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <utility>

#include "bot/base/inbound.h"
#include "bot/base/time.h"

namespace bot::app {

// What a platform bears. 0 = no limit.
struct PaceLimits {
    int room_per_second = 1;
    int group_per_minute = 20;
    int account_per_second = 25;
    int burst = 3;  // messages that may follow each other at once; counted within group_per_minute
    bool operator==(const PaceLimits&) const = default;
};

class Pace {
   public:
    explicit Pace(PaceLimits limits) : limits_(limits) {}

    // The earliest instant at which a message to the room may go; at or before now = at once.
    Instant room_ready(const std::string& account, const std::string& room, RoomKind kind, Instant now) const;
    Instant account_ready(const std::string& account, Instant now) const;

    // A message goes now.
    void spend_room(const std::string& account, const std::string& room, RoomKind kind, Instant now);
    void spend_account(const std::string& account, Instant now);

    // The platform asked for patience.
    void hold_room(const std::string& account, const std::string& room, Instant until);
    void hold_account(const std::string& account, Instant until);

    std::size_t rooms() const { return rooms_.size(); }  // remembered now; rooms that owe nothing are forgotten

   private:
    using Room = std::pair<std::string, std::string>;
    struct Cell {
        Instant second{};  // theoretical arrival time of the next message by the limit per second
        Instant minute{};  // the same by the group's limit per minute
        Instant held{};
    };
    void tidy(Instant now);

    PaceLimits limits_;
    std::map<Room, Cell> rooms_;
    std::map<std::string, Cell> accounts_;
    std::size_t tidy_at_ = 1024;
};

}  // namespace bot::app
