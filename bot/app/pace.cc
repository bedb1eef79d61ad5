// Owns the arithmetic of the limits.
#include "bot/app/pace.h"

#include <algorithm>

namespace bot::app {
namespace {

constexpr Duration kSecond{1000};
constexpr Duration kMinute{60'000};

// The spacing of messages beyond the burst; 0 = no limit.
Duration spacing(Duration window, int messages) { return messages > 0 ? Duration((window.count() + messages - 1) / messages) : Duration::zero(); }

// A window of a minute must hold burst + what follows it, so only the rest is spread over the minute.
Duration group_spacing(const PaceLimits& limits) {
    return limits.group_per_minute > 0 ? spacing(kMinute, std::max(1, limits.group_per_minute - limits.burst)) : Duration::zero();
}

Instant ready(Instant theoretical, Duration spaced, int burst) { return theoretical - spaced * std::max(0, burst - 1); }

void spend(Instant& theoretical, Duration spaced, Instant now) { theoretical = std::max(theoretical, now) + spaced; }

}  // namespace

Instant Pace::room_ready(const std::string& account, const std::string& room, RoomKind kind, Instant now) const {
    const auto found = rooms_.find({account, room});
    if (found == rooms_.end()) return now;
    const auto& cell = found->second;
    Instant at = std::max(cell.held, ready(cell.second, spacing(kSecond, limits_.room_per_second), limits_.burst));
    if (kind == RoomKind::kGroup) at = std::max(at, ready(cell.minute, group_spacing(limits_), limits_.burst));
    return at;
}

Instant Pace::account_ready(const std::string& account, Instant now) const {
    const auto found = accounts_.find(account);
    if (found == accounts_.end()) return now;
    return std::max(found->second.held, ready(found->second.second, spacing(kSecond, limits_.account_per_second), limits_.burst));
}

void Pace::spend_room(const std::string& account, const std::string& room, RoomKind kind, Instant now) {
    const bool group = kind == RoomKind::kGroup && limits_.group_per_minute > 0;
    if (limits_.room_per_second <= 0 && !group) return;
    auto& cell = rooms_[{account, room}];
    if (limits_.room_per_second > 0) spend(cell.second, spacing(kSecond, limits_.room_per_second), now);
    if (group) spend(cell.minute, group_spacing(limits_), now);
    tidy(now);
}

void Pace::spend_account(const std::string& account, Instant now) {
    if (limits_.account_per_second > 0) spend(accounts_[account].second, spacing(kSecond, limits_.account_per_second), now);
}

void Pace::hold_room(const std::string& account, const std::string& room, Instant until) {
    auto& held = rooms_[{account, room}].held;
    held = std::max(held, until);
}

void Pace::hold_account(const std::string& account, Instant until) {
    auto& held = accounts_[account].held;
    held = std::max(held, until);
}

void Pace::tidy(Instant now) {
    if (rooms_.size() < tidy_at_) return;
    std::erase_if(rooms_, [now](const auto& entry) { return std::max({entry.second.second, entry.second.minute, entry.second.held}) <= now; });
    tidy_at_ = std::max<std::size_t>(1024, rooms_.size() * 2);
}

}  // namespace bot::app
