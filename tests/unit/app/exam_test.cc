// Owns the tests of an exam: durable before replied, pausing, coming back, content edited in between.
#include "bot/app/exam.h"

#include "bot/app/sources.h"

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
    for (auto& source : edited) {
        if (source.path.ends_with("send-two.yaml")) source.text = "this no longer compiles: [";
    }
    std::erase_if(edited, [](const auto& source) { return source.path.ends_with("send-two.yaml"); });
    edited[edited.size() - 2].text = "id: tiny\ntitle: Tiny\nlanguage: en\nversion: 2\nbar: {qwk: 0.5, band: 0.5}\norder: [send-one]\n";
    auto back = Exam::resumed(*setting.store, library(edited), setting.clock, setting.person);
    REQUIRE(back.has_value());
    REQUIRE(*back);
    const auto again = words_of((*back)->open().value());
    CHECK(again.find(asks_first ? "What does an unbuffered send do?" : "And what does a second one do?") != std::string::npos);
    CHECK(again.find("An edited prompt?") == std::string::npos);
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
