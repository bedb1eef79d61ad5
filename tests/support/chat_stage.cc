// Owns what chat_stage.h promises.
#include "tests/support/chat_stage.h"
#include "tests/support/edit.h"

#include <algorithm>
#include <iterator>

namespace chat {

std::vector<script::Source> sources(const std::string& wait) {
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
        if (source.path == "scripts/round.yaml") tests::replace_first(source.text, "after: 5m", "after: " + wait);
    }
    all.push_back({"packs/tiny/pack.yaml", "pack.yaml",
                   "id: tiny\ntitle: Tiny\nlanguage: en\nversion: 1\nbar: {qwk: 0.5, band: 0.5}\norder: [send-one, send-two, send-three]\n"});
    all.push_back({"packs/tiny/questions/send-one.yaml", "send-one.yaml", question("send-one", "go")});
    all.push_back({"packs/tiny/questions/send-two.yaml", "send-two.yaml", question("send-two", "go")});
    all.push_back({"packs/tiny/questions/send-three.yaml", "send-three.yaml", question("send-three", "channels")});
    return all;
}

std::shared_ptr<const Library> library(std::vector<script::Source> from) {
    auto compiled = script::compile(from, {});
    for (const auto& diagnostic : compiled.diagnostics) {
        if (diagnostic.severity == script::Severity::kError) FAIL(script::to_text(diagnostic));
    }
    return std::make_shared<Library>(std::move(compiled.content), std::move(from));
}

std::string text_of(const Outbound& message) {
    std::string all;
    for (const auto& block : message.blocks) {
        for (const auto& run : block.runs) all += run.text;
        all += '\n';
    }
    return all;
}

Stage::Stage(bool real, Duration gather) {
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

void Stage::restart() {
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
        app::LetterSinks{[this](std::vector<store::Letter> letters) { std::move(letters.begin(), letters.end(), std::back_inserter(sent)); }, {}}, pipeline);
}

auto Stage::submit(std::vector<Inbound> all, std::optional<app::Cursor> cursor) -> bool {
    return dispatcher->submit(std::move(all), std::move(cursor), [this](bool durable) { ++(durable ? acknowledged : refused); });
}

auto Stage::handle(std::vector<Inbound> all) -> std::string {
    const auto before = sent.size();
    REQUIRE(submit(std::move(all)));
    dispatcher->run_until_idle();
    return since(before);
}

auto Stage::since(std::size_t before) const -> std::string {
    std::string said;
    for (auto i = before; i < sent.size(); ++i) said += text_of(sent[i].message);
    return said;
}

auto Stage::say(const Seat& seat, std::string text) -> std::string { return happens(seat, Said{std::move(text), true, false}); }

auto Stage::call(const Seat& seat, std::string command, std::string rest) -> std::string { return happens(seat, Called{std::move(command), std::move(rest)}); }

auto Stage::press(const Seat& seat, std::string data) -> std::string { return happens(seat, Pressed{std::move(data), "h" + std::to_string(events)}); }

auto Stage::next_deadline() const -> std::optional<Instant> {
    const auto session = ledger->next_due().value();
    const auto team = ledger->teams().next_team_due().value();
    return session && team ? std::min(*session, *team) : session ? session : team;
}

auto Stage::pass(Duration time) -> std::string {
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

auto Stage::button(const std::string& verb) const -> std::string {
    for (auto letter = sent.rbegin(); letter != sent.rend(); ++letter) {
        for (const auto& choice : letter->message.choices) {
            if (choice.verb == verb) return choice.data;
        }
    }
    FAIL("there is no button " << verb);
    return {};
}

}  // namespace chat
