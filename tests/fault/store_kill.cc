// Owns kill -9: a child acknowledges turns over a pipe, dies at a random moment, and everything it acknowledged is there; a console's child and a server's.
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdint>
#include <random>
#include <string>

#include "tests/fault/store_run.h"
#include "tests/fault/store_server.h"

using namespace bot;
using namespace bot::store;

namespace {

constexpr int kKills = 50;
constexpr int kTurnsOfChild = 200;

void acknowledge(int pipe, std::int32_t progress) {
    if (::write(pipe, &progress, sizeof progress) != sizeof progress) ::_exit(2);
}

// Begins a session and commits turns until it is killed. Never returns.
[[noreturn]] void child(const std::string& path, int pipe) {
    auto store = Store::open(path);
    if (!store) ::_exit(1);
    const auto person = (*store)->person("console", "local", "Ann", at(0));
    if (!person) ::_exit(1);
    const auto id = (*store)->begin(*person, some_pin(), session_after(0), at(0));
    if (!id) ::_exit(1);
    acknowledge(pipe, static_cast<std::int32_t>(id->value));
    for (int turn = 0; turn < kTurnsOfChild; ++turn) {
        if (!(*store)->commit(turn_of(turn, *id, *person), at(0))) ::_exit(1);
        acknowledge(pipe, turn + 1);
    }
    for (;;) ::pause();
}

// Takes events in batches, from where the last child was killed. Never returns.
[[noreturn]] void server_child(const std::string& path, int pipe) {
    ServerTurns server(path);
    for (;;) {
        if (!server.advance()) ::_exit(1);
        acknowledge(pipe, server.progress());
    }
}

struct Acknowledged {
    std::int32_t session = 0;  // 0: not begun
    std::int32_t turns = 0;
};

void take(Acknowledged& acknowledged, std::int32_t number) {
    if (acknowledged.session == 0) {
        acknowledged.session = number;
    } else {
        acknowledged.turns = number;
    }
}

// Lets the child acknowledge some turns, then kills it after a random moment of up to two milliseconds; gives what it acknowledged.
std::vector<std::int32_t> kill_one(const std::string& path, std::mt19937_64& random, void (*child_of)(const std::string&, int)) {
    int pipe[2];
    REQUIRE(::pipe(pipe) == 0);
    const auto pid = ::fork();
    REQUIRE(pid >= 0);
    if (pid == 0) {
        ::close(pipe[0]);
        child_of(path, pipe[1]);
    }
    ::close(pipe[1]);
    std::vector<std::int32_t> acknowledged;
    std::int32_t number = 0;
    for (auto wait_for = random() % 12; wait_for > 0; --wait_for) {
        REQUIRE(::read(pipe[0], &number, sizeof number) == sizeof number);
        acknowledged.push_back(number);
    }
    const auto until = std::chrono::steady_clock::now() + std::chrono::microseconds(random() % 2000);
    while (std::chrono::steady_clock::now() < until) {
    }
    REQUIRE(::kill(pid, SIGKILL) == 0);
    int status = 0;
    REQUIRE(::waitpid(pid, &status, 0) == pid);
    REQUIRE((WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL));
    while (::read(pipe[0], &number, sizeof number) == sizeof number) acknowledged.push_back(number);
    ::close(pipe[0]);
    return acknowledged;
}

Acknowledged kill_console(const std::string& path, std::mt19937_64& random) {
    Acknowledged acknowledged;
    for (const auto number : kill_one(path, random, child)) take(acknowledged, number);
    return acknowledged;
}

}  // namespace

TEST_CASE("kill -9 at any moment loses nothing that was acknowledged") {
    TempFolder folder;
    const auto path = folder / "viva.db";
    std::mt19937_64 random(20240229);
    int turns = 0;
    for (int kill = 0; kill < kKills; ++kill) {
        CAPTURE(kill);
        const auto acknowledged = kill_console(path, random);
        const auto store = Store::open(path);
        REQUIRE(store);
        if (acknowledged.session == 0) continue;
        const SessionId id{acknowledged.session};
        const auto loaded = (*store)->load(id);
        REQUIRE(loaded);
        const auto kept = static_cast<int>(loaded->session.steps);
        REQUIRE(kept >= acknowledged.turns);
        REQUIRE(kept <= acknowledged.turns + 1);
        REQUIRE(loaded->session == session_after(kept));
        const auto attempts = (*store)->attempts(loaded->person, "");
        REQUIRE(attempts);
        int of_session = 0;
        for (const auto& stored : *attempts) {
            if (stored.session == id) REQUIRE(stored.attempt == attempt_of_turn(of_session++));
        }
        REQUIRE(of_session == kept);
        REQUIRE((*store)->pinned("pin-one")->files == some_pin().files);
        turns += kept;
    }
    REQUIRE(turns > kKills);
    REQUIRE(shell(path, "PRAGMA integrity_check") == "ok");
}

TEST_CASE("kill -9 of a server at any moment loses no event, doubles none and leaves nothing half") {
    TempFolder folder;
    const auto path = folder / "viva.db";
    std::mt19937_64 random(20261122);
    int events = 0;
    int ahead = 0;
    for (int kill = 0; kill < kKills; ++kill) {
        CAPTURE(kill);
        const auto acknowledged = kill_one(path, random, server_child);
        const int last = acknowledged.empty() ? events : acknowledged.back();
        const int kept = std::filesystem::exists(path) ? ServerTurns::kept(path) : 0;
        REQUIRE(kept >= last);
        // The batch that was being committed, or whose acknowledgement was cut off.
        REQUIRE(kept <= last + batch_size(last));
        if (kept > last) ++ahead;
        events = kept;
    }
    CAPTURE(ahead);
    REQUIRE(events > kKills);
}
