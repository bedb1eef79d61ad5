// Owns the tests of finding questions by name and of the bounded rubric cache.
#include "bot/app/library.h"

#include <thread>

#include "tests/support/catch.h"

using namespace bot;
using app::Library;

namespace {

grade::Question question(const std::string& pack, const std::string& id, std::vector<std::string> tags) {
    grade::Question made;
    made.id = id;
    made.pack = pack;
    made.tags = std::move(tags);
    grade::Point point;
    point.id = "waits";
    grade::PatternNode phrase;
    phrase.phrase = "waits";
    point.match = {phrase};
    made.points = {point};
    made.parts = {{"all", {"waits"}, {}}};
    return made;
}

Library library(std::size_t cache_bytes = Library::kCacheBytes) {
    script::Content content;
    script::Pack go, os;
    go.id = "go-pack";
    go.questions = {question("go-pack", "channels", {"go"}), question("go-pack", "shared", {"go", "db"})};
    os.id = "os-pack";
    os.questions = {question("os-pack", "threads", {"os"}), question("os-pack", "shared", {"db"})};
    content.packs = {go, os};
    return Library(std::move(content), {}, cache_bytes);
}

}  // namespace

TEST_CASE("a selection is a pack, a tag, a question or any") {
    const auto all = library();
    CHECK(all.keys("any").size() == 4);
    CHECK(all.keys("go-pack") == std::vector<std::string>{"go-pack/channels", "go-pack/shared"});
    CHECK(all.keys("#db") == std::vector<std::string>{"go-pack/shared", "os-pack/shared"});
    CHECK(all.keys("os-pack#db") == std::vector<std::string>{"os-pack/shared"});
    CHECK(all.keys("any#go").size() == all.keys("#go").size());
    CHECK(all.keys("go-pack#none").empty());
    CHECK(all.keys("os-pack/threads") == std::vector<std::string>{"os-pack/threads"});
    CHECK(all.resolve_selection("db").value() == "#db");
    CHECK(all.resolve_selection("channels").value() == "go-pack/channels");
    CHECK(all.resolve_selection("chanels").error().message.find("did you mean channels?") != std::string::npos);
}

TEST_CASE("rubrics of a lean library are those of a whole one") {
    std::vector<script::Source> sources{{"packs/tiny/pack.yaml", "", "{id: tiny, title: T, language: en, version: 1}"},
                                        {"packs/tiny/questions/send.yaml", "", "an older one of the same path"},
                                        {"packs/tiny/questions/send.yaml", "",
                                         "id: send\nprompt: What does a send do?\nkind: technical\nlevel: middle\nminutes: 3\nanswer: It waits.\npoints:\n"
                                         "  - {id: waits, weight: 1, want: It waits., ask: And then?, match: [it waits, it is blocked]}\n"}};
    const auto made = [&](bool lean) {
        auto compiled = script::compile(sources, {.lean = lean});
        for (const auto& diagnostic : compiled.diagnostics) UNSCOPED_INFO(script::to_text(diagnostic));
        REQUIRE_FALSE(script::has_errors(compiled.diagnostics));
        return std::make_shared<Library>(std::move(compiled.content), sources);
    };
    const auto lean = made(true);
    CHECK(lean->question("tiny/send")->points.front().match.empty());
    const auto rubric = lean->rubric("tiny/send");
    REQUIRE(rubric);
    CHECK(grade::fingerprint_of(*rubric) == grade::fingerprint_of(*made(false)->rubric("tiny/send")));
    CHECK(grade::examine(*rubric, "The sender, it waits.").points.front().status == grade::PointStatus::kMatched);
}

TEST_CASE("a question id in two packs must be written with its pack") {
    const auto all = library();
    CHECK(all.resolve_question("threads").value() == "os-pack/threads");
    CHECK(all.resolve_question("shared").error().message == "question shared stands in several packs; write go-pack/shared or os-pack/shared");
    CHECK(all.resolve_question("go-pack/shared").value() == "go-pack/shared");
}

TEST_CASE("a rubric is compiled once, and forgotten when the cache is full") {
    const auto roomy = library();
    CHECK(roomy.rubric("go-pack/channels") == roomy.rubric("go-pack/channels"));
    CHECK(roomy.rubric("go-pack/absent") == nullptr);
    const auto tight = library(1);
    const auto first = tight.rubric("go-pack/channels");
    CHECK(first == tight.rubric("go-pack/channels"));
    CHECK(tight.rubric("os-pack/threads") != nullptr);
    CHECK(first != tight.rubric("go-pack/channels"));
}

TEST_CASE("who asks for a rubric while it is compiled waits for it, and gets the same") {
    const auto all = library();
    std::vector<std::shared_ptr<const grade::Rubric>> got(8);
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < got.size(); ++i) threads.emplace_back([&, i] { got[i] = all.rubric(i % 2 == 0 ? "go-pack/channels" : "os-pack/threads"); });
    for (auto& thread : threads) thread.join();
    for (std::size_t i = 0; i < got.size(); ++i) {
        REQUIRE(got[i] != nullptr);
        CHECK(got[i] == got[i % 2]);
    }
    CHECK(got[0] != got[1]);
}

TEST_CASE("a word that misses a subject by little finds it") {
    const auto all = library();
    CHECK(all.nearest_selection("go-pakc") == "go-pack");
    CHECK(all.nearest_selection("chanels") == "channels");
    CHECK(all.nearest_selection("gardening") == std::nullopt);
}
