// The reminder of a daily question, and the wish not to be reminded: by a word, by the reminder's own button, for good, and gone with its person.
#include "tests/unit/app/team_stage.h"

using namespace chat;

namespace {

// A team that is reminded, and where boris answered yesterday: who answered lately is who usually answers.
struct RemindedTeam : TeamStage {
    RemindedTeam() {
        set_up("on 09:30 daily Europe/Berlin tiny");
        call(room, "daily", "remind on");
        pass(100min);
        answer("boris");
        say(direct("boris"), kGood);
        say(direct("boris"), "stop");
        pass(std::chrono::hours{7});
    }
    // The next day until after its reminder; how many reminders boris got.
    int next_day() {
        const auto before = sent.size();
        pass(std::chrono::hours{24});
        int reminders = 0;
        for (auto i = before; i < sent.size(); ++i) reminders += sent[i].place.room == "boris" && holds(text_of(sent[i].message), kOpen) ? 1 : 0;
        return reminders;
    }
    static constexpr const char* kOpen = "question is still open for you";
};

}  // namespace

TEST_CASE("who said reminders off gets none until reminders on, a restart in between or not") {
    RemindedTeam team;
    CHECK(team.next_day() == 1);
    CHECK(holds(team.say(team.direct("boris"), "Reminders off"), team.text("reminders.off")));
    team.restart();
    CHECK(team.next_day() == 0);
    CHECK(holds(team.say(team.direct("boris"), "reminders on"), team.text("reminders.on")));
    CHECK(team.next_day() == 1);
}

TEST_CASE("the reminder's own button ends reminders, and the question stays open") {
    RemindedTeam team;
    REQUIRE(team.next_day() == 1);
    CHECK(holds(team.press(team.direct("boris"), team.button("reminders-off")), team.text("reminders.off")));
    CHECK(team.next_day() == 0);
    CHECK(team.rows("SELECT count(*) FROM setting WHERE name = 'reminders' AND value = 'off'") == 1);
}

TEST_CASE("in the middle of a question reminders off is no answer") {
    TeamStage stage;
    stage.call(stage.direct("anna"), "practice", "tiny 1");
    CHECK(holds(stage.say(stage.direct("anna"), "reminders off"), stage.text("reminders.off")));
    CHECK(stage.rows("SELECT count(*) FROM attempt") == 0);
}

TEST_CASE("settings show whether there are reminders, change them, and take the wish back with the others") {
    TeamStage stage;
    const auto anna = stage.direct("anna");
    CHECK(holds(stage.call(anna, "settings"), "reminders of the question of the day: on"));
    CHECK(holds(stage.call(anna, "settings", "reminders off"), stage.text("reminders.off")));
    CHECK(holds(stage.call(anna, "settings"), "reminders of the question of the day: off"));
    CHECK(holds(stage.say(anna, "reminders"), "reminders of the question of the day: off"));
    CHECK(holds(stage.call(anna, "reminders", "sometimes"), stage.text("reminders.how")));
    CHECK(holds(stage.call(anna, "settings", "reminders 5"), stage.text("reminders.how")));
    stage.call(anna, "settings", "reset");
    CHECK(holds(stage.call(anna, "settings"), "reminders of the question of the day: on"));
    CHECK(stage.rows("SELECT count(*) FROM setting") == 0);
}

TEST_CASE("the wish not to be reminded is exported and forgotten with its person") {
    TeamStage stage;
    const auto anna = stage.direct("anna");
    stage.call(anna, "reminders", "off");
    stage.call(anna, "export");
    REQUIRE(stage.sent.back().message.file);
    const auto& json = stage.sent.back().message.file->bytes;
    const auto at = json.find("\"reminders\"");
    REQUIRE(at != json.npos);
    CHECK(holds(json.substr(at, 60), "\"off\""));
    stage.call(anna, "forget", "yes");
    CHECK(stage.rows("SELECT count(*) FROM setting") == 0);
}
