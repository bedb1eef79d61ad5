// Owns the grader's benchmarks: whole grade by length and by stage, first touch of a question, hostile text, and RE2 one by one in the same run for scale.
#include <benchmark/benchmark.h>
#include <re2/re2.h>

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "bot/app/sources.h"
#include "bot/base/check.h"
#include "bot/grade/answer.h"
#include "bot/grade/compiled.h"
#include "bot/grade/evaluate.h"
#include "bot/grade/mark.h"
#include "bot/grade/tally.h"
#include "bot/script/content.h"

namespace {

using namespace bot::grade;

struct Shipped {
    bot::script::Compiled compiled = bot::script::compile(bot::app::embedded_sources(), {.samples = false, .patterns = true});
    const Question* question(const std::string& id) const {
        for (const bot::script::Pack& pack : compiled.content.packs) {
            for (const Question& question : pack.questions) {
                if (question.id == id) return &question;
            }
        }
        return nullptr;
    }
    const Rubric& rubric(const std::string& id) const { return *compiled.rubrics.at(question(id)->pack + "/" + id); }
};

const Shipped& shipped() {
    static const Shipped all;
    return all;
}

constexpr const char* kQuestion = "channels-buffering";

// An answer of a person, repeated or cut to size.
std::string answer_of(std::size_t bytes) {
    const std::string text =
        "An unbuffered channel has no room for a value, so the sender waits untill somebody receives it: both sides meet, it is a handoff. A buffered chanel "
        "has a queue, "
        "and a send blocks only when that queue is full. The receiver waits when it is empty. I take unbuffered ones for signals and when I must know that the "
        "other side "
        "got the value. Buffered ones help when the producer is faster for a short time, for example with bursts of 100 jobs, but a buffer does not cure a "
        "consumer that "
        "is always too slow. Closing a channel tells the readers that nothing more will come, and sending to a closed one panics. ";
    std::string out;
    while (out.size() < bytes) out += text;
    out.resize(bytes);
    return out;
}

int grade(const Rubric& rubric, std::string_view text) { return mark(question_of(rubric), first_tally(question_of(rubric), examine(rubric, text), {})).score; }

void per_byte(benchmark::State& state, std::size_t bytes) { state.SetBytesProcessed(static_cast<std::int64_t>(bytes) * state.iterations()); }

void whole(benchmark::State& state) {
    const Rubric& rubric = shipped().rubric(kQuestion);
    const std::string text = answer_of(static_cast<std::size_t>(state.range(0)));
    for (auto _ : state) benchmark::DoNotOptimize(grade(rubric, text));
    per_byte(state, text.size());
}
BENCHMARK(whole)->Arg(100)->Arg(600)->Arg(16'000)->Unit(benchmark::kMicrosecond);

void stage_normalise(benchmark::State& state) {
    const std::string text = answer_of(static_cast<std::size_t>(state.range(0)));
    for (auto _ : state) benchmark::DoNotOptimize(normalise(text));
    per_byte(state, text.size());
}
BENCHMARK(stage_normalise)->Arg(100)->Arg(600)->Arg(16'000)->Unit(benchmark::kMicrosecond);

void stage_typing(benchmark::State& state) {
    const Rubric& rubric = shipped().rubric(kQuestion);
    const Answer answer = normalise(answer_of(static_cast<std::size_t>(state.range(0))));
    for (auto _ : state) {
        Answer copy = answer;
        benchmark::DoNotOptimize(correct(copy, rubric.typos));
    }
}
BENCHMARK(stage_typing)->Arg(600)->Unit(benchmark::kMicrosecond);

void stage_candidates(benchmark::State& state) {
    const Rubric& rubric = shipped().rubric(kQuestion);
    Answer answer = normalise(answer_of(static_cast<std::size_t>(state.range(0))));
    correct(answer, rubric.typos);
    for (auto _ : state) benchmark::DoNotOptimize(Sight(rubric.index, *rubric.matchers, rubric.atoms, answer));
}
BENCHMARK(stage_candidates)->Arg(600)->Unit(benchmark::kMicrosecond);

void stage_evaluate(benchmark::State& state) {
    const Rubric& rubric = shipped().rubric(kQuestion);
    Answer answer = normalise(answer_of(static_cast<std::size_t>(state.range(0))));
    correct(answer, rubric.typos);
    settle_negators(answer);
    for (auto _ : state) {
        Sight sight(rubric.index, *rubric.matchers, rubric.atoms, answer);
        Guards guards(rubric.cues, answer, sight);
        Evaluator evaluator(rubric.phrases, answer, sight, guards);
        for (const auto* all : {&rubric.points, &rubric.claims}) {
            for (const std::vector<Plan>& alternatives : *all) {
                for (const Plan& plan : alternatives) benchmark::DoNotOptimize(evaluator.hits(plan));
            }
        }
    }
}
BENCHMARK(stage_evaluate)->Arg(600)->Unit(benchmark::kMicrosecond);

// What the first person to get a question waits for.
void first_touch(benchmark::State& state) {
    const Question& question = *shipped().question(kQuestion);
    const bot::grade::Vocabulary& names = shipped().compiled.content.packs.front().vocabulary;
    const std::string text = answer_of(600);
    for (auto _ : state) {
        const CompiledRubric compiled = compile(question, names);
        VIVA_CHECK(compiled.rubric != nullptr);
        benchmark::DoNotOptimize(grade(*compiled.rubric, text));
    }
}
BENCHMARK(first_touch)->Unit(benchmark::kMillisecond);

// Every atom by itself over the whole text, as a grader without an index would.
void re2_one_by_one(benchmark::State& state) {
    const Rubric& rubric = shipped().rubric(kQuestion);
    RE2::Options options;
    options.set_log_errors(false);
    options.set_encoding(RE2::Options::EncodingLatin1);
    options.set_never_capture(true);
    std::vector<std::unique_ptr<RE2>> all;
    for (std::size_t i = 0; i < rubric.atoms.size(); ++i) all.push_back(std::make_unique<RE2>(rubric.matchers->expression(i), options));
    const Answer answer = normalise(answer_of(static_cast<std::size_t>(state.range(0))));
    for (auto _ : state) {
        for (const auto& regex : all) benchmark::DoNotOptimize(RE2::PartialMatch(answer.text, *regex));
    }
    state.counters["expressions"] = static_cast<double>(all.size());
}
BENCHMARK(re2_one_by_one)->Arg(600)->Arg(16'000)->Unit(benchmark::kMicrosecond);

std::string repeated(const std::string& piece, std::size_t bytes) {
    std::string out;
    while (out.size() + piece.size() <= bytes) out += piece;
    return out;
}

// Text built to hurt: each must stay linear.
const std::map<std::string, std::string>& hostile_pieces() {
    static const std::map<std::string, std::string> pieces{
        {"one_word", "a"},
        {"blocks", "block "},
        {"blocks_until", "blocks until "},
        {"sentences", "a. "},
        {"negators", "not "},
        {"unknown_words", "recevier chanell unbufferd "},
        {"commas", "block, wait, full, "},
        {"stems", "synchronisationsynchronisation "},
        {"people_think", "people think that it drops "},
        {"code", "x := f(y)\n"},
        {"fences", "```\n"},
        {"marks", "e\xCC\x81\xCC\x96"},
        {"invalid", "\xFF"},
        {"quotes", "don't "},
    };
    return pieces;
}

void hostile(benchmark::State& state, const std::string& piece) {
    const Rubric& rubric = shipped().rubric(kQuestion);
    const std::string text = repeated(piece, static_cast<std::size_t>(state.range(0)));
    for (auto _ : state) benchmark::DoNotOptimize(grade(rubric, text));
    per_byte(state, text.size());
}

}  // namespace

int main(int argc, char** argv) {
    for (const auto& [name, piece] : hostile_pieces()) {
        benchmark::RegisterBenchmark(("hostile/" + name).c_str(), [text = piece](benchmark::State& state) { hostile(state, text); })
            ->Arg(4'000)
            ->Arg(16'000)
            ->Unit(benchmark::kMicrosecond);
    }
    for (const auto& [key, rubric] : shipped().compiled.rubrics) {
        benchmark::RegisterBenchmark(("model_answer/" + key).c_str(), [compiled = rubric](benchmark::State& state) {
            const std::string text = question_of(*compiled).answer.substr(0, 600);
            for (auto _ : state) benchmark::DoNotOptimize(grade(*compiled, text));
        })->Unit(benchmark::kMicrosecond);
    }
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
    benchmark::RunSpecifiedBenchmarks();
    return 0;
}
