// Owns what the bot says about a team's daily question: the post, the reveal, the schedule in words. All words from the catalogue. Pure.
// Must not decide when, or read the book.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "bot/app/library.h"
#include "bot/base/catalogue.h"
#include "bot/base/message.h"
#include "bot/board/board.h"
#include "bot/daily/schedule.h"
#include "bot/daily/zone.h"
#include "bot/grade/rubric.h"
#include "bot/store/team_book.h"

namespace bot::app {

// A posted question while it is open. Nothing of any answer is in it.
struct OpenQuestion {
    const grade::Question* question = nullptr;
    std::int64_t ticket = 0;  // of its button, see TeamDesk::ticket
    daily::LocalDate date{};
    daily::TimeOfDay reveal{};
    bool open_answers = false;
    std::vector<std::string> answered;  // who has, in the order of their answers
};
Outbound daily_post(const Catalogue& texts, const OpenQuestion& open);
Outbound daily_reminder(const Catalogue& texts, const OpenQuestion& open);

// A question whose answers are shown.
struct Revealed {
    const grade::Question* question = nullptr;
    daily::LocalDate date{};
    std::vector<int> marks;
    std::vector<std::pair<std::string, int>> missed;  // what was wanted, and by how many it was missed, most first
    std::string best_name;                            // "" = nobody agreed to be shown
    std::string best_answer;
    int best_mark = 0;
};
Outbound daily_reveal(const Catalogue& texts, const Revealed& revealed);

// The schedule in words. next: when the next question comes, nullopt = not by itself.
Outbound daily_status(const Catalogue& texts, const store::Team& team, std::optional<daily::LocalTime> next);
Outbound daily_problem(const Catalogue& texts, const daily::Problem& problem);

}  // namespace bot::app
