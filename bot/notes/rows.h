// Owns how a single row of notes looks: a question, a separator, a callout, the summary of folded HTML.
// Must not know what stands around it (recognise.cc does).
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/notes/notes.h"

namespace bot::notes {

std::string marked(std::string_view text);  // inline Markdown as it reads, code in backquotes
std::size_t word_count(std::string_view text);

// Whether text is long enough to be asked; scripts that do not separate words always are.
bool has_words(std::string_view text, std::size_t fewest);

bool is_bold_line(const Row& row);     // "**What is a mutex?**" alone on a line is a heading to whoever wrote it
bool is_separator(const Row& row);     // "?" or "??" between question and answer
bool is_question_row(const Row& row);  // by its own look
std::size_t count_questions(const std::vector<Row>& rows);

std::optional<std::string> callout(std::string_view text);  // the title of "[!question] Why?"
std::optional<std::string> summary(std::string_view html);  // what stands between <summary> and </summary>
bool is_empty_html(std::string_view line);                  // a tag that only folds

}  // namespace bot::notes
