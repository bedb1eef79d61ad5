// Owns which events fit a session; what they do is in turn.h.
#include "bot/engine/step.h"

#include <algorithm>
#include <utility>

#include "bot/base/overloaded.h"
#include "bot/engine/turn.h"

namespace bot::engine {
namespace {

// An event that fits changes the session; one that does not leaves it as it is.
bool fits(const Session& session, const Event& event) {
    const bool begun = session.steps > 0;
    if (std::holds_alternative<Started>(event.what)) return !begun;
    if (!begun || session.phase == Phase::kEnded) return false;
    if (const auto* fired = std::get_if<TimerFired>(&event.what)) {
        return session.phase == Phase::kWaiting && session.timer && session.timer->id == fired->timer;
    }
    return true;
}

// An ended session still says a word to the person, and explains its last mark.
Stepped afterwards(const Material& material, Session session, const Event& event) {
    Stepped same{session, {}};
    if (session.steps == 0 || session.phase != Phase::kEnded) return same;
    Turn turn{material, std::move(session), event.at};
    if (const auto* commanded = std::get_if<Commanded>(&event.what)) {
        turn.command_when_over(commanded->command);
    } else if (std::holds_alternative<Answered>(event.what)) {
        turn.command_when_over(Command::kHelp);
    } else {
        return same;
    }
    same.effects = std::move(turn).finish().effects;
    return same;
}

}  // namespace

Stepped step(const Material& material, Session session, const Event& event) {
    if (!fits(session, event)) return afterwards(material, std::move(session), event);
    const Instant before = session.last_event;
    ++session.steps;
    Turn turn{material, std::move(session), event.at};
    std::visit(Overloaded{
                   [&](const Started& started) { turn.start(started); },
                   [&](const Answered& answered) { turn.answer(answered); },
                   [&](const Commanded& commanded) { turn.command(commanded.command); },
                   [&](const TimerFired& fired) { turn.timer(fired); },
                   [&](const Reopened&) { turn.reopen(); },
               },
               event.what);
    Stepped stepped = std::move(turn).finish();
    stepped.session.last_event = std::max(before, event.at);
    return stepped;
}

}  // namespace bot::engine
