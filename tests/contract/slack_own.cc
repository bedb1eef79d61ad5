// The behaviours that only Slack has, through the real server: forms, private answers in channels, the person's page, and events that come several times.
#include <algorithm>
#include <thread>

#include "tests/fakes/slack_text.h"
#include "tests/fakes/stage.h"
#include "tests/support/catch.h"

using namespace tests;

namespace {

const SlackPerson kAnna{"U701", "Anna"};
const SlackPerson kBoris{"U702", "Boris"};
const std::string kChannel = "C5001";
constexpr std::int64_t kRoom = 5001;
const std::string kGood =
    "The sender blocks until a receiver takes the value; with a buffer it waits only once the buffer is full, so bursts are absorbed between the two "
    "goroutines.";

class Office {
   public:
    explicit Office(bool has_bot = true) {
        api().with_world([&](SlackWorld& world) {
            world.learn(kAnna);
            world.learn(kBoris);
            world.learn(SlackChannel{kChannel, "U999", {"U701", "U702"}, has_bot});
        });
        stage_.start();
    }
    SlackApi& api() { return stage_.api(); }
    int attempts() { return int(stage_.number("SELECT count(*) FROM attempt")); }
    // Everything done so far has had its effect.
    std::vector<Record> seen(std::int64_t chat) {
        const auto until = Steady::now() + std::chrono::seconds(20);
        while (api().waiting() != 0 || stage_.number("SELECT NOT EXISTS(SELECT 1 FROM outbox)") != 1) {
            if (Steady::now() > until) throw std::runtime_error("does not settle: " + stage_.server().log());
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
        CHECK(api().remarks() == std::vector<std::string>{});
        return api().messages(chat);
    }
    // The button of that label under the last message there.
    bool press(const SlackPerson& person, const std::string& channel, const std::string& label) {
        for (const auto& message : seen(slack_number(channel))) {
            for (const auto& button : message.buttons) {
                if (button.text == label) last_ = {slack_ts(message.message), button.data};
            }
        }
        return !last_.first.empty() && api().press(person, channel, last_.first, last_.second) != 0;
    }
    static std::string slack_ts(std::int64_t number) {
        auto ts = std::to_string(number);
        return ts.insert(ts.size() - 6, ".");
    }
    std::string log() { return stage_.server().log(); }

   private:
    SlackStage stage_;
    std::pair<std::string, std::string> last_;
};

bool has(const std::string& text, const std::string& words) { return text.find(words) != std::string::npos; }

}  // namespace

TEST_CASE("Slack: a form takes the answer") {
    Office office;
    office.api().slash(kAnna, direct(kAnna), "round unbuffered-send 1");
    REQUIRE(office.press(kAnna, "D701", "Write"));
    office.seen(701);
    REQUIRE(office.api().submit(kAnna, kGood) != 0);
    CHECK(has(office.seen(701).back().text, "of 100"));
    CHECK(office.attempts() == 1);
    CHECK(office.api().submit(kAnna, kGood) == 0);  // it is closed
}

TEST_CASE("Slack: a form in a thread of a channel takes the answer there") {
    Office office;
    const auto root = office.api().ts_of(office.api().add(mentions(kAnna, {kChannel}, "round unbuffered-send 1")));
    REQUIRE(office.press(kAnna, kChannel, "Write"));
    office.seen(kRoom);
    REQUIRE(office.api().submit(kAnna, kGood) != 0);
    CHECK(has(office.seen(kRoom).back().text, "of 100"));
    CHECK(office.seen(kRoom).back().topic == slack_number(root));
}

TEST_CASE("Slack: what is called in a channel goes on in the direct chat, and the caller is told") {
    Office office;
    office.api().slash(kAnna, {kChannel}, "round unbuffered-send 1");
    REQUIRE(office.seen(701).size() >= 1);
    CHECK(has(office.seen(701).back().text, "Question 1 of 1"));
    const auto here = office.seen(kRoom);
    REQUIRE(here.size() == 1);
    CHECK(here[0].aside == "U701");
    CHECK(has(here[0].text, "direct chat"));
}

TEST_CASE("Slack: a channel that has no bot still answers a command, to the caller") {
    Office office(false);
    office.api().slash(kAnna, {kChannel}, "packs");
    REQUIRE(office.seen(kRoom).size() == 1);
    CHECK(office.api().calls("response_url") == 1);
}

TEST_CASE("Slack: a mention is two events and one answer, and an answer in the thread needs no mention") {
    Office office;
    const auto root = office.api().ts_of(office.api().add(mentions(kAnna, {kChannel}, "round unbuffered-send 1")));
    const auto asked = office.seen(kRoom);
    CHECK(std::count_if(asked.begin(), asked.end(), [](const Record& one) { return has(one.text, "Question 1 of 1"); }) == 1);
    for (const auto& one : asked) CHECK(one.topic == slack_number(root));
    office.api().add(says(kBoris, {kChannel, root}, "Nobody asked me."));
    CHECK(office.seen(kRoom).size() == asked.size());
    office.api().add(says(kAnna, {kChannel, root}, kGood));
    office.seen(kRoom);
    CHECK(office.attempts() == 1);
}

TEST_CASE("Slack: talk, other bots, unfurled links and deleted messages are nobody's answers") {
    Office office;
    office.api().slash(kAnna, direct(kAnna), "round unbuffered-send 1");
    const auto asked = office.seen(701).size();
    const auto said = office.api().ts_of(office.api().add(says(kBoris, {kChannel}, "Good morning.")));
    office.api().add(says_as_bot(direct(kAnna), kGood));
    office.api().add(unfurls(kAnna, direct(kAnna), said, kGood));
    office.api().add(deletes(kAnna, direct(kAnna), said));
    office.api().add(archives(kChannel, true));
    CHECK(office.seen(701).size() == asked);
    CHECK(office.seen(kRoom).empty());
    CHECK(office.attempts() == 0);
}

TEST_CASE("Slack: the page shows how the person stands, and its buttons begin in the direct chat") {
    Office office;
    office.api().add(opens(kAnna, "messages"));
    office.seen(701);
    CHECK(office.api().calls("views.publish") == 0);
    office.api().add(opens(kAnna, "home"));
    office.seen(701);
    CHECK(office.api().calls("views.publish") == 1);
}

TEST_CASE("Slack: every event in two envelopes, on a line that drops acknowledgements, is answered once") {
    Office office;
    LineOptions line;
    line.resend_after = std::chrono::milliseconds(200);
    office.api().set_line(line);
    auto nth = std::make_shared<int>(0);
    office.api().set_hand_overs([nth](const SeenEnvelope& seen) {
        return HandOver{seen.attempt > 0 ? HandOver::Kind::kNone : ++*nth % 2 == 0 ? HandOver::Kind::kNoAck : HandOver::Kind::kTwice, {}, nullptr};
    });
    office.api().slash(kAnna, direct(kAnna), "practice tiny 2");
    const auto asked = office.seen(701).size();
    REQUIRE(office.press(kAnna, "D701", "Hint"));
    CHECK(office.seen(701).size() == asked + 1);
    office.api().add(says(kAnna, direct(kAnna), "It waits until a receiver takes the value."));
    office.seen(701);
    CHECK(office.attempts() == 1);
}

TEST_CASE("Slack: a connection that is to end, or breaks, is replaced, and nothing is lost") {
    Office office;
    office.api().slash(kAnna, direct(kAnna), "packs");
    REQUIRE(office.seen(701).size() == 1);
    office.api().disconnect("warning", std::chrono::milliseconds(300));
    office.api().slash(kAnna, direct(kAnna), "packs");
    CHECK(office.seen(701).size() == 2);
    office.api().cut_sockets();
    office.api().slash(kAnna, direct(kAnna), "packs");
    CHECK(office.seen(701).size() == 3);
    office.api().disconnect("refresh_requested", std::chrono::milliseconds(0));
    office.api().slash(kAnna, direct(kAnna), "packs");
    CHECK(office.seen(701).size() == 4);
}
