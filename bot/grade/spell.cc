// Owns the combination of spellings. Words on two sides of a separator do not depend on each other, so only what lies between two is multiplied out.
#include "bot/grade/spell.h"

#include <algorithm>

namespace bot::grade {
namespace {

using NodeKind = Syntax::Kind;

constexpr std::size_t kFewMembers = 12;  // of a class that is spelt out: the digits are

template <class T>
void append(std::vector<T>& into, const std::vector<T>& more) {
    into.insert(into.end(), more.begin(), more.end());
}

}  // namespace

Speller::Speller(const Syntax& syntax) : syntax_(syntax) { store(""); }

Speller::Spelling Speller::store(std::string text) {
    if (const auto known = index_.find(text); known != index_.end()) return known->second;
    const auto fresh = static_cast<Spelling>(texts_.size());
    texts_.push_back(std::move(text));
    index_.emplace(texts_.back(), fresh);
    kept_.push_back(false);
    return fresh;
}

Speller::Spelling Speller::joined(Spelling a, Spelling b) {
    if (a == 0 || b == 0) return a + b;
    const std::string& first = texts_[a];
    const std::string& second = texts_[b];
    if (first.back() == '?') return a;
    if (first.back() == '*') return second == "*" ? a : store(first.substr(0, first.size() - 1) + '?');
    return store(first + second);
}

// Adds every a + b; false if that is too many.
bool Speller::multiply(std::vector<Spelling>& into, const std::vector<Spelling>& a, const std::vector<Spelling>& b) {
    if (a.empty() || b.empty()) return true;
    if (a.size() * b.size() > kMaxSpellings) return false;
    for (const Spelling first : a) {
        for (const Spelling second : b) into.push_back(joined(first, second));
    }
    return true;
}

bool Speller::any_word(Spelling word) const { return word == 0 || texts_[word].front() == '*' || texts_[word].front() == '?'; }

void Speller::keep(const std::vector<Spelling>& words) {
    for (const Spelling word : words) kept_[word] = true;
}

Spellings Speller::spell(int root) {
    const Set& set = recall(root);
    keep(set.whole);
    keep(set.heads);
    keep(set.tails);
    std::vector<Spelling> first = set.whole;
    append(first, set.heads);
    std::sort(first.begin(), first.end());
    first.erase(std::unique(first.begin(), first.end()), first.end());
    Spellings result;
    if (set.cut || std::any_of(first.begin(), first.end(), [this](Spelling word) { return any_word(word); })) return result;
    for (const Spelling word : first) result.first_words.push_back(texts_[word]);
    const bool open = std::any_of(first.begin(), first.end(), [this](Spelling word) { return texts_[word].back() == '?'; });
    result.exact = set.heads.empty() && set.tails.empty() && !open && !first.empty();
    return result;
}

std::vector<std::string> Speller::words() const {
    std::vector<std::string> words;
    for (Spelling word = 1; word < texts_.size(); ++word) {
        if (kept_[word] && texts_[word].size() >= kShortest && !any_word(word)) words.push_back(texts_[word]);
    }
    std::sort(words.begin(), words.end());
    return words;
}

const Speller::Set& Speller::recall(int root) {
    if (const auto known = known_.find(root); known != known_.end()) return known->second;
    Set fresh = spell_new(root);
    return known_.emplace(root, std::move(fresh)).first->second;
}

Speller::Set Speller::spell_new(int root) {
    const Syntax::Node& node = syntax_.node(root);
    Set out;
    switch (node.kind) {
        case NodeKind::kEmpty: out.whole = {0}; break;
        case NodeKind::kSeparator:
            out.heads = {0};
            out.tails = {0};
            break;
        case NodeKind::kLiteral: out.whole.push_back(store(std::string(syntax_.text(node)))); break;
        case NodeKind::kClass: {
            const std::string_view members = syntax_.text(node).substr(1, node.count - 2);
            if (members.front() == '^' || members.size() > kFewMembers) {
                out.whole.push_back(store("?"));
            } else {
                for (const char c : members) out.whole.push_back(store(std::string(1, c)));
            }
            break;
        }
        case NodeKind::kConcat: concatenation(node, out); break;
        case NodeKind::kAlternation: alternation(node, out); break;
        case NodeKind::kRepeat: repeat(node, out); break;
    }
    return out;
}

void Speller::alternation(const Syntax::Node& node, Set& out) {
    for (const int child : syntax_.children(node)) {
        const bool shared = syntax_.node(child).kind == NodeKind::kAlternation;
        const Set own = shared ? Set{} : spell_new(child);
        const Set& branch = shared ? recall(child) : own;
        append(out.whole, branch.whole);
        append(out.heads, branch.heads);
        append(out.tails, branch.tails);
        out.cut = out.cut || branch.cut || out.whole.size() > kMaxSpellings;
    }
}

void Speller::concatenation(const Syntax::Node& node, Set& out) {
    out.whole = {0};
    for (const int child : syntax_.children(node)) {
        const bool shared = syntax_.node(child).kind == NodeKind::kAlternation;
        const Set own = shared ? Set{} : spell_new(child);
        const Set& next = shared ? recall(child) : own;
        std::vector<Spelling> inner;
        bool fits = multiply(inner, out.tails, next.heads);
        keep(inner);
        fits = multiply(out.heads, out.whole, next.heads) && fits;
        std::vector<Spelling> tails = next.tails;
        fits = multiply(tails, out.tails, next.whole) && fits;
        std::vector<Spelling> whole;
        fits = multiply(whole, out.whole, next.whole) && fits;
        out.tails = std::move(tails);
        out.whole = std::move(whole);
        out.cut = out.cut || next.cut || !fits || out.heads.size() > kMaxSpellings;
    }
}

void Speller::repeat(const Syntax::Node& node, Set& out) {
    const int child = syntax_.only_child(node);
    const Syntax::Node& part = syntax_.node(child);
    if (part.kind == NodeKind::kClass && syntax_.text(part) == Syntax::kAnyLetter && node.min == 0 && node.max == Syntax::kUnlimited) {
        out.whole.push_back(store("*"));
        return;
    }
    out = part.kind == NodeKind::kAlternation ? recall(child) : spell_new(child);
    if (node.max != 1) {
        std::vector<Spelling> inner;
        if (!multiply(inner, out.tails, out.heads)) out.cut = true;
        keep(inner);
        // "(a|b )*" begins with any mixture: too rare to list.
        if (!out.heads.empty() && std::any_of(out.whole.begin(), out.whole.end(), [](Spelling word) { return word != 0; })) out.cut = true;
        for (Spelling& word : out.whole) {
            if (word != 0 && texts_[word].back() != '*' && texts_[word].back() != '?') word = store(texts_[word] + '?');
        }
    }
    if (node.min == 0) out.whole.push_back(0);
}

}  // namespace bot::grade
