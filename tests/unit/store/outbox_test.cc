// Owns letters: written once, in order, until they are sent or given up.
#include <string>

#include "tests/unit/store/ledger_fixture.h"

using namespace bot;
using namespace bot::store;

namespace {

std::vector<std::string> texts(const std::vector<Letter>& letters) {
    std::vector<std::string> texts;
    for (const auto& letter : letters) texts.push_back(text_of(letter));
    return texts;
}
using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("a letter comes back as it was written") {
    TempFolder folder;
    auto ledger = ledger_at(folder / "viva.db");
    Letter written;
    written.place = {"bot:1", "-1", "topic"};
    written.kind = RoomKind::kGroup;
    written.handle = "press";
    written.reply_to = "77";
    written.message = message("hello \"there\"\n");
    written.message.choices = {{"hint", "Hint", "1:hint:a:1"}};
    written.message.file = Attachment{"all.json", std::string("\0\xff", 2)};
    written.written = at(3);
    written.part = 2;
    written.tries = 4;
    written.id = must(ledger->write(written));
    ledger.reset();
    ledger = ledger_at(folder / "viva.db");
    const auto letters = must(ledger->unsent(0, 10));
    REQUIRE(letters.size() == 1);
    const auto& back = letters.front();
    REQUIRE(back.id == written.id);
    REQUIRE(back.place == written.place);
    REQUIRE(back.kind == written.kind);
    REQUIRE(back.handle == written.handle);
    REQUIRE(back.reply_to == written.reply_to);
    REQUIRE(back.message == written.message);
    REQUIRE(back.written == written.written);
    REQUIRE(back.part == written.part);
    REQUIRE(back.tries == written.tries);
}

TEST_CASE("letters come in the order of writing, page by page") {
    TempFolder folder;
    const auto ledger = ledger_at(folder / "viva.db");
    for (const char* text : {"1", "2", "3", "4", "5"}) must(ledger->write(letter(direct(), text)));
    auto page = must(ledger->unsent(0, 2));
    REQUIRE(texts(page) == Texts{"1", "2"});
    page = must(ledger->unsent(page.back().id, 2));
    REQUIRE(texts(page) == Texts{"3", "4"});
    page = must(ledger->unsent(page.back().id, 2));
    REQUIRE(texts(page) == Texts{"5"});
    REQUIRE(must(ledger->unsent(page.back().id, 2)).empty());
    REQUIRE(must(ledger->count_unsent()) == 5);
}

TEST_CASE("what became of letters is kept in one call") {
    TempFolder folder;
    const auto path = folder / "viva.db";
    const auto ledger = ledger_at(path);
    std::vector<std::int64_t> ids;
    for (const char* text : {"sent", "part", "later", "dead"}) ids.push_back(must(ledger->write(letter(direct(), text, at(1)))));
    using How = Settled::How;
    must(ledger->settle({{ids[0], How::kSent, ""}, {ids[1], How::kPartSent, ""}, {ids[2], How::kTriedAgainLater, "offline"}, {ids[3], How::kDead, "refused"}},
                        at(9)));
    auto left = must(ledger->unsent(0, 10));
    REQUIRE(texts(left) == Texts{"part", "later"});
    REQUIRE((left[0].part == 1 && left[0].tries == 0));
    REQUIRE((left[1].part == 0 && left[1].tries == 1));
    REQUIRE(shell(path, "SELECT reason FROM outbox WHERE tries = 1") == "offline");
    REQUIRE(shell(path, "SELECT letter || ' ' || at FROM sent") == "1 540000");
    REQUIRE(shell(path,
                  "SELECT id || ' ' || written || ' ' || at || ' ' || reason || ' ' || json_extract(body, '$.message.blocks[0].runs[0].text') "
                  "FROM dead_letter") == "4 60000 540000 refused dead");
    // Settled twice, or not there at all: nothing happens.
    must(ledger->settle({{ids[0], How::kSent, ""}, {ids[0], How::kDead, "x"}, {ids[3], How::kSent, ""}, {99, How::kDead, "x"}, {99, How::kPartSent, ""}},
                        at(9)));
    REQUIRE(shell(path, "SELECT (SELECT count(*) FROM sent) || (SELECT count(*) FROM dead_letter) || (SELECT count(*) FROM outbox)") == "112");
    must(ledger->settle({}, at(9)));
    must(ledger->settle({{ids[1], How::kPartSent, ""}, {ids[1], How::kSent, ""}, {ids[2], How::kSent, ""}}, at(9)));
    REQUIRE(must(ledger->count_unsent()) == 0);
    REQUIRE(shell(path, "SELECT count(*) FROM sent") == "3");
}

TEST_CASE("a letter's number is never given again, also when all were sent") {
    TempFolder folder;
    auto ledger = ledger_at(folder / "viva.db");
    const auto first = must(ledger->write(letter(direct(), "1")));
    must(ledger->settle({{first, Settled::How::kSent, ""}}, at(1)));
    ledger.reset();
    ledger = ledger_at(folder / "viva.db");
    REQUIRE(must(ledger->write(letter(direct(), "2"))) > first);
}

TEST_CASE("a letter to a room nobody has seen makes the room") {
    TempFolder folder;
    const auto ledger = ledger_at(folder / "viva.db");
    auto first = letter({"bot:1", "-5", "t"}, "hello");
    first.kind = RoomKind::kGroup;
    must(ledger->write(first));
    REQUIRE(must(ledger->find_room("bot:1", "-5"))->kind == RoomKind::kGroup);
    REQUIRE(must(ledger->unsent(0, 1)).front().place == first.place);
}

TEST_CASE("a letter that cannot be read is given up and stands in nobody's way") {
    TempFolder folder;
    const auto path = folder / "viva.db";
    const auto ledger = ledger_at(path);
    for (const char* text : {"1", "2", "3", "4"}) must(ledger->write(letter(direct(), text)));
    shell(path, "UPDATE outbox SET body = '{}' WHERE id IN (1, 2, 4)");
    REQUIRE(texts(must(ledger->unsent(0, 2))) == Texts{"3"});
    REQUIRE(must(ledger->unsent(3, 2)).empty());
    REQUIRE(must(ledger->count_unsent()) == 1);
    REQUIRE(shell(path, "SELECT count(*) || reason FROM dead_letter") == "3the stored message cannot be read: not one of format 1");
}

TEST_CASE("a message that is too long to be read again is refused") {
    TempFolder folder;
    const auto ledger = ledger_at(folder / "viva.db");
    auto long_letter = letter(direct(), "x");
    long_letter.message.file = Attachment{"all.json", std::string(1024 * 1024, '\xff')};
    must(ledger->write(long_letter));
    REQUIRE(must(ledger->unsent(0, 1)).front().message == long_letter.message);
    long_letter.message.file->bytes.assign(3'000'000, '\xff');
    const auto refused = ledger->write(long_letter);
    REQUIRE_FALSE(refused);
    REQUIRE(refused.error().code == Code::kInvalidInput);
}

TEST_CASE("what is unsent to a room that cannot be reached any more is dead, and does not come behind newer letters") {
    TempFolder folder;
    const auto ledger = ledger_at(folder / "viva.db");
    must(ledger->write(letter(direct("1"), "before")));
    must(ledger->write(letter(direct("2"), "for another")));
    const auto room = must(ledger->find_room("bot:1", "1"))->id;
    must(ledger->set_reachable(room, false, "blocked"));
    REQUIRE(texts(must(ledger->unsent(0, 10))) == Texts{"for another"});
    REQUIRE(shell(folder / "viva.db", "SELECT id || ' ' || reason FROM dead_letter") == "1 blocked");
    must(ledger->set_reachable(room, true, ""));
    must(ledger->write(letter(direct("1"), "after")));
    REQUIRE(texts(must(ledger->unsent(0, 10))) == Texts{"for another", "after"});
}
