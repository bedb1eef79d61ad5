// Owns the tests of the board's files.
#include "bot/board/write.h"

#include "bot/base/text.h"
#include "tests/support/catch.h"
#include "tests/unit/board/stage.h"

using namespace bot::board;
using stage::day;
using stage::Dice;
using stage::entry;
using stage::PersonId;

namespace {

const Day kMonday = day(2026, 11, 16);

Board some_board(std::string name) {
    return {Period::kWeek, span_of(Period::kWeek, kMonday),
            kMonday,       "",
            true,          {Row{PersonId{40}, std::move(name), 1, 150, 2, 2, 3}, Row{PersonId{2}, "Bo", 2, 90, 1, 0, std::nullopt}}};
}

// What RFC 4180 says a line's fields are.
std::vector<std::string> fields_of(std::string_view line) {
    std::vector<std::string> fields{""};
    bool quoted = false;
    for (std::size_t i = 0; i < line.size(); ++i) {
        if (line[i] == '"' && quoted && i + 1 < line.size() && line[i + 1] == '"') {
            fields.back() += line[++i];
        } else if (line[i] == '"') {
            quoted = !quoted;
        } else if (line[i] == ',' && !quoted) {
            fields.emplace_back();
        } else {
            fields.back() += line[i];
        }
    }
    return fields;
}

}  // namespace

TEST_CASE("the JSON has every field, null where there is nothing") {
    CHECK(to_json(some_board("A \"B\"")) ==
          R"({"period":"week","first":"2026-11-16","last":"2026-11-22","as_of":"2026-11-16","pack":null,"compared":true,"rows":[)"
          R"({"rank":1,"was":3,"movement":2,"new":false,"person":"14","name":"A \"B\"","points":150,"answered":2,"streak":2},)"
          R"({"rank":2,"was":null,"movement":null,"new":true,"person":"2","name":"Bo","points":90,"answered":1,"streak":0}]})");
    auto alone = some_board("A");
    alone.compared = false;
    alone.pack = "go-developer";
    alone.rows.resize(1);
    CHECK(to_json(alone).find(R"("pack":"go-developer","compared":false,"rows":[{"rank":1,"was":null,"movement":null,"new":false,)") != std::string::npos);
}

TEST_CASE("the CSV has a line a row and quotes every name") {
    CHECK(to_csv(some_board("O\"Neil, Ann")) ==
          "rank,was,movement,name,points,answered,streak\r\n1,3,2,\"O\"\"Neil, Ann\",150,2,2\r\n2,,new,\"Bo\",90,1,0\r\n");
    auto alone = some_board("A");
    alone.compared = false;
    CHECK(to_csv(alone).find("1,,,\"A\",150,2,2\r\n2,,,\"Bo\",90,1,0\r\n") != std::string::npos);
}

TEST_CASE("no name in the CSV starts a formula") {
    for (const std::string name : {"=HYPERLINK(\"http://x\",\"y\")", "+1", "-1", "@SUM(A1)", "＝1+1", "\t=1", " =1", "\u200B=1", "\u202E=1", "\x01=1"}) {
        const std::vector<Entry> entries{entry(1, kMonday, 50, name)};
        const auto csv = to_csv(board(entries, {.period = Period::kWeek, .as_of = kMonday}));
        const auto fields = fields_of(bot::split(csv, '\n')[1]);
        INFO(csv);
        REQUIRE(fields.size() == 7);
        CHECK(fields[3].starts_with("'"));
    }
}

TEST_CASE("any names give files of whole lines in valid UTF-8") {
    const std::vector<std::string> parts{"a", "\"", ",", "\r\n", "=", "\xFF", "\xF0\x9F", "\u202E", std::string(1, '\0'), "山", "'", std::string(10'000, 'x')};
    for (std::uint64_t seed = 1; seed <= 200; ++seed) {
        Dice dice{seed};
        std::vector<Entry> entries;
        for (int person = 1 + dice.roll(10); person > 0; --person) {
            std::string name;
            for (int k = dice.roll(5); k > 0; --k) name += parts[std::size_t(dice.roll(int(parts.size())))];
            entries.push_back(entry(person, kMonday, dice.roll(101), name));
        }
        const auto made = board(entries, {.period = Period::kAll, .as_of = kMonday});
        const auto csv = to_csv(made);
        const auto json = to_json(made);
        INFO(seed);
        CHECK(bot::is_utf8(csv));
        CHECK(bot::is_utf8(json));
        CHECK(std::none_of(json.begin(), json.end(), [](unsigned char c) { return c < 0x20; }));
        const auto lines = bot::split(csv, '\n');
        REQUIRE(lines.size() == made.rows.size() + 2);
        for (std::size_t i = 0; i < made.rows.size(); ++i) {
            const auto fields = fields_of(lines[i + 1]);
            REQUIRE(fields.size() == 7);
            const auto& name = made.rows[i].name;
            CHECK((fields[3] == name || fields[3] == "'" + name));
        }
    }
}
