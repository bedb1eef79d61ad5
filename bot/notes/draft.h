// Owns drafts: questions with ids, points and patterns generated from notes, each with what a person must still check.
// Must not read or write files, and must not print YAML (print.h does).
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "bot/grade/rubric.h"
#include "bot/notes/notes.h"

namespace bot::notes {

struct DraftPoint {
    grade::Point point;
    int first = 0;  // lines of the notes; 0 if it is not from them
    int last = 0;
    std::string check;  // what to look at
};

struct Draft {
    grade::Question question;  // without its points
    std::vector<DraftPoint> points;
    int line = 0;
    bool answered = false;
    std::vector<Said> remarks;  // for the report
};

struct DraftPack {
    std::string id;
    std::string title;
    std::string source;  // the name of the notes file
    std::vector<Draft> drafts;
};

struct DraftOptions {
    std::string pack;              // id
    std::string source;            // name of the notes file
    grade::Vocabulary vocabulary;  // shared entries that patterns may name
};

// Drafts of all questions, in the order of the notes; ids are unique and depend only on the prompts before. A draft's prompt earns none of its points.
DraftPack draft(const Notes& notes, const DraftOptions& options);

// One thing the notes say, as a point is made of it.
struct Statement {
    std::string text;                 // plain, one sentence or item
    std::string label;                // "Prevention" of "**Prevention:** ..."
    std::string context;              // the labels above
    std::vector<std::string> strong;  // words in bold or code
    std::vector<std::string> code;    // code spans
    int depth = 0;
    int first = 0;
    int last = 0;
    std::vector<Statement> details;  // merged into it
};

// The statements of an answer, at most kMaxPoints after merging; what was left out is added to remarks.
constexpr std::size_t kMaxPoints = 6;
std::vector<Statement> statements(const std::vector<Row>& answer, std::vector<Said>& remarks);

// How often each stem stands in how many statements of all the notes: the rarer the more telling.
using Frequency = std::map<std::string, int, std::less<>>;

// The patterns of a statement. asked: stems of the prompt, which do not count as telling. Empty if it tells nothing beyond the question.
std::vector<grade::PatternNode> patterns(const Statement& statement, const std::set<std::string>& asked, const Frequency& frequency);

// The words of a statement that its patterns look for, most telling first; bare words as they stand in it.
std::vector<std::string> telling_terms(const Statement& statement, const std::set<std::string>& asked, const Frequency& frequency);

// Points for a question that the notes do not answer: for a story its parts, else whether an answer on the subject explains anything.
std::vector<DraftPoint> general_points(const grade::Question& question, const std::set<std::string>& asked, const grade::Vocabulary& vocabulary);

// Takes out what the prompt alone would earn, and what does not compile; points without patterns go. Adds remarks on points that the answer does not earn.
void prove(Draft& draft, const grade::Vocabulary& vocabulary);

// The model answer as Markdown: the rows of the notes, dedented; what is beyond 32 KiB goes to remarks.
std::string answer_text(const std::vector<Row>& rows, std::vector<Said>& remarks);

}  // namespace bot::notes
