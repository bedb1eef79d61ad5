// Owns the patterns of a statement: which of its words tell it, and how many of them an answer must hold.
#include <fmt/format.h>

#include <algorithm>

#include "bot/grade/words.h"
#include "bot/notes/draft.h"
#include "bot/notes/stems.h"

namespace bot::notes {
namespace {

using grade::PatternNode;

constexpr std::size_t kMostTerms = 7;
constexpr std::size_t kMostPatterns = 12;  // of one point; merged details beyond are in its answer only

struct Term {
    std::string word;  // as it stands in the statement
    std::string stem;
    int score = 0;
    std::size_t place = 0;
};

bool has_digit(std::string_view word) {
    return std::any_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// How telling a word is: marked by the author, no everyday word, long, rare in the notes.
int score_of(const std::string& word, const Statement& statement, const Frequency& frequency) {
    int score = 0;
    const auto& strong = statement.strong;
    if (std::find(strong.begin(), strong.end(), word) != strong.end()) score += 3;
    if (has_digit(word) && word.size() > 1) score += 2;
    if (!grade::is_known_word(word)) score += 2;
    if (word.size() >= 7) score += 1;
    const auto found = frequency.find(stem_of(word));
    const int often = found == frequency.end() ? 1 : found->second;
    return score - (often > 12 ? 4 : often > 6 ? 3 : often > 3 ? 2 : often > 1 ? 1 : 0);
}

std::vector<Term> terms_of(const Statement& statement, const std::set<std::string>& asked, const Frequency& frequency) {
    std::vector<Term> terms;
    for (auto& word : telling_words(statement.text)) {
        auto stem = stem_of(word);
        if (asked.contains(stem) || std::any_of(terms.begin(), terms.end(), [&](const Term& term) { return term.stem == stem; })) continue;
        const int score = score_of(word, statement, frequency);
        terms.push_back({std::move(word), std::move(stem), score, terms.size()});
    }
    std::stable_sort(terms.begin(), terms.end(), [](const Term& a, const Term& b) { return a.score > b.score; });
    if (terms.size() > kMostTerms) terms.resize(kMostTerms);
    return terms;
}

PatternNode phrase(std::string text) {
    PatternNode node;
    node.phrase = std::move(text);
    return node;
}

PatternNode both(std::string a, std::string b) {
    PatternNode node;
    node.op = PatternNode::Op::kAll;
    node.items = {phrase(std::move(a)), phrase(std::move(b))};
    return node;
}

std::string either(const std::vector<Term>& terms, std::size_t from) {
    std::string out;
    for (auto i = from; i < terms.size(); ++i) out += (out.empty() ? "" : "|") + stem_pattern(terms[i].word);
    return terms.size() - from > 1 ? "(" + out + ")" : out;
}

std::string either(const std::set<std::string>& stems) {
    std::string out;
    for (const auto& stem : stems) out += (out.empty() ? "" : "|") + stem_pattern(stem);
    return stems.size() > 1 ? "(" + out + ")" : out;
}

void add_patterns(const Statement& statement, const std::set<std::string>& asked, const Frequency& frequency, std::vector<PatternNode>& out) {
    const auto terms = terms_of(statement, asked, frequency);
    if (terms.empty()) return;
    if (terms.size() == 1) {
        out.push_back(phrase(stem_pattern(terms[0].word)));
        return;
    }
    // Any two of the telling words.
    for (std::size_t lead = 0; lead + 1 < terms.size(); ++lead) out.push_back(both(stem_pattern(terms[lead].word), either(terms, lead + 1)));
    // The most telling word beside one of the question's.
    std::set<std::string> own;
    for (const auto& stem : telling_stems(statement.text)) {
        if (asked.contains(stem)) own.insert(stem);
    }
    if (own.empty()) return;
    PatternNode near;
    near.op = PatternNode::Op::kNear;
    near.words = 6;
    near.items = {phrase(stem_pattern(terms[0].word)), phrase(either(own))};
    out.push_back(std::move(near));
}

}  // namespace

std::vector<PatternNode> patterns(const Statement& statement, const std::set<std::string>& asked, const Frequency& frequency) {
    std::vector<PatternNode> out;
    add_patterns(statement, asked, frequency, out);
    for (const auto& detail : statement.details) {
        if (out.size() < kMostPatterns) add_patterns(detail, asked, frequency, out);
    }
    return out;
}

std::vector<std::string> telling_terms(const Statement& statement, const std::set<std::string>& asked, const Frequency& frequency) {
    std::vector<std::string> words;
    for (auto& term : terms_of(statement, asked, frequency)) words.push_back(std::move(term.word));
    return words;
}

}  // namespace bot::notes
