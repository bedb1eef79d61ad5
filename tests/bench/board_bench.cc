// Owns what a board costs: one room of 30 people and 250 dates, among many scores in other rooms. Bars: 5 ms, and not slower as other rooms grow.
// VIVA_BENCH_DIR names the folder of the database (default: the working directory).
#include <benchmark/benchmark.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "bot/base/check.h"
#include "bot/board/board.h"
#include "bot/store/ledger.h"

using namespace bot;
using namespace bot::store;

namespace {

constexpr int kPeople = 30;
constexpr int kDates = 250;
constexpr int kOthers = 1000;  // rooms
constexpr int kOurs = kOthers / 2;
constexpr int kOursAtOnce = 8;  // dates

std::string database() {
    const char* folder = std::getenv("VIVA_BENCH_DIR");
    return (std::filesystem::path(folder ? folder : ".") / "board_bench.db").string();
}

void remove_database() {
    for (const char* end : {"", "-wal", "-shm", ".lock"}) std::filesystem::remove(database() + end);
}

Instant at(int seconds) { return Instant(std::chrono::seconds(1'700'000'000 + seconds)); }
daily::LocalDate day(int number) { return daily::LocalDate{std::chrono::days{20'000 + number}}; }

void must(const Status& status) { VIVA_CHECK(status); }
template <class T>
T must(Result<T> result) {
    VIVA_CHECK(result);
    return std::move(*result);
}

class Rooms {
   public:
    Rooms() {
        remove_database();
        ledger_ = must(Ledger::open(database(), Durability::kNormal));
        const auto batch = must(ledger_->batch());
        for (int number = 0; number <= kOthers; ++number) {
            const auto key = std::to_string(number);
            rooms_.push_back(must(ledger_->room({"account:1", key, ""}, RoomKind::kGroup, "Room " + key, at(0))).id);
            for (int person = 0; person < kPeople; ++person)
                people_.push_back(must(ledger_->person("account:1", key + "-" + std::to_string(person), "Person " + std::to_string(person), at(0))));
        }
        must(batch->commit());
    }
    ~Rooms() {
        ledger_.reset();
        remove_database();
    }

    // Until the other rooms hold so many scores. Ours grows with them at first, so that its pages lie between theirs.
    void grow(std::int64_t scores) {
        for (; others_ < scores; ++date_) {
            const auto batch = must(ledger_->batch());
            for (int room = 0; room <= kOthers; ++room) {
                const bool ours = room == kOurs;
                for (int dates = ours ? kOursAtOnce : 1; dates > 0; --dates) {
                    if (ours && ours_ == kDates) break;
                    for (int person = 0; person < kPeople; ++person) score(room, person, ours ? ours_ : date_);
                    ours ? ++ours_ : others_ += kPeople;
                }
            }
            must(batch->commit());
        }
        VIVA_CHECK(ours_ == kDates);
    }

    std::size_t board() {
        const auto entries = must(ledger_->teams().entries(rooms_[kOurs]));
        board::Scope scope;
        scope.period = board::Period::kAll;
        scope.as_of = day(kDates - 1);
        scope.previous = day(kDates - 2);
        for (int number = 0; number < kDates; ++number) scope.slots.push_back(day(number));
        const auto board = board::board(entries, scope);
        VIVA_CHECK(board.rows.size() == kPeople && entries.size() == kPeople * kDates);
        return board.rows.size();
    }

    std::size_t entries() { return must(ledger_->teams().entries(rooms_[kOurs])).size(); }

   private:
    void score(int room, int person, int date) {
        const Score score{rooms_[static_cast<std::size_t>(room)],
                          people_[static_cast<std::size_t>(room * kPeople + person)],
                          day(date),
                          "go-developer/question-" + std::to_string(date % 60),
                          {"go", "concurrency"},
                          (person * 37 + date * 11) % 101,
                          AttemptId{++attempts_}};
        must(ledger_->teams().score(score, "answered", false, at(date)));
    }

    std::unique_ptr<Ledger> ledger_;
    std::vector<RoomId> rooms_;
    std::vector<PersonId> people_;
    std::int64_t others_ = 0;
    std::int64_t attempts_ = 0;
    int date_ = 0;  // of the others
    int ours_ = 0;  // dates that ours has
};

Rooms& rooms_with(std::int64_t scores) {
    static Rooms rooms;
    rooms.grow(scores);
    return rooms;
}

void board_among(benchmark::State& state) {
    auto& rooms = rooms_with(state.range(0));
    for (auto _ : state) benchmark::DoNotOptimize(rooms.board());
}
BENCHMARK(board_among)->Arg(1'000'000)->Arg(2'000'000)->Unit(benchmark::kMillisecond)->ArgNames({"others"});

void entries_among(benchmark::State& state) {
    auto& rooms = rooms_with(state.range(0));
    for (auto _ : state) benchmark::DoNotOptimize(rooms.entries());
}
BENCHMARK(entries_among)->Arg(2'000'000)->Unit(benchmark::kMillisecond)->ArgNames({"others"});

}  // namespace

BENCHMARK_MAIN();
