// Owns the trie of index.h: children are linked lists, the first letter is a table.
#include "bot/grade/index.h"

namespace bot::grade {
namespace {

std::uint32_t bit_of(unsigned char letter) { return std::uint32_t{1} << (letter & 31); }

}  // namespace

FirstWords::FirstWords() : nodes_(1), first_(256, -1) {}

std::int32_t FirstWords::child_of(std::int32_t node, unsigned char letter) const {
    if (node == 0) return first_[letter];
    const Node& parent = nodes_[static_cast<std::size_t>(node)];
    if ((parent.letters & bit_of(letter)) == 0) return -1;
    std::int32_t child = parent.child;
    while (child >= 0 && nodes_[static_cast<std::size_t>(child)].letter != letter) child = nodes_[static_cast<std::size_t>(child)].sibling;
    return child;
}

void FirstWords::append(std::int32_t& list, int atom) {
    if (list < 0) {
        list = static_cast<std::int32_t>(lists_.size());
        lists_.emplace_back();
    }
    std::vector<int>& atoms = lists_[static_cast<std::size_t>(list)];
    if (atoms.empty() || atoms.back() != atom) atoms.push_back(atom);
}

void FirstWords::add(int atom, const std::vector<std::string>& words) {
    if (words.empty()) any_.push_back(atom);
    for (const std::string& word : words) {
        const bool stem = word.back() == '*' || word.back() == '?';
        std::int32_t node = 0;
        for (std::size_t i = 0; i + (stem ? 1 : 0) < word.size(); ++i) {
            const auto letter = static_cast<unsigned char>(word[i]);
            std::int32_t child = child_of(node, letter);
            if (child < 0) {
                child = static_cast<std::int32_t>(nodes_.size());
                Node fresh;
                fresh.letter = letter;
                if (node == 0) {
                    first_[letter] = child;
                } else {
                    fresh.sibling = nodes_[static_cast<std::size_t>(node)].child;
                    nodes_[static_cast<std::size_t>(node)].child = child;
                    nodes_[static_cast<std::size_t>(node)].letters |= bit_of(letter);
                }
                nodes_.push_back(fresh);
            }
            node = child;
        }
        Node& end = nodes_[static_cast<std::size_t>(node)];
        append(stem ? end.stem : end.here, atom);
    }
}

void FirstWords::find(std::string_view word, std::vector<int>& atoms) const {
    atoms.insert(atoms.end(), any_.begin(), any_.end());
    std::int32_t node = 0;
    for (const char c : word) {
        node = child_of(node, static_cast<unsigned char>(c));
        if (node < 0) return;
        const Node& at = nodes_[static_cast<std::size_t>(node)];
        if (at.stem >= 0) atoms.insert(atoms.end(), lists_[static_cast<std::size_t>(at.stem)].begin(), lists_[static_cast<std::size_t>(at.stem)].end());
    }
    const Node& end = nodes_[static_cast<std::size_t>(node)];
    if (end.here >= 0) atoms.insert(atoms.end(), lists_[static_cast<std::size_t>(end.here)].begin(), lists_[static_cast<std::size_t>(end.here)].end());
}

std::size_t FirstWords::memory() const {
    std::size_t bytes = nodes_.capacity() * sizeof(Node) + first_.capacity() * sizeof(std::int32_t) + lists_.capacity() * sizeof(std::vector<int>);
    for (const std::vector<int>& list : lists_) bytes += list.capacity() * sizeof(int);
    return bytes;
}

}  // namespace bot::grade
