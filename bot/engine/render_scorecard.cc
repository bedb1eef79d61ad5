// Owns the scorecard: overall, a bar for each question and tag, and what to read next.
#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "bot/engine/blocks.h"
#include "bot/engine/markdown.h"
#include "bot/engine/render.h"

namespace bot::engine {
namespace {

constexpr std::size_t kTagsShown = 8;
constexpr std::size_t kReadNext = 3;

std::int64_t wide(std::size_t value) { return std::int64_t(value); }
std::int64_t wide(int value) { return value; }

// "go-developer/helm" is shown as "helm".
std::string short_name(const Asked& asked) { return asked.question.substr(asked.question.rfind('/') + 1); }

void heading(Outbound& out, const Scene& scene, std::string_view key) { out.blocks.push_back(block(Block::Kind::kHeading, scene.texts().runs(key))); }

void meter(Outbound& out, std::string label, int value) {
    auto made = block(Block::Kind::kMeter, {{Style::kPlain, std::move(label)}});
    made.percent = std::clamp(value, 0, 100);
    out.blocks.push_back(std::move(made));
}

std::size_t count_if(const Scene& scene, bool (*fits)(const Asked&)) {
    return std::size_t(std::count_if(scene.session.asked.begin(), scene.session.asked.end(), fits));
}

void render_overall(Outbound& out, const Scene& scene) {
    const auto overall = scene.overall();
    const auto marked = count_if(scene, [](const Asked& asked) { return asked.answered; });
    const auto skipped = count_if(scene, [](const Asked& asked) { return asked.skipped; });
    const auto open = count_if(scene, [](const Asked& asked) { return !asked.answered && !asked.skipped; });
    if (overall) {
        const auto band = scene.texts().text("band." + std::string{grade::to_string(grade::band_of(*overall))});
        render_line(out, scene, "scorecard.overall", {{"score", wide(*overall)}, {"band", band}});
    } else {
        render_line(out, scene, "scorecard.nothing");
    }
    std::vector<std::string> counts;
    if (marked > 0) counts.push_back(scene.texts().text("scorecard.marked", {{"count", wide(marked)}}));
    if (skipped > 0) counts.push_back(scene.texts().text("scorecard.skipped", {{"count", wide(skipped)}}));
    if (open > 0) counts.push_back(scene.texts().text("scorecard.unanswered", {{"count", wide(open)}}));
    std::vector<Run> runs;
    for (const auto& count : counts) append(runs, (runs.empty() ? "" : " · ") + count);
    if (!runs.empty()) out.blocks.push_back(block(Block::Kind::kParagraph, std::move(runs), Tone::kMuted));
}

// The components of one mark on one line.
std::string detail(const Scene& scene, const Asked& asked, const grade::Question* question) {
    const auto& mark = asked.mark;
    const bool figures = question && question->kind == grade::Kind::kBehavioural;
    std::string line =
        scene.texts().text(figures ? "scorecard.detail_figures" : "scorecard.detail",
                           {{"rubric", wide(percent(mark.rubric))}, {"effort", wide(percent(mark.effort))}, {"evidence", wide(percent(mark.evidence))}});
    if (const auto hints = std::count(asked.hinted.begin(), asked.hinted.end(), true); hints > 0) {
        line += scene.texts().text("scorecard.detail_hints", {{"count", std::int64_t(hints)}});
    }
    const auto claims = std::count_if(asked.tally.penalty.begin(), asked.tally.penalty.end(), [](int penalty) { return penalty > 0; });
    if (claims > 0) line += scene.texts().text("scorecard.detail_claims", {{"count", std::int64_t(claims)}});
    if (mark.capped_parts || mark.capped_list) line += scene.texts().text("scorecard.detail_capped");
    if (asked.first_score != mark.score) line += scene.texts().text("scorecard.detail_followups", {{"first", wide(asked.first_score)}});
    return line;
}

void render_questions(Outbound& out, const Scene& scene) {
    heading(out, scene, "scorecard.questions");
    for (const auto& asked : scene.session.asked) {
        if (asked.answered) meter(out, short_name(asked), asked.mark.score);
    }
    for (const auto& asked : scene.session.asked) {
        if (asked.answered) continue;
        const auto* key = asked.skipped ? "scorecard.was_skipped" : "scorecard.was_open";
        out.blocks.push_back(block(Block::Kind::kItem, scene.texts().runs(key, {{"question", short_name(asked)}}), Tone::kMuted, "-"));
    }
}

// What made each mark, a line a question.
void render_details(Outbound& out, const Scene& scene) {
    bool first = true;
    for (const auto& asked : scene.session.asked) {
        if (!asked.answered) continue;
        if (std::exchange(first, false)) heading(out, scene, "scorecard.details");
        auto runs = scene.texts().runs("scorecard.about", {{"question", short_name(asked)}, {"detail", detail(scene, asked, scene.question(asked))}});
        out.blocks.push_back(block(Block::Kind::kItem, std::move(runs), Tone::kMuted));
    }
}

// Weakest first, so that the eye falls on what to do; the tags with most questions if there are too many.
void render_tags(Outbound& out, const Scene& scene) {
    struct Sum {
        std::string tag;
        int total = 0;
        int count = 0;
        int mean() const { return (2 * total + count) / (2 * count); }
    };
    std::map<std::string, Sum> by_tag;
    for (const auto& asked : scene.session.asked) {
        const auto* question = asked.answered ? scene.question(asked) : nullptr;
        if (!question) continue;
        for (const auto& tag : std::set<std::string>(question->tags.begin(), question->tags.end())) {
            auto& sum = by_tag[tag];
            sum.tag = tag;
            sum.total += asked.mark.score;
            ++sum.count;
        }
    }
    if (by_tag.empty()) return;
    std::vector<Sum> sums;
    sums.reserve(by_tag.size());
    for (auto& [tag, sum] : by_tag) sums.push_back(sum);
    std::stable_sort(sums.begin(), sums.end(), [](const Sum& a, const Sum& b) { return a.count > b.count; });
    if (sums.size() > kTagsShown) sums.resize(kTagsShown);
    std::stable_sort(sums.begin(), sums.end(), [](const Sum& a, const Sum& b) { return a.mean() != b.mean() ? a.mean() < b.mean() : a.tag < b.tag; });
    heading(out, scene, "scorecard.tags");
    for (const auto& sum : sums) meter(out, sum.tag, sum.mean());
}

// Points not earned, heaviest first.
std::vector<std::size_t> missed_points(const Asked& asked, const grade::Question& question) {
    std::vector<std::size_t> missed;
    for (std::size_t i = 0; i < question.points.size(); ++i) {
        if (i >= asked.tally.credit.size() || asked.tally.credit[i] == 0) missed.push_back(i);
    }
    std::stable_sort(missed.begin(), missed.end(), [&](std::size_t a, std::size_t b) { return question.points[a].weight > question.points[b].weight; });
    return missed;
}

void render_reading(Outbound& out, const Scene& scene, const Asked& asked, const grade::Question& question, std::size_t point, std::size_t round) {
    auto runs = scene.texts().runs("scorecard.read_point", {{"question", short_name(asked)}, {"want", ""}});
    append(runs, markdown_runs(question.points[point].want));
    if (!question.references.empty()) {
        const auto& source = question.references[round % question.references.size()];
        append(runs, scene.texts().runs("scorecard.read_source", {{"title", source.title}, {"url", source.url}}));
    }
    out.blocks.push_back(block(Block::Kind::kItem, std::move(runs)));
}

// Three things, from the weakest questions: first the heaviest missed point of each, then the next one.
void render_read_next(Outbound& out, const Scene& scene) {
    std::vector<const Asked*> weakest;
    for (const auto& asked : scene.session.asked) {
        if (asked.answered || asked.skipped) weakest.push_back(&asked);
    }
    std::stable_sort(weakest.begin(), weakest.end(), [](const Asked* a, const Asked* b) { return a->mark.score < b->mark.score; });
    std::size_t shown = 0;
    bool more = true;
    for (std::size_t round = 0; more && shown < kReadNext; ++round) {
        more = false;
        for (const auto* asked : weakest) {
            const auto* question = scene.question(*asked);
            if (!question || shown == kReadNext) continue;
            const auto missed = missed_points(*asked, *question);
            if (round >= missed.size()) continue;
            if (shown++ == 0) heading(out, scene, "scorecard.read");
            more = true;
            render_reading(out, scene, *asked, *question, missed[round], round);
        }
    }
}

}  // namespace

void render_scorecard(Outbound& out, const Scene& scene) {
    heading(out, scene, "scorecard.title");
    render_overall(out, scene);
    if (!scene.session.asked.empty()) render_questions(out, scene);
    render_tags(out, scene);
    render_details(out, scene);
    render_read_next(out, scene);
    render_line(out, scene, "scorecard.seed", {{"seed", std::to_string(scene.session.seed)}}, Tone::kMuted);
    render_line(out, scene, "scorecard.next", {}, Tone::kMuted);
}

}  // namespace bot::engine
