// What is told to the platform at start, what doctor asks it, and which options are refused.
#include "adapters/telegram/setup.h"

#include "adapters/telegram/checks.h"
#include "adapters/telegram/platform.h"
#include "tests/support/catch.h"
#include "tests/unit/console/texts.h"
#include "tests/unit/telegram/telegram_fakes.h"

namespace {

using namespace adapters::telegram;
using namespace telegram_test;
using bot::Duration;
using Verdict = bot::app::Check::Verdict;

constexpr const char* kMe = R"({"ok":true,"result":{"id":4242,"is_bot":true,"username":"VivaBot","can_join_groups":true,"can_read_all_group_messages":false}})";

struct Bench {
    ScriptedPlatform platform;
    HandClock clock;
    Pulse pulse{4242};
    Api api = platform.api();
};

SetupOptions with_menus() {
    SetupOptions options;
    options.menus = {{{"round", "a \"mock\" round"}}, {{"round", "in a group"}}, {{"settings", "for admins"}}};
    return options;
}

std::string finding(const std::vector<bot::app::Check>& checks, const std::string& subject) {
    for (const auto& check : checks) {
        if (check.subject == subject)
            return (check.verdict == Verdict::kGood ? "good: " : check.verdict == Verdict::kWarning ? "warning: " : "bad: ") + check.finding;
    }
    return "";
}

std::vector<bot::app::Check> checked(const std::string& webhook_info, const CheckOptions& options, const std::string& date = "Tue, 14 Nov 2023 22:13:20 GMT") {
    Bench bench;
    bench.platform.next([=] { return ScriptedPlatform::reply(200, kMe, date); });
    bench.platform.next(200, R"({"ok":true,"result":)" + webhook_info + "}");
    return check_account(bench.api, bench.clock, options);
}

}  // namespace

TEST_CASE("setup learns our name and sets a menu per scope") {
    Bench bench;
    Setup setup(bench.api, bench.pulse, bench.clock, nullptr, with_menus());
    bench.platform.next(200, kMe);
    int steps = 1;
    while (setup.step()) ++steps;
    CHECK(steps == 5);
    CHECK(bench.pulse.liveness().ready);
    CHECK(bench.pulse.self() == Self{4242, "vivabot"});
    REQUIRE(bench.platform.seen.size() == 5);
    CHECK(bench.platform.seen[1].body == R"({"commands":[{"command":"round","description":"a \"mock\" round"}],"scope":{"type":"default"}})");
    CHECK(bench.platform.seen[2].body.find("all_private_chats") != std::string::npos);
    CHECK(bench.platform.seen[3].body.find("all_group_chats") != std::string::npos);
    CHECK(bench.platform.seen[4].body == R"({"commands":[{"command":"settings","description":"for admins"}],"scope":{"type":"all_chat_administrators"}})");
}

TEST_CASE("that the platform knows us does not hide that polling has trouble") {
    Bench bench;
    bench.pulse.unwell("another program polls with this token; stop it");
    Setup setup(bench.api, bench.pulse, bench.clock, nullptr, {});
    bench.platform.next(200, kMe);
    setup.step();
    CHECK_FALSE(bench.pulse.liveness().ready);
    CHECK(bench.pulse.liveness().trouble.find("another program") != std::string::npos);
}

TEST_CASE("setup tries again what failed, with growing pauses, and passes over a menu that is refused") {
    Bench bench;
    Setup setup(bench.api, bench.pulse, bench.clock, nullptr, with_menus());
    bench.platform.silence("connection refused");
    bench.platform.next(429, R"({"ok":false,"error_code":429,"description":"Too Many Requests","parameters":{"retry_after":30}})");
    bench.platform.next(200, kMe);
    bench.platform.next(400, R"({"ok":false,"error_code":400,"description":"Bad Request: BOT_COMMAND_INVALID"})");
    CHECK(*setup.step() >= Duration(800));
    CHECK(*setup.step() == Duration(30'000));
    CHECK(setup.step() == Duration(0));
    CHECK(setup.step() == Duration(0));
    CHECK(setup.step() == Duration(0));
    CHECK(bench.platform.seen.back().body.find("all_private_chats") != std::string::npos);
}

TEST_CASE("the webhook is set with its secret, and the connection is well from then on") {
    Bench bench;
    SetupOptions options;
    options.webhook = true;
    options.url = "https://viva.example/telegram";
    options.secret = "s3cret";
    Setup setup(bench.api, bench.pulse, bench.clock, nullptr, options);
    bench.platform.next(200, kMe);
    bench.platform.next(400, R"({"ok":false,"error_code":400,"description":"Bad Request: bad webhook: HTTPS url must be provided for webhook"})");
    CHECK(setup.step() == Duration(0));
    CHECK_FALSE(bench.pulse.liveness().ready);
    CHECK(*setup.step() > Duration(0));
    CHECK(bench.pulse.liveness().trouble.find("HTTPS url") != std::string::npos);
    CHECK(setup.step() == std::nullopt);
    CHECK(bench.pulse.liveness().ready);
    CHECK(
        bench.platform.seen[1].body ==
        R"({"url":"https://viva.example/telegram","secret_token":"s3cret","max_connections":40,"allowed_updates":["message","edited_message","callback_query","my_chat_member"]})");
}

TEST_CASE("a token that is not known ends setup with an alarm") {
    Bench bench;
    Setup setup(bench.api, bench.pulse, bench.clock, nullptr, {});
    bench.platform.next(401, R"({"ok":false,"error_code":401,"description":"Unauthorized"})");
    CHECK(setup.step() == std::nullopt);
    CHECK(bench.pulse.liveness().trouble.find("token") != std::string::npos);
}

TEST_CASE("menus hold the catalogue's words, for the words it has") {
    const bot::Catalogue catalogue("en", {{"menu.round", {"starts a **mock** round", ""}}, {"menu.settings", {"what you set", ""}}});
    const auto menus = menus_of(catalogue);
    CHECK(menus.direct == std::vector<MenuEntry>{{"round", "starts a mock round"}, {"settings", "what you set"}});
    CHECK(menus.group == std::vector<MenuEntry>{{"round", "starts a mock round"}});
    CHECK(menus.admin == menus.group);
}

TEST_CASE("the shipped catalogue has a word for every entry of the menus") {
    const auto menus = menus_of(shipped_texts());
    CHECK(menus.direct.size() == 16);
    CHECK(menus.group.size() == 11);
    CHECK(menus.admin.size() == 12);
}

TEST_CASE("doctor says what it finds about token, updates, groups and clocks") {
    const auto good = checked(R"({"url":"","pending_update_count":0})", {});
    CHECK(finding(good, "token") == "good: valid, the bot is @vivabot");
    CHECK(finding(good, "updates") == "good: by polling, no webhook is set");
    CHECK(finding(good, "clock") == "good: agrees with the platform's");
    CHECK(finding(good, "privacy mode").starts_with("good: on"));

    const auto conflict = checked(R"({"url":"https://old.example/secret-path","pending_update_count":500})", {}, "Tue, 14 Nov 2023 22:00:00 GMT");
    CHECK(finding(conflict, "updates") == "bad: mode is poll, but a webhook is set at old.example");
    CHECK(finding(conflict, "clock") == "warning: 800 s ahead of the platform's");

    const auto failing =
        checked(R"({"url":"https://viva.example/t","last_error_date":1699999990,"last_error_message":"Connection refused"})", {true, "https://viva.example/t"});
    CHECK(finding(failing, "updates") == "good: by webhook at viva.example");
    CHECK(finding(failing, "webhook") == "warning: failed 10 s ago: Connection refused");
    CHECK(finding(checked(R"({"url":""})", {true, ""}), "updates").starts_with("bad"));
    CHECK(finding(checked(R"({"url":"https://x.example/t"})", {true, "https://viva.example/t"}), "updates").starts_with("warning"));
}

TEST_CASE("doctor says why nothing can be asked") {
    Bench bench;
    bench.platform.next(401, R"({"ok":false,"error_code":401,"description":"Unauthorized"})");
    CHECK(finding(check_account(bench.api, bench.clock, {}), "token") == "bad: the platform does not know it");
    bench.platform.silence("connection refused");
    CHECK(finding(check_account(bench.api, bench.clock, {}), "token") == "bad: the platform cannot be reached: connection refused");
    CHECK(bench.platform.seen.size() == 2);
}

TEST_CASE("a token gives the account's id, or is refused without being repeated") {
    CHECK(*id_of_token("123456:BENCH") == 123456);
    CHECK(*id_of_token("110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw") == 110201543);
    for (const auto* token :
         {"", "abc", "123456", ":abc", "12a:secret", "-5:secret", "123:", "123:sec ret", "123:sec/ret", "99999999999999999999:secret", "0:secret"}) {
        const auto id = id_of_token(token);
        REQUIRE_FALSE(id);
        CHECK(id.error().message.find("sec") == std::string::npos);
        CHECK(id.error().message.find("malformed") != std::string::npos);
    }
}

TEST_CASE("options that cannot work are refused by name, secrets unnamed") {
    HandClock clock;
    const auto refused = [&](auto change) {
        Options options;
        options.token = ScriptedPlatform::kToken;
        options.mode = Mode::kWebhook;
        options.webhook_secret = "hush-hush";
        change(options);
        const auto platform = Telegram::open(std::move(options), clock);
        return platform ? std::string() : platform.error().message;
    };
    CHECK(refused([](Options&) {}).empty());
    CHECK(refused([](Options& o) { o.webhook_secret = ""; }).find("TELEGRAM_WEBHOOK_SECRET") != std::string::npos);
    CHECK(refused([](Options& o) { o.webhook_secret = "hush hush"; }).find("secret may hold") != std::string::npos);
    CHECK(refused([](Options& o) { o.webhook_secret = "hush hush"; }).find("hush") == std::string::npos);
    CHECK(refused([](Options& o) { o.webhook_path = "telegram"; }).find("path") != std::string::npos);
    CHECK(refused([](Options& o) { o.public_url = "viva.example"; }).find("public_url") != std::string::npos);
    CHECK(refused([](Options& o) { o.hold = Duration(0); }).find("hold") != std::string::npos);
    CHECK(refused([](Options& o) { o.token = "abc"; }).find("token") != std::string::npos);
    CHECK(refused([](Options& o) { o.api_base = "ftp://x"; }).find("telegram.api_base") != std::string::npos);
}
