// Owns the spelling of DOT and Mermaid.
#include "bot/script/graph.h"

#include <fmt/format.h>

#include "bot/script/guard.h"

namespace bot::script {
namespace {

using engine::Program;
using engine::State;
using engine::Verb;

// What a state does, in one line of words.
std::string label(const State& state) {
    switch (state.verb) {
        case Verb::kSay: return fmt::format("say {}", state.say);
        case Verb::kAsk: return state.subject == engine::Subject::kQuestion ? "ask question" : "ask followup";
        case Verb::kGrade: return "grade answer";
        case Verb::kPick: return fmt::format("pick from {}", state.from);
        case Verb::kGoto: return "goto";
        case Verb::kWait: return "wait for answer";
        case Verb::kEnd: return "end";
    }
    return {};
}

// As an author writes it: in the largest unit that needs no fraction.
std::string spoken(Duration duration) {
    const auto seconds = duration.count() / 1000;
    for (const auto& [unit, letter] : {std::pair{86'400, 'd'}, std::pair{3'600, 'h'}, std::pair{60, 'm'}}) {
        if (seconds % unit == 0) return fmt::format("{}{}", seconds / unit, letter);
    }
    return fmt::format("{}s", seconds);
}

struct Arrow {
    engine::StateIndex to = 0;
    std::string why;  // may be empty
    bool by_clock = false;
};

std::vector<Arrow> arrows(const State& state) {
    std::vector<Arrow> out;
    if (state.next) out.push_back({*state.next, state.verb == Verb::kPick ? "picked" : "", false});
    if (state.none) out.push_back({*state.none, "none", false});
    if (state.on_answer) out.push_back({*state.on_answer, "answer", false});
    if (state.on_skip) out.push_back({*state.on_skip, "skip", false});
    if (state.timeout) out.push_back({state.timeout->to, "after " + spoken(state.timeout->after), true});
    for (const engine::Transition& outcome : state.outcomes) {
        const std::string condition = to_string(outcome.when);
        out.push_back({outcome.to, condition.empty() ? "else" : condition, false});
    }
    return out;
}

const std::string& id_of(const Program& program, engine::StateIndex index) { return program.states[static_cast<std::size_t>(index)].id; }

// Mermaid has reserved words ("end"), so every node gets a letter first.
std::string node_of(const Program& program, engine::StateIndex index) { return "s_" + id_of(program, index); }

}  // namespace

std::string to_dot(const Program& program) {
    std::string out = fmt::format(
        "digraph \"{}\" {{\n  rankdir=TB;\n  node [shape=box, style=rounded, fontname=\"sans-serif\"];\n  edge [fontname=\"sans-serif\"];\n", program.id);
    if (!program.states.empty())
        out += fmt::format("  \"(start)\" [shape=circle, label=\"\", width=0.2];\n  \"(start)\" -> \"{}\";\n", id_of(program, program.start));
    for (const State& state : program.states) {
        const std::string_view shape = state.ends ? ", peripheries=2" : state.waits() ? ", style=\"rounded,filled\", fillcolor=\"#e8f0fe\"" : "";
        out += fmt::format("  \"{}\" [label=\"{}\\n{}\"{}];\n", state.id, state.id, label(state), shape);
    }
    for (const State& state : program.states) {
        for (const Arrow& arrow : arrows(state)) {
            const std::string_view style = arrow.by_clock ? ", style=dashed" : "";
            out += fmt::format("  \"{}\" -> \"{}\" [label=\"{}\"{}];\n", state.id, id_of(program, arrow.to), arrow.why, style);
        }
    }
    return out + "}\n";
}

std::string to_mermaid(const Program& program) {
    std::string out = "flowchart TD\n";
    if (!program.states.empty()) out += fmt::format("  start(( )) --> {}\n", node_of(program, program.start));
    for (std::size_t i = 0; i < program.states.size(); ++i) {
        const State& state = program.states[i];
        const std::string_view open = state.ends ? "[[" : state.waits() ? "(" : "[";
        const std::string_view close = state.ends ? "]]" : state.waits() ? ")" : "]";
        out += fmt::format("  {}{}\"{}: {}\"{}\n", node_of(program, static_cast<engine::StateIndex>(i)), open, state.id, label(state), close);
    }
    for (const State& state : program.states) {
        for (const Arrow& arrow : arrows(state)) {
            const std::string why = arrow.why.empty() ? "" : fmt::format("|\"{}\"|", arrow.why);
            out += fmt::format("  s_{} {}{} {}\n", state.id, arrow.by_clock ? "-.->" : "-->", why, node_of(program, arrow.to));
        }
    }
    return out;
}

}  // namespace bot::script
