// Owns the choice of follow-ups and hints from what was missed.
#include "bot/engine/followup.h"

#include <algorithm>
#include <functional>

namespace bot::engine {
namespace {

using grade::Probe;
using Fits = std::function<bool(int)>;

template <class Items>
std::optional<int> heaviest(const Items& items, const Fits& fits) {
    std::optional<int> best;
    for (int i = 0; i < int(items.size()); ++i) {
        if (fits(i) && (!best || items[std::size_t(i)].weight > items[std::size_t(*best)].weight)) best = i;
    }
    return best;
}

int at(const std::vector<int>& values, int i) { return std::size_t(i) < values.size() ? values[std::size_t(i)] : 0; }
bool at(const std::vector<bool>& values, int i) { return std::size_t(i) < values.size() && values[std::size_t(i)]; }

bool was_probed(const Asked& asked, Probe probe) { return std::find(asked.probed.begin(), asked.probed.end(), probe) != asked.probed.end(); }

constexpr int kFullPenalty = 10;  // tenths; less = withdrawn already

}  // namespace

std::optional<Probe> choose_followup(const grade::Question& question, const Asked& asked, int budget, const std::vector<std::string>& about) {
    if (!asked.answered || asked.skipped || asked.finished || asked.followups >= budget) return std::nullopt;

    const auto challenge = heaviest(question.misconceptions, [&](int i) {
        return at(asked.tally.penalty, i) >= kFullPenalty && !question.misconceptions[std::size_t(i)].challenge.empty() &&
               !was_probed(asked, {Probe::Kind::kMisconception, i});
    });
    if (challenge) return Probe{Probe::Kind::kMisconception, *challenge};

    const auto missed = [&](int i) { return at(asked.tally.credit, i) == 0; };
    const auto to_ask = [&](int i) { return missed(i) && !question.points[std::size_t(i)].ask.empty() && !was_probed(asked, {Probe::Kind::kPoint, i}); };
    for (const auto& id : about) {
        const auto named = heaviest(question.points, [&](int i) { return question.points[std::size_t(i)].id == id && to_ask(i); });
        if (named) return Probe{Probe::Kind::kPoint, *named};
    }

    // Once the points make full marks but for a crumb, asking for the rest would be pedantry.
    constexpr int kEnough = 95;  // percent
    const bool points_full = asked.mark.full > 0 && 100 * (asked.mark.earned - asked.mark.lost) >= kEnough * asked.mark.full;
    if (!points_full) {
        if (const auto point = heaviest(question.points, to_ask)) return Probe{Probe::Kind::kPoint, *point};
    }

    const bool any_missed = heaviest(question.points, missed).has_value();
    const bool any_claimed = std::any_of(asked.tally.penalty.begin(), asked.tally.penalty.end(), [](int penalty) { return penalty > 0; });
    const bool went_deeper = std::any_of(asked.probed.begin(), asked.probed.end(), [](const Probe& probe) { return probe.kind == Probe::Kind::kDeeper; });
    if (any_missed || any_claimed || went_deeper || question.deeper.empty()) return std::nullopt;
    return Probe{Probe::Kind::kDeeper, 0};
}

std::optional<int> choose_hint(const grade::Question& question, const Asked& asked) {
    const auto usable = [&](int i) {
        return i >= 0 && std::size_t(i) < question.points.size() && !question.points[std::size_t(i)].hint.empty() && !at(asked.hinted, i) &&
               at(asked.tally.credit, i) == 0;
    };
    if (!asked.probe) return heaviest(question.points, usable);

    int wanted = -1;
    if (asked.probe->kind == Probe::Kind::kPoint) wanted = asked.probe->index;
    if (asked.probe->kind == Probe::Kind::kMisconception && std::size_t(asked.probe->index) < question.misconceptions.size()) {
        const auto& opposes = question.misconceptions[std::size_t(asked.probe->index)].opposes;
        const auto point = std::find_if(question.points.begin(), question.points.end(), [&](const grade::Point& candidate) { return candidate.id == opposes; });
        if (point != question.points.end()) wanted = int(point - question.points.begin());
    }
    return usable(wanted) ? std::optional(wanted) : std::nullopt;
}

}  // namespace bot::engine
