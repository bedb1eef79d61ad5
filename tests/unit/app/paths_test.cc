// Owns the order in which places for the database are tried.
#include "bot/app/paths.h"

#include <map>
#include <string>

#include "tests/support/catch.h"

using namespace bot;
using namespace bot::app;

namespace {

using Variables = std::map<std::string, std::string, std::less<>>;

Result<std::string> path(const Variables& variables, const std::string& option = "", Role role = Role::kConsole) {
    return database_path(option, role, [&](const std::string& name) -> std::optional<std::string> {
        const auto found = variables.find(name);
        if (found == variables.end()) return std::nullopt;
        return found->second;
    });
}

const Variables kAll = {{"VIVA_DB", "mine.db"}, {"STATE_DIRECTORY", "/var/lib/viva"}, {"XDG_STATE_HOME", "/xdg"}, {"HOME", "/home/ann"}};

Variables without(std::initializer_list<const char*> names) {
    auto variables = kAll;
    for (const auto* name : names) variables.erase(name);
    return variables;
}

}  // namespace

TEST_CASE("the option wins, then each variable in its order") {
    REQUIRE(path(kAll, "option.db") == "option.db");
    REQUIRE(path(kAll) == "mine.db");
    REQUIRE(path(without({"VIVA_DB"})) == "/var/lib/viva/viva.db");
    REQUIRE(path(without({"VIVA_DB", "STATE_DIRECTORY"})) == "/xdg/viva/console.db");
    REQUIRE(path(without({"VIVA_DB", "STATE_DIRECTORY", "XDG_STATE_HOME"})) == "/home/ann/.local/state/viva/console.db");
}

TEST_CASE("console and server have their own file at home and share the one that is named") {
    REQUIRE(path(without({"VIVA_DB", "STATE_DIRECTORY"}), "", Role::kServer) == "/xdg/viva/server.db");
    REQUIRE(path({{"HOME", "/home/ann"}}, "", Role::kServer) == "/home/ann/.local/state/viva/server.db");
    REQUIRE(path(without({"VIVA_DB"}), "", Role::kServer) == "/var/lib/viva/viva.db");
    REQUIRE(path(kAll, "", Role::kServer) == "mine.db");
}

TEST_CASE("an empty variable counts as not set") {
    auto variables = kAll;
    for (const auto* name : {"VIVA_DB", "STATE_DIRECTORY", "XDG_STATE_HOME"}) variables[name] = "";
    REQUIRE(path(variables) == "/home/ann/.local/state/viva/console.db");
}

TEST_CASE("a relative XDG_STATE_HOME is ignored") {
    REQUIRE(path({{"XDG_STATE_HOME", "state"}, {"HOME", "/home/ann"}}) == "/home/ann/.local/state/viva/console.db");
}

TEST_CASE("of several state directories the first is taken, and slashes do not pile up") {
    REQUIRE(path({{"STATE_DIRECTORY", "/var/lib/viva:/var/lib/other"}}) == "/var/lib/viva/viva.db");
    REQUIRE(path({{"STATE_DIRECTORY", "/var/lib/viva//"}}) == "/var/lib/viva/viva.db");
    REQUIRE(path({{"HOME", "/"}}) == "/.local/state/viva/console.db");
}

TEST_CASE("a missing home is an error that names the fix") {
    REQUIRE(path({}).error() == Error{Code::kInvalidInput, "no place for the database: HOME is not set (set it, or name a file with --db)"});
    REQUIRE(path({{"HOME", ""}}).error().code == Code::kInvalidInput);
}
