// Owns the tests of reading content folders and laying them over each other.
#include "bot/app/sources.h"

#include <sys/stat.h>
#include <unistd.h>

#include "tests/support/catch.h"
#include "tests/support/process.h"

using namespace bot::app;

namespace {

std::vector<std::string> paths(const std::vector<bot::script::Source>& sources) {
    std::vector<std::string> paths;
    for (const auto& source : sources) paths.push_back(source.path);
    return paths;
}

}  // namespace

TEST_CASE("a content root gives paths below it and passes over other files") {
    tests::Scratch scratch;
    scratch.file("packs/mine/pack.yaml", "id: mine\n");
    scratch.file("packs/mine/questions/a-b.yaml", "id: a-b\n");
    scratch.file("packs/mine/README.md", "no");
    scratch.file(".git/x.yaml", "no");
    scratch.file("scripts/round.yaml", "id: round\n");
    const auto sources = read_folder(scratch.path());
    REQUIRE(sources.has_value());
    CHECK(paths(*sources) == std::vector<std::string>{"packs/mine/pack.yaml", "packs/mine/questions/a-b.yaml", "scripts/round.yaml"});
    CHECK(sources->front().text.view() == "id: mine\n");
}

TEST_CASE("a pack folder is taken as that pack of a content root") {
    tests::Scratch scratch;
    scratch.file("mine/pack.yaml", "id: mine\n");
    scratch.file("mine/questions/a-b.yaml", "id: a-b\n");
    const auto sources = read_folder(scratch.path() + "/mine");
    REQUIRE(sources.has_value());
    CHECK(paths(*sources) == std::vector<std::string>{"packs/mine/pack.yaml", "packs/mine/questions/a-b.yaml"});
}

TEST_CASE("a folder that is no content is refused by name") {
    tests::Scratch scratch;
    scratch.file("notes/x.yaml", "a: 1\n");
    CHECK(read_folder(scratch.path() + "/notes").error().message.find("holds neither pack.yaml nor packs/") != std::string::npos);
    CHECK(read_folder(scratch.path() + "/absent").error().message.find("does not exist") != std::string::npos);
}

TEST_CASE("a pack of the same id replaces the whole pack, other files one by one") {
    Layered layered{{{"packs/a/pack.yaml", "", "old"},
                     {"packs/a/questions/q.yaml", "", "old"},
                     {"packs/b/pack.yaml", "", "kept"},
                     {"scripts/s.yaml", "", "old"},
                     {"scripts/t.yaml", "", "kept"}},
                    {}};
    lay_over(layered, {{"packs/a/pack.yaml", "", "new"}, {"scripts/s.yaml", "", "new"}}, "DIR");
    CHECK(paths(layered.sources) == std::vector<std::string>{"packs/b/pack.yaml", "scripts/t.yaml", "packs/a/pack.yaml", "scripts/s.yaml"});
    CHECK(layered.notes == std::vector<std::string>{"pack a: the one in DIR replaces the earlier one"});
}

TEST_CASE("the shipped content is embedded") {
    const auto sources = embedded_sources();
    CHECK(std::any_of(sources.begin(), sources.end(), [](const auto& source) { return source.path == "messages/en.yaml" && !source.text.view().empty(); }));
    CHECK(std::any_of(sources.begin(), sources.end(), [](const auto& source) { return source.path.starts_with("packs/go-developer/questions/"); }));
}

TEST_CASE("the shipped files are as they were after their memory was given back") {
    std::vector<std::string> before;
    const auto sources = embedded_sources();
    for (const auto& source : sources) before.emplace_back(source.text.view());
    rest_embedded_sources();
    for (std::size_t i = 0; i < sources.size(); ++i) REQUIRE(sources[i].text.view() == before[i]);
}

TEST_CASE("what only looks like a content file is refused by name") {
    const auto refusal = [](const tests::Scratch& scratch) {
        scratch.file("mine/pack.yaml", "id: mine\n");
        const auto sources = read_folder(scratch.path() + "/mine");
        REQUIRE_FALSE(sources.has_value());
        return sources.error().message;
    };
    {
        tests::Scratch scratch;
        scratch.file("mine/questions/a-b.yml", "id: a-b\n");
        CHECK(refusal(scratch).find("questions/a-b.yml: content files end in .yaml; rename it to a-b.yaml") != std::string::npos);
    }
    {
        tests::Scratch scratch;
        scratch.file("mine/questions/a-b.yaml/inside.txt", "");
        CHECK(refusal(scratch).find("a-b.yaml is no regular file") != std::string::npos);
    }
    for (const std::string target : {"/nonexistent/a-b.yaml", "a-b.yaml", "/dev/zero"}) {
        tests::Scratch scratch;
        scratch.file("mine/questions/note.txt", "");
        REQUIRE(::symlink(target.c_str(), (scratch.path() + "/mine/questions/a-b.yaml").c_str()) == 0);
        CHECK(refusal(scratch).find("a-b.yaml is no regular file") != std::string::npos);
    }
    {
        tests::Scratch scratch;
        scratch.file("mine/questions/note.txt", "");
        REQUIRE(::mkfifo((scratch.path() + "/mine/questions/a-b.yaml").c_str(), 0600) == 0);
        CHECK(refusal(scratch).find("a-b.yaml is no regular file") != std::string::npos);
    }
}

TEST_CASE("a file over the limit is cut behind it for the compiler to refuse") {
    tests::Scratch scratch;
    scratch.file("mine/pack.yaml", "id: mine\n");
    scratch.file("mine/questions/a-b.yaml", std::string(50'000, 'a'));
    scratch.file("mine/questions/c-d.yaml", std::string(3 * 1024 * 1024, 'c'));
    const auto sources = read_folder(scratch.path() + "/mine");
    REQUIRE(sources.has_value());
    REQUIRE(sources->size() == 3);
    CHECK((*sources)[1].text.view() == std::string(50'000, 'a'));
    CHECK((*sources)[2].text.view().size() == 1024 * 1024 + 1);
}
