// Owns words as drafts see them: the grader's own words, which of them tell something, and their stems.
// Must not decide what a point needs (points.h does).
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace bot::notes {

// The suffix rule: a plain word of five letters or more loses the longest of its endings (-ations, -ation, -ating, -ated, -ates, -ings, -ing, -edly, -ed, -ies,
// -ied, -ers, -er, -ors, -or, -ment, -ments, -ness, -ally, -ly, -es, -s, -e, -y) that leaves four letters, and a doubled last consonant. Shorter words, and
// words with a digit, an underscore or a letter beyond ASCII, stay as they are. So "blocks", "blocked" and "blocking" are all "block".
std::string stem_of(std::string_view word);

// The stem as a pattern: "block\w*"; short words take a plural ("gcs?"), numbers and names stay exact.
std::string stem_pattern(std::string_view word);

// Folded words that tell something, in order: no function words, no common verbs, no single letters but numbers.
std::vector<std::string> telling_words(std::string_view text);
std::set<std::string> telling_stems(std::string_view text);

// All words as the grader sees them.
std::vector<std::string> words_of(std::string_view text);

// How much two questions share: shared stems, and shared as a part of the smaller set and of both together, in percent.
struct Likeness {
    int shared = 0;
    int of_smaller = 0;
    int of_both = 0;
};
Likeness likeness(const std::set<std::string>& a, const std::set<std::string>& b);

// lower-case-with-hyphens out of any title, at most `most` bytes; letters lose their marks ("Übung" is "ubung"). Empty if nothing ASCII is left.
std::string slug(std::string_view title, std::size_t most);

}  // namespace bot::notes
