// The server among many people on a bad day: duplicates, reordering, failing sends, a silent network, conflicts, and an end in the middle of it.
#include <algorithm>
#include <random>

#include "tests/fault/server_scenes.h"
#include "tests/support/catch.h"
#include "tests/support/patience.h"

using namespace tests;

namespace {

constexpr int kCrowd = 200;
constexpr int kSteps = 40;  // 8,000 updates; a fifth of what arrives comes twice

std::int64_t update_of(int chat, int step) { return step_update(chat, step, kCrowd)["update_id"].get<std::int64_t>(); }

// 8,000 updates in an order in which each chat keeps its own, and 2,000 of them once more, later.
struct Storm {
    std::vector<Json> updates;
    std::vector<std::size_t> repeats;  // after so many of them an old one comes again
};

Storm storm(unsigned seed) {
    std::mt19937 chance(seed);
    std::vector<int> next(kCrowd, 0);
    std::vector<int> open(kCrowd);
    for (int chat = 0; chat < kCrowd; ++chat) open[std::size_t(chat)] = chat;
    Storm made;
    while (!open.empty()) {
        const auto at = chance() % open.size();
        const int chat = open[at];
        auto update = step_update(chat, next[std::size_t(chat)]++, kCrowd);
        made.updates.push_back(std::move(update));
        if (next[std::size_t(chat)] == kSteps) open.erase(open.begin() + std::ptrdiff_t(at));
    }
    for (int i = 0; i < 2000; ++i) made.repeats.push_back(chance() % made.updates.size());
    std::sort(made.repeats.begin(), made.repeats.end());
    return made;
}

// One in twenty sends fails, in all the ways there are.
Fault bad_send(std::mt19937& chance) {
    using Kind = Fault::Kind;
    if (chance() % 20 != 0) return {};
    constexpr Kind kinds[] = {Kind::kDropAnswer, Kind::kHalfAnswer, Kind::kGarbageAfter, Kind::kCut, Kind::kGarbage, Kind::kServerError};
    Fault fault;
    // Rarer: two of them soon after each other make the whole account wait, as they should.
    if (chance() % 25 == 0) return {Kind::kTooMany};
    fault.kind = kinds[chance() % std::size(kinds)];
    return fault;
}

}  // namespace

TEST_CASE("a storm of updates is graded once each, and each chat keeps its order") {
    const auto expected = play_undisturbed(kCrowd, kSteps);
    const unsigned seed = std::random_device{}();
    INFO("seed " << seed);
    const auto weather = storm(seed);
    std::mt19937 repeats(seed + 2);
    ServerOptions options;
    options.is_durable = false;
    Stage stage(over_webhook(options));
    auto chance = std::make_shared<std::mt19937>(seed + 1);
    stage.api().set_faults([chance](const SeenCall& call) -> Fault {
        if (call.method == "sendMessage") return bad_send(*chance);
        // Posts that do not arrive, or whose acknowledgement is lost.
        if (call.method == kWebhookCall && (*chance)() % 50 == 0) return {(*chance)() % 2 == 0 ? Fault::Kind::kCut : Fault::Kind::kDropAnswer};
        return {};
    });
    stage.start();
    REQUIRE(stage.api().wait_for_calls("setWebhook", 1));
    std::size_t repeat = 0;
    for (std::size_t i = 0; i < weather.updates.size(); ++i) {
        stage.api().add(weather.updates[i]);
        for (; repeat < weather.repeats.size() && weather.repeats[repeat] == i; ++repeat) {
            const auto old = repeats() % (i + 1);
            stage.api().again(weather.updates[old]["update_id"].get<std::int64_t>());
        }
    }
    INFO(stage.server().log().substr(0, 3000));
    REQUIRE(stage.settle(kCrowd * kSteps, kPatience * std::chrono::seconds(120)));
    ends_as(stage, expected);
    CHECK(stage.book().received.size() == std::size_t(kCrowd * kSteps));
    CHECK(stage.book().received.contains(update_of(0, 0)));
}

TEST_CASE("an end in the middle of the work is clean and in time, and the next life goes on where it stopped") {
    constexpr int kFew = 20;
    constexpr int kTurns = 10;
    const auto expected = play_undisturbed(kFew, kTurns);
    Stage stage;
    stage.start();
    for (int step = 0; step < kTurns; ++step) stage.api().add(step_updates(step, kFew));
    REQUIRE(stage.api().wait_for([](const BotLog& log) { return log.size() > 150; }));
    const auto asked = Steady::now();
    CHECK(stage.end() == 0);
    CHECK(Steady::now() - asked < std::chrono::seconds(11));
    goes_on(stage, kFew * kTurns, expected);
}

TEST_CASE("sends that hang do not hold up the end beyond its deadline, and nothing is lost by it") {
    const auto expected = play_undisturbed(2, 2);
    Stage stage;
    stage.start();
    stage.api().add(step_updates(0, 2));
    REQUIRE(stage.settle(2));
    stage.api().set_faults([](const SeenCall& call) { return call.method == "sendMessage" ? Fault{Fault::Kind::kHang} : Fault{}; });
    const int sends = stage.api().calls("sendMessage");
    stage.api().add(step_updates(1, 2));
    REQUIRE(stage.api().wait_for_calls("sendMessage", sends + 2));
    const auto asked = Steady::now();
    CHECK(stage.end(std::chrono::seconds(30)) == 0);
    const auto took = Steady::now() - asked;
    INFO("took " << std::chrono::duration_cast<std::chrono::milliseconds>(took).count() << " ms");
    CHECK(took < std::chrono::seconds(16));
    stage.api().set_faults(nullptr);
    goes_on(stage, 4, expected);
}

TEST_CASE("a network that is silent for five seconds stops nobody for longer") {
    const auto expected = play_undisturbed(2, 2);
    Stage stage;
    stage.start();
    stage.api().add(step_updates(0, 2));
    REQUIRE(stage.settle(2));
    // Polls and sends hang, then break.
    const auto until = Steady::now() + std::chrono::seconds(5);
    stage.api().set_faults([until](const SeenCall&) -> Fault {
        if (Steady::now() >= until) return {};
        return {Fault::Kind::kHang, std::chrono::duration_cast<std::chrono::milliseconds>(until - Steady::now()) + std::chrono::milliseconds(1)};
    });
    stage.api().add(step_updates(1, 2));
    REQUIRE(stage.settle(4, std::chrono::seconds(15)));
    CHECK(Steady::now() < until + std::chrono::seconds(5));
    ends_as(stage, expected);
}

TEST_CASE("another poller, and a platform that asks for patience or fails, are recovered from") {
    using Kind = Fault::Kind;
    const auto kind = GENERATE(Kind::kConflict, Kind::kTooMany, Kind::kServerError, Kind::kGarbage, Kind::kCut, Kind::kHalfAnswer);
    INFO("fault " << int(kind));
    const auto expected = play_undisturbed(2, 1);
    Stage stage;
    stage.api().set_faults([kind](const SeenCall& call) { return call.method == "getUpdates" && call.nth == 1 ? Fault{kind} : Fault{}; });
    stage.api().add(step_updates(0, 2));
    stage.start();
    INFO(stage.server().log());
    REQUIRE(stage.settle(2, std::chrono::seconds(20)));
    ends_as(stage, expected);
}
