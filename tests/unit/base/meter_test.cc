// Owns the tests of meters as lines of text.
#include "bot/base/meter.h"

#include "tests/support/catch.h"

using bot::Block;

namespace {

Block meter(std::string label, int percent) {
    Block block;
    block.kind = Block::Kind::kMeter;
    if (!label.empty()) block.runs = {{bot::Style::kPlain, std::move(label)}};
    block.percent = percent;
    return block;
}

}  // namespace

TEST_CASE("a meter is a label, ten cells and a figure") {
    CHECK(bot::meter_line(meter("go", 0), 4) == "go   ░░░░░░░░░░   0");
    CHECK(bot::meter_line(meter("go", 44), 2) == "go ████░░░░░░  44");
    CHECK(bot::meter_line(meter("go", 45), 2) == "go █████░░░░░  45");
    CHECK(bot::meter_line(meter("", 100), 8) == "██████████ 100");
    CHECK(bot::meter_line(meter("go", 250), 2) == "go ██████████ 100");
    CHECK(bot::meter_line(meter("a\nlong one", -1), 2) == "a long one ░░░░░░░░░░   0");
}

TEST_CASE("meters that stand together have labels as wide as the widest, by columns of the screen, up to a limit") {
    Block words;
    words.runs = {{bot::Style::kPlain, "a paragraph that is wider than all"}};
    const std::vector<Block> blocks = {meter("go", 1), meter("漢字", 2), words, meter("a label of twenty-odd columns", 3)};
    CHECK(bot::meter_label_columns(blocks, 0) == 4);
    CHECK(bot::meter_label_columns(blocks, 1) == 4);
    CHECK(bot::meter_label_columns(blocks, 3) == 16);
}
