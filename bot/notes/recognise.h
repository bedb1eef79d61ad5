// Owns the recognition of questions, answers, hints and follow-ups in notes, and the account of every line.
// Must not make points of them (draft.h does).
#pragma once

#include <string_view>
#include <vector>

#include "bot/base/result.h"
#include "bot/notes/notes.h"

namespace bot::notes {

// Reads a whole notes file. Every line that is not blank is used in some question, section or tag, or listed in unread. kInvalidInput as read_markdown, and
// with more than kMaxQuestions questions.
Result<Notes> recognise(std::string_view file);

// Questions that are asked twice become one, with the answers of both: when their telling words are the same (85% of both together), or when only one of the
// two is answered and at least two words, 60% of the smaller set, are shared. Of several the most alike is taken, then the first.
void join_repeated(Notes& notes);

// Reads the front matter: its tags and title; other lines are listed as unread.
void read_front_matter(const std::vector<Line>& lines, Notes& notes);

}  // namespace bot::notes
