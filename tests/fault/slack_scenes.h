// Owns the same conversations as server_scenes.h, held with a server behind Slack, over its sockets or over requests.
#pragma once

#include <array>
#include <string>
#include <thread>
#include <utility>

#include "tests/fault/server_scenes.h"
#include "tests/support/catch.h"

namespace tests::slack {

inline constexpr int kChats = 3;

enum class Mode { kSockets, kRequests };
inline ServerOptions options_of(Mode mode) { return mode == Mode::kSockets ? ServerOptions{} : over_requests(); }
inline Mode each_mode() {
    const auto mode = GENERATE(Mode::kSockets, Mode::kRequests);
    WARN((mode == Mode::kSockets ? "over sockets" : "over requests"));
    return mode;
}

inline SlackPerson person_of(int chat) { return {"U" + std::to_string(chat_id(chat)), "P" + std::to_string(chat)}; }

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
    bool settle() {
        if (!stage_.settle(received_)) return false;
        const auto until = Steady::now() + std::chrono::seconds(20);
        while (api().waiting() != 0) {
            if (stage_.server().has_ended() || Steady::now() > until) return false;
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
        return true;
    }
    // What died is started again until everything so far had its effect; how often.
    int survive() {
        int deaths = 0;
        while (!settle()) {
            INFO(stage_.server().log());
            REQUIRE(stage_.server().has_ended());
            ++deaths;
            api().set_faults(nullptr);
            api().set_hand_overs(nullptr);
            stage_.bury();
            stage_.start();
        }
        api().set_faults(nullptr);
        api().set_hand_overs(nullptr);
        return deaths;
    }

   private:
    SlackStage stage_;
    int step_ = 0;
    std::int64_t received_ = 0;
};

inline Undisturbed play(int steps) {
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

inline void ends_as(Scene& scene, const Undisturbed& expected) {
    CHECK(scene.stage().end() == 0);
    HistoryOptions options;
    options.expected = &expected;
    CHECK(scene.stage().found(options) == "");
    CHECK(scene.api().remarks() == std::vector<std::string>{});
}

}  // namespace tests::slack
