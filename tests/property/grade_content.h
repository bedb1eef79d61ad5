// Owns the shipped content for the grader's property tests: compiled rubrics with their samples.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "bot/app/sources.h"
#include "bot/grade/grader.h"
#include "bot/script/content.h"
#include "tests/support/catch.h"

namespace shipped {

struct Set {
    std::shared_ptr<const bot::grade::Rubric> rubric;
    std::vector<bot::grade::Sample> samples;
};

// Every shipped question; empty samples if it has none.
inline std::vector<Set> sets() {
    const bot::script::Compiled compiled = bot::script::compile(bot::app::embedded_sources(), {.samples = true, .patterns = true});
    std::vector<Set> all;
    for (const bot::script::Pack& pack : compiled.content.packs) {
        for (const bot::grade::Question& question : pack.questions) {
            const auto rubric = compiled.rubrics.find(pack.id + "/" + question.id);
            if (rubric == compiled.rubrics.end()) continue;
            Set set;
            set.rubric = rubric->second;
            if (const auto samples = pack.samples.find(question.id); samples != pack.samples.end()) set.samples = samples->second;
            all.push_back(std::move(set));
        }
    }
    REQUIRE_FALSE(all.empty());
    return all;
}

}  // namespace shipped
