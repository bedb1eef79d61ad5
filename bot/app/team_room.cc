// Owns what team_room.h promises.
#include "bot/app/team_room.h"

#include <utility>

namespace bot::app {

Result<std::optional<TeamRoom>> find_team_room(store::Ledger& ledger, RoomId id) {
    auto team = ledger.teams().team(id);
    if (!team) return tl::unexpected(team.error());
    if (!*team) return std::optional<TeamRoom>();
    auto place = ledger.teams().place_of(id);
    if (!place) return tl::unexpected(place.error());
    const auto row = ledger.find_room(place->account, place->room);
    if (!row) return tl::unexpected(row.error());
    TeamRoom room{std::move(**team), std::nullopt, std::move(*place)};
    if (*row) {
        room.kind = (*row)->kind;
        room.reachable = (*row)->reachable;
    }
    if (auto zone = daily::Zone::find(room.team.schedule.zone)) room.zone = *zone;
    return std::optional(std::move(room));
}

Status send_to(store::Ledger& ledger, const TeamRoom& room, Outbound message, Instant now, Letters& letters, std::int64_t* id) {
    store::Letter letter{.place = room.place, .kind = room.kind, .handle = {}, .reply_to = {}, .message = std::move(message), .written = now};
    const auto written = ledger.write(letter);
    if (!written) return tl::unexpected(written.error());
    letter.id = *written;
    if (id) *id = *written;
    letters.push_back(std::move(letter));
    return {};
}

}  // namespace bot::app
