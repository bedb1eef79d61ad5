// Owns the one-line form of patterns.
#include "bot/grade/pattern_text.h"

#include <fmt/format.h>

namespace bot::grade {
namespace {

std::string list(const std::vector<PatternNode>& patterns) {
    std::string out;
    for (const auto& pattern : patterns) out += (out.empty() ? "" : ", ") + to_text(pattern);
    return "[" + out + "]";
}

std::string_view name(PatternNode::Op op) {
    switch (op) {
        case PatternNode::Op::kPhrase: return "phrase";
        case PatternNode::Op::kNear: return "near";
        case PatternNode::Op::kAll: return "all";
        case PatternNode::Op::kAny: return "any";
        case PatternNode::Op::kOrder: return "order";
    }
    return "";
}

std::string_view name(Window window) {
    switch (window) {
        case Window::kClause: return "clause";
        case Window::kSentence: return "sentence";
        case Window::kPair: return "pair";
        case Window::kAnswer: return "answer";
    }
    return "";
}

}  // namespace

std::string to_text(const PatternNode& pattern) {
    if (pattern.op == PatternNode::Op::kPhrase) return fmt::format("'{}'", pattern.phrase);
    auto out = fmt::format("{{{}: {}", name(pattern.op), list(pattern.items));
    if (pattern.op == PatternNode::Op::kNear) out += fmt::format(", words: {}", pattern.words);
    if (!pattern.none.empty()) out += ", not: " + list(pattern.none);
    if (pattern.within) out += fmt::format(", within: {}", name(*pattern.within));
    return out + "}";
}

}  // namespace bot::grade
