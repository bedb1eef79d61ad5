// The crash matrix: the real process is killed at each step of a turn, and people see what they would have seen without: the same messages, marks and order.
// Over long polls and over a webhook. VIVA_KILLS sets the number of random kills in each (40).
#include <csignal>
#include <cstdlib>
#include <random>

#include "tests/fault/server_scenes.h"
#include "tests/support/catch.h"

using namespace tests;

namespace {

constexpr int kChats = 3;

enum class Mode { kPoll, kWebhook };
ServerOptions options_of(Mode mode) { return mode == Mode::kPoll ? ServerOptions{} : over_webhook(); }
// By which updates come in.
const char* arrival_of(Mode mode) { return mode == Mode::kPoll ? "getUpdates" : kWebhookCall; }
Mode each_mode() {
    const auto mode = GENERATE(Mode::kPoll, Mode::kWebhook);
    WARN((mode == Mode::kPoll ? "over long polls" : "over a webhook"));
    return mode;
}

// A long conversation, killed again and again.
class Ordeal {
   public:
    Ordeal(Mode mode, int steps) : mode_(mode), steps_(steps), expected_(play_undisturbed(kChats, steps)), stage_(options_of(mode)) {}

    Stage& stage() { return stage_; }
    bool is_over() const { return step_ >= steps_; }

    // One step of every chat in a life that begins with this environment; true if the process died on the way and had to be started anew.
    bool step(const std::map<std::string, std::string>& environment) {
        // A webhook's posts must not go to nobody; the first poll is to be the one that fetches.
        if (mode_ == Mode::kWebhook) live(environment);
        stage_.api().add(step_updates(step_, kChats));
        if (mode_ == Mode::kPoll) live(environment);
        received_ += kChats;
        ++step_;
        bool died = false;
        while (!stage_.settle(received_)) {
            INFO(stage_.server().log());
            REQUIRE(stage_.server().has_ended());
            died = true;
            stage_.api().set_faults(nullptr);
            stage_.bury();
            stage_.start();
        }
        stage_.api().set_faults(nullptr);
        return died;
    }
    // Begins a life if there is none.
    void live(const std::map<std::string, std::string>& environment = {}) {
        if (stage_.server().runs()) return;
        stage_.start(environment);
        if (mode_ == Mode::kWebhook) stage_.server().wait_until_serving();  // or until its early death
    }
    // To the end of the conversation.
    void finish() {
        while (!is_over()) step({});
        ends_as(stage_, expected_);
    }

   private:
    Mode mode_;
    int steps_;
    Undisturbed expected_;
    Stage stage_;
    int step_ = 0;
    std::int64_t received_ = 0;
};

std::string preload() { return std::string(VIVA_BINARY_DIR) + "/tests/fakes/libviva_kill_at.so"; }

int kills_wanted() {
    const char* text = std::getenv("VIVA_KILLS");
    return text ? std::atoi(text) : 40;
}

}  // namespace

TEST_CASE("killed at a write or a sync of the disk, before or after it, nothing is lost or doubled") {
    const auto mode = each_mode();
    std::vector<std::string> points;
    for (int k = 1; k <= 22; ++k) points.push_back("write:" + std::to_string(2 * k - k % 2) + (k % 2 == 0 ? ":before" : ":after"));
    for (int k = 1; k <= 6; ++k) {
        points.push_back("sync:" + std::to_string(k) + ":before");
        points.push_back("sync:" + std::to_string(k) + ":after");
    }
    Ordeal ordeal(mode, int(points.size()) + 1);
    int deaths = 0;
    for (const auto& point : points) {
        // A life of its own for each point: its writes are counted from its begin.
        INFO(point << "\n" << ordeal.stage().server().log());
        if (ordeal.stage().server().runs()) {
            const int code = ordeal.stage().end();
            // A late point may lie in the end of the life.
            REQUIRE((code == 0 || code == -SIGKILL));
            if (code != 0) ordeal.stage().bury();
        }
        deaths += ordeal.step({{"LD_PRELOAD", preload()}, {"KILL_AT", point}});
    }
    ordeal.finish();
    // Late points may lie behind the end of a life's work; the most must have struck.
    INFO("deaths " << deaths << " of " << points.size());
    CHECK(deaths * 3 >= int(points.size()) * 2);
}

TEST_CASE("killed around each exchange with the platform, nothing is lost, and only what was in flight may repeat") {
    struct Point {
        std::string method;
        int nth;     // of the calls of this method in the step
        int moment;  // 0 = before it is taken, 1 = taken, not answered, 2 = answered
    };
    const auto mode = each_mode();
    std::vector<Point> points;
    for (int round = 0; round < 2; ++round) {
        for (int moment = 0; moment < 3; ++moment) {
            for (int nth = 1; nth <= 3; ++nth) points.push_back({"sendMessage", nth, moment});
            // The poll that fetches the updates, and the one that acknowledges them; or the posts that bring them.
            for (int nth = 1; nth <= 2; ++nth) points.push_back({arrival_of(mode), nth, moment});
        }
    }
    Ordeal ordeal(mode, int(points.size()) + 1);
    int deaths = 0;
    for (const auto& point : points) {
        auto& server = ordeal.stage().server();
        // A life of its own, so that the first poll is the one that fetches.
        if (server.runs()) REQUIRE(ordeal.stage().end() == 0);
        auto calls = std::make_shared<int>(0);
        ordeal.stage().api().set_faults([&server, point, calls](const SeenCall& call) -> Fault {
            if (call.method != point.method || ++*calls != point.nth) return {};
            if (point.moment == 0) {
                server.kill();
                return {Fault::Kind::kCut};
            }
            if (point.moment == 1)
                return {point.method == "sendMessage" ? Fault::Kind::kHangAfter : Fault::Kind::kDropAnswer, {}, 1, [&server] { server.kill(); }};
            return {Fault::Kind::kNone, {}, 1, [&server] { server.kill(); }};
        });
        deaths += ordeal.step({});
    }
    ordeal.finish();
    INFO("deaths " << deaths << " of " << points.size());
    CHECK(deaths * 10 >= int(points.size()) * 9);
}

TEST_CASE("killed at random moments, nothing is lost or doubled") {
    const auto mode = each_mode();
    const int kills = kills_wanted();
    const unsigned seed = std::random_device{}();
    INFO("seed " << seed);
    std::mt19937 chance(seed);
    Ordeal ordeal(mode, kills + 1);
    int deaths = 0;
    for (int i = 0; i < kills; ++i) {
        auto& server = ordeal.stage().server();
        ordeal.live();
        // A moment within the turn: so many calls from now on, then some microseconds more.
        auto calls = std::make_shared<int>(int(chance() % 5) + 1);
        const auto wait = std::chrono::microseconds(chance() % 4000);
        ordeal.stage().api().set_faults([&server, calls, wait](const SeenCall&) -> Fault {
            if (--*calls != 0) return {};
            return {Fault::Kind::kNone, {}, 1, [&server, wait] {
                        const auto until = Steady::now() + wait;
                        while (Steady::now() < until) {
                        }
                        server.kill();
                    }};
        });
        deaths += ordeal.step({});
    }
    ordeal.finish();
    INFO("deaths " << deaths << " of " << kills);
    CHECK(deaths * 2 >= kills);
}

TEST_CASE("a hundred restarts in a row repeat no reply") {
    const auto mode = each_mode();
    constexpr int kRestarts = 100;
    const auto expected = play_undisturbed(kChats, 2);
    Stage stage(options_of(mode));
    stage.start();
    for (int step = 0; step < 2; ++step) {
        stage.api().add(step_updates(step, kChats));
        REQUIRE(stage.settle(kChats * (step + 1)));
    }
    const char* asks = mode == Mode::kPoll ? "getUpdates" : "setWebhook";
    for (int i = 0; i < kRestarts; ++i) {
        stage.kill();
        const int calls = stage.api().calls(asks);
        stage.start();
        // It polls or asks for posts: everything it still wanted to send has been read from its database by then.
        REQUIRE(stage.api().wait_for_calls(asks, calls + 1));
    }
    ends_as(stage, expected);
}
