// Owns the way through the states, from one waiting state to the next or to the end.
#include <algorithm>
#include <utility>

#include "bot/engine/followup.h"
#include "bot/engine/turn.h"

namespace bot::engine {
namespace {

template <class Items>
std::optional<std::size_t> index_of(const Items& items, std::string_view id) {
    for (std::size_t i = 0; i < items.size(); ++i) {
        if (items[i].id == id) return i;
    }
    return std::nullopt;
}

int at(const std::vector<int>& values, std::size_t i) { return i < values.size() ? values[i] : 0; }

}  // namespace

void Turn::run_from(std::optional<StateIndex> index) {
    const auto& states = material_.program.states;
    // The compiler proves that no loop goes without waiting; a program that it did not make must come to rest all the same.
    std::size_t left = 4 * states.size() + 16;
    while (index && *index >= 0 && std::size_t(*index) < states.size() && left-- > 0) {
        const State& state = states[std::size_t(*index)];
        session_.state = state.id;
        index = run(state);
        if (!index) return;
    }
    note("session.stuck");
    leave_question();
    new_page();
    render_scorecard(page(), scene());
    end();
}

std::optional<StateIndex> Turn::run(const State& state) {
    switch (state.verb) {
        case Verb::kSay: return say(state);
        case Verb::kAsk: return ask(state);
        case Verb::kGrade: return grade(state);
        case Verb::kPick: return pick(state);
        case Verb::kGoto: return state.next ? state.next : -1;
        case Verb::kWait: wait(state, false); return std::nullopt;
        case Verb::kEnd: return say(state);
    }
    return std::nullopt;
}

std::optional<StateIndex> Turn::say(const State& state) {
    const bool ends = state.ends || state.verb == Verb::kEnd || !state.next;
    if (state.say == "scorecard") {
        if (ends) leave_question();
        new_page();
        render_scorecard(page(), scene());
        new_page();
    } else if (state.say == "reveal") {
        const auto when = session_.arguments.find("reveal");
        if (when != session_.arguments.end() && when->second == "later") {
            note("session.reveal_later");
        } else if (!session_.asked.empty()) {
            render_finish(page(), scene(), session_.asked.back());
        }
    } else if (!state.say.empty()) {
        note(state.say);
    }
    if (!ends) return state.next;
    leave_question();
    end();
    return std::nullopt;
}

std::optional<StateIndex> Turn::pick(const State& state) {
    leave_question();
    const int none = state.none.value_or(-1);
    auto key = scene().next_question(state);
    if (!key) return none;
    if (scene().minutes_used_up(at_)) {
        // One pick may lead to the next; they find the clock run out together.
        if (!std::exchange(time_up_said_, true)) note("session.time_up", {{"count", std::int64_t{scene().number("minutes").value_or(0)}}});
        return none;
    }
    Asked asked;
    asked.question = std::move(*key);
    const auto* question = scene().question(asked);
    asked.hinted.assign(question ? question->points.size() : 0, false);
    session_.asked.push_back(std::move(asked));
    return state.next.value_or(-1);
}

std::optional<StateIndex> Turn::ask(const State& state) {
    const auto pass = state.on_skip ? state.on_skip : state.on_answer;
    Asked* asked = current();
    const auto* question = asked ? scene().question(*asked) : nullptr;
    if (!question) {
        if (asked) {
            asked->skipped = !asked->answered;
            note("session.question_gone");
        }
        return pass.value_or(-1);
    }
    if (state.subject == Subject::kQuestion) {
        new_page();
        render_question(page(), scene(), *asked);
    } else {
        const auto probe = choose_followup(*question, *asked, scene().followups(), state.about);
        if (!probe) return pass.value_or(-1);
        asked->probe = *probe;
        asked->probed.push_back(*probe);
        ++asked->followups;
        render_followup(page(), scene(), *asked);
    }
    wait(state, false);
    return std::nullopt;
}

void Turn::wait(const State& state, bool nudged) {
    session_.phase = Phase::kWaiting;
    if (state.timeout) start_timer(state.timeout->after, nudged);
}

bool Turn::holds(const Transition& outcome) const {
    const Guard& guard = outcome.when;
    if (guard.kind == Guard::Kind::kAlways) return true;
    const auto* asked = scene().current();
    const auto* question = asked ? scene().question(*asked) : nullptr;
    if (!question || !asked->answered) return false;
    switch (guard.kind) {
        case Guard::Kind::kFollowupLeft: {
            // Asked with the wishes of the state it leads to, which is the one that will ask.
            const auto& states = material_.program.states;
            const bool known = outcome.to >= 0 && std::size_t(outcome.to) < states.size();
            return choose_followup(*question, *asked, scene().followups(), known ? states[std::size_t(outcome.to)].about : std::vector<std::string>{})
                .has_value();
        }
        case Guard::Kind::kBandAtLeast: return int(asked->mark.band) >= guard.number;
        case Guard::Kind::kScoreAtLeast: return asked->mark.score >= guard.number;
        case Guard::Kind::kMissed: {
            const auto point = index_of(question->points, guard.name);
            return point && at(asked->tally.credit, *point) == 0;
        }
        case Guard::Kind::kClaimed: {
            const auto claim = index_of(question->misconceptions, guard.name);
            return claim && at(asked->tally.penalty, *claim) > 0;
        }
        case Guard::Kind::kAlways: break;
    }
    return true;
}

void Turn::leave_question() {
    Asked* asked = current();
    if (!asked) return;
    asked->probe.reset();
    asked->finished = true;
    if (!scene().reveals_later()) render_finish(page(), scene(), *asked);
}

void Turn::end() {
    session_.phase = Phase::kEnded;
    effects_.emplace_back(Ended{});
}

}  // namespace bot::engine
