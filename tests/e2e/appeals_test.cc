// Owns the tests of disputed marks on the command line: from the console to the author, and marking old answers anew.
#include <filesystem>
#include <regex>

#include "tests/e2e/refused.h"

namespace {

using tests::refused;

const std::string kViva = VIVA_BINARY_DIR "/viva";

tests::Finished viva(std::vector<std::string> words, const std::string& input = "") {
    words.insert(words.begin(), kViva);
    return tests::run({words, input, {}, "/", 0});
}

// A pack of one question of its own, whose only pattern is given.
std::string pack(const tests::Scratch& scratch, const std::string& name, const std::string& pattern) {
    scratch.file(name + "/mine/pack.yaml", "id: mine\ntitle: Mine\nlanguage: en\nversion: 1\norder: [send-waits]\n");
    scratch.file(name + "/mine/questions/send-waits.yaml",
                 "id: send-waits\nprompt: What does a send do?\nkind: technical\nlevel: middle\ntags: [go]\nminutes: 4\nanswer: It waits.\n"
                 "references:\n  - {title: Effective Go, url: \"https://go.dev/doc\"}\nparts: {first: [waits]}\npoints:\n"
                 "  - {id: waits, weight: 3, want: It waits for a receiver., ask: What does the sender do?, hint: A parcel., match: ['" +
                     pattern + "']}\n");
    return scratch.path() + "/" + name + "/mine";
}

}  // namespace

TEST_CASE("a disputed answer goes from the console to eval if its writer agrees, and is marked anew when the rubric changes") {
    tests::Scratch scratch;
    const auto old = pack(scratch, "old", "waits? ~ receiver");
    const auto today = pack(scratch, "new", "stands still");
    const auto database = scratch.path() + "/x.db";
    const auto said = viva({"console", "--content", old, "--pack", "mine", "--questions", "1", "--db", database},
                           "The sender stands still until somebody takes it.\n\nappeal 80 it does say so\nappeal share\nappeal share\n");
    INFO(said.out);
    CHECK(said.out.find("Your own mark: 80") != std::string::npos);
    CHECK(said.out.find("without your name") != std::string::npos);
    CHECK(said.out.find("disputed already") != std::string::npos);

    const auto file = scratch.path() + "/appeals.jsonl";
    const auto exported = viva({"appeals", "export", "--db", database, "--out", file});
    INFO(exported.err);
    REQUIRE(exported.exit_code == 0);
    const auto lines = tests::read_file(file);
    CHECK(lines.starts_with("{\"question\":\"mine/send-waits\",\"mark\":8,\"score\":80,\"by\":\"person\",\"text\":\"The sender stands still"));
    CHECK(std::count(lines.begin(), lines.end(), '\n') == 1);
    CHECK(viva({"appeals", "export", "--db", database}).out == lines);
    const auto marked = viva({"eval", "--content", old, "--import", file});
    CHECK(marked.out.find("mine/send-waits") != std::string::npos);

    const std::vector<std::string> check = {"regrade", "--question", "send-waits", "--check", "--db", database, "--content"};
    const auto with = [&](std::vector<std::string> words, const std::string& content) {
        words.push_back(content);
        return viva(std::move(words));
    };
    const auto before = tests::read_file(database);
    CHECK(with(check, old).exit_code == 0);
    const auto would = with(check, today);
    INFO(would.out);
    INFO(would.err);
    CHECK(would.exit_code == 1);
    CHECK(std::regex_search(would.out, std::regex("mine/send-waits +1 +0 +0 +0\n")));
    CHECK(with(check, today).exit_code == 1);
    CHECK(with({"regrade", "--question", "send-waits", "--db", database, "--content"}, today).exit_code == 0);
    CHECK(with(check, today).exit_code == 0);
    CHECK(with(check, old).exit_code == 1);
}

TEST_CASE("regrade and export refuse what they cannot do, in one line") {
    tests::Scratch scratch;
    const auto database = scratch.path() + "/x.db";
    refused(viva({"regrade", "--question", "gmp-model", "--db", database}), "there is no database");
    refused(viva({"regrade", "--question", "gmp-modle", "--db", database}), "gmp-model");
    refused(viva({"regrade"}), "--question");
    refused(viva({"appeals", "export", "--db", database}), "x.db");
    refused(viva({"appeals", "exprot"}), "");
    CHECK_FALSE(std::filesystem::exists(database));
    tests::Child console({{kViva, "console", "--pack", "go-developer", "--seed", "7", "--db", database}, "", {}, "/", 0});
    REQUIRE(console.read_until("Question 1"));
    refused(viva({"regrade", "--question", "gmp-model", "--db", database}), "in use");
    CHECK(viva({"appeals", "export", "--db", database}).exit_code == 0);
    console.close_input();
    console.wait();
}
