// A disputed mark, through the whole shell on a real book: who gets it, who decides, and what a verdict corrects.
#include "bot/app/appeal.h"
#include "bot/app/appeal_samples.h"
#include "bot/app/regrade.h"
#include "bot/store/sqlite_store.h"
#include "tests/support/chat_stage.h"
#include "tests/support/edit.h"

using namespace chat;

namespace {

// Wednesday 2023-11-15, 08:00 in Berlin.
constexpr Instant kMorning{std::chrono::milliseconds{1'700'031'600'000}};

// Anna's team: she set it up, and so decides. Boris knows half.
struct AppealStage : Stage {
    AppealStage() : Stage(true) {
        clock.at = kMorning;
        call({"anna", "team"}, "daily", "on 09:30 mon-fri Europe/Berlin tiny");
        vouch();
        pass(100min);
    }
    static Seat direct(const std::string& person) { return {person, ""}; }

    void vouch() {
        auto answer = event(Seat{sent.back().message.person, "team"}, Vouched{true, sent.back().message.inquiry.value().what, ""});
        answer.author.name = sent.back().message.inquiry->name;
        handle({std::move(answer)});
    }
    void answers(const std::string& person, const char* text) {
        call(direct(person), "start", button("answer"));
        say(direct(person), text);
        say(direct(person), "stop");
    }
    void reveal() { pass(std::chrono::hours{8}); }
    std::string told(const std::string& where, std::size_t from) const {
        std::string all;
        for (auto i = from; i < sent.size(); ++i) {
            if (sent[i].place.room == where) all += text_of(sent[i].message) + "\n";
        }
        return all;
    }
    std::int64_t rows(store::Sql query) { return static_cast<store::SqliteStore&>(*ledger).connection().number(query).value(); }
    std::int64_t points() { return rows("SELECT points FROM score JOIN person ON person.id = score.person WHERE user_key = 'boris'"); }
    // Boris's half answer, revealed and disputed; Anna can be written to.
    void disputed(const std::string& words = "90 I said that they meet") {
        answers("anna", kGood);
        answers("boris", kHalf);
        reveal();
        call(direct("boris"), "appeal", words);
    }
};

}  // namespace

TEST_CASE("a judge sees the answer with its points, and a granted point corrects mark, board and audit") {
    AppealStage stage;
    stage.answers("anna", kGood);
    stage.answers("boris", kHalf);
    const auto before = stage.points();
    stage.reveal();
    const auto from = stage.sent.size();
    CHECK(holds(stage.call(AppealStage::direct("boris"), "appeal", "90 I said that they meet"), "You dispute"));
    const auto letter = stage.told("anna", from);
    CHECK(holds(letter, "Name of boris"));
    CHECK(holds(letter, kHalf));
    CHECK(holds(letter, "It waits for a receiver."));
    CHECK(holds(letter, "Both sides meet."));
    CHECK(holds(letter, "I said that they meet"));
    CHECK(holds(letter, "Their own mark: 90"));
    CHECK_FALSE(holds(stage.told("team", from), kHalf));
    CHECK(stage.points() == before);
    const auto press = stage.button("grant-1");
    const auto decided = stage.sent.size();
    CHECK(holds(stage.press(AppealStage::direct("anna"), press), "Decided"));
    CHECK(stage.points() > before);
    CHECK(stage.points() == stage.rows("SELECT score FROM attempt JOIN person ON person.id = attempt.person WHERE user_key = 'boris'"));
    CHECK(stage.points() == stage.rows("SELECT points FROM daily_answer JOIN person ON person.id = daily_answer.person WHERE user_key = 'boris'"));
    CHECK(stage.rows("SELECT count(*) FROM audit WHERE reason = 'appeal 1'") == 1);
    CHECK(stage.rows("SELECT verdict FROM appeal") == stage.points());
    CHECK(holds(stage.told("boris", decided), "Your appeal was decided: " + std::to_string(before) + " → " + std::to_string(stage.points())));
    CHECK(holds(stage.press(AppealStage::direct("anna"), press), "decided already"));
    CHECK(stage.rows("SELECT count(*) FROM audit WHERE reason LIKE 'appeal%'") == 1);
}

TEST_CASE("before the reveal nobody reads a disputed answer; then the judge gets it") {
    AppealStage stage;
    stage.answers("anna", kGood);
    stage.answers("boris", kHalf);
    const auto from = stage.sent.size();
    CHECK(holds(stage.call(AppealStage::direct("boris"), "appeal"), "after the reveal"));
    CHECK(holds(stage.call(AppealStage::direct("anna"), "verdict"), stage.text("appeal.none_open")));
    CHECK(holds(stage.call(AppealStage::direct("anna"), "verdict", "1 all"), stage.text("appeal.not_yet")));
    CHECK_FALSE(holds(stage.told("anna", from), kHalf));
    CHECK(stage.rows("SELECT count(*) FROM appeal WHERE decided IS NOT NULL") == 0);
    stage.reveal();
    CHECK(holds(stage.told("anna", from), kHalf));
    CHECK(holds(stage.call(AppealStage::direct("anna"), "verdict", "1 all"), "Decided"));
}

TEST_CASE("only a judge of the room decides, and nobody about themselves") {
    AppealStage stage;
    stage.disputed();
    const auto before = stage.points();
    const auto press = stage.button("grant-1");
    for (const auto* stranger : {"boris", "carl"}) {
        CHECK(holds(stage.press(AppealStage::direct(stranger), press), stage.text("appeal.not_judge")));
        CHECK(holds(stage.call(AppealStage::direct(stranger), "verdict", "1 all"), stage.text("appeal.not_judge")));
        CHECK(holds(stage.call(AppealStage::direct(stranger), "verdict"), stage.text("appeal.none_open")));
    }
    CHECK(stage.points() == before);
    // Who is named takes the place of who set it up.
    stage.call({"dora", "team"}, "daily", "judge me");
    stage.vouch();
    CHECK(holds(stage.press(AppealStage::direct("anna"), press), stage.text("appeal.not_judge")));
    CHECK(stage.points() == before);
    CHECK(holds(stage.call({"dora", "team"}, "verdict"), stage.text("appeal.only_direct")));
    CHECK(holds(stage.call(AppealStage::direct("dora"), "verdict"), kHalf));
    CHECK(holds(stage.press(AppealStage::direct("dora"), press), "Decided"));
    CHECK(stage.points() > before);
}

TEST_CASE("who alone decides cannot appeal to themselves, and a judge who never wrote is named") {
    AppealStage stage;
    stage.answers("anna", kHalf);
    stage.reveal();
    CHECK(holds(stage.call(AppealStage::direct("anna"), "appeal"), stage.text("appeal.no_judge")));
    CHECK(stage.rows("SELECT count(*) FROM appeal") == 0);
    stage.call({"dora", "team"}, "daily", "judge me");
    stage.vouch();
    CHECK(holds(stage.call(AppealStage::direct("anna"), "appeal"), "I cannot write to Name of dora yet"));
    CHECK(holds(stage.call(AppealStage::direct("anna"), "appeal"), stage.text("appeal.open_already")));
    CHECK(stage.rows("SELECT count(*) FROM appeal") == 1);
    stage.call({"dora", "team"}, "daily", "judge off");
    CHECK(stage.rows("SELECT count(*) FROM judge") == 0);
}

TEST_CASE("a verdict in words names points and a reason; a slip in an id costs nobody a point") {
    AppealStage stage;
    stage.disputed();
    const auto before = stage.points();
    const auto anna = AppealStage::direct("anna");
    CHECK(holds(stage.call(anna, "verdict", "1 pears"), "Missed are: pairs"));
    CHECK(holds(stage.call(anna, "verdict", "1 waits"), "Missed are: pairs"));
    CHECK(holds(stage.call(anna, "verdict", "1"), "Which points?"));
    CHECK(holds(stage.call(anna, "verdict", "zz all"), stage.text("appeal.unknown")));
    CHECK(stage.points() == before);
    const auto from = stage.sent.size();
    CHECK(holds(stage.say(anna, "/verdict 1 pairs it is in the first sentence"), "Decided"));
    CHECK(stage.points() > before);
    CHECK(holds(stage.told("boris", from), "it is in the first sentence"));
}

TEST_CASE("a mark that is kept stays, and the person hears so") {
    AppealStage stage;
    stage.disputed();
    const auto before = stage.points();
    const auto from = stage.sent.size();
    CHECK(holds(stage.say(AppealStage::direct("anna"), "verdict 1 keep"), "it stays"));
    CHECK(stage.points() == before);
    CHECK(holds(stage.told("boris", from), "it stays"));
    CHECK(stage.rows("SELECT count(*) FROM audit WHERE reason LIKE 'appeal%'") == 0);
    CHECK(stage.rows("SELECT verdict FROM appeal") == before);
}

TEST_CASE("where no board is concerned the own mark is kept and changes nothing") {
    AppealStage stage;
    const auto anna = AppealStage::direct("anna");
    CHECK(holds(stage.call(anna, "appeal"), stage.text("appeal.nothing")));
    stage.call(anna, "practice", "tiny 1");
    stage.say(anna, kHalf);
    stage.say(anna, "stop");
    const auto before = stage.rows("SELECT score FROM attempt");
    CHECK(holds(stage.call(anna, "appeal", "101 more"), stage.text("appeal.bad_mark")));
    CHECK(holds(stage.say(anna, "appeal 70 it was better"), "Your own mark: 70"));
    CHECK(stage.rows("SELECT score FROM attempt") == before);
    CHECK(stage.rows("SELECT own_mark FROM appeal WHERE room IS NULL AND consent = 0") == 70);
    CHECK(app::appeal_samples(stage.ledger->teams()).value().empty());
    const auto press = stage.button("give-away");
    stage.press(AppealStage::direct("boris"), press);
    CHECK(stage.rows("SELECT count(*) FROM appeal WHERE consent = 1") == 0);
    stage.press(anna, press);
    CHECK(stage.rows("SELECT count(*) FROM appeal WHERE consent = 1") == 1);
}

TEST_CASE("what is given to the author has the answer and its mark, and nobody's name") {
    AppealStage stage;
    stage.disputed("share 90 they meet");
    auto lines = app::appeal_samples(stage.ledger->teams()).value();
    REQUIRE(lines.size() == 1);
    CHECK(holds(lines[0], "\"mark\":9,\"score\":90,\"by\":\"person\""));
    CHECK(holds(lines[0], kHalf));
    CHECK_FALSE(holds(lines[0], "boris"));
    CHECK_FALSE(holds(lines[0], "they meet"));
    stage.call(AppealStage::direct("anna"), "verdict", "1 all");
    lines = app::appeal_samples(stage.ledger->teams()).value();
    CHECK(holds(lines.at(0), "\"score\":" + std::to_string(stage.points()) + ",\"by\":\"judge\""));
}

TEST_CASE("the last mark is the last first answer, whatever session it was in, and follow-ups do not count") {
    AppealStage stage;
    stage.answers("boris", kHalf);
    stage.reveal();
    const auto boris = AppealStage::direct("boris");
    stage.call(boris, "practice", "tiny 1");
    stage.say(boris, kHalf);
    stage.say(boris, "Both sides meet.");
    stage.call(boris, "appeal", "60");
    CHECK(stage.rows("SELECT turn FROM attempt JOIN appeal ON appeal.attempt = attempt.id") == 0);
    CHECK(stage.rows("SELECT count(*) FROM appeal WHERE room IS NULL") == 1);
    CHECK(stage.rows("SELECT attempt FROM appeal") > stage.rows("SELECT attempt FROM score"));
}

TEST_CASE("what disputes a mark is told from an answer") {
    const auto read = app::read_dispute(" share 80 both,  I said ");
    REQUIRE(read);
    CHECK(read->own_mark == 80);
    CHECK(read->consent);
    CHECK(read->reason == "both,  I said");
    CHECK_FALSE(app::read_dispute("they share memory")->consent);
    CHECK(app::read_dispute("they share memory")->reason == "they share memory");
    CHECK_FALSE(app::read_dispute("500"));
    CHECK(app::typed_order("appeal 80 x").has_value());
    CHECK(app::typed_order("/appeal they meet").has_value());
    CHECK_FALSE(app::typed_order("appeal to authority is no proof").has_value());
    CHECK_FALSE(app::typed_order("verdict of the scheduler is final").has_value());
    CHECK(app::read_verdict("nonsense!").appeal.value == 0);
    CHECK_FALSE(app::pressed_wish({"grant-x", {}, 1}).has_value());
}

TEST_CASE("old answers are marked by today's rubric, but not what a judge decided") {
    AppealStage stage;
    stage.answers("anna", "Two goroutines rendezvous.");
    stage.answers("boris", "Two goroutines rendezvous.");
    stage.reveal();
    auto from = sources();
    for (auto& source : from) {
        tests::replace_all(source.text, "'both ~ meet'", "rendezvous");
    }
    const auto today = library(from);
    const auto asked = static_cast<store::SqliteStore&>(*stage.ledger)
                           .connection()
                           .first("SELECT question FROM attempt LIMIT 1", [](const store::Statement& row) { return row.text(0); })
                           .value()
                           .value();
    const auto unchanged = app::plan_regrade(*stage.ledger, *stage.content, asked).value();
    CHECK_FALSE(unchanged.changes_marks());
    CHECK(unchanged.changed.empty());
    stage.call(AppealStage::direct("boris"), "appeal");
    stage.call(AppealStage::direct("anna"), "verdict", "1 keep");
    const auto plan = app::plan_regrade(*stage.ledger, *today, asked).value();
    CHECK(plan.up == 1);
    CHECK(plan.judged == 1);
    REQUIRE(plan.rooms.size() == 1);
    CHECK(plan.rooms[0].scores == 1);
    CHECK(plan.rooms[0].moved == std::vector<app::MovedRank>{{"Name of boris", 1, 2}});
    CHECK(stage.rows("SELECT sum(points) FROM score") == 2 * stage.points());
    REQUIRE(app::carry_out(*stage.ledger, plan, stage.clock.at).has_value());
    CHECK(stage.rows("SELECT count(*) FROM audit WHERE reason = 'regraded'") == 1);
    CHECK(stage.rows("SELECT sum(points) FROM score") > 2 * stage.points());
    CHECK_FALSE(app::plan_regrade(*stage.ledger, *today, asked).value().changes_marks());
}
