// Owns the way from a pattern's tree to its RE2 expression.
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
            case Kind::kClass: out += syntax_.text(node); return Edge::kOpen;
            case Kind::kConcat:
                for (const int child : syntax_.children(node)) edge = write(child, edge, out);
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
        for (const int child : syntax_.children(node)) {
            if (!first) out += '|';
            const Edge branch = write(child, edge, out);
            after = first ? branch : merge(after, branch);
            first = false;
        }
        out += ')';
        return after;
    }

    Edge write_repeat(const Syntax::Node& node, Edge edge, std::string& out) const {
        const int child = syntax_.only_child(node);
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

}  // namespace

std::string Syntax::expression(int root) const {
    std::string out = " ";
    const Edge edge = Writer(*this).write(root, Edge::kClosed, out);
    if (edge == Edge::kOpen) out += ' ';
    if (edge == Edge::kEither) out += " ?";
    return out;
}

}  // namespace bot::grade
