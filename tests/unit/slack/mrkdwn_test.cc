// mrkdwn: what people type stays text, what we mark is marked.
#include "adapters/slack/mrkdwn.h"

#include <string>

#include "bot/base/utf16.h"
#include "tests/support/catch.h"

namespace {

using namespace adapters::slack;
using bot::Style;

// The gap that keeps a mark from being one, seen.
std::string seen(std::string text) {
    const std::string gap = "\u200B";
    for (auto at = text.find(gap); at != std::string::npos; at = text.find(gap, at)) text.replace(at, gap.size(), "|");
    return text;
}

std::string line(const Line& runs, bool quote = false) { return seen(mrkdwn(runs, quote)); }

}  // namespace

TEST_CASE("three characters are escaped, once") {
    CHECK(words("a < b && c > d &amp;") == "a &lt; b &amp;&amp; c &gt; d &amp;amp;");
    CHECK(words("<!channel> <@U1> <https://x|y>") == "&lt;!channel&gt; &lt;@U1&gt; &lt;https://x|y&gt;");
    CHECK(escape("<&>") == "&lt;&amp;&gt;");
}

TEST_CASE("marks that people type begin nothing") {
    CHECK(seen(words("*bold* _it_ ~no~ `code`")) == "*|bold* _|it_ ~|no~ `|code`|");
    CHECK(seen(words("2*3*4 = snake_case_name, a * b * c")) == "2*3*4 = snake_case_name, a * b * c");
    CHECK(seen(words("__init__")) == "_|_|init__|");
    CHECK(seen(words("```\nfence\n```")) == "`|`|`|\nfence\n`|`|`|");
    CHECK(seen(words("> no quote\nbut a > b\n> nor this")) == "|&gt; no quote\nbut a &gt; b\n|&gt; nor this");
    CHECK(seen(words("std::string at 12:30, :smile: and a:b")) == "std::string at 12:30, :|smile: and a:b");
}

TEST_CASE("runs are marked at the edges of words") {
    CHECK(line({{Style::kPlain, "Say "}, {Style::kStrong, "why"}, {Style::kPlain, " and "}, {Style::kEmphasis, "how"}}) == "Say *why* and _how_");
    CHECK(line({{Style::kStrong, " why "}, {Style::kPlain, "so"}}) == " *why* so");
    CHECK(line({{Style::kPlain, "re"}, {Style::kStrong, "do"}, {Style::kPlain, "ing"}}) == "re|*do*|ing");
    CHECK(line({{Style::kStrong, "What is "}, {Style::kCode, "mmap"}, {Style::kStrong, "?"}}) == "*What is* `mmap`|*?|*");
    CHECK(line({{Style::kStrong, "f(x)"}}) == "*f(x)|*");
    CHECK(line({{Style::kStrong, "  "}, {Style::kCode, ""}}) == "  ");
}

TEST_CASE("what holds its own mark is not marked") {
    CHECK(line({{Style::kCode, "a`b"}}) == "a`|b");
    CHECK(line({{Style::kStrong, "2*3"}}) == "2*3");
    CHECK(line({{Style::kCode, "a < *b"}}) == "`a &lt; *b`");
}

TEST_CASE("a quotation has its sign, and nobody else's") {
    CHECK(line({{Style::kPlain, "> said"}}, true) == "> |&gt; said");
    CHECK(line({{Style::kPlain, "> said"}}) == "|&gt; said");
    CHECK(line({{Style::kPlain, "a"}, {Style::kPlain, "> b"}}) == "a&gt; b");
}

TEST_CASE("no fence stands in a fence") {
    CHECK(seen(fenced("a := ``; b := ```; c := ``````")) == "a := ``; b := ``|`; c := ``|``|``");
    CHECK(fenced("if a < b && *p {") == "if a &lt; b &amp;&amp; *p {");
}

TEST_CASE("what is written never takes more than was reckoned") {
    for (const std::string text : {"<&>*_~`:x:", "> a\n> b", "\U0001F600 \u00e9", "*", "`````", "::a::b:"}) {
        std::size_t most = 0;
        for (std::size_t at = 0; at < text.size(); at += bot::character_at(text, at).bytes) most += most_units(text, at);
        INFO(text);
        CHECK(bot::utf16_length(words(text)) <= most);
        CHECK(bot::utf16_length(fenced(text)) <= most);
        for (const auto style : {Style::kPlain, Style::kStrong, Style::kEmphasis, Style::kCode})
            CHECK(bot::utf16_length(mrkdwn({{style, text}}, false)) <= most + kMostOfRun);
    }
}
