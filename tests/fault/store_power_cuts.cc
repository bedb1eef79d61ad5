// Owns the power-cut loop: before every change of the disk the power goes and unsynced writes are lost, or a random part of them.
// FULL must lose nothing acknowledged; NORMAL must be caught losing, which proves that the loop can see a missing sync.
#include <string>

#include "tests/fault/store_run.h"
#include "tests/fault/store_server.h"
#include "tests/fault/store_vfs.h"

using namespace bot;
using namespace bot::store;

namespace {

struct Outcome {
    int cuts = 0;
    int losses = 0;  // cuts after which something acknowledged was missing
};

constexpr int kEverything = 0;  // lose all that was not synced; other numbers are seeds for what is lost

template <class Run>
bool cut(int operation, Durability durability, int loss, Outcome& outcome) {
    CAPTURE(operation, loss);
    TempFolder folder;
    const auto path = folder / "viva.db";
    FaultyDisk disk;
    disk.cut_power_at(operation);
    Run run(path, durability);
    while (!run.done() && run.advance()) {
    }
    run.close();
    if (!disk.happened()) return false;
    if (loss == kEverything) {
        disk.restore_power();
    } else {
        disk.restore_power(static_cast<std::uint64_t>(loss) << 32 | static_cast<std::uint64_t>(operation));
    }
    // Whole turns in order under either setting.
    const auto kept = Run::kept(path);
    REQUIRE(kept <= run.next());
    ++outcome.cuts;
    if (kept < run.progress()) ++outcome.losses;
    if constexpr (Run::kGoesOnAfterwards) {
        Run again(path, durability);
        REQUIRE(again.open());
        while (!again.done()) REQUIRE(again.advance());
        again.close();
        REQUIRE(Run::kept(path) == Run::kDone);
    }
    return true;
}

template <class Run>
Outcome loop(Durability durability, int loss) {
    Outcome outcome;
    int operation = 1;
    while (cut<Run>(operation, durability, loss, outcome)) ++operation;
    return outcome;
}

}  // namespace

TEMPLATE_TEST_CASE("with FULL no power cut loses an acknowledged turn", "", SmallExam, ServerTurns) {
    for (int loss = kEverything; loss <= TestType::kLosses; ++loss) {
        const auto outcome = loop<TestType>(Durability::kFull, loss);
        CAPTURE(outcome.cuts);
        REQUIRE(outcome.cuts > 60);
        REQUIRE(outcome.losses == 0);
    }
}

TEMPLATE_TEST_CASE("with NORMAL power cuts lose acknowledged turns, and this test sees it", "", SmallExam, ServerTurns) {
    const auto outcome = loop<TestType>(Durability::kNormal, kEverything);
    CAPTURE(outcome.cuts);
    REQUIRE(outcome.cuts > 50);
    REQUIRE(outcome.losses > 20);
}

TEST_CASE("what a process finds when it begins no power cut takes away, nor what a killed one had written and not synced") {
    int losses = 0;
    int operation = 1;
    for (bool struck = true; struck; ++operation) {
        CAPTURE(operation);
        TempFolder folder;
        const auto path = folder / "viva.db";
        FaultyDisk disk;
        disk.cut_power_at(operation);
        ServerTurns run(path);
        while (!run.done() && run.advance()) {
        }
        run.close();
        struck = disk.happened();
        disk.restore_process();
        ServerTurns next(path);
        REQUIRE(next.open());
        const auto found = next.progress();
        disk.stop();
        next.close();
        disk.restore_power();
        if (ServerTurns::kept(path) < found) ++losses;
    }
    CHECK(operation > 60);
    CHECK(losses == 0);
}
