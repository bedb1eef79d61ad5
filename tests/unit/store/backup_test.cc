// Owns backups and inspections beside a running server: complete, checked, and without a trace in the original.
#include <sys/wait.h>

#include <string>

#include "tests/unit/store/ledger_fixture.h"

using namespace bot;
using namespace bot::store;

namespace {

// Everything there is in a database, as text.
std::string dump(const std::string& path) {
    std::string all;
    for (const char* table : {"person", "pin", "session", "attempt", "room", "chat", "outbox", "dead_letter", "inbox", "cursor", "setting"}) {
        all += shell(path, std::string("SELECT count(*) || ' ' || coalesce((SELECT group_concat(quote(rowid_)) FROM (SELECT * , 1 AS rowid_ FROM ") + table +
                               ")), '') FROM " + table) +
               "\n";
    }
    all += shell(path, "SELECT group_concat(quote(body)) FROM session") + shell(path, "SELECT group_concat(quote(body)) FROM outbox");
    return all;
}

std::size_t files_in(const TempFolder& folder) { return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(folder.path()), {})); }

}  // namespace

TEST_CASE("a backup of a database in use is a whole database, private, and nobody notices") {
    TempFolder folder;
    const auto path = folder / "viva.db";
    const auto copy = folder / "backup/viva.db";
    const auto ledger = ledger_at(path);
    const auto seated = seat(*ledger);
    must(ledger->commit(turn_of(0, seated.session, seated.person), at(1)));
    must(ledger->write(letter(direct(), "hello")));
    const auto before = read_file(path);
    const auto log = read_file(path + "-wal");
    must(backup(path, copy));
    // The log was not copied into the file, neither by the backup nor by what it left.
    REQUIRE(read_file(path) == before);
    REQUIRE(read_file(path + "-wal") == log);
    REQUIRE(mode_of(copy) == 0600);
    REQUIRE(std::distance(std::filesystem::directory_iterator(folder / "backup"), {}) == 1);
    // What comes later is not in it, and the server goes on.
    must(ledger->commit(turn_of(1, seated.session, seated.person), at(2)));
    const auto restored = ledger_at(copy);
    REQUIRE(must(restored->load(seated.session)).session == session_after(1));
    REQUIRE(must(restored->unsent(0, 10)).size() == 1);
    REQUIRE(must(restored->attempts(seated.person, "")).size() == 1);
    REQUIRE(must(ledger->load(seated.session)).session == session_after(2));
}

TEST_CASE("a backup can be made while a batch is open, of what was committed") {
    TempFolder folder;
    const auto path = folder / "viva.db";
    const auto ledger = ledger_at(path);
    const auto batch = must(ledger->batch());
    seat(*ledger);
    must(backup(path, folder / "copy.db"));
    must(batch->commit());
    REQUIRE(shell(folder / "copy.db", "SELECT count(*) FROM session") == "0");
    REQUIRE(shell(path, "SELECT count(*) FROM session") == "1");
}

TEST_CASE("a backup of a database nobody has open holds what a killed server left in its log") {
    TempFolder folder;
    const auto path = folder / "viva.db";
    const auto child = ::fork();
    if (child == 0) {
        const auto ledger = SqliteStore::open(path, Durability::kFull);
        if (!ledger) ::_exit(1);
        if (!(*ledger)->receive(said("1"), at(0))) ::_exit(2);
        ::_exit(0);  // without closing
    }
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    REQUIRE(status == 0);
    const auto bytes = read_file(path);
    must(backup(path, folder / "copy.db"));
    REQUIRE(read_file(path) == bytes);
    REQUIRE(shell(folder / "copy.db", "SELECT count(*) FROM inbox") == "1");
    REQUIRE(dump(folder / "copy.db") == dump(path));
}

TEST_CASE("a backup never replaces a file, and leaves nothing when it cannot be made") {
    TempFolder folder;
    const auto path = folder / "viva.db";
    REQUIRE(backup(path, folder / "copy.db").error() == Error{Code::kNotFound, "there is no database " + path + " (check --db)"});
    REQUIRE(files_in(folder) == 0);
    { seat(*ledger_at(path)); }
    write_file(folder / "copy.db", "precious");
    REQUIRE(backup(path, folder / "copy.db").error() == Error{Code::kConflict, (folder / "copy.db") + " exists already (choose another name for the backup)"});
    REQUIRE(read_file(folder / "copy.db") == "precious");
    REQUIRE(backup(path, path).error().code == Code::kConflict);
    REQUIRE(backup(path, folder.path().string()).error().code == Code::kInvalidInput);
    write_file(folder / "other.db.part", "");
    REQUIRE(backup(path, folder / "other.db").error().message ==
            (folder / "other.db.part") + " is there: another backup is running, or one was cut short (remove the file then)");
    shell(folder / "stranger.db", "CREATE TABLE notes(x)");
    REQUIRE(backup(folder / "stranger.db", folder / "new.db").error().message.find("is a database of another program") != std::string::npos);
    REQUIRE_FALSE(std::filesystem::exists(folder / "new.db"));
    REQUIRE_FALSE(std::filesystem::exists(folder / "new.db.part"));
}

TEST_CASE("a damaged database is not backed up") {
    TempFolder folder;
    const auto path = folder / "viva.db";
    {
        const auto ledger = ledger_at(path);
        for (int number = 0; number < 50; ++number) seat(*ledger, direct(std::to_string(number)), std::to_string(number));
    }
    auto bytes = read_file(path);
    // A page in the middle is lost: the header and the schema are whole.
    for (std::size_t i = bytes.size() / 2 / 4096 * 4096; i < bytes.size() - 4096; ++i) bytes[i] = static_cast<char>(i * 37);
    write_file(path, bytes);
    const auto refused = backup(path, folder / "copy.db");
    REQUIRE_FALSE(refused);
    REQUIRE(refused.error().code == Code::kCorrupt);
    REQUIRE(refused.error().message.find(path) != std::string::npos);
    REQUIRE_FALSE(std::filesystem::exists(folder / "copy.db"));
    REQUIRE_FALSE(std::filesystem::exists(folder / "copy.db.part"));
    const auto seen = must(inspect(path, true));
    REQUIRE(seen.integrity != "ok");
}

TEST_CASE("an inspection tells schema, integrity and letters of a database in use") {
    TempFolder folder;
    const auto path = folder / "viva.db";
    const auto ledger = ledger_at(path);
    auto seen = must(inspect(path, true));
    REQUIRE(seen.schema == schema_version());
    REQUIRE(seen.integrity == "ok");
    REQUIRE((seen.unsent == 0 && seen.dead == 0));
    REQUIRE_FALSE(seen.oldest_unsent);
    for (int number = 3; number < 7; ++number) must(ledger->write(letter(direct(), "x", at(number))));
    must(ledger->settle({{1, Settled::How::kSent, ""}, {2, Settled::How::kDead, "x"}}, at(9)));
    const auto log = read_file(path + "-wal");
    seen = must(inspect(path, false));
    REQUIRE((seen.unsent == 2 && seen.dead == 1));
    REQUIRE(seen.oldest_unsent == at(5));
    REQUIRE(read_file(path + "-wal") == log);
    REQUIRE(inspect(folder / "none.db", false).error() == Error{Code::kNotFound, "there is no database " + (folder / "none.db") + " (check --db)"});
    REQUIRE_FALSE(std::filesystem::exists(folder / "none.db"));
}

TEST_CASE("an inspection names the schema of older and newer databases") {
    TempFolder folder;
    const auto path = folder / "viva.db";
    { ledger_at(path); }
    shell(path, "PRAGMA user_version = 7000");
    REQUIRE(must(inspect(path, true)).schema == 7000);
    shell(path, "PRAGMA user_version = 1");
    REQUIRE(must(inspect(path, true)).schema == 1);
    write_file(folder / "text", "no database at all");
    REQUIRE(inspect(folder / "text", false).error().code == Code::kInvalidInput);
}
