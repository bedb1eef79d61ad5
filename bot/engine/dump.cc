// Owns the stable text of a session.
#include "bot/engine/dump.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <string_view>

namespace bot::engine {
namespace {

std::string_view to_text(Phase phase) {
    switch (phase) {
        case Phase::kWaiting: return "waiting";
        case Phase::kPaused: return "paused";
        case Phase::kEnded: return "ended";
    }
    return "?";
}

std::string to_text(const grade::Probe& probe) {
    const char* kinds[] = {"point", "misconception", "deeper"};
    return fmt::format("{}:{}", kinds[std::size_t(probe.kind) % 3], probe.index);
}

std::string dump_question(const Asked& asked) {
    std::string out = fmt::format("asked {}{}{}{} followups {} rubric {}\n", asked.question, asked.answered ? " answered" : "", asked.skipped ? " skipped" : "",
                                  asked.finished ? " finished" : "", asked.followups, asked.rubric.empty() ? "-" : asked.rubric);
    const auto& mark = asked.mark;
    out += fmt::format("  mark {} {} first {} earned {} lost {} full {} rubric {} elaboration {} effort {} evidence {} untouched {}{}{}{}\n", mark.score,
                       grade::to_string(mark.band), asked.first_score, mark.earned, mark.lost, mark.full, mark.rubric, mark.elaboration, mark.effort,
                       mark.evidence, mark.untouched_parts, mark.capped_parts ? " capped-parts" : "", mark.capped_list ? " capped-list" : "",
                       mark.raised ? " raised" : "");
    out += fmt::format("  tally credit [{}] penalty [{}] words {} on-subject {} numbers {}{}{}\n", fmt::join(asked.tally.credit, " "),
                       fmt::join(asked.tally.penalty, " "), asked.tally.content_words, asked.tally.subject_words, asked.tally.numbers,
                       asked.tally.term_list ? " term-list" : "", asked.tally.on_subject ? " on-subject" : "");
    for (std::size_t i = 0; i < asked.hinted.size(); ++i) {
        if (asked.hinted[i]) out += fmt::format("  hinted {}\n", i);
    }
    for (std::size_t i = 0; i < asked.points.size(); ++i) {
        out += fmt::format("  point {} {} \"{}\"\n", i, grade::to_string(asked.points[i].status), asked.points[i].quote);
    }
    for (std::size_t i = 0; i < asked.claims.size(); ++i) {
        out += fmt::format("  claim {} {} \"{}\"\n", i, grade::to_string(asked.claims[i].status), asked.claims[i].quote);
    }
    if (asked.probe) out += "  probe " + to_text(*asked.probe) + "\n";
    for (const auto& probe : asked.probed) out += "  probed " + to_text(probe) + "\n";
    return out;
}

}  // namespace

std::string dump(const Session& session) {
    std::string out = fmt::format("script {} {}\nphase {} state {} steps {} seed {}\n", session.script, session.program.empty() ? "-" : session.program,
                                  to_text(session.phase), session.state.empty() ? "-" : session.state, session.steps, session.seed);
    out += fmt::format("started {} last {} paused-for {}ms{}\n", to_rfc3339(session.started), to_rfc3339(session.last_event), session.paused_for.count(),
                       session.paused_at ? " paused-at " + to_rfc3339(*session.paused_at) : "");
    for (const auto& [name, value] : session.arguments) out += fmt::format("argument {} = {}\n", name, value);
    if (session.timer) out += fmt::format("timer {} due {}{}\n", session.timer->id, to_rfc3339(session.timer->due), session.timer->nudged ? " nudged" : "");
    for (const auto& [state, keys] : session.queues) out += fmt::format("queue {}: {}\n", state, fmt::join(keys, " "));
    for (const auto& asked : session.asked) out += dump_question(asked);
    return out;
}

}  // namespace bot::engine
