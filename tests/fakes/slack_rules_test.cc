// The fake refuses what Slack refuses, with its codes, and takes what it takes.
#include "tests/fakes/slack_rules.h"

#include "tests/fakes/slack_text.h"
#include "tests/support/catch.h"

using namespace tests;
using nlohmann::json;

namespace {

json mrkdwn(const std::string& text) { return {{"type", "mrkdwn"}, {"text", text}}; }
json plain(const std::string& text) { return {{"type", "plain_text"}, {"text", text}, {"emoji", false}}; }
json section(const std::string& text) { return {{"type", "section"}, {"text", mrkdwn(text)}}; }
json button(const std::string& label, const std::string& value, const std::string& id) {
    return {{"type", "button"}, {"text", plain(label)}, {"value", value}, {"action_id", id}};
}
json actions(std::vector<json> elements) { return {{"type", "actions"}, {"elements", elements}}; }
json message(std::vector<json> blocks) { return {{"text", "summary"}, {"blocks", blocks}}; }
std::string refusal(std::vector<json> blocks) { return check_slack_message(message(std::move(blocks))).refusal; }
json input(json element) {
    element["type"] = "plain_text_input";
    return {{"type", "input"}, {"block_id", "answer"}, {"label", plain("Your answer")}, {"element", element}};
}
json modal(std::vector<json> blocks) { return {{"type", "modal"}, {"title", plain("Answer")}, {"submit", plain("Send")}, {"blocks", blocks}}; }
std::string view_refusal(json view, const char* name, const json& value) {
    view[name] = value;
    return check_slack_view(view).refusal;
}
std::string as(std::size_t count) { return std::string(count, 'a'); }

}  // namespace

TEST_CASE("mrkdwn is read as a person sees it") {
    CHECK(read_mrkdwn("*bold* _it_ ~gone~ `a * b` 1 &lt; 2 &amp;amp; <https://a.b|there>").text == "bold it gone a * b 1 < 2 &amp; there");
    CHECK(read_mrkdwn("2 * 3 * 4, a*b*c and snake_case_name").text == "2 * 3 * 4, a*b*c and snake_case_name");
    CHECK(read_mrkdwn("*\xE2\x80\x8Bnot bold*\xE2\x80\x8B").text == "*not bold*");
    CHECK(read_mrkdwn("```\nif a &lt; b {\n  *p = 1\n}\n```").text == "\nif a < b {\n  *p = 1\n}\n");
    CHECK(read_mrkdwn("*open\nnext*").text == "*open\nnext*");
    CHECK(read_mrkdwn("<!date^1700000000^{date}|14 Nov 2023>").text == "14 Nov 2023");
}

TEST_CASE("what calls people is refused, in the summary and in blocks, also inside code") {
    CHECK(check_slack_message({{"text", "hello <!channel>"}}).refusal == "ping");
    CHECK(refusal({section("hello <!here|here>")}) == "ping");
    CHECK(refusal({section("```<!everyone>```")}) == "ping");
    CHECK(refusal({{{"type", "context"}, {"elements", {mrkdwn("<!subteam^S1>")}}}}) == "ping");
    CHECK(refusal({section("&lt;!channel&gt; <!date^1^{date}|then>")}) == "");
    CHECK(refusal({{{"type", "header"}, {"text", plain("<!channel>")}}}) == "");
    CHECK(check_slack_view({{"type", "home"}, {"blocks", {section("<!channel>")}}}).refusal == "ping");
}

TEST_CASE("what Slack takes and nobody wants is remarked") {
    CHECK(check_slack_message({{"blocks", {section("a")}}}).remarks.size() == 1);
    CHECK(check_slack_message({{"text", "a & b"}}).remarks.size() == 1);
    CHECK(check_slack_message({{"text", "a < b"}}).remarks.size() == 1);
    CHECK(check_slack_message({{"text", "<@U1>"}}).remarks.size() == 1);
    CHECK(check_slack_message({{"text", "@here"}, {"link_names", true}}).remarks.size() == 1);
    CHECK(check_slack_message({{"text", "a &amp; b &lt; c > d"}, {"blocks", {section("a")}}}).remarks.empty());
}

TEST_CASE("a message needs text and keeps its length") {
    CHECK(check_slack_message(json::object()).refusal == "no_text");
    CHECK(check_slack_message({{"text", ""}, {"blocks", json::array()}}).refusal == "no_text");
    CHECK(check_slack_message({{"text", as(40'000)}}).refusal == "");
    CHECK(check_slack_message({{"text", as(40'001)}}).refusal == "msg_too_long");
}

TEST_CASE("blocks keep their numbers and lengths") {
    CHECK(refusal(std::vector<json>(50, section("a"))) == "");
    CHECK(refusal(std::vector<json>(51, section("a"))) == "invalid_blocks");
    CHECK(refusal({section(as(3000))}) == "");
    CHECK(refusal({section(as(3001))}) == "invalid_blocks");
    CHECK(refusal({section("")}) == "invalid_blocks");
    CHECK(refusal({section(as(3000)), section(as(3000)), section(as(3000)), section(as(3000))}) == "");
    CHECK(refusal({section(as(3000)), section(as(3000)), section(as(3000)), section(as(3000)), section(as(1001))}) == "msg_blocks_too_long");
    CHECK(refusal({{{"type", "context"}, {"elements", std::vector<json>(11, mrkdwn("a"))}}}) == "invalid_blocks");
    CHECK(refusal({{{"type", "header"}, {"text", plain(as(151))}}}) == "invalid_blocks");
    CHECK(refusal({{{"type", "header"}, {"text", mrkdwn("a")}}}) == "invalid_blocks");
    CHECK(refusal({{{"type", "sektion"}, {"text", mrkdwn("a")}}}) == "invalid_blocks");
    CHECK(refusal({{{"type", "section"}, {"text", mrkdwn("a")}, {"colour", "red"}}}) == "invalid_blocks");
    CHECK(refusal({{{"type", "section"}, {"text", {{"type", "mrkdwn"}, {"text", "a"}, {"emoji", true}}}}}) == "invalid_blocks");
    CHECK(check_slack_message({{"text", "a"}, {"blocks", "[]"}}).refusal == "invalid_blocks");
    // Characters as JavaScript counts them.
    std::string faces;
    for (int i = 0; i < 1501; ++i) faces += "\xF0\x9F\x98\x80";
    CHECK(refusal({section(faces)}) == "invalid_blocks");
}

TEST_CASE("buttons keep their lengths, ids and styles") {
    const auto with = [](const char* name, const json& value) {
        auto one = button("Hint", "v", "v:hint:0");
        one[name] = value;
        return refusal({actions({one})});
    };
    CHECK(with("style", "primary") == "");
    CHECK(with("style", "default") == "invalid_blocks");
    CHECK(with("value", as(2000)) == "");
    CHECK(with("value", as(2001)) == "invalid_blocks");
    CHECK(with("text", plain(as(76))) == "invalid_blocks");
    CHECK(with("text", mrkdwn("Hint")) == "invalid_blocks");
    CHECK(with("action_id", as(256)) == "invalid_blocks");
    CHECK(refusal({actions({button("A", "1", "v:a:0"), button("B", "2", "v:a:0")})}) == "invalid_blocks");
    CHECK(refusal({actions({button("A", "1", "v:a:0")}), actions({button("B", "2", "v:a:0")})}) == "");
    CHECK(refusal({actions(std::vector<json>(26, button("A", "1", "x")))}) == "invalid_blocks");
    CHECK(refusal({actions({})}) == "invalid_blocks");
    json one = section("a");
    one["block_id"] = "same";
    CHECK(refusal({one, one}) == "invalid_blocks");
    CHECK(check_slack_message(message({actions({button("A", "1", "v:a:0")})})).buttons == std::vector<SeenButton>{{"A", "1"}});
}

TEST_CASE("a view keeps its lengths") {
    const auto good = modal({input({{"action_id", "text"}, {"multiline", true}, {"max_length", 3000}})});
    CHECK(check_slack_view(good).refusal == "");
    CHECK(check_slack_view(good).text == "Answer\nYour answer");
    CHECK(view_refusal(good, "title", plain(as(24))) == "");
    CHECK(view_refusal(good, "title", plain(as(25))) == "invalid_arguments");
    CHECK(view_refusal(good, "submit", nullptr) == "invalid_arguments");
    CHECK(view_refusal(good, "private_metadata", as(3000)) == "");
    CHECK(view_refusal(good, "private_metadata", as(3001)) == "invalid_arguments");
    CHECK(view_refusal(good, "callback_id", as(256)) == "invalid_arguments");
    CHECK(view_refusal(good, "blocks", std::vector<json>(101, section("a"))) == "invalid_arguments");
    CHECK(view_refusal(good, "blocks", std::vector<json>(100, section(as(2900)))) == "view_too_large");
    CHECK(view_refusal(good, "type", "window") == "invalid_arguments");
    CHECK(view_refusal(good, "blocks", {input({{"action_id", "text"}, {"max_length", 3001}})}) == "invalid_arguments");
    CHECK(view_refusal(good, "blocks", {input({{"action_id", "text"}, {"max_length", 10}, {"initial_value", as(11)}})}) == "invalid_arguments");
    CHECK(check_slack_view({{"type", "home"}, {"blocks", std::vector<json>(100, section("a"))}}).refusal == "");
}
