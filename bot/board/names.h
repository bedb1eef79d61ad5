// Owns what people are called on a board: names that somebody else typed, made harmless, bounded and different from one another.
// Must not know points. What look-alike letters of other scripts spell is not told apart.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "bot/base/ids.h"

namespace bot::board {

constexpr int kNameColumns = 64;  // longer names are cut

// raw on one line of valid UTF-8, without control, bidirectional and invisible characters, white space as single spaces, at most four marks a character, at
// most columns wide (cut with "…"); "" if nothing can be seen.
std::string clean_name(std::string_view raw, int columns = kNameColumns);

// text if it is at most columns wide, otherwise its beginning and "…". A character keeps its marks and what is joined to it.
std::string cut_to_columns(std::string_view text, int columns);

struct Named {
    PersonId person;
    std::string_view name;  // as the platform has it
};

using Names = std::map<PersonId, std::string>;

// Each person's clean name, "#" and the id where nothing can be seen. Of people whose names read the same (case and width aside) the one with the lowest id
// keeps the name, the others get " (2)", " (3)". Of several names for one person the first counts. Independent of the order of people otherwise.
Names told_apart(const std::vector<Named>& people, int columns = kNameColumns);

// name; if any of it is written from right to left, between two left-to-right marks, so that the numbers beside it stay where they are.
std::string kept_in_line(std::string_view name);

}  // namespace bot::board
