// Owns the signs by which a line of notes is told: a question, a hint, a follow-up, a card, an answer behind an arrow. English first; other languages by
// their question words. Must not know where in the file a line stands.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bot::notes {

// A question's line, taken apart.
struct Asked {
    std::string prompt;
    std::vector<std::string> hints;
    std::vector<std::string> follow_ups;
    std::string answer;  // what stands behind the question on its own line
    bool cue = false;    // held a hint or a follow-up
};

// text: inline Markdown without bold (read_inline().marked). Numbering, Q1: and checkboxes are taken off.
Asked take_apart(std::string_view text);

bool asks(std::string_view text);                  // ends in a question mark, whatever signs stand behind it
bool has_question(std::string_view text);          // holds one at the end of a word
bool begins_as_question(std::string_view text);    // "Explain ...", "How ...", "Was ist ...", without needing a question mark
bool begins_as_task(std::string_view text);        // "Write ...", "Implement ..."
bool numbered_as_question(std::string_view text);  // "Q1:", "Question 3.", "Frage 2:"
bool names_questions(std::string_view title);      // a heading over a list of questions or tasks
bool names_tasks(std::string_view title);
bool addresses_reader(std::string_view text);  // you, your

// "Q: ..." and "A: ..."; the text behind. nullopt if it is none.
std::optional<std::string> question_label(std::string_view text);
std::optional<std::string> answer_label(std::string_view text);
std::optional<std::string> hint_label(std::string_view text);
std::optional<std::string> follow_up_label(std::string_view text);

// Text behind an arrow at the start; the text itself if there is none.
std::string_view behind_arrow(std::string_view text);

// Obsidian's one-line card.
struct Card {
    std::string front;
    std::string back;
    bool both_ways = false;
};
std::optional<Card> card(std::string_view text);

// #tags in text, which they are taken out of. "#1" and "C#" are none.
std::vector<std::string> take_tags(std::string& text);

}  // namespace bot::notes
