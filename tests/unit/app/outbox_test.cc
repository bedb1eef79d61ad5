// What the outbox promises: order within a room, pace, patience, what becomes of each letter. Without threads but for the last test.
#include "bot/app/outbox.h"

#include <algorithm>
#include <atomic>
#include <deque>
#include <map>

#include "tests/support/catch.h"

namespace {

using namespace bot;
using app::Delivery;
using app::Outbox;
using app::Parcel;
using Outcome = app::Delivery::Outcome;
using How = store::Settled::How;

class HandClock : public app::Clock {
   public:
    Instant now() override { return now_.load(); }
    void forward(Duration by) { now_ = now_.load() + by; }

   private:
    std::atomic<Instant> now_{Instant(Duration(1'000'000'000))};
};

// Answers as told per room, else "sent"; keeps what it was given.
class ScriptedPlatform : public app::Platform {
   public:
    explicit ScriptedPlatform(std::string account = "bot") : account_(std::move(account)) {}
    std::string_view account() const override { return account_; }
    Status start(app::Intake&, std::optional<std::string>) override { return {}; }
    void stop() override {}
    Delivery deliver(const Parcel& parcel) override {
        if (const auto act = std::exchange(meanwhile, nullptr)) act();
        std::unique_lock lock(mutex_);
        given.push_back(parcel);
        if (hang) {
            woken_.wait(lock, [this] { return hung_up; });
            return answer(Outcome::kPassing, "hung up");
        }
        auto& next = answers[parcel.place.room];
        if (next.empty()) return sent();
        auto answer = next.front();
        next.pop_front();
        return answer;
    }
    void hang_up() override {
        const std::lock_guard lock(mutex_);
        hung_up = true;
        woken_.notify_all();
    }
    app::Liveness liveness() const override { return {}; }
    std::vector<app::Check> checks() override { return {}; }

    static Delivery sent(bool more = false) {
        Delivery delivery;
        delivery.outcome = Outcome::kSent;
        delivery.more = more;
        return delivery;
    }
    static Delivery answer(Outcome outcome, std::string reason = "so") {
        Delivery delivery;
        delivery.outcome = outcome;
        delivery.reason = std::move(reason);
        return delivery;
    }
    std::vector<std::int64_t> ids() const {
        std::vector<std::int64_t> out;
        for (const auto& parcel : given) out.push_back(parcel.id);
        return out;
    }

    std::map<std::string, std::deque<Delivery>> answers;
    std::vector<Parcel> given;
    std::function<void()> meanwhile;  // while the next one is on its way
    bool hang = false;                // deliver() waits for hang_up()
    bool hung_up = false;

   private:
    std::condition_variable woken_;
    std::string account_;
    std::mutex mutex_;
};

struct Desk {
    explicit Desk(app::OutboxOptions options = unlimited())
        : outbox(clock, options,
                 {[this](store::Settled one) { settled.push_back(std::move(one)); },
                  [this](const std::string&, const std::string& room, const std::string& reason) { gone.push_back(room + ": " + reason); },
                  [this](const std::string&, const std::string& from, const std::string& to) { moved.push_back(from + " > " + to); },
                  [this](std::int64_t after, int limit) { refills.emplace_back(after, limit); },
                  {}}) {
        outbox.add(platform);
        outbox.refilled({}, true);
    }
    static app::OutboxOptions unlimited() {
        app::OutboxOptions options;
        options.pace = {.room_per_second = 0, .group_per_minute = 0, .account_per_second = 0};
        return options;
    }
    store::Letter letter(std::int64_t id, std::string room, RoomKind kind = RoomKind::kDirect) {
        store::Letter one;
        one.id = id;
        one.place = {"bot", std::move(room), ""};
        one.kind = kind;
        one.written = clock.now();
        return one;
    }
    int send_all() {
        int sent = 0;
        while (outbox.send_one()) ++sent;
        return sent;
    }
    // Sends whatever becomes due, moving the clock to each instant at which something does, for at most the time given.
    int send_during(Duration time) {
        const auto until = clock.now() + time;
        int sent = 0;
        for (;;) {
            sent += send_all();
            const auto due = outbox.next_due();
            if (!due || *due > until) break;
            clock.forward(std::max(Duration(1), std::chrono::duration_cast<Duration>(*due - clock.now())));
        }
        return sent;
    }

    HandClock clock;
    ScriptedPlatform platform;
    std::vector<store::Settled> settled;
    std::vector<std::string> gone, moved;
    std::vector<std::pair<std::int64_t, int>> refills;
    Outbox outbox;
};

TEST_CASE("letters of a room go in order and are settled as sent") {
    Desk desk;
    desk.outbox.post({desk.letter(1, "a"), desk.letter(2, "b"), desk.letter(3, "a")});
    CHECK(desk.send_all() == 3);
    REQUIRE(desk.settled.size() == 3);
    for (const auto& one : desk.settled) CHECK(one.how == How::kSent);
    std::vector<std::int64_t> in_a;
    for (const auto& parcel : desk.platform.given) {
        if (parcel.place.room == "a") in_a.push_back(parcel.id);
    }
    CHECK(in_a == std::vector<std::int64_t>{1, 3});
    CHECK(desk.outbox.depth().waiting == 0);
}

TEST_CASE("a letter in trouble holds back its room and no other") {
    Desk desk;
    desk.platform.answers["a"] = {ScriptedPlatform::answer(Outcome::kPassing)};
    desk.outbox.post({desk.letter(1, "a"), desk.letter(2, "a"), desk.letter(3, "b")});
    CHECK(desk.send_all() == 2);
    CHECK(desk.platform.ids() == std::vector<std::int64_t>{1, 3});
    CHECK(desk.settled.front().how == How::kTriedAgainLater);
    CHECK(desk.send_during(Duration(2000)) == 2);
    CHECK(desk.platform.ids() == std::vector<std::int64_t>{1, 3, 1, 2});
}

TEST_CASE("passing trouble is tried for a day and then given up") {
    Desk desk;
    for (int i = 0; i < 2000; ++i) desk.platform.answers["a"].push_back(ScriptedPlatform::answer(Outcome::kPassing, "502"));
    desk.outbox.post({desk.letter(1, "a")});
    const int tries = desk.send_during(Duration(25LL * 3600 * 1000));
    CHECK(tries > 100);  // at most five minutes apart
    CHECK(tries < 1500);
    CHECK(desk.settled.back().how == How::kDead);
    CHECK(desk.settled.back().reason == "given up: 502");
    CHECK(desk.outbox.depth().waiting == 0);
}

TEST_CASE("parts of a letter go one after the other, and a restart goes on behind the last one sent") {
    Desk desk;
    desk.platform.answers["a"] = {ScriptedPlatform::sent(true), ScriptedPlatform::sent(true), ScriptedPlatform::sent()};
    desk.outbox.post({desk.letter(1, "a"), desk.letter(2, "a")});
    desk.send_all();
    REQUIRE(desk.platform.given.size() == 4);
    CHECK(desk.platform.given[0].part == 0);
    CHECK(desk.platform.given[1].part == 1);
    CHECK(desk.platform.given[2].part == 2);
    CHECK(desk.platform.given[3].id == 2);
    CHECK(std::count_if(desk.settled.begin(), desk.settled.end(), [](const auto& one) { return one.how == How::kPartSent; }) == 2);
}

TEST_CASE("a refused letter dies alone, a gone room takes all its letters with it") {
    Desk desk;
    desk.platform.answers["a"] = {ScriptedPlatform::answer(Outcome::kRefused, "too long")};
    desk.platform.answers["b"] = {ScriptedPlatform::answer(Outcome::kGone, "blocked")};
    desk.outbox.post({desk.letter(1, "a"), desk.letter(2, "a"), desk.letter(3, "b"), desk.letter(4, "b")});
    desk.send_all();
    std::map<std::int64_t, How> how;
    for (const auto& one : desk.settled) how[one.letter] = one.how;
    CHECK(how == std::map<std::int64_t, How>{{1, How::kDead}, {2, How::kSent}, {3, How::kDead}, {4, How::kDead}});
    CHECK(desk.gone == std::vector<std::string>{"b: blocked"});
    CHECK(desk.platform.given.size() == 3);  // 4 was never tried
}

TEST_CASE("a room that moved gets its letters at the new key, in order") {
    Desk desk;
    auto moved = ScriptedPlatform::answer(Outcome::kMoved);
    moved.room = "new";
    desk.platform.answers["old"] = {moved};
    desk.outbox.post({desk.letter(1, "old"), desk.letter(2, "old")});
    CHECK(desk.outbox.send_one());
    desk.outbox.post({desk.letter(3, "new")});
    desk.send_all();
    CHECK(desk.moved == std::vector<std::string>{"old > new"});
    CHECK(desk.platform.ids() == std::vector<std::int64_t>{1, 1, 2, 3});
    for (std::size_t i = 1; i < desk.platform.given.size(); ++i) CHECK(desk.platform.given[i].place.room == "new");
}

TEST_CASE("an acknowledgement that finds out that a room moved takes the room's messages along") {
    Desk desk;
    auto moved = ScriptedPlatform::answer(Outcome::kMoved);
    moved.room = "new";
    auto slower = ScriptedPlatform::answer(Outcome::kSlower);
    slower.after = Duration(7000);
    desk.platform.answers["old"] = {slower, moved};
    desk.outbox.post({desk.letter(1, "old")});
    CHECK(desk.send_all() == 1);
    auto press = desk.letter(2, "old");
    press.handle = "h";
    desk.outbox.post({press});
    CHECK(desk.outbox.send_one());
    desk.outbox.post({desk.letter(3, "new")});
    desk.clock.forward(Duration(7000));
    CHECK(desk.send_all() == 3);
    CHECK(desk.platform.ids() == std::vector<std::int64_t>{1, 2, 1, 2, 3});
    CHECK(desk.platform.given.back().place.room == "new");
}

TEST_CASE("a room that said it moved keeps its order between the old key and the new") {
    Desk desk;
    SECTION("nothing is on its way") {
        auto slower = ScriptedPlatform::answer(Outcome::kSlower);
        slower.after = Duration(7000);
        desk.platform.answers["old"] = {slower};
        desk.outbox.post({desk.letter(1, "old"), desk.letter(2, "old")});
        CHECK(desk.send_all() == 1);
        desk.outbox.room_moved("bot", "old", "new");
        desk.outbox.post({desk.letter(3, "new")});
        desk.clock.forward(Duration(7000));
        CHECK(desk.send_all() == 3);
        CHECK(desk.platform.ids() == std::vector<std::int64_t>{1, 1, 2, 3});
    }
    SECTION("one is on its way") {
        desk.outbox.post({desk.letter(1, "old"), desk.letter(2, "old")});
        desk.platform.meanwhile = [&] {
            desk.outbox.room_moved("bot", "old", "new");
            desk.outbox.post({desk.letter(3, "new")});
            // Another sender finds nothing to overtake with.
            CHECK_FALSE(desk.outbox.send_one());
        };
        CHECK(desk.send_all() == 3);
        CHECK(desk.platform.ids() == std::vector<std::int64_t>{1, 2, 3});
        // The old key leads nowhere any more.
        desk.outbox.post({desk.letter(4, "new")});
        CHECK(desk.send_all() == 1);
    }
    CHECK(desk.platform.given.front().place.room == "old");
    for (std::size_t i = 1; i < desk.platform.given.size(); ++i) CHECK(desk.platform.given[i].place.room == "new");
    CHECK(desk.outbox.depth().waiting == 0);
}

TEST_CASE("the platform's wish for patience is kept to the millisecond, for a room or for the whole account") {
    Desk desk;
    auto slower = ScriptedPlatform::answer(Outcome::kSlower);
    slower.after = Duration(7000);
    desk.platform.answers["a"] = {slower};
    desk.outbox.post({desk.letter(1, "a"), desk.letter(2, "b")});
    CHECK(desk.send_all() == 2);  // b is not concerned
    desk.clock.forward(Duration(6999));
    CHECK_FALSE(desk.outbox.send_one());
    desk.clock.forward(Duration(1));
    CHECK(desk.outbox.send_one());

    slower.whole_account = true;
    desk.platform.answers["a"] = {slower};
    desk.outbox.post({desk.letter(3, "a")});
    CHECK(desk.send_all() == 1);
    desk.outbox.post({desk.letter(4, "b")});
    desk.clock.forward(Duration(6999));
    CHECK_FALSE(desk.outbox.send_one());
    desk.clock.forward(Duration(1));
    CHECK(desk.send_all() == 2);
}

TEST_CASE("a room gets its burst at once and then one a second; a group no more than twenty in any minute") {
    app::OutboxOptions options;
    options.pace = {};
    Desk desk(options);
    for (int i = 1; i <= 10; ++i) desk.outbox.post({desk.letter(i, "a")});
    CHECK(desk.send_all() == 3);
    CHECK(desk.send_during(Duration(4000)) == 4);

    for (int i = 100; i < 160; ++i) desk.outbox.post({desk.letter(i, "g", RoomKind::kGroup)});
    std::vector<Instant> times;
    while (times.size() < 60) {
        if (desk.outbox.send_one()) {
            if (desk.platform.given.back().place.room == "g") times.push_back(desk.clock.now());
        } else {
            const auto due = desk.outbox.next_due();
            REQUIRE(due);
            desk.clock.forward(std::max(Duration(1), std::chrono::duration_cast<Duration>(*due - desk.clock.now())));
        }
    }
    for (std::size_t i = 20; i < times.size(); ++i) CHECK(times[i] - times[i - 20] >= Duration(59'900));
}

TEST_CASE("an account sends no faster than its limit over all rooms") {
    app::OutboxOptions options;
    options.pace = {.room_per_second = 0, .group_per_minute = 0, .account_per_second = 25, .burst = 3};
    Desk desk(options);
    for (int i = 1; i <= 200; ++i) desk.outbox.post({desk.letter(i, "r" + std::to_string(i))});
    const int in_two_seconds = desk.send_during(Duration(2000));
    CHECK(in_two_seconds >= 50);
    CHECK(in_two_seconds <= 54);
}

TEST_CASE("an acknowledgement of a press overtakes messages, and is dropped when it comes too late") {
    app::OutboxOptions options;
    options.pace.account_per_second = 0;
    Desk desk(options);
    for (int i = 1; i <= 5; ++i) desk.outbox.post({desk.letter(i, "a")});
    desk.send_all();
    auto press = desk.letter(6, "a");
    press.handle = "h";
    desk.outbox.post({press});
    CHECK(desk.outbox.send_one());
    CHECK(desk.platform.given.back().id == 6);

    auto slower = ScriptedPlatform::answer(Outcome::kPassing);
    desk.platform.answers["c"] = {slower};
    auto late = desk.letter(7, "c");
    late.handle = "h2";
    late.written = desk.clock.now() - Duration(19'999);
    desk.outbox.post({late});
    CHECK(desk.outbox.send_one());
    desk.clock.forward(Duration(60'000));
    const auto before = desk.platform.given.size();
    desk.send_all();
    CHECK(std::none_of(desk.platform.given.begin() + std::ptrdiff_t(before), desk.platform.given.end(), [](const auto& parcel) { return parcel.id == 7; }));
    CHECK(std::any_of(desk.settled.begin(), desk.settled.end(), [](const auto& one) { return one.letter == 7 && one.how == How::kDead; }));
}

TEST_CASE("an account whose token is not valid stops and keeps its letters") {
    Desk desk;
    desk.platform.answers["a"] = {ScriptedPlatform::answer(Outcome::kStopped)};
    desk.outbox.post({desk.letter(1, "a"), desk.letter(2, "b")});
    CHECK(desk.outbox.send_one());
    CHECK(desk.send_all() == 0);
    CHECK(desk.settled.empty());
    CHECK(desk.outbox.depth().stopped == std::vector<std::string>{"bot"});
    CHECK(desk.outbox.depth().waiting == 2);
}

TEST_CASE("memory is bounded: what does not fit stays in the ledger and is fetched in order") {
    auto options = Desk::unlimited();
    options.most_in_memory = 4;
    Desk desk(options);
    std::vector<store::Letter> many;
    for (int i = 1; i <= 10; ++i) many.push_back(desk.letter(i, "a"));
    desk.outbox.post(many);
    CHECK(desk.outbox.depth().waiting == 4);
    CHECK(desk.outbox.depth().behind);
    desk.outbox.send_one();
    desk.outbox.send_one();
    REQUIRE(desk.refills.size() == 1);
    CHECK(desk.refills[0].first == 4);
    desk.outbox.post({desk.letter(11, "a")});  // must wait behind those in the ledger
    CHECK(desk.outbox.depth().waiting == 2);
    desk.outbox.refilled({many[4], many[5], many[6]}, false);
    desk.send_all();
    REQUIRE(desk.refills.size() >= 2);
    CHECK(desk.refills.back().first == 7);
    desk.outbox.refilled({many[7], many[8], many[9], desk.letter(11, "a")}, true);
    desk.send_all();
    CHECK(desk.platform.ids() == std::vector<std::int64_t>{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11});
    CHECK_FALSE(desk.outbox.depth().behind);
}

TEST_CASE("letters of an account that is not served stay in the ledger") {
    Desk desk;
    auto other = desk.letter(1, "a");
    other.place.account = "removed";
    desk.outbox.post({other, desk.letter(2, "a")});
    CHECK(desk.send_all() == 1);
    CHECK(desk.outbox.depth().waiting == 0);
    CHECK(desk.settled.size() == 1);
}

TEST_CASE("a page of letters that are all of another account is not the last that is asked for") {
    Desk desk;
    auto foreign = desk.letter(1, "a");
    foreign.place.account = "elsewhere";
    desk.outbox.refilled({foreign}, false);
    REQUIRE(desk.refills.size() == 1);
    CHECK(desk.refills[0].first == 1);
    desk.outbox.refilled({desk.letter(2, "a")}, true);
    CHECK(desk.refills.size() == 1);
}

TEST_CASE("many senders keep every room in order and lose nothing") {
    HandClock clock;
    ScriptedPlatform platform;
    auto options = Desk::unlimited();
    options.most_in_memory = 50'000;
    std::atomic<int> settled = 0;
    Outbox outbox(clock, options, {[&](store::Settled) { ++settled; }, {}, {}, [](std::int64_t, int) {}, {}});
    outbox.add(platform);
    outbox.refilled({}, true);
    outbox.start();
    std::vector<store::Letter> letters;
    for (int i = 1; i <= 5000; ++i) {
        store::Letter one;
        one.id = i;
        one.place = {"bot", "r" + std::to_string(i % 37), ""};
        one.written = clock.now();
        letters.push_back(one);
    }
    outbox.post(letters);
    while (settled < 5000) std::this_thread::yield();
    outbox.drain(Duration(1000));
    std::map<std::string, std::int64_t> last;
    for (const auto& parcel : platform.given) {
        CHECK(parcel.id > last[parcel.place.room]);
        last[parcel.place.room] = parcel.id;
    }
    CHECK(platform.given.size() == 5000);
}

TEST_CASE("an end does not wait for a platform that does not answer") {
    HandClock clock;
    ScriptedPlatform platform;
    platform.hang = true;
    std::atomic<int> again = 0;
    Outbox outbox(clock, Desk::unlimited(),
                  {[&](store::Settled one) { again += one.how == How::kTriedAgainLater ? 1 : 0; }, {}, {}, [](std::int64_t, int) {}, {}});
    outbox.add(platform);
    outbox.refilled({}, true);
    outbox.start();
    store::Letter one;
    one.id = 1;
    one.place = {"bot", "r", ""};
    one.written = clock.now();
    outbox.post({one});
    while (outbox.depth().in_flight == 0) std::this_thread::yield();
    outbox.drain(Duration::zero());
    CHECK(platform.hung_up);
    CHECK(again == 1);
    CHECK(outbox.depth().waiting == 1);  // the ledger still holds it
}

}  // namespace
