// What people wrote, out of what the platform made of it; and forms.
#include "adapters/slack/plain_text.h"

#include <random>
#include <string>

#include "adapters/slack/form.h"
#include "tests/support/catch.h"

using namespace adapters::slack;

TEST_CASE("references become what people see") {
    CHECK(plain_text("<@U1|al> and <@U2>") == "@al and @U2");
    CHECK(plain_text("in <#C1|general>, <#C2>, <#C3|>") == "in #general, #C2, #C3");
    CHECK(plain_text("<!here> <!channel|channel> <!subteam^S1|@devs> <!subteam^S2>") == "@here channel @devs @S2");
    CHECK(plain_text("<!date^1700000000^{date}|Nov 14>") == "Nov 14");
    CHECK(plain_text("see <https://go.dev/ref|the spec> or <https://go.dev>") == "see the spec or https://go.dev");
    CHECK(plain_text("<http://fmt.md|fmt.md>") == "fmt.md");
    CHECK(plain_text("<mailto:a@b.c|a@b.c> <mailto:a@b.c> <tel:+49|+49> <tel:+49>") == "a@b.c a@b.c +49 +49");
    CHECK(plain_text("<https://x/?a=1&amp;b=2>") == "https://x/?a=1&b=2");
}

TEST_CASE("entities are decoded once") {
    CHECK(plain_text("a &lt; b &amp;&amp; c &gt; d") == "a < b && c > d");
    CHECK(plain_text("&amp;lt;") == "&lt;");
    CHECK(plain_text("&amp;amp;") == "&amp;");
    CHECK(plain_text("&lt;!channel&gt; &lt;@U1&gt;") == "<!channel> <@U1>");
    CHECK(plain_text("&nbsp; &quot; & &l") == "&nbsp; &quot; & &l");
}

TEST_CASE("what people type stays as they typed it") {
    CHECK(plain_text("*bold* _it_ ~no~ `x`") == "*bold* _it_ ~no~ `x`");
    CHECK(plain_text("```\nif a &lt; b {\n}\n```") == "```\nif a < b {\n}\n```");
    CHECK(plain_text("\u201Csmart\u201D it\u2019s\u00A0so") == "\u201Csmart\u201D it\u2019s\u00A0so");
    CHECK(plain_text("a<b> <> < x <@> <#> <!> <5:x> <a b>") == "a<b> <> < x <@> <#> <!> <5:x> <a b>");
    CHECK(plain_text("<<@U1|al>") == "<@al");
    CHECK(plain_text("<@U1") == "<@U1");
    CHECK(plain_text("") == "");
}

TEST_CASE("whatever was typed comes back out of the platform's escapes, and nothing grows") {
    std::mt19937 chance(20261122);
    const std::string letters = "<>&ltgamp;@#!|U1:https ";
    for (int i = 0; i < 3'000; ++i) {
        std::string typed;
        for (auto n = chance() % 24; n > 0; --n) typed += letters[chance() % letters.size()];
        std::string escaped;
        for (const char c : typed) escaped += c == '&' ? "&amp;" : c == '<' ? "&lt;" : c == '>' ? "&gt;" : std::string(1, c);
        INFO(typed);
        REQUIRE(plain_text(escaped) == typed);
        REQUIRE(plain_text(typed).size() <= typed.size());
    }
}

TEST_CASE("many openings without an end take no time") {
    std::string many;
    for (int i = 0; i < 150'000; ++i) many += "<@U";
    CHECK(plain_text(many) == many);
    CHECK_FALSE(mentions(many, "UBOT"));
}

TEST_CASE("mentions of us are found and taken off the ends") {
    CHECK(mentions("hi <@UBOT>", "UBOT"));
    CHECK(mentions("<@U1><@UBOT|viva>", "UBOT"));
    CHECK_FALSE(mentions("<@UBOTX> <@UBO> &lt;@UBOT&gt; @UBOT", "UBOT"));
    CHECK_FALSE(mentions("<@>", ""));
    bool leading = false;
    CHECK(without_mentions(" <@UBOT>  <@UBOT|v>: hi <@UBOT> ", "UBOT", &leading) == "hi");
    CHECK(leading);
    CHECK(without_mentions("hi <@UBOT>", "UBOT", &leading) == "hi");
    CHECK_FALSE(leading);
    CHECK(without_mentions("<@U1> hi <@U1>", "UBOT") == "<@U1> hi <@U1>");
    CHECK(without_mentions("<@UBOT>", "UBOT").empty());
    CHECK(without_mentions("<@UBOT>\u00A0,\u00A0x", "UBOT") == "x");
    CHECK(without_mentions("<@>", "") == "<@>");
}

TEST_CASE("forms are decoded, and what is broken is refused") {
    const auto form = read_form("a=1+2&b=%7B%22x%22%3A%22%C3%A9%22%7D&c&&d=&e=x%3Dy=z");
    REQUIRE(form);
    CHECK(form->only("a") == "1 2");
    CHECK(form->only("b") == "{\"x\":\"\u00E9\"}");
    CHECK(form->only("c") == "");
    CHECK(form->only("d") == "");
    CHECK(form->only("e") == "x=y=z");
    CHECK_FALSE(form->only("f"));
    CHECK_FALSE(read_form("a=1&a=1")->only("a"));
    CHECK(read_form("ssl_check=0&ssl_check=1")->holds("ssl_check", "1"));
    CHECK(read_form("")->fields.empty());
    for (const std::string body : {"a=%", "a=%4", "a=%4x", "a=%x4", "%zz=1"}) {
        INFO(body);
        CHECK_FALSE(read_form(body));
    }
    std::string many;
    for (std::size_t i = 0; i <= kMaxFields; ++i) many += "a=1&";
    CHECK_FALSE(read_form(many));
    CHECK(read_form(many.substr(4)));
}
