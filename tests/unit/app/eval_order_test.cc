// Owns the tests of the order of marks: pairs of a strong and a weak answer to one question.
#include "bot/app/eval.h"
#include "tests/support/catch.h"

namespace {

using namespace bot;

bot::app::Library library_with(const std::vector<std::string>& ids) {
    script::Content content;
    script::Pack pack;
    pack.id = "pack";
    for (const auto& id : ids) {
        grade::Question question;
        question.id = id;
        question.pack = "pack";
        question.prompt = "What is it?";
        question.answer = "A chart with values.";
        for (const std::string word : {"chart", "values"}) {
            grade::Point point;
            point.id = word;
            point.match.resize(1);
            point.match[0].phrase = word;
            question.points.push_back(std::move(point));
        }
        pack.questions.push_back(std::move(question));
    }
    content.packs.push_back(std::move(pack));
    return app::Library(std::move(content), {});
}

grade::Sample sample(std::string text, int mark) {
    grade::Sample made;
    made.text = std::move(text);
    made.mark = mark;
    return made;
}

}  // namespace

TEST_CASE("the order counts pairs of strong and weak answers to one question, a tie for half") {
    const auto library = library_with({"first", "second"});
    app::EvalRequest request;
    request.imported.emplace();
    (*request.imported)["pack/first"] = {sample("It is a chart of values for a cluster.", 9), sample("It is a chart somewhere in a cluster.", 8),
                                         sample("It is a chart somewhere in a cluster.", 3), sample("Nobody knows.", 0), sample("It has values.", 5)};
    (*request.imported)["pack/second"] = {sample("Nobody knows.", 8), sample("It is a chart of values.", 2)};
    const auto report = app::evaluate(library, request);
    REQUIRE(report);
    const auto& first = report->question_order.at("pack/first");
    CHECK(first.pairs == 4);  // the middling answer is in none
    CHECK(first.halves == 7);
    CHECK(report->question_order.at("pack/second").share() == 0);
    CHECK(report->order.pairs == 5);
    CHECK(report->pack_order.at("pack").share() == Approx(0.7));
    CHECK(app::report_json(*report).find("\"share\": 0.7") != std::string::npos);
}

TEST_CASE("without a pair there is no order to speak of") {
    const auto library = library_with({"first"});
    app::EvalRequest request;
    request.imported.emplace();
    (*request.imported)["pack/first"] = {sample("It is a chart.", 9), sample("It has values.", 5)};
    const auto report = app::evaluate(library, request);
    REQUIRE(report);
    CHECK(report->order.pairs == 0);
    CHECK(report->order.share() == 0);
}
