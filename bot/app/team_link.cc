// Owns the orders behind `board link`: a new link to the room's page, and the end of all of them.
#include "bot/app/page_link.h"
#include "bot/app/reception_texts.h"
#include "bot/app/team_desk.h"
#include "bot/app/team_view.h"

namespace bot::app {

Result<Outbound> TeamDesk::link(RoomId id, const std::string& public_url, Instant now) {
    const auto room = room_of(id);
    if (!room) return tl::unexpected(room.error());
    if (!*room) return paragraph(texts(), "daily.never_on");
    if (public_url.empty()) return paragraph(texts(), "page_link.nowhere");
    const auto secret = new_page_secret();
    if (!secret) return tl::unexpected(secret.error());
    const auto expires = now + kLinkLasts;
    if (auto added = book().add_link(id, digest_of_secret(*secret).value(), expires, now); !added) return tl::unexpected(added.error());
    const auto until = daily::to_text(local_date((*room)->team, expires));
    auto said = paragraph(texts(), "page_link", {{"date", until}, {"url", public_url + std::string(kPagePath) + *secret}});
    add_line(said, texts(), "page_link.who");
    return said;
}

Result<Outbound> TeamDesk::unlink(RoomId room) {
    if (auto revoked = book().revoke_links(room); !revoked) return tl::unexpected(revoked.error());
    return paragraph(texts(), "page_link.off");
}

}  // namespace bot::app
