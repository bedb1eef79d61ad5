// Owns the answers that the first rubrics marked three or more of ten beside the expert: none may go back there.
#include "bot/app/eval.h"
#include "bot/app/sources.h"
#include "bot/grade/tally.h"
#include "tests/support/catch.h"
#include "tests/unit/script/support.h"

using namespace bot;

TEST_CASE("answers once marked wrongly stay within two marks of the expert") {
    const auto sources = app::embedded_sources();
    auto compiled = script::compile(sources, {});
    REQUIRE_FALSE(script::has_errors(compiled.diagnostics));
    const app::Library library(std::move(compiled.content), sources);
    const auto samples = app::samples_from_csv(library, test::read_file(std::filesystem::path{VIVA_SOURCE_DIR} / "tests/data/once-mismarked.csv"));
    REQUIRE(samples);
    int answers = 0;
    for (const auto& [key, marked] : *samples) {
        const auto rubric = library.rubric(key);
        REQUIRE(rubric);
        for (const auto& sample : marked) {
            const auto findings = grade::examine(*rubric, sample.text);
            const auto mark = grade::mark(grade::question_of(*rubric), grade::first_tally(grade::question_of(*rubric), findings, {}));
            INFO(key << ", expert " << sample.mark << ", score " << mark.score << ": " << sample.text);
            CHECK(std::abs(mark.score - 10 * sample.mark) <= 20);
            ++answers;
        }
    }
    CHECK(answers >= 50);
}
