// Owns the tests of importing marked answers from CSV.
#include "bot/app/eval.h"
#include "tests/support/catch.h"

using bot::app::Library;
using bot::app::samples_from_csv;

namespace {

Library library_with(const std::vector<std::string>& ids) {
    bot::script::Content content;
    bot::script::Pack pack;
    pack.id = "pack";
    for (const auto& id : ids) {
        bot::grade::Question question;
        question.id = id;
        question.pack = "pack";
        pack.questions.push_back(question);
    }
    content.packs.push_back(pack);
    return Library(std::move(content), {});
}

}  // namespace

TEST_CASE("quoted fields may hold commas, quotes and line breaks") {
    const auto library = library_with({"helm"});
    const auto samples = samples_from_csv(library, "question,mark,text\r\nhelm,7,\"a \"\"chart\"\", yes\nsecond line\"\n");
    REQUIRE(samples.has_value());
    REQUIRE(samples->at("pack/helm").size() == 1);
    CHECK(samples->at("pack/helm")[0].text == "a \"chart\", yes\nsecond line");
    CHECK(samples->at("pack/helm")[0].mark == 7);
}

TEST_CASE("columns may stand in any order and the text may be called answer") {
    const auto library = library_with({"helm"});
    const auto samples = samples_from_csv(library, "Answer,extra,Mark,Question\nit packs,x,10,pack/helm\n");
    REQUIRE(samples.has_value());
    CHECK(samples->at("pack/helm")[0].text == "it packs");
}

TEST_CASE("a bad CSV is refused with its line") {
    const auto library = library_with({"helm", "gmp-model"});
    const auto message = [&](const char* csv) {
        const auto samples = samples_from_csv(library, csv);
        REQUIRE_FALSE(samples.has_value());
        return samples.error().message;
    };
    CHECK(message("") == "line 1: the file is empty; expected a header such as question,mark,text");
    CHECK(message("a,b\n1,2\n") == "line 1: the header must name the columns question, mark and text");
    CHECK(message("question,mark,text\nhelm,11,x\n") == "line 2: mark 11 is no whole number from 0 to 10");
    CHECK(message("question,mark,text\n\nhelm,1,x\nhelmm,1,x\n").find("line 4: no question is named helmm (did you mean helm?)") == 0);
    CHECK(message("question,mark,text\nhelm,1\n") == "line 2: 2 fields where the header has 3");
    CHECK(message("question,mark,text\nhelm,1,\"open\n") == "line 2: a quoted field is not closed");
}
