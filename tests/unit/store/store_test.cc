// Owns what a store keeps: people, sessions, turns, pins, standings and attempts, across closing and opening again.
#include <string>

#include "tests/property/session_codec_random.h"
#include "tests/support/catch.h"
#include "tests/unit/store/fixture.h"

using namespace bot;
using namespace bot::store;

namespace {

std::unique_ptr<Store> opened(const std::string& path) {
    auto store = Store::open(path);
    if (!store) FAIL(store.error().message);
    return std::move(*store);
}

PersonId local(Store& store, std::string_view name = "Ann") {
    const auto person = store.person("console", "local", name, at(0));
    REQUIRE(person);
    return *person;
}

SessionId begun(Store& store, PersonId person, Instant when = at(0), const Pin& pin = some_pin(), engine::Phase phase = engine::Phase::kWaiting) {
    const auto id = store.begin(person, pin, session_after(0, phase), when);
    if (!id) FAIL(id.error().message);
    return *id;
}

void commit(Store& store, const Turn& turn, Instant when = at(1)) {
    const auto committed = store.commit(turn, when);
    if (!committed) FAIL(committed.error().message);
}

bool pin_kept(Store& store, const Fingerprint& fingerprint) {
    const auto pin = store.pinned(fingerprint);
    if (!pin) REQUIRE(pin.error().code == Code::kNotFound);
    return pin.has_value();
}

}  // namespace

TEST_CASE("a session and its attempts are there after the store was closed and opened again") {
    TempFolder folder;
    SessionId id;
    PersonId person;
    {
        const auto store = opened(folder / "viva.db");
        person = local(*store);
        id = begun(*store, person);
        for (int turn = 0; turn < 3; ++turn) commit(*store, turn_of(turn, id, person), at(turn));
    }
    const auto store = opened(folder / "viva.db");
    REQUIRE(local(*store) == person);
    const auto loaded = store->load(id);
    REQUIRE(loaded);
    REQUIRE(loaded->id == id);
    REQUIRE(loaded->person == person);
    REQUIRE(loaded->pin == "pin-one");
    REQUIRE(loaded->session == session_after(3));
    const auto attempts = store->attempts(person, "");
    REQUIRE(attempts);
    REQUIRE(attempts->size() == 3);
    for (int turn = 0; turn < 3; ++turn) {
        const auto& stored = (*attempts)[static_cast<std::size_t>(turn)];
        REQUIRE(stored.session == id);
        REQUIRE(stored.attempt == attempt_of_turn(turn));
    }
    REQUIRE(store->pinned("pin-one")->files == some_pin().files);
}

TEST_CASE("attempts and sessions of any content come back exactly") {
    TempFolder folder;
    const auto store = opened(folder / "viva.db");
    const auto person = local(*store);
    for (std::uint64_t seed = 0; seed < 50; ++seed) {
        CAPTURE(seed);
        Random random(seed);
        auto session = random.session();
        session.phase = engine::Phase::kWaiting;
        const auto id = store->begin(person, some_pin(), session, at(0));
        REQUIRE(id);
        const auto attempt = random.attempt();
        REQUIRE(store->commit({{*id, person, "pin-one", session}, {attempt}}, random.instant()));
        REQUIRE(store->load(*id)->session == session);
        const auto attempts = store->attempts(person, "");
        REQUIRE(attempts);
        REQUIRE(attempts->back().attempt == attempt);
    }
}

TEST_CASE("a person is the same at every sight and takes a new name") {
    TempFolder folder;
    const auto store = opened(folder / "viva.db");
    const auto ann = local(*store, "Ann");
    REQUIRE(local(*store, "Ann") == ann);
    REQUIRE(local(*store, "Zoë") == ann);
    REQUIRE(shell(folder / "viva.db", "SELECT display_name FROM person") == "Zoë");
    REQUIRE(*store->person("console", "other", "Zoë", at(0)) != ann);
    REQUIRE(*store->person("chat", "local", "Zoë", at(0)) != ann);
    REQUIRE(ann.value > 0);
}

TEST_CASE("the unfinished session is the one that was last at work, paused or waiting") {
    TempFolder folder;
    const auto store = opened(folder / "viva.db");
    const auto person = local(*store);
    REQUIRE(*store->unfinished(person) == std::nullopt);
    const auto first = begun(*store, person, at(1));
    const auto second = begun(*store, person, at(2));
    REQUIRE((*store->unfinished(person))->id == second);
    auto turn = turn_of(0, first, person);
    turn.session.session.phase = engine::Phase::kPaused;
    commit(*store, turn, at(3));
    REQUIRE((*store->unfinished(person))->id == first);
    REQUIRE((*store->unfinished(person))->session == turn.session.session);
    turn.session.session.phase = engine::Phase::kEnded;
    commit(*store, turn, at(4));
    REQUIRE((*store->unfinished(person))->id == second);
    auto last = turn_of(0, second, person);
    last.session.session.phase = engine::Phase::kEnded;
    commit(*store, last, at(5));
    REQUIRE(*store->unfinished(person) == std::nullopt);
}

TEST_CASE("of two sessions touched in the same millisecond the later one is picked, and nobody gets another person's") {
    TempFolder folder;
    const auto store = opened(folder / "viva.db");
    const auto person = local(*store);
    const auto stranger = *store->person("console", "stranger", "Bob", at(0));
    begun(*store, person, at(1));
    const auto later = begun(*store, person, at(1));
    REQUIRE((*store->unfinished(person))->id == later);
    REQUIRE(*store->unfinished(stranger) == std::nullopt);
    const auto strange = store->commit(turn_of(0, later, stranger), at(2));
    REQUIRE_FALSE(strange);
    REQUIRE(store->attempts(stranger, "")->empty());
}

TEST_CASE("pinned content goes with the last unfinished session that needs it and comes back with the next") {
    TempFolder folder;
    const auto store = opened(folder / "viva.db");
    const auto person = local(*store);
    const auto first = begun(*store, person);
    const auto second = begun(*store, person);
    auto turn = turn_of(0, first, person);
    turn.session.session.phase = engine::Phase::kEnded;
    commit(*store, turn);
    REQUIRE(pin_kept(*store, "pin-one"));
    turn.session.id = second;
    turn.session.session.phase = engine::Phase::kPaused;
    commit(*store, turn);
    REQUIRE(pin_kept(*store, "pin-one"));
    begun(*store, person, at(0), some_pin("pin-two"));
    turn.session.session.phase = engine::Phase::kEnded;
    commit(*store, turn);
    REQUIRE_FALSE(pin_kept(*store, "pin-one"));
    REQUIRE(pin_kept(*store, "pin-two"));
    REQUIRE(shell(folder / "viva.db", "SELECT count(*) FROM pinned_file") == "2");
    REQUIRE(store->load(first)->pin == "pin-one");
    begun(*store, person);
    REQUIRE(store->pinned("pin-one")->files == some_pin().files);
    const auto unknown = store->pinned("pin-three");
    REQUIRE_FALSE(unknown);
    REQUIRE(unknown.error().message == "the content pin-three is not kept: no unfinished session needs it");
}

TEST_CASE("pinned content that was damaged is written anew by the next session with it") {
    const std::string harms[] = {"UPDATE pinned_file SET body = x'6964' WHERE position = 0", "UPDATE pinned_file SET path = x'78' WHERE position = 1",
                                 "DELETE FROM pinned_file WHERE position = 0", "DELETE FROM pinned_file",
                                 "INSERT INTO pinned_file(pin, position, path, body) SELECT pin, 7, path, body FROM pinned_file WHERE position = 0"};
    for (const std::string& harm : harms) {
        CAPTURE(harm);
        TempFolder folder;
        const auto store = opened(folder / "viva.db");
        const auto person = local(*store);
        begun(*store, person);
        shell(folder / "viva.db", harm);
        REQUIRE_FALSE(store->pinned("pin-one")->files == some_pin().files);
        begun(*store, person);
        REQUIRE(store->pinned("pin-one")->files == some_pin().files);
        REQUIRE(shell(folder / "viva.db", "SELECT count(*) FROM pin") == "1");
    }
}

TEST_CASE("pinned content is found by its own fingerprint even if the turn brings another") {
    TempFolder folder;
    const auto store = opened(folder / "viva.db");
    const auto person = local(*store);
    const auto id = begun(*store, person);
    auto turn = turn_of(0, id, person);
    turn.session.pin = "something-else";
    turn.session.session.phase = engine::Phase::kEnded;
    commit(*store, turn);
    REQUIRE_FALSE(pin_kept(*store, "pin-one"));
}

TEST_CASE("a session that is over in its first turn keeps no content") {
    TempFolder folder;
    const auto store = opened(folder / "viva.db");
    begun(*store, local(*store), at(0), some_pin(), engine::Phase::kEnded);
    REQUIRE_FALSE(pin_kept(*store, "pin-one"));
}

TEST_CASE("a bundle without files and one with odd bytes are kept as they are") {
    TempFolder folder;
    const auto store = opened(folder / "viva.db");
    const auto person = local(*store);
    begun(*store, person, at(0), {"empty", {}});
    REQUIRE(store->pinned("empty")->files.empty());
    const Pin odd{"odd", {{std::string("a\xff", 2), std::string("\0\xfe", 2)}, {"", ""}}};
    begun(*store, person, at(0), odd);
    REQUIRE(store->pinned("odd")->files == odd.files);
}

TEST_CASE("a standing counts first answers and knows the last one's score") {
    TempFolder folder;
    const auto store = opened(folder / "viva.db");
    const auto person = local(*store);
    REQUIRE(store->standings(person, at(0))->empty());
    const auto id = begun(*store, person);
    const auto attempt = [](std::string question, int turn, int score) {
        auto made = attempt_of_turn(0);
        made.question = std::move(question);
        made.turn = turn;
        made.score = score;
        return made;
    };
    Turn turn{{id, person, "pin-one", session_after(1)}, {}};
    turn.attempts = {attempt("go/b", 0, 40), attempt("go/b", 1, 70), attempt("go/a", 0, 90)};
    commit(*store, turn);
    turn.attempts = {attempt("go/b", 0, 55), attempt("go/b", 1, 60), attempt("go/b", 2, 65)};
    commit(*store, turn);
    const auto standings = store->standings(person, at(0));
    REQUIRE(standings);
    REQUIRE(standings->size() == 2);
    const auto& a = standings->at(0);
    const auto& b = standings->at(1);
    REQUIRE((a.question == "go/a" && a.attempts == 1 && a.last_score == 90 && !a.due));
    REQUIRE((b.question == "go/b" && b.attempts == 2 && b.last_score == 55 && !b.due));
    REQUIRE(store->attempts(person, "go/b")->size() == 5);
    REQUIRE(store->attempts(person, "go/a")->size() == 1);
    REQUIRE(store->attempts(person, "go/c")->empty());
    REQUIRE(store->standings(*store->person("console", "other", "Bob", at(0)), at(0))->empty());
}

TEST_CASE("a turn is written whole or not at all") {
    TempFolder folder;
    const auto store = opened(folder / "viva.db");
    const auto person = local(*store);
    const auto id = begun(*store, person);
    shell(folder / "viva.db", "CREATE TRIGGER planted BEFORE INSERT ON attempt WHEN new.question = 'go/question-1' BEGIN SELECT RAISE(ABORT, 'planted'); END");
    auto turn = turn_of(0, id, person);
    turn.attempts.push_back(attempt_of_turn(1));
    const auto committed = store->commit(turn, at(1));
    REQUIRE_FALSE(committed);
    REQUIRE(committed.error().message.find("refuses a row: planted") != std::string::npos);
    REQUIRE(store->load(id)->session == session_after(0));
    REQUIRE(store->attempts(person, "")->empty());
    turn.attempts.pop_back();
    commit(*store, turn);
    REQUIRE(store->load(id)->session == session_after(1));
}

TEST_CASE("a stale copy of a session does not undo newer turns") {
    TempFolder folder;
    const auto store = opened(folder / "viva.db");
    const auto person = local(*store);
    const auto id = begun(*store, person);
    commit(*store, turn_of(1, id, person));
    const auto stale = store->commit(turn_of(0, id, person), at(2));
    REQUIRE_FALSE(stale);
    REQUIRE(stale.error() == Error{Code::kConflict, "session 1 has moved on since it was loaded (load it again)"});
    REQUIRE(store->load(id)->session == session_after(2));
    REQUIRE(store->attempts(person, "")->size() == 1);
}

TEST_CASE("what is not there is named") {
    TempFolder folder;
    const auto store = opened(folder / "viva.db");
    const auto person = local(*store);
    REQUIRE(store->load(SessionId{71}).error() == Error{Code::kNotFound, "there is no session 1z"});
    REQUIRE(store->commit(turn_of(0, SessionId{71}, person), at(1)).error() == Error{Code::kNotFound, "there is no session 1z"});
    const auto orphan = store->begin(PersonId{99}, some_pin(), session_after(0), at(0));
    REQUIRE_FALSE(orphan);
    REQUIRE(orphan.error().code == Code::kInvalidInput);
    REQUIRE_FALSE(pin_kept(*store, "pin-one"));
}

TEST_CASE("a session that cannot be read is reported and never replaced") {
    TempFolder folder;
    const auto store = opened(folder / "viva.db");
    const auto person = local(*store);
    const auto id = begun(*store, person);
    shell(folder / "viva.db", R"(UPDATE session SET body = '{"v":9}')");
    const auto loaded = store->load(id);
    REQUIRE_FALSE(loaded);
    REQUIRE(loaded.error() ==
            Error{Code::kCorrupt, "session 1: the stored session cannot be read: format 9 is not known to this program, which reads up to format 3"});
    REQUIRE(store->unfinished(person).error() == loaded.error());
    REQUIRE(shell(folder / "viva.db", "SELECT body FROM session") == R"({"v":9})");
}

TEST_CASE("an attempt whose marks cannot be read says so in its place, and the others are read") {
    TempFolder folder;
    const auto store = opened(folder / "viva.db");
    const auto person = local(*store);
    const auto id = begun(*store, person);
    for (int turn = 0; turn < 3; ++turn) commit(*store, turn_of(turn, id, person));
    shell(folder / "viva.db", "UPDATE attempt SET marked = '{' WHERE id = 2");
    const auto attempts = store->attempts(person, "");
    REQUIRE(attempts);
    REQUIRE(attempts->size() == 3);
    for (const int whole : {0, 2}) {
        const auto& stored = (*attempts)[static_cast<std::size_t>(whole)];
        REQUIRE(stored.attempt == attempt_of_turn(whole));
        REQUIRE_FALSE(stored.unreadable);
    }
    const auto& damaged = attempts->at(1);
    REQUIRE(damaged.unreadable == Error{Code::kCorrupt, "attempt 2: the stored marks cannot be read: not JSON"});
    auto expected = attempt_of_turn(1);
    expected.mark = {};
    expected.tally = {};
    expected.findings = {};
    REQUIRE(damaged.attempt == expected);
    REQUIRE(shell(folder / "viva.db", "SELECT marked FROM attempt WHERE id = 2") == "{");
}

TEST_CASE("an answer of ten megabytes is kept and a session that is too long is refused") {
    TempFolder folder;
    const auto store = opened(folder / "viva.db");
    const auto person = local(*store);
    const auto id = begun(*store, person);
    auto turn = turn_of(0, id, person);
    turn.attempts.front().answer = std::string(10'000'000, '\0');
    commit(*store, turn);
    REQUIRE(store->attempts(person, "")->front().attempt == turn.attempts.front());
    turn.session.session.state = std::string(5'000'000, 'x');
    const auto refused = store->commit(turn, at(2));
    REQUIRE_FALSE(refused);
    REQUIRE(refused.error().code == Code::kInvalidInput);
    REQUIRE(store->load(id)->session == session_after(1));
}
