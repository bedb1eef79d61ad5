// Owns what each command does. None of them costs an attempt.
#include <algorithm>

#include "bot/engine/followup.h"
#include "bot/engine/turn.h"

namespace bot::engine {

void Turn::command(Command command) {
    if (session_.phase == Phase::kPaused) return refuse_while_paused(command);
    switch (command) {
        case Command::kHint: return hint();
        case Command::kRepeat: return present();
        case Command::kSkip: return skip();
        case Command::kPause: return pause();
        case Command::kResume: note("session.not_paused"); return present();
        case Command::kStop: return stop();
        case Command::kWhy: return render_why(page(), scene());
        case Command::kHelp: return render_help(page(), scene());
    }
}

void Turn::command_when_over(Command command) {
    if (command == Command::kWhy) return render_why(page(), scene());
    note("session.over");
}

// Only what makes sense while paused; everything else is told how to go on.
void Turn::refuse_while_paused(Command command) {
    switch (command) {
        case Command::kResume: return resume("session.resumed");
        case Command::kStop: return stop();
        case Command::kWhy: return render_why(page(), scene());
        default: return render_help(page(), scene());
    }
}

void Turn::hint() {
    const State* state = scene().state();
    Asked* asked = current();
    const auto* question = asked ? scene().question(*asked) : nullptr;
    if (!question || !state || state->verb != Verb::kAsk) return note("hint.nothing");
    const auto point = choose_hint(*question, *asked);
    if (!point) return note("hint.used_up");
    asked->hinted.resize(question->points.size(), false);
    asked->hinted[std::size_t(*point)] = true;
    render_hint(page(), scene(), *asked, *point);
}

void Turn::skip() {
    const State* state = scene().state();
    if (!state || !state->on_skip) {
        note("command.not_here", {{"command", "skip"}});
        return render_help(page(), scene());
    }
    Asked* asked = current();
    if (asked && !asked->probe && !asked->answered) asked->skipped = true;
    if (asked) asked->probe.reset();
    note("session.skipped");
    cancel_timer();
    run_from(state->on_skip);
}

void Turn::pause() {
    cancel_timer();
    session_.phase = Phase::kPaused;
    session_.paused_at = at_;
    note("session.paused");
    // Who pauses may be leaving: the ways on are offered, but there is no line to work from.
    status_ = false;
    render_choices(page(), scene());
}

void Turn::resume(std::string_view key) {
    if (session_.paused_at) session_.paused_for += std::max(Duration{0}, at_ - *session_.paused_at);
    session_.paused_at.reset();
    session_.phase = Phase::kWaiting;
    note(key);
    const State* state = scene().state();
    if (state && state->timeout) {
        const bool nudged = session_.timer && session_.timer->nudged;
        cancel_timer();
        start_timer(state->timeout->after, nudged);
    }
    present();
}

void Turn::stop() {
    session_.paused_at.reset();
    cancel_timer();
    note("session.stopped");
    if (Asked* asked = current(); asked && !asked->answered) asked->finished = true;  // its model answer would spoil a second try
    leave_question();
    new_page();
    render_scorecard(page(), scene());
    end();
}

void Turn::present() {
    const State* state = scene().state();
    Asked* asked = current();
    if (!state || state->verb != Verb::kAsk || !asked) return note("session.wait");
    if (state->subject == Subject::kFollowup) return render_followup(page(), scene(), *asked);
    render_question(page(), scene(), *asked);
}

}  // namespace bot::engine
