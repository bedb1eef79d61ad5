// The crash matrix behind Slack: the real process is killed at each write to the disk and each exchange with the platform, over sockets and over requests,
// and people see what they would have seen without: the same messages, marks and order.
#include <csignal>
#include <vector>

#include "tests/fault/slack_scenes.h"

using namespace tests;
using namespace tests::slack;

namespace {

std::string preload() { return std::string(VIVA_BINARY_DIR) + "/tests/fakes/libviva_kill_at.so"; }

// What went to the platform, or came from it, when the process was killed.
struct Point {
    std::string method;  // "" = an envelope, or a request, with an event
    int nth;             // of these in the step
    int moment;          // 0 = before it is taken, 1 = taken, not answered, 2 = answered
};

std::vector<Point> points_of(Mode mode) {
    std::vector<Point> points;
    for (int round = 0; round < 2; ++round) {
        for (int moment = 0; moment < 3; ++moment) {
            for (int nth = 1; nth <= 3; ++nth) points.push_back({"chat.postMessage", nth, moment});
            for (int nth = 1; nth <= 2; ++nth) points.push_back({"", nth, moment});
            points.push_back({"auth.test", 1, moment});
            if (mode == Mode::kSockets) {
                for (int nth = 1; nth <= 2; ++nth) points.push_back({"apps.connections.open", nth, moment});
            }
        }
    }
    return points;
}

void aim(Scene& scene, const Point& point) {
    const auto count = std::make_shared<int>(0);
    const auto& server = scene.stage().server();
    const auto dies = [&server] { server.kill(); };
    if (point.method.empty()) {
        scene.api().set_hand_overs([count, point, dies](const SeenEnvelope&) {
            using Kind = HandOver::Kind;
            if (++*count != point.nth) return HandOver{};
            return HandOver{std::array{Kind::kLost, Kind::kNoAck, Kind::kNone}[std::size_t(point.moment)], {}, dies};
        });
        return;
    }
    scene.api().set_faults([count, point, dies](const SeenCall& call) {
        using Kind = Fault::Kind;
        if (call.method != point.method || ++*count != point.nth) return Fault{};
        return Fault{std::array{Kind::kCut, Kind::kHangAfter, Kind::kNone}[std::size_t(point.moment)], {}, 1, dies};
    });
}

// Ends the life, so that the next one is counted from its begin; a late point may lie in the end.
void end_life(Scene& scene) {
    if (!scene.stage().server().runs()) return;
    const int code = scene.stage().end();
    REQUIRE((code == 0 || code == -SIGKILL));
    if (code != 0) scene.stage().bury();
}

void goes_on_and_ends(Scene& scene, const Undisturbed& expected) {
    if (!scene.stage().server().runs()) scene.stage().start();
    scene.step();
    scene.survive();
    ends_as(scene, expected);
}

}  // namespace

TEST_CASE("behind Slack, killed at a write or a sync of the disk, before or after it, nothing is lost or doubled") {
    const auto mode = each_mode();
    std::vector<std::string> points;
    for (int k = 1; k <= 22; ++k) points.push_back("write:" + std::to_string(2 * k - k % 2) + (k % 2 == 0 ? ":before" : ":after"));
    for (int k = 1; k <= 6; ++k) {
        points.push_back("sync:" + std::to_string(k) + ":before");
        points.push_back("sync:" + std::to_string(k) + ":after");
    }
    const auto expected = play(int(points.size()) + 1);
    Scene scene(mode);
    int deaths = 0;
    for (const auto& point : points) {
        INFO(point);
        end_life(scene);
        scene.stage().start({{"LD_PRELOAD", preload()}, {"KILL_AT", point}});
        scene.stage().server().wait_until_serving();  // or until its early death
        scene.step();
        deaths += scene.survive() > 0 ? 1 : 0;
    }
    WARN("deaths " << deaths << " of " << points.size());
    CHECK(deaths * 3 >= int(points.size()) * 2);
    goes_on_and_ends(scene, expected);
}

TEST_CASE("behind Slack, killed around each exchange with the platform, nothing is lost, and only what was in flight may repeat") {
    const auto mode = each_mode();
    const auto points = points_of(mode);
    const auto expected = play(int(points.size()) + 1);
    Scene scene(mode);
    int deaths = 0;
    for (const auto& point : points) {
        INFO(point.method << " " << point.nth << " " << point.moment);
        end_life(scene);
        const bool comes_first = !point.method.empty() && point.method != "chat.postMessage";
        if (comes_first) aim(scene, point);
        scene.stage().start();
        if (!comes_first) {
            REQUIRE(scene.stage().server().wait_until_serving());
            aim(scene, point);
        }
        scene.step();
        deaths += scene.survive() > 0 ? 1 : 0;
    }
    WARN("deaths " << deaths << " of " << points.size());
    CHECK(deaths * 10 >= int(points.size()) * 9);
    goes_on_and_ends(scene, expected);
}
