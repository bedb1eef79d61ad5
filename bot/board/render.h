// Owns how a board and a person's weeks look in a chat: an aligned table and a strip of signs, with the figures beside them. Words come from the catalogue.
// Must not decide who is on the board, and must hold no platform's markup.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "bot/base/catalogue.h"
#include "bot/base/message.h"
#include "bot/board/board.h"
#include "bot/board/streak.h"

namespace bot::board {

constexpr int kWeeks = 12;

struct Look {
    int columns = 30;                  // of the table, as a phone shows; at least 24
    int rows = 12;                     // people from the top; at least 1
    std::string pack_title{};          // "" = the pack's id
    std::optional<PersonId> reader{};  // the only one who reads it: is called "you", and stands below the top if they are further down
};

// Title, table, what moved, how many are not shown. The name is each line's last, so that no width of it moves a figure.
Outbound render(const Board& board, const Catalogue& texts, const Look& look = {});

// The streak in a sentence, then a line for each weekday with a sign for each of the last kWeeks ISO weeks, today's the last, and the figures beside it.
std::vector<Block> render_weeks(const Streak& streak, Day today, const Catalogue& texts);

}  // namespace bot::board
