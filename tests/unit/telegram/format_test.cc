// How messages look: markup per kind of block, escaping, buttons, notes of presses.
#include "adapters/telegram/format.h"

#include "bot/base/utf16.h"
#include "tests/support/catch.h"

namespace {

using namespace adapters::telegram;
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

Outbound message(std::vector<Block> blocks, std::vector<bot::Choice> choices = {}) { return {std::move(blocks), std::move(choices), std::nullopt}; }

std::string only_html(const Outbound& out, const Surroundings& surroundings = {}) {
    const auto rendered = render(out, surroundings);
    REQUIRE(rendered.parts.size() == 1);
    return rendered.parts.front().html;
}

}  // namespace

TEST_CASE("each kind of block has its look") {
    CHECK(only_html(message({block(Kind::kHeading, {{Style::kPlain, "Question 1 of 3"}}),
                             block(Kind::kQuestion, {{Style::kPlain, "What is "}, {Style::kCode, "mmap"}, {Style::kPlain, "?"}}),
                             block(Kind::kParagraph, {{Style::kPlain, "Say "}, {Style::kStrong, "why"}, {Style::kEmphasis, " too"}}),
                             block(Kind::kItem, {{Style::kPlain, "maps a file"}}, "+"), block(Kind::kQuote, {{Style::kPlain, "you said so"}}),
                             block(Kind::kItem, {{Style::kPlain, "no copy"}}), block(Kind::kCode, {{Style::kPlain, "a < b && c\n  d\n"}}),
                             block(Kind::kStatus, {{Style::kPlain, "1/3"}})})) ==
          "<b>Question 1 of 3</b>\n<b>What is </b><code>mmap</code><b>?</b>\n\nSay <b>why</b><i> too</i>\n\n<b>+</b> maps a file\n<blockquote>you said "
          "so</blockquote>\n"
          "• no copy\n<pre>a &lt; b &amp;&amp; c\n  d</pre>\n\n<i>1/3</i>");
}

TEST_CASE("meters are bars, set below each other") {
    CHECK(only_html(message({block(Kind::kMeter, {{Style::kPlain, "go"}}, "", 71), block(Kind::kMeter, {{Style::kPlain, "kafka"}}, "", 5),
                             block(Kind::kMeter, {{Style::kPlain, "x"}}, "", 500)})) ==
          "<code>go    ███████░░░  71</code>\n<code>kafka █░░░░░░░░░   5</code>\n<code>x     ██████████ 100</code>");
}

TEST_CASE("whatever people type stands as text") {
    CHECK(only_html(message({block(Kind::kParagraph, {{Style::kPlain, R"(<b>&amp;</b> "x" <script>)"}})})) ==
          "&lt;b&gt;&amp;amp;&lt;/b&gt; &quot;x&quot; &lt;script&gt;");
    CHECK(only_html(message({block(Kind::kParagraph, {{Style::kPlain, "a\x01\xE2\x80\xAE\xFF z"}})})) == "a^A\xEF\xBF\xBD\xEF\xBF\xBD z");
}

TEST_CASE("in groups nobody is called by what somebody typed") {
    const auto out = message({block(Kind::kParagraph, {{Style::kPlain, "ask @boss or @VivaBot or a @ b"}, {Style::kCode, "@Override"}})});
    CHECK(only_html(out, {true, "vivabot"}) ==
          "ask @\xE2\x81\xA0"
          "boss or @VivaBot or a @ b<code>@Override</code>");
    CHECK(only_html(out, {false, "vivabot"}) == "ask @boss or @VivaBot or a @ b<code>@Override</code>");
}

TEST_CASE("choices with data are buttons in rows, others are commands to type") {
    const auto rendered = render(message({block(Kind::kParagraph, {{Style::kPlain, "So?"}})}, {{"hint", "Hint", "1:hint:a:1"},
                                                                                               {"skip", "Skip", "1:skip:a:1"},
                                                                                               {"repeat", "Repeat", "1:repeat:a:1"},
                                                                                               {"why", "Why", "1:why:a:1"},
                                                                                               {"stop", "Stop"},
                                                                                               {"me", "Me", std::string(65, 'x')},
                                                                                               {"export me", "Export"}}),
                                 {});
    CHECK(rendered.keyboard == Keyboard{{{"Hint", "1:hint:a:1"}, {"Skip", "1:skip:a:1"}, {"Repeat", "1:repeat:a:1"}}, {{"Why", "1:why:a:1"}}});
    REQUIRE(rendered.parts.size() == 1);
    CHECK(rendered.parts[0].html == "So?\n\n/stop /me export me");
}

TEST_CASE("the status does not repeat the words of the buttons") {
    const bot::Choice hint{"hint", "Hint", "1:hint:a:1"};
    const bot::Choice skip{"skip", "Skip", "1:skip:a:1"};
    const auto status = block(Kind::kStatus, {{Style::kPlain, "1/3 \u00B7 71 \u00B7 hint skip"}});
    CHECK(only_html(message({status}, {hint, skip})) == "<i>1/3 \u00B7 71</i>");
    CHECK(only_html(message({status}, {hint})) == "<i>1/3 \u00B7 71 \u00B7 hint skip</i>");
    CHECK(only_html(message({status}, {hint, {"skip", "Skip"}})) == "<i>1/3 \u00B7 71 \u00B7 hint skip</i>\n\n/skip");
    CHECK(only_html(message({block(Kind::kStatus, {{Style::kPlain, "hint skip"}})}, {hint, skip})) == "<i>hint skip</i>");
}

TEST_CASE("long labels get a row of their own") {
    const bot::Choice go{"resume", "Go on with the round of yesterday", "1:resume:a:1"};
    const bot::Choice stop{"stop", "Stop it and start the new one", "1:stop:a:1"};
    CHECK(keyboard_of({go, stop}).size() == 2);
}

TEST_CASE("buttons without a text get one to stand under") {
    const auto rendered = render(message({}, {{"hint", "Hint", "d"}, {"skip", "Skip", "e"}}), {});
    REQUIRE(rendered.parts.size() == 1);
    CHECK(rendered.parts[0].html == "Hint · Skip");
    CHECK(render(message({}), {}).parts.empty());
    CHECK(render(message({block(Kind::kParagraph, {{Style::kPlain, " \n\t"}})}), {}).parts.empty());
}

TEST_CASE("a note of a press is one short line") {
    CHECK(toast(message({block(Kind::kParagraph, {{Style::kPlain, "That was\nearlier."}}), block(Kind::kParagraph, {{Style::kStrong, "Sorry"}})})) ==
          "That was earlier. Sorry");
    CHECK(toast(message({})) == "");
    std::string emoji;
    for (int i = 0; i < 150; ++i) emoji += "\U0001F600";
    const auto note = toast(message({block(Kind::kParagraph, {{Style::kPlain, emoji}})}));
    CHECK(bot::utf16_length(note) == 199);
    CHECK(note.ends_with("…"));
    CHECK(bot::utf16_length(toast(message({block(Kind::kParagraph, {{Style::kPlain, std::string(500, 'a')}})}))) == 200);
    CHECK(toast(message({block(Kind::kParagraph, {{Style::kPlain, std::string(200, 'a')}})})) == std::string(200, 'a'));
}

TEST_CASE("what opens a form is left out, and what is private leads from a group into the direct chat") {
    using Opens = bot::Choice::Opens;
    const auto out =
        message({block(Kind::kParagraph, {{Style::kPlain, "Today's question"}})},
                {{"write", "Write", "1:write:a:1", Opens::kForm}, {"write", "Write", "", Opens::kForm}, {"answer", "Answer", "1:answer:0:5", Opens::kPrivate}});
    const auto in_group = render(out, {true, "viva_bot"});
    REQUIRE(in_group.keyboard.size() == 1);
    CHECK(in_group.keyboard[0] == std::vector<Button>{{"Answer", "1:answer:0:5", "https://t.me/viva_bot?start=1_answer_0_5"}});
    CHECK(in_group.parts.back().html.find("write") == std::string::npos);
    CHECK(render(out, {true, ""}).keyboard[0][0].link.empty());
    CHECK(render(out, {false, "viva_bot"}).keyboard[0][0].link.empty());
    CHECK(data_of_payload(link_payload("1:answer:0:5")) == "1:answer:0:5");
    CHECK(data_of_payload("round-go_developer") == "round-go_developer");
    CHECK(link_payload("1:a b:0:5").empty());
}
