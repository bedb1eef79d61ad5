// The history checker finds each violation that is planted, and nothing in a run without one.
#include "tests/fakes/history.h"
#include "tests/support/catch.h"

using namespace tests;
using Kind = Record::Kind;

namespace {

Record event(Kind kind, std::int64_t update = 0) {
    Record record;
    record.kind = kind;
    record.update = update;
    return record;
}

Record message(std::int64_t chat, const std::string& text, bool answered = true) {
    auto record = event(Kind::kMessage);
    record.chat = chat;
    record.text = text;
    record.answered = answered;
    return record;
}

BookedAttempt attempt(const std::string& answer, std::int64_t score = 50) { return {7, "", "p", "q", 1, "", score, answer}; }

// Two updates, two marked answers, three messages.
struct History {
    BotLog log{event(Kind::kStarted),      event(Kind::kHanded, 1),    event(Kind::kHanded, 2), message(7, "one"),  message(7, "two"),
               event(Kind::kConfirmed, 1), event(Kind::kConfirmed, 2), message(7, "three"),     message(8, "other")};
    Book book;
    Undisturbed expected;
    HistoryOptions options;

    History() {
        book.received = {1, 2};
        book.attempts = {attempt("a"), attempt("b")};
        book.letters = book.sent = 4;
        book.integrity = "ok";
        expected = undisturbed(log, book);
    }
    std::string found() {
        options.expected = &expected;
        std::string lines;
        for (const auto& line : violations(log, book, options)) lines += line + "\n";
        return lines;
    }
    void insert(std::size_t at, Record record) { log.insert(log.begin() + std::ptrdiff_t(at), std::move(record)); }
};

bool says_about(const std::string& findings, const std::string& words) { return findings.find(words) != std::string::npos; }

}  // namespace

TEST_CASE("an undisturbed run has no violations") {
    History history;
    CHECK(history.found() == "");
    history.options.expected = nullptr;
    CHECK(violations(history.log, history.book, {}).empty());
}

TEST_CASE("updates that were acknowledged and lost are found, and those that nobody handed out") {
    History history;
    history.book.received = {1};
    CHECK(says_about(history.found(), "update 2 was acknowledged and is lost"));
    history.options.unheard = {2};
    CHECK(history.found() == "");
    history.book.received = {1, 9};
    CHECK(says_about(history.found(), "update 9 was never handed out"));
}

TEST_CASE("answers graded twice, not at all, or otherwise are found") {
    History history;
    SECTION("twice") {
        history.book.attempts.push_back(attempt("b"));
        CHECK(says_about(history.found(), "'b' was graded twice"));
        CHECK(says_about(history.found(), "one too many"));
    }
    SECTION("not at all") {
        history.book.attempts.pop_back();
        CHECK(says_about(history.found(), "is missing: 'b'"));
    }
    SECTION("in another order") {
        std::swap(history.book.attempts[0], history.book.attempts[1]);
        CHECK(says_about(history.found(), "attempt 1 differs"));
    }
    SECTION("with another score") {
        history.book.attempts[1].score = 51;
        CHECK(says_about(history.found(), "differs: 'b' 51, expected 'b' 50"));
    }
    SECTION("somewhere else") {
        history.book.attempts[1].room = 9;
        CHECK(says_about(history.found(), "nothing was to be graded here"));
    }
}

TEST_CASE("messages that are missing, foreign or out of order are found") {
    History history;
    SECTION("the last one is missing") {
        history.log.erase(history.log.begin() + 7);
        CHECK(says_about(history.found(), "missing: 'three'"));
    }
    SECTION("one in the middle is missing") {
        history.log.erase(history.log.begin() + 4);
        CHECK(says_about(history.found(), "'three' came out of order; 'two' was next"));
    }
    SECTION("two changed places") {
        std::swap(history.log[3], history.log[4]);
        CHECK(says_about(history.found(), "out of order"));
    }
    SECTION("one came to another chat") {
        history.log[4].chat = 8;
        CHECK(says_about(history.found(), "chat 8: message 1 'two' was never to be sent here"));
    }
    SECTION("a chat got nothing") {
        history.log.pop_back();
        CHECK(says_about(history.found(), "chat 8: missing: 'other'"));
    }
}

TEST_CASE("a repeated message needs a kill or a send without an answer") {
    History history;
    SECTION("without a reason") {
        history.insert(5, message(7, "two"));
        CHECK(says_about(history.found(), "message 3 'two' was repeated without a reason"));
    }
    SECTION("a send without an answer explains one repeat") {
        history.log[4].answered = false;
        history.insert(5, message(7, "two"));
        CHECK(history.found() == "");
        history.insert(6, message(7, "two"));
        CHECK(says_about(history.found(), "repeated without a reason"));
    }
    SECTION("a kill explains one repeat of each") {
        history.insert(5, event(Kind::kKilled));
        history.insert(6, message(7, "one"));
        history.insert(7, message(7, "two"));
        CHECK(history.found() == "");
        history.insert(8, message(7, "two"));
        CHECK(says_about(history.found(), "repeated without a reason"));
    }
    SECTION("repeats come in order as well") {
        history.insert(5, event(Kind::kKilled));
        history.insert(6, message(7, "two"));
        history.insert(7, message(7, "one"));
        CHECK(history.found() != "");
    }
    SECTION("what was marked as sent before the kill may not come again") {
        history.insert(5, event(Kind::kSettled));
        history.insert(6, event(Kind::kKilled));
        history.insert(7, message(7, "two"));
        CHECK(says_about(history.found(), "repeated without a reason"));
    }
    SECTION("a kill after the repeat explains nothing") {
        history.insert(5, message(7, "two"));
        history.insert(6, event(Kind::kKilled));
        CHECK(says_about(history.found(), "repeated without a reason"));
    }
}

TEST_CASE("equal messages that belong there twice are not mistaken for repeats") {
    History history;
    history.log[4].text = "one";
    history.expected = undisturbed(history.log, history.book);
    CHECK(history.found() == "");
    history.insert(5, event(Kind::kKilled));
    history.insert(6, message(7, "one"));
    CHECK(history.found() == "");
    history.log.erase(history.log.begin() + 3);
    history.log.erase(history.log.begin() + 3);
    CHECK(history.found() != "");
}

TEST_CASE("letters that were never sent, given up or marked without arriving are found") {
    History history;
    SECTION("left") {
        history.book.unsent = 1;
        history.book.letters = 5;
        CHECK(says_about(history.found(), "1 letters were never sent"));
    }
    SECTION("given up") {
        history.book.dead = 1;
        history.book.letters = 5;
        CHECK(says_about(history.found(), "1 letters were given up, and 0 were refused"));
        history.insert(3, event(Kind::kRefused));
        CHECK(history.found() == "");
    }
    SECTION("marked, but nowhere") {
        history.book.sent = history.book.letters = 5;
        CHECK(says_about(history.found(), "only 4 arrived"));
    }
    SECTION("gone without a trace") {
        history.book.letters = 5;
        CHECK(says_about(history.found(), "of 5 letters 4 are accounted for"));
    }
}

TEST_CASE("a damaged database is found") {
    History history;
    history.book.integrity = "row 3 missing from index";
    CHECK(says_about(history.found(), "damaged"));
}

namespace {

Record written(std::int64_t chat, const std::string& text) {
    auto record = message(chat, text);
    record.kind = Kind::kWritten;
    return record;
}

Record of_chat(Kind kind, std::int64_t chat, std::int64_t update = 0) {
    auto record = event(kind, update);
    record.chat = chat;
    return record;
}

std::string found_in(const BotLog& log, const HistoryOptions& options = {}) {
    Book book;
    book.integrity = "ok";
    auto forgetful = options;
    forgetful.is_forgetful = true;
    for (const auto& record : log) {
        if (record.kind == Kind::kHanded) book.received.insert(record.update);
    }
    std::string lines;
    for (const auto& line : violations(log, book, forgetful)) lines += line + "\n";
    return lines;
}

}  // namespace

TEST_CASE("what was written must arrive, unless it was refused, given up, erased, or its chat was gone") {
    BotLog log{written(7, "one"), written(7, "two"), written(7, "three"), event(Kind::kSettled), message(7, "one")};
    CHECK(says_about(found_in(log), "every reply is sent: chat 7: missing: 'two'"));
    SECTION("gone") {
        log.push_back(of_chat(Kind::kGone, 7));
        CHECK(found_in(log) == "");
        // Heard again, and the order says that what came before is lost, but not what came after.
        log.insert(log.end(), {of_chat(Kind::kReceived, 7, 1), event(Kind::kSettled), written(7, "four")});
        CHECK(says_about(found_in(log), "missing: 'four'"));
        log.push_back(message(7, "four"));
        CHECK(found_in(log) == "");
        log.push_back(message(7, "three"));
        CHECK(says_about(found_in(log), "each chat keeps its order"));
    }
    SECTION("its turn was before the chat was gone") {
        log.push_back(message(7, "three"));
        log.push_back(of_chat(Kind::kGone, 7));
        CHECK(says_about(found_in(log), "out of order; 'two' was next"));
    }
    SECTION("refused and given up") {
        auto refused = message(7, "two");
        refused.kind = Kind::kRefused;
        auto given_up = message(7, "three");
        given_up.kind = Kind::kGivenUp;
        log.push_back(refused);
        CHECK(says_about(found_in(log), "missing: 'three'"));
        log.push_back(given_up);
        CHECK(found_in(log) == "");
    }
    SECTION("erased") {
        log.push_back(of_chat(Kind::kErased, 8));
        CHECK(found_in(log) != "");
        log.push_back(of_chat(Kind::kErased, 7));
        CHECK(found_in(log) == "");
    }
}

TEST_CASE("after a kill only what was not marked as sent comes again, and in order") {
    BotLog log{written(7, "one"), written(7, "two"), written(7, "three"), message(7, "one"), event(Kind::kSettled), message(7, "two"), message(7, "three")};
    CHECK(found_in(log) == "");
    log.push_back(event(Kind::kKilled));
    SECTION("both, or one") {
        log.push_back(message(7, "two"));
        CHECK(found_in(log) == "");
        log.push_back(message(7, "three"));
        CHECK(found_in(log) == "");
    }
    SECTION("not backwards") {
        log.push_back(message(7, "three"));
        CHECK(found_in(log) == "");
        log.push_back(message(7, "two"));
        CHECK(says_about(found_in(log), "a reply repeats only if"));
    }
    SECTION("not the one that is marked") {
        log.push_back(message(7, "one"));
        CHECK(says_about(found_in(log), "a reply repeats only if"));
    }
}

TEST_CASE("acknowledged before it was durable, by answer or by offset") {
    BotLog log{event(Kind::kHanded, 1), event(Kind::kConfirmed, 1), event(Kind::kReceived, 1)};
    CHECK(says_about(found_in(log), "nothing is acknowledged before it is durable: update 1"));
    log[1].query = "offset";
    CHECK(says_about(found_in(log), "the poll's offset is never ahead of the inbox: update 1"));
    std::swap(log[1], log[2]);
    CHECK(found_in(log) == "");
}

TEST_CASE("a chat that is gone is left alone until somebody is heard there") {
    BotLog log{of_chat(Kind::kGone, 7), event(Kind::kSettled), of_chat(Kind::kGone, 8)};
    CHECK(found_in(log) == "");
    SECTION("tried again") {
        log.push_back(of_chat(Kind::kGone, 7));
        CHECK(says_about(found_in(log), "nothing is sent to a chat that is gone: chat 7"));
    }
    SECTION("a kill before that was durable forgets it") {
        log.insert(log.end(), {event(Kind::kKilled), of_chat(Kind::kGone, 8)});
        CHECK(found_in(log) == "");
    }
    SECTION("heard") {
        log.insert(log.end(), {of_chat(Kind::kReceived, 7, 1), of_chat(Kind::kGone, 7)});
        CHECK(found_in(log) == "");
    }
    SECTION("that it was left again is no word from there") {
        auto left = of_chat(Kind::kReceived, 7, 1);
        left.topic = 1;
        log.insert(log.end(), {left, of_chat(Kind::kGone, 7)});
        CHECK(says_about(found_in(log), "chat 7"));
    }
}

TEST_CASE("words are shown to their readers only") {
    HistoryOptions options;
    options.readers = {{12, {7}}, {1, {8}}};
    BotLog log{written(7, "You said " + mark_of(12)), message(7, "You said " + mark_of(12))};
    CHECK(found_in(log, options) == "");
    options.readers[12] = {8};
    CHECK(says_about(found_in(log, options), "nobody sees what is meant for another: chat 7 was shown the words of update 12"));
}

TEST_CASE("what a transaction said beyond the undisturbed run is found, and a timer's words by their own name") {
    const std::vector<Spoken> expected{{true, {{7, {"one"}}}}, {false, {}}};
    auto said = expected;
    HistoryOptions options;
    options.said = &said;
    options.expected_said = &expected;
    CHECK(found_in({}, options) == "");
    said[1].lines[7] = {"Still there?"};
    CHECK(says_about(found_in({}, options), "timers fire once, and when they are due: transaction 2 said [7] 'Still there?'"));
    said[0].lines.clear();
    CHECK(says_about(found_in({}, options), "replies are those of an undisturbed run: transaction 1 said; expected [7] 'one'"));
}
