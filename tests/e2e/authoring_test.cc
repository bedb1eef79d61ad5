// Owns the promise that the guide for authors is true: its files, laid out as it names them, lint without errors and grade as it says.
#include "tests/support/catch.h"
#include "tests/support/process.h"

namespace {

const std::string kViva = VIVA_BINARY_DIR "/viva";

// Writes each ```yaml block that begins with "# packs/..." or "# scripts/..." to that path; the number of files.
int lay_out(const tests::Scratch& scratch, const std::string& guide) {
    int files = 0;
    const std::string fence = "```yaml\n# ";
    for (auto at = guide.find(fence); at != std::string::npos; at = guide.find(fence, at + 1)) {
        const auto begin = at + fence.size();
        const auto path = guide.substr(begin, guide.find('\n', begin) - begin);
        scratch.file(path, guide.substr(begin - 2, guide.find("```", begin) - begin + 2));
        ++files;
    }
    return files;
}

}  // namespace

TEST_CASE("every file in the guide for authors lints without errors, and its sample earns what it says") {
    tests::Scratch scratch;
    REQUIRE(lay_out(scratch, tests::read_file(VIVA_SOURCE_DIR "/content/AUTHORING.md")) >= 5);
    const auto lint = tests::run({{kViva, "lint", scratch.path()}, "", {}, "/", 0});
    INFO(lint.out << lint.err);
    CHECK(lint.exit_code == 0);
    const auto grade = tests::run({{kViva, "grade", "--content", scratch.path(), "--question", "send-blocking", "--json"},
                                   "an unbuffered one waits for the other side, no idea about the buffered kind",
                                   {},
                                   "/",
                                   0});
    INFO(grade.out << grade.err);
    CHECK(grade.out.find(R"({"id":"rendezvous","status":"matched")") != std::string::npos);
    CHECK(grade.out.find(R"({"id":"full-blocks","status":"missed")") != std::string::npos);
    CHECK(grade.out.find(R"("misconceptions":[])") != std::string::npos);
    const auto followed = [&](const std::string& text) {
        return tests::run({{kViva, "grade", "--content", scratch.path(), "--question", "send-blocking", "--followup", "rendezvous"}, text, {}, "/", 0}).out;
    };
    CHECK(followed("it blocks").find("read as: ... until someone receives") != std::string::npos);
    CHECK(followed("it blocks").find("+ matched      rendezvous (weight 3)\n      \"blocks\"") != std::string::npos);
    CHECK(followed("it depends").find("- missed       rendezvous") != std::string::npos);
    for (const auto* script : {"short", "two-parts"}) {
        const auto graph = tests::run({{kViva, "graph", script, "--content", scratch.path()}, "", {}, "/", 0});
        CHECK(graph.exit_code == 0);
    }
}

TEST_CASE("every pattern in the guide's table is one that the grader takes") {
    const auto guide = tests::read_file(VIVA_SOURCE_DIR "/content/AUTHORING.md");
    tests::Scratch scratch;
    REQUIRE(lay_out(scratch, guide) >= 5);
    const auto table = guide.find("| you write |");
    REQUIRE(table != std::string::npos);
    const auto end = guide.find("\n\n", table);
    std::string matches;
    int patterns = 0;
    for (auto row = guide.find("\n| `", table); row < end; row = guide.find("\n| `", row + 1)) {
        const auto cell = guide.substr(row + 3, guide.find(" | ", row + 3) - row - 3);
        for (auto open = cell.find('`'); open != std::string::npos;) {
            const auto close = cell.find('`', open + 1);
            REQUIRE(close != std::string::npos);
            auto pattern = cell.substr(open + 1, close - open - 1);
            for (auto bar = pattern.find("\\|"); bar != std::string::npos; bar = pattern.find("\\|")) pattern.erase(bar, 1);  // a table's way to write a bar
            matches += "      - " + pattern + "\n";
            ++patterns;
            open = cell.find('`', close + 1);
        }
    }
    CHECK(patterns >= 10);
    const auto question = scratch.path() + "/packs/my-pack/questions/send-blocking.yaml";
    auto text = tests::read_file(question);
    const auto first = text.find("    match:\n") + 11;
    text.insert(first, matches);
    scratch.file("packs/my-pack/questions/send-blocking.yaml", text);
    const auto lint = tests::run({{kViva, "lint", scratch.path()}, "", {}, "/", 0});
    INFO(matches << lint.out << lint.err);
    CHECK(lint.exit_code == 0);
}
