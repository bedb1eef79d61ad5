// Owns the tests of an exam: durable before replied, pausing, coming back, content edited in between.
#include "bot/app/exam.h"

#include "bot/app/sources.h"
#include "bot/store/team_book.h"
#include "tests/support/catch.h"
#include "tests/support/process.h"

using namespace bot;
using app::Exam;
using app::Library;

namespace {

class FakeClock : public app::Clock {
   public:
    Instant now() override { return at += std::chrono::seconds(1); }
    Instant at{std::chrono::milliseconds{1'700'000'000'000}};
};

// Always the same instant, so that what is sent twice happens at the same time.
class StillClock : public app::Clock {
   public:
    Instant now() override { return Instant{std::chrono::milliseconds{1'700'000'000'000}}; }
};

// A real store whose disk fails once: at the call with the number that was set, counted from 1.
class FailingStore : public store::Store {
   public:
    explicit FailingStore(store::Store& real) : real_(real) {}

    int fail_at = 0;
    int calls = 0;

    store::TeamBook& teams() override { return real_.teams(); }
    Result<PersonId> person(std::string_view account, std::string_view user, std::string_view name, Instant at) override {
        if (fails()) return full();
        return real_.person(account, user, name, at);
    }
    Result<SessionId> begin(PersonId person, const store::Pin& pin, const engine::Session& session, Instant at) override {
        if (fails()) return full();
        return real_.begin(person, pin, session, at);
    }
    Status commit(const store::Turn& turn, Instant at) override {
        if (fails()) return full();
        return real_.commit(turn, at);
    }
    Result<store::StoredSession> load(SessionId id) override {
        if (fails()) return full();
        return real_.load(id);
    }
    Result<std::optional<store::StoredSession>> unfinished(PersonId person) override {
        if (fails()) return full();
        return real_.unfinished(person);
    }
    Result<store::Pin> pinned(const Fingerprint& fingerprint) override {
        if (fails()) return full();
        return real_.pinned(fingerprint);
    }
    Result<std::vector<engine::Standing>> standings(PersonId person, Instant now) override {
        if (fails()) return full();
        return real_.standings(person, now);
    }
    Result<std::vector<store::StoredAttempt>> attempts(PersonId person, std::string_view question) override {
        if (fails()) return full();
        return real_.attempts(person, question);
    }
    Result<std::optional<store::StoredAttempt>> attempt(AttemptId id) override { return real_.attempt(id); }
    Result<std::optional<store::StoredAttempt>> last_first_attempt(PersonId person) override { return real_.last_first_attempt(person); }
    Result<std::vector<store::StoredAttempt>> first_attempts(std::string_view question) override { return real_.first_attempts(question); }
    Status remark(AttemptId id, const engine::Attempt& marked) override { return real_.remark(id, marked); }

   private:
    bool fails() { return ++calls == fail_at; }
    static tl::unexpected<Error> full() { return fail(Code::kUnavailable, "the disk is full"); }

    store::Store& real_;
};

// A small content root of its own, so that these tests do not change with the shipped questions.
std::vector<script::Source> sources(const std::string& prompt = "What does an unbuffered send do?") {
    const auto question = [](const std::string& id, const std::string& text) {
        return "id: " + id + "\nprompt: " + text +
               "\nkind: technical\nlevel: middle\ntags: [go]\nminutes: 4\nanswer: It waits.\nreferences:\n  - {title: Effective Go, url: "
               "\"https://go.dev/doc\"}\n"
               "parts: {first: [waits], second: [pairs]}\npoints:\n"
               "  - {id: waits, weight: 3, want: It waits for a receiver., ask: What does the sender do meanwhile?, hint: Think of a parcel., match: ['waits? "
               "~ receiver']}\n"
               "  - {id: pairs, weight: 2, want: Both sides meet., ask: Who meets?, hint: Two people., match: ['both ~ meet']}\n"
               "misconceptions:\n  - {id: drops, weight: 3, claim: It drops the value., challenge: Where would it go?, match: ['drops? ~ value']}\n";
    };
    auto all = app::embedded_sources();
    std::erase_if(all, [](const auto& source) { return source.path.starts_with("packs/") || source.path.starts_with("vocabulary/"); });
    all.push_back(
        {"packs/tiny/pack.yaml", "pack.yaml", "id: tiny\ntitle: Tiny\nlanguage: en\nversion: 1\nbar: {qwk: 0.5, band: 0.5}\norder: [send-one, send-two]\n"});
    all.push_back({"packs/tiny/questions/send-one.yaml", "send-one.yaml", question("send-one", prompt)});
    all.push_back({"packs/tiny/questions/send-two.yaml", "send-two.yaml", question("send-two", "And what does a second one do?")});
    return all;
}

std::shared_ptr<const Library> library(std::vector<script::Source> from = sources()) {
    auto compiled = script::compile(from, {});
    for (const auto& diagnostic : compiled.diagnostics) {
        if (diagnostic.severity == script::Severity::kError) FAIL(script::to_text(diagnostic));
    }
    return std::make_shared<Library>(std::move(compiled.content), std::move(from));
}

std::string words_of(const app::Reply& reply) {
    std::string all;
    for (const auto& message : reply.messages) {
        for (const auto& block : message.blocks) {
            for (const auto& run : block.runs) all += run.text;
            all += '\n';
        }
    }
    return all;
}

struct Setting {
    tests::Scratch scratch;
    FakeClock clock;
    std::unique_ptr<store::Store> store;
    PersonId person;

    Setting() { reopen(); }
    void reopen() {
        store.reset();
        auto opened = store::Store::open(scratch.path() + "/x.db");
        REQUIRE(opened.has_value());
        store = std::move(*opened);
        person = store->person("console", "local", "Tester", clock.now()).value();
    }
    std::unique_ptr<Exam> fresh(int questions = 2) {
        auto exam = Exam::fresh(*store, library(), clock, person, {"round", {{"pack", "tiny"}, {"questions", std::to_string(questions)}}, 7});
        REQUIRE(exam.has_value());
        return std::move(*exam);
    }
};

}  // namespace

TEST_CASE("an answer that was replied to is in the store") {
    Setting setting;
    auto exam = setting.fresh();
    REQUIRE(exam->open().has_value());
    const auto reply = exam->take("It waits for a receiver, both sides meet.");
    REQUIRE(reply.has_value());
    exam.reset();
    setting.reopen();
    const auto attempts = setting.store->attempts(setting.person, "");
    REQUIRE(attempts.has_value());
    REQUIRE(attempts->size() == 1);
    CHECK(attempts->front().attempt.answer == "It waits for a receiver, both sides meet.");
    CHECK(attempts->front().attempt.score > 50);
}

TEST_CASE("a session that was left goes on at the same question, with the same words") {
    Setting setting;
    auto exam = setting.fresh();
    REQUIRE(exam->open().has_value());
    const auto followup = exam->take("It waits for a receiver.");
    REQUIRE(followup.has_value());
    CHECK(words_of(*followup).find("Who meets?") != std::string::npos);
    REQUIRE(exam->leave()->paused);
    exam.reset();
    setting.reopen();
    auto back = Exam::resumed(*setting.store, library(), setting.clock, setting.person);
    REQUIRE(back.has_value());
    REQUIRE(*back);
    CHECK(words_of((*back)->open().value()).find("Who meets?") != std::string::npos);
}

TEST_CASE("a session goes on with the content it was started with, whatever was edited since") {
    Setting setting;
    auto exam = setting.fresh(1);
    const auto first = words_of(exam->open().value());
    const bool asks_first = first.find("What does an unbuffered send do?") != std::string::npos;
    REQUIRE(exam->leave()->paused);
    exam.reset();
    auto edited = sources("An edited prompt?");
    std::erase_if(edited, [](const auto& source) { return source.path.ends_with("send-two.yaml"); });
    edited[edited.size() - 2].text = "id: tiny\ntitle: Tiny\nlanguage: en\nversion: 2\nbar: {qwk: 0.5, band: 0.5}\norder: [send-one]\n";
    auto back = Exam::resumed(*setting.store, library(edited), setting.clock, setting.person);
    REQUIRE(back.has_value());
    REQUIRE(*back);
    const auto again = words_of((*back)->open().value());
    CHECK(again.find(asks_first ? "What does an unbuffered send do?" : "And what does a second one do?") != std::string::npos);
    CHECK(again.find("An edited prompt?") == std::string::npos);
}

TEST_CASE("a question that was answered and left is due again when its marks say so, a skipped one is not") {
    Setting setting;
    const auto today = review::Day{std::chrono::floor<std::chrono::days>(setting.clock.at).time_since_epoch()};
    auto exam = setting.fresh();
    REQUIRE(exam->open().has_value());
    REQUIRE(exam->take("It waits for a receiver.").has_value());
    // Its follow-up is open: the question is not left yet.
    CHECK(setting.store->teams().cards(setting.person)->empty());
    REQUIRE(exam->take("skip").has_value());
    while (!exam->take("skip")->ended) {
    }
    const auto cards = setting.store->teams().cards(setting.person).value();
    REQUIRE(cards.size() == 1);
    const auto& [question, card] = cards.front();
    CHECK(question == setting.store->attempts(setting.person, "")->front().attempt.question);
    CHECK(card.reps == 1);
    CHECK(card.last == today);
    CHECK(card.due > today);
    const auto due_at = [&](Instant now) { return setting.store->standings(setting.person, now)->front().due; };
    CHECK_FALSE(due_at(setting.clock.at));
    CHECK(due_at(Instant(card.due.time_since_epoch())));
}

TEST_CASE("nothing unfinished is nothing to resume") {
    Setting setting;
    auto none = Exam::resumed(*setting.store, library(), setting.clock, setting.person);
    REQUIRE(none.has_value());
    CHECK_FALSE(*none);
}

TEST_CASE("an unknown script names the nearest") {
    Setting setting;
    const auto exam = Exam::fresh(*setting.store, library(), setting.clock, setting.person, {"ronud", {}, 1});
    REQUIRE_FALSE(exam.has_value());
    CHECK(exam.error().message.find("did you mean round?") != std::string::npos);
}

TEST_CASE("stop in a console pauses, an unknown command names the nearest, and neither costs an attempt") {
    Setting setting;
    auto exam = setting.fresh();
    REQUIRE(exam->open().has_value());
    CHECK(words_of(exam->take("/hnit").value()).find("hint") != std::string::npos);
    CHECK(words_of(exam->take("me").value()).size() > 5);
    CHECK(exam->take("stop")->paused);
    CHECK(setting.store->attempts(setting.person, "")->empty());
}

TEST_CASE("text that begins with a slash and has more words is an answer") {
    Setting setting;
    auto exam = setting.fresh();
    REQUIRE(exam->open().has_value());
    REQUIRE(exam->take("/metrics is scraped, it waits for a receiver").has_value());
    CHECK(setting.store->attempts(setting.person, "")->size() == 1);
}

TEST_CASE("pinned content that no longer compiles is named, and its session stays in the store") {
    Setting setting;
    auto exam = setting.fresh(1);
    REQUIRE(exam->open().has_value());
    exam.reset();
    const auto stored = setting.store->unfinished(setting.person).value().value();
    auto pin = setting.store->pinned(stored.pin).value();
    pin.fingerprint = "damaged";
    REQUIRE_FALSE(pin.files.empty());
    for (auto& file : pin.files) {
        if (file.path.ends_with("send-two.yaml")) file.text = "this no longer compiles: [";
    }
    const auto damaged = setting.store->begin(setting.person, pin, stored.session, setting.clock.now());
    REQUIRE(damaged.has_value());
    const auto back = Exam::resumed(*setting.store, library(), setting.clock, setting.person);
    REQUIRE_FALSE(back.has_value());
    CHECK(back.error().code == Code::kCorrupt);
    CHECK(back.error().message == "the content this session was started with no longer compiles; start a new one without --resume");
    CHECK(setting.store->unfinished(setting.person).value()->id == *damaged);
}

namespace {

struct Played {
    std::vector<std::pair<std::string, review::Card>> cards;
    std::string words;
    engine::Session session;
    std::vector<engine::Attempt> attempts;
    int failures = 0;
    int calls = 0;
};

// What the store holds of the person's session, to see that a failure changed nothing.
std::optional<engine::Session> kept(Setting& setting) {
    auto found = setting.store->unfinished(setting.person).value();
    if (!found) return std::nullopt;
    return found->session;
}

// A whole conversation: opened, answered, asked back, left, resumed and left again. What fails is sent once more, as it was.
Played play(int fail_at) {
    Setting setting;
    StillClock clock;
    FailingStore store{*setting.store};
    store.fail_at = fail_at;
    Played played;
    const auto insist = [&](const auto& act) {
        const auto before = kept(setting);
        auto result = act();
        if (result.has_value()) return result;
        ++played.failures;
        CHECK(result.error() == Error{Code::kUnavailable, "the disk is full"});
        CHECK(kept(setting) == before);
        result = act();
        REQUIRE(result.has_value());
        return result;
    };
    const auto said = [&](const app::Reply& reply) { played.words += words_of(reply) + (reply.paused ? "(paused)\n" : "") + (reply.ended ? "(ended)\n" : ""); };
    auto exam = Exam::fresh(store, library(), clock, setting.person, {"round", {{"pack", "tiny"}, {"questions", "2"}}, 7}).value();
    said(insist([&] { return exam->open(); }).value());
    for (const char* text : {"It waits for a receiver.", "hint", "Both sides meet.", "me", "It drops the value."}) {
        said(insist([&] { return exam->take(text); }).value());
    }
    said(insist([&] { return exam->leave(); }).value());
    exam = std::move(insist([&] { return Exam::resumed(store, library(), clock, setting.person); }).value());
    said(insist([&] { return exam->open(); }).value());
    said(insist([&] { return exam->take("I do not know."); }).value());
    said(insist([&] { return exam->take("stop"); }).value());
    played.session = kept(setting).value();
    const auto attempts = setting.store->attempts(setting.person, "").value();
    for (const auto& attempt : attempts) played.attempts.push_back(attempt.attempt);
    played.cards = setting.store->teams().cards(setting.person).value();
    played.calls = store.calls;
    return played;
}

}  // namespace

TEST_CASE("whichever call of the store fails, nothing changes and the same text can be sent again with the same result") {
    const auto whole = play(0);
    REQUIRE(whole.failures == 0);
    REQUIRE(whole.attempts.size() >= 3);
    REQUIRE(whole.cards.size() >= 1);
    REQUIRE(whole.calls >= 12);
    for (int fail_at = 1; fail_at <= whole.calls; ++fail_at) {
        CAPTURE(fail_at);
        const auto again = play(fail_at);
        CHECK(again.failures == 1);
        CHECK(again.words == whole.words);
        CHECK(again.session == whole.session);
        CHECK(again.attempts == whole.attempts);
        CHECK(again.cards == whole.cards);
    }
}

TEST_CASE("leaving that cannot be stored says so, and the session is still there to be answered and left") {
    Setting setting;
    FailingStore store{*setting.store};
    auto exam = Exam::fresh(store, library(), setting.clock, setting.person, {"round", {{"pack", "tiny"}, {"questions", "2"}}, 7}).value();
    REQUIRE(exam->open().has_value());
    store.fail_at = store.calls + 1;
    const auto left = exam->leave();
    REQUIRE_FALSE(left.has_value());
    CHECK(left.error().message == "the disk is full");
    CHECK(kept(setting)->phase == engine::Phase::kWaiting);
    REQUIRE(exam->take("It waits for a receiver.").has_value());
    CHECK(exam->leave()->paused);
    CHECK(kept(setting)->phase == engine::Phase::kPaused);
}

TEST_CASE("a mistyped command is asked about and costs no attempt") {
    Setting setting;
    auto exam = setting.fresh();
    REQUIRE(exam->open().has_value());
    const std::pair<std::string, std::string> slips[] = {{"hnit", "hint"},       {"skp", "skip"},   {"stpo", "stop"},         {"Hint?", "hint"},
                                                         {"/skpi", "skip"},      {"hellp", "help"}, {"/hint please", "hint"}, {"/skp this one", "skip"},
                                                         {"/stop\nnow", "stop"}, {"/xyzzy", "help"}};
    for (const auto& [typed, meant] : slips) {
        INFO(typed);
        const auto reply = exam->take(typed);
        REQUIRE(reply.has_value());
        CHECK_FALSE(reply->paused);
        CHECK(words_of(*reply).find(meant) != std::string::npos);
        CHECK(setting.store->attempts(setting.person, "")->empty());
    }
}

TEST_CASE("short and unlike words, paths and sentences about commands are answers") {
    for (const std::string typed :
         {"M", "go", "map", "waiting", "/metrics endpoint of the service", "/m is not me", "stop the world", "skip it", "hint hint"}) {
        INFO(typed);
        Setting setting;
        auto exam = setting.fresh();
        REQUIRE(exam->open().has_value());
        REQUIRE(exam->take(typed).has_value());
        CHECK(setting.store->attempts(setting.person, "")->size() == 1);
    }
}
