// Owns the benchmarks of what happens before the first question: compiling the shipped content, and starting the whole program.
#include <benchmark/benchmark.h>

#include <cstdlib>

#include "bot/app/sources.h"
#include "bot/script/content.h"

namespace {

// As every command does at start: no samples, no patterns.
void compile_content(benchmark::State& state) {
    const auto sources = bot::app::embedded_sources();
    for (auto _ : state) benchmark::DoNotOptimize(bot::script::compile(sources, {}));
}
BENCHMARK(compile_content)->Unit(benchmark::kMillisecond);

// As eval does.
void compile_content_with_samples(benchmark::State& state) {
    const auto sources = bot::app::embedded_sources();
    for (auto _ : state) benchmark::DoNotOptimize(bot::script::compile(sources, {.samples = true, .patterns = false}));
}
BENCHMARK(compile_content_with_samples)->Unit(benchmark::kMillisecond);

// The process from start to end, shell included; `true` in the same run is the shell's own share.
void start(benchmark::State& state, const char* command) {
    for (auto _ : state) {
        if (std::system(command) != 0) state.SkipWithError("the program failed; build the target viva first");
    }
}
BENCHMARK_CAPTURE(start, viva_packs, VIVA_BINARY " packs > /dev/null 2>&1")->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK_CAPTURE(start, viva_version, VIVA_BINARY " --version > /dev/null 2>&1")->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK_CAPTURE(start, nothing, "true")->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace

BENCHMARK_MAIN();
