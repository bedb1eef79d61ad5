// Owns the properties of step(): it is total, repeats itself to the byte, and keeps a session's promises whatever happens.
#include <fmt/format.h>

#include <cstdlib>
#include <set>

#include "bot/engine/dump.h"
#include "bot/engine/scene.h"
#include "tests/property/engine_random.h"

using namespace stage;

namespace {

constexpr int kEvents = 60;

// Cases to try; VIVA_SEEDS asks for more in the long tests.
int seeds() {
    const char* wanted = std::getenv("VIVA_SEEDS");
    return std::max(400, wanted ? std::atoi(wanted) : 0);
}

// What one run must keep over its whole length.
struct Ledger {
    std::set<std::int64_t> timer_ids;
    std::optional<std::int64_t> running;
    std::optional<int> total;  // of questions; a round says the same number from first to last
    int ends = 0;
};

void check_message(const Outbound& message) {
    REQUIRE_FALSE(message.blocks.empty());
    for (const auto& block : message.blocks) {
        const auto text = plain(block.runs);
        INFO(text);
        REQUIRE_FALSE(text.empty());
        REQUIRE(is_utf8(text));
        REQUIRE(text.front() != '[');                  // a key that the catalogue lacks
        REQUIRE(text.find('{') == std::string::npos);  // an argument that nobody gave
        REQUIRE((block.percent >= 0 && block.percent <= 100));
    }
}

// "3/10 · 62 · hint skip why stop" says what the session says.
void check_status(const Material& material, const Session& session, const Outbound& message) {
    const auto& last = message.blocks.back();
    if (last.kind != Block::Kind::kStatus) return;
    const Scene scene{material, session};
    std::string expected;
    if (!session.asked.empty()) expected = fmt::format("{}/{} · ", session.asked.size(), scene.total());
    if (const auto overall = scene.overall()) expected += fmt::format("{} · ", *overall);
    REQUIRE(plain(last.runs).starts_with(expected));
    REQUIRE(plain(last.runs).ends_with("stop"));
    REQUIRE(scene.total() >= int(session.asked.size()));
    REQUIRE_FALSE(message.choices.empty());
}

void check_session(const Program& program, const Session& session) {
    std::set<std::string> keys;
    for (const auto& asked : session.asked) {
        REQUIRE(keys.insert(asked.question).second);
        REQUIRE((asked.mark.score >= 0 && asked.mark.score <= 100));
        REQUIRE((asked.first_score >= 0 && asked.first_score <= 100));
        REQUIRE_FALSE((asked.answered && asked.skipped));
        for (std::size_t i = 0; i < asked.probed.size(); ++i) {
            for (std::size_t j = 0; j < i; ++j) REQUIRE_FALSE(asked.probed[i] == asked.probed[j]);
        }
        REQUIRE(int(asked.probed.size()) == asked.followups);
        if (&asked != &session.asked.back()) REQUIRE(asked.finished);
    }
    if (session.steps == 0 || session.phase == Phase::kEnded) return;
    const auto index = program.find(session.state);
    REQUIRE(index);
    REQUIRE(program.states[std::size_t(*index)].waits());
    REQUIRE(session.paused_at.has_value() == (session.phase == Phase::kPaused));
}

void check_effects(const Material& material, const Session& before, const Stepped& after, const Event& event, Ledger& ledger) {
    if (const auto* fired = std::get_if<TimerFired>(&event.what); fired && ledger.running == fired->timer && before.phase == Phase::kWaiting)
        ledger.running.reset();
    for (const auto& effect : after.effects) {
        if (const auto* said = std::get_if<Say>(&effect)) {
            check_message(said->message);
            if (after.session.phase != Phase::kEnded) check_status(material, after.session, said->message);
        }
        if (const auto* record = std::get_if<Record>(&effect)) {
            REQUIRE(std::holds_alternative<Answered>(event.what));
            REQUIRE((record->attempt.score >= 0 && record->attempt.score <= 100));
            REQUIRE(is_utf8(record->attempt.answer));
            REQUIRE(record->attempt.answer.size() <= grade::kMaxAnswerBytes);
        }
        if (const auto* cancel = std::get_if<CancelTimer>(&effect)) {
            REQUIRE(ledger.running == cancel->id);
            ledger.running.reset();
        }
        if (const auto* start = std::get_if<StartTimer>(&effect)) {
            REQUIRE_FALSE(ledger.running);
            REQUIRE(ledger.timer_ids.insert(start->timer.id).second);
            ledger.running = start->timer.id;
        }
        if (std::holds_alternative<Ended>(effect)) ++ledger.ends;
    }
    REQUIRE(ledger.running.has_value() == after.session.timer.has_value());
    if (ledger.running) REQUIRE(after.session.timer->id == *ledger.running);
    REQUIRE(ledger.ends == (after.session.phase == Phase::kEnded ? 1 : 0));
    if (after.session.phase != Phase::kWaiting) REQUIRE_FALSE(after.session.timer);
    if (before.phase == Phase::kEnded) REQUIRE(after.session == before);
}

}  // namespace

TEST_CASE("whatever happens, step comes to rest and keeps its promises, and a replay gives the same bytes") {
    int ended = 0;
    int recorded = 0;
    const int cases = seeds();
    for (std::uint64_t seed = 1; seed <= std::uint64_t(cases); ++seed) {
        INFO("seed " << seed);
        Dice dice{seed};
        const auto program = any_program(dice);
        Bank bank{any_questions(dice)};
        const Material material{program, bank, texts()};
        Session session;
        Ledger ledger;
        Instant now{std::chrono::hours{24 * 365 * 50}};
        std::vector<Event> events{{now, Started{any_arguments(dice), seed, {{"go/git", 1, dice.roll(101), dice.once_in(2)}}}}};
        std::vector<Stepped> results;
        for (int i = 0; i < kEvents; ++i) {
            if (i > 0) events.push_back(any_event(dice, session, now));
            auto stepped = step(material, session, events.back());
            check_effects(material, session, stepped, events.back(), ledger);
            check_session(program, stepped.session);
            if (program.id == "round") {
                const int total = Scene{material, stepped.session}.total();
                REQUIRE(ledger.total.value_or(total) == total);
                ledger.total = total;
            }
            for (const auto& effect : stepped.effects) recorded += std::holds_alternative<Record>(effect) ? 1 : 0;
            session = stepped.session;
            results.push_back(std::move(stepped));
        }
        ended += session.phase == Phase::kEnded ? 1 : 0;

        Session again;
        for (std::size_t i = 0; i < events.size(); ++i) {
            auto stepped = step(material, again, events[i]);
            REQUIRE(stepped.effects == results[i].effects);
            REQUIRE(dump(stepped.session) == dump(results[i].session));
            REQUIRE(stepped.session == results[i].session);
            again = std::move(stepped.session);
        }
    }
    // The cases must be worth something: most sessions get somewhere.
    CHECK(ended > cases / 4);
    CHECK(recorded > cases);
}

TEST_CASE("step stands sessions that no step made: lost questions, lost states, foreign indexes") {
    for (std::uint64_t seed = 1; seed <= std::uint64_t(seeds()) / 2; ++seed) {
        INFO("seed " << seed);
        Dice dice{seed};
        const auto program = any_program(dice);
        Bank bank{any_questions(dice)};
        const Material material{program, bank, texts()};
        Instant now{std::chrono::hours{24 * 365 * 50}};
        Session session = step(material, {}, {now, Started{{}, seed, {}}}).session;
        for (int i = 0; i < 20; ++i) {
            switch (dice.roll(8)) {
                case 0: bank.lost.insert("go/channels"); break;
                case 1: session.state = dice.once_in(2) ? "gone" : "s" + std::to_string(dice.roll(10)); break;
                case 2:
                    if (!session.asked.empty()) session.asked.back().probe = grade::Probe{grade::Probe::Kind(dice.roll(3)), dice.roll(9) - 1};
                    break;
                case 3:
                    if (!session.asked.empty()) session.asked.back().tally.credit.assign(std::size_t(dice.roll(9)), 10);
                    break;
                case 4:
                    if (!session.asked.empty()) session.asked.back().points.clear();
                    break;
                case 5:
                    if (!session.asked.empty()) session.asked.back().hinted.resize(std::size_t(dice.roll(9)));
                    break;
                case 6: session.queues.clear(); break;
                default: break;
            }
            auto stepped = step(material, session, any_event(dice, session, now));
            for (const auto& effect : stepped.effects) {
                if (const auto* said = std::get_if<Say>(&effect)) check_message(said->message);
            }
            session = std::move(stepped.session);
        }
    }
}
