// The real server behind Slack, over its sockets and over requests: a whole session, a bad day, and kill -9 at each step of a turn.
#include <random>

#include "tests/fault/slack_scenes.h"
#include "tests/support/patience.h"

using namespace tests;
using namespace tests::slack;

TEST_CASE("a session runs over Slack and leaves nothing behind") {
    Scene scene(each_mode());
    scene.stage().start();
    for (int step = 0; step < 8; ++step) {
        scene.step();
        INFO(scene.stage().server().log());
        REQUIRE(scene.settle());
    }
    CHECK(scene.stage().end() == 0);
    CHECK(scene.stage().found({}) == "");
    CHECK(scene.api().remarks() == std::vector<std::string>{});
    CHECK(scene.stage().book().attempts.size() >= kChats);
    for (const auto& ack : scene.api().ack_times()) CHECK(ack.took < kPatience * std::chrono::seconds(3));
}

TEST_CASE("Slack's bad day changes nothing that people see") {
    constexpr int kSteps = 16;
    const auto mode = each_mode();
    const auto expected = play(kSteps);
    Scene scene(mode);
    scene.stage().start();
    auto seed = std::minstd_rand(7);
    scene.api().set_hand_overs([&seed](const SeenEnvelope&) {
        using Kind = HandOver::Kind;
        // One in ten is lost on its way or back: the fake waits seconds before it offers a request for the third time, as the platform does.
        const auto kind = std::array{Kind::kTwice, Kind::kNoAck, Kind::kTwice, Kind::kLost, Kind::kLater,
                                     Kind::kLater, Kind::kNone,  Kind::kNone,  Kind::kNone, Kind::kNone}[seed() % 10];
        return HandOver{kind, std::chrono::milliseconds(seed() % 50), nullptr};
    });
    auto dice = std::make_shared<std::minstd_rand>(11);
    scene.api().set_faults(
        [dice](const SeenCall& call) {
            using Kind = Fault::Kind;
            if (call.method != "chat.postMessage") return Fault{};
            const auto kind = std::array{Kind::kNone,    Kind::kNone,        Kind::kNone,       Kind::kNone,
                                         Kind::kTooMany, Kind::kServerError, Kind::kDropAnswer, Kind::kGarbage}[(*dice)() % 16 < 12 ? 0 : 4 + (*dice)() % 4];
            return Fault{kind, {}, 1};
        });
    for (int step = 0; step < kSteps; ++step) {
        if (step % 4 == 1) scene.api().disconnect("warning", std::chrono::milliseconds(200));
        // Not more: after each loss the server waits longer before it connects again.
        if (step == 9) scene.api().cut_sockets();
        scene.step();
        INFO(scene.stage().server().log());
        REQUIRE(scene.settle());
    }
    scene.api().set_faults(nullptr);
    scene.api().set_hand_overs(nullptr);
    ends_as(scene, expected);
}

TEST_CASE("killed at any exchange with Slack, the server goes on where it was") {
    constexpr int kSteps = 8;
    const auto mode = each_mode();
    const auto expected = play(kSteps);
    Scene scene(mode);
    const auto dies = [&] { scene.stage().server().kill(); };
    int deaths = 0;
    for (int step = 0; step < kSteps; ++step) {
        if (scene.stage().server().has_ended()) {
            if (step > 0) scene.stage().bury();
            scene.stage().start();
        }
        REQUIRE(scene.stage().server().wait_until_serving());
        // In turn: as an event goes out, before a message is taken, behind it, and without its answer.
        const auto once = std::make_shared<bool>(true);
        if (step % 4 == 0) {
            scene.api().set_hand_overs([&, once](const SeenEnvelope&) { return std::exchange(*once, false) ? HandOver{{}, {}, dies} : HandOver{}; });
        } else {
            const auto kind = std::array{Fault::Kind::kNone, Fault::Kind::kCut, Fault::Kind::kNone, Fault::Kind::kDropAnswer}[std::size_t(step % 4)];
            scene.api().set_faults([&, once, kind](const SeenCall& call) {
                return call.method == "chat.postMessage" && std::exchange(*once, false) ? Fault{kind, {}, 1, dies} : Fault{};
            });
        }
        scene.step();
        deaths += scene.survive();
        CHECK_FALSE(*once);
    }
    CHECK(deaths >= kSteps / 2);
    ends_as(scene, expected);
}
