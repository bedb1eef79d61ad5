// Owns what is read out of a team's book for people to look at: boards and the page. Nothing of an open question shows in any of it.
// Must not write, or know who asks.
#pragma once

#include <optional>
#include <string>

#include "bot/app/library.h"
#include "bot/board/board.h"
#include "bot/board/page.h"
#include "bot/daily/zone.h"
#include "bot/store/team_book.h"

namespace bot::app {

// The dates on which the room was asked and, of these, those whose answers were shown.
struct AskedDates {
    std::vector<daily::LocalDate> posted;
    std::vector<daily::LocalDate> revealed;
    daily::LocalDate as_of{};  // the last date that may be shown
};
Result<AskedDates> asked_dates(store::TeamBook& book, const store::Team& team, Instant now);

// The board of the period that is now, as of the last reveal. pack: "" = all.
Result<board::Board> team_board(store::TeamBook& book, const store::Team& team, board::Period period, const std::string& pack, Instant now);

Result<board::Page> team_page(store::TeamBook& book, const store::Team& team, Instant now);

// The date in the team's zone; in UTC if its rules are not there.
daily::LocalDate local_date(const store::Team& team, Instant now);

}  // namespace bot::app
