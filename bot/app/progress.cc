// Owns the rendering of progress and packs.
#include "bot/app/progress.h"

#include <algorithm>

namespace bot::app {
namespace {

constexpr std::size_t kWeakestShown = 3;
constexpr int kEnough = 3;  // questions of a tag that say something about it

struct Sum {
    int total = 0;
    int count = 0;
    int mean() const { return total / count; }
};

Block block(Block::Kind kind, std::vector<Run> runs, int percent = 0) {
    Block made;
    made.kind = kind;
    made.runs = std::move(runs);
    made.percent = percent;
    return made;
}

// The tag that went best and the one that went worst, of those with enough questions; empty if that is one and the same, or a tie.
std::vector<Run> extremes(const Catalogue& catalogue, const std::map<std::string, Sum>& tags) {
    const std::pair<const std::string, Sum>* best = nullptr;
    const std::pair<const std::string, Sum>* worst = nullptr;
    for (const auto& tag : tags) {
        if (tag.second.count < kEnough) continue;
        if (!best || tag.second.mean() > best->second.mean()) best = &tag;
        if (!worst || tag.second.mean() < worst->second.mean()) worst = &tag;
    }
    if (!best || best->second.mean() == worst->second.mean()) return {};
    return catalogue.runs("progress.extremes", {{"best", best->first},
                                                {"best_score", std::int64_t{best->second.mean()}},
                                                {"worst", worst->first},
                                                {"worst_score", std::int64_t{worst->second.mean()}}});
}

}  // namespace

Outbound render_progress(const Catalogue& catalogue, const Library& library, const std::vector<engine::Standing>& standings) {
    std::map<std::string, Sum> tags;
    std::vector<const engine::Standing*> known;
    Sum all;
    for (const auto& standing : standings) {
        const auto* question = library.question(standing.question);
        if (!question || standing.attempts == 0) continue;
        known.push_back(&standing);
        all.total += standing.last_score;
        ++all.count;
        for (const auto& tag : question->tags) {
            tags[tag].total += standing.last_score;
            ++tags[tag].count;
        }
    }
    if (all.count == 0) return {{block(Block::Kind::kParagraph, catalogue.runs("progress.none"))}, {}};

    Outbound out;
    out.blocks.push_back(block(Block::Kind::kHeading, catalogue.runs("progress.title")));
    out.blocks.push_back(block(Block::Kind::kParagraph,
                               catalogue.runs("progress.summary", {{"count", std::int64_t{all.count}}, {"score", std::int64_t{all.total / all.count}}})));
    for (const auto& [tag, sum] : tags) out.blocks.push_back(block(Block::Kind::kMeter, {{Style::kPlain, tag}}, sum.mean()));
    if (auto line = extremes(catalogue, tags); !line.empty()) out.blocks.push_back(block(Block::Kind::kParagraph, std::move(line)));
    std::stable_sort(known.begin(), known.end(), [](const auto* a, const auto* b) { return a->last_score < b->last_score; });
    if (known.size() > kWeakestShown) known.resize(kWeakestShown);
    out.blocks.push_back(block(Block::Kind::kParagraph, catalogue.runs("progress.weakest")));
    for (const auto* standing : known) {
        out.blocks.push_back(block(Block::Kind::kItem, catalogue.runs("progress.question", {{"prompt", library.question(standing->question)->prompt},
                                                                                            {"score", std::int64_t{standing->last_score}}})));
    }
    return out;
}

Outbound render_packs(const Catalogue& catalogue, const Library& library) {
    Outbound out;
    out.blocks.push_back(block(Block::Kind::kHeading, catalogue.runs("packs.title")));
    for (const auto& pack : library.content().packs) {
        out.blocks.push_back(
            block(Block::Kind::kItem, catalogue.runs("packs.pack", {{"id", pack.id}, {"title", pack.title}, {"count", std::int64_t(pack.questions.size())}})));
    }
    return out;
}

}  // namespace bot::app
