// The app manifest: both transports, the platform's limits, and no scope without a reason.
#include "adapters/slack/manifest.h"

#include <algorithm>
#include <set>
#include <string>

#include "tests/support/catch.h"

namespace {

using namespace adapters::slack;

bool holds(const std::string& text, const std::string& line) { return ("\n" + text).find("\n" + line + "\n") != std::string::npos; }

}  // namespace

TEST_CASE("with Socket Mode no address is named") {
    const auto yaml = slack_manifest({});
    REQUIRE(yaml);
    CHECK(yaml->find("url") == std::string::npos);
    CHECK(holds(*yaml, "  socket_mode_enabled: true"));
    CHECK(holds(*yaml, "    home_tab_enabled: true"));
    CHECK(holds(*yaml, "    messages_tab_enabled: true"));
    CHECK(holds(*yaml, "    messages_tab_read_only_enabled: false"));
    CHECK(holds(*yaml, "    - command: /viva"));
    CHECK(holds(*yaml, "    is_enabled: true"));
    CHECK(yaml->find("usage_hint: \"round") != std::string::npos);
}

TEST_CASE("over HTTP the address stands wherever Slack calls") {
    for (const std::string base : {"https://viva.example.com", "https://viva.example.com/", "https://viva.example.com/slack/events"}) {
        const auto yaml = slack_manifest({base});
        REQUIRE(yaml);
        CHECK(holds(*yaml, "      url: https://viva.example.com/slack/events"));
        CHECK(holds(*yaml, "    request_url: https://viva.example.com/slack/events"));
        CHECK(holds(*yaml, "  socket_mode_enabled: false"));
        const auto first = yaml->find("request_url:");
        CHECK(yaml->find("request_url:", first + 1) != std::string::npos);
    }
    CHECK(slack_manifest({"https://h:8443/a/b/"})->find("request_url: https://h:8443/a/b\n") != std::string::npos);
}

TEST_CASE("an address that Slack would not take is refused") {
    for (const std::string url : {"viva.example.com", "http://viva.example.com", "https://", "https:///x", "https://:443", "https://a b", "https://a\nb: c",
                                  "https://a#b", "https://a?b", "https://u@h", "HTTPS://x"}) {
        INFO(url);
        const auto yaml = slack_manifest({url});
        REQUIRE_FALSE(yaml);
        CHECK(yaml.error().message.find("https://") != std::string::npos);
    }
}

TEST_CASE("every scope has a reason and every event its scope") {
    const auto yaml = *slack_manifest({});
    std::set<std::string> scopes;
    for (const auto& scope : bot_scopes()) {
        CHECK(scopes.insert(std::string(scope.name)).second);
        CHECK_FALSE(scope.reason.empty());
        CHECK(yaml.find("      - " + std::string(scope.name) + " ") != std::string::npos);
        CHECK(yaml.find("# " + std::string(scope.reason) + "\n") != std::string::npos);
    }
    const std::vector<std::pair<std::string, std::string>> needs{
        {"app_mention", "app_mentions:read"}, {"message.im", "im:history"},     {"message.channels", "channels:history"},
        {"message.groups", "groups:history"}, {"message.mpim", "mpim:history"}, {"member_joined_channel", "channels:read"},
        {"channel_archive", "channels:read"}, {"group_archive", "groups:read"}, {"channel_id_changed", "channels:read"}};
    const auto events = bot_events();
    for (const auto& [event, scope] : needs) {
        INFO(event);
        CHECK(std::find(events.begin(), events.end(), event) != events.end());
        CHECK(scopes.count(scope) == 1);
    }
    for (const auto event : events) CHECK(holds(yaml, "      - " + std::string(event)));
    CHECK(std::set<std::string_view>(events.begin(), events.end()).size() == events.size());
}

TEST_CASE("the manifest keeps the platform's limits") {
    const auto yaml = *slack_manifest({});
    const auto begin = yaml.find("long_description: \"") + 19;
    const auto length = yaml.find('"', begin) - begin;
    CHECK(length >= 174);
    CHECK(length <= 4000);
    CHECK(bot_events().size() <= 100);
    CHECK(bot_scopes().size() <= 255);
    CHECK(yaml.find('\t') == std::string::npos);
}
