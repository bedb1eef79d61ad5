// Links to a room's page: who gets one, what is kept of it, when it ends.
#include "bot/app/page_link.h"
#include "tests/unit/app/team_stage.h"

using namespace chat;

namespace {

struct LinkStage : TeamStage {
    LinkStage() {
        options.public_url = "https://viva.example";
        restart();
        set_up();
    }
    // The secret in the last message.
    std::string secret() const {
        const auto said = text_of(sent.back().message);
        const auto at = said.find("https://viva.example/board/");
        REQUIRE(at != said.npos);
        return said.substr(at + 27, 32);
    }
    std::optional<RoomId> leads_to(const std::string& secret) { return ledger->teams().room_of_link(app::digest_of_secret(secret).value(), clock.at).value(); }
};

}  // namespace

TEST_CASE("who administers a group gets a link to its page, and nobody else sees it") {
    LinkStage stage;
    stage.call(stage.room, "board", "link");  // said a moment ago that anna administers
    const auto& letter = stage.sent.back();
    CHECK(letter.message.manner == Manner::kAside);
    CHECK(letter.message.person == "anna");
    CHECK(letter.place.room == "team");
    CHECK(holds(text_of(letter.message), "2023-12-15"));
    CHECK(stage.leads_to(stage.secret()).has_value());

    stage.call(Seat{"boris", "team"}, "board", "Link");
    REQUIRE(stage.sent.back().message.inquiry);
    CHECK(stage.sent.back().message.person == "boris");
    CHECK(stage.rows("SELECT count(*) FROM page_link") == 1);
    CHECK(holds(stage.vouch(false), stage.text("page_link.admins_only")));
    CHECK(stage.rows("SELECT count(*) FROM page_link") == 1);
    stage.call(Seat{"boris", "team"}, "board", "link");
    CHECK(holds(stage.vouch(true), "https://viva.example/board/"));
    CHECK(stage.sent.back().message.person == "boris");
    CHECK(stage.rows("SELECT count(*) FROM page_link") == 2);
}

TEST_CASE("both words of the order come back with the platform's answer") {
    LinkStage stage;
    stage.call(stage.room, "board", "link");
    const auto secret = stage.secret();
    stage.call(Seat{"boris", "team"}, "board", "LINK  off");
    CHECK(stage.leads_to(secret));
    CHECK(holds(stage.vouch(true), stage.text("page_link.off")));
    CHECK_FALSE(stage.leads_to(secret));
}

TEST_CASE("an order whose inquiry an older server wrote is still the daily question's") {
    LinkStage stage;
    CHECK(holds(stage.happens(stage.room, Vouched{true, "reveal 16:00", ""}), "16:00"));
}

TEST_CASE("of a link only the digest of its secret is kept, and no two are alike") {
    LinkStage stage;
    const auto unsent = stage.rows("SELECT count(*) FROM outbox");
    std::set<std::string> secrets;
    for (int i = 0; i < 3; ++i) {
        stage.call(stage.room, "board", "link");
        secrets.insert(stage.secret());
        stage.dispatcher->settle({stage.sent.back().id, store::Settled::How::kSent, "", "m1"});
        stage.dispatcher->run_until_idle();
    }
    CHECK(secrets.size() == 3);
    CHECK(stage.rows("SELECT count(*) FROM outbox") == unsent);
    CHECK(stage.rows("SELECT count(*) FROM page_link") == 3);
    for (const auto& secret : secrets) {
        CHECK(stage.leads_to(secret));
        CHECK_FALSE(stage.ledger->teams().room_of_link(secret, stage.clock.at).value());
    }
}

TEST_CASE("a link ends after its time, and all of a room's at once when they are revoked") {
    LinkStage stage;
    stage.call(stage.room, "board", "link");
    const auto first = stage.secret();
    stage.clock.at += app::kLinkLasts - 1ms;
    CHECK(stage.leads_to(first));
    stage.clock.at += 1ms;
    CHECK_FALSE(stage.leads_to(first));
    stage.call(stage.room, "board", "link");
    stage.vouch(true);
    const auto second = stage.secret();
    stage.call(stage.room, "board", "link");
    const auto third = stage.secret();
    CHECK(stage.leads_to(second));
    CHECK(stage.leads_to(third));
    stage.call(stage.room, "board", "link off");
    CHECK_FALSE(stage.leads_to(second));
    CHECK_FALSE(stage.leads_to(third));
}

TEST_CASE("without a public address, or a daily question, there is nothing to link to") {
    TeamStage stage;
    stage.set_up();
    CHECK(holds(stage.call(stage.room, "board", "link"), stage.text("page_link.nowhere")));
    stage.options.public_url = "https://viva.example";
    stage.restart();
    CHECK(holds(stage.call(TeamStage::direct("anna"), "board", "link"), stage.text("daily.never_on")));
    CHECK(stage.rows("SELECT count(*) FROM page_link") == 0);
    stage.call(TeamStage::direct("anna"), "daily", "on 09:30 Europe/Berlin tiny");
    CHECK(holds(stage.call(TeamStage::direct("anna"), "board", "link"), "https://viva.example/board/"));
    CHECK(stage.sent.back().message.manner == Manner::kPost);
}

TEST_CASE("what is no secret of ours has no digest") {
    const auto secret = app::new_page_secret().value();
    CHECK(app::digest_of_secret(secret));
    CHECK_FALSE(app::digest_of_secret(""));
    CHECK_FALSE(app::digest_of_secret(secret.substr(1)));
    CHECK_FALSE(app::digest_of_secret(secret + "0"));
    CHECK_FALSE(app::digest_of_secret(secret.substr(1) + "G"));
    CHECK_FALSE(app::digest_of_secret(secret.substr(1) + "/"));
}
