// Owns what may be opened: a new file, an older one, and one clear line for everything else. A stranger's file is never changed.
#include <sys/wait.h>

#include <string>

#include "bot/store/connection.h"
#include "bot/store/schema.h"
#include "bot/store/transaction.h"
#include "tests/support/catch.h"
#include "tests/unit/store/fixture.h"

using namespace bot;
using namespace bot::store;

namespace {

Error refusal(const std::string& path) {
    const auto store = Store::open(path);
    REQUIRE_FALSE(store);
    REQUIRE(store.error().message.find('\n') == std::string::npos);
    return store.error();
}

void make(const std::string& path) {
    const auto store = Store::open(path);
    if (!store) FAIL(store.error().message);
}

}  // namespace

TEST_CASE("a new database is private, marked, and leaves nothing beside it when closed") {
    TempFolder folder;
    const auto path = folder / "state/viva/console.db";
    {
        const auto store = Store::open(path);
        REQUIRE(store);
        REQUIRE((*store)->person("console", "local", "Ann", at(0)));
        REQUIRE(mode_of(folder / "state") == 0700);
        REQUIRE(mode_of(folder / "state/viva") == 0700);
        REQUIRE(mode_of(path) == 0600);
        REQUIRE(mode_of(path + "-wal") == 0600);
        REQUIRE(mode_of(path + ".lock") == 0600);
    }
    REQUIRE(std::distance(std::filesystem::directory_iterator(folder / "state/viva"), {}) == 1);
    REQUIRE(read_file(path).substr(68, 4) == "Viva");
    REQUIRE(shell(path, "PRAGMA user_version") == std::to_string(schema_version()));
    REQUIRE(shell(path, "PRAGMA journal_mode") == "wal");
    REQUIRE(shell(path, "PRAGMA foreign_key_check") == "");
    REQUIRE(shell(path, "PRAGMA integrity_check") == "ok");
    REQUIRE(shell(path,
                  "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND sql NOT LIKE '%STRICT' AND sql NOT LIKE '%STRICT, "
                  "WITHOUT ROWID'") == "0");
}

TEST_CASE("an existing folder keeps its mode") {
    TempFolder folder;
    std::filesystem::create_directory(folder / "shared");
    REQUIRE(::chmod((folder / "shared").c_str(), 0755) == 0);
    make(folder / "shared/viva.db");
    REQUIRE(mode_of(folder / "shared") == 0755);
}

TEST_CASE("the connection is set up as the promise needs it") {
    TempFolder folder;
    write_file(folder / "viva.db", "");
    const auto connection = Connection::open(folder / "viva.db", std::chrono::milliseconds(0));
    REQUIRE(connection);
    auto& open = **connection;
    REQUIRE(prepare(open, Durability::kNormal));
    REQUIRE(open.number("PRAGMA synchronous") == 1);
    REQUIRE(prepare(open, Durability::kFull));
    REQUIRE(open.number("PRAGMA synchronous") == 2);
    REQUIRE(open.number("PRAGMA foreign_keys") == 1);
    REQUIRE(open.number("PRAGMA trusted_schema") == 0);
    REQUIRE(open.number("PRAGMA mmap_size") == 0);
    REQUIRE(open.number("PRAGMA cell_size_check") == 1);
    REQUIRE(open.number("PRAGMA secure_delete") == 2);
    REQUIRE(open.number("PRAGMA wal_autocheckpoint") == 1000);
    REQUIRE_FALSE(open.run("SELECT \"not a column\""));
    REQUIRE_FALSE(open.run("UPDATE sqlite_schema SET sql = ''"));
}

TEST_CASE("an empty file becomes a database") {
    TempFolder folder;
    write_file(folder / "viva.db", "");
    make(folder / "viva.db");
    make(folder / "viva.db");
}

TEST_CASE("a first start that was killed before its tables were there is taken up") {
    TempFolder folder;
    shell(folder / "viva.db", "CREATE TABLE gone(x); DROP TABLE gone");
    make(folder / "viva.db");
}

TEST_CASE("a failing migration leaves the file as it was") {
    TempFolder folder;
    const auto path = folder / "viva.db";
    write_file(path, "");
    const auto connection = Connection::open(path, std::chrono::milliseconds(0));
    REQUIRE(connection);
    // A limit on the file's size stands for a disk that is full half-way.
    REQUIRE((*connection)->script("PRAGMA max_page_count = 4"));
    const auto prepared = prepare(**connection, Durability::kFull);
    REQUIRE_FALSE(prepared);
    REQUIRE(prepared.error() == Error{Code::kUnavailable, "cannot write " + path + ": the disk is full (free some space and try again)"});
    REQUIRE((*connection)->number("SELECT count(*) FROM sqlite_schema") == 0);
    REQUIRE((*connection)->number("PRAGMA application_id") == 0);
    REQUIRE((*connection)->script("PRAGMA max_page_count = 4000"));
    REQUIRE(prepare(**connection, Durability::kFull));
    REQUIRE((*connection)->number("PRAGMA user_version") == schema_version());
}

TEST_CASE("another program's file is refused and not changed by a byte") {
    TempFolder folder;
    const auto path = folder / "other.db";
    const Error expected{Code::kInvalidInput, path + " is a database of another program (viva leaves it alone; choose another file with --db)"};
    const auto unchanged = [&](const char* sql) {
        CAPTURE(sql);
        std::filesystem::remove(path);
        shell(path, sql);
        const auto before = read_file(path);
        REQUIRE(refusal(path) == expected);
        REQUIRE(read_file(path) == before);
        REQUIRE(std::distance(std::filesystem::directory_iterator(folder.path()), {}) == 1);
    };
    unchanged("CREATE TABLE notes(x)");
    unchanged("PRAGMA journal_mode = WAL; CREATE TABLE notes(x)");
    unchanged("PRAGMA application_id = 1196444487; CREATE TABLE notes(x)");
    unchanged("PRAGMA application_id = -2; CREATE TABLE notes(x)");
    unchanged("PRAGMA user_version = 3");
    unchanged("CREATE TABLE person(id INTEGER PRIMARY KEY); CREATE TABLE session(id INTEGER PRIMARY KEY)");
}

TEST_CASE("a log that another program left beside its file is not touched") {
    TempFolder folder;
    const auto path = folder / "other.db";
    shell(path, "PRAGMA journal_mode = WAL; CREATE TABLE notes(x)");
    sqlite3* other = nullptr;
    REQUIRE(sqlite3_open(path.c_str(), &other) == SQLITE_OK);
    REQUIRE(sqlite3_exec(other, "INSERT INTO notes VALUES(1)", nullptr, nullptr, nullptr) == SQLITE_OK);
    std::filesystem::copy_file(path, folder / "copy.db");
    std::filesystem::copy_file(path + "-wal", folder / "copy.db-wal");
    sqlite3_close(other);
    const auto before = read_file(folder / "copy.db");
    const auto log = read_file(folder / "copy.db-wal");
    REQUIRE(log.size() > 0);
    REQUIRE(refusal(folder / "copy.db").code == Code::kInvalidInput);
    REQUIRE(read_file(folder / "copy.db") == before);
    REQUIRE(read_file(folder / "copy.db-wal") == log);
}

TEST_CASE("a journal that another program's crash left beside its file is not rolled back by us") {
    TempFolder folder;
    const auto path = folder / "other.db";
    const auto mark = GENERATE(std::string("0"), std::string("1196444487"));
    CAPTURE(mark);
    shell(path, "PRAGMA application_id = " + mark + "; CREATE TABLE notes(x); INSERT INTO notes VALUES(randomblob(20000))");
    sqlite3* other = nullptr;
    REQUIRE(sqlite3_open(path.c_str(), &other) == SQLITE_OK);
    // A cache of a page makes SQLite write into the file, and first into the journal, before the commit; a copy made now is what a crash leaves.
    REQUIRE(sqlite3_exec(other, "PRAGMA cache_size = 1; BEGIN; UPDATE notes SET x = randomblob(60000)", nullptr, nullptr, nullptr) == SQLITE_OK);
    std::filesystem::copy_file(path, folder / "copy.db");
    std::filesystem::copy_file(path + "-journal", folder / "copy.db-journal");
    sqlite3_close(other);
    const auto before = read_file(folder / "copy.db");
    const auto journal = read_file(folder / "copy.db-journal");
    REQUIRE(journal.size() > 512);
    REQUIRE(refusal(folder / "copy.db") ==
            Error{Code::kInvalidInput, (folder / "copy.db") + " is a database of another program (viva leaves it alone; choose another file with --db)"});
    REQUIRE(read_file(folder / "copy.db") == before);
    REQUIRE(read_file(folder / "copy.db-journal") == journal);
    // The journal was worth something: its owner's next look changes the file.
    shell(folder / "copy.db", "SELECT count(*) FROM notes");
    REQUIRE_FALSE(std::filesystem::exists(folder / "copy.db-journal"));
    REQUIRE(read_file(folder / "copy.db") != before);
}

TEST_CASE("our own file with a journal that a crash left beside it is mended") {
    TempFolder folder;
    const auto path = folder / "viva.db";
    make(path);
    shell(path, "PRAGMA journal_mode = DELETE");
    sqlite3* crashed = nullptr;
    REQUIRE(sqlite3_open(path.c_str(), &crashed) == SQLITE_OK);
    REQUIRE(sqlite3_exec(crashed, "PRAGMA cache_size = 1; BEGIN; CREATE TABLE half(x); INSERT INTO half VALUES(randomblob(60000))", nullptr, nullptr,
                         nullptr) == SQLITE_OK);
    std::filesystem::copy_file(path, folder / "copy.db");
    std::filesystem::copy_file(path + "-journal", folder / "copy.db-journal");
    sqlite3_close(crashed);
    make(folder / "copy.db");
    REQUIRE(shell(folder / "copy.db", "SELECT count(*) FROM sqlite_schema WHERE name = 'half'") == "0");
    REQUIRE(shell(folder / "copy.db", "PRAGMA integrity_check") == "ok");
}

TEST_CASE("a newer program's database is refused by its number and not changed") {
    TempFolder folder;
    const auto path = folder / "viva.db";
    make(path);
    shell(path, "PRAGMA user_version = 7000");
    const auto before = read_file(path);
    const Error expected{Code::kInvalidInput,
                         path + " was written by a newer viva (schema 7000, this one knows 4): update viva, or choose another file with --db"};
    REQUIRE(refusal(path) == expected);
    REQUIRE(read_file(path) == before);
}

TEST_CASE("a file that is no database is refused") {
    TempFolder folder;
    const auto path = folder / "notes.txt";
    const Error expected{Code::kInvalidInput, path + " is not a database (choose another file with --db)"};
    for (const std::string& text : {std::string("x"), std::string("remember the milk\n"), std::string(5000, '\0'), std::string("SQLite format 3\0", 16)}) {
        write_file(path, text);
        REQUIRE(refusal(path) == expected);
        REQUIRE(read_file(path) == text);
    }
    // The right first bytes and nothing right after them.
    write_file(path, std::string("SQLite format 3\0", 16) + std::string(4080, 'x'));
    REQUIRE(refusal(path).code == Code::kInvalidInput);
    write_file(path, std::string("SQLite format 3\0", 16) + std::string(4080, '\0'));
    REQUIRE(refusal(path).code != Code::kNotFound);
}

TEST_CASE("a damaged database is called damaged and kept") {
    TempFolder folder;
    const auto path = folder / "viva.db";
    make(path);
    auto bytes = read_file(path);
    for (std::size_t i = 100; i < bytes.size(); ++i) bytes[i] = static_cast<char>(i * 37);
    write_file(path, bytes);
    const auto error = refusal(path);
    REQUIRE(error.code == Code::kCorrupt);
    REQUIRE(error.message.find("is damaged") != std::string::npos);
    REQUIRE(read_file(path) == bytes);
    make(folder / "second.db");
    shell(folder / "second.db", "PRAGMA user_version = 0");
    REQUIRE(refusal(folder / "second.db").code == Code::kCorrupt);
}

TEST_CASE("a folder, a pipe, a device and no name at all are refused") {
    TempFolder folder;
    REQUIRE(refusal(folder.path().string()) ==
            Error{Code::kInvalidInput, folder.path().string() + " is a folder, not a database (name a file in it with --db)"});
    REQUIRE(refusal((folder.path() / "").string()).code == Code::kInvalidInput);
    REQUIRE(::mkfifo((folder / "pipe").c_str(), 0600) == 0);
    REQUIRE(refusal(folder / "pipe").message == (folder / "pipe") + " is not a regular file (choose another with --db)");
    REQUIRE(refusal("/dev/null").message == "/dev/null is not a regular file (choose another with --db)");
    REQUIRE(refusal("").message == "the database has no file name (give one with --db)");
    REQUIRE(refusal(std::string("a\0b", 3)).code == Code::kInvalidInput);
    REQUIRE(std::distance(std::filesystem::directory_iterator(folder.path()), {}) == 1);
}

TEST_CASE("a path through a file, into the kernel's folders or too long is refused") {
    TempFolder folder;
    write_file(folder / "file", "x");
    REQUIRE(refusal(folder / "file/viva.db").code == Code::kInvalidInput);
    REQUIRE(refusal("/proc/viva/viva.db").message.find("cannot create the folder /proc/viva: ") == 0);
    REQUIRE(refusal("/proc/viva.db").message.find("cannot create the lock file /proc/viva.db.lock: ") == 0);
    REQUIRE(refusal(folder / std::string(300, 'x')).code == Code::kInvalidInput);
}

TEST_CASE("without permission the folder or file is named") {
    TempFolder folder;
    REQUIRE(::chmod(folder.path().c_str(), 0755) == 0);
    const auto path = folder / "viva.db";
    make(path);
    {
        const AsNobody nobody;
        REQUIRE(refusal(folder / "new.db") ==
                Error{Code::kDenied, "cannot create the lock file " + (folder / "new.db") +
                                         ".lock: Permission denied (check its owner and mode, or choose another file with --db)"});
        REQUIRE(refusal(folder / "sub/new.db").message.find("cannot create the folder " + (folder / "sub") + ": Permission denied") == 0);
    }
    REQUIRE(::chmod(folder.path().c_str(), 0777) == 0);
    {
        const AsNobody nobody;
        REQUIRE(refusal(path) ==
                Error{Code::kDenied, "cannot open " + path + ": Permission denied (check its owner and mode, or choose another file with --db)"});
    }
    REQUIRE(::chmod(path.c_str(), 0444) == 0);
    {
        const AsNobody nobody;
        REQUIRE(refusal(path).code == Code::kDenied);
    }
    REQUIRE(::chmod(path.c_str(), 0600) == 0);
    make(path);
}

TEST_CASE("a second opener is told who has the database and leaves it alone") {
    TempFolder folder;
    const auto path = folder / "viva.db";
    int pipe_to_parent[2];
    int pipe_to_child[2];
    REQUIRE(::pipe(pipe_to_parent) == 0);
    REQUIRE(::pipe(pipe_to_child) == 0);
    const auto child = ::fork();
    if (child == 0) {
        {
            const auto store = Store::open(path);
            char byte = store ? '+' : '-';
            if (::write(pipe_to_parent[1], &byte, 1) != 1 || ::read(pipe_to_child[0], &byte, 1) != 1) ::_exit(3);
        }
        ::_exit(0);
    }
    char byte = 0;
    REQUIRE(::read(pipe_to_parent[0], &byte, 1) == 1);
    REQUIRE(byte == '+');
    const Error expected{Code::kConflict, path + " is in use by process " + std::to_string(child) + " (stop it, or choose another file with --db)"};
    REQUIRE(refusal(path) == expected);
    // Another spelling and a link are the same file.
    REQUIRE(refusal(folder.path().string() + "/./viva.db") == expected);
    std::filesystem::create_symlink(path, folder / "link.db");
    REQUIRE(refusal(folder / "link.db") == expected);
    REQUIRE(::write(pipe_to_child[1], "x", 1) == 1);
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    REQUIRE(status == 0);
    make(path);
    for (const int end : {pipe_to_parent[0], pipe_to_parent[1], pipe_to_child[0], pipe_to_child[1]}) ::close(end);
}

TEST_CASE("a lock file left by a killed process does not lock anybody out") {
    TempFolder folder;
    write_file(folder / "viva.db.lock", "4194303\n");
    make(folder / "viva.db");
    REQUIRE_FALSE(std::filesystem::exists(folder / "viva.db.lock"));
}

TEST_CASE("another program's write lock makes the store busy, not broken") {
    TempFolder folder;
    const auto path = folder / "viva.db";
    make(path);
    sqlite3* other = nullptr;
    REQUIRE(sqlite3_open(path.c_str(), &other) == SQLITE_OK);
    REQUIRE(sqlite3_exec(other, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr) == SQLITE_OK);
    const auto connection = Connection::open(path, std::chrono::milliseconds(0));
    REQUIRE(connection);
    const auto busy = Transaction::begin(**connection);
    REQUIRE_FALSE(busy);
    REQUIRE(busy.error() == Error{Code::kUnavailable, path + " is busy: another program is writing to it (close that program and try again)"});
    REQUIRE(sqlite3_exec(other, "ROLLBACK", nullptr, nullptr, nullptr) == SQLITE_OK);
    sqlite3_close(other);
    REQUIRE(Transaction::begin(**connection));
}

TEST_CASE("a file that was moved away under the store is not written to any more") {
    TempFolder folder;
    const auto path = folder / "viva.db";
    const auto store = Store::open(path);
    REQUIRE(store);
    REQUIRE((*store)->person("console", "local", "Ann", at(0)));
    std::filesystem::rename(path, folder / "moved.db");
    const auto lost = (*store)->person("console", "local", "Bob", at(0));
    REQUIRE_FALSE(lost);
    REQUIRE(lost.error() == Error{Code::kUnavailable, path + " was moved or deleted while in use (put it back and start again)"});
    std::filesystem::rename(folder / "moved.db", path);
    REQUIRE((*store)->person("console", "local", "Bob", at(0)));
}
