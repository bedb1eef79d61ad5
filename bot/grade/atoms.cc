// Owns the cutting of phrases. A name stands alone as an atom when it is large, so that ten patterns that use it compile it once.
#include "bot/grade/atoms.h"

#include <fmt/format.h>

#include <algorithm>

#include "bot/grade/lexicon.h"
#include "bot/grade/pattern.h"

namespace bot::grade {
namespace {

constexpr std::size_t kOwnAtomSize = 40;    // a vocabulary name of this many instructions stands alone
constexpr std::size_t kCheckedSize = 1200;  // estimated sizes above this are measured
using Problem = PatternProblem::Kind;

struct Piece {
    std::size_t begin = 0;
    std::size_t end = 0;
    int gap = 0;  // words allowed before it
};

void report(std::vector<PatternProblem>& problems, Problem kind, std::size_t offset, std::string reason) {
    problems.push_back({.kind = kind, .place = {}, .phrase = {}, .offset = offset, .reason = std::move(reason)});
}

bool blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
bool word_like(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '\\' || c == '{' || c == '[' || c == '(' ||
           static_cast<unsigned char>(c) >= 0x80;
}

// The depth of groups before each byte; a class counts as one deeper. Escaped characters keep the depth.
std::vector<int> depths(std::string_view text) {
    std::vector<int> depth(text.size() + 1, 0);
    int now = 0;
    bool in_class = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        depth[i] = now + (in_class ? 1 : 0);
        if (text[i] == '\\' && i + 1 < text.size()) {
            depth[i + 1] = depth[i] + (text[i + 1] == ' ' ? 1 : 0);
            ++i;
        } else if (in_class) {
            in_class = text[i] != ']';
        } else if (text[i] == '[') {
            in_class = true;
        } else if (text[i] == '(') {
            ++now;
        } else if (text[i] == ')') {
            --now;
        }
    }
    depth[text.size()] = now;
    return depth;
}

// Cuts at " ~ " and " ~~ ". False and a problem if a gap has nothing to stand between.
bool cut_gaps(std::string_view text, const std::vector<int>& depth, std::vector<Piece>& pieces, std::vector<PatternProblem>& problems) {
    Piece piece;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '~') continue;
        std::size_t end = i;
        while (end < text.size() && text[end] == '~') ++end;
        if (depth[i] != 0) {
            report(problems, Problem::kBadRegex, i, "a gap cannot stand inside ( ) or [ ]: write the alternatives as two patterns");
            return false;
        }
        if (end - i > 2) {
            report(problems, Problem::kBadRegex, i, "a gap is \" ~ \" (up to 3 words) or \" ~~ \" (up to 8 words)");
            return false;
        }
        const bool before = i > 0 && blank(text[i - 1]);
        const bool after = end < text.size() && blank(text[end]);
        if ((!before && i != 0) || (!after && end != text.size())) {
            report(problems, Problem::kBadRegex, i, "a gap needs a space on each side");
            return false;
        }
        piece.end = i;
        pieces.push_back(piece);
        piece = {end, 0, end - i == 1 ? kShortGap : kLongGap};
        i = end - 1;
    }
    piece.end = text.size();
    pieces.push_back(piece);
    for (Piece& part : pieces) {
        while (part.begin < part.end && blank(text[part.begin])) ++part.begin;
        while (part.end > part.begin && blank(text[part.end - 1])) --part.end;
        if (part.begin < part.end) continue;
        if (pieces.size() == 1) {
            report(problems, Problem::kEmptyMatch, 0, "the pattern is empty");
        } else {
            report(problems, Problem::kGapAtEdge, std::min(part.begin, text.size()), "a gap must stand between two words");
        }
        return false;
    }
    return true;
}

// Cuts "a {big} b" into "a", "{big}", "b", which follow each other directly.
void cut_names(Syntax& syntax, std::string_view text, const std::vector<int>& depth, const Piece& whole, std::vector<Piece>& out) {
    for (std::size_t i = whole.begin; i < whole.end; ++i) {
        if (text[i] == '|' && depth[i] == 0 && (i == 0 || text[i - 1] != '\\')) {
            out.push_back(whole);
            return;
        }
    }
    Piece rest = whole;
    for (std::size_t i = whole.begin; i < whole.end; ++i) {
        if (text[i] != '{' || depth[i] != 0 || (i > whole.begin && text[i - 1] != ' ') || (i > whole.begin + 1 && text[i - 2] == '\\')) continue;
        const std::size_t close = text.find('}', i);
        if (close == std::string_view::npos || close >= whole.end) break;
        const std::size_t end = close + 1;
        const bool alone =
            end == whole.end || (text[end] == ' ' && end + 1 < whole.end && text[end + 1] != '?' && text[end + 1] != '*' && text[end + 1] != '+');
        Fault ignored;
        const int name = alone ? syntax.read_name(text.substr(i + 1, close - i - 1), ignored) : -1;
        if (name < 0 || syntax.node(name).size < kOwnAtomSize) continue;
        if (i > rest.begin) out.push_back({rest.begin, i, rest.gap});
        out.push_back({i, end, i > rest.begin ? 0 : rest.gap});
        rest = {end, whole.end, 0};
        i = close;
    }
    if (rest.begin < rest.end) out.push_back(rest);
}

bool spells_word(std::string_view text) { return std::any_of(text.begin(), text.end(), word_like); }

// "instead" and "rather" deny only with the word behind them; a pattern that spells them means them.
bool is_negator(std::string_view word) { return (word_class(word) & kNegator) != 0 || word == "instead" || word == "rather"; }

bool spells_negator(const Syntax& syntax, int root) {
    const Syntax::Node& node = syntax.node(root);
    switch (node.kind) {
        case Syntax::Kind::kLiteral: return is_negator(syntax.text(node));
        case Syntax::Kind::kRepeat: return spells_negator(syntax, syntax.only_child(node));
        case Syntax::Kind::kConcat:
        case Syntax::Kind::kAlternation: {
            const auto children = syntax.children(node);
            return std::any_of(children.begin(), children.end(), [&](int child) { return spells_negator(syntax, child); });
        }
        case Syntax::Kind::kEmpty:
        case Syntax::Kind::kSeparator:
        case Syntax::Kind::kClass: break;
    }
    return false;
}

// RE2's words for a mistake, where it has any: authors can look them up.
std::string reason_of(std::string_view text, const Fault& fault) {
    std::string plain;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '{' && i + 1 < text.size() && text[i + 1] >= 'a' && text[i + 1] <= 'z') {
            const std::size_t end = text.find('}', i);
            if (end != std::string_view::npos) {
                plain += "(?:x)";
                i = end;
                continue;
            }
        }
        plain += text[i];
    }
    const std::optional<RegexFault> said = inspect(plain).fault;
    if (!said) return fault.reason;
    if (said->argument.empty() || said->reason.find(said->argument) != std::string::npos) return said->reason;
    return fmt::format("{}: {}", said->reason, said->argument);
}

}  // namespace

bool AtomList::add(std::string_view text, std::size_t offset, std::size_t whole, std::vector<PatternProblem>& problems, int& index) {
    if (const auto known = by_text_.find(text); known != by_text_.end()) {
        index = known->second;
        return true;
    }
    Fault fault;
    const int root = syntax_.read(text, fault);
    if (root < 0) {
        const Problem kind = fault.kind == Fault::Kind::kUnknownName ? Problem::kUnknownName
                             : fault.kind == Fault::Kind::kNameCycle ? Problem::kNameCycle
                             : fault.kind == Fault::Kind::kTooLarge  ? Problem::kTooLarge
                                                                     : Problem::kBadRegex;
        const bool own = kind == Problem::kBadRegex && fault.reason.find('{') == std::string::npos;
        report(problems, kind, offset + std::min(fault.offset, text.size()), own ? reason_of(text, fault) : fault.reason);
        return false;
    }
    const Syntax::Node& node = syntax_.node(root);
    if (node.wordless) {
        const bool signs = !spells_word(text);
        report(problems, Problem::kEmptyMatch, offset,
               signs                 ? "the pattern spells no word: punctuation only separates words"
               : text.size() < whole ? "this part between gaps can match nothing at all: leave it out or make a word of it needed"
                                     : "the pattern can match nothing at all: make a word of it needed");
        return false;
    }
    Atom atom{syntax_.expression(root), node.separators + 1, {}, false, false};
    if (atom.expression.size() > kMaxExpressionBytes) {
        report(problems, Problem::kTooLarge, offset,
               fmt::format("the pattern has {} bytes with its vocabulary filled in, at most {} are allowed", atom.expression.size(), kMaxExpressionBytes));
        return false;
    }
    if (node.size > kCheckedSize || atom.expression.find('{') != std::string::npos) {
        const Inspection seen = inspect(atom.expression);
        if (seen.fault) {
            const bool large = seen.fault->reason.find("too large") != std::string::npos || seen.fault->reason.find("repetition size") != std::string::npos;
            report(problems, large ? Problem::kTooLarge : Problem::kBadRegex, offset, seen.fault->reason);
            return false;
        }
        if (seen.size > kMaxProgramSize) {
            report(problems, Problem::kTooLarge, offset,
                   fmt::format("the pattern compiles to {} instructions, at most {} are allowed: split it", seen.size, kMaxProgramSize));
            return false;
        }
    }
    const auto [place, fresh] = by_expression_.emplace(atom.expression, static_cast<int>(atoms_.size()));
    if (fresh) {
        Spellings spellings = speller_.spell(root);
        atom.first_words = std::move(spellings.first_words);
        atom.exact = spellings.exact;
        atom.spells_negator = spells_negator(syntax_, root);
        atoms_.push_back(std::move(atom));
    }
    index = place->second;
    by_text_.emplace(text, index);
    return true;
}

std::optional<Phrase> AtomList::read(std::string_view phrase, std::vector<PatternProblem>& problems) {
    if (phrase.size() > kMaxPhraseBytes) {
        report(problems, Problem::kTooLarge, 0, fmt::format("the pattern has {} bytes, at most {} are allowed", phrase.size(), kMaxPhraseBytes));
        return std::nullopt;
    }
    const std::vector<int> depth = depths(phrase);
    std::vector<Piece> segments;
    if (!cut_gaps(phrase, depth, segments, problems)) return std::nullopt;
    Phrase result;
    for (const Piece& segment : segments) {
        std::vector<Piece> pieces;
        cut_names(syntax_, phrase, depth, segment, pieces);
        // A part that may be empty ("x? {name}") or spells nothing ("-") is no atom of its own: then the segment stays whole.
        bool separable = pieces.size() > 1;
        for (const Piece& piece : pieces) {
            Fault ignored;
            const int root = separable ? syntax_.read(phrase.substr(piece.begin, piece.end - piece.begin), ignored) : -1;
            separable = separable && root >= 0 && !syntax_.node(root).wordless;
        }
        if (!separable) pieces = {segment};
        for (const Piece& piece : pieces) {
            int index = -1;
            if (!add(phrase.substr(piece.begin, piece.end - piece.begin), piece.begin, phrase.size(), problems, index)) return std::nullopt;
            result.atoms.push_back(index);
            result.gaps.push_back(result.gaps.empty() ? 0 : piece.gap);
        }
    }
    return result;
}

}  // namespace bot::grade
