// Owns the tests of what people see: the table, its width, the strip of weeks, and that code and catalogue agree.
#include "bot/board/render.h"

#include <cctype>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "bot/base/text.h"
#include "tests/support/catch.h"
#include "tests/unit/board/stage.h"
#include "tests/unit/console/texts.h"

using namespace bot::board;
using bot::Block;
using stage::day;
using stage::Dice;
using stage::entry;
using stage::PersonId;
using std::chrono::days;

namespace {

const Day kMonday = day(2026, 11, 16);

const bot::Catalogue& texts() {
    static const bot::Catalogue catalogue = shipped_texts();
    return catalogue;
}

std::string text_of(const Block& block) {
    std::string out;
    for (const auto& run : block.runs) out += run.text;
    return out;
}

std::string all_of(const std::vector<Block>& blocks) {
    std::string out;
    for (const auto& block : blocks) out += text_of(block) + (block.kind == Block::Kind::kCode ? "" : "\n");
    return out;
}

std::string table_of(const bot::Outbound& message) {
    for (const auto& block : message.blocks) {
        if (block.kind == Block::Kind::kCode) return text_of(block);
    }
    return "";
}

Row row(int person, std::string name, int rank, std::int64_t points, std::optional<int> was = {}) {
    return {PersonId{person}, std::move(name), rank, points, int(points / 80), int(points / 100), was};
}

Board some_board() {
    return {Period::kWeek,
            span_of(Period::kWeek, kMonday),
            kMonday + days{2},
            "",
            true,
            {row(1, "Alexandra Konstantinidou", 1, 412, 3), row(2, "Bo", 2, 380, 2), row(3, "Đặng Thị Mai", 3, 95), row(4, "שרה", 4, 80, 1)}};
}

}  // namespace

TEST_CASE("a board is a title, a table, who climbed and what the columns mean") {
    CHECK(all_of(render(some_board(), texts()).blocks) ==
          "The week's board · 2026-11-16 to 2026-11-22\n"
          "#     pts ans run name\n"
          "1 ↑2  412   5   4 Alexandra K…\n"
          "2 =   380   4   3 Bo\n"
          "3 new  95   1   0 Đặng Thị Mai\n"
          "4 ↓3   80   1   0 \u200Eשרה\u200E\n"
          "Up most: Alexandra Konstantinidou, by 2 places.\n"
          "pts: points · ans: answered · run: workdays in a row · ↑ ↓ =: places up, down, as before\n");
}

TEST_CASE("a board that is compared with nothing has no column for movement") {
    auto made = some_board();
    made.compared = false;
    const auto message = render(made, texts());
    CHECK(table_of(message).starts_with("# pts ans run name\n1 412   5   4 Alexandra Konst…\n"));
    CHECK(all_of(message.blocks).find("↑") == std::string::npos);
    CHECK(all_of(message.blocks).find("Up most") == std::string::npos);
}

TEST_CASE("an empty board says so, a pack's says of what") {
    const Board empty{Period::kMonth, span_of(Period::kMonth, kMonday), kMonday, "go-developer", true, {}};
    CHECK(all_of(render(empty, texts(), {.pack_title = "Go developer"}).blocks) ==
          "The month's board · 2026-11-01 to 2026-11-30\nOnly questions of “Go developer”.\nNobody is on it yet. The first answer is.\n");
}

TEST_CASE("those below the top are counted, and the reader is there all the same") {
    auto made = some_board();
    const Look top{.rows = 2};
    CHECK(table_of(render(made, texts(), top)).find("Mai") == std::string::npos);
    CHECK(all_of(render(made, texts(), top).blocks).find("2 more people are on it.") != std::string::npos);
    const auto fourth = render(made, texts(), {.rows = 2, .reader = PersonId{4}});
    CHECK(table_of(fourth).ends_with("2 =  380   4   3 Bo\n…\n4 ↓3  80   1   0 you\n"));
    CHECK(all_of(fourth.blocks).find("One more person is on it.") != std::string::npos);
    const auto third = render(made, texts(), {.rows = 2, .reader = PersonId{3}});
    CHECK(table_of(third).ends_with("Bo\n3 new  95   1   0 you\n"));
    const auto first = render(made, texts(), {.rows = 2, .reader = PersonId{1}});
    CHECK(table_of(first).ends_with("1 ↑2 412   5   4 you\n2 =  380   4   3 Bo\n"));
}

TEST_CASE("any board keeps to its columns, a line a row, figures one below the other") {
    const std::vector<std::string> parts{
        "a", "Zoë", "\x1B[2J", "\u202E", "שרה", "山田", "👩\u200D💻", "\n", "```", "\u0301", "<b>", "@all", std::string(3000, 'w')};
    for (std::uint64_t seed = 1; seed <= 150; ++seed) {
        Dice dice{seed};
        std::vector<bot::board::Entry> entries;
        for (int person = 1 + dice.roll(30); person > 0; --person) {
            std::string name;
            for (int k = 1 + dice.roll(4); k > 0; --k) name += parts[std::size_t(dice.roll(int(parts.size())))];
            for (int date = dice.roll(9); date >= 0; --date) entries.push_back(entry(person, kMonday + days{date - 4}, dice.roll(101), name));
        }
        const Scope scope{.period = Period(dice.roll(3)), .as_of = kMonday + days{4}, .previous = kMonday + days{3}};
        const Look look{.columns = 28 + dice.roll(20), .rows = 1 + dice.roll(20), .reader = PersonId{dice.roll(40)}};
        const auto made = board(entries, scope);
        if (made.rows.empty()) continue;
        const auto table = table_of(render(made, texts(), look));
        INFO(seed << "\n" << table);
        CHECK(bot::is_utf8(table));
        auto lines = bot::split(table, '\n');
        REQUIRE(!lines.empty());
        CHECK(lines.back().empty());
        lines.pop_back();
        const auto left_out = std::count(lines.begin(), lines.end(), "…");
        CHECK(left_out <= 1);
        const auto name_at = bot::display_width(lines[0].substr(0, lines[0].find("name")));
        int shown = 0;
        for (std::size_t i = 1; i < lines.size(); ++i) {
            CHECK(bot::display_width(lines[i]) <= look.columns);
            if (lines[i] == "…") continue;
            ++shown;
            const auto figures = lines[i].substr(0, lines[i].find_first_not_of("0123456789 ↑↓=new"));
            CHECK(bot::display_width(figures) >= name_at);
        }
        const bool reader_below = std::any_of(made.rows.begin() + std::min<std::ptrdiff_t>(look.rows, std::ptrdiff_t(made.rows.size())), made.rows.end(),
                                              [&](const Row& each) { return each.person == look.reader; });
        CHECK(shown == std::min(look.rows, int(made.rows.size())) + reader_below);
    }
}

TEST_CASE("the weeks are a line a weekday, today's week the last, with figures beside them") {
    std::vector<Day> posted, answered;
    for (int date = -200; date <= 2; ++date) {
        const Day each = kMonday + days{date};
        if (std::chrono::weekday{each}.iso_encoding() > 5) continue;
        posted.push_back(each);
        if (date >= -80 && date != -7 && date != 2 && date != -20) answered.push_back(each);
    }
    const auto streak = streak_of(posted, answered, kMonday + days{1});
    CHECK(all_of(render_weeks(streak, kMonday + days{2}, texts())) ==
          "56 workdays in a row · longest 56 · 2 freezes left\n"
          "Your last 12 weeks\n"
          "Mon ##########~# 11/12\n"
          "Tue ########~### 11/12\n"
          "Wed ###########o 11/12\n"
          "Thu ###########  11/11\n"
          "Fri ###########  11/11\n"
          "55 of 58 questions answered.\n"
          "# answered · ~ freeze spent · . missed · o still open\n");
}

TEST_CASE("without an answer there are no weeks to show, and a senseless date shows none") {
    CHECK(all_of(render_weeks(streak_of({kMonday}, {}, kMonday), kMonday, texts())) ==
          "No streak yet; the next answer begins one · longest 0 · 2 freezes left\n");
    CHECK(all_of(render_weeks(streak_of({kMonday}, {kMonday}, kMonday), kMonday, texts())).find("1 of 1 question answered.") != std::string::npos);
    for (const auto today : {Day::min(), Day::max(), kMonday}) {
        const std::vector<Day> dates{Day::min(), kMonday, Day::max()};
        CHECK(all_of(render_weeks(streak_of(dates, dates, today), today, texts())).starts_with("3 workdays in a row"));
    }
}

TEST_CASE("every text that the board asks for is in the catalogue, and none is left over") {
    std::set<std::string> asked{"board.title.week", "board.title.month", "board.title.all"};
    for (const auto& file : std::filesystem::directory_iterator{VIVA_SOURCE_DIR "/bot/board"}) {
        std::ifstream in{file.path()};
        std::ostringstream source;
        source << in.rdbuf();
        const auto text = source.str();
        for (auto at = text.find("\"board."); at != std::string::npos; at = text.find("\"board.", at + 1)) {
            const auto key = text.substr(at + 1, text.find('"', at + 1) - at - 1);
            if (key != "board.title.") asked.insert(key);
        }
    }
    CHECK(asked.size() > 15);
    for (const auto& key : asked) {
        INFO(key);
        CHECK(texts().has(key));
    }
    for (const auto& [key, text] : texts().entries()) {
        INFO(key);
        CHECK((!key.starts_with("board.") || asked.contains(key)));
    }
}
