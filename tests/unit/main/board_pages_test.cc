// The rooms' pages over HTTP: whoever has the link sees the board, everybody else the same 404; what is open shows nowhere.
#include "bot/main/board_pages.h"

#include <filesystem>

#include "bot/board/page.h"
#include "tests/unit/app/board_stage.h"

using namespace chat;
using adapters::net::HttpResponse;
using bot::main::BoardPages;

namespace {

struct PageStage : BoardStage {
    BoardPages pages{database(), content, clock};
    HttpResponse at(const std::string& secret) { return pages.answer("/board/" + secret); }
};

std::string header(const HttpResponse& response, const std::string& name) {
    const auto* value = adapters::net::only_header(response.headers, name);
    return value ? *value : "";
}

}  // namespace

TEST_CASE("a link opens the room's page under a strict policy, to be kept by nobody") {
    PageStage stage;
    const auto page = stage.at(stage.link());
    REQUIRE(page.status == 200);
    CHECK(page.content_type == "text/html; charset=utf-8");
    CHECK(holds(page.body, "Name of anna"));
    CHECK(holds(page.body, "Go &lt;b&gt;team"));
    CHECK(header(page, "content-security-policy") == board::page_policy(page.body));
    CHECK(header(page, "cache-control") == "private, no-store");
    CHECK(header(page, "x-content-type-options") == "nosniff");
    CHECK(header(page, "referrer-policy") == "no-referrer");
    CHECK(header(page, "x-robots-tag").starts_with("noindex"));
}

TEST_CASE("unknown, ended, revoked and impossible links are answered alike") {
    PageStage stage;
    const auto unknown = stage.at(std::string(32, '0'));
    REQUIRE(unknown.status == 404);
    CHECK(header(unknown, "cache-control") == "private, no-store");
    const auto same = [&](const HttpResponse& other) {
        return other.status == 404 && other.body == unknown.body && other.headers == unknown.headers && other.content_type == unknown.content_type;
    };
    const auto first = stage.link();
    REQUIRE(stage.at(first).status == 200);
    for (const auto& no_secret : {std::string(), first.substr(1), first + "0", first + "/", "../" + first, std::string("%00"), std::string(4'000, 'a')}) {
        INFO(no_secret.substr(0, 40));
        CHECK(same(stage.at(no_secret)));
    }
    CHECK(same(stage.pages.answer("/metrics")));
    // The page stands in the cache; the link does not.
    stage.call(stage.room, "board", "link off");
    CHECK(same(stage.at(first)));
    const auto second = stage.link();
    REQUIRE(stage.at(second).status == 200);
    stage.clock.at += std::chrono::hours{24 * 30};
    CHECK(same(stage.at(second)));
}

TEST_CASE("nothing of an open question is on the page, and all of it after the reveal") {
    PageStage stage;
    const auto secret = stage.link();
    const auto before = stage.at(secret).body;
    CHECK_FALSE(holds(before, "carl"));
    stage.pass(std::chrono::hours{8});
    CHECK(holds(stage.at(secret).body, "Name of carl"));
    CHECK_FALSE(holds(stage.at(secret).body, "receiver"));
}

TEST_CASE("a page is made at most once a minute, whichever link leads to it, and new ones never pile up") {
    PageStage stage;
    const auto secret = stage.link();
    const auto other = stage.link();
    const auto first = stage.at(secret).body;
    stage.call(stage.room, "board", "hide");
    CHECK(stage.at(other).body == first);
    stage.clock.at += BoardPages::kFresh - 1ms;
    CHECK(stage.at(secret).body == first);
    stage.clock.at += 1ms;
    CHECK_FALSE(holds(stage.at(secret).body, "Name of anna"));
}

TEST_CASE("a database that cannot be read is told as such, and read again when it can be") {
    PageStage stage;
    const auto secret = stage.link();
    BoardPages early{stage.scratch->path() + "/later.db", stage.content, stage.clock};
    CHECK(early.answer("/board/" + secret).status == 503);
    CHECK(early.answer("/board/nothing").status == 404);
    stage.dispatcher.reset();
    stage.reception.reset();
    stage.ledger.reset();
    std::filesystem::rename(stage.database(), stage.scratch->path() + "/later.db");
    CHECK(early.answer("/board/" + secret).status == 200);
}
