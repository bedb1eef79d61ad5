// Owns the reader of patterns: a recursive descent over one string. Writing trees out is syntax_write.cc.
#include "bot/grade/syntax.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bitset>

#include "bot/grade/fold.h"

namespace bot::grade {
namespace {

bool word_char(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || static_cast<unsigned char>(c) >= 0x80; }
bool digit(char c) { return c >= '0' && c <= '9'; }
bool name_char(char c) { return (c >= 'a' && c <= 'z') || digit(c) || c == '_'; }

// Contractions are spelt out in answers, so they are in patterns.
std::string spelt_out(std::string_view pattern) {
    std::string out(pattern);
    const auto replace = [&out](std::string_view from, std::string_view to, bool whole) {
        std::size_t at = 0;
        while ((at = out.find(from, at)) != std::string::npos) {
            const bool inside = whole && ((at > 0 && word_char(out[at - 1])) || (at + from.size() < out.size() && word_char(out[at + from.size()])));
            if (!inside) out.replace(at, from.size(), to);
            at += inside ? from.size() : to.size();
        }
    };
    replace("can't", "can not", true);
    replace("won't", "will not", true);
    replace("n't", " not", false);
    replace("cannot", "can not", true);
    return out;
}

}  // namespace

// One pass over one pattern.
class SyntaxReader {
   public:
    SyntaxReader(Syntax& syntax, std::string_view pattern) : syntax_(syntax), text_(pattern) {}

    int read(Fault& fault) {
        const int root = alternation();
        if (!failed_ && at_ < text_.size()) fail("unexpected )");
        if (failed_) {
            fault = fault_;
            return -1;
        }
        return root;
    }

   private:
    using Node = Syntax::Node;
    using Kind = Syntax::Kind;

    int fail(std::string reason, Fault::Kind kind = Fault::Kind::kSyntax) {
        if (!failed_) fault_ = {kind, at_, std::move(reason)};
        failed_ = true;
        at_ = text_.size();
        return -1;
    }

    bool more() const { return !failed_ && at_ < text_.size(); }

    int alternation() {
        if (++depth_ > Syntax::kMaxDepth) return fail("groups are nested too deeply");
        std::vector<int> branches{concatenation()};
        while (more() && text_[at_] == '|') {
            ++at_;
            branches.push_back(concatenation());
        }
        --depth_;
        if (failed_) return -1;
        return branches.size() == 1 ? branches.front() : syntax_.add_parent(Kind::kAlternation, branches);
    }

    int concatenation() {
        std::vector<int> parts;
        std::string letters;
        const auto flush = [&] {
            if (!letters.empty()) parts.push_back(syntax_.add_text(Kind::kLiteral, letters));
            letters.clear();
        };
        while (more() && text_[at_] != '|' && text_[at_] != ')') {
            const std::size_t begin = at_;
            std::string plain = letter();
            if (failed_) return -1;
            if (!plain.empty() && !at_quantifier()) {
                letters += plain;
                continue;
            }
            flush();
            int part = plain.empty() ? item() : syntax_.add_text(Kind::kLiteral, plain);
            if (failed_) return -1;
            part = quantified(part, begin);
            if (failed_) return -1;
            join(parts, part);
        }
        flush();
        if (parts.empty()) return empty();
        return parts.size() == 1 ? parts.front() : syntax_.add_parent(Kind::kConcat, parts);
    }

    bool separator_only(int index) const {
        const Node& node = syntax_.node(index);
        return node.kind == Kind::kSeparator || (node.kind == Kind::kRepeat && separator_only(syntax_.only_child(node)));
    }

    // Neighbouring separators are one: needed if any of them is.
    void join(std::vector<int>& children, int part) {
        if (!children.empty() && separator_only(children.back()) && separator_only(part)) {
            if (syntax_.node(children.back()).nullable) children.back() = part;
            return;
        }
        children.push_back(part);
    }

    bool at_quantifier() const {
        if (at_ >= text_.size()) return false;
        const char c = text_[at_];
        return c == '?' || c == '*' || c == '+' || (c == '{' && at_ + 1 < text_.size() && digit(text_[at_ + 1]));
    }

    // Folded bytes of the literal character here, at_ behind it; "" (and nothing taken) if it is no plain letter or digit.
    std::string letter() {
        const char c = text_[at_];
        if (c >= 'A' && c <= 'Z') {
            ++at_;
            return std::string(1, static_cast<char>(c + ('a' - 'A')));
        }
        if (static_cast<unsigned char>(c) < 0x80) {
            if (!word_char(c)) return {};
            ++at_;
            return std::string(1, c);
        }
        std::size_t end = at_ + 1;
        while (end < text_.size() && (static_cast<unsigned char>(text_[end]) & 0xC0) == 0x80) ++end;
        const Folded folded = fold_text(text_.substr(at_, end - at_));
        std::string letters;
        for (const char folded_byte : folded.text) {
            if (word_char(folded_byte)) letters.push_back(folded_byte);
        }
        if (letters.empty()) return {};
        at_ = end;
        return letters;
    }

    int empty() {
        Node node;
        node.nullable = true;
        node.wordless = true;
        return syntax_.add(node);
    }
    int separator() {
        Node node;
        node.kind = Kind::kSeparator;
        node.separators = 1;
        node.wordless = true;
        return syntax_.add(node);
    }
    int any_letter() { return syntax_.add_text(Kind::kClass, Syntax::kAnyLetter); }

    int item() {
        const char c = text_[at_];
        switch (c) {
            case '(': return group();
            case '[': return char_class();
            case '\\': return escape();
            case '{': return name();
            case '?':
            case '*':
            case '+': return fail(fmt::format("no argument for repetition operator: {}", c));
            case '.':
                ++at_;
                if (at_quantifier() && text_[at_] != '?') return fail("write a gap (\" ~ \" or \" ~~ \") instead of .* or .+");
                return any_letter();
            case '^':
            case '$': return fail(fmt::format("{} has no meaning here: patterns match whole words anywhere in a sentence", c));
            default: break;
        }
        ++at_;
        while (at_ < text_.size() && (static_cast<unsigned char>(text_[at_]) & 0xC0) == 0x80) ++at_;
        return separator();
    }

    int group() {
        ++at_;
        if (text_.substr(at_).starts_with("?:")) {
            at_ += 2;
        } else if (at_ < text_.size() && text_[at_] == '?') {
            return fail(fmt::format("invalid perl operator: (?{}", text_.substr(at_ + 1, 1)));
        }
        const std::size_t open = at_ - 1;
        const int inner = alternation();
        if (failed_) return -1;
        if (at_ >= text_.size()) {
            at_ = open;
            return fail("missing )");
        }
        ++at_;
        return inner;
    }

    int escape() {
        if (at_ + 1 >= text_.size()) return fail("trailing \\");
        const char c = text_[at_ + 1];
        at_ += 2;
        switch (c) {
            case 'w':
            case 'S': return any_letter();
            case 'd': return syntax_.add_text(Kind::kClass, "[0123456789]");
            case 's':
            case 'W': return separator();
            case 'b': return empty();
            default: break;
        }
        if (word_char(c) || (c >= 'A' && c <= 'Z')) {
            at_ -= 2;
            return fail(fmt::format("invalid escape sequence: \\{}", c));
        }
        return separator();
    }

    int name() {
        const std::size_t begin = at_ + 1;
        const std::size_t end = text_.find('}', begin);
        if (end == std::string_view::npos) return fail("missing } after a vocabulary name");
        const std::string_view word = text_.substr(begin, end - begin);
        if (word.empty() || !std::all_of(word.begin(), word.end(), name_char)) return fail(fmt::format("{{{}}} is no vocabulary name", word));
        Fault inner;
        const int found = syntax_.read_name(word, inner);
        if (found < 0) {
            const int failed = fail(inner.reason, inner.kind);
            fault_.in_name = inner.in_name;
            return failed;
        }
        at_ = end + 1;
        return found;
    }

    int quantified(int part, std::size_t begin) {
        if (!at_quantifier()) return part;
        Node node;
        const char c = text_[at_];
        if (c == '{') {
            const std::size_t end = text_.find('}', at_);
            if (end == std::string_view::npos || !counts(text_.substr(at_ + 1, end - at_ - 1), node)) {
                at_ = begin;
                return fail("invalid repetition size");
            }
            at_ = end + 1;
        } else {
            node.min = c == '+' ? 1 : 0;
            node.max = c == '?' ? 1 : Syntax::kUnlimited;
            ++at_;
        }
        if (at_quantifier()) {
            if (text_[at_] != '?') return fail(fmt::format("bad repetition operator: {}", text_.substr(at_ - 1, 2)));
            ++at_;  // lazy or greedy, every end of a match is found
        }
        return syntax_.add_repeat(part, node.min, node.max);
    }

    static bool counts(std::string_view text, Node& node) {
        constexpr int kMaxCount = 100;
        const auto number = [](std::string_view digits) {
            int value = 0;
            if (digits.empty() || digits.size() > 3) return -1;
            for (const char c : digits) {
                if (!digit(c)) return -1;
                value = value * 10 + (c - '0');
            }
            return value <= kMaxCount ? value : -1;
        };
        const std::size_t comma = text.find(',');
        node.min = number(text.substr(0, comma));
        node.max = node.min;
        if (comma != std::string_view::npos) node.max = comma + 1 == text.size() ? Syntax::kUnlimited : number(text.substr(comma + 1));
        if (node.min < 0 || (comma != std::string_view::npos && comma + 1 < text.size() && node.max < 0)) return false;
        return node.max == Syntax::kUnlimited || (node.max >= node.min && node.max > 0);
    }

    int char_class();

    Syntax& syntax_;
    std::string_view text_;
    std::size_t at_ = 0;
    std::size_t depth_ = 0;
    bool failed_ = false;
    Fault fault_;
};

// [a-z], [- ], [^x]: letters and digits as they are (folded), every other member is a separator. Beyond ASCII, members only, no ranges.
int SyntaxReader::char_class() {
    const std::size_t open = at_;
    std::size_t at = at_ + 1;
    const bool negated = at < text_.size() && text_[at] == '^';
    if (negated) ++at;
    std::bitset<128> members;
    std::vector<std::string> beyond;
    bool gap = false;
    bool any = false;
    bool first = true;
    for (;; first = false) {
        if (at >= text_.size()) return fail("missing ]");
        if (text_[at] == ']' && !first) break;
        if (text_.substr(at).starts_with("[:")) return fail("write the letters of the class instead of a [:name:]");
        if (static_cast<unsigned char>(text_[at]) >= 0x80) {
            at_ = at;
            std::string letters = letter();
            if (letters.empty()) return fail("no letter of a class");
            beyond.push_back(std::move(letters));
            at = at_;
            continue;
        }
        char low = text_[at];
        if (low == '\\' && at + 1 < text_.size()) {
            low = text_[++at];
            if (low == 'w' || low == 'd' || low == 's') {
                any |= low == 'w';
                gap |= low == 's';
                for (char c = '0'; low == 'd' && c <= '9'; ++c) members.set(static_cast<std::size_t>(c));
                ++at;
                continue;
            }
        }
        char high = low;
        if (at + 2 < text_.size() && text_[at + 1] == '-' && text_[at + 2] != ']' && static_cast<unsigned char>(text_[at + 2]) < 0x80) {
            high = text_[at + 2];
            at += 2;
            if (high < low) return fail(fmt::format("bad character class range: {}-{}", low, high));
        }
        ++at;
        for (int c = static_cast<unsigned char>(low); c <= static_cast<unsigned char>(high); ++c) {
            const char folded = c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : static_cast<char>(c);
            if (word_char(folded)) {
                members.set(static_cast<std::size_t>(folded));
            } else {
                gap = true;
            }
        }
    }
    at_ = at + 1;
    if (negated) {
        if (!beyond.empty()) {
            at_ = open;
            return fail("a negated class takes ASCII letters only");
        }
        if (any) return separator();
    }
    std::string letters = negated ? "[^ " : "[";
    for (std::size_t c = 0; c < members.size(); ++c) {
        if (members[c]) letters.push_back(static_cast<char>(c));
    }
    letters.push_back(']');
    if (negated) return syntax_.add_text(Kind::kClass, letters);
    if (any) return any_letter();
    std::vector<int> branches;
    if (members.any()) branches.push_back(syntax_.add_text(Kind::kClass, letters));
    for (const std::string& word : beyond) branches.push_back(syntax_.add_text(Kind::kLiteral, word));
    if (gap) branches.push_back(separator());
    return branches.size() == 1 ? branches.front() : syntax_.add_parent(Kind::kAlternation, branches);
}

int Syntax::read(std::string_view pattern, Fault& fault) {
    const std::string full = spelt_out(pattern);
    return affordable(SyntaxReader(*this, full).read(fault), fault);
}

}  // namespace bot::grade
