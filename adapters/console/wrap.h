// Owns breaking text into lines at the columns a terminal has. Pure. Must not know blocks, colours or where the text came from.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace adapters::console {

// A stretch of text with one look; look is the caller's and carried through.
struct Piece {
    std::string text;
    int look = 0;
    bool operator==(const Piece&) const = default;
};
using Line = std::vector<Piece>;

// Breaks pieces (well-formed UTF-8 without control characters but '\n' and '\t') into lines of at most width columns, at least one line.
// Breaks stand at spaces and between wide characters; "\n" always breaks; runs of spaces count as one. A word longer than the width is cut behind a
// separator ("/", "-", "_", ".", ...) of its last third if there is one, else between characters; a character keeps its combining marks and joiners.
// A single character wider than the width gets a line of its own. width < 1 counts as 1.
std::vector<Line> wrap(const std::vector<Piece>& pieces, int width);

// Columns of a line.
int width_of(const Line& line);

// Rows that lie above the end of text when a terminal of so many columns breaks it by itself (tabs to every eighth column).
int rows_above_end(std::string_view text, int columns);

}  // namespace adapters::console
