// Owns a team's room as its desks see it: the team, its zone, where it is, and how something is sent there.
// Must not decide what is sent. The dispatcher's thread, inside its transaction.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "bot/base/time.h"
#include "bot/daily/zone.h"
#include "bot/store/ledger.h"

namespace bot::app {

using Letters = std::vector<store::Letter>;

struct TeamRoom {
    store::Team team;
    std::optional<daily::Zone> zone;  // nullopt: its rules are not there any more
    Place place;
    RoomKind kind = RoomKind::kGroup;
    bool reachable = true;
};

// nullopt: no team there.
Result<std::optional<TeamRoom>> find_team_room(store::Ledger& ledger, RoomId id);

// Writes a letter to the room and adds it to letters. id: where to put the letter's id, may be null.
Status send_to(store::Ledger& ledger, const TeamRoom& room, Outbound message, Instant now, Letters& letters, std::int64_t* id = nullptr);

}  // namespace bot::app
