// Owns the graph searches behind the proofs.
#include "bot/script/proofs.h"

#include <fmt/format.h>

#include <algorithm>
#include <deque>

#include "bot/script/codes.h"

namespace bot::script {
namespace {

using engine::Guard;
using engine::Program;
using engine::State;
using engine::StateIndex;
using engine::Verb;

// How a state is left.
struct Edge {
    StateIndex to = 0;
    enum class Kind { kOn, kPicked, kAnswered, kFollowupLeft } kind = Kind::kOn;
};

std::vector<Edge> edges_of(const State& state) {
    std::vector<Edge> edges;
    if (state.next) edges.push_back({*state.next, state.verb == Verb::kPick ? Edge::Kind::kPicked : Edge::Kind::kOn});
    if (state.none) edges.push_back({*state.none});
    if (state.on_answer) edges.push_back({*state.on_answer, Edge::Kind::kAnswered});
    if (state.on_skip) edges.push_back({*state.on_skip});
    if (state.timeout) edges.push_back({state.timeout->to});
    for (const engine::Transition& outcome : state.outcomes) {
        edges.push_back({outcome.to, outcome.when.kind == Guard::Kind::kFollowupLeft ? Edge::Kind::kFollowupLeft : Edge::Kind::kOn});
    }
    return edges;
}

// What is known on the way to a state.
enum Fact : unsigned { kPicked = 1, kAnswered = 2, kFollowup = 4 };

unsigned facts_after(const State& state, const Edge& edge, unsigned facts) {
    if (state.verb == Verb::kGrade) facts &= ~unsigned{kAnswered};
    if (state.verb == Verb::kPick || state.verb == Verb::kAsk) facts &= ~unsigned{kAnswered | kFollowup};
    switch (edge.kind) {
        case Edge::Kind::kPicked: return facts | kPicked;
        case Edge::Kind::kAnswered: return facts | kAnswered;
        case Edge::Kind::kFollowupLeft: return facts | kFollowup;
        case Edge::Kind::kOn: break;
    }
    return state.verb == Verb::kGrade ? facts & ~unsigned{kFollowup} : facts;
}

// "a -> b -> c", long ones without their middle.
std::string joined(std::vector<std::string_view> way) {
    constexpr std::size_t kFirst = 4;
    constexpr std::size_t kLast = 8;
    if (way.size() > kFirst + 1 + kLast) {
        way[kFirst] = "...";
        way.erase(way.begin() + kFirst + 1, way.end() - kLast);
    }
    return fmt::format("{}", fmt::join(way, " -> "));
}

class Prover {
   public:
    explicit Prover(const Program& program) : program_{program}, size_{program.states.size()}, came_from_(size_ * kFacts, kNowhere) {
        for (const State& state : program.states) edges_.push_back(edges_of(state));
    }

    std::vector<Breach> run() {
        if (size_ == 0) return {};
        explore();
        check_reachable();
        check_ends();
        check_loops();
        std::stable_sort(breaches_.begin(), breaches_.end(), [](const Breach& a, const Breach& b) { return a.state < b.state; });
        return std::move(breaches_);
    }

   private:
    static constexpr std::size_t kFacts = 8;
    static constexpr int kNowhere = -1;
    static constexpr int kStart = -2;

    const std::string& id(std::size_t index) const { return program_.states[index].id; }

    void add(std::string_view code, std::size_t state, std::string message) { breaches_.push_back({code, static_cast<StateIndex>(state), std::move(message)}); }

    // Breadth-first over (state, facts), so that the first way found is a shortest one.
    void explore() {
        std::deque<std::size_t> open{static_cast<std::size_t>(program_.start) * kFacts};
        came_from_[open.front()] = kStart;
        while (!open.empty()) {
            const std::size_t here = open.front();
            open.pop_front();
            check_facts(here);
            const State& state = program_.states[here / kFacts];
            for (const Edge& edge : edges_[here / kFacts]) {
                const std::size_t there = static_cast<std::size_t>(edge.to) * kFacts + facts_after(state, edge, static_cast<unsigned>(here % kFacts));
                if (came_from_[there] != kNowhere) continue;
                came_from_[there] = static_cast<int>(here);
                open.push_back(there);
            }
        }
    }

    // The way that led to a (state, facts), as ids.
    std::string way_to(std::size_t node) const {
        std::vector<std::string_view> way;
        for (int at = static_cast<int>(node); at >= 0; at = came_from_[static_cast<std::size_t>(at)]) way.push_back(id(static_cast<std::size_t>(at) / kFacts));
        std::reverse(way.begin(), way.end());
        return joined(std::move(way));
    }

    void check_facts(std::size_t node) {
        const State& state = program_.states[node / kFacts];
        const std::size_t facts = node % kFacts;
        const auto once = [&](std::string_view code) {
            return std::none_of(breaches_.begin(), breaches_.end(),
                                [&](const Breach& one) { return one.code == code && one.state == static_cast<StateIndex>(node / kFacts); });
        };
        if (state.verb == Verb::kGrade && (facts & kAnswered) == 0 && once(kNoAnswer)) {
            add(kNoAnswer, node / kFacts, fmt::format("state {} grades, but no answer was given on the way {}", state.id, way_to(node)));
        }
        const bool asks = state.verb == Verb::kAsk;
        if (asks && (facts & kPicked) == 0 && once(kNoQuestion)) {
            add(kNoQuestion, node / kFacts, fmt::format("state {} asks, but no question was picked on the way {}", state.id, way_to(node)));
        }
        if (asks && state.subject == engine::Subject::kFollowup && (facts & kFollowup) == 0 && once(kNoFollowup)) {
            add(kNoFollowup, node / kFacts,
                fmt::format("state {} asks a follow-up, but none may be left on the way {}: go there with when: followup-left", state.id, way_to(node)));
        }
    }

    // First (state, facts) by which a state was reached; nullopt if never.
    std::optional<std::size_t> reached(std::size_t state) const {
        for (std::size_t node = state * kFacts; node < (state + 1) * kFacts; ++node) {
            if (came_from_[node] != kNowhere) return node;
        }
        return std::nullopt;
    }

    void check_reachable() {
        for (std::size_t state = 0; state < size_; ++state) {
            if (reached(state)) continue;
            add(kUnreachable, state,
                fmt::format("no way leads from {} to state {}: go to it or remove it", id(static_cast<std::size_t>(program_.start)), id(state)));
        }
    }

    void check_ends() {
        std::vector<std::vector<std::size_t>> back(size_);
        std::vector<std::size_t> open;
        std::vector<bool> can_end(size_, false);
        for (std::size_t state = 0; state < size_; ++state) {
            for (const Edge& edge : edges_[state]) back[static_cast<std::size_t>(edge.to)].push_back(state);
            if (program_.states[state].ends) {
                can_end[state] = true;
                open.push_back(state);
            }
        }
        while (!open.empty()) {
            const std::size_t here = open.back();
            open.pop_back();
            for (const std::size_t before : back[here]) {
                if (can_end[before]) continue;
                can_end[before] = true;
                open.push_back(before);
            }
        }
        for (std::size_t state = 0; state < size_; ++state) {
            if (const auto node = reached(state); node && !can_end[state]) {
                add(kNeverEnds, state, fmt::format("state {} can never end; the way into it: {}", id(state), way_to(*node)));
            }
        }
    }

    // Depth-first over the states that do not wait for a person; each state is entered once.
    void check_loops() {
        enum class Mark { kNew, kOpen, kDone };
        std::vector<Mark> marks(size_, Mark::kNew);
        struct Step {
            std::size_t state;
            std::size_t next = 0;
        };
        for (std::size_t first = 0; first < size_; ++first) {
            std::vector<Step> way;
            const auto enter = [&](std::size_t state) {
                if (marks[state] != Mark::kNew || program_.states[state].waits()) return;
                marks[state] = Mark::kOpen;
                way.push_back({state});
            };
            enter(first);
            while (!way.empty()) {
                Step& step = way.back();
                if (step.next == edges_[step.state].size()) {
                    marks[step.state] = Mark::kDone;
                    way.pop_back();
                    continue;
                }
                const auto to = static_cast<std::size_t>(edges_[step.state][step.next++].to);
                if (marks[to] == Mark::kOpen) {
                    const auto from = std::find_if(way.begin(), way.end(), [&](const Step& one) { return one.state == to; });
                    std::vector<std::string_view> loop;
                    for (auto at = from; at != way.end(); ++at) loop.push_back(id(at->state));
                    loop.push_back(id(to));
                    add(kBusyLoop, to, fmt::format("a loop that waits for nobody: {}", joined(std::move(loop))));
                } else {
                    enter(to);
                }
            }
        }
    }

    const Program& program_;
    std::size_t size_;
    std::vector<int> came_from_;  // per (state, facts): where from, kNowhere or kStart
    std::vector<std::vector<Edge>> edges_;
    std::vector<Breach> breaches_;
};

}  // namespace

std::vector<Breach> prove(const Program& program) { return Prover{program}.run(); }

}  // namespace bot::script
