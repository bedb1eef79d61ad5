// Owns the team book read beside the server that writes it.
#include <sys/stat.h>

#include <filesystem>

#include "bot/store/schema.h"
#include "tests/unit/store/team_fixture.h"

using namespace bot;
using namespace bot::store;

TEST_CASE("a board is read beside a server, with what it wrote meanwhile, and nothing is written") {
    TeamStage stage;
    const auto ann = stage.person("Ann");
    must(stage.book->set_team(some_team(stage.room)));
    stage.answered(stage.posted(stage.room, 1, "go/a"), ann, 50);
    const auto log = read_file(stage.path + "-wal");
    const auto files = std::distance(std::filesystem::directory_iterator(stage.folder.path()), {});
    {
        const auto batch = must(stage.ledger->batch());
        stage.answered(stage.posted(stage.room, 2, "go/b"), ann, 60);
        const auto beside = must(open_team_book(stage.path));
        REQUIRE(must(beside->team(stage.room)) == some_team(stage.room));
        REQUIRE(must(beside->entries(stage.room)).size() == 1);
        REQUIRE(must(beside->teams()) == std::vector{stage.room});
        REQUIRE(must(beside->title_of(stage.room)) == "Team -1");
        REQUIRE(read_file(stage.path + "-wal") == log);
        must(batch->commit());
        REQUIRE(must(beside->entries(stage.room)).size() == 2);
        for (const auto& refused : {beside->set_team(some_team(stage.room)), beside->set_hidden(stage.room, ann, true), beside->silence_team(stage.room)})
            REQUIRE(refused.error().code == Code::kDenied);
        REQUIRE(beside->put_slot(DailySlot{{}, stage.room, {day(9), daily::Outcome::kHoliday, at(1)}, "", 0, 0, "", {}, {}, {}}).error().code == Code::kDenied);
    }
    REQUIRE(std::distance(std::filesystem::directory_iterator(stage.folder.path()), {}) == files);
    REQUIRE(must(stage.book->hidden(stage.room)).empty());
    // The server is gone: what it left is read all the same.
    stage.ledger.reset();
    REQUIRE(must(must(open_team_book(stage.path))->entries(stage.room)).size() == 2);
    REQUIRE_FALSE(std::filesystem::exists(stage.path + ".lock/"));
}

TEST_CASE("a team book of no database, another program's, an older or a newer one is refused in one line") {
    TempFolder folder;
    const auto path = folder / "viva.db";
    REQUIRE(open_team_book(path).error() == Error{Code::kNotFound, "there is no database " + path + " (check --db)"});
    REQUIRE_FALSE(std::filesystem::exists(path));
    shell(path, "CREATE TABLE notes(x)");
    REQUIRE(open_team_book(path).error().code == Code::kInvalidInput);
    std::filesystem::remove(path);
    { ledger_at(path); }
    shell(path, "PRAGMA user_version = 7000");
    REQUIRE(open_team_book(path).error() ==
            Error{Code::kInvalidInput, path + " was written by a newer viva (schema 7000, this one knows " + std::to_string(schema_version()) +
                                           "): update viva, or choose another file with --db"});
    shell(path, "PRAGMA user_version = 2");
    const auto bytes = read_file(path);
    REQUIRE(open_team_book(path).error() ==
            Error{Code::kInvalidInput, path + " was written by an older viva (schema 2, this one needs " + std::to_string(schema_version()) +
                                           "): start viva serve on it once, or choose another file with --db"});
    REQUIRE(read_file(path) == bytes);
}
