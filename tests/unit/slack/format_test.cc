// How messages look: sections and buttons per kind of block, and their payloads.
#include "adapters/slack/format.h"

#include "adapters/slack/call_json.h"
#include "bot/base/utf16.h"
#include "tests/support/catch.h"

namespace {

using namespace adapters::slack;
using bot::Block;
using bot::Outbound;
using bot::Style;
using Kind = bot::Block::Kind;

Block block(Kind kind, std::vector<bot::Run> runs, std::string sign = {}, int percent = 0) {
    Block one;
    one.kind = kind;
    one.runs = std::move(runs);
    one.sign = std::move(sign);
    one.percent = percent;
    return one;
}

Outbound message(std::vector<Block> blocks, std::vector<bot::Choice> choices = {}) {
    Outbound out;
    out.blocks = std::move(blocks);
    out.choices = std::move(choices);
    return out;
}

Part only(const Outbound& out) {
    auto parts = render(out);
    REQUIRE(parts.size() == 1);
    return parts.front();
}

std::vector<std::string> texts(const Part& part) {
    std::vector<std::string> out;
    for (const auto& section : part.sections) out.push_back((section.small ? "small: " : "") + section.mrkdwn);
    return out;
}

}  // namespace

TEST_CASE("each kind of block has its look") {
    const auto part = only(message({block(Kind::kHeading, {{Style::kPlain, "Question 1 of 3"}}),
                                    block(Kind::kQuestion, {{Style::kPlain, "What is "}, {Style::kCode, "mmap"}, {Style::kPlain, " for"}}),
                                    block(Kind::kParagraph, {{Style::kPlain, "Say "}, {Style::kStrong, "why"}, {Style::kEmphasis, " too"}}),
                                    block(Kind::kItem, {{Style::kPlain, "maps a file"}}, "+"), block(Kind::kQuote, {{Style::kPlain, "you said\nso"}}),
                                    block(Kind::kItem, {{Style::kPlain, "no copy"}}), block(Kind::kCode, {{Style::kPlain, "a < b && c\n  d\n"}}),
                                    block(Kind::kStatus, {{Style::kPlain, "1/3"}})}));
    CHECK(texts(part) ==
          std::vector<std::string>{"*Question 1 of 3*\n*What is* `mmap` *for*\n\nSay *why* _too_\n\n*+\u200B* maps a file\n> you said\n> so\n• no copy",
                                   "```\na &lt; b &amp;&amp; c\n  d\n```", "small: 1/3"});
    CHECK(part.text == "Question 1 of 3\nWhat is mmap for\n\nSay why too\n\n+ maps a file\nyou said\nso\n• no copy\na &lt; b &amp;&amp; c\n  d\n1/3");
    CHECK(part.whole == part.text);
}

TEST_CASE("what is said aside is small") {
    auto muted = block(Kind::kParagraph, {{Style::kPlain, "seed 4"}});
    muted.tone = bot::Tone::kMuted;
    CHECK(texts(only(message({block(Kind::kParagraph, {{Style::kPlain, "So"}}), muted}))) == std::vector<std::string>{"So", "small: seed 4"});
}

TEST_CASE("meters are bars, set below each other") {
    CHECK(texts(only(message({block(Kind::kMeter, {{Style::kPlain, "go"}}, "", 71), block(Kind::kMeter, {{Style::kPlain, "kafka"}}, "", 5),
                              block(Kind::kMeter, {{Style::kPlain, "x"}}, "", 500)}))) ==
          std::vector<std::string>{"`go    ███████░░░  71`\n`kafka █░░░░░░░░░   5`\n`x     ██████████ 100`"});
}

TEST_CASE("choices with data are buttons, others are left out") {
    const auto part =
        only(message({block(Kind::kParagraph, {{Style::kPlain, "So?"}})}, {{"hint", "Hint", "1:hint:a:1"},
                                                                           {"answer", "Answer in private", "1:answer:a:1", bot::Choice::Opens::kPrivate},
                                                                           {"answer", "Answer in a form", "1:answer:a:2", bot::Choice::Opens::kForm},
                                                                           {"stop", "Stop"},
                                                                           {"me", "Me", std::string(65, 'x')},
                                                                           {"x", std::string(100, 'y') + "<!channel>", "d"}}));
    REQUIRE(part.buttons.size() == 4);
    CHECK(part.buttons[0] == Button{"Hint", "v:hint:0", "1:hint:a:1", false});
    CHECK(part.buttons[1] == Button{"Answer in private", "v:answer:1", "1:answer:a:1", true});
    CHECK(part.buttons[2] == Button{"Answer in a form", "v:answer:2", "1:answer:a:2", false});
    CHECK(bot::utf16_length(part.buttons[3].text) == 75);
    CHECK(texts(part) == std::vector<std::string>{"So?"});
    CHECK(only(message({}, {{"x", "<!channel>", "d"}})).buttons[0].text == "‹!channel>");
}

TEST_CASE("the status does not repeat the words of the buttons") {
    const bot::Choice hint{"hint", "Hint", "1:hint:a:1"};
    const auto status = block(Kind::kStatus, {{Style::kPlain, "1/3 \u00B7 71 \u00B7 hint skip"}});
    CHECK(texts(only(message({status}, {hint, {"skip", "Skip", "1:skip:a:1"}}))) == std::vector<std::string>{"small: 1/3 \u00B7 71"});
    CHECK(texts(only(message({status}, {hint, {"skip", "Skip"}}))) == std::vector<std::string>{"small: 1/3 \u00B7 71 \u00B7 hint skip"});
}

TEST_CASE("buttons without a text get one to stand under; nothing is nothing") {
    CHECK(texts(only(message({}, {{"hint", "Hint", "d"}, {"skip", "Skip", "e"}}))) == std::vector<std::string>{"Hint\nSkip"});
    CHECK(render(message({})).empty());
    CHECK(render(message({block(Kind::kParagraph, {{Style::kPlain, " \n\t"}}), block(Kind::kCode, {{Style::kPlain, "\n\n"}})})).empty());
}

TEST_CASE("a message is written as blocks with a text beside them, or as text alone") {
    const auto part = only(message({block(Kind::kParagraph, {{Style::kPlain, "So <you> *say*"}}), block(Kind::kStatus, {{Style::kPlain, "1/3"}})},
                                   {{"hint", "Hint", "1:hint:a:1"}, {"why", "Why", "2", bot::Choice::Opens::kPrivate}}));
    CHECK(
        post_message_json({"C1", "1700.1"}, part, Body::kBlocks) ==
        R"({"channel":"C1","thread_ts":"1700.1","text":"So &lt;you&gt; *\u200bsay*\n1/3","blocks":[)"
        R"({"type":"section","text":{"type":"mrkdwn","text":"So &lt;you&gt; *\u200bsay*","verbatim":true}},)"
        R"({"type":"context","elements":[{"type":"mrkdwn","text":"1/3","verbatim":true}]},)"
        R"({"type":"actions","elements":[{"type":"button","text":{"type":"plain_text","text":"Hint","emoji":false},"action_id":"v:hint:0","value":"1:hint:a:1"},)"
        R"({"type":"button","text":{"type":"plain_text","text":"Why","emoji":false},"action_id":"v:why:1","value":"2","style":"primary"}]}],)"
        R"("unfurl_links":false,"unfurl_media":false})");
    CHECK(post_ephemeral_json({"C1"}, "U1", part, Body::kText) == R"({"channel":"C1","user":"U1","text":"So &lt;you&gt; *\u200bsay*\n1/3"})");
}

TEST_CASE("a page leaves out what has no room, at its end") {
    std::vector<Block> blocks;
    for (int i = 0; i < 200; ++i) {
        blocks.push_back(block(Kind::kParagraph, {{Style::kPlain, "p" + std::to_string(i)}}));
        blocks.push_back(block(Kind::kCode, {{Style::kPlain, "c"}}));
    }
    const auto page = render_page(message(blocks, {{"me", "Me", "1:me:a:1"}}));
    CHECK(page.sections.size() == 90);
    CHECK(page.sections.front().mrkdwn == "p0");
    CHECK(page.buttons.size() == 1);
    CHECK(render_page(message({block(Kind::kParagraph, {{Style::kPlain, std::string(60'000, 'a')}})})).sections.size() == 10);
}

TEST_CASE("a plain text is shortened on a character") {
    CHECK(shortened("abc", 3) == "abc");
    CHECK(shortened("abcd", 3) == "ab…");
    CHECK(shortened("\U0001F600\U0001F600", 3) == "\U0001F600…");
    CHECK(shortened("\U0001F600\U0001F600", 2) == "…");
}
