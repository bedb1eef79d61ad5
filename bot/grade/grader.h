// Owns the grading of one text against one rubric: compile once, examine any number of answers, explain every finding.
// Must not know sessions, credit rules of follow-ups (tally.h) or the formula (mark.h). Pure; a Rubric may be shared between threads.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/grade/rubric.h"

namespace bot::grade {

constexpr std::size_t kMaxAnswerBytes = std::size_t{16} * 1024;  // longer answers are cut at a character and say so

// Byte offsets into the UTF-8 that was given, half open.
struct Span {
    std::size_t begin = 0;
    std::size_t end = 0;
    bool operator==(const Span&) const = default;
};

enum class PointStatus { kMatched, kMissed, kNegated, kContradicted };
enum class ClaimStatus { kAbsent, kClaimed, kRefuted };
enum class Subject { kUnclear, kMet, kMissed };  // whether a text speaks of the question's subject

std::string_view to_string(PointStatus status);
std::string_view to_string(ClaimStatus status);

struct PointFinding {
    PointStatus status = PointStatus::kMissed;
    std::optional<Span> span;  // the words that decided it; unset when missed
    int alternative = -1;      // which entry of `match` hit
    bool operator==(const PointFinding&) const = default;
};

struct ClaimFinding {
    ClaimStatus status = ClaimStatus::kAbsent;
    std::optional<Span> span;
    int alternative = -1;
    bool operator==(const ClaimFinding&) const = default;
};

// Everything the grader saw in one text. Same rubric and text, same findings, on any machine.
struct Findings {
    std::vector<PointFinding> points;          // as question.points
    std::vector<ClaimFinding> misconceptions;  // as question.misconceptions
    Subject subject = Subject::kUnclear;
    int words = 0;          // distinct content words in the whole text
    int content_words = 0;  // distinct content words near a match: what effort is measured on
    int subject_words = 0;  // of those, around words of the subject: what elaboration is measured on
    int numbers = 0;        // numbers in the same place
    bool term_list = false;
    bool cut = false;             // longer than kMaxAnswerBytes
    bool repaired = false;        // held invalid UTF-8, read as U+FFFD
    bool other_language = false;  // mostly in another script or language than the pack's: told so, not marked 0 silently
    bool operator==(const Findings&) const = default;
};

// A mistake in a pattern, for the author.
struct PatternProblem {
    enum class Kind { kBadRegex, kUnknownName, kNameCycle, kTooLarge, kEmptyMatch, kGapAtEdge, kTooDeep };
    Kind kind;
    Place place;             // of the phrase in its source
    std::string phrase;      // as authored
    std::size_t offset = 0;  // where in the phrase
    std::string reason;      // RE2's own words, or the name that is not known
};

class Rubric;  // compiled patterns, built at first use of a question; immutable, shareable

struct CompiledRubric {
    std::shared_ptr<const Rubric> rubric;  // null if there are problems
    std::vector<PatternProblem> problems;
};

// The words a vocabulary can spell that no dictionary has: right as they are, so never taken for a slip of another. Sorted, each once. Takes some 30 ms for
// the shipped ones; the same for all questions that use the vocabulary.
std::vector<std::string> words_of(const Vocabulary& vocabulary);

// Compiles a question's patterns. The result keeps its own copy of the question. vocabulary_words = words_of(vocabulary).
CompiledRubric compile(Question question, const Vocabulary& vocabulary, const std::vector<std::string>& vocabulary_words);
CompiledRubric compile(Question question, const Vocabulary& vocabulary);

// What is wrong with a question's patterns, without building anything that could mark.
std::vector<PatternProblem> check(const Question& question, const Vocabulary& vocabulary);

const Question& question_of(const Rubric& rubric);
// Identity of everything that decides a mark: patterns, weights, vocabulary used, word list, grader version.
const Fingerprint& fingerprint_of(const Rubric& rubric);
std::size_t memory_of(const Rubric& rubric);  // bytes it takes now, estimated; grows with the patterns it has used; for a bounded cache

// Looks for every point and misconception of the rubric in text (any bytes). Linear time in the text, at most kMaxAnswerBytes of it.
Findings examine(const Rubric& rubric, std::string_view text);

}  // namespace bot::grade
