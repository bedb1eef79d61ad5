// Owns the board as a file: JSON and CSV for other programs. Names in it are clean (board.h); nothing in it starts a formula.
#pragma once

#include <string>

#include "bot/board/board.h"

namespace bot::board {

// {"period","first","last","as_of","pack","compared","rows":[{"rank","was","movement","new","person","name","points","answered","streak"}]}, dates as
// 2026-11-22. pack is null for all of them; was and movement (places up, negative = down) are null where there is nothing to compare; person is the row id in
// base 36.
std::string to_json(const Board& board);

// RFC 4180 with a header line: rank,was,movement,name,points,answered,streak; CRLF. movement is a number, "new", or empty where nothing is compared. A name
// that a spreadsheet would take for a formula begins with an apostrophe.
std::string to_csv(const Board& board);

}  // namespace bot::board
