// Owns the building of trees and the vocabulary names in them. Reading one pattern is syntax.cc.
#include "bot/grade/syntax.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "bot/base/nearest.h"

namespace bot::grade {
namespace {

constexpr int kBeingRead = -2;
constexpr int kMostHints = 20;  // unknown names that are compared with all others

// So large that no sum of a few overflows; no pattern comes near it.
std::uint32_t saturated(std::uint64_t number) {
    constexpr std::uint64_t kHuge = 1'000'000;
    return static_cast<std::uint32_t>(std::min(number, kHuge));
}

}  // namespace

int Syntax::add(Node node) {
    node.separators = std::min(node.separators, kManyWords);
    node.size = saturated(node.size);
    node.cost = saturated(node.cost);
    nodes_.push_back(node);
    return static_cast<int>(nodes_.size() - 1);
}

int Syntax::add_text(Kind kind, std::string_view text) {
    Node node;
    node.kind = kind;
    node.begin = static_cast<std::uint32_t>(letters_.size());
    node.count = static_cast<std::uint32_t>(text.size());
    if (kind == Kind::kLiteral) node.size = node.count;
    node.cost = node.count + 1;
    letters_ += text;
    return add(node);
}

int Syntax::add_parent(Kind kind, std::span<const int> children) {
    Node node;
    node.kind = kind;
    node.begin = static_cast<std::uint32_t>(children_.size());
    node.count = static_cast<std::uint32_t>(children.size());
    node.nullable = kind == Kind::kConcat;
    node.wordless = node.nullable;
    node.size = 0;
    node.cost = 4;  // "(?:" and ")"
    for (const int child : children) {
        const Node& part = this->node(child);
        children_.push_back(child);
        node.size = saturated(std::uint64_t{node.size} + part.size + 1);
        node.cost = saturated(std::uint64_t{node.cost} + part.cost + 1);
        if (kind == Kind::kConcat) {
            node.nullable = node.nullable && part.nullable;
            node.wordless = node.wordless && part.wordless;
            node.separators += part.separators;
        } else {
            node.nullable = node.nullable || part.nullable;
            node.wordless = node.wordless || part.wordless;
            node.separators = std::max(node.separators, part.separators);
        }
    }
    return add(node);
}

int Syntax::add_repeat(int child, int min, int max) {
    const Node& part = node(child);
    Node node;
    node.kind = Kind::kRepeat;
    node.begin = static_cast<std::uint32_t>(children_.size());
    node.count = 1;
    node.min = min;
    node.max = max;
    node.nullable = min == 0 || part.nullable;
    node.wordless = min == 0 || part.wordless;
    node.separators = part.separators * (max == kUnlimited ? kManyWords : max);
    node.size = part.size * static_cast<std::uint32_t>(max == kUnlimited ? std::max(1, min) : max) + 1;
    constexpr std::uint32_t kAround = 16;                    // "(?:" and "){100,100}"
    node.cost = part.cost * (max == 1 ? 1U : 2U) + kAround;  // what repeats may be written twice
    children_.push_back(child);
    return add(node);
}

int Syntax::affordable(int root, Fault& fault) const {
    if (root < 0 || node(root).cost <= kMaxCost) return root;
    fault = {Fault::Kind::kTooLarge, 0, fmt::format("the pattern has more than {} bytes with its vocabulary filled in: split it", kMaxCost)};
    return -1;
}

int Syntax::read_name(std::string_view name, Fault& fault) {
    auto known = names_.find(name);
    if (known == names_.end()) {
        known = names_.emplace(name, Name{kBeingRead}).first;
        Fault found;
        known->second = read_new(name, found);
        if (known->second.index < 0) faults_.emplace(name, std::move(found));
    } else if (known->second.index == kBeingRead) {
        fault = {Fault::Kind::kNameCycle, 0, fmt::format("vocabulary name {{{}}} uses itself", name)};
        return -1;
    }
    if (known->second.index < 0) fault = faults_.find(name)->second;
    below_ = std::max(below_, known->second.depth);
    return known->second.index;
}

// The depth is bounded twice: on the way down for the stack's sake, and by what was read before, since shallow reads can pile up.
Syntax::Name Syntax::read_new(std::string_view name, Fault& fault) {
    const int outer = std::exchange(below_, 0);
    ++reading_;
    Name result{reading_ <= kMaxNameDepth ? read_entry(name, fault) : -1};
    --reading_;
    result.depth = std::exchange(below_, outer) + 1;
    if (reading_ >= kMaxNameDepth || (result.index >= 0 && result.depth > kMaxNameDepth)) {
        fault = {Fault::Kind::kSyntax, 0, fmt::format("vocabulary names nest deeper than {} at {{{}}}", kMaxNameDepth, name), true};
        return {-1};
    }
    if (result.index < 0) return {-1};
    return result;
}

int Syntax::read_entry(std::string_view name, Fault& fault) {
    const auto entry = vocabulary_.find(name);
    if (entry == vocabulary_.end()) {
        std::vector<std::string> candidates;
        if (++unknown_ <= kMostHints) {
            for (const auto& [candidate, alternatives] : vocabulary_) candidates.push_back(candidate);
        }
        fault = {Fault::Kind::kUnknownName, 0, fmt::format("unknown vocabulary name {{{}}}{}", name, did_you_mean(name, candidates))};
        return -1;
    }
    std::vector<int> branches;
    for (const std::string& alternative : entry->second) {
        Fault inner;
        const int part = alternative.find(" ~") == std::string::npos ? read(alternative, inner) : -1;
        if (part < 0) {
            if (inner.reason.empty()) inner.reason = "a vocabulary entry cannot hold a gap";
            // Named once, where it is: a long chain of names would make a long reason.
            const bool plain = inner.kind == Fault::Kind::kSyntax && !inner.in_name;
            fault = {inner.kind, 0, plain ? fmt::format("in {{{}}}, \"{}\": {}", name, alternative, inner.reason) : inner.reason, inner.in_name || plain};
            return -1;
        }
        branches.push_back(part);
    }
    if (!branches.empty()) return affordable(add_parent(Kind::kAlternation, branches), fault);
    fault = {Fault::Kind::kSyntax, 0, fmt::format("vocabulary name {{{}}} has no alternatives", name), true};
    return -1;
}

}  // namespace bot::grade
