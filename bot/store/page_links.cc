// Owns the links to a room's page, by the digest of their secret.
#include "bot/store/sqlite_team_book.h"
#include "bot/store/transaction.h"

namespace bot::store {

Status SqliteTeamBook::add_link(RoomId room, std::string_view digest, Instant expires, Instant at) {
    const auto place = live(room);
    if (!place) return tl::unexpected(place.error());
    return write_one(*connection_, "INSERT INTO page_link(digest, room, expires, at) VALUES(?1, ?2, ?3, ?4)", Blob{digest}, *place, expires, at);
}

Status SqliteTeamBook::revoke_links(RoomId room) {
    return write_one(*connection_, "DELETE FROM page_link WHERE room = (SELECT coalesce(moved, id) FROM room WHERE id = ?1)", room);
}

Result<std::optional<RoomId>> SqliteTeamBook::room_of_link(std::string_view digest, Instant now) {
    return connection_->first(
        "SELECT room FROM page_link WHERE digest = ?1 AND expires > ?2", [](const Statement& row) { return RoomId{row.integer(0)}; }, Blob{digest}, now);
}

}  // namespace bot::store
