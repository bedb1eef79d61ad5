// The real server behind Slack, over its sockets and over requests: a whole session, a bad day, and kill -9 at each step of a turn.
#include <random>

#include "tests/fault/server_scenes.h"
#include "tests/support/catch.h"

using namespace tests;

namespace {

constexpr int kChats = 3;

enum class Mode { kSockets, kRequests };
ServerOptions options_of(Mode mode) { return mode == Mode::kSockets ? ServerOptions{} : over_requests(); }
Mode each_mode() {
    const auto mode = GENERATE(Mode::kSockets, Mode::kRequests);
    WARN((mode == Mode::kSockets ? "over sockets" : "over requests"));
    return mode;
}

SlackPerson person_of(int chat) { return {"U" + std::to_string(chat_id(chat)), "P" + std::to_string(chat)}; }

// One server behind one Slack, and the conversations of server_scenes.h there.
class Scene {
   public:
    explicit Scene(Mode mode) : stage_(options_of(mode)) {
        LineOptions line;
        line.resend_after = std::chrono::milliseconds(300);
        stage_.api().set_line(line);
        if (mode == Mode::kRequests) stage_.api().push_to(stage_.server().port(), kSlackPath);
        stage_.api().with_world([](SlackWorld& world) {
            for (int chat = 0; chat < kChats; ++chat) world.learn(person_of(chat));
        });
    }
    SlackStage& stage() { return stage_; }
    SlackApi& api() { return stage_.api(); }
    void step() {
        for (int chat = 0; chat < kChats; ++chat) api().add(says(person_of(chat), direct(person_of(chat)), step_text(chat, step_)));
        ++step_;
        received_ += kChats;
    }
    // False: the process died before everything had its effect.
    bool settle() { return stage_.settle(received_) && api().wait_until_heard(); }

   private:
    SlackStage stage_;
    int step_ = 0;
    std::int64_t received_ = 0;
};

Undisturbed play(int steps) {
    Scene scene(Mode::kSockets);
    scene.stage().start();
    for (int step = 0; step < steps; ++step) {
        scene.step();
        if (!scene.settle()) throw std::runtime_error("the undisturbed run does not settle: " + scene.stage().server().log());
    }
    if (scene.stage().end() != 0) throw std::runtime_error("the undisturbed run does not end");
    if (const auto found = scene.stage().found({}); !found.empty()) throw std::runtime_error("the undisturbed run: " + found);
    return undisturbed(scene.api().log(), scene.stage().book());
}

void ends_as(Scene& scene, const Undisturbed& expected) {
    CHECK(scene.stage().end() == 0);
    HistoryOptions options;
    options.expected = &expected;
    CHECK(scene.stage().found(options) == "");
    CHECK(scene.api().remarks() == std::vector<std::string>{});
}

}  // namespace

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
    for (const auto& ack : scene.api().ack_times()) CHECK(ack.took < std::chrono::seconds(3));
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
        const auto kind = std::array{Kind::kNone, Kind::kTwice, Kind::kNoAck, Kind::kLost, Kind::kLater}[seed() % 5];
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
        while (!scene.settle()) {
            INFO(scene.stage().server().log());
            REQUIRE(scene.stage().server().has_ended());
            ++deaths;
            scene.api().set_faults(nullptr);
            scene.api().set_hand_overs(nullptr);
            scene.stage().bury();
            scene.stage().start();
        }
        CHECK_FALSE(*once);
    }
    CHECK(deaths >= kSteps / 2);
    scene.api().set_faults(nullptr);
    scene.api().set_hand_overs(nullptr);
    ends_as(scene, expected);
}
