// The server among many people of a Slack workspace on a bad day: duplicates, one message under several ids, lost sockets, requests for patience.
#include <algorithm>
#include <iterator>
#include <random>
#include <thread>

#include "tests/fakes/slack_text.h"
#include "tests/fault/server_scenes.h"
#include "tests/support/catch.h"
#include "tests/support/patience.h"

using namespace tests;

namespace {

constexpr std::size_t kFive = 5;  // conversations: three direct chats and two threads of a channel
constexpr std::size_t kDirect = 3;

struct Crowd {
    std::size_t size = 0;
    int steps = 0;
    std::size_t messages() const { return size * std::size_t(steps); }
};

// One person's conversation with the bot: a direct chat or a thread.
struct Talk {
    std::size_t number = 0;
    std::size_t crowd = 0;

    SlackPerson person() const { return {"U" + std::to_string(5000 + number), "P" + std::to_string(number)}; }
    bool is_thread() const { return number % kFive >= kDirect; }
    std::string ts(int step) const { return std::to_string(1'700'000'000 + std::size_t(step) * crowd + number) + ".000100"; }
    SlackSpot spot(int step) const {
        if (!is_thread()) return direct(person());
        return {"C" + std::to_string(9000 + number / kFive), step == 0 ? "" : ts(0)};
    }
    // In a thread what is no answer names the bot, and is two events of one message.
    std::vector<Json> events(int step) const {
        const auto text = step_text(int(number), step);
        const bool is_answer = text.ends_with(")");
        const bool names_bot = is_thread() && !is_answer;
        auto events = names_bot ? mentions(person(), spot(step), text.starts_with("/") ? text.substr(1) : text) : std::vector{says(person(), spot(step), text)};
        for (auto& event : events) event["ts"] = ts(step);
        return events;
    }
};

// Each thread is a chat of its own: order is promised there, not over a channel. Names are asked for beside the work, so one may come too late for a line.
BotLog by_thread(BotLog log) {
    for (auto& record : log) {
        if (record.topic == 0) continue;
        record.chat = record.topic;
        const auto name = std::min(record.text.find(" · "), record.text.size());
        if (record.text.starts_with("Somebody") || record.text.starts_with("U5")) record.text.erase(0, name);
    }
    return log;
}

std::string lines_of(const std::vector<std::string>& found) {
    std::string lines;
    for (std::size_t i = 0; i < found.size() && i < 10; ++i) lines += found[i] + "\n";
    return found.empty() ? "" : lines + std::to_string(found.size()) + " in all\n";
}

class Storm {
   public:
    explicit Storm(Crowd crowd, ServerOptions options = {}) : crowd_(crowd), stage_(fast(std::move(options))) {
        LineOptions line;
        line.one_at_a_time = true;
        stage_.api().set_line(line);
        stage_.start();
        REQUIRE(stage_.server().wait_until_serving());
    }
    SlackStage& stage() { return stage_; }
    SlackApi& api() { return stage_.api(); }

    // Everybody talks at once; before each step some of what was said comes again.
    void talk(std::size_t repeats = 0, unsigned seed = 1) {
        std::minstd_rand chance(seed);
        std::vector<std::int64_t> said;
        for (int step = 0; step < crowd_.steps; ++step) {
            for (std::size_t number = 0; number < crowd_.size; ++number) {
                const Talk talk{number, crowd_.size};
                auto events = talk.events(step);
                envelopes_ += events.size();
                said.push_back(api().add(std::move(events)));
            }
            for (std::size_t i = 0; i < repeats / std::size_t(crowd_.steps); ++i) {
                const auto at = chance() % said.size();
                envelopes_ += Talk{at % crowd_.size, crowd_.size}.events(int(at / crowd_.size)).size();
                api().again(said[at]);
            }
            // As fast as it comes, but not all of it in the fake's hands.
            while (api().waiting() > crowd_.size * 3) std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
    }
    std::size_t envelopes() const { return envelopes_; }

    void settle() {
        INFO(stage_.server().log().substr(0, 3000));
        REQUIRE(stage_.settle(std::int64_t(crowd_.messages()), kPatience * std::chrono::seconds(120)));
        REQUIRE(api().wait_until_heard());
        REQUIRE(stage_.end() == 0);
    }
    Undisturbed seen() { return undisturbed(by_thread(api().log()), stage_.book()); }

    void is_as(const Undisturbed& expected) {
        HistoryOptions options;
        options.expected = &expected;
        const auto book = stage_.book();
        const auto log = api().log();
        CHECK(lines_of(violations(by_thread(log), book, judged(options, api()))) == "");
        CHECK(book.events.size() == crowd_.messages());
        CHECK(lines_of(api().remarks()) == "");
        CHECK(std::none_of(log.begin(), log.end(), [](const Record& record) { return record.kind == Record::Kind::kRefused; }));
        CHECK(std::any_of(log.begin(), log.end(), [](const Record& record) { return record.kind == Record::Kind::kTrouble; }));
        const auto acks = api().ack_times();
        const auto slowest = std::max_element(acks.begin(), acks.end(), [](const AckTime& a, const AckTime& b) { return a.took < b.took; });
        REQUIRE(slowest != acks.end());
        WARN(acks.size() << " envelopes acknowledged, the slowest in " << slowest->took.count() << " ms");
        CHECK(acks.size() >= envelopes_);
        CHECK(slowest->took < kPatience * std::chrono::seconds(3));
    }

   private:
    static ServerOptions fast(ServerOptions options) {
        options.is_durable = false;
        return options;
    }

    Crowd crowd_;
    std::size_t envelopes_ = 0;
    SlackStage stage_;
};

Undisturbed play(Crowd crowd) {
    Storm storm(crowd);
    storm.talk();
    storm.settle();
    return storm.seen();
}

// Of one method, of one channel and, rarer, of two at once, which means the whole account.
Faults impatience(unsigned seed) {
    auto chance = std::make_shared<std::minstd_rand>(seed);
    return [chance](const SeenCall& call) {
        if (call.method != "chat.postMessage") return Fault{};
        const auto channel = call.body.value("channel", "");
        const bool is_busy = channel == "C9003" || channel == "U5005" || channel == "D5005";
        const bool strikes = is_busy ? (*chance)() % 12 == 0 : (*chance)() % 1500 == 0;
        return strikes ? Fault{Fault::Kind::kTooMany} : Fault{};
    };
}

}  // namespace

TEST_CASE("a storm of envelopes is graded once each, and each thread keeps its order") {
    constexpr Crowd kCrowd{200, 36};
    const auto expected = play(kCrowd);
    const unsigned seed = std::random_device{}();
    INFO("seed " << seed);
    Storm storm(kCrowd);
    storm.api().set_faults(impatience(seed));
    storm.api().set_hand_overs([&](const SeenEnvelope& seen) -> HandOver {
        switch (seen.nth) {
            case 2500: return {{}, {}, [&] { storm.api().disconnect("warning", std::chrono::milliseconds(200)); }};
            case 5000: return {{}, {}, [&] { storm.api().cut_sockets(); }};
            case 7500: return {{}, {}, [&] { storm.api().cut_sockets(); }};
            default: return {};
        }
    });
    storm.talk(1500, seed);
    storm.settle();
    CHECK(storm.envelopes() >= 10'000);
    CHECK(storm.api().hellos() >= 2 + 3);
    storm.is_as(expected);
}

TEST_CASE("a storm of requests is graded once each, and each thread keeps its order") {
    constexpr Crowd kCrowd{40, 20};
    const auto expected = play(kCrowd);
    const unsigned seed = std::random_device{}();
    INFO("seed " << seed);
    Storm storm(kCrowd, over_requests());
    storm.api().push_to(storm.stage().server().port(), kSlackPath);
    storm.api().set_faults(impatience(seed));
    auto chance = std::make_shared<std::minstd_rand>(seed + 1);
    storm.api().set_hand_overs([chance](const SeenEnvelope&) -> HandOver {
        if ((*chance)() % 5 == 0) return {HandOver::Kind::kTwice};
        return {(*chance)() % 50 == 0 ? HandOver::Kind::kNoAck : HandOver::Kind::kNone};
    });
    storm.talk(100, seed);
    storm.settle();
    storm.is_as(expected);
}
