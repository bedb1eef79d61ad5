// Owns the model walk: every shipped script is walked until nothing new is found, and every kind of event is delivered wherever it waits or is paused.
#include <deque>
#include <filesystem>
#include <functional>
#include <set>
#include <sstream>
#include <tuple>

#include "bot/engine/dump.h"
#include "bot/script/content.h"
#include "tests/unit/engine/stage.h"

using namespace stage;

namespace {

namespace fs = std::filesystem;

std::string read(const fs::path& path) {
    std::ifstream file{path, std::ios::binary};
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

// Texts and scripts as they are shipped; questions come from the stage, so that a walk does not hang on what a pack holds today.
script::Content shipped() {
    const fs::path root = fs::path{VIVA_SOURCE_DIR} / "content";
    std::vector<script::Source> sources;
    for (const auto& entry : fs::recursive_directory_iterator{root}) {
        if (entry.path().extension() != ".yaml") continue;
        const auto path = fs::relative(entry.path(), root).generic_string();
        const bool wanted = path.starts_with("scripts/") || path.starts_with("messages/") || path.find("/scripts/") != std::string::npos;
        if (wanted) sources.push_back({path, entry.path().string(), read(entry.path())});
    }
    auto compiled = script::compile(sources, {});
    for (const auto& diagnostic : compiled.diagnostics) INFO(script::to_text(diagnostic));
    REQUIRE_FALSE(script::has_errors(compiled.diagnostics));
    return std::move(compiled.content);
}

struct Deed {
    std::string name;
    std::function<decltype(Event::what)(const Session&)> what;
};

std::vector<Deed> deeds() {
    std::vector<Deed> all{
        {"a full answer",
         [](const Session&) { return Answered{"It waits for the receiver. It blocks when it is full and smooths bursts. It is a tool that saves time."}; }},
        {"half an answer", [](const Session&) { return Answered{"It smooths bursts, and it is a tool."}; }},
        {"a wrong answer", [](const Session&) { return Answered{"It drops the value."}; }},
        {"no idea", [](const Session&) { return Answered{"I have no idea."}; }},
        {"nothing", [](const Session&) { return Answered{" "}; }},
        {"another language", [](const Session&) { return Answered{"Понятия не имею, никогда этим не пользовался, извините."}; }},
        {"the deadline",
         [](const Session& session) {
             return TimerFired{session.timer ? session.timer->id : 0, false};
         }},
        {"the deadline, late",
         [](const Session& session) {
             return TimerFired{session.timer ? session.timer->id : 0, true};
         }},
        {"a stale deadline",
         [](const Session&) {
             return TimerFired{-1, false};
         }},
        {"coming back", [](const Session&) { return Reopened{}; }},
        {"a second start",
         [](const Session&) {
             return Started{{}, 1, {}};
         }},
    };
    for (int i = 0; i < 8; ++i) {
        all.push_back({std::string{to_string(Command(i))}, [i](const Session&) { return Commanded{Command(i)}; }});
    }
    return all;
}

// Everything about a session that can change what comes next, without clocks and marks.
using Situation = std::tuple<std::string, Phase, std::size_t, int, bool, bool, bool, int, int, int>;

Situation situation(const Session& session) {
    if (session.asked.empty()) return {session.state, session.phase, 0, 0, false, false, session.timer && session.timer->nudged, -1, -1, 0};
    const auto& asked = session.asked.back();
    const int hints = int(std::count(asked.hinted.begin(), asked.hinted.end(), true));
    return {session.state,
            session.phase,
            session.asked.size(),
            asked.followups,
            asked.answered,
            asked.finished,
            session.timer && session.timer->nudged,
            asked.probe ? int(asked.probe->kind) : -1,
            asked.probe ? asked.probe->index : -1,
            hints};
}

// Whoever skips, or only lets time pass, comes to the end.
void comes_to_an_end(const Material& material, Session session, Instant now, bool by_silence) {
    for (int i = 0; i < 100 && session.phase != Phase::kEnded; ++i) {
        now += std::chrono::seconds{1};
        if (session.phase == Phase::kPaused) session = step(material, session, {now, Commanded{Command::kResume}}).session;
        if (by_silence) {
            if (!session.timer) return;  // a script without a deadline waits for ever, as its author wished
            session = step(material, session, {now, TimerFired{session.timer->id, false}}).session;
        } else {
            session = step(material, session, {now, Commanded{Command::kSkip}}).session;
        }
    }
    REQUIRE(session.phase == Phase::kEnded);
}

// Whatever tag a script picks by, the questions have it.
Bank bank_for(const Program& program, std::vector<grade::Question> questions) {
    for (auto& question : questions) {
        for (const auto& state : program.states) {
            const auto mark = state.from.find('#');
            if (mark != std::string::npos) question.tags.push_back(state.from.substr(mark + 1));
        }
    }
    return Bank{std::move(questions)};
}

void walk(const Program& program, const Catalogue& catalogue) {
    auto second = simple("git", {"tools"});
    second.deeper = {"And without it?"};
    const Bank bank = bank_for(program, {channels(), second, simple("make")});
    const Material material{program, bank, catalogue};
    const Instant begin{std::chrono::hours{24 * 365 * 50}};
    const auto all = deeds();

    std::set<Situation> seen;
    std::set<std::string> rested;
    std::set<std::pair<std::string, std::string>> delivered;
    std::deque<Session> open{step(material, {}, {begin, Started{{{"questions", "3"}, {"pack", "any"}}, 7, {}}}).session};
    seen.insert(situation(open.front()));
    while (!open.empty()) {
        const Session session = std::move(open.front());
        open.pop_front();
        rested.insert(session.state);
        const Instant now = session.last_event + std::chrono::seconds{1};
        for (const auto& deed : all) {
            INFO(program.id << ", state " << session.state << ": " << deed.name);
            const auto stepped = step(material, session, {now, deed.what(session)});
            delivered.insert({session.state + (session.phase == Phase::kPaused ? " paused" : ""), deed.name});
            const auto said = transcript(stepped.effects);
            INFO(said);
            REQUIRE(said.find('{') == std::string::npos);
            REQUIRE((said.empty() || said.front() != '['));
            REQUIRE(stepped.session.steps >= session.steps);
            if (session.phase == Phase::kEnded) REQUIRE(stepped.session == session);
            if (stepped.session.phase != Phase::kEnded) {
                const auto index = program.find(stepped.session.state);
                REQUIRE(index);
                REQUIRE(program.states[std::size_t(*index)].waits());
            }
            if (seen.insert(situation(stepped.session)).second) open.push_back(stepped.session);
        }
        comes_to_an_end(material, session, now, false);
        comes_to_an_end(material, session, now, true);
    }

    for (const auto& state : program.states) {
        INFO(program.id << ", state " << state.id);
        if (state.ends) CHECK(rested.contains(state.id));
        if (!state.waits()) continue;
        CHECK(rested.contains(state.id));
        for (const auto& deed : all) {
            INFO(deed.name);
            CHECK(delivered.contains({state.id, deed.name}));
            CHECK(delivered.contains({state.id + " paused", deed.name}));
        }
    }
}

// States that only pass a session on are never where it rests; a stored session that claims so must still be answered.
void stand_everywhere(const Program& program, const Catalogue& catalogue) {
    const Bank bank{{channels(), simple("make")}};
    const Material material{program, bank, catalogue};
    const Instant begin{std::chrono::hours{24 * 365 * 50}};
    const auto started = step(material, {}, {begin, Started{{}, 7, {}}}).session;
    for (const auto& state : program.states) {
        for (const auto phase : {Phase::kWaiting, Phase::kPaused, Phase::kEnded}) {
            for (const auto& deed : deeds()) {
                INFO(program.id << ", state " << state.id << ": " << deed.name);
                Session session = started;
                session.state = state.id;
                session.phase = phase;
                const auto stepped = step(material, session, {begin + std::chrono::seconds{1}, deed.what(session)});
                REQUIRE_FALSE(dump(stepped.session).empty());
                const auto stopped = step(material, stepped.session, {begin + std::chrono::seconds{2}, Commanded{Command::kStop}});
                REQUIRE(stopped.session.phase == Phase::kEnded);
            }
        }
    }
}

}  // namespace

TEST_CASE("every state of every shipped script takes every kind of event") {
    const auto content = shipped();
    std::vector<const Program*> programs;
    for (const auto& program : content.scripts) programs.push_back(&program);
    for (const auto& pack : content.packs) {
        for (const auto& program : pack.scripts) programs.push_back(&program);
    }
    REQUIRE(programs.size() >= 2);  // practice and round
    for (const auto* program : programs) {
        walk(*program, content.catalogue);
        stand_everywhere(*program, content.catalogue);
    }
}
