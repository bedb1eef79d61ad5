// Until the reveal nobody reads another's answer: not by a command, a button shown or forged, a form, the page, the board's files, a reminder or the log.
// Each answer holds a word of its own, which may be seen only where its author sees it.
#include <random>

#include "bot/app/commands.h"
#include "bot/app/presses.h"
#include "bot/app/team_view.h"
#include "bot/board/page.h"
#include "bot/board/write.h"
#include "tests/support/dice.h"
#include "tests/unit/app/team_room.h"

using namespace chat;

namespace {

struct Secret {
    std::string person;
    std::string word;
};

struct PrivacyRoom : TeamRoom {
    std::ostringstream loud;
    app::Log everything{app::LogFormat::kPlain, app::LogLevel::kDebug, loud};
    const std::vector<Secret> secrets{{"anna", "canaryanna"}, {"boris", "canaryboris"}, {"carl", "canarycarl"}};

    PrivacyRoom() {
        dispatcher = std::make_unique<app::Dispatcher>(
            *ledger, *reception, clock, metrics, everything,
            app::LetterSinks{[this](std::vector<store::Letter> letters) { std::move(letters.begin(), letters.end(), std::back_inserter(sent)); }, {}},
            pipeline);
        order(room, "on 09:30 mon-fri Europe/Berlin tiny");
        order(room, "remind on");
    }
    // The best answer is not the one that may be shown. Everybody answered yesterday, so that there is a board and somebody to remind; today each in another
    // way.
    void answer_all() {
        pass(100min);
        slot = button("answer");
        for (const std::string person : {"anna", "boris", "carl", "mallory"}) {
            answer(person, kHalf);
            say(direct(person), "stop");
        }
        pass(24h);
        slot = button("answer");
        for (const auto& letter : sent) {
            if (letter.message.keep_id) dispatcher->settle({letter.id, store::Settled::How::kSent, "", "m" + std::to_string(letter.id)});
        }
        dispatcher->run_until_idle();
        answer("anna", "The canaryanna sender waits for a receiver, and both sides meet.");
        say(direct("anna"), "Both meet, says canaryanna too.");
        happens(direct("boris"), Filled{slot, "The canaryboris sender waits for a receiver."});
        press(direct("boris"), button("share"));
        answer("carl", "The canarycarl drops the value.");
    }
    // Who saw a secret and should not have.
    std::string seen(std::size_t from = 0) const {
        for (auto i = from; i < sent.size(); ++i) {
            const auto& message = sent[i].message;
            auto all = text_of(message);
            for (const auto& choice : message.choices) all += choice.label + choice.data;
            if (message.file) all += message.file->name + message.file->bytes;
            if (message.form) all += message.form->title + message.form->label + message.form->text + message.form->data;
            if (message.inquiry) all += message.inquiry->what;
            for (const auto& secret : secrets) {
                if (sent[i].place.room != secret.person && holds(all, secret.word)) return secret.word + " in " + sent[i].place.room + ": " + all;
            }
        }
        return {};
    }
    std::vector<std::string> data_shown() const {
        std::vector<std::string> all;
        for (const auto& letter : sent) {
            for (const auto& choice : letter.message.choices) all.push_back(choice.data);
            if (letter.message.form) all.push_back(letter.message.form->data);
        }
        std::sort(all.begin(), all.end());
        all.erase(std::unique(all.begin(), all.end()), all.end());
        return all;
    }
};

const Seat kEverywhere[] = {{"mallory", ""}, {"mallory", "team"}, {"mallory", "team", "t1"}, {"mallory", "elsewhere"}};

// In all the ways in which data and words come in.
void try_data(PrivacyRoom& stage, const Seat& seat, const std::string& data) {
    stage.press(seat, data);
    stage.happens(seat, Pressed{data, "h", true});
    stage.happens(seat, Filled{data, "My own words."});
    if (seat.room.empty()) stage.call(seat, "start", data);
}

}  // namespace

TEST_CASE("no command reads another's answer before the reveal") {
    PrivacyRoom stage;
    stage.answer_all();
    const auto words = app::chat_words();
    const char* rests[] = {"",       "anna", "all",          "month",  "week tiny", "tiny",         "yes", "me",
                           "me yes", "1",    "Name of anna", "status", "preview",   "reveal 00:01", "now", "resume"};
    stage::Dice dice(std::random_device{}());
    for (const auto& word : words) {
        for (const auto& seat : kEverywhere) {
            stage.call(seat, word);
            stage.say(seat, word);
            for (int i = 0; i < 3; ++i) stage.call(seat, word, dice.one_of(rests));
        }
    }
    for (int i = 0; i < 300; ++i) {
        std::string line = dice.one_of(words);
        for (int n = dice.roll(3); n > 0; --n) line += std::string(" ") + dice.one_of(rests);
        const auto& seat = kEverywhere[dice.roll(4)];
        dice.once_in(2) ? stage.say(seat, "/" + line) : stage.order(seat, line, dice.once_in(2));
    }
    CHECK(stage.seen() == "");
    // What is looked for can be found: everybody has their own words back.
    for (const auto& secret : stage.secrets) {
        const auto before = stage.sent.size();
        stage.call(stage.direct(secret.person), "export");
        REQUIRE(stage.sent.size() > before);
        REQUIRE(stage.sent.back().message.file);
        CHECK(holds(stage.sent.back().message.file->bytes, secret.word));
    }
}

TEST_CASE("no button, shown or forged, reads another's answer before the reveal") {
    PrivacyRoom stage;
    stage.answer_all();
    for (const auto& seat : kEverywhere) {
        for (const auto& data : stage.data_shown()) try_data(stage, seat, data);
    }
    const auto sessions = stage.number("SELECT max(id) FROM session");
    for (const char* verb :
         {"answer", "answer-here", "share", "write", "why", "repeat", "hint", "resume", "stop", "anew", "export-me", "me", "board", "forget-me"}) {
        for (std::int64_t session = 0; session <= sessions; ++session) {
            for (const std::int64_t number : {0, 1, 2, 3, 4, 5}) {
                try_data(stage, kEverywhere[std::size_t(number) % 2], app::write_press({verb, SessionId{session}, number}));
            }
        }
    }
    CHECK(stage.seen() == "");
    // Nor did it take anything from them.
    CHECK(stage.number("SELECT count(*) FROM daily_answer JOIN person ON person.id = person WHERE user_key = 'boris' AND shared = 1") == 1);
    CHECK(stage.number("SELECT count(*) FROM daily_answer JOIN person ON person.id = person WHERE user_key <> 'boris' AND shared = 1") == 0);
}

TEST_CASE("no page, file of the board, reminder, change of the post or line of the log tells an answer or its mark before the reveal") {
    PrivacyRoom stage;
    stage.answer_all();
    auto& book = stage.ledger->teams();
    const auto id = stage.ledger->find_room("bot", "team").value()->id;
    const auto files = [&] {
        const auto team = *book.team(id).value();
        std::string all = board::render_page(app::team_page(book, team, stage.clock.at).value(), stage.content->content().catalogue);
        for (const auto period : {board::Period::kWeek, board::Period::kMonth, board::Period::kAll}) {
            for (const auto* pack : {"", "tiny"}) {
                const auto made = app::team_board(book, team, period, pack, stage.clock.at).value();
                all += board::to_json(made) + board::to_csv(made);
            }
        }
        return all;
    };
    const auto with_answers = files();
    stage.answer("mallory", "no");
    stage.say(stage.direct("mallory"), "stop");
    stage.pass(std::chrono::hours{6});
    CHECK_FALSE(holds(with_answers, "canary"));
    // Marks neither: today's change nothing in it.
    CHECK(files() == with_answers);
    CHECK(stage.seen() == "");
    CHECK_FALSE(holds(stage.loud.str(), "canary"));
    stage.order(stage.room, "answers open");
    stage.order(stage.room, "revise on");
    stage.order(stage.room, "off");
    stage.order(stage.room, "on 09:30 mon-fri Europe/Berlin tiny");
    CHECK(stage.seen() == "");
    // The reveal shows the one that was agreed to, and no other.
    const auto before = stage.sent.size();
    stage.pass(std::chrono::hours{8});
    const auto shown = stage.told("team", before);
    REQUIRE(holds(shown, "The reveal"));
    CHECK(holds(shown, "canaryboris"));
    CHECK_FALSE(holds(shown, "canaryanna"));
    CHECK_FALSE(holds(shown, "canarycarl"));
    CHECK(files() != with_answers);
    CHECK_FALSE(holds(stage.loud.str(), "canary"));
}

TEST_CASE("a reminder goes to those who have not answered, and tells nothing of the others") {
    PrivacyRoom stage;
    stage.answer_all();
    const auto before = stage.sent.size();
    stage.pass(std::chrono::hours{6});
    CHECK(holds(stage.told("mallory", before), "What does send-"));
    CHECK_FALSE(holds(stage.told("mallory", before), "Name of"));
    CHECK(stage.told("anna", before).empty());
    CHECK(stage.seen() == "");
}
