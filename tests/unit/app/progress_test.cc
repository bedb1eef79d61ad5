// What `me` says of strengths: the best and the worst tag, once there is enough to say so.
#include "bot/app/progress.h"

#include "tests/support/chat_stage.h"
#include "tests/support/edit.h"

using namespace chat;

namespace {

// Six questions: go-0 to go-2 about Go, sql-0 to sql-2 about SQL; one more about neither.
std::shared_ptr<const Library> six() {
    auto all = sources();
    std::erase_if(all, [](const auto& source) { return source.path.starts_with("packs/tiny/questions/send-t"); });
    const auto one = std::find_if(all.begin(), all.end(), [](const auto& source) { return source.path == "packs/tiny/questions/send-one.yaml"; })->text;
    std::string order;
    for (const std::string id : {"go-0", "go-1", "go-2", "sql-0", "sql-1", "sql-2"}) {
        auto text = one;
        tests::replace_all(text, "send-one", id);
        tests::replace_first(text, "tags: [go]", "tags: [" + id.substr(0, id.find('-')) + "]");
        all.push_back({"packs/tiny/questions/" + id + ".yaml", id + ".yaml", text});
        order += ", " + id;
    }
    auto& pack = std::find_if(all.begin(), all.end(), [](const auto& source) { return source.path == "packs/tiny/pack.yaml"; })->text;
    tests::replace_first(pack, ", send-two, send-three", order);
    return library(std::move(all));
}

std::string said(const std::vector<int>& go, const std::vector<int>& sql) {
    static const auto kContent = six();
    std::vector<engine::Standing> standings;
    for (std::size_t i = 0; i < go.size(); ++i) standings.push_back({"tiny/go-" + std::to_string(i), 1, go[i]});
    for (std::size_t i = 0; i < sql.size(); ++i) standings.push_back({"tiny/sql-" + std::to_string(i), 1, sql[i]});
    return text_of(app::render_progress(kContent->content().catalogue, *kContent, standings));
}

}  // namespace

TEST_CASE("the best and the worst tag are named") { CHECK(holds(said({80, 90, 100}, {10, 20, 30}), "Best so far: go, 90. Furthest to go: sql, 20.\n")); }

TEST_CASE("a tag with few questions says nothing yet, and equal ones are none better") {
    CHECK_FALSE(holds(said({80, 90, 100}, {10, 20}), "Best so far"));
    CHECK_FALSE(holds(said({80, 90, 100}, {}), "Best so far"));
    CHECK_FALSE(holds(said({50, 50, 50}, {40, 50, 60}), "Best so far"));
    CHECK_FALSE(holds(said({}, {}), "Best so far"));
}
