// Owns the values of interview notes: lines of Markdown, rows in a tree, recognised questions, and what became of each line.
// Must not know packs or patterns (draft.h does).
#pragma once

#include <string>
#include <vector>

namespace bot::notes {

// Limits of a notes file; what is beyond is refused by name.
constexpr std::size_t kMaxNotesBytes = std::size_t{1} << 20;
constexpr std::size_t kMaxLines = 20'000;
constexpr std::size_t kMaxLineBytes = std::size_t{16} << 10;
constexpr std::size_t kMaxBlockBytes = std::size_t{32} << 10;  // lines without a blank one or a bullet between them
constexpr std::size_t kMaxQuestions = 1'000;
constexpr int kMaxNesting = 32;

// One line of the file, as Markdown sees it.
struct Line {
    enum class Kind { kBlank, kFrontMatter, kHeading, kText, kCode, kFence, kTable, kHtml, kRule, kOther };
    Kind kind = Kind::kBlank;
    int level = 0;         // of a heading
    int indent = 0;        // columns before the text or its bullet, tabs to 4
    bool item = false;     // a list item begins here
    bool ordered = false;  // with a number
    bool goes_on = false;  // in the paragraph of the line before
    std::string text;      // without indent, bullet, heading and quote marks; of code the line as it stands
    std::string raw;       // the line as it stands
};

// One statement, list item, code block or table, and what is nested below it.
struct Row {
    enum class Kind { kText, kCode, kTable, kHtml };
    Kind kind = Kind::kText;
    int first = 0;  // lines, 1-based, both included
    int last = 0;
    int indent = 0;
    bool item = false;
    bool ordered = false;
    bool after_blank = false;
    std::string text;  // inline Markdown; wrapped lines joined; of code, tables and HTML the lines as they stand
    std::vector<Row> below;
};

// A heading and the rows up to the next one; the first has no heading if the file does not begin with one.
struct Passage {
    int level = 0;  // 0 = no heading
    int line = 0;
    std::string title;
    std::vector<Row> rows;
};

// What became of a line.
enum class Use { kNone, kBlank, kSyntax, kTag, kTitle, kSection, kQuestion, kAnswer, kHint, kFollowUp, kUnread };

struct Accounted {
    Use use = Use::kNone;
    int question = -1;  // index into Notes::questions; -1 if it belongs to none
};

struct Said {
    std::string text;
    int line = 0;
};

struct Question {
    std::string prompt;  // code in backquotes, no other Markdown
    int line = 0;
    std::vector<std::string> tags;
    std::vector<Row> answer;
    std::vector<Said> hints;
    std::vector<Said> follow_ups;
    std::vector<Said> remarks;  // for the report: joined, read as the other direction ...
    bool task = false;          // stands in a list of tasks
    bool answered() const { return !answer.empty(); }
};

// A line that nothing was made of, and why.
struct Unread {
    int line = 0;
    std::string text;
    std::string why;
};

struct Notes {
    std::string title;
    std::vector<std::string> tags;  // of the front matter, and #tags in places that concern the whole file
    std::vector<Question> questions;
    std::vector<Said> about;       // texts of sections that are no question: kept for the report
    std::vector<Accounted> lines;  // one a line of the file, all set
    std::vector<Unread> unread;
};

}  // namespace bot::notes
