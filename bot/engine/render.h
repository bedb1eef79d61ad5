// Owns the composition of what the bot says in a session: each function adds blocks to a message, all words from the catalogue.
// Must not change a session or decide what comes next.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "bot/base/message.h"
#include "bot/engine/scene.h"
#include "bot/engine/session.h"
#include "bot/grade/tally.h"

namespace bot::engine {

// What one answer changed; indexes follow the question.
struct Reaction {
    std::optional<grade::Probe> probe;  // unset = the first answer
    int score_before = 0;
    std::vector<int> gained;     // points whose credit rose
    std::vector<int> claimed;    // misconceptions that cost more than before
    std::vector<int> withdrawn;  // misconceptions taken back
    std::vector<int> denied;     // points the answer denied, so that they earned nothing
    bool cut = false;
    bool repaired = false;
};

// One line of the catalogue as a paragraph.
void render_line(Outbound& out, const Scene& scene, std::string_view key, Arguments arguments = {}, Tone tone = Tone::kNeutral);

void render_welcome(Outbound& out, const Scene& scene);
void render_question(Outbound& out, const Scene& scene, const Asked& asked);
// What is still open, without giving it away, and the follow-up that is open now.
void render_followup(Outbound& out, const Scene& scene, const Asked& asked);
void render_hint(Outbound& out, const Scene& scene, const Asked& asked, int point);

// The mark and what earned it, in the person's own words. What was missed is named only by render_finish(), so that it can still be asked for.
void render_feedback(Outbound& out, const Scene& scene, const Asked& asked, const Reaction& reaction);
// A question that is left: what was missed or said wrongly, then the model answer.
void render_finish(Outbound& out, const Scene& scene, const Asked& asked);
void render_model_answer(Outbound& out, const Scene& scene, const Asked& asked);
// Every component of the last mark in plain words.
void render_why(Outbound& out, const Scene& scene);

void render_scorecard(Outbound& out, const Scene& scene);
void render_help(Outbound& out, const Scene& scene);
// The commands worth offering now, as buttons or words.
void render_choices(Outbound& out, const Scene& scene);
// The one line that says where you are ("3/10 · 62 · hint skip why stop": question, mean mark so far, what may be typed), and the choices.
void render_status(Outbound& out, const Scene& scene);

// A point's own words: its want and, where there is one, the quote that earned it and why it counts less than whole. Shared by feedback and why.
std::vector<Run> earned_runs(const Scene& scene, const Asked& asked, const grade::Question& question, std::size_t point);

}  // namespace bot::engine
