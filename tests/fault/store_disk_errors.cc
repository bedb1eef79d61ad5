// Owns the loop over every disk operation of a run: it fails, once or from then on, and nothing acknowledged is lost.
#include <string>

#include "tests/fault/store_run.h"
#include "tests/fault/store_server.h"
#include "tests/fault/store_vfs.h"

using namespace bot;
using namespace bot::store;
using Fault = FaultyDisk::Fault;
using Times = FaultyDisk::Times;

namespace {

// Each error is one clear line that names the file.
void judge(const Error& error, const std::string& path) {
    CAPTURE(error.message);
    REQUIRE(error.message.find(path) != std::string::npos);
    REQUIRE(error.message.find('\n') == std::string::npos);
    REQUIRE((error.code == Code::kUnavailable || error.code == Code::kDenied));
}

// Fails the operation with this number; false once the run has fewer.
template <class Run>
bool survives(int operation, Fault fault, Times times) {
    CAPTURE(operation);
    TempFolder folder;
    const auto path = folder / "viva.db";
    int acknowledged = 0;
    int next = 0;  // so far if the call that failed is there after all
    bool happened = false;
    {
        FaultyDisk disk;
        disk.fail_at(operation, fault, times);
        Run run(path);
        int refusals = 0;
        while (!run.done() && refusals < 3) {
            if (const auto advanced = run.advance(); !advanced) {
                judge(advanced.error(), path);
                ++refusals;
            }
        }
        // After one failure the same store goes on; while it lasts, every call says so.
        if (times == Times::kOnce) {
            REQUIRE(run.done());
            REQUIRE(refusals <= 1);
        }
        acknowledged = run.progress();
        next = run.next();
        run.close();
        happened = disk.happened();
    }
    const auto kept = Run::kept(path);
    // A turn whose commit failed at the last moment may be there, but whole.
    REQUIRE((kept == acknowledged || kept == next));
    if constexpr (Run::kGoesOnAfterwards) {
        Run again(path);
        REQUIRE(again.open());
        while (!again.done()) REQUIRE(again.advance());
        again.close();
        REQUIRE(Run::kept(path) == Run::kDone);
    }
    return happened;
}

template <class Run>
int loop(Fault fault, Times times) {
    int operation = 1;
    while (survives<Run>(operation, fault, times)) ++operation;
    return operation - 1;
}

}  // namespace

TEMPLATE_TEST_CASE("a disk that is full once costs one refusal and no turn", "", SmallExam, ServerTurns) {
    REQUIRE(loop<TestType>(Fault::kFull, Times::kOnce) > 50);
}
TEMPLATE_TEST_CASE("a disk that stays full keeps what was acknowledged", "", SmallExam, ServerTurns) {
    REQUIRE(loop<TestType>(Fault::kFull, Times::kForEver) > 50);
}
TEMPLATE_TEST_CASE("an input or output error that happens once costs one refusal and no turn", "", SmallExam, ServerTurns) {
    REQUIRE(loop<TestType>(Fault::kInputOutput, Times::kOnce) > 100);
}
TEMPLATE_TEST_CASE("a disk that stays broken keeps what was acknowledged", "", SmallExam, ServerTurns) {
    REQUIRE(loop<TestType>(Fault::kInputOutput, Times::kForEver) > 100);
}

TEST_CASE("a full disk is called full") {
    TempFolder folder;
    const auto path = folder / "viva.db";
    FaultyDisk disk;
    SmallExam run(path);
    while (run.progress() < 3) REQUIRE(run.advance());
    disk.fail_at(1, Fault::kFull, Times::kOnce);
    const auto refused = run.advance();
    REQUIRE_FALSE(refused);
    REQUIRE(refused.error() == Error{Code::kUnavailable, "cannot write " + path + ": the disk is full (free some space and try again)"});
    REQUIRE(run.advance());
}
