// Owns what is remembered of events: that they came, by either of their keys, and the whole of one that could not be handled.
#include <string>

#include "tests/unit/store/ledger_fixture.h"

using namespace bot;
using namespace bot::store;

TEST_CASE("an event is taken in once, also after a restart") {
    TempFolder folder;
    const auto path = folder / "viva.db";
    {
        const auto ledger = ledger_at(path);
        REQUIRE(must(ledger->receive(said("1"), at(0))));
        REQUIRE_FALSE(must(ledger->receive(said("1", "another text"), at(1))));
    }
    const auto ledger = ledger_at(path);
    REQUIRE_FALSE(must(ledger->receive(said("1"), at(2))));
    auto other = said("1");
    other.place.account = "bot:2";
    REQUIRE(must(ledger->receive(other, at(2))));
    REQUIRE(must(ledger->receive(said("2"), at(2))));
    REQUIRE(shell(path, "SELECT count(*) FROM inbox") == "3");
}

TEST_CASE("one message under two ids is taken in once, whichever comes first") {
    TempFolder folder;
    const auto path = folder / "viva.db";
    const auto ledger = ledger_at(path);
    const auto event = [](std::string id, std::string alias) {
        auto inbound = said(std::move(id));
        inbound.alias = std::move(alias);
        return inbound;
    };
    REQUIRE(must(ledger->receive(event("a1", "room:7"), at(0))));
    REQUIRE_FALSE(must(ledger->receive(event("a2", "room:7"), at(0))));
    REQUIRE_FALSE(must(ledger->receive(event("a1", "room:7"), at(0))));
    // The same id again, under an alias it did not have before.
    REQUIRE_FALSE(must(ledger->receive(event("a1", "room:8"), at(0))));
    REQUIRE(must(ledger->receive(event("a3", "room:9"), at(0))));
    // An alias is no event of its own.
    REQUIRE(must(ledger->receive(event("room:7", ""), at(0))));
    REQUIRE(shell(path, "SELECT count(*) FROM inbox") == "3");
}

TEST_CASE("nothing of a person or their text stays with an event that was handled") {
    TempFolder folder;
    const auto path = folder / "viva.db";
    {
        const auto ledger = ledger_at(path);
        auto event = said("1", "a secret answer");
        event.author.name = "Annabel Secret";
        event.alias = "alias";
        REQUIRE(must(ledger->receive(event, at(0))));
    }
    REQUIRE(read_file(path).find("ecret") == std::string::npos);
}

TEST_CASE("an event that could not be handled is kept whole and counts as taken in") {
    TempFolder folder;
    const auto path = folder / "viva.db";
    const auto ledger = ledger_at(path);
    auto event = said("1", std::string("bytes \xff\0 and \"quotes\"", 21));
    event.alias = "other";
    must(ledger->bury(event, "the session cannot be read", at(5)));
    REQUIRE_FALSE(must(ledger->receive(event, at(6))));
    REQUIRE(shell(path, "SELECT account || ' ' || event || ' ' || user_key || ' ' || at || ' ' || reason FROM buried") ==
            "bot:1 1 100 300000 the session cannot be read");
    REQUIRE(shell(path, "SELECT json_extract(body, '$.event.author.name') FROM buried") == "Ann");
    REQUIRE(shell(path, "SELECT json_extract(body, '$.event.said.text.hex') FROM buried") == "627974657320ff0020616e64202271756f74657322");
    // Once more, after it was received, with another reason.
    must(ledger->bury(event, "again", at(7)));
    REQUIRE(shell(path, "SELECT count(*) || reason FROM buried") == "1again");
    REQUIRE(shell(path, "SELECT count(*) FROM inbox") == "1");
}

TEST_CASE("every kind of event can be buried under its name") {
    TempFolder folder;
    const auto path = folder / "viva.db";
    const auto ledger = ledger_at(path);
    const std::vector<std::pair<std::string, decltype(Inbound::what)>> kinds{
        {R"({"text":"x","addressed":false,"more_follows":true})", Said{"x", false, true}},
        {R"({"command":"round","rest":"go 5"})", Called{"round", "go 5"}},
        {R"({"data":"1:hint:a:1","handle":"h"})", Pressed{"1:hint:a:1", "h"}},
        {R"({"what":"voice"})", Unreadable{"voice"}},
        {R"({"addressed":false})", Edited{false}},
        {"{}", Joined{}},
        {"{}", Left{}},
        {"{}", Returned{}},
        {R"({"to":"-200"})", Moved{"-200"}},
    };
    const std::vector<std::string> names{"said", "called", "pressed", "unreadable", "edited", "joined", "left", "returned", "moved"};
    for (std::size_t i = 0; i < kinds.size(); ++i) {
        CAPTURE(names[i]);
        auto event = said(std::to_string(i));
        event.what = kinds[i].second;
        must(ledger->bury(event, "why", at(0)));
        REQUIRE(shell(path, "SELECT json_extract(body, '$.event." + names[i] + "') FROM buried WHERE event = '" + std::to_string(i) + "'") == kinds[i].first);
    }
}

TEST_CASE("a cursor is kept for each account and written only when it changes") {
    TempFolder folder;
    const auto path = folder / "viva.db";
    const auto ledger = ledger_at(path);
    REQUIRE(must(ledger->cursor("bot:1")) == std::nullopt);
    must(ledger->set_cursor("bot:1", "5"));
    must(ledger->set_cursor("bot:2", ""));
    must(ledger->set_cursor("bot:1", "6"));
    REQUIRE(must(ledger->cursor("bot:1")) == "6");
    REQUIRE(must(ledger->cursor("bot:2")) == "");
    must(ledger->set_cursor("bot:1", "6"));
    REQUIRE(ledger->connection().changed() == 0);
    // Whether it went forth or back is the platform's business.
    must(ledger->set_cursor("bot:1", "4"));
    REQUIRE(must(ledger->cursor("bot:1")) == "4");
}
