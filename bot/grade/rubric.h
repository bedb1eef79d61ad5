// Owns the authored form of a question and its rubric: plain data, as read from YAML, before any pattern is compiled.
// Must not hold compiled patterns (pattern.h, grader.h do) or know where the data came from.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/base/fingerprint.h"

namespace bot::grade {

// How far the items of a pattern may lie apart: kPair is two neighbouring sentences.
enum class Window { kClause, kSentence, kPair, kAnswer };

enum class Kind { kTechnical, kBehavioural, kCode };
enum class Level { kJunior, kMiddle, kSenior, kLead };

// Where a value stands in its source; 1-based, 0 = unknown. The file is known to whoever reads it.
struct Place {
    int line = 0;
    int column = 0;
    bool operator==(const Place&) const = default;
};

// One authored pattern. A phrase is RE2 on the normalised text as whole words: a space stands for separators, {name} for a vocabulary entry,
// " ~ " for up to 3 words, " ~~ " for up to 8. Operators work on word positions, never as gap regexes.
struct PatternNode {
    enum class Op { kPhrase, kNear, kAll, kAny, kOrder };
    Op op = Op::kPhrase;
    std::string phrase;              // kPhrase only
    std::vector<PatternNode> items;  // the operands of the other operators
    std::vector<PatternNode> none;   // "not": none of these in the window
    std::optional<Window> within;    // default: kPair in points, kSentence in misconceptions
    int words = 8;                   // kNear: the longest distance in words
    Place place;
    bool operator==(const PatternNode&) const = default;
};

struct Point {
    std::string id;
    int weight = 1;
    std::string want;
    std::string ask;
    std::string hint;
    std::vector<std::string> lead;  // beginnings of the sentence that a fragment answers `ask` with (lead.h)
    std::vector<PatternNode> match;
    Place place;
};

struct Misconception {
    std::string id;
    int weight = 1;
    std::string claim;
    std::string challenge;
    std::string opposes;  // a point id, may be empty: claimed, that point is reported contradicted
    std::vector<PatternNode> match;
    Place place;
};

struct Part {
    std::string id;
    std::vector<std::string> points;
    Place place;
};

struct Reference {
    std::string title;
    std::string url;
};

struct Question {
    std::string id;
    std::string pack;
    std::string prompt;
    Kind kind = Kind::kTechnical;
    Level level = Level::kMiddle;
    std::vector<std::string> tags;
    int minutes = 5;
    std::string answer;  // Markdown
    std::vector<Reference> references;
    std::vector<Part> parts;
    std::vector<Point> points;
    std::vector<Misconception> misconceptions;
    std::vector<std::string> deeper;
    Fingerprint source;  // of the file and of the vocabulary it was read with
};

// Names to alternatives. An alternative is a phrase without gaps and may use other names; cycles are refused when the rubric is compiled.
using Vocabulary = std::map<std::string, std::vector<std::string>, std::less<>>;

// A marked example answer. points and misconceptions are what a second reader says it earns; unset = not annotated.
struct Sample {
    std::string text;
    int mark = 0;  // 0..10
    std::string style;
    std::optional<std::vector<std::string>> points;
    std::optional<std::vector<std::string>> misconceptions;
    Place place;
};

enum class Split { kDev, kTest };

// Which half a sample belongs to, by a stable hash of its text alone: moving or re-marking it never changes sides.
Split split_of(std::string_view sample_text);

}  // namespace bot::grade
