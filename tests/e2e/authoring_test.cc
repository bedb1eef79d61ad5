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
    const auto graph = tests::run({{kViva, "graph", "short", "--content", scratch.path()}, "", {}, "/", 0});
    CHECK(graph.exit_code == 0);
}
