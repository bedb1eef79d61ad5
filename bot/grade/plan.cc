// Owns the text form of plans.
#include "bot/grade/plan.h"

#include <fmt/format.h>

#include <array>
#include <string_view>

namespace bot::grade {
namespace {

constexpr std::array<std::string_view, 5> kOps{"phrase", "near", "all", "any", "order"};
constexpr std::array<std::string_view, 4> kWindows{"clause", "sentence", "pair", "answer"};

void list(const std::vector<Plan>& plans, std::string& out) {
    bool first = true;
    for (const Plan& plan : plans) {
        if (!first) out += ", ";
        out += dump(plan);
        first = false;
    }
}

}  // namespace

std::string dump(const Phrase& phrase) {
    std::string out;
    for (std::size_t i = 0; i < phrase.atoms.size(); ++i) {
        if (i > 0) out += ' ';
        if (phrase.gaps[i] > 0) out += fmt::format("+{} ", phrase.gaps[i]);
        out += std::to_string(phrase.atoms[i]);
    }
    return out;
}

std::string dump(const Plan& plan) {
    if (plan.op == PatternNode::Op::kPhrase) return std::to_string(plan.phrase);
    std::string out(kOps[static_cast<std::size_t>(plan.op)]);
    if (plan.op == PatternNode::Op::kNear) out += fmt::format(":{}", plan.words);
    if (plan.op != PatternNode::Op::kAny) out += fmt::format(":{}", kWindows[static_cast<std::size_t>(plan.within)]);
    out += '(';
    list(plan.items, out);
    out += ')';
    if (!plan.none.empty()) {
        out += " not(";
        list(plan.none, out);
        out += ')';
    }
    return out;
}

}  // namespace bot::grade
