// Where the configuration comes from, what it refuses, and that no mistake shows a secret.
#include "bot/main/config.h"

#include "tests/support/catch.h"

namespace {

using namespace bot;
using main::ConfigFlags;
using main::read_config;
using main::ServerConfig;

const std::string kToken = "123456:AAbbCCddEEff";

struct World {
    std::map<std::string, std::string> variables;
    std::map<std::string, std::string> files;

    app::Environment environment() const {
        return [this](const std::string& name) -> std::optional<std::string> {
            const auto found = variables.find(name);
            return found == variables.end() ? std::nullopt : std::optional(found->second);
        };
    }
    main::FileReader reader() const {
        return [this](const std::string& path) -> Result<std::string> {
            const auto found = files.find(path);
            if (found == files.end()) return fail(Code::kNotFound, path + ": no such file");
            return found->second;
        };
    }
    Result<ServerConfig> read(ConfigFlags flags = {}) const { return read_config(flags, environment(), reader()); }
    std::string mistake(ConfigFlags flags = {}) const {
        const auto result = read(std::move(flags));
        return result ? "" : result.error().message;
    }
};

}  // namespace

TEST_CASE("a token in the environment is all a server needs") {
    const World world{{{"TELEGRAM_BOT_TOKEN", kToken}}, {}};
    const auto config = world.read();
    REQUIRE(config);
    REQUIRE(config->telegram);
    CHECK(config->telegram->token == kToken);
    CHECK_FALSE(config->telegram->webhook);
    CHECK(config->telegram->api_base == "https://api.telegram.org");
    CHECK(config->listen_host == "127.0.0.1");
    CHECK(config->durability == store::Durability::kFull);
    CHECK(config->pace == app::PaceLimits{});
}

TEST_CASE("without a token there is no account, whatever the file says") {
    const World world{{{"VIVA_CONFIG", "c"}}, {{"c", "telegram: {mode: poll}\n"}}};
    const auto config = world.read();
    REQUIRE(config);
    CHECK_FALSE(config->telegram);
}

TEST_CASE("a secret may stand in a file, but not in two places") {
    World world{{{"TELEGRAM_BOT_TOKEN_FILE", "/run/token"}}, {{"/run/token", kToken + "\n"}}};
    REQUIRE(world.read());
    CHECK(world.read()->telegram->token == kToken);
    world.variables["TELEGRAM_BOT_TOKEN"] = kToken;
    CHECK(world.mistake() == "both TELEGRAM_BOT_TOKEN and TELEGRAM_BOT_TOKEN_FILE are set: keep one");
    const World credentials{{{"CREDENTIALS_DIRECTORY", "/run/c"}}, {{"/run/c/telegram_bot_token", kToken}}};
    REQUIRE(credentials.read());
    CHECK(credentials.read()->telegram->token == kToken);
    const World empty{{{"TELEGRAM_BOT_TOKEN_FILE", "/run/token"}}, {{"/run/token", "\n"}}};
    CHECK(empty.mistake() == "TELEGRAM_BOT_TOKEN is empty");
}

TEST_CASE("no mistake shows a secret") {
    for (const auto* bad : {"hunter2secret", "123:", ":hunter2secret", "12 34:hunter2secret"}) {
        const World world{{{"TELEGRAM_BOT_TOKEN", bad}}, {}};
        const auto said = world.mistake();
        CHECK_FALSE(said.empty());
        CHECK(said.find("hunter2") == std::string::npos);
    }
}

TEST_CASE("flags win over the environment and that over the file") {
    World world{{{"VIVA_CONFIG", "c"}}, {{"c", "db: from-file\nlisten: {port: 9000}\ngather: 0\nretention: {answers: 30d}\ncontent: [one, two]\n"}}};
    REQUIRE(world.read());
    CHECK(world.read()->database == "from-file");
    CHECK(world.read()->listen_port == 9000);
    CHECK(world.read()->gather == Duration::zero());
    CHECK(world.read()->retention.answers == Duration(30LL * 86'400'000));
    CHECK(world.read()->content == std::vector<std::string>{"one", "two"});
    world.variables["VIVA_DB"] = "from-environment";
    CHECK(world.read()->database == "from-environment");
    CHECK(world.read({"", "from-flag", {"three"}})->database == "from-flag");
    CHECK(world.read({"", "", {"three"}})->content == std::vector<std::string>{"one", "two", "three"});
}

TEST_CASE("the usual places are looked at in order, and a named file must be there") {
    World world{{{"HOME", "/home/a"}}, {{"/home/a/.config/viva/viva.yaml", "listen: {port: 1111}\n"}}};
    CHECK(world.read()->listen_port == 1111);
    world.files["/etc/viva/viva.yaml"] = "listen: {port: 2222}\n";
    CHECK(world.read()->listen_port == 2222);
    CHECK(world.mistake({"missing.yaml", "", {}}).find("missing.yaml") != std::string::npos);
}

TEST_CASE("a mistake in the file names the place, the key and the nearest key") {
    const auto said = [](const std::string& text) {
        const World world{{{"VIVA_CONFIG", "v.yaml"}}, {{"v.yaml", text}}};
        return world.mistake();
    };
    CHECK(said("gahter: 1s\n") == "v.yaml:1:1: unknown key gahter (did you mean gather?)");
    CHECK(said("listen:\n  prot: 1\n") == "v.yaml:2:3: unknown key listen.prot (did you mean listen.port?)");
    CHECK(said("lisen: {port: 1}\n") == "v.yaml:1:1: unknown key lisen (did you mean listen?)");
    CHECK(said("limit: {burst: 1}\n") == "v.yaml:1:1: unknown key limit (did you mean limits?)");
    CHECK(said("retenton:\n") == "v.yaml:1:1: unknown key retenton (did you mean retention?)");
    CHECK(said("listen: {port: 99999}\n") == "v.yaml:1:10: listen.port: expected a whole number from 1 to 65535");
    CHECK(said("durability: fast\n") == "v.yaml:1:1: durability: expected full or normal");
    CHECK(said("listen: 5\n").find("expected keys under it") != std::string::npos);
    CHECK(said("telegram: {token: abc}\n").find("secrets stand in the environment") != std::string::npos);
    CHECK(said("telegram: {token: abc}\n").find("abc") == std::string::npos);
    CHECK(said("a: [\n").starts_with("v.yaml:"));
    CHECK(said("- 1\n") == "v.yaml: expected keys and values");
}

TEST_CASE("a webhook needs a public address and a secret that the platform takes") {
    World world{{{"VIVA_CONFIG", "c"}, {"TELEGRAM_BOT_TOKEN", kToken}}, {{"c", "telegram: {mode: webhook}\n"}}};
    CHECK(world.mistake().find("public_url") != std::string::npos);
    world.files["c"] += "public_url: https://viva.example.org/\n";
    CHECK(world.mistake().find("TELEGRAM_WEBHOOK_SECRET") != std::string::npos);
    world.variables["TELEGRAM_WEBHOOK_SECRET"] = "not ok!";
    CHECK_FALSE(world.mistake().empty());
    world.variables["TELEGRAM_WEBHOOK_SECRET"] = "ok_secret-1";
    REQUIRE(world.read());
    CHECK(world.read()->public_url == "https://viva.example.org");
}

const std::string kSlackBot = "xoxb-1-hunter2";
const std::string kSlackApp = "xapp-1-hunter2";

TEST_CASE("two tokens in the environment are all that Slack needs, alone or beside Telegram") {
    World world{{{"SLACK_BOT_TOKEN", kSlackBot}, {"SLACK_APP_TOKEN", kSlackApp}}, {}};
    const auto alone = world.read();
    REQUIRE(alone);
    REQUIRE(alone->slack);
    CHECK_FALSE(alone->telegram);
    CHECK(alone->slack->bot_token == kSlackBot);
    CHECK(alone->slack->app_token == kSlackApp);
    CHECK(alone->slack->account == "slack");
    CHECK(alone->slack->connections == 2);
    CHECK_FALSE(alone->slack->http);
    world.variables["TELEGRAM_BOT_TOKEN"] = kToken;
    const auto both = world.read();
    REQUIRE(both);
    CHECK((both->slack && both->telegram));
    world.variables.erase("SLACK_BOT_TOKEN");
    world.variables.erase("SLACK_APP_TOKEN");
    world.variables["VIVA_CONFIG"] = "c";
    world.files["c"] = "slack: {mode: http}\n";
    REQUIRE(world.read());
    CHECK_FALSE(world.read()->slack);
}

TEST_CASE("Slack's secrets may stand in files, several signing secrets in one") {
    const World world{{{"CREDENTIALS_DIRECTORY", "/run/c"}, {"SLACK_SIGNING_SECRET_FILE", "/run/s"}, {"VIVA_CONFIG", "c"}},
                      {{"/run/c/slack_bot_token", kSlackBot + "\n"},
                       {"/run/s", "0123456789abcdef0123456789abcdef,fedcba9876543210fedcba9876543210\n"},
                       {"c", "slack: {mode: http, account: team-a, events_path: /s, connections: 3, api_base: \"http://127.0.0.1:9/api/\"}\n"}}};
    const auto config = world.read();
    INFO(world.mistake());
    REQUIRE(config);
    REQUIRE(config->slack);
    CHECK(config->slack->http);
    CHECK(config->slack->signing_secrets == std::vector<std::string>{"0123456789abcdef0123456789abcdef", "fedcba9876543210fedcba9876543210"});
    CHECK(config->slack->account == "team-a");
    CHECK(config->slack->events_path == "/s");
    CHECK(config->slack->connections == 3);
    CHECK(config->slack->api_base == "http://127.0.0.1:9/api");
}

TEST_CASE("a Slack account that cannot work is refused, naming what is missing and no secret") {
    const auto said = [](std::map<std::string, std::string> variables, const std::string& file = "") {
        variables["VIVA_CONFIG"] = "c";
        const World world{std::move(variables), {{"c", file}}};
        auto mistake = world.mistake();
        CHECK(mistake.find("hunter2") == std::string::npos);
        return mistake;
    };
    CHECK(said({{"SLACK_BOT_TOKEN", kSlackBot}}).find("set SLACK_APP_TOKEN") != std::string::npos);
    CHECK(said({{"SLACK_APP_TOKEN", kSlackApp}}) == "SLACK_APP_TOKEN is set, but SLACK_BOT_TOKEN is not");
    CHECK(said({{"SLACK_SIGNING_SECRET", "hunter2"}}) == "SLACK_SIGNING_SECRET is set, but SLACK_BOT_TOKEN is not");
    CHECK(said({{"SLACK_BOT_TOKEN", kSlackApp}}).find("SLACK_BOT_TOKEN must begin with xoxb- (this is an app-level token)") == 0);
    CHECK(said({{"SLACK_BOT_TOKEN", "xoxp-hunter2"}}).find("(this is a user token)") != std::string::npos);
    CHECK(said({{"SLACK_BOT_TOKEN", kSlackBot}, {"SLACK_APP_TOKEN", kSlackBot}}).find("SLACK_APP_TOKEN must begin with xapp- (this is a bot token)") == 0);
    const std::string http = "slack: {mode: http}\n";
    CHECK(said({{"SLACK_BOT_TOKEN", kSlackBot}, {"SLACK_APP_TOKEN", kSlackApp}}, http).find("set SLACK_SIGNING_SECRET") != std::string::npos);
    for (const auto* bad : {"hunter2", "0123456789abcdef,", "0123456789abcdef,hunter2", ",0123456789abcdef", "0123456789abcde\xc3\xa4"})
        CHECK_FALSE(said({{"SLACK_BOT_TOKEN", kSlackBot}, {"SLACK_SIGNING_SECRET", bad}}, http).empty());
    CHECK(said({}, "slack: {mode: sockets}\n") == "c:1:9: slack.mode: expected socket or http");
    CHECK(said({}, "slack: {connections: 11}\n").find("from 1 to 10") != std::string::npos);
    for (const auto* name : {"42", "Team", "a b", "\"\""})
        CHECK(said({}, std::string("slack: {account: ") + name + "}\n").find("slack.account: expected a name") != std::string::npos);
    CHECK(said({}, "slack: {app_token: hunter2}\n").find("secrets stand in the environment") != std::string::npos);
    CHECK(said({{"SLACK_BOT_TOKEN", kSlackBot}, {"SLACK_API_BASE", "hunter2"}}).starts_with("SLACK_API_BASE: "));
}

TEST_CASE("the example holds every key, and as it stands changes nothing") {
    const World world{{{"VIVA_CONFIG", "c"}, {"TELEGRAM_BOT_TOKEN", kToken}, {"SLACK_BOT_TOKEN", kSlackBot}, {"SLACK_APP_TOKEN", kSlackApp}},
                      {{"c", main::example_config()}}};
    INFO(world.mistake());
    const auto config = world.read();
    REQUIRE(config);
    const World bare{{{"TELEGRAM_BOT_TOKEN", kToken}, {"SLACK_BOT_TOKEN", kSlackBot}, {"SLACK_APP_TOKEN", kSlackApp}}, {}};
    const auto plain = bare.read();
    REQUIRE(plain);
    CHECK(config->slack->api_base == plain->slack->api_base);
    CHECK(config->slack->account == plain->slack->account);
    CHECK(config->slack->connections == plain->slack->connections);
    CHECK(config->slack->events_path == plain->slack->events_path);
    CHECK(config->gather == plain->gather);
    CHECK(config->pace == plain->pace);
    CHECK(config->retention.answers == plain->retention.answers);
    CHECK(config->telegram->api_base == plain->telegram->api_base);
    CHECK(config->listen_port == plain->listen_port);
    CHECK(config->queue == plain->queue);
}
