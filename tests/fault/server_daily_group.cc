// The daily question in a Telegram group with the real server: who may set it, the post with its link into the direct chats, answers that nobody else sees
// before the reveal, the post that says who has answered, the group that becomes a supergroup in between. Once undisturbed, and then killed around each post
// and each reveal. VIVA_KILLS: how many days of it (9).
#include <algorithm>
#include <numeric>
#include <set>

#include "tests/fault/daily_scenes.h"

using namespace tests;

namespace {

constexpr std::int64_t kGroup = -500;
constexpr std::int64_t kSupergroup = -1000500;
constexpr std::chrono::minutes kReveal = 17h;
constexpr const char* kLink = "https://t.me/viva_test_bot?start=";

const Someone kAnna{71, "Anna"};    // made the group
const Someone kBoris{72, "Boris"};  // knows the bot
const Someone kCarl{73, "Carl"};    // never started it
const Someone kDora{74, "Dora"};    // looks, and does not answer

bool holds(const std::string& text, const std::string& part) { return text.find(part) != text.npos; }
std::string first_line(const std::string& text) { return text.substr(0, text.find('\n')); }

// The group, its people and the server.
class Team {
   public:
    Team() {
        stage_.api().with_chats([](BotChats& chats) { chats.set_member(kGroup, kAnna.id, "creator"); });
    }

    Stage& stage() { return stage_; }
    std::int64_t number(const std::string& sql) { return stage_.number(sql); }
    static Where group() { return {kGroup, "group", 0, "Team"}; }
    void add(const Json& update) { stage_.api().add(update); }

    // Until the database says so and nothing is left to send; the process must live.
    void until(const std::string& sql) {
        INFO(sql);
        REQUIRE(comes_true(stage_, "SELECT (" + sql + ") AND (SELECT count(*) FROM outbox) = 0", 1));
    }
    void until_said(std::int64_t chat, const std::string& words) {
        INFO(words);
        REQUIRE(stage_.api().wait_for([&](const BotLog& log) {
            return std::any_of(log.begin(), log.end(),
                               [&](const Record& record) { return record.kind == Record::Kind::kMessage && record.chat == chat && holds(record.text, words); });
        }));
    }

    // All that was ever written there, earlier versions of messages included.
    std::string told(std::int64_t chat, std::size_t from = 0) {
        std::string all;
        const auto messages = stage_.api().messages(chat);
        for (auto i = from; i < messages.size(); ++i) all += messages[i].text + "\n";
        return all;
    }
    // The versions of the posts of a date, in order.
    std::vector<Record> posts(const std::string& date) { return headed("Question of the day", date); }
    std::vector<Record> headed(const std::string& title, const std::string& date) {
        std::vector<Record> found;
        for (const auto chat : {kGroup, kSupergroup}) {
            for (auto& record : stage_.api().messages(chat)) {
                const auto line = first_line(record.text);
                if (holds(line, title) && holds(line, date)) found.push_back(std::move(record));
            }
        }
        return found;
    }
    // What the button under the latest post of a date hands to the bot.
    std::string payload(const std::string& date) {
        const auto all = posts(date);
        REQUIRE(!all.empty());
        REQUIRE(all.back().buttons.size() == 1);
        const auto& button = all.back().buttons[0];
        CHECK(button.data.empty());
        REQUIRE(button.url.starts_with(kLink));
        const auto payload = button.url.substr(std::string(kLink).size());
        CHECK(payload.size() <= 64);
        CHECK(payload.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-") == payload.npos);
        return payload;
    }
    // Over the link into the direct chat, where the person answers and leaves.
    void answers(const Someone& person, const std::string& date) {
        const auto before = number("SELECT count(*) FROM score");
        add(says(person, direct(person), "/start " + payload(date)));
        add(says(person, direct(person), "It waits until a receiver takes the value, " + std::string(kSecret) + " says " + person.name));
        add(says(person, direct(person), "/stop"));
        until("(SELECT count(*) FROM score) = " + std::to_string(before + 1) + " AND NOT EXISTS(SELECT 1 FROM session WHERE phase <> 'ended')");
    }

    // She presses the button, leaves the question, and tries whatever might show what others said.
    void dora_looks_around(const std::string& date) {
        add(says(kDora, direct(kDora), "/start " + payload(date)));
        until("EXISTS(SELECT 1 FROM session WHERE phase = 'waiting')");
        for (const char* line : {"/stop", "/board", "/me", "/answer", "/why", "/export"}) add(says(kDora, direct(kDora), line));
        add(says(kDora, group(), "/board@viva_test_bot"));
        until_said(kGroup, "Nobody is on it yet");
        until("NOT EXISTS(SELECT 1 FROM session WHERE phase = 'waiting')");
    }

    void sets_up(const std::map<std::string, std::string>& environment) {
        stage_.start(environment);
        add(membership(kAnna, group(), "left", "member"));
        add(says(kBoris, direct(kBoris), "/start"));
        add(says(kAnna, group(), "/daily on 09:30 daily Asia/Ho_Chi_Minh tiny"));
        until("(SELECT count(*) FROM team WHERE running = 1) = 1");
        REQUIRE(stage_.end() == 0);
    }

   private:
    Stage stage_;
};

std::string posted_on(const Days& days, int day) {
    return "EXISTS(SELECT 1 FROM slot WHERE outcome = 'posted' AND message <> '' AND date = " + std::to_string(days.number(day)) + ")";
}
std::string revealed_on(const Days& days, int day) {
    return "EXISTS(SELECT 1 FROM slot WHERE revealed IS NOT NULL AND date = " + std::to_string(days.number(day)) + ")";
}

Kill kill_of(int life) {
    const int place = life / 3;
    switch (life % 3) {
        case 0: return {"", 1, place % 3};
        case 1: return {"write:" + std::to_string(1 + place * 5 % 24) + (place % 2 == 0 ? ":before" : ":after"), 0, 0};
        default: return {"sync:" + std::to_string(1 + place % 6) + (place % 2 == 0 ? ":after" : ":before"), 0, 0};
    }
}

// Begins a life that is to be killed, and others until what it begins for is done; how many died. The last one lives.
int lives_through(Team& team, const std::map<std::string, std::string>& environment, const Kill& kill, const std::string& done) {
    auto& stage = team.stage();
    auto first = environment;
    if (kill.point.empty()) {
        set_kill(stage, kill);
    } else {
        first["KILL_AT"] = kill.point;
    }
    stage.start(first);
    int deaths = 0;
    while (!comes_true(stage, "SELECT (" + done + ") AND (SELECT count(*) FROM outbox) = 0", 1)) {
        ++deaths;
        stage.api().set_faults(nullptr);
        stage.bury();
        stage.start(environment);
    }
    stage.api().set_faults(nullptr);
    if (!kill.point.empty() && deaths == 0) {  // its point is still to come, and shall not meet what follows
        stage.kill();
        stage.start(environment);
    }
    return deaths;
}

int distinct(const std::vector<Record>& records) {
    std::set<std::pair<std::int64_t, std::int64_t>> ids;
    for (const auto& record : records) ids.insert({record.chat, record.message});
    return int(ids.size());
}

void only_who_administers_sets_it_up(Team& team, const Days& days) {
    auto& stage = team.stage();
    stage.start(days.at(0, 8h));
    team.add(membership(kAnna, Team::group(), "left", "member"));
    team.add(says(kBoris, direct(kBoris), "/start"));
    team.add(says(kBoris, Team::group(), "/daily on 09:30 daily Asia/Ho_Chi_Minh tiny"));
    team.until_said(kGroup, "Only who administers this room may change its daily question");
    CHECK(team.number("SELECT count(*) FROM team") == 0);
    team.add(says(kAnna, Team::group(), "/daily@viva_test_bot on 09:30 daily Asia/Ho_Chi_Minh tiny"));
    team.until_said(kGroup, "A question comes at 09:30");
    CHECK(stage.api().calls("getChatMember") == 2);
    CHECK(stage.end() == 0);
}

}  // namespace

TEST_CASE("a group's day: set by who administers it, answered in private over the post's link, revealed to all where the group has moved to") {
    Team team;
    auto& stage = team.stage();
    const Days days;
    const auto date = days.text(0);
    only_who_administers_sets_it_up(team, days);
    stage.start(days.at(0, kPost));
    team.until(posted_on(days, 0));
    REQUIRE(team.posts(date).size() == 1);
    CHECK(holds(team.posts(date)[0].text, "nobody sees it before the reveal at 17:00"));

    SECTION("nobody sees an answer before, and all see how the team did afterwards") {
        REQUIRE(stage.api().messages(kCarl.id).empty());
        team.answers(kCarl, date);
        CHECK(holds(team.told(kCarl.id), "of 100"));
        CHECK(holds(team.posts(date).back().text, "One answer so far: Carl"));
        team.answers(kBoris, date);
        CHECK(holds(team.posts(date).back().text, "2 answers so far: Carl, Boris"));
        CHECK(distinct(team.posts(date)) == 1);

        team.dora_looks_around(date);
        const auto seen = team.told(kDora.id) + team.told(kGroup);
        CHECK_FALSE(holds(seen, kSecret));
        CHECK_FALSE(holds(seen, "Model answer"));
        CHECK_FALSE(holds(team.told(kDora.id), "Carl"));

        const auto edits = stage.api().calls("editMessageText");
        const auto in_old = stage.api().messages(kGroup).size();
        team.add(migrates(Team::group(), kSupergroup));
        team.until("EXISTS(SELECT 1 FROM room WHERE room_key = '" + std::to_string(kSupergroup) + "')");
        // The link in the old post still works; what stands in the new group under the post's number is not touched.
        team.answers(kAnna, date);
        CHECK(stage.api().calls("editMessageText") == edits);
        CHECK(stage.end() == 0);

        stage.start(days.at(0, kReveal));
        team.until(revealed_on(days, 0));
        const auto shown = team.told(kSupergroup);
        CHECK(team.headed("The reveal", date).size() == 1);
        CHECK(holds(shown, "3 answers, mean mark"));
        CHECK(holds(shown, "Model answer"));
        for (const auto& person : {kAnna, kBoris, kCarl}) CHECK(holds(shown, person.name));
        CHECK_FALSE(holds(shown, kSecret));
        CHECK(stage.api().messages(kGroup).size() == in_old);
        team.add(says(kDora, direct(kDora), "/start " + team.payload(date)));
        team.until_said(kDora.id, "That question is closed");
        CHECK(stage.end() == 0);
        const auto log = stage.api().log();
        for (const auto& record : log) CHECK_FALSE(record.kind == Record::Kind::kRefused);
        CHECK_FALSE(holds(stage.server().log(), kSecret));
        CHECK(stage.book().integrity == "ok");
    }
    SECTION("a link that somebody made up leads nowhere") {
        auto guessed = team.payload(date);
        guessed.back() = guessed.back() == '0' ? '1' : '0';
        team.add(says(kDora, direct(kDora), "/start " + guessed));
        REQUIRE(stage.api().wait_for_messages(kDora.id, 1));
        CHECK(holds(team.told(kDora.id), "not in use any more"));
        CHECK(team.number("SELECT count(*) FROM session") == 0);
    }
}

TEST_CASE("a group's days, killed around each post and each reveal: one of each for a date, and every answer counts once") {
    Team team;
    auto& stage = team.stage();
    const Days days;
    const int count = lives_wanted(9);
    const int moves_on = count / 2;
    team.sets_up(days.at(0, 8h));
    std::vector<int> at_post, at_reveal;
    std::vector<std::vector<Someone>> answered;
    int answers = 0;
    for (int day = 0; day < count; ++day) {
        INFO("day " << day);
        const auto date = days.text(day);
        at_post.push_back(lives_through(team, days.at(day, kPost), kill_of(2 * day), posted_on(days, day)));
        answered.push_back(day % 2 == 0 ? std::vector{kCarl, kBoris} : std::vector{kAnna});
        for (const auto& person : answered.back()) team.answers(person, date);
        answers += int(answered.back().size());
        if (day == moves_on) team.add(migrates(Team::group(), kSupergroup));
        stage.kill();  // the platform's word of the move may not have come yet
        at_reveal.push_back(lives_through(team, days.at(day, kReveal), kill_of(2 * day + 1), revealed_on(days, day)));
        stage.kill();
    }

    const int killed = std::accumulate(at_post.begin(), at_post.end(), 0) + std::accumulate(at_reveal.begin(), at_reveal.end(), 0);
    INFO("killed " << killed << " times around " << count << " posts and as many reveals");
    CHECK(killed >= count);
    CHECK(team.number("SELECT count(*) FROM slot WHERE revealed IS NOT NULL") == count);
    CHECK(team.number("SELECT count(*) FROM score") == answers);
    CHECK(team.number("SELECT count(*) FROM audit") == answers);
    CHECK(team.number("SELECT count(*) FROM team") == 1);
    for (int day = 0; day < count; ++day) {
        const auto date = days.text(day);
        INFO("day " << day << " " << date);
        const auto posts = team.posts(date);
        REQUIRE(!posts.empty());
        CHECK(distinct(posts) <= 1 + at_post[std::size_t(day)]);
        for (const auto& person : answered[std::size_t(day)]) CHECK(holds(posts.back().text, person.name));
        CHECK(posts.back().chat == (day <= moves_on ? kGroup : kSupergroup));
        // The ledger knows the last one; if the group has moved since, perhaps none.
        const auto known = team.number("SELECT CAST(message AS INTEGER) FROM slot WHERE date = " + std::to_string(days.number(day)));
        CHECK((known == posts.back().message || (day == moves_on && known == 0)));
        const auto reveals = team.headed("The reveal", date);
        REQUIRE(!reveals.empty());
        CHECK(distinct(reveals) <= 1 + at_reveal[std::size_t(day)]);
        CHECK(reveals.back().chat == (day < moves_on ? kGroup : kSupergroup));
    }
    const auto seen = team.told(kGroup) + team.told(kSupergroup);
    CHECK_FALSE(holds(seen, kSecret));
    CHECK_FALSE(holds(stage.server().log(), kSecret));
    CHECK(stage.book().integrity == "ok");
}
