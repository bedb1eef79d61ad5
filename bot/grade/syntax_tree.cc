// Owns the building of trees and the vocabulary names in them. Reading one pattern is syntax.cc.
#include "bot/grade/syntax.h"

#include <fmt/format.h>

#include <algorithm>

#include "bot/base/nearest.h"

namespace bot::grade {
namespace {

constexpr int kBeingRead = -2;

}  // namespace

int Syntax::add(Node node) {
    constexpr std::uint32_t kHuge = 1'000'000;
    node.separators = std::min(node.separators, kManyWords);
    node.size = std::min(node.size, kHuge);
    nodes_.push_back(node);
    return static_cast<int>(nodes_.size() - 1);
}

int Syntax::add_text(Kind kind, std::string_view text) {
    Node node;
    node.kind = kind;
    node.begin = static_cast<std::uint32_t>(letters_.size());
    node.count = static_cast<std::uint32_t>(text.size());
    if (kind == Kind::kLiteral) node.size = node.count;
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
    for (const int child : children) {
        const Node& part = this->node(child);
        children_.push_back(child);
        node.size += part.size + 1;
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
    children_.push_back(child);
    return add(node);
}

int Syntax::read_name(std::string_view name, Fault& fault) {
    const auto known = names_.find(name);
    if (known == names_.end()) {
        names_.emplace(name, kBeingRead);
        ++reading_;
        Fault found;
        const int index = read_entry(name, found);
        --reading_;
        if (index < 0) faults_.emplace(name, std::move(found));
        names_.find(name)->second = index;
    } else if (known->second == kBeingRead) {
        fault = {Fault::Kind::kNameCycle, 0, fmt::format("vocabulary name {{{}}} uses itself", name)};
        return -1;
    }
    const int index = names_.find(name)->second;
    if (index < 0) fault = faults_.find(name)->second;
    return index;
}

int Syntax::read_entry(std::string_view name, Fault& fault) {
    const auto entry = vocabulary_.find(name);
    if (entry == vocabulary_.end()) {
        std::vector<std::string> candidates;
        for (const auto& [candidate, alternatives] : vocabulary_) candidates.push_back(candidate);
        fault = {Fault::Kind::kUnknownName, 0, fmt::format("unknown vocabulary name {{{}}}{}", name, did_you_mean(name, candidates))};
        return -1;
    }
    if (reading_ > kMaxNameDepth) {
        fault = {Fault::Kind::kSyntax, 0, fmt::format("vocabulary names nest deeper than {} at {{{}}}", kMaxNameDepth, name)};
        return -1;
    }
    std::vector<int> branches;
    for (const std::string& alternative : entry->second) {
        Fault inner;
        const int part = alternative.find(" ~") == std::string::npos ? read(alternative, inner) : -1;
        if (part < 0) {
            if (inner.reason.empty()) inner.reason = "a vocabulary entry cannot hold a gap";
            fault = {inner.kind, 0, inner.kind == Fault::Kind::kSyntax ? fmt::format("in {{{}}}, \"{}\": {}", name, alternative, inner.reason) : inner.reason};
            return -1;
        }
        branches.push_back(part);
    }
    if (!branches.empty()) return add_parent(Kind::kAlternation, branches);
    fault = {Fault::Kind::kSyntax, 0, fmt::format("vocabulary name {{{}}} has no alternatives", name)};
    return -1;
}

}  // namespace bot::grade
