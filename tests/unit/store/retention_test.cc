// Owns forgetting with time: only what is old, a bounded number at a call, and never what is still needed.
#include <chrono>
#include <string>

#include "tests/unit/store/ledger_fixture.h"

using namespace bot;
using namespace bot::store;

namespace {

Instant day(int number) { return Instant(std::chrono::hours(24 * number)); }
constexpr Duration days(int number) { return std::chrono::hours(24 * number); }
constexpr Retention kUsual{days(7), days(7), days(180)};

std::string count(const std::string& path, const std::string& table) { return shell(path, "SELECT count(*) FROM " + table); }

}  // namespace

TEST_CASE("ids of events go when they are old, at most so many at a call") {
    TempFolder folder;
    const auto path = folder / "viva.db";
    const auto ledger = ledger_at(path);
    for (int number = 0; number < 10; ++number) {
        auto event = said(std::to_string(number));
        event.alias = "alias" + std::to_string(number);
        REQUIRE(must(ledger->receive(event, day(number))));
    }
    must(ledger->bury(said("buried"), "why", day(0)));
    REQUIRE(must(ledger->forget_old(day(7), kUsual, 100)) == 0);
    // Day 0 to 3 are more than seven days ago.
    REQUIRE(must(ledger->forget_old(day(11), kUsual, 3)) == 3);
    REQUIRE(must(ledger->forget_old(day(11), kUsual, 3)) == 3);
    REQUIRE(must(ledger->forget_old(day(11), kUsual, 3)) == 3);
    REQUIRE(must(ledger->forget_old(day(11), kUsual, 3)) == 1);
    REQUIRE(must(ledger->forget_old(day(11), kUsual, 3)) == 0);
    REQUIRE(count(path, "inbox") == "6");
    REQUIRE(count(path, "inbox_alias") == "6");
    REQUIRE(count(path, "buried") == "0");
    REQUIRE_FALSE(must(ledger->receive(said("4"), day(11))));
    REQUIRE(must(ledger->receive(said("3"), day(11))));
}

TEST_CASE("sent and dead letters go, unsent ones stay") {
    TempFolder folder;
    const auto path = folder / "viva.db";
    const auto ledger = ledger_at(path);
    const auto sent = must(ledger->write(letter(direct("1"), "sent", day(0))));
    const auto dead = must(ledger->write(letter(direct("1"), "dead", day(0))));
    must(ledger->write(letter(direct("1"), "waiting", day(0))));
    must(ledger->write(letter(direct("2"), "lost", day(0))));
    must(ledger->write(letter(direct("2"), "lost lately", day(5))));
    must(ledger->settle({{sent, Settled::How::kSent, ""}, {dead, Settled::How::kDead, "x"}}, day(1)));
    must(ledger->set_reachable(must(ledger->find_room("bot:1", "2"))->id, false, "blocked"));
    REQUIRE(must(ledger->forget_old(day(8), kUsual, 100)) == 1);  // the lost one
    REQUIRE(must(ledger->forget_old(day(9), kUsual, 100)) == 2);
    REQUIRE(count(path, "sent") == "0");
    REQUIRE(count(path, "dead_letter") == "1");
    REQUIRE(must(ledger->forget_old(day(13), kUsual, 100)) == 1);  // the one lost lately
    REQUIRE(count(path, "dead_letter") == "0");
    REQUIRE(shell(path, "SELECT group_concat(json_extract(body, '$.message.blocks[0].runs[0].text')) FROM outbox") == "waiting");
}

TEST_CASE("texts of answers go, their marks stay") {
    TempFolder folder;
    const auto ledger = ledger_at(folder / "viva.db");
    const auto seated = seat(*ledger);
    for (int turn = 0; turn < 3; ++turn) {
        auto made = turn_of(turn, seated.session, seated.person);
        made.attempts.front().at = day(turn);
        must(ledger->commit(made, day(turn)));
    }
    REQUIRE(must(ledger->forget_old(day(182), kUsual, 1)) == 1);
    REQUIRE(must(ledger->forget_old(day(182), kUsual, 100)) == 1);
    REQUIRE(must(ledger->forget_old(day(182), kUsual, 100)) == 0);
    const auto attempts = must(ledger->attempts(seated.person, ""));
    for (int turn = 0; turn < 3; ++turn) {
        auto expected = attempt_of_turn(turn);
        expected.at = day(turn);
        if (turn < 2) expected.answer.clear();
        REQUIRE(attempts[static_cast<std::size_t>(turn)].attempt == expected);
    }
}

TEST_CASE("without a time nothing is ever forgotten, and nothing to forget costs no write") {
    TempFolder folder;
    const auto path = folder / "viva.db";
    const auto ledger = ledger_at(path);
    REQUIRE(must(ledger->receive(said("1"), day(0))));
    const auto sent = must(ledger->write(letter(direct(), "sent", day(0))));
    must(ledger->settle({{sent, Settled::How::kSent, ""}}, day(0)));
    const auto log = std::filesystem::file_size(path + "-wal");
    REQUIRE(must(ledger->forget_old(day(10'000), {}, 100)) == 0);
    REQUIRE(must(ledger->forget_old(day(1), kUsual, 100)) == 0);
    REQUIRE(std::filesystem::file_size(path + "-wal") == log);
    REQUIRE(count(path, "inbox") == "1");
    REQUIRE(count(path, "sent") == "1");
}
