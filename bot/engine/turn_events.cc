// Owns what each kind of event means to a session.
#include <algorithm>

#include "bot/engine/pick.h"
#include "bot/engine/turn.h"

namespace bot::engine {
namespace {

// More than anybody answers in one session; keeps a session's row small when "any" means thousands.
constexpr std::size_t kLongestQueue = 256;

constexpr char kArgumentMark = '$';
constexpr char kTagMark = '#';

}  // namespace

void Turn::start(const Started& started) {
    const auto& program = material_.program;
    session_ = Session{};
    session_.steps = 1;
    session_.script = program.id;
    session_.program = program.fingerprint;
    session_.seed = started.seed;
    session_.started = session_.last_event = at_;
    for (const auto& parameter : program.parameters) session_.arguments[parameter.name] = parameter.value;
    for (const auto& [name, value] : started.arguments) session_.arguments[name] = value;

    bool picks = false;
    for (const auto& state : program.states) {
        if (state.verb != Verb::kPick) continue;
        picks = true;
        std::string selection = state.from;
        if (selection.starts_with(kArgumentMark)) {
            const auto tag = std::min(selection.find(kTagMark), selection.size());
            const auto argument = session_.arguments.find(selection.substr(1, tag - 1));
            selection = (argument == session_.arguments.end() ? "any" : argument->second) + selection.substr(tag);
        }
        auto queue = order_questions(material_.bank.keys(selection), state.prefer, started.history, session_.seed);
        const auto limit = scene().limit(state);
        queue.resize(std::min({queue.size(), kLongestQueue, limit ? std::size_t(*limit) : kLongestQueue}));
        session_.queues[state.id] = std::move(queue);
    }
    if (picks && scene().total() == 0) {
        const auto pack = session_.arguments.find("pack");
        note("session.no_questions", {{"pack", pack == session_.arguments.end() ? "any" : pack->second}});
        return end();
    }
    if (picks) {
        render_welcome(page(), scene());
        new_page();
    }
    run_from(program.start);
}

void Turn::answer(const Answered& answered) {
    if (session_.phase == Phase::kPaused) {
        note("session.is_paused");
        return;
    }
    const State* state = scene().state();
    if (!state || !state->waits() || !state->on_answer) {
        note("session.wait");
        return;
    }
    taken_ = read(answered.text);
    if (!taken_) return;
    cancel_timer();
    run_from(state->on_answer);
}

void Turn::timer(const TimerFired& fired) {
    const State* state = scene().state();
    if (!state || !state->timeout) {
        session_.timer.reset();
        return;
    }
    const bool nudged = session_.timer->nudged;
    session_.timer.reset();
    if (!nudged && (fired.late || !state->timeout->say.empty())) {
        // A late deadline passed while nobody could be heard, so it counts as the nudge even where the script has none.
        note(fired.late ? "session.was_away" : std::string_view{state->timeout->say});
        start_timer(state->timeout->after, true);
        return;
    }
    note("session.moved_on");
    if (Asked* asked = current()) {
        if (state->subject == Subject::kQuestion && !asked->answered) asked->skipped = true;
        asked->probe.reset();
    }
    run_from(state->timeout->to);
}

void Turn::reopen() {
    if (session_.phase == Phase::kWaiting) {
        // The process was away, not the person: that time does not count.
        session_.paused_for += std::max(Duration{0}, at_ - session_.last_event);
    }
    resume("session.resumed");
}

}  // namespace bot::engine
