// Owns the tests of a server that cannot start: one clear line that names the thing and what to do, exit code 2, through the real binary.
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <filesystem>

#include "tests/e2e/refused.h"

namespace {

using tests::Finished;
using tests::refused;
using tests::Run;
using tests::Scratch;

const std::string kToken = "123456:NOBODYSTOKEN";
// Nobody listens there, so that no server in these tests finds a platform.
const std::string kNowhere = "http://127.0.0.1:9";

// Holds a port of this machine.
class Taken {
   public:
    Taken() : descriptor_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        address_.sin_family = AF_INET;
        address_.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address_;
        REQUIRE(::bind(descriptor_, reinterpret_cast<sockaddr*>(&address_), size) == 0);
        REQUIRE(::listen(descriptor_, 1) == 0);
        REQUIRE(::getsockname(descriptor_, reinterpret_cast<sockaddr*>(&address_), &size) == 0);
    }
    ~Taken() { ::close(descriptor_); }
    Taken(const Taken&) = delete;
    Taken& operator=(const Taken&) = delete;
    std::string port() const { return std::to_string(ntohs(address_.sin_port)); }

   private:
    int descriptor_;
    sockaddr_in address_{};
};

struct Place {
    Scratch scratch;
    std::string database = scratch.path() + "/viva.db";
    std::map<std::string, std::string> environment{
        {"HOME", scratch.path()}, {"TELEGRAM_BOT_TOKEN", kToken}, {"TELEGRAM_API_BASE", kNowhere}, {"ASAN_OPTIONS", "verify_asan_link_order=0"}};
    std::string port = Taken().port();  // free again by now

    Run command(const std::string& config = "") const {
        const auto file = scratch.file("viva.yaml", config.empty() ? "listen: {port: " + port + "}\n" : config);
        return {{VIVA_BINARY_DIR "/viva", "serve", "--db", database, "--config", file}, "", environment, "/", 0};
    }
    Finished serve(const std::string& config = "") const { return tests::run(command(config)); }
    bool has_database() const { return std::filesystem::exists(database); }
};

}  // namespace

TEST_CASE("a server without a token, or with one that is none, says which variable to set") {
    Place place;
    SECTION("none") {
        place.environment.erase("TELEGRAM_BOT_TOKEN");
        refused(place.serve(), {"no account to serve", "set TELEGRAM_BOT_TOKEN or TELEGRAM_BOT_TOKEN_FILE", "SLACK_BOT_TOKEN"});
    }
    SECTION("malformed, and not shown") {
        for (const std::string token :
             {"hunter2", "123456:", ":hunter2", "0:hunter2", "123456:hunter2/../x", "123456:hunter2:x", "99999999999999999999:hunter2"}) {
            place.environment["TELEGRAM_BOT_TOKEN"] = token;
            const auto finished = place.serve();
            refused(finished, {"TELEGRAM_BOT_TOKEN is not a bot token", "as @BotFather shows it"});
            CHECK(finished.err.find("hunter2") == std::string::npos);
        }
        CHECK_FALSE(place.has_database());
    }
    SECTION("in two places") {
        place.environment["TELEGRAM_BOT_TOKEN_FILE"] = "/nowhere";
        refused(place.serve(), {"TELEGRAM_BOT_TOKEN", "keep one"});
    }
    SECTION("a webhook without its secret") {
        refused(place.serve("public_url: https://viva.example.org\ntelegram: {mode: webhook}\n"), {"telegram.mode is webhook", "set TELEGRAM_WEBHOOK_SECRET"});
    }
}

TEST_CASE("a server whose port is taken names it and the key to change") {
    const Place place;
    const Taken taken;
    refused(place.serve("listen: {port: " + taken.port() + "}\n"), {"127.0.0.1 port " + taken.port(), "already in use", "set listen.port"});
    refused(place.serve("listen: {host: 203.0.113.1}\n"), {"203.0.113.1", "set listen.host"});
    refused(place.serve("listen: {host: localhost}\n"), {"'localhost'", "give an IP address"});
}

TEST_CASE("a server whose database cannot be written names the file and --db") {
    Place place;
    place.database = "/proc/viva.db";
    refused(place.serve(), {"/proc/viva.db", "--db"});
    place.database = place.scratch.path() + "/";
    refused(place.serve(), {"is a folder", "--db"});
    place.database = place.scratch.file("notes.txt", std::string(200, 'n'));
    refused(place.serve(), {"notes.txt is not a database", "--db"});
    CHECK(tests::read_file(place.database) == std::string(200, 'n'));
}

TEST_CASE("a second server on a database names the first by its process, and the first goes on") {
    const Place place;
    tests::Child first(place.command());
    REQUIRE(first.read_until("serving"));
    const Taken taken;  // not what is complained of
    const auto second = place.serve("listen: {port: " + taken.port() + "}\n");
    refused(second, {place.database + " is in use by process ", "stop it, or choose another file with --db"});
    first.signal(SIGTERM);
    CHECK(first.wait() == 0);
}

TEST_CASE("a server leaves a database of a newer viva as it is") {
    const Place place;
    tests::Child earlier(place.command());
    REQUIRE(earlier.read_until("serving"));
    earlier.signal(SIGTERM);
    REQUIRE(earlier.wait() == 0);
    // The schema's version, as SQLite's file format has it: four bytes at 60.
    auto bytes = tests::read_file(place.database);
    bytes.replace(60, 4, std::string("\0\0\0\x63", 4));
    (void)place.scratch.file("viva.db", bytes);
    refused(place.serve(), {place.database + " was written by a newer viva (schema 99", "update viva, or choose another file with --db"});
    const bool same = tests::read_file(place.database) == bytes;
    CHECK(same);
}

TEST_CASE("a mistake in the configuration names its place and the nearest key") {
    const Place place;
    refused(place.serve("lisen: {port: 8081}\n"), {"viva.yaml:1:1: unknown key lisen", "did you mean listen?"});
    refused(place.serve("listen:\n  prot: 8081\n"), {"viva.yaml:2:3: unknown key listen.prot", "did you mean listen.port?"});
    refused(place.serve("listen: {port: no}\n"), {"viva.yaml:1:10: listen.port: expected a whole number from 1 to 65535"});
    auto command = place.command();
    command.command.back() += ".missing";
    refused(tests::run(command), {"viva.yaml.missing"});
    CHECK_FALSE(place.has_database());
}
