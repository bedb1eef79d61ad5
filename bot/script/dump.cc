// Owns the text form of programs and questions for golden tests.
#include "bot/script/dump.h"

#include <fmt/format.h>

#include "bot/script/guard.h"

namespace bot::script {
namespace {

using engine::State;
using engine::Verb;

constexpr std::string_view kVerbs[] = {"say", "ask", "grade", "pick", "goto", "wait", "end"};
constexpr std::string_view kPreferences[] = {"due", "unseen", "weakest"};
constexpr std::string_view kWindows[] = {"clause", "sentence", "pair", "answer"};
constexpr std::string_view kOperators[] = {"phrase", "near", "all", "any", "order"};
constexpr std::string_view kKinds[] = {"technical", "behavioural", "code"};
constexpr std::string_view kLevels[] = {"junior", "middle", "senior", "lead"};

template <class Enum, std::size_t N>
std::string_view name(const std::string_view (&names)[N], Enum value) {
    return names[static_cast<std::size_t>(value)];
}

std::string target(const engine::Program& program, std::string_view label, std::optional<engine::StateIndex> index) {
    return index ? fmt::format("    {} -> {}\n", label, program.states[static_cast<std::size_t>(*index)].id) : "";
}

std::string amount(const engine::Amount& amount) { return amount.argument.empty() ? fmt::format("{}", amount.number) : "$" + amount.argument; }

std::string dump(const engine::Program& program, const State& state) {
    std::string out = fmt::format("  {}: {}", state.id, name(kVerbs, state.verb));
    if (!state.say.empty()) out += fmt::format(" {}", state.say);
    if (state.verb == Verb::kAsk) out += state.subject == engine::Subject::kQuestion ? " question" : " followup";
    if (!state.about.empty()) out += fmt::format(" about {}", fmt::join(state.about, " "));
    if (state.verb == Verb::kPick) out += fmt::format(" from {}", state.from);
    for (const engine::Preference preference : state.prefer) out += fmt::format(" {}", name(kPreferences, preference));
    if (state.limit) out += fmt::format(" limit {}", amount(*state.limit));
    if (state.ends) out += " ends";
    out += "\n";
    out += target(program, "next", state.next);
    out += target(program, "none", state.none);
    out += target(program, "answer", state.on_answer);
    out += target(program, "skip", state.on_skip);
    if (state.timeout) {
        const std::string say = state.timeout->say.empty() ? "" : fmt::format(" say {}", state.timeout->say);
        out += target(program, fmt::format("timeout {} ms{}", state.timeout->after.count(), say), state.timeout->to);
    }
    for (const engine::Transition& outcome : state.outcomes) {
        const std::string condition = to_string(outcome.when);
        out += target(program, condition.empty() ? "else" : fmt::format("when {}", condition), outcome.to);
    }
    return out;
}

void dump(const std::vector<grade::PatternNode>& patterns, std::string_view label, int depth, std::string& out) {
    for (const grade::PatternNode& pattern : patterns) {
        out += fmt::format("{:{}}{} {}:{} ", "", depth * 2, label, pattern.place.line, pattern.place.column);
        if (pattern.op == grade::PatternNode::Op::kPhrase) {
            out += fmt::format("'{}'\n", pattern.phrase);
            continue;
        }
        out += name(kOperators, pattern.op);
        if (pattern.op == grade::PatternNode::Op::kNear) out += fmt::format(" words {}", pattern.words);
        if (pattern.within) out += fmt::format(" within {}", name(kWindows, *pattern.within));
        out += "\n";
        dump(pattern.items, "-", depth + 1, out);
        dump(pattern.none, "not", depth + 1, out);
    }
}

std::string indented(std::string_view text) {
    std::string out;
    for (const char c : text) {
        out += c;
        if (c == '\n') out += "    ";
    }
    return out;
}

}  // namespace

std::string dump(const engine::Program& program) {
    std::string out = fmt::format("program {}\n", program.id);
    for (const engine::Parameter& parameter : program.parameters) out += fmt::format("  ${} = {}\n", parameter.name, parameter.value);
    if (!program.states.empty()) out += fmt::format("  start -> {}\n", program.states[static_cast<std::size_t>(program.start)].id);
    for (const State& state : program.states) out += dump(program, state);
    return out;
}

std::string dump(const grade::Question& question) {
    std::string out =
        fmt::format("question {}/{}\n  {} {} {} min, tags: {}\n  prompt: {}\n  answer: {}\n", question.pack, question.id, name(kKinds, question.kind),
                    name(kLevels, question.level), question.minutes, fmt::join(question.tags, " "), question.prompt, indented(question.answer));
    for (const auto& reference : question.references) out += fmt::format("  reference: {} <{}>\n", reference.title, reference.url);
    for (const auto& part : question.parts) out += fmt::format("  part {}: {}\n", part.id, fmt::join(part.points, " "));
    for (const auto& point : question.points) {
        out += fmt::format("  point {} weight {} at {}:{}\n    want: {}\n    ask: {}\n    hint: {}\n", point.id, point.weight, point.place.line,
                           point.place.column, point.want, point.ask, point.hint);
        for (const auto& lead : point.lead) out += fmt::format("    lead: {}\n", lead);
        dump(point.match, "-", 2, out);
    }
    for (const auto& wrong : question.misconceptions) {
        out += fmt::format("  misconception {} weight {} opposes '{}' at {}:{}\n    claim: {}\n    challenge: {}\n", wrong.id, wrong.weight, wrong.opposes,
                           wrong.place.line, wrong.place.column, wrong.claim, wrong.challenge);
        dump(wrong.match, "-", 2, out);
    }
    for (const auto& further : question.deeper) out += fmt::format("  deeper: {}\n", further);
    return out;
}

}  // namespace bot::script
