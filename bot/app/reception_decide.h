// Owns the decision what an event means: what it depends on, and the acts that follow. Pure.
// Must not do anything.
#pragma once

#include <optional>
#include <vector>

#include "bot/app/reception_acts.h"
#include "bot/app/wanted.h"

namespace bot::app {

// All that a decision depends on besides the event itself.
struct Standpoint {
    const Library& library;  // what is shipped now
    const Patience& patience;
    Duration answers_kept{};  // 0 = for ever
    Instant now{};
    RoomKind kind = RoomKind::kDirect;
    bool reachable = true;
    bool greeted = false;
    PersonId person = {};                      // 0 = hidden by the platform
    const store::ChatSession* chat = nullptr;  // the person's unfinished session there; null = none that can be gone on with
    const Library* content = nullptr;          // what that session runs on
    bool broken = false;                       // there is one, but it cannot be gone on with
    bool administers = false;                  // the person is known to administer the room
    std::optional<PersonId> press_owner = {};  // whose the session of a pressed button is, if it is not chat's
};

// What the event leads to, in order. Pure.
std::vector<Act> decide(const Inbound& event, const Standpoint& here);

// What a deadline that has come leads to: a gathered answer is taken before a timer fires, for its writer was in time. Pure.
std::vector<Act> decide_due(const Standpoint& here);
constexpr Duration kLate{60'000};  // a deadline met later than this passed while nobody could be heard

}  // namespace bot::app
