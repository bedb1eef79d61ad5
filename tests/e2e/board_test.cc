// `viva board` as who runs a server meets it, on a database that the shell has written.
#include <nlohmann/json.hpp>

#include "tests/e2e/refused.h"
#include "tests/unit/app/board_stage.h"

using namespace chat;
using tests::refused;

namespace {

tests::Finished viva_board(const std::string& database, std::vector<std::string> words = {}) {
    words.insert(words.begin(), {VIVA_BINARY_DIR "/viva", "board", "--db", database});
    return tests::run({words, "", {}, "/", 0});
}

std::string shown(const tests::Finished& done) {
    INFO(done.err);
    CHECK(done.exit_code == 0);
    return done.out;
}

// A second room, with nobody on its board.
void add_room(BoardStage& stage, const std::string& key, const std::string& title) {
    auto order = stage.event(Seat{"anna", key}, Called{"daily", "on 09:30 Europe/Berlin tiny"});
    order.room_title = title;
    stage.handle({order});
    stage.vouch(true);
}

}  // namespace

TEST_CASE("the only room's board is shown beside the server that has the database open") {
    BoardStage stage;
    const auto table = shown(viva_board(stage.database()));
    CHECK(holds(table, "The week's board"));
    CHECK(holds(table, "Name of anna"));
    CHECK(holds(table, "2023-11-13"));
    CHECK(table.find('\x1b') == table.npos);
    CHECK(holds(shown(viva_board(stage.database(), {"--month"})), "2023-11-01"));
    CHECK(holds(shown(viva_board(stage.database(), {"--all", "--pack", "go-developer"})), "Nobody is on it yet"));
    // The server still writes.
    CHECK(holds(stage.call(stage.room, "board", "all"), "Name of anna"));
}

TEST_CASE("a room is found by id, key and title; a wrong name gets the nearest") {
    BoardStage stage;
    add_room(stage, "other", "Rust team");
    const auto list = shown(viva_board(stage.database()));
    CHECK(holds(list, "Go <b>team</b>"));
    CHECK(holds(list, "Rust team"));
    CHECK(holds(list, "2023-11-16"));
    const auto id = list.substr(list.find('\n') + 1, list.find(' ', list.find('\n')) - list.find('\n') - 1);
    for (const auto& name : {id, std::string("team"), std::string("go <b>TEAM</b>")}) {
        INFO(name);
        CHECK(holds(shown(viva_board(stage.database(), {"--room", name, "--all"})), "Name of anna"));
    }
    CHECK(holds(shown(viva_board(stage.database(), {"--room", "Rust team"})), "Nobody is on it yet"));
    refused(viva_board(stage.database(), {"--room", "Rast team"}), "did you mean Rust team?");
    refused(viva_board(stage.database(), {"--room", ""}), "no room is called");
    refused(viva_board(stage.database(), {"--json"}), "choose one with --room");
    add_room(stage, "third", "Rust team");
    refused(viva_board(stage.database(), {"--room", "rust team"}), "2 rooms are called rust team");
    add_room(stage, "fourth", id);
    CHECK(holds(shown(viva_board(stage.database(), {"--room", id, "--all"})), "Name of anna"));
}

TEST_CASE("JSON and CSV are whole, and every figure is the table's") {
    BoardStage stage;
    const auto json = nlohmann::json::parse(shown(viva_board(stage.database(), {"--json", "--all"})));
    REQUIRE(json["rows"].size() == 2);
    CHECK(json["period"] == "all");
    CHECK(json["rows"][0]["name"] == "Name of anna");
    CHECK(json["rows"][0]["points"].get<int>() > json["rows"][1]["points"].get<int>());
    const auto csv = shown(viva_board(stage.database(), {"--csv", "--all"}));
    CHECK(csv.starts_with("rank,was,movement,name,points,answered,streak\r\n1,"));
    CHECK(std::count(csv.begin(), csv.end(), '\n') == 3);
}

TEST_CASE("the page is written whole in place of the old one, or to standard output") {
    BoardStage stage;
    const auto file = stage.scratch->file("board.html", "old");
    CHECK(shown(viva_board(stage.database(), {"--html", file})).empty());
    const auto page = tests::read_file(file);
    CHECK(page.starts_with("<!doctype html>"));
    CHECK(holds(page, "Name of anna"));
    CHECK(holds(page, "Go &lt;b&gt;team"));
    CHECK(shown(viva_board(stage.database(), {"--html", "-"})) == page);
    const auto nowhere = stage.scratch->path() + "/none/board.html";
    refused(viva_board(stage.database(), {"--html", nowhere}), nowhere);
    CHECK(tests::read_file(file) == page);
}

TEST_CASE("an open question's answers are in no table, JSON, CSV or page") {
    BoardStage stage;
    std::vector<std::string> all;
    for (const std::string form : {"--all", "--week", "--month", "--json", "--csv"}) all.push_back(shown(viva_board(stage.database(), {form})));
    all.push_back(shown(viva_board(stage.database(), {"--json", "--all"})));
    all.push_back(shown(viva_board(stage.database(), {"--csv", "--all"})));
    all.push_back(shown(viva_board(stage.database(), {"--html", "-"})));
    for (const auto& text : all) {
        INFO(text.substr(0, 2'000));
        CHECK(holds(text, "Name of anna"));
        CHECK_FALSE(holds(text, "carl"));
        CHECK_FALSE(holds(text, "receiver"));
    }
    const auto board = nlohmann::json::parse(all[5]);
    CHECK(board["rows"][1]["answered"] == 1);
    add_room(stage, "other", "Rust team");
    CHECK(holds(shown(viva_board(stage.database())), "     2  2023-11-16  Go"));
    // After the reveal it is there, so the above says something.
    stage.pass(std::chrono::hours{8});
    CHECK(holds(shown(viva_board(stage.database(), {"--room", "team", "--all"})), "carl"));
}

TEST_CASE("what cannot be shown is refused in one line") {
    BoardStage stage;
    refused(viva_board(stage.database(), {"--pack", "go-develper"}), "did you mean go-developer?");
    refused(viva_board(stage.database(), {"--week", "--all"}), "--all");
    refused(viva_board(stage.database(), {"--json", "--csv"}), "--csv");
    refused(viva_board(stage.database(), {"--html", "x", "--json"}), "--json");
    refused(viva_board(stage.scratch->path() + "/none.db"), "none.db");
    tests::Scratch empty;
    { REQUIRE(store::Ledger::open(empty.path() + "/empty.db").has_value()); }
    refused(viva_board(empty.path() + "/empty.db"), "no room has a board yet");
}
