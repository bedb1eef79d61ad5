// Owns the lock file's rule under contention: the file comes and goes, and still only one process holds it.
#include <sched.h>
#include <sys/wait.h>
#include <unistd.h>

#include <string>

#include "bot/store/lock_file.h"
#include "tests/support/catch.h"
#include "tests/unit/store/fixture.h"

using namespace bot;
using namespace bot::store;

namespace {

constexpr int kProcesses = 4;
constexpr int kTurnsEach = 250;

// Adds one to the number in the file, and lets the others run in between: two at once would lose one.
void count_up(const std::string& path) {
    const auto number = std::stoi(read_file(path));
    ::sched_yield();
    write_file(path, std::to_string(number + 1));
}

[[noreturn]] void contend(const std::string& database, const std::string& counter) {
    for (int turns = 0; turns < kTurnsEach;) {
        const auto lock = LockFile::take(database);
        if (!lock && lock.error().code != Code::kConflict) ::_exit(1);
        if (!lock) ::sched_yield();
        if (!lock) continue;
        count_up(counter);
        ++turns;
    }
    ::_exit(0);
}

}  // namespace

TEST_CASE("of many processes that take and free the lock no two hold it at once") {
    TempFolder folder;
    write_file(folder / "counter", "0");
    for (int process = 0; process < kProcesses; ++process) {
        const auto pid = ::fork();
        REQUIRE(pid >= 0);
        if (pid == 0) contend(folder / "viva.db", folder / "counter");
    }
    for (int process = 0; process < kProcesses; ++process) {
        int status = 0;
        REQUIRE(::wait(&status) > 0);
        REQUIRE(status == 0);
    }
    REQUIRE(read_file(folder / "counter") == std::to_string(kProcesses * kTurnsEach));
    REQUIRE_FALSE(std::filesystem::exists(folder / "viva.db.lock"));
}

TEST_CASE("a lock file that holds no pid still names the trouble") {
    TempFolder folder;
    const auto held = LockFile::take(folder / "viva.db");
    REQUIRE(held);
    write_file(folder / "viva.db.lock", "rubbish");
    const auto second = LockFile::take(folder / "viva.db");
    REQUIRE_FALSE(second);
    REQUIRE(second.error() == Error{Code::kConflict, (folder / "viva.db") + " is in use by another process (stop it, or choose another file with --db)"});
}

TEST_CASE("a link in the lock file's place is not followed") {
    TempFolder folder;
    write_file(folder / "precious", "keep me");
    std::filesystem::create_symlink(folder / "precious", folder / "viva.db.lock");
    REQUIRE_FALSE(LockFile::take(folder / "viva.db"));
    REQUIRE(read_file(folder / "precious") == "keep me");
}
