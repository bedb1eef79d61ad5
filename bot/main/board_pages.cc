// Owns what board_pages.h promises.
#include "bot/main/board_pages.h"

#include <algorithm>

#include "bot/app/page_link.h"
#include "bot/app/team_view.h"
#include "bot/board/page.h"
#include "bot/store/backup.h"

namespace bot::main {

using adapters::net::HttpResponse;

BoardPages::BoardPages(std::string database, std::shared_ptr<const app::Library> library, app::Clock& clock)
    : database_(std::move(database)), library_(std::move(library)), clock_(clock) {}

HttpResponse BoardPages::answer(std::string_view path) {
    HttpResponse response;
    response.headers = {{"cache-control", "private, no-store"},
                        {"referrer-policy", "no-referrer"},
                        {"x-content-type-options", "nosniff"},
                        {"x-robots-tag", "noindex, nofollow"}};
    const auto page = path.starts_with(app::kPagePath) ? find(path.substr(app::kPagePath.size())) : nullptr;
    if (!page) {
        book_.reset();
        response.status = 503;
        response.body = "the board cannot be read right now\n";
        return response;
    }
    if (*page == nullptr) {
        response.status = 404;
        response.body = "there is no such page, or its link has ended\n";
        return response;
    }
    response.content_type = "text/html; charset=utf-8";
    response.headers.emplace_back("content-security-policy", (*page)->policy);
    response.body = (*page)->html;
    return response;
}

Result<const BoardPages::Page*> BoardPages::find(std::string_view secret) {
    const auto digest = app::digest_of_secret(secret);
    if (!digest) return nullptr;
    if (!book_) {
        auto opened = store::open_team_book(database_);
        if (!opened) return tl::unexpected(opened.error());
        book_ = std::move(*opened);
    }
    const auto now = clock_.now();
    const auto room = book_->room_of_link(*digest, now);
    if (!room) return tl::unexpected(room.error());
    if (!*room) return nullptr;
    const auto kept = pages_.find(**room);
    // A clock that went back makes a page old, too.
    if (kept != pages_.end() && now >= kept->second.made && now - kept->second.made < kFresh) return &kept->second;
    auto made = make(**room, now);
    if (!made) return tl::unexpected(made.error());
    if (kept == pages_.end() && pages_.size() >= kMostPagesKept) {
        pages_.erase(std::min_element(pages_.begin(), pages_.end(), [](const auto& a, const auto& b) { return a.second.made < b.second.made; }));
    }
    return &pages_.insert_or_assign(**room, std::move(*made)).first->second;
}

Result<BoardPages::Page> BoardPages::make(RoomId room, Instant now) {
    const auto found = book_->team(room);
    if (!found) return tl::unexpected(found.error());
    store::Team team;
    team.room = room;
    if (*found) team = **found;
    const auto page = app::team_page(*book_, team, now);
    if (!page) return tl::unexpected(page.error());
    Page made{board::render_page(*page, library_->content().catalogue), {}, now};
    made.policy = board::page_policy(made.html);
    return made;
}

}  // namespace bot::main
