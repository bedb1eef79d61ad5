// Owns what a turn costs from the queue to the commit: dispatcher, reception, grading and ledger together, one event or many a batch.
// VIVA_BENCH_DIR names the folder of the database (default: the working directory, which should be on the disk that counts).
#include <benchmark/benchmark.h>

#include <cstdlib>
#include <filesystem>
#include <iostream>

#include "bot/app/dispatcher.h"
#include "bot/app/sources.h"
#include "bot/base/check.h"

using namespace bot;

namespace {

constexpr int kPeople = 200;
constexpr int kTurnsOfSession = 6;  // after which a person starts anew

const char* const kAnswer =
    "An unbuffered send waits until a receiver is ready, so both goroutines meet at that moment, a rendezvous. With a buffer the sender goes on until the "
    "buffer is full, and only then it blocks; the receiver blocks while it is empty. That is why I take an unbuffered channel to hand something over or to "
    "signal, and a buffered one to take the edge off a burst, with a capacity I can explain. A larger buffer hides a slow consumer, it does not cure it, and "
    "what stands in the buffer is lost when the process ends. Closing tells the receivers that nothing comes any more; a send on a closed channel panics.";

class SystemClock : public app::Clock {
   public:
    Instant now() override { return std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now()); }
};

std::string database() {
    const char* folder = std::getenv("VIVA_BENCH_DIR");
    return (std::filesystem::path(folder ? folder : ".") / "dispatcher_bench.db").string();
}

void remove_database() {
    for (const char* end : {"", "-wal", "-shm", ".lock"}) std::filesystem::remove(database() + end);
}

// A pack of three questions with 24 patterns each, so that the figure is the pipeline's and not that of one author's rubric.
std::vector<script::Source> sources() {
    auto all = app::embedded_sources();
    std::erase_if(all, [](const auto& source) { return source.path.starts_with("packs/") || source.path.starts_with("vocabulary/"); });
    const char* const kMatches[] = {"waits? ~ receiver", "both ~ meet",   "buffer ~ full", "blocks ~ empty",
                                    "take the edge",     "slow consumer", "lost ~ ends",   "closed channel panics"};
    std::string order;
    for (int number = 1; number <= 3; ++number) {
        const auto id = "question-" + std::to_string(number);
        order += (order.empty() ? "" : ", ") + id;
        std::string text = "id: " + id +
                           "\nprompt: What does a channel do?\nkind: technical\nlevel: middle\ntags: [go]\nminutes: 4\nanswer: It waits.\n"
                           "references:\n  - {title: Effective Go, url: \"https://go.dev/doc\"}\nparts: {all: [point-0]}\npoints:\n";
        int point = 0;
        for (const char* match : kMatches) {
            text += "  - {id: point-" + std::to_string(point++) + ", weight: 2, want: A point., ask: What else?, hint: Think., match: ['" + match +
                    "', 'rendezvous ~ (moment|instant)', 'capacity ~~ explain\\w*']}\n";
        }
        all.push_back({"packs/bench/questions/" + id + ".yaml", id, text});
    }
    all.push_back(
        {"packs/bench/pack.yaml", "pack.yaml", "id: bench\ntitle: Bench\nlanguage: en\nversion: 1\nbar: {qwk: 0.5, band: 0.5}\norder: [" + order + "]\n"});
    return all;
}

std::shared_ptr<const app::Library> library() {
    auto all = sources();
    auto compiled = script::compile(all, {});
    for (const auto& diagnostic : compiled.diagnostics) {
        if (diagnostic.severity == script::Severity::kError) std::cerr << script::to_text(diagnostic) << "\n";
    }
    VIVA_CHECK(!script::has_errors(compiled.diagnostics));
    return std::make_shared<app::Library>(std::move(compiled.content), std::move(all));
}

// Everybody answers; every so often they stop and start anew.
class Crowd {
   public:
    Inbound next() {
        const int person = turn_ % kPeople;
        const int round = turn_ / kPeople;
        ++turn_;
        Inbound event;
        event.event = std::to_string(turn_);
        event.place = {"bot", "p" + std::to_string(person), ""};
        event.author = {"p" + std::to_string(person), "Person", "en"};
        const int at = (round + person) % kTurnsOfSession;  // not all at the same time
        if (round == 0 || at == 1) {
            event.what = Called{"practice", "bench"};
        } else if (at == 0) {
            event.what = Called{"stop", ""};
        } else {
            event.what = Said{kAnswer, true, false};
        }
        return event;
    }

   private:
    int turn_ = 0;
};

// arguments: events a batch, 0 = synchronous NORMAL and 1 = FULL
void turns(benchmark::State& state) {
    remove_database();
    auto ledger = store::Ledger::open(database(), state.range(1) == 1 ? store::Durability::kFull : store::Durability::kNormal);
    VIVA_CHECK(ledger.has_value());
    SystemClock clock;
    app::Metrics metrics("bench");
    app::Log log(app::LogFormat::kPlain, app::LogLevel::kWarn, std::cerr);
    app::ReceptionOptions options;
    options.patience.gather = Duration{0};
    app::Reception reception(**ledger, library(), options);
    std::vector<store::Settled> marks;
    std::size_t letters = 0;
    app::Dispatcher dispatcher(**ledger, reception, clock, metrics, log,
                               {[&](std::vector<store::Letter> all) {
                                    letters += all.size();
                                    for (const auto& letter : all) marks.push_back({letter.id, store::Settled::How::kSent, ""});
                                },
                                {}},
                               {});
    Crowd crowd;
    const auto run = [&](std::int64_t events) {
        for (std::int64_t i = 0; i < events; ++i) dispatcher.submit({crowd.next()}, std::nullopt, [](bool) {});
        dispatcher.turn_once();
        for (auto& mark : std::exchange(marks, {})) dispatcher.settle(std::move(mark));  // with the next batch
    };
    for (int i = 0; i < 10 * kPeople; i += 50) run(50);  // rubrics compiled, everybody known
    for (auto _ : state) run(state.range(0));
    state.SetItemsProcessed(state.iterations() * state.range(0));
    state.counters["letters"] = double(letters);
}
BENCHMARK(turns)
    ->ArgNames({"batch", "full"})
    ->Args({1, 0})
    ->Args({16, 0})
    ->Args({128, 0})
    ->Args({1, 1})
    ->Args({128, 1})
    ->Unit(benchmark::kMicrosecond)
    ->MeasureProcessCPUTime()
    ->UseRealTime();

}  // namespace

BENCHMARK_MAIN();
