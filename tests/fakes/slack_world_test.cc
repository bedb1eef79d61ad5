// The fake workspace grants and refuses what Slack does, over real HTTP.
#include "tests/fakes/slack_app.h"
#include "tests/support/catch.h"

using namespace tests;

namespace {

const SlackPerson kAnna{"U701", "Anna"};
const SlackPerson kBoris{"U702", "Boris"};

// Anna and a channel that has the bot and her.
struct Office {
    Office() {
        slack.with_world([](SlackWorld& world) {
            world.learn(kAnna);
            world.learn(kBoris);
            world.learn(SlackChannel{"C5001", "U701", {"U701"}});
        });
    }
    std::string post(const std::string& channel, Json more = Json::object()) {
        more["channel"] = channel;
        if (!more.contains("text")) more["text"] = "hello";
        return error_of(slack, "chat.postMessage", more);
    }
    SlackApi slack;
};

Json view(const std::string& type) {
    const Json title{{"type", "plain_text"}, {"text", "Answer"}};
    Json all{{"type", type}, {"blocks", Json::array()}};
    if (type == "home") {
        all["blocks"].push_back({{"type", "actions"}, {"elements", {{{"type", "button"}, {"text", title}, {"value", "go"}, {"action_id", "v:go:0"}}}}});
        return all;
    }
    all["title"] = all["submit"] = title;
    all["private_metadata"] = "{\"d\":\"x\"}";
    all["blocks"].push_back({{"type", "input"}, {"block_id", "answer"}, {"label", title}, {"element", {{"type", "plain_text_input"}, {"action_id", "text"}}}});
    return all;
}

Json with_button(const std::string& value) {
    return Json::array({{{"type", "actions"},
                         {"elements", {{{"type", "button"}, {"text", {{"type", "plain_text"}, {"text", "Go"}}}, {"value", value}, {"action_id", "v:go:0"}}}}}});
}

}  // namespace

TEST_CASE("each token opens its own methods and no others") {
    const SlackApi slack;
    CHECK(error_of(slack, "auth.test", Json::object(), "") == "not_authed");
    CHECK(error_of(slack, "auth.test", Json::object(), "xoxb-other") == "invalid_auth");
    CHECK(error_of(slack, "auth.test", Json::object(), SlackApi::kAppToken) == "not_allowed_token_type");
    CHECK(error_of(slack, "apps.connections.open", Json::object()) == "not_allowed_token_type");
    CHECK(error_of(slack, "apps.connections.open", Json::object(), SlackApi::kAppToken) == "");
    CHECK(error_of(slack, "chat.shout", Json::object()) == "unknown_method");
    CHECK(call(slack, "auth.test", Json::object())["team_id"] == "T1");
}

TEST_CASE("a scope that is missing is named, and answers say which there are") {
    SlackApi slack;
    slack.with_world([](SlackWorld& world) { world.set_scopes({"commands"}); });
    const auto refused = call(slack, "chat.postMessage", {{"channel", "U701"}, {"text", "x"}});
    CHECK(refused["error"] == "missing_scope");
    CHECK(refused["needed"] == "chat:write");
    CHECK(post(slack, "/api/auth.test", "", "application/x-www-form-urlencoded", SlackApi::kBotToken).head.find("x-oauth-scopes: commands") !=
          std::string::npos);
}

TEST_CASE("a person's id leads to their direct chat, and only where it may") {
    Office office;
    const auto posted = call(office.slack, "chat.postMessage", {{"channel", "U701"}, {"text", "hello"}});
    CHECK(posted["channel"] == "D701");
    CHECK(error_of(office.slack, "chat.update", {{"channel", "U701"}, {"ts", posted["ts"]}, {"text", "new"}}) == "channel_not_found");
    CHECK(error_of(office.slack, "chat.update", {{"channel", "D701"}, {"ts", posted["ts"]}, {"text", "new"}}) == "");
    CHECK(error_of(office.slack, "chat.update", {{"channel", "D701"}, {"ts", "1.2"}, {"text", "new"}}) == "message_not_found");
    CHECK(error_of(office.slack, "chat.update", {{"channel", "D701"}, {"ts", posted["ts"]}, {"text", std::string(4001, 'a')}}) == "msg_too_long");
    CHECK(office.post("U999") == "channel_not_found");
    office.slack.with_world([](SlackWorld& world) { world.person("U701").is_disabled = true; });
    CHECK(office.post("U701") == "user_disabled");
    const auto messages = office.slack.messages(701);
    REQUIRE(messages.size() == 2);
    CHECK(messages[1].replaces);
    CHECK(messages[1].message == messages[0].message);
}

TEST_CASE("a channel takes messages while the bot is in it and it is alive") {
    Office office;
    CHECK(office.post("C5001") == "");
    CHECK(office.post("C9999") == "channel_not_found");
    office.slack.add(archives("C5001", true));
    CHECK(office.post("C5001") == "is_archived");
    office.slack.add(archives("C5001", false));
    office.slack.add(leaves("C5001"));
    CHECK(office.post("C5001") == "not_in_channel");
    office.slack.add(joins(SlackWorld::kBot, "C5001"));
    office.slack.add(moves("C5001", "C5002"));
    CHECK(office.post("C5001") == "channel_not_found");
    CHECK(office.post("C5002") == "");
}

TEST_CASE("an answer in a thread names the thread's root") {
    Office office;
    const auto root = office.slack.ts_of(office.slack.add(says(kAnna, {"C5001"}, "hello")));
    const auto reply = office.slack.ts_of(office.slack.add(says(kAnna, {"C5001", root}, "again")));
    CHECK(office.post("C5001", {{"thread_ts", root}}) == "");
    CHECK(office.post("C5001", {{"thread_ts", reply}}) == "cannot_reply_to_message");
    CHECK(office.post("C5001", {{"thread_ts", "1.2"}}) == "thread_not_found");
    CHECK(office.slack.messages(5001).back().topic == 1'700'000'000'000'100);
}

TEST_CASE("a private word needs its person in the channel") {
    Office office;
    CHECK(error_of(office.slack, "chat.postEphemeral", {{"channel", "C5001"}, {"user", "U701"}, {"text", "psst"}}) == "");
    CHECK(office.slack.messages(5001).back().aside == "U701");
    CHECK(error_of(office.slack, "chat.postEphemeral", {{"channel", "C5001"}, {"user", "U702"}, {"text", "psst"}}) == "user_not_in_channel");
}

TEST_CASE("methods that read take a form and no JSON") {
    Office office;
    CHECK(error_of(office.slack, "users.info", {{"user", "U701"}}) == "invalid_arguments");
    const auto form = [&](const std::string& path, const std::string& body) {
        return post(office.slack, path, body, "application/x-www-form-urlencoded", SlackApi::kBotToken).body;
    };
    CHECK(form("/api/users.info", "user=U701")["user"]["profile"]["display_name"] == "Anna");
    CHECK(form("/api/users.info?user=U701", "")["user"]["is_admin"] == false);
    CHECK(form("/api/conversations.info", "channel=C5001")["channel"]["creator"] == "U701");
    CHECK(form("/api/chat.postMessage", "channel=C5001&text=a+%26amp%3B+b&blocks=%5B%5D")["ok"] == true);
    CHECK(office.slack.messages(5001).back().text == "a & b");
}

TEST_CASE("what may call people is no message, and what Slack would only warn of is remarked") {
    Office office;
    CHECK(office.post("C5001", {{"text", "hi <!channel>"}}) == "ping");
    CHECK(office.slack.remarks().empty());
    CHECK(office.post("C5001", {{"text", "1 < 2"}}) == "");
    CHECK(office.post("C5001", {{"text", std::string(4041, 'a')}}) == "");
    CHECK(office.slack.remarks().size() == 2);
}

TEST_CASE("a trigger opens one form, and not for long") {
    Office office;
    const auto trigger = [&] {
        std::string id;
        office.slack.with_world([&](SlackWorld& world) { id = world.new_trigger("U701"); });
        return id;
    };
    const auto open = [&](const std::string& id, const Json& what) { return error_of(office.slack, "views.open", {{"trigger_id", id}, {"view", what}}); };
    const auto id = trigger();
    CHECK(open(id, view("home")) == "invalid_arguments");
    CHECK(open(id, view("modal")) == "");
    CHECK(open(id, view("modal")) == "exchanged_trigger_id");
    CHECK(open("1.2.3", view("modal")) == "invalid_trigger_id");
    office.slack.with_world([](SlackWorld& world) { world.set_trigger_life(std::chrono::milliseconds(0)); });
    CHECK(open(trigger(), view("modal")) == "expired_trigger_id");
}

TEST_CASE("a form is sent off once it is open, and closes with the answer") {
    Office office;
    SlackSocket socket(office.slack);
    CHECK(socket.next()["type"] == "hello");
    CHECK(office.slack.submit(kAnna, "too early") == 0);
    std::string trigger;
    office.slack.with_world([&](SlackWorld& world) { trigger = world.new_trigger("U701"); });
    REQUIRE(error_of(office.slack, "views.open", {{"trigger_id", trigger}, {"view", view("modal")}}) == "");
    const auto sends = [&](const Json& answer) {
        const auto update = office.slack.submit(kAnna, "my words");
        const auto envelope = socket.next();
        CHECK(envelope["payload"]["view"]["state"]["values"]["answer"]["text"]["value"] == "my words");
        CHECK(envelope["payload"]["view"]["private_metadata"] == "{\"d\":\"x\"}");
        CHECK(office.slack.update_of(envelope["payload"]["view"]["hash"].get<std::string>()) == update);
        socket.acknowledge(envelope, answer);
        CHECK(office.slack.wait_until_heard());
    };
    sends({{"response_action", "errors"}, {"errors", {{"answer", "longer"}}}});
    sends(nullptr);
    CHECK(office.slack.submit(kAnna, "closed") == 0);
}

TEST_CASE("buttons are pressed where they stand: under a message, a private one, on a home") {
    Office office;
    SlackSocket socket(office.slack);
    CHECK(socket.next()["type"] == "hello");
    office.slack.set_echoes(false);
    const Json message{{"channel", "C5001"}, {"user", "U701"}, {"text", "x"}, {"blocks", with_button("here")}};
    const auto seen = call(office.slack, "chat.postMessage", message)["ts"].get<std::string>();
    const auto aside = call(office.slack, "chat.postEphemeral", message)["message_ts"].get<std::string>();
    REQUIRE(error_of(office.slack, "views.publish", {{"user_id", "U701"}, {"view", view("home")}}) == "");
    CHECK(office.slack.press(kAnna, "C5001", seen, "elsewhere") == 0);
    REQUIRE(office.slack.press(kAnna, "C5001", seen, "here") != 0);
    const auto first = socket.next()["payload"];
    CHECK(first["message"]["ts"] == seen);
    CHECK(first["actions"][0]["action_id"] == "v:go:0");
    REQUIRE(office.slack.press(kAnna, "C5001", aside, "here") != 0);
    const auto second = socket.next()["payload"];
    CHECK(second["container"]["is_ephemeral"] == true);
    CHECK_FALSE(second.contains("message"));
    REQUIRE(office.slack.press(kAnna, "", "", "go") != 0);
    CHECK(socket.next()["payload"]["view"]["type"] == "home");
}

TEST_CASE("a response_url is good for five answers and needs no bot in the channel") {
    Office office;
    office.slack.add(leaves("C5001"));
    SlackSocket socket(office.slack);
    CHECK(socket.next()["type"] == "hello");
    office.slack.slash(kAnna, {"C5001"}, "help");
    Json envelope;
    do envelope = socket.next();
    while (envelope["type"] != "slash_commands");
    const auto url = envelope["payload"]["response_url"].get<std::string>();
    const auto respond = [&](const std::string& type) {
        return post(office.slack, url.substr(office.slack.origin().size()), Json{{"text", "x"}, {"response_type", type}}.dump(), "application/json", "").status;
    };
    CHECK(respond("ephemeral") == 200);
    CHECK(office.slack.messages(5001).back().aside == "U701");
    CHECK(respond("in_channel") == 200);
    CHECK(office.slack.messages(5001).back().aside == "");
    for (int i = 0; i < 3; ++i) CHECK(respond("ephemeral") == 200);
    CHECK(respond("ephemeral") == 404);
    CHECK(post(office.slack, "/response/999/secret", "{}", "application/json", "").status == 404);
}

TEST_CASE("a file comes in three steps") {
    Office office;
    const auto begun =
        post(office.slack, "/api/files.getUploadURLExternal", "filename=a.json&length=5", "application/x-www-form-urlencoded", SlackApi::kBotToken).body;
    REQUIRE(begun["ok"] == true);
    const auto done = [&](const std::string& channel) {
        return error_of(office.slack, "files.completeUploadExternal",
                        {{"channel_id", channel}, {"files", Json::array({{{"id", begun["file_id"]}}})}, {"initial_comment", "yours"}});
    };
    CHECK(done("D701") == "file_not_found");
    const auto path = begun["upload_url"].get<std::string>().substr(office.slack.origin().size());
    CHECK(post(office.slack, path, "1234", "application/octet-stream", "").status == 400);
    CHECK(post(office.slack, path, "12345", "application/octet-stream", "").status == 200);
    CHECK(done("U701") == "channel_not_found");
    CHECK(done("D701") == "");
    CHECK(office.slack.messages(701).back().file == "a.json");
}
