// Owns the rooms' pages over HTTP: who has a link's secret sees the room's board, everybody else the same 404.
// Must not log a secret, write to the database, or be used from several threads: it lives on the HTTP server's.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "adapters/net/http_message.h"
#include "bot/app/library.h"
#include "bot/app/ports.h"
#include "bot/store/team_book.h"

namespace bot::main {

class BoardPages {
   public:
    static constexpr Duration kFresh{60'000};  // for as long a page is shown as it was made; a link that is revoked ends at once
    static constexpr std::size_t kMostPagesKept = 32;

    // database: settled. It is opened, to be read only, with the first request.
    BoardPages(std::string database, std::shared_ptr<const app::Library> library, app::Clock& clock);

    // path: the request's, app::kPagePath and what follows.
    adapters::net::HttpResponse answer(std::string_view path);

   private:
    struct Page {
        std::string html;
        std::string policy;
        Instant made{};
    };
    Result<const Page*> find(std::string_view secret);  // null: the secret leads nowhere
    Result<Page> make(RoomId room, Instant now);

    std::string database_;
    std::shared_ptr<const app::Library> library_;
    app::Clock& clock_;
    std::unique_ptr<store::TeamBook> book_;
    std::map<RoomId, Page> pages_;
};

}  // namespace bot::main
