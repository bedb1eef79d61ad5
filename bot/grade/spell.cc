// Owns the combination of spellings. Words on two sides of a separator do not depend on each other, so only what lies between two is multiplied out.
#include "bot/grade/spell.h"

#include <algorithm>

namespace bot::grade {
namespace {

using NodeKind = Syntax::Kind;
using Words = std::vector<std::string>;

constexpr std::size_t kFewMembers = 12;  // of a class that is spelt out: the digits are

std::string joined(const std::string& a, const std::string& b) {
    if (a.empty() || b.empty()) return a + b;
    if (a.back() == '?') return a;
    if (a.back() == '*') return b == "*" ? a : a.substr(0, a.size() - 1) + '?';
    return a + b;
}

// Adds every a + b; false if that is too many.
bool multiply(Words& into, const Words& a, const Words& b) {
    if (a.empty() || b.empty()) return true;
    if (a.size() * b.size() > Speller::kMaxSpellings) return false;
    for (const std::string& first : a) {
        for (const std::string& second : b) into.push_back(joined(first, second));
    }
    return true;
}

void append(Words& into, const Words& more) { into.insert(into.end(), more.begin(), more.end()); }

bool any_word(const std::string& word) { return word.empty() || word.front() == '*' || word.front() == '?'; }

}  // namespace

std::vector<std::string> Spellings::first_words() const {
    Words all = whole;
    append(all, heads);
    if (cut || std::any_of(all.begin(), all.end(), any_word)) return {};
    std::sort(all.begin(), all.end());
    all.erase(std::unique(all.begin(), all.end()), all.end());
    return all;
}

bool Spellings::exact() const {
    return !cut && heads.empty() && tails.empty() &&
           std::none_of(whole.begin(), whole.end(), [](const std::string& word) { return word.empty() || word.back() == '?'; });
}

const Spellings& Speller::spell(int root) {
    if (const auto known = known_.find(root); known != known_.end()) return known->second;
    Spellings fresh = spell_new(root);
    append(words_, fresh.whole);
    append(words_, fresh.heads);
    append(words_, fresh.tails);
    return known_.emplace(root, std::move(fresh)).first->second;
}

std::vector<std::string> Speller::words() {
    std::sort(words_.begin(), words_.end());
    words_.erase(std::unique(words_.begin(), words_.end()), words_.end());
    std::erase_if(words_, any_word);
    return words_;
}

Spellings Speller::spell_new(int root) {
    const Syntax::Node& node = syntax_.node(root);
    Spellings out;
    switch (node.kind) {
        case NodeKind::kEmpty: out.whole = {""}; break;
        case NodeKind::kSeparator:
            out.heads = {""};
            out.tails = {""};
            break;
        case NodeKind::kLiteral: out.whole.emplace_back(syntax_.text(node)); break;
        case NodeKind::kClass: {
            const std::string_view members = syntax_.text(node).substr(1, node.count - 2);
            if (members.front() == '^' || members.size() > kFewMembers) {
                out.whole = {"?"};
            } else {
                for (const char c : members) out.whole.emplace_back(1, c);
            }
            break;
        }
        case NodeKind::kConcat: concatenation(node, out); break;
        case NodeKind::kAlternation: alternation(node, out); break;
        case NodeKind::kRepeat: repeat(node, out); break;
    }
    return out;
}

void Speller::alternation(const Syntax::Node& node, Spellings& out) {
    for (const int child : syntax_.children(node)) {
        const bool name = syntax_.node(child).kind == NodeKind::kAlternation;
        const Spellings own = name ? Spellings{} : spell_new(child);
        const Spellings& branch = name ? spell(child) : own;
        append(out.whole, branch.whole);
        append(out.heads, branch.heads);
        append(out.tails, branch.tails);
        out.cut = out.cut || branch.cut || out.whole.size() > kMaxSpellings;
    }
}

void Speller::concatenation(const Syntax::Node& node, Spellings& out) {
    out.whole = {""};
    for (const int child : syntax_.children(node)) {
        const Syntax::Node& part = syntax_.node(child);
        if (part.kind == NodeKind::kLiteral) {
            const std::string text(syntax_.text(part));
            for (auto* list : {&out.whole, &out.tails}) {
                for (std::string& word : *list) word = joined(word, text);
            }
            continue;
        }
        const bool name = part.kind == NodeKind::kAlternation;
        const Spellings own = name ? Spellings{} : spell_new(child);
        const Spellings& next = name ? spell(child) : own;
        bool fits = multiply(words_, out.tails, next.heads);
        fits = multiply(out.heads, out.whole, next.heads) && fits;
        Words tails = next.tails;
        fits = multiply(tails, out.tails, next.whole) && fits;
        Words whole;
        fits = multiply(whole, out.whole, next.whole) && fits;
        out.tails = std::move(tails);
        out.whole = std::move(whole);
        out.cut = out.cut || next.cut || !fits || out.heads.size() > kMaxSpellings;
    }
}

void Speller::repeat(const Syntax::Node& node, Spellings& out) {
    const int child = syntax_.only_child(node);
    const Syntax::Node& part = syntax_.node(child);
    if (part.kind == NodeKind::kClass && syntax_.text(part) == Syntax::kAnyLetter && node.min == 0 && node.max == Syntax::kUnlimited) {
        out.whole = {"*"};
        return;
    }
    out = spell_new(child);
    if (node.max != 1) {
        if (!multiply(words_, out.tails, out.heads)) out.cut = true;
        // "(a|b )*" begins with any mixture: too rare to list.
        if (!out.heads.empty() && std::any_of(out.whole.begin(), out.whole.end(), [](const std::string& word) { return !word.empty(); })) out.cut = true;
        for (std::string& word : out.whole) {
            if (!word.empty() && word.back() != '*' && word.back() != '?') word += '?';
        }
    }
    if (node.min == 0) out.whole.emplace_back();
}

}  // namespace bot::grade
