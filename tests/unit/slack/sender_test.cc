// Bringing parcels: the calls made, which is next when one is refused, parts, asides, forms, pages, files, inquiries.
#include "adapters/slack/sender.h"

#include "tests/support/catch.h"
#include "tests/unit/slack/slack_calls.h"

namespace {

using namespace adapters::slack;
using namespace slack_test;
using bot::app::Delivery;
using bot::app::Parcel;
using Outcome = Delivery::Outcome;

constexpr const char* kResponse = "https://hooks.slack.com/commands/T1/2/x";

Parcel in_channel(std::string text = "So <you> say") {
    Parcel one;
    one.id = 3;
    one.place = {"slack", "C1", "1699.5"};
    one.kind = bot::RoomKind::kGroup;
    one.message.blocks = {{bot::Block::Kind::kParagraph, bot::Tone::kNeutral, "", {{bot::Style::kPlain, std::move(text)}}, 0}};
    return one;
}

Parcel direct(std::string text = "So") {
    auto one = in_channel(std::move(text));
    one.place = {"slack", "U1", ""};
    one.kind = bot::RoomKind::kDirect;
    return one;
}

Parcel aside(std::string reply_to = "") {
    auto one = in_channel("For you");
    one.message.manner = bot::Manner::kAside;
    one.message.person = "U1";
    one.reply_to = std::move(reply_to);
    return one;
}

struct Bench {
    ScriptedSlack slack;
    CallClock clock;
    Api api = slack.api();
    Outside outside = slack.outside();
    People people{api, clock};
    Sender sender{api, outside, people, clock, nullptr};

    Delivery deliver(const Parcel& parcel) { return sender.deliver(parcel); }
    std::vector<std::string> methods() const {
        std::vector<std::string> out;
        for (const auto& call : slack.seen) out.push_back(call.method);
        return out;
    }
    const std::string& body(std::size_t i) const { return slack.seen.at(i).body; }
};

using Names = std::vector<std::string>;

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("a message in a channel goes to its thread, with the token in a header, and names what was posted") {
    Bench bench;
    const auto delivery = bench.deliver(in_channel());
    CHECK(delivery.outcome == Outcome::kSent);
    CHECK(delivery.message == "1700.0001");
    REQUIRE(bench.slack.seen.size() == 1);
    const auto& call = bench.slack.seen[0];
    CHECK(call.method == "chat.postMessage");
    CHECK(call.authorization == "Bearer xoxb-1-secret");
    CHECK(call.content_type == "application/json; charset=utf-8");
    CHECK_FALSE(call.idempotent);
    CHECK(
        call.body ==
        R"({"channel":"C1","thread_ts":"1699.5","text":"So &lt;you&gt; say","blocks":[{"type":"section","text":{"type":"mrkdwn","text":"So &lt;you&gt; say","verbatim":true}}],"unfurl_links":false,"unfurl_media":false})");
}

TEST_CASE("a direct message goes to the person, in no thread") {
    Bench bench;
    auto one = direct();
    one.place.thread = "1.2";
    one.message.replaces = "1700.1";
    CHECK(bench.deliver(one).outcome == Outcome::kSent);
    CHECK(bench.methods() == Names{"chat.postMessage"});
    CHECK(bench.body(0).starts_with(R"({"channel":"U1","text":"So")"));
}

TEST_CASE("what replaces an earlier message updates it") {
    Bench bench;
    auto one = in_channel();
    one.message.replaces = "1700.1";
    CHECK(bench.deliver(one).outcome == Outcome::kSent);
    CHECK(bench.methods() == Names{"chat.update"});
    CHECK(bench.body(0).starts_with(R"({"channel":"C1","ts":"1700.1","text":)"));
    bench.slack.error("message_not_found");
    CHECK(bench.deliver(one).outcome == Outcome::kRefused);
}

TEST_CASE("refused blocks go again as text with all the words") {
    Bench bench;
    bench.slack.error("invalid_blocks");
    auto one = in_channel(std::string(5'000, 'a') + " end");
    CHECK(bench.deliver(one).outcome == Outcome::kSent);
    REQUIRE(bench.slack.seen.size() == 2);
    CHECK_FALSE(has(bench.body(1), "blocks"));
    CHECK(has(bench.body(1), "aaa\\naaa"));
    CHECK(has(bench.body(1), "aaa end"));
    for (int i = 0; i < 9; ++i) bench.slack.error("invalid_blocks");
    CHECK(bench.deliver(one).outcome == Outcome::kRefused);
    CHECK(bench.slack.seen.size() == 4);
}

TEST_CASE("trouble is told, not retried") {
    Bench bench;
    bench.slack.silence("connection refused");
    CHECK(bench.deliver(direct()).reason == "no answer: connection refused");
    bench.slack.error("token_revoked");
    CHECK(bench.deliver(direct()).outcome == Outcome::kStopped);
    bench.slack.error("user_disabled");
    CHECK(bench.deliver(direct()).outcome == Outcome::kGone);
    CHECK(bench.slack.seen.size() == 3);
}

TEST_CASE("patience of one room, then of all; of other methods always of all") {
    Bench bench;
    for (int i = 0; i < 3; ++i) bench.slack.next(429, R"({"ok":false,"error":"ratelimited"})", {{"retry-after", "3"}});
    const auto first = bench.deliver(in_channel());
    CHECK(first.outcome == Outcome::kSlower);
    CHECK(first.after == bot::Duration(3'000));
    CHECK_FALSE(first.whole_account);
    CHECK(bench.deliver(direct()).whole_account);
    bench.clock.forward(bot::Duration(60'000));
    CHECK(bench.deliver(aside()).whole_account);
    bench.slack.next(429, "", {{"retry-after", "3"}});
    const auto by_address = bench.deliver(aside(kResponse));
    CHECK(by_address.outcome == Outcome::kSlower);
    CHECK_FALSE(by_address.whole_account);
}

TEST_CASE("a long message goes part by part, with the buttons under the last, then the file") {
    Bench bench;
    auto one = direct(std::string(25'000, 'a'));
    one.message.choices = {{"hint", "Hint", "1:hint:a:1"}};
    for (int part = 0; part < 3; ++part) {
        one.part = part;
        const auto delivery = bench.deliver(one);
        CHECK(delivery.more == (part < 2));
        CHECK(has(bench.slack.seen.back().body, "actions") == (part == 2));
    }
    one.part = 3;
    CHECK(bench.deliver(one).outcome == Outcome::kSent);
    CHECK(bench.slack.seen.size() == 3);
    CHECK(bench.deliver(Parcel{}).outcome == Outcome::kRefused);
}

TEST_CASE("an aside goes to the address of the command, without the token, and to nobody else") {
    Bench bench;
    bench.slack.next(200, "ok");
    CHECK(bench.deliver(aside(kResponse)).outcome == Outcome::kSent);
    CHECK(bench.methods() == Names{kResponse});
    CHECK(bench.slack.seen[0].authorization.empty());
    CHECK(bench.body(0).starts_with(R"({"response_type":"ephemeral","replace_original":false,"thread_ts":"1699.5","text":"For you")"));
}

TEST_CASE("where the address is used up, an aside is posted for the person; where that cannot be, it goes to their direct chat") {
    Bench bench;
    bench.slack.next(404, R"({"ok":false,"error":"used_url"})");
    CHECK(bench.deliver(aside(kResponse)).outcome == Outcome::kSent);
    CHECK(bench.methods() == Names{kResponse, "chat.postEphemeral"});
    CHECK(bench.body(1).starts_with(R"({"channel":"C1","user":"U1","thread_ts":"1699.5","text":"For you")"));

    Bench other;
    other.slack.error("user_not_in_channel");
    CHECK(other.deliver(aside("https://hooks.slack.com.evil.example/x")).outcome == Outcome::kSent);
    CHECK(other.methods() == Names{"chat.postEphemeral", "chat.postMessage"});
    CHECK(other.body(1).starts_with(R"({"channel":"U1","text":"For you")"));

    Bench gone;
    gone.slack.error("not_in_channel");
    gone.slack.error("user_disabled");
    CHECK(gone.deliver(aside()).outcome == Outcome::kRefused);
}

TEST_CASE("an address that does not answer is asked again later, not passed by") {
    Bench bench;
    bench.slack.silence("timeout");
    CHECK(bench.deliver(aside(kResponse)).outcome == Outcome::kPassing);
    bench.slack.next(502, "bad gateway");
    CHECK(bench.deliver(aside(kResponse)).outcome == Outcome::kPassing);
    CHECK(bench.slack.seen.size() == 2);
}

TEST_CASE("a post in a channel that the bot is not in answers where the command came from") {
    Bench bench;
    auto one = in_channel();
    one.reply_to = kResponse;
    CHECK(bench.deliver(one).outcome == Outcome::kSent);
    CHECK(bench.methods() == Names{"chat.postMessage"});
    bench.slack.error("not_in_channel");
    bench.slack.next(200, "ok");
    CHECK(bench.deliver(one).outcome == Outcome::kSent);
    CHECK(bench.methods() == Names{"chat.postMessage", "chat.postMessage", kResponse});
    CHECK(bench.body(2).starts_with(R"({"response_type":"in_channel")"));
    bench.slack.error("channel_not_found");
    bench.slack.next(404, "expired");
    CHECK(bench.deliver(one).outcome == Outcome::kGone);
}

TEST_CASE("a press without words needs no call; with words they are for the person alone") {
    Bench bench;
    auto press = in_channel("Too late");
    press.handle = "1.2.ab";
    press.message.person = "U1";
    CHECK(bench.deliver(press).outcome == Outcome::kSent);
    CHECK(bench.methods() == Names{"chat.postEphemeral"});
    press.message.blocks.clear();
    CHECK(bench.deliver(press).outcome == Outcome::kSent);
    CHECK(bench.slack.seen.size() == 1);
    auto alone = direct("Too late");
    alone.handle = "1.2.ab";
    alone.message.person = "U1";
    CHECK(bench.deliver(alone).outcome == Outcome::kSent);
    CHECK(bench.methods().back() == "chat.postMessage");
}

TEST_CASE("a form is opened with the handle and remembers where it belongs") {
    Bench bench;
    Parcel one = in_channel();
    one.handle = "1.2.ab";
    one.message = {};
    one.message.form = bot::Form{"Answer to question 3 of 10", "What is <mmap>?", "3:answer:a:1", "so far"};
    CHECK(bench.deliver(one).outcome == Outcome::kSent);
    CHECK(bench.methods() == Names{"views.open"});
    CHECK(
        bench.body(0) ==
        R"({"trigger_id":"1.2.ab","view":{"type":"modal","callback_id":"answer","private_metadata":"{\"d\":\"3:answer:a:1\",\"r\":\"C1\",\"t\":\"1699.5\",\"k\":\"g\"}",)"
        R"("title":{"type":"plain_text","text":"Answer to question 3 of\u2026","emoji":false},"submit":{"type":"plain_text","text":"Send","emoji":false},)"
        R"("close":{"type":"plain_text","text":"Cancel","emoji":false},"blocks":[{"type":"input","block_id":"answer","label":{"type":"plain_text","text":"What is <mmap>?","emoji":false},)"
        R"("element":{"type":"plain_text_input","action_id":"text","multiline":true,"max_length":3000,"initial_value":"so far"}}]}})");
    for (const auto* error : {"expired_trigger_id", "exchanged_trigger_id", "invalid_trigger_id", "user_not_found"}) {
        bench.slack.error(error);
        const auto delivery = bench.deliver(one);
        CHECK(delivery.outcome == Outcome::kRefused);
        CHECK(delivery.reason == error);
    }
    CHECK(bench.slack.seen.size() == 5);
    one.message.form->data = std::string(3'000, 'x');
    CHECK(bench.deliver(one).outcome == Outcome::kRefused);
    one.handle.clear();
    CHECK(bench.deliver(one).outcome == Outcome::kRefused);
    CHECK(bench.slack.seen.size() == 5);
}

TEST_CASE("a page is published for its person") {
    Bench bench;
    auto one = direct("Your progress");
    one.message.manner = bot::Manner::kPage;
    CHECK(bench.deliver(one).outcome == Outcome::kSent);
    CHECK(bench.methods() == Names{"views.publish"});
    CHECK(bench.body(0) ==
          R"({"user_id":"U1","view":{"type":"home","blocks":[{"type":"section","text":{"type":"mrkdwn","text":"Your progress","verbatim":true}}]}})");
    bench.slack.error("not_enabled");
    CHECK(bench.deliver(one).outcome == Outcome::kRefused);
    one.kind = bot::RoomKind::kGroup;
    CHECK(bench.deliver(one).outcome == Outcome::kRefused);
    CHECK(bench.slack.seen.size() == 2);
}

TEST_CASE("a file is uploaded outside and shown in the person's direct chat") {
    Bench bench;
    auto one = direct("Your data");
    one.message.file = bot::Attachment{"my data.json", std::string("{\"a\":\0}", 7)};
    bench.slack.next(200, R"({"ok":true,"channel":"D7","ts":"1.1"})");
    CHECK(bench.deliver(one).more);
    one.part = 1;
    bench.slack.next(200, R"({"ok":true,"upload_url":"https://files.slack.com/upload/v1/abc","file_id":"F1"})");
    bench.slack.next(200, "OK - 7");
    const auto delivery = bench.deliver(one);
    CHECK(delivery.outcome == Outcome::kSent);
    CHECK_FALSE(delivery.more);
    CHECK(bench.methods() == Names{"chat.postMessage", "files.getUploadURLExternal", "https://files.slack.com/upload/v1/abc", "files.completeUploadExternal"});
    CHECK(bench.body(1) == "filename=my%20data.json&length=7");
    CHECK(bench.slack.seen[1].content_type == "application/x-www-form-urlencoded");
    CHECK(bench.body(2) == one.message.file->bytes);
    CHECK(bench.slack.seen[2].authorization.empty());
    CHECK(bench.body(3) == R"({"files":[{"id":"F1","title":"my data.json"}],"channel_id":"D7"})");
}

TEST_CASE("after a restart the direct chat is found by posting the file's name") {
    Bench bench;
    auto one = direct("Your data");
    one.message.file = bot::Attachment{"data.json", "{}"};
    one.part = 1;
    bench.slack.next(200, R"({"ok":true,"channel":"D7","ts":"1.1"})");
    bench.slack.next(200, R"({"ok":true,"upload_url":"https://elsewhere.example/u","file_id":"F1"})");
    CHECK(bench.deliver(one).outcome == Outcome::kRefused);
    CHECK(bench.methods() == Names{"chat.postMessage", "files.getUploadURLExternal"});
    bench.slack.next(200, R"({"ok":true,"upload_url":"https://files.slack.com/u","file_id":"F1"})");
    bench.slack.next(500, "no");
    CHECK(bench.deliver(one).outcome == Outcome::kPassing);
    CHECK(bench.slack.seen.size() == 4);
}

TEST_CASE("who administers is asked of the workspace, then of the channel, and kept for five minutes") {
    Bench bench;
    Parcel one = in_channel();
    one.message = {};
    one.message.person = "U1";
    one.message.inquiry = bot::Inquiry{"Al", "what"};
    bench.slack.next(200, R"({"ok":true,"user":{"id":"U1","name":"al","tz":"Europe/Amsterdam","is_admin":false}})");
    bench.slack.next(200, R"({"ok":true,"channel":{"id":"C1","creator":"U1"}})");
    const auto first = bench.deliver(one);
    CHECK(first.outcome == Outcome::kSent);
    CHECK(first.administers);
    CHECK(first.zone == "Europe/Amsterdam");
    CHECK(bench.methods() == Names{"users.info", "conversations.info"});
    CHECK(bench.body(0) == "user=U1");
    CHECK(bench.body(1) == "channel=C1");
    CHECK(bench.deliver(one).administers);
    CHECK(bench.slack.seen.size() == 2);
    one.message.person = "U2";
    bench.slack.next(200, R"({"ok":true,"user":{"id":"U2"}})");
    CHECK_FALSE(bench.deliver(one).administers);
    CHECK(bench.slack.seen.size() == 3);
    bench.clock.forward(bot::Duration(300'000));
    bench.slack.next(200, R"({"ok":true,"user":{"id":"U2","is_owner":true}})");
    CHECK(bench.deliver(one).administers);
    CHECK(bench.slack.seen.size() == 4);
}

TEST_CASE("an inquiry that cannot be answered now is asked again; what is hidden from us does not administer") {
    Bench bench;
    Parcel one = in_channel();
    one.message = {};
    one.message.person = "U1";
    one.message.inquiry = bot::Inquiry{"Al", "what"};
    bench.slack.next(429, "", {{"retry-after", "2"}});
    const auto slower = bench.deliver(one);
    CHECK(slower.outcome == Outcome::kSlower);
    CHECK(slower.whole_account);
    bench.slack.error("internal_error");
    CHECK(bench.deliver(one).outcome == Outcome::kPassing);
    bench.slack.next(200, R"({"ok":true,"user":{"id":"U1"}})");
    bench.slack.error("channel_not_found");
    const auto hidden = bench.deliver(one);
    CHECK(hidden.outcome == Outcome::kSent);
    CHECK_FALSE(hidden.administers);
}

TEST_CASE("names are kept, also those that are not known; there is an end to what is kept") {
    Bench bench;
    bench.slack.next(200, R"({"ok":true,"user":{"id":"U1","profile":{"display_name":"Al"}}})");
    CHECK(bench.people.name("U1") == "Al");
    CHECK(bench.people.name("U1") == "Al");
    CHECK(bench.people.name("") == "");
    CHECK(bench.slack.seen.size() == 1);
    Kept<int> kept(3, bot::Duration(1'000));
    const bot::Instant now{};
    for (int i = 0; i < 10; ++i) kept.keep(std::to_string(i), i, now);
    CHECK(kept.size() == 3);
    CHECK_FALSE(kept.find("6", now));
    CHECK(kept.find("7", now) == 7);
    kept.keep("7", 70, now);
    kept.keep("a", 1, now);
    CHECK(kept.find("7", now) == 70);
    CHECK_FALSE(kept.find("8", now));
    CHECK_FALSE(kept.find("7", now + bot::Duration(1'000)));
}
