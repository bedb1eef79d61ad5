// Owns what a turn costs the ledger: an update received, its session found and stepped, an attempt, a letter, the mark of an earlier letter, the cursor.
// VIVA_BENCH_DIR names the folder of the database (default: the working directory, which should be on the disk that counts).
#include <benchmark/benchmark.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "bot/base/check.h"
#include "bot/store/ledger.h"
#include "bot/store/session_codec.h"

using namespace bot;
using namespace bot::store;

namespace {

constexpr int kPeople = 200;
constexpr int kQuestions = 5;

std::string database() {
    const char* folder = std::getenv("VIVA_BENCH_DIR");
    return (std::filesystem::path(folder ? folder : ".") / "store_bench.db").string();
}

void remove_database() {
    for (const char* end : {"", "-wal", "-shm", ".lock"}) std::filesystem::remove(database() + end);
}

Instant at(int seconds) { return Instant(std::chrono::seconds(1'700'000'000 + seconds)); }

engine::Asked asked(int number) {
    engine::Asked asked;
    asked.question = "go-developer/question-" + std::to_string(number);
    asked.rubric = std::string(32, 'f');
    asked.answered = asked.finished = true;
    asked.followups = 2;
    asked.hinted.assign(9, false);
    asked.tally.credit = {10, 10, 0, 0, 10, 0, 0, 0, 10};
    asked.tally.penalty.assign(15, 0);
    asked.tally.content_words = 40;
    asked.mark.score = 62;
    asked.mark.band = grade::Band::kPartial;
    asked.mark.full = 200;
    asked.points.assign(9, {});
    for (const std::size_t hit : {0, 1, 4, 8}) asked.points[hit] = {grade::PointStatus::kMatched, "stacks grow dynamically and it is cheap to create them"};
    asked.claims.assign(15, {});
    asked.probed = {{grade::Probe::Kind::kPoint, 2}, {grade::Probe::Kind::kPoint, 3}};
    return asked;
}

engine::Session session(std::int64_t steps) {
    engine::Session session;
    session.script = "round";
    session.program = std::string(32, 'a');
    session.arguments = {{"followups", "2"}, {"minutes", "30"}, {"pack", "go-developer"}, {"questions", "5"}};
    session.seed = 3242001207;
    session.state = "ask";
    session.steps = steps;
    session.started = session.last_event = at(0);
    session.timer = engine::Timer{steps, at(static_cast<int>(steps % 100'000)), false};
    for (int number = 0; number < kQuestions; ++number) session.asked.push_back(asked(number));
    return session;
}

engine::Attempt attempt() {
    engine::Attempt attempt;
    attempt.question = "go-developer/question-1";
    attempt.rubric = std::string(32, 'f');
    attempt.answer = std::string(623, 'x');
    attempt.mark.full = 200;
    attempt.tally.credit.assign(9, 10);
    attempt.findings.points.assign(9, {grade::PointStatus::kMatched, grade::Span{100, 140}, 2});
    attempt.findings.misconceptions.assign(15, {});
    attempt.at = at(0);
    return attempt;
}

Outbound message() {
    Outbound message;
    for (int line = 0; line < 8; ++line) {
        auto& block = message.blocks.emplace_back();
        block.kind = Block::Kind::kItem;
        block.sign = "+";
        block.runs = {{Style::kStrong, "a point"}, {Style::kPlain, " said in about as many words as a line of feedback has, quotes included"}};
    }
    message.choices = {{"hint", "Hint", "1:hint:a7:3"}, {"skip", "Skip", "1:skip:a7:3"}, {"stop", "Stop", "1:stop:a7:3"}};
    return message;
}

void must(const Status& status) { VIVA_CHECK(status); }

class Server {
   public:
    explicit Server(Durability durability) {
        remove_database();
        auto opened = Ledger::open(database(), durability);
        VIVA_CHECK(opened);
        ledger_ = std::move(*opened);
        auto batch = ledger_->batch();
        for (int person = 0; person < kPeople; ++person) {
            const auto room = ledger_->room(place(person), RoomKind::kDirect, "Ann", at(0));
            const auto id = ledger_->person("account:1", key(person), "Ann", at(0));
            VIVA_CHECK(ledger_->begin_at(*id, room->id, "", {"pin", {{"pack.yaml", "id: go\n"}}}, session(0), at(0)));
        }
        must((*batch)->commit());
    }
    ~Server() {
        ledger_.reset();
        remove_database();
    }

    // In scopes of so many turns each.
    void turns(int count, int scope_of) {
        auto batch = ledger_->batch();
        VIVA_CHECK(batch);
        must(ledger_->settle(std::exchange(sent_, {}), at(0)));
        while (count > 0) {
            auto scope = ledger_->scope();
            VIVA_CHECK(scope);
            for (int turn = 0; turn < scope_of && count > 0; ++turn, --count) this->turn();
            must((*scope)->keep());
        }
        must(ledger_->set_cursor("account:1", std::to_string(events_)));
        must((*batch)->commit());
    }

   private:
    static std::string key(int person) { return std::to_string(50'000'000 + person * 7919); }
    static Place place(int person) { return {"account:1", key(person), ""}; }

    void turn() {
        const int person = events_ % kPeople;
        Inbound event;
        event.event = std::to_string(800'000'000 + ++events_);
        event.place = place(person);
        VIVA_CHECK(*ledger_->receive(event, at(events_)));
        const auto room = ledger_->room(event.place, RoomKind::kDirect, "Ann", at(0));
        const auto id = ledger_->person("account:1", key(person), "Ann", at(0));
        auto found = ledger_->session_at(*id, room->id, "");
        VIVA_CHECK(found && *found);
        auto& stored = (*found)->stored;
        const auto steps = ++stored.session.steps;
        stored.session.timer = engine::Timer{steps, at(events_ + 300), false};
        must(ledger_->commit({std::move(stored), {attempt_}}, at(events_)));
        Letter to_write;
        to_write.place = event.place;
        to_write.message = message_;
        to_write.written = at(events_);
        const auto letter = ledger_->write(to_write);
        VIVA_CHECK(letter);
        sent_.push_back({*letter, Settled::How::kSent, ""});
    }

    std::unique_ptr<Ledger> ledger_;
    std::vector<Settled> sent_;
    engine::Attempt attempt_ = attempt();
    Outbound message_ = message();
    int events_ = 0;
};

void turns(benchmark::State& state, Durability durability) {
    Server server(durability);
    const auto count = static_cast<int>(state.range(0));
    for (auto _ : state) server.turns(count, static_cast<int>(state.range(1)));
    state.SetItemsProcessed(state.iterations() * count);
    state.counters["us/turn"] =
        benchmark::Counter(static_cast<double>(state.iterations() * count) / 1e6, benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}

BENCHMARK_CAPTURE(turns, full, Durability::kFull)->Args({1, 1})->Args({8, 1})->Args({64, 1})->Args({64, 64})->ArgNames({"batch", "scope"})->UseRealTime();
BENCHMARK_CAPTURE(turns, normal, Durability::kNormal)->Args({1, 1})->Args({8, 1})->Args({64, 1})->Args({64, 64})->ArgNames({"batch", "scope"})->UseRealTime();

void encode_session(benchmark::State& state) {
    const auto value = session(7);
    for (auto _ : state) benchmark::DoNotOptimize(encode(value));
    state.counters["bytes"] = static_cast<double>(encode(value).size());
}
BENCHMARK(encode_session);

void decode_session_quickly(benchmark::State& state) {
    const auto text = encode(session(7));
    for (auto _ : state) benchmark::DoNotOptimize(decode_session(text));
}
BENCHMARK(decode_session_quickly);

void decode_session_slowly(benchmark::State& state) {
    const auto text = encode(session(7));
    for (auto _ : state) benchmark::DoNotOptimize(decode_session_tolerantly(text));
}
BENCHMARK(decode_session_slowly);

}  // namespace

BENCHMARK_MAIN();
