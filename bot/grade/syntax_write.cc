// Owns what is made of a pattern's tree: its RE2 expression and the words it spells.
#include <algorithm>
#include <set>

#include "bot/grade/syntax.h"

namespace bot::grade {
namespace {

using Kind = Syntax::Kind;

// Whether what has been written so far ends in a separator.
enum class Edge { kOpen, kClosed, kEither };

Edge merge(Edge a, Edge b) { return a == b ? a : Edge::kEither; }

class Writer {
   public:
    explicit Writer(const Syntax& syntax) : syntax_(syntax) {}

    Edge write(int index, Edge edge, std::string& out) const {
        const Syntax::Node& node = syntax_.node(index);
        switch (node.kind) {
            case Kind::kEmpty: return edge;
            case Kind::kSeparator:
                if (edge == Edge::kOpen) out += ' ';
                if (edge == Edge::kEither) out += " ?";
                return Edge::kClosed;
            case Kind::kLiteral:
            case Kind::kClass: out += node.text; return Edge::kOpen;
            case Kind::kConcat:
                for (const int child : node.children) edge = write(child, edge, out);
                return edge;
            case Kind::kAlternation: return write_alternation(node, edge, out);
            case Kind::kRepeat: return write_repeat(node, edge, out);
        }
        return edge;
    }

   private:
    Edge write_alternation(const Syntax::Node& node, Edge edge, std::string& out) const {
        out += "(?:";
        Edge after = edge;
        bool first = true;
        for (const int child : node.children) {
            if (!first) out += '|';
            const Edge branch = write(child, edge, out);
            after = first ? branch : merge(after, branch);
            first = false;
        }
        out += ')';
        return after;
    }

    Edge write_repeat(const Syntax::Node& node, Edge edge, std::string& out) const {
        const int child = node.children.front();
        std::string inner;
        Edge after = write(child, edge, inner);
        if (node.max != 1 && after != edge) {
            inner.clear();
            after = write(child, merge(edge, after), inner);
        }
        if (inner.empty()) return merge(edge, after);
        out += "(?:" + inner + ')';
        if (node.min == 0 && node.max == 1) {
            out += '?';
        } else if (node.max == Syntax::kUnlimited && node.min <= 1) {
            out += node.min == 0 ? '*' : '+';
        } else {
            out += '{' + std::to_string(node.min) + ',' + (node.max == Syntax::kUnlimited ? "" : std::to_string(node.max)) + '}';
        }
        return node.min == 0 ? merge(edge, after) : after;
    }

    const Syntax& syntax_;
};

constexpr std::size_t kMaxSpellings = 1500;

// Lists what a tree can spell: words with spaces between them, '*' for letters of any choice.
class Speller {
   public:
    Speller(const Syntax& syntax, std::set<std::string>& words) : syntax_(syntax), words_(words) {}

    void collect(int index) {
        for (const std::string& line : spell(index)) take(line);
    }

   private:
    void take(const std::string& line) {
        std::size_t begin = 0;
        while (begin < line.size()) {
            std::size_t end = line.find(' ', begin);
            if (end == std::string::npos) end = line.size();
            if (end > begin) words_.insert(line.substr(begin, end - begin));
            begin = end + 1;
        }
    }

    std::vector<std::string> spell(int index) {
        const Syntax::Node& node = syntax_.node(index);
        switch (node.kind) {
            case Kind::kEmpty: return {""};
            case Kind::kSeparator: return {" "};
            case Kind::kLiteral: return {node.text};
            case Kind::kClass: return node.spelling.empty() ? std::vector<std::string>{"*"} : node.spelling;
            case Kind::kConcat: return spell_concat(node);
            case Kind::kAlternation: {
                std::vector<std::string> all;
                for (const int child : node.children) {
                    std::vector<std::string> some = spell(child);
                    all.insert(all.end(), some.begin(), some.end());
                    if (all.size() > kMaxSpellings) break;
                }
                return all;
            }
            case Kind::kRepeat: {
                std::vector<std::string> once = spell(node.children.front());
                if (node.min == 0) once.emplace_back();
                return once;
            }
        }
        return {};
    }

    // Words on both sides of a sure separator do not depend on each other: only what lies between two is multiplied out.
    std::vector<std::string> spell_concat(const Syntax::Node& node) {
        std::vector<std::string> lines{""};
        for (const int child : node.children) {
            if (syntax_.node(child).kind == Kind::kSeparator) {
                for (const std::string& line : lines) take(line);
                lines = {" "};
                continue;
            }
            const std::vector<std::string> parts = spell(child);
            if (lines.size() * parts.size() > kMaxSpellings) {
                for (const std::string& line : lines) take(line);
                lines = parts;
                continue;
            }
            std::vector<std::string> longer;
            longer.reserve(lines.size() * parts.size());
            for (const std::string& line : lines) {
                for (const std::string& part : parts) longer.push_back(line + part);
            }
            lines = std::move(longer);
        }
        return lines;
    }

    const Syntax& syntax_;
    std::set<std::string>& words_;
};

}  // namespace

std::string Syntax::expression(int root) const {
    std::string out = " ";
    const Edge edge = Writer(*this).write(root, Edge::kClosed, out);
    if (edge == Edge::kOpen) out += ' ';
    if (edge == Edge::kEither) out += " ?";
    return out;
}

std::vector<std::string> Syntax::words(int root) const {
    std::set<std::string> words;
    Speller(*this, words).collect(root);
    return {words.begin(), words.end()};
}

}  // namespace bot::grade
