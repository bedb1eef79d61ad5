// The crash matrix behind Slack for what people do beside talking: they call commands in a channel and are told aside, open their page, press, fill in forms,
// and answer the room's question. The real process is killed at each exchange that belongs to it, over sockets and over requests. What holds:
//   - what was acknowledged has its effect; an answer from a form is graded once, also if its person sends the form off again because Slack says it failed, and
//     then nothing more is said about it;
//   - the direct chats, each thread, and each person's aside words, forms and page come as without a kill, in order; one that was in flight may come twice;
//   - what one person alone is told goes to nobody else;
//   - a form may be lost that a process died over: its trigger lives three seconds. A second press opens it.
#include <array>
#include <atomic>
#include <csignal>
#include <ctime>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "tests/fakes/slack_text.h"
#include "tests/fault/slack_scenes.h"

using namespace tests;
using namespace tests::slack;

namespace {

const std::string kChannel = "C7001";
const std::string kGood =
    "The sender blocks until a receiver takes the value; with a buffer it waits only once the buffer is full, so bursts are absorbed between the two "
    "goroutines";

// What went over when the process was killed.
struct Kill {
    std::string what;  // a method, "response_url", or what came in: "slash_commands", "block_actions", "view_submission"
    int nth = 1;       // of these in the deed
    int moment = 0;    // of a call: before it is taken, taken and not answered, answered; what comes in: lost, handed, its acknowledgement lost, acknowledged
    bool triggers_end = false;  // the dead time was longer than a trigger lives
};

bool comes_in(const std::string& what) { return what == "slash_commands" || what == "block_actions" || what == "view_submission"; }

std::string kind_of(const SeenEnvelope& seen) { return seen.type == "interactive" ? seen.payload.value("type", "") : std::string(seen.type); }

// Where it is six in the morning, so that no date ends and no question is revealed while the test runs.
std::string early_zone() {
    const int ahead = (6 - int(std::time(nullptr) / 3600 % 24) + 36) % 24 - 12;
    return ahead < 0 ? "Etc/GMT+" + std::to_string(-ahead) : "Etc/GMT-" + std::to_string(ahead);
}

// People at a workspace, and the server.
class Office {
   public:
    using Deed = std::function<std::int64_t(int person)>;

    explicit Office(Mode mode) : stage_(options_of(mode)) {
        LineOptions line;
        line.resend_after = std::chrono::milliseconds(300);
        api().set_line(line);
        if (mode == Mode::kRequests) api().push_to(stage_.server().port(), kSlackPath);
        api().with_world([](SlackWorld& world) {
            for (int person = 0; person < kChats; ++person) world.learn(person_of(person));
            world.person(person_of(0).id).is_admin = true;
            world.set_trigger_life(std::chrono::seconds(60));  // it ends when the test says so, not on a slow machine
        });
        found(kChannel);
        start();
    }
    SlackStage& stage() { return stage_; }
    SlackApi& api() { return stage_.api(); }
    int deaths() const { return deaths_; }
    int lost_forms() const { return lost_forms_; }
    const std::string& unmet() const { return unmet_; }  // kills that nothing came for

    // A channel with everybody in it.
    void found(const std::string& channel) {
        api().with_world([&](SlackWorld& world) {
            SlackChannel made{channel, person_of(0).id};
            for (int person = 0; person < kChats; ++person) made.members.insert(person_of(person).id);
            world.learn(made);
        });
    }

    // These people do it at once. Until it had its effect they do it again, where Slack told them that it failed.
    void all_do(const std::vector<int>& people, const Deed& deed, const Kill& kill) {
        const int before = deaths_;
        aim(kill);
        std::map<int, std::int64_t> done;
        for (const int person : people) done[person] = deed(person);
        settle(kill.triggers_end);
        while (deaths_ > before) {
            const auto received = stage_.book().received;
            bool again = false;
            for (auto& [person, update] : done) {
                REQUIRE(update != 0);
                if (received.contains(update)) continue;
                update = deed(person);
                again = true;
            }
            if (!again) break;
            settle(false);
        }
        if (!kill.what.empty() && deaths_ == before) unmet_ += " " + kill.what + ":" + std::to_string(kill.nth) + ":" + std::to_string(kill.moment);
        api().set_faults(nullptr);
        api().set_hand_overs(nullptr);
    }
    // Presses until the form stands there.
    void open_forms(const std::string& channel, const std::string& label, const Kill& kill) {
        const int before = deaths_;
        const auto press = [&](int person) { return press_last(person, channel, label); };
        all_do(everybody(), press, kill);
        for (const int person : everybody()) {
            if (has_form(person)) continue;
            INFO("a form is missing though nothing died");
            REQUIRE(deaths_ > before);
            ++lost_forms_;
            all_do({person}, press, {});
            REQUIRE(has_form(person));
        }
    }
    // Who still sees the form, since Slack says that it failed, sends it off again.
    void submit(const std::vector<int>& people, const std::string& text, const Kill& kill) {
        const auto deed = [&](int person) { return api().submit(person_of(person), text + ", says " + person_of(person).name + "."); };
        all_do(people, deed, kill);
        for (const int person : people) {
            if (!has_form(person)) continue;
            ++repeated_;
            all_do({person}, deed, {});
            CHECK(!has_form(person));
        }
    }
    static std::vector<int> everybody() { return {0, 1, 2}; }
    int repeated() const { return repeated_; }

   private:
    void start() {
        stage_.start();
        REQUIRE(stage_.server().wait_until_serving());
    }
    bool has_form(int person) {
        bool has = false;
        api().with_world([&](SlackWorld& world) { has = !world.modal(person_of(person).id).is_null(); });
        return has;
    }
    std::int64_t press_last(int person, const std::string& channel, const std::string& label) {
        const auto where = channel.empty() ? direct(person_of(person)).channel : channel;
        const auto messages = api().messages(slack_number(where));
        for (auto message = messages.rbegin(); message != messages.rend(); ++message) {
            for (const auto& button : message->buttons) {
                if (button.text != label) continue;
                auto ts = std::to_string(message->message);
                return api().press(person_of(person), where, ts.insert(ts.size() - 6, "."), button.data);
            }
        }
        return 0;
    }

    void aim(const Kill& kill) {
        if (kill.what.empty()) return;
        const auto count = std::make_shared<int>(0);
        const auto dies = [this] {
            stage_.server().kill();
            is_struck_ = true;
        };
        if (!comes_in(kill.what)) {
            api().set_faults([count, kill, dies](const SeenCall& call) {
                using Kind = Fault::Kind;
                if (call.method != kill.what || ++*count != kill.nth) return Fault{};
                return Fault{std::array{Kind::kCut, Kind::kHangAfter, Kind::kNone}[std::size_t(kill.moment)], {}, 1, dies};
            });
            return;
        }
        api().set_hand_overs([count, kill, dies](const SeenEnvelope& seen) {
            using Kind = HandOver::Kind;
            if (kind_of(seen) != kill.what || ++*count != kill.nth) return HandOver{};
            switch (kill.moment) {
                case 0: dies(); return HandOver{Kind::kLost};
                case 1: return HandOver{Kind::kNone, {}, dies};
                case 2: return HandOver{Kind::kNoAck, {}, nullptr, dies};
                default: return HandOver{Kind::kNone, {}, nullptr, dies};
            }
        });
    }

    // Everything that arrived had its effect; what died is started again.
    void settle(bool triggers_end) {
        const auto until = Steady::now() + std::chrono::seconds(30);
        for (;;) {
            const bool is_quiet = api().waiting() == 0 && stage_.settle(0) && api().waiting() == 0;
            const bool is_dead = is_struck_ || stage_.server().has_ended();
            if (is_quiet && !is_dead) return;
            INFO(stage_.server().log());
            REQUIRE(Steady::now() < until);
            if (!is_dead) {
                std::this_thread::sleep_for(std::chrono::milliseconds(1));
                continue;
            }
            ++deaths_;
            api().set_faults(nullptr);
            api().set_hand_overs(nullptr);
            stage_.bury();
            is_struck_ = false;
            if (triggers_end) api().with_world([](SlackWorld& world) { world.end_triggers(); });
            start();
        }
    }

    SlackStage stage_;
    int deaths_ = 0;
    int lost_forms_ = 0;
    std::string unmet_;
    int repeated_ = 0;  // forms
    std::atomic<bool> is_struck_ = false;
};

enum class Deed { kSettings, kMention, kPage, kRound, kWrite, kSubmit, kStop, kDaily, kPress, kAnswer, kCount };

// Which kill a deed meets in which round; the third is of the answers, which come one after another.
Kill kill_of(Deed deed, int round, int person = 0) {
    static const std::map<Deed, std::vector<Kill>> kKills{
        {Deed::kSettings, {{"slash_commands", 1, 0}, {"slash_commands", 2, 1}, {"slash_commands", 3, 2}, {"slash_commands", 1, 3}}},
        {Deed::kMention, {{"chat.postEphemeral", 1, 0}, {"chat.postEphemeral", 2, 1}, {"chat.postEphemeral", 3, 2}, {"chat.postEphemeral", 2, 0}}},
        {Deed::kPage, {{"views.publish", 3, 2}, {"views.publish", 1, 1}, {"views.publish", 2, 0}, {"views.publish", 1, 2}}},
        {Deed::kRound, {{"response_url", 2, 0}, {"response_url", 3, 1}, {"response_url", 1, 2}, {"slash_commands", 2, 2}}},
        {Deed::kWrite, {{"views.open", 1, 0}, {"views.open", 2, 1}, {"block_actions", 3, 2}, {"views.open", 2, 0, true}}},
        {Deed::kSubmit, {{"view_submission", 2, 3}, {"view_submission", 1, 2}, {"view_submission", 3, 1}, {"view_submission", 2, 0}}},
        {Deed::kStop, {{"response_url", 1, 1}, {"slash_commands", 2, 3}, {"response_url", 2, 0}, {"response_url", 3, 2}}},
        {Deed::kDaily, {{"users.info", 1, 0}, {"users.info", 1, 1}, {"slash_commands", 1, 2}, {"users.info", 1, 2}}},
        {Deed::kPress, {{"block_actions", 1, 0}, {"block_actions", 2, 1}, {"block_actions", 3, 3}, {"views.open", 1, 2}}},
    };
    static const std::array<std::vector<Kill>, kChats> kOfAnswers{{
        {{"view_submission", 1, 0}, {"chat.update", 1, 1}, {"view_submission", 1, 3}, {"chat.update", 1, 0}},
        {{"chat.update", 1, 0}, {"view_submission", 1, 2}, {"chat.update", 1, 2}, {"view_submission", 1, 1}},
        {{"chat.update", 1, 2}, {"view_submission", 1, 1}, {"view_submission", 1, 2}, {"chat.update", 1, 1}},
    }};
    const auto& kills = deed == Deed::kAnswer ? kOfAnswers[std::size_t(person)] : kKills.at(deed);
    return kills[std::size_t(round) % kills.size()];
}

constexpr int kRounds = 4;

// Everything once. Returns how many kills were meant to be met.
int play(Office& office, int round, bool is_killed) {
    int aimed = 0;
    const auto kill = [&](Deed deed, int person = 0) {
        if (!is_killed) return Kill{};
        ++aimed;
        return kill_of(deed, round, person);
    };
    auto& api = office.api();
    const auto everybody = Office::everybody();
    const auto call = [&](const std::string& channel, const std::string& text) {
        return [&api, channel, text](int person) { return api.slash(person_of(person), {channel}, text); };
    };
    // No two people are told the same.
    const auto own = [round](int person) { return std::to_string(1 + person + kChats * round); };
    office.all_do(
        everybody, [&](int person) { return api.slash(person_of(person), {kChannel}, "settings questions " + own(person)); }, kill(Deed::kSettings));
    office.all_do(
        everybody, [&](int person) { return api.add(mentions(person_of(person), {kChannel}, "forget")); }, kill(Deed::kMention));
    office.all_do(everybody, call(kChannel, "round unbuffered-send 1"), kill(Deed::kRound));
    office.all_do(
        everybody, [&](int person) { return api.add(opens(person_of(person), "home")); }, kill(Deed::kPage));
    office.open_forms("", "Write", kill(Deed::kWrite));
    office.submit(everybody, kGood + " in round " + std::to_string(round), kill(Deed::kSubmit));
    office.all_do(everybody, call(kChannel, "stop"), kill(Deed::kStop));

    const auto channel = "C80" + std::to_string(10 + round);
    office.found(channel);
    office.all_do({0}, call(channel, "daily on 09:30 daily " + early_zone() + " tiny"), kill(Deed::kDaily));
    office.all_do({0}, call(channel, "daily now"), {});
    office.open_forms(channel, "Answer", kill(Deed::kPress));
    for (const int person : everybody) office.submit({person}, kGood + " on day " + std::to_string(round), kill(Deed::kAnswer, person));
    office.all_do(everybody, call(kChannel, "stop"), {});
    return aimed;
}

// What each person alone sees, their forms and their page are chats of their own: over a whole channel no order is promised. A ticket holds its
// moment, people are numbered as they come, and a seed is of an event's id.
BotLog by_reader(BotLog log) {
    for (auto& record : log) {
        if (const auto seed = record.text.find("Seed "); seed != std::string::npos) {
            const auto digits = seed + 5;
            record.text.erase(digits, record.text.find_first_not_of("0123456789", digits) - digits);
        }
        for (auto& button : record.buttons) {
            for (const std::string verb : {"answer", "forget-me"}) {
                if (button.data.find(":" + verb + ":") != std::string::npos) button.data = verb;
            }
        }
        if (!record.aside.empty()) record.chat = record.chat * 1'000'000 + slack_number(record.aside);
        if (record.kind != Record::Kind::kAcknowledged || !record.query.starts_with("views.")) continue;
        record.kind = Record::Kind::kMessage;
        record.chat = -record.chat * 2 - (record.query == "views.open" ? 1 : 0);
    }
    return log;
}

Undisturbed undisturbed_rounds() {
    Office office(Mode::kSockets);
    for (int round = 0; round < kRounds; ++round) play(office, round, false);
    REQUIRE(office.stage().end() == 0);
    REQUIRE(office.stage().found({}) == "");
    REQUIRE(office.deaths() == 0);
    const auto book = office.stage().book();
    REQUIRE(book.attempts.size() == kRounds * kChats * 2);
    return undisturbed(by_reader(office.api().log()), book);
}

}  // namespace

TEST_CASE("behind Slack, killed around forms, pages and words aside, each answer counts once") {
    const auto mode = each_mode();
    static const auto expected = undisturbed_rounds();
    Office office(mode);
    int aimed = 0;
    for (int round = 0; round < kRounds; ++round) aimed += play(office, round, true);
    WARN("deaths " << office.deaths() << " of " << aimed << ", forms lost " << office.lost_forms() << ", sent off again " << office.repeated()
                   << "; nothing came for" << office.unmet());
    CHECK(office.deaths() * 4 >= aimed * 3);
    CHECK(office.stage().end() == 0);
    HistoryOptions options;
    options.expected = &expected;
    std::string lines;
    for (const auto& line : violations(by_reader(office.api().log()), office.stage().book(), judged(options, office.api()))) lines += line + "\n";
    CHECK(lines == "");
    CHECK(office.api().remarks() == std::vector<std::string>{});
}
