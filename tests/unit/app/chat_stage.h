// Owns the stage for tests of chats: people say things in rooms, time goes by as told, what would be sent is looked at.
#pragma once

#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "bot/app/dispatcher.h"
#include "bot/app/sources.h"
#include "tests/support/catch.h"
#include "tests/support/memory_ledger.h"
#include "tests/support/process.h"

namespace chat {

using namespace bot;
using namespace std::chrono_literals;
using app::Library;

class FakeClock : public app::Clock {
   public:
    Instant now() override { return at; }
    Instant at{std::chrono::milliseconds{1'700'000'000'000}};
};

// A small content root of its own, so that these tests do not change with the shipped questions.
inline std::vector<script::Source> sources(const std::string& wait = "5m") {
    const auto question = [](const std::string& id, const std::string& tag) {
        return "id: " + id + "\nprompt: What does " + id + " do?\nkind: technical\nlevel: middle\ntags: [" + tag +
               "]\nminutes: 4\nanswer: It waits.\nreferences:\n  - {title: Effective Go, url: \"https://go.dev/doc\"}\n"
               "parts: {first: [waits], second: [pairs]}\npoints:\n"
               "  - {id: waits, weight: 3, want: It waits for a receiver., ask: What does the sender do meanwhile?, hint: Think of a parcel., match: ['waits? "
               "~ receiver']}\n"
               "  - {id: pairs, weight: 2, want: Both sides meet., ask: Who meets?, hint: Two people., match: ['both ~ meet']}\n"
               "misconceptions:\n  - {id: drops, weight: 3, claim: It drops the value., challenge: Where would it go?, match: ['drops? ~ value']}\n";
    };
    auto all = app::embedded_sources();
    std::erase_if(all, [](const auto& source) { return source.path.starts_with("packs/") || source.path.starts_with("vocabulary/"); });
    for (auto& source : all) {
        if (const auto at = source.text.find("after: 5m"); source.path == "scripts/round.yaml" && at != source.text.npos)
            source.text.replace(at, 9, "after: " + wait);
    }
    all.push_back({"packs/tiny/pack.yaml", "pack.yaml",
                   "id: tiny\ntitle: Tiny\nlanguage: en\nversion: 1\nbar: {qwk: 0.5, band: 0.5}\norder: [send-one, send-two, send-three]\n"});
    all.push_back({"packs/tiny/questions/send-one.yaml", "send-one.yaml", question("send-one", "go")});
    all.push_back({"packs/tiny/questions/send-two.yaml", "send-two.yaml", question("send-two", "go")});
    all.push_back({"packs/tiny/questions/send-three.yaml", "send-three.yaml", question("send-three", "channels")});
    return all;
}

inline std::shared_ptr<const Library> library(std::vector<script::Source> from = sources()) {
    auto compiled = script::compile(from, {});
    for (const auto& diagnostic : compiled.diagnostics) {
        if (diagnostic.severity == script::Severity::kError) FAIL(script::to_text(diagnostic));
    }
    return std::make_shared<Library>(std::move(compiled.content), std::move(from));
}

inline std::string text_of(const Outbound& message) {
    std::string all;
    for (const auto& block : message.blocks) {
        for (const auto& run : block.runs) all += run.text;
        all += '\n';
    }
    return all;
}

constexpr const char* kGood = "The sender waits for a receiver, and both sides meet.";
constexpr const char* kHalf = "The sender waits for a receiver.";

// Where somebody writes.
struct Seat {
    std::string person;
    std::string room;  // "" = the person's direct chat
    std::string thread = "";
    Place place() const { return {"bot", room.empty() ? person : room, thread}; }
    RoomKind kind() const { return room.empty() ? RoomKind::kDirect : RoomKind::kGroup; }
};

struct Stage {
    FakeClock clock;
    std::unique_ptr<tests::Scratch> scratch;
    std::unique_ptr<store::Ledger> ledger;
    tests::MemoryLedger* memory = nullptr;
    std::shared_ptr<const Library> content = library();
    std::ostringstream lines;
    app::Log log{app::LogFormat::kPlain, app::LogLevel::kWarn, lines};
    app::Metrics metrics{"test"};
    app::ReceptionOptions options;
    app::DispatcherOptions pipeline;
    std::unique_ptr<app::Reception> reception;
    std::unique_ptr<app::Dispatcher> dispatcher;
    std::vector<store::Letter> sent;
    int events = 0;
    int acknowledged = 0;
    int refused = 0;  // done(false)

    // real: the ledger on a disk.
    explicit Stage(bool real = false, Duration gather = Duration{0}) {
        options.patience.gather = gather;
        options.answers_kept = std::chrono::hours{24 * 180};
        if (real) {
            scratch = std::make_unique<tests::Scratch>();
        } else {
            auto made = std::make_unique<tests::MemoryLedger>();
            memory = made.get();
            ledger = std::move(made);
        }
        restart();
    }
    // A new process on what was stored.
    void restart() {
        dispatcher.reset();
        reception.reset();
        if (scratch) {
            ledger.reset();
            auto opened = store::Ledger::open(scratch->path() + "/server.db");
            REQUIRE(opened.has_value());
            ledger = std::move(*opened);
        }
        reception = std::make_unique<app::Reception>(*ledger, content, options);
        dispatcher = std::make_unique<app::Dispatcher>(
            *ledger, *reception, clock, metrics, log,
            app::LetterSinks{[this](std::vector<store::Letter> letters) { std::move(letters.begin(), letters.end(), std::back_inserter(sent)); }, {}},
            pipeline);
    }

    template <class What>
    Inbound event(const Seat& seat, What what) {
        Inbound made;
        made.event = std::to_string(++events);
        made.place = seat.place();
        made.kind = seat.kind();
        made.author = {seat.person, seat.person.empty() ? "" : "Name of " + seat.person, "en"};
        made.message = "m" + made.event;
        made.sent = clock.at;
        made.what = std::move(what);
        return made;
    }
    bool submit(std::vector<Inbound> all, std::optional<app::Cursor> cursor = std::nullopt) {
        return dispatcher->submit(std::move(all), std::move(cursor), [this](bool durable) { ++(durable ? acknowledged : refused); });
    }
    // What the bot said to it, in text.
    template <class What>
    std::string happens(const Seat& seat, What what) {
        return handle({event(seat, std::move(what))});
    }
    std::string handle(std::vector<Inbound> all) {
        const auto before = sent.size();
        REQUIRE(submit(std::move(all)));
        dispatcher->run_until_idle();
        return since(before);
    }
    std::string since(std::size_t before) const {
        std::string said;
        for (auto i = before; i < sent.size(); ++i) said += text_of(sent[i].message);
        return said;
    }
    std::string say(const Seat& seat, std::string text) { return happens(seat, Said{std::move(text), true, false}); }
    std::string call(const Seat& seat, std::string command, std::string rest = "") { return happens(seat, Called{std::move(command), std::move(rest)}); }
    std::string press(const Seat& seat, std::string data) { return happens(seat, Pressed{std::move(data), "h" + std::to_string(events)}); }
    std::optional<Instant> next_deadline() const {
        const auto session = ledger->next_due().value();
        const auto team = ledger->teams().next_team_due().value();
        return session && team ? std::min(*session, *team) : session ? session : team;
    }
    // Lets time go by, handling each deadline when it comes.
    std::string pass(Duration time) {
        const auto before = sent.size();
        const auto end = clock.at + time;
        dispatcher->run_until_idle();
        for (auto next = next_deadline(); next && *next <= end; next = next_deadline()) {
            clock.at = std::max(clock.at, *next);
            dispatcher->run_until_idle();
        }
        clock.at = end;
        dispatcher->run_until_idle();
        return since(before);
    }
    // The button with this verb in the last message that has one.
    std::string button(const std::string& verb) const {
        for (auto letter = sent.rbegin(); letter != sent.rend(); ++letter) {
            for (const auto& choice : letter->message.choices) {
                if (choice.verb == verb) return choice.data;
            }
        }
        FAIL("there is no button " << verb);
        return {};
    }
    std::string text(std::string_view key, Arguments arguments = {}) const { return content->content().catalogue.text(key, arguments); }
    std::size_t attempts() const { return memory->state.attempts.size(); }
};

inline bool holds(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace chat
