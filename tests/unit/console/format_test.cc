#include "adapters/console/format.h"

#include <array>
#include <random>

#include "bot/base/text.h"
#include "tests/support/catch.h"

using adapters::console::format;
using adapters::console::format_heard;
using adapters::console::Layout;
using bot::Block;
using bot::Outbound;
using bot::Run;
using bot::Style;
using bot::Tone;
using Kind = bot::Block::Kind;

namespace {

Block block(Kind kind, std::vector<Run> runs, Tone tone = Tone::kNeutral, std::string sign = {}, int percent = 0) {
    return {kind, tone, std::move(sign), std::move(runs), percent};
}
Block text(Kind kind, std::string words, Tone tone = Tone::kNeutral, std::string sign = {}, int percent = 0) {
    return block(kind, {{Style::kPlain, std::move(words)}}, tone, std::move(sign), percent);
}

constexpr Layout kPlain{40, false, false, false};
constexpr Layout kDrawn{40, false, true, false};
constexpr Layout kColour{40, true, true, false};

}  // namespace

TEST_CASE("blocks of a message") {
    struct Row {
        const char* why;
        std::vector<Block> blocks;
        std::string shown;
    };
    const Row row = GENERATE(
        Row{"nothing", {}, ""},
        Row{"a paragraph is wrapped", {text(Kind::kParagraph, "An unbuffered send waits for its receiver.")}, "An unbuffered send waits for its\nreceiver.\n"},
        Row{"paragraphs stand apart", {text(Kind::kParagraph, "One."), text(Kind::kParagraph, "Two.")}, "One.\n\nTwo.\n"},
        Row{"a heading holds on to what follows",
            {text(Kind::kParagraph, "One."), text(Kind::kHeading, "Model answer"), text(Kind::kParagraph, "Two.")},
            "One.\n\nModel answer\nTwo.\n"},
        Row{"items hang and stand close",
            {text(Kind::kItem, "A full buffer blocks the sender until a slot is free.", Tone::kGood, "+"), text(Kind::kItem, "Missed.", Tone::kBad, "-")},
            "  + A full buffer blocks the sender\n    until a slot is free.\n  - Missed.\n"},
        Row{"a plain bullet and a number",
            {text(Kind::kItem, "bullet"), text(Kind::kItem, "ten words that go over the end of the line", Tone::kNeutral, "10.")},
            "  * bullet\n  10. ten words that go over the end of\n      the line\n"},
        Row{"what explains an item stands under it",
            {text(Kind::kItem, "Item", Tone::kGood, "+"), text(Kind::kQuote, "your words"), text(Kind::kCode, "x"), text(Kind::kItem, "Next", Tone::kBad, "-")},
            "  + Item\n    | your words\n        x\n  - Next\n"},
        Row{"a quote of its own",
            {text(Kind::kParagraph, "You said:"), text(Kind::kQuote, "a\nb"), text(Kind::kParagraph, "So?")},
            "You said:\n\n| a\n| b\n\nSo?\n"},
        Row{"code is not wrapped, its shape is kept",
            {text(Kind::kParagraph, "Code:"), text(Kind::kCode, "func main() { // a line that is wider than the terminal\n\n\tgo f()\n  \tx\n}\n")},
            "Code:\n\n    func main() { // a line that is wider than the terminal\n\n        go f()\n        x\n    }\n"},
        Row{"meters stand under each other",
            {text(Kind::kHeading, "By tag"), text(Kind::kMeter, "Kafka ordering", Tone::kWarn, "", 62), text(Kind::kMeter, "go", Tone::kGood, "", 100),
             text(Kind::kMeter, "漢字", Tone::kBad, "", 4)},
            "By tag\nKafka ordering  ######----   62\ngo              ##########  100\n漢字            ----------    4\n"},
        Row{"a label that is too long for its line",
            {text(Kind::kMeter, "The ordering of messages in Kafka", Tone::kWarn, "", -5)},
            "The ordering of\nmessages in Kafka  ----------    0\n"},
        Row{"the status line stands alone",
            {text(Kind::kQuestion, "Why?"), text(Kind::kStatus, "3/10 · 62 · hint skip why stop", Tone::kMuted)},
            "Why?\n\n3/10 · 62 · hint skip why stop\n"},
        Row{"runs",
            {block(Kind::kParagraph, {{Style::kStrong, "62 of 100"}, {Style::kPlain, " for "}, {Style::kCode, "close(ch)"}, {Style::kEmphasis, " now"}})},
            "62 of 100 for `close(ch)` now\n"},
        Row{"a block without runs says nothing", {text(Kind::kParagraph, "One."), block(Kind::kParagraph, {})}, "One.\n"});
    INFO(row.why);
    CHECK(format({row.blocks, {}}, kPlain) == row.shown);
}

TEST_CASE("a terminal that draws gets bars, bullets and rules") {
    const Outbound message{{text(Kind::kMeter, "go", Tone::kGood, "", 62), text(Kind::kItem, "item"), text(Kind::kQuote, "quote")}, {}};
    CHECK(format(message, kDrawn) == "go  ██████░░░░   62\n\n  • item\n    │ quote\n");
}

TEST_CASE("colours only add to what signs and words say") {
    const Outbound message{{text(Kind::kHeading, "Head"), text(Kind::kItem, "good", Tone::kGood, "+"), text(Kind::kItem, "bad", Tone::kBad, "-"),
                            text(Kind::kParagraph, "careful", Tone::kWarn), text(Kind::kMeter, "go", Tone::kGood, "", 50),
                            block(Kind::kParagraph, {{Style::kCode, "x"}, {Style::kPlain, " y"}}), text(Kind::kStatus, "1/3")},
                           {}};
    const std::string coloured = format(message, kColour);
    CHECK(coloured.find("\x1b[1mHead\x1b[0m\n") != std::string::npos);
    CHECK(coloured.find("\x1b[1;32m  + \x1b[0mgood\n") != std::string::npos);
    CHECK(coloured.find("\x1b[1;31m  - \x1b[0mbad\n") != std::string::npos);
    CHECK(coloured.find("\x1b[33mcareful\x1b[0m\n") != std::string::npos);
    CHECK(coloured.find("\x1b[32m█████\x1b[0m\x1b[2m░░░░░\x1b[0m   50\n") != std::string::npos);
    CHECK(coloured.find("\x1b[36mx\x1b[0m y\n") != std::string::npos);
    CHECK(coloured.ends_with("\x1b[2m1/3\x1b[0m\n"));
    // Every line ends without a colour that the next one would inherit.
    for (const auto line : bot::split(coloured, '\n')) CHECK((line.find('\x1b') == std::string_view::npos || line.rfind("\x1b[0m") >= line.rfind("\x1b[")));
}

TEST_CASE("no text can steer the terminal, whichever block carries it") {
    const std::string evil =
        "\x1b]0;owned\x07\x1b[2J\xc2\x9b"
        "31mred\r\n";
    for (const Kind kind : {Kind::kParagraph, Kind::kHeading, Kind::kItem, Kind::kQuestion, Kind::kCode, Kind::kQuote, Kind::kMeter, Kind::kStatus}) {
        const Outbound message{{block(kind, {{Style::kPlain, evil}, {Style::kCode, evil}}, Tone::kNeutral, evil, 50)}, {{evil, evil}}};
        for (const Layout& layout : {kPlain, kDrawn, Layout{40, false, false, true}}) {
            const std::string shown = format(message, layout);
            CHECK(shown.find('\x1b') == std::string::npos);
            CHECK(shown.find('\r') == std::string::npos);
            CHECK(shown.find('\x07') == std::string::npos);
            CHECK(shown.find("\xc2\x9b") == std::string::npos);
        }
    }
    CHECK(format_heard(evil).find('\x1b') == std::string::npos);
}

TEST_CASE("any bytes in any block, at any width, give lines of clean text within the width, but for code") {
    std::mt19937 random{20240522};
    for (int round = 0; round < 400; ++round) {
        std::string bytes;
        for (std::size_t i = random() % 200; i > 0; --i) bytes += random() % 3 ? char(' ' + random() % 95) : char(random());
        const int width = 20 + int(random() % 150);
        const Kind kind = std::array{Kind::kParagraph, Kind::kHeading, Kind::kItem, Kind::kQuote, Kind::kMeter, Kind::kStatus, Kind::kCode}[random() % 7];
        const std::string shown =
            format(Outbound{{text(kind, bytes, Tone::kGood, "+", int(random() % 300) - 100)}, {}}, {width, false, random() % 2 == 0, random() % 2 == 0});
        for (const auto line : bot::split(shown, '\n')) {
            CAPTURE(round, width, line);
            if (kind != Kind::kCode) CHECK(bot::display_width(line) <= std::min(width, 100));
            CHECK(std::none_of(line.begin(), line.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }));
            CHECK(bot::is_utf8(line));
        }
    }
}

TEST_CASE("text is set at most a hundred columns wide, and at least twenty") {
    std::string words;
    for (int i = 0; i < 100; ++i) words += "word ";
    const auto widest = [&](int width) {
        int columns = 0;
        const std::string shown = format(Outbound{{text(Kind::kParagraph, words)}, {}}, {width, false, false, false});
        for (const auto line : bot::split(shown, '\n')) columns = std::max(columns, bot::display_width(line));
        return columns;
    };
    CHECK(widest(60) == 59);
    CHECK(widest(160) == 99);
    CHECK(widest(3) == 19);
}

TEST_CASE("choices are words to type, unless the status line names them") {
    const Outbound message{{text(Kind::kParagraph, "Hm."), text(Kind::kStatus, "3/10 · hint skip")}, {{"hint", "Hint"}, {"skip", "Skip"}, {"why", "Why"}}};
    CHECK(format(message, kPlain) == "Hm.\n\n3/10 · hint skip\nwhy\n");
    CHECK(format(Outbound{{text(Kind::kParagraph, "Hm.")}, {{"hint", "Hint"}, {"skip", "Skip"}}}, kPlain) == "Hm.\n\nhint skip\n");
}

TEST_CASE("messages stand apart, empty ones leave no gap") {
    const Outbound one{{text(Kind::kParagraph, "One.")}, {}};
    CHECK(format({one, Outbound{}, one}, kPlain) == "One.\n\nOne.\n");
}

TEST_CASE("an answer in a transcript") {
    CHECK(format_heard("one line") == "> one line\n");
    CHECK(format_heard("one\n\ntwo") == "> one\n>\n> two\n");
    CHECK(format_heard("Điều 漢") == "> Điều 漢\n");
}
