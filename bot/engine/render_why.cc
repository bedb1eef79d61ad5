// Owns the explanation of a mark, component by component.
#include <algorithm>

#include "bot/engine/blocks.h"
#include "bot/engine/markdown.h"
#include "bot/engine/render.h"

namespace bot::engine {
namespace {

std::int64_t wide(int value) { return value; }

void item(Outbound& out, std::vector<Run> runs, Tone tone, const char* sign) { out.blocks.push_back(block(Block::Kind::kItem, std::move(runs), tone, sign)); }

// Earned ones always; missed ones only once the question is left, else how many are open.
void render_points(Outbound& out, const Scene& scene, const Asked& asked, const grade::Question& question) {
    render_line(out, scene, "why.points", {{"earned", tenths(asked.mark.earned)}, {"full", tenths(asked.mark.full)}});
    int open = 0;
    for (std::size_t i = 0; i < question.points.size(); ++i) {
        const int credit = i < asked.tally.credit.size() ? asked.tally.credit[i] : 0;
        if (credit > 0) {
            item(out, earned_runs(scene, asked, question, i), Tone::kGood, credit >= 10 ? "+" : "~");
        } else if (asked.finished) {
            item(out, markdown_runs(question.points[i].want), Tone::kBad, "-");
        } else {
            ++open;
        }
    }
    if (open > 0) item(out, scene.texts().runs("why.open", {{"count", wide(open)}}), Tone::kMuted, "-");
}

void render_claims(Outbound& out, const Scene& scene, const Asked& asked, const grade::Question& question) {
    if (asked.mark.lost > 0) render_line(out, scene, "why.claims", {{"lost", tenths(asked.mark.lost)}});
    for (std::size_t i = 0; i < question.misconceptions.size() && i < asked.tally.penalty.size(); ++i) {
        if (asked.tally.penalty[i] == 0) continue;
        const std::string quote = i < asked.claims.size() ? asked.claims[i].quote : "";
        std::vector<Run> runs;
        if (asked.finished || quote.empty()) {
            runs = scene.texts().runs("finish.claim", {{"claim", question.misconceptions[i].claim}});
            if (!quote.empty()) append(runs, scene.texts().runs("feedback.quote", {{"quote", quote}}));
        } else {
            runs = scene.texts().runs("why.claim_open", {{"quote", quote}});
        }
        if (asked.tally.penalty[i] < 10) append(runs, scene.texts().runs("why.withdrawn"));
        item(out, std::move(runs), Tone::kBad, "!");
    }
}

void render_formula(Outbound& out, const Scene& scene, const Asked& asked, const grade::Question& question) {
    const auto& mark = asked.mark;
    render_line(out, scene, "why.rubric", {{"percent", wide(percent(mark.rubric))}, {"worth", wide(percent(grade::worth_of(mark)))}});
    if (grade::worth_of(mark) > grade::worth_of(mark.rubric)) render_line(out, scene, "why.elaboration", {{"percent", wide(percent(mark.elaboration))}});
    render_line(out, scene, "why.effort", {{"percent", wide(percent(mark.effort))}});
    if (question.kind == grade::Kind::kBehavioural) render_line(out, scene, "why.evidence", {{"percent", wide(percent(mark.evidence))}});
    if (mark.untouched_parts > 0) render_line(out, scene, "why.parts", {{"count", wide(mark.untouched_parts)}});
    if (mark.capped_parts) render_line(out, scene, "why.capped_parts", {}, Tone::kWarn);
    if (mark.capped_list) render_line(out, scene, "why.capped_list", {}, Tone::kWarn);
    if (mark.raised) render_line(out, scene, "why.raised", {{"score", wide(grade::kOnSubject)}});
    if (asked.followups > 0 && asked.first_score != mark.score) {
        render_line(out, scene, "why.followups", {{"first", wide(asked.first_score)}, {"score", wide(mark.score)}});
    }
}

}  // namespace

void render_why(Outbound& out, const Scene& scene) {
    const auto& all = scene.session.asked;
    const auto last = std::find_if(all.rbegin(), all.rend(), [](const Asked& asked) { return asked.answered; });
    const auto* question = last == all.rend() ? nullptr : scene.question(*last);
    if (!question) return render_line(out, scene, "why.nothing");
    out.blocks.push_back(block(Block::Kind::kHeading, scene.texts().runs("why.title", {{"score", wide(last->mark.score)}})));
    out.blocks.push_back(block(Block::Kind::kQuote, markdown_runs(question->prompt)));
    render_points(out, scene, *last, *question);
    render_claims(out, scene, *last, *question);
    render_formula(out, scene, *last, *question);
}

}  // namespace bot::engine
