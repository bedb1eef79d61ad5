// Owns what is said of an answer: the mark with the words that earned it, then, when the question is left, what was missed and the model answer.
#include "bot/engine/blocks.h"
#include "bot/engine/markdown.h"
#include "bot/engine/render.h"

namespace bot::engine {
namespace {

using grade::Band;
using grade::PointStatus;

Tone tone_of(Band band) {
    switch (band) {
        case Band::kStrong: return Tone::kGood;
        case Band::kPartial: return Tone::kWarn;
        default: return Tone::kBad;
    }
}

std::int64_t wide(int value) { return value; }

// The line with the mark; after a follow-up it says how the mark moved.
void render_mark(Outbound& out, const Scene& scene, const Asked& asked, const Reaction& reaction) {
    const int score = asked.mark.score;
    const Tone tone = tone_of(asked.mark.band);
    const int moved = score - reaction.score_before;
    if (!reaction.probe) {
        const auto band = scene.texts().text("band." + std::string{grade::to_string(asked.mark.band)});
        render_line(out, scene, "feedback.mark", {{"score", wide(score)}, {"band", band}}, tone);
    } else if (moved > 0) {
        render_line(out, scene, "feedback.up", {{"score", wide(score)}, {"gain", wide(moved)}}, tone);
    } else if (moved < 0) {
        render_line(out, scene, "feedback.down", {{"score", wide(score)}, {"loss", wide(-moved)}}, tone);
    } else {
        render_line(out, scene, "feedback.same", {{"score", wide(score)}}, tone);
    }
}

void render_notes(Outbound& out, const Scene& scene, const Asked& asked, const Reaction& reaction) {
    if (reaction.cut) render_line(out, scene, "answer.cut", {{"size", wide(int(grade::kMaxAnswerBytes / 1024))}}, Tone::kWarn);
    if (reaction.repaired) render_line(out, scene, "answer.repaired", {}, Tone::kWarn);
    if (!reaction.probe && asked.mark.capped_list) render_line(out, scene, "feedback.term_list", {}, Tone::kWarn);
}

void render_missed(Outbound& out, const Scene& scene, const Asked& asked, const grade::Question& question) {
    std::vector<Block> items;
    for (std::size_t i = 0; i < question.points.size(); ++i) {
        if (i < asked.tally.credit.size() && asked.tally.credit[i] > 0) continue;
        auto runs = markdown_runs(question.points[i].want);
        const bool denied =
            i < asked.points.size() && (asked.points[i].status == PointStatus::kNegated || asked.points[i].status == PointStatus::kContradicted);
        if (denied && !asked.points[i].quote.empty()) append(runs, scene.texts().runs("finish.denied", {{"quote", asked.points[i].quote}}));
        items.push_back(block(Block::Kind::kItem, std::move(runs), Tone::kBad, "-"));
    }
    for (std::size_t i = 0; i < question.misconceptions.size() && i < asked.tally.penalty.size(); ++i) {
        if (asked.tally.penalty[i] == 0) continue;
        auto runs = scene.texts().runs("finish.claim", {{"claim", question.misconceptions[i].claim}});
        if (i < asked.claims.size() && !asked.claims[i].quote.empty()) append(runs, scene.texts().runs("feedback.quote", {{"quote", asked.claims[i].quote}}));
        items.push_back(block(Block::Kind::kItem, std::move(runs), Tone::kBad, "!"));
    }
    if (items.empty()) return render_line(out, scene, "finish.all", {}, Tone::kGood);
    out.blocks.push_back(block(Block::Kind::kHeading, scene.texts().runs("finish.missed")));
    for (auto& item : items) out.blocks.push_back(std::move(item));
}

}  // namespace

std::vector<Run> earned_runs(const Scene& scene, const Asked& asked, const grade::Question& question, std::size_t point) {
    auto runs = markdown_runs(question.points[point].want);
    const std::string quote = point < asked.points.size() ? asked.points[point].quote : "";
    if (!quote.empty()) append(runs, scene.texts().runs("feedback.quote", {{"quote", quote}}));
    const int credit = point < asked.tally.credit.size() ? asked.tally.credit[point] : 0;
    if (credit >= 10) return runs;
    const bool hinted = point < asked.hinted.size() && asked.hinted[point];
    // The credit rules (grade/tally.h) give the least to a point that needed both its hint and a follow-up.
    append(runs, scene.texts().runs(!hinted ? "feedback.by_followup" : credit < 5 ? "feedback.by_both" : "feedback.half"));
    return runs;
}

void render_feedback(Outbound& out, const Scene& scene, const Asked& asked, const Reaction& reaction) {
    const auto* question = scene.question(asked);
    if (!question) return;
    if (reaction.probe && reaction.probe->kind == grade::Probe::Kind::kDeeper) {
        render_line(out, scene, "feedback.deeper");
        return render_notes(out, scene, asked, reaction);
    }
    render_mark(out, scene, asked, reaction);
    for (const int i : reaction.gained) {
        const auto point = std::size_t(i);
        const bool whole = point < asked.tally.credit.size() && asked.tally.credit[point] >= 10;
        out.blocks.push_back(block(Block::Kind::kItem, earned_runs(scene, asked, *question, point), Tone::kGood, whole ? "+" : "~"));
    }
    for (const int i : reaction.claimed) {
        const auto& quote = std::size_t(i) < asked.claims.size() ? asked.claims[std::size_t(i)].quote : std::string{};
        if (!quote.empty()) out.blocks.push_back(block(Block::Kind::kItem, scene.texts().runs("feedback.claimed", {{"quote", quote}}), Tone::kBad, "!"));
    }
    for (const int i : reaction.withdrawn) {
        const auto& quote = std::size_t(i) < asked.claims.size() ? asked.claims[std::size_t(i)].quote : std::string{};
        out.blocks.push_back(block(Block::Kind::kItem, scene.texts().runs("feedback.withdrawn", {{"quote", quote}}), Tone::kGood, "~"));
    }
    for (const int i : reaction.denied) {
        const auto& quote = std::size_t(i) < asked.points.size() ? asked.points[std::size_t(i)].quote : std::string{};
        if (!quote.empty()) out.blocks.push_back(block(Block::Kind::kItem, scene.texts().runs("feedback.denied", {{"quote", quote}}), Tone::kWarn, "?"));
    }
    const bool found_nothing = reaction.gained.empty() && reaction.claimed.empty() && reaction.denied.empty();
    if (!reaction.probe && found_nothing) render_line(out, scene, "feedback.nothing");
    render_notes(out, scene, asked, reaction);
}

void render_finish(Outbound& out, const Scene& scene, const Asked& asked) {
    const auto* question = scene.question(asked);
    if (!question) return;
    if (asked.answered) render_missed(out, scene, asked, *question);
    render_model_answer(out, scene, asked);
}

void render_model_answer(Outbound& out, const Scene& scene, const Asked& asked) {
    const auto* question = scene.question(asked);
    if (!question || question->answer.empty()) return;
    out.blocks.push_back(block(Block::Kind::kHeading, scene.texts().runs("finish.answer")));
    for (auto& made : markdown_blocks(question->answer)) out.blocks.push_back(std::move(made));
    for (const auto& reference : question->references) {
        out.blocks.push_back(
            block(Block::Kind::kParagraph, scene.texts().runs("finish.reference", {{"title", reference.title}, {"url", reference.url}}), Tone::kMuted));
    }
}

}  // namespace bot::engine
