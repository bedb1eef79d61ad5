// Owns the correction of marks that were given: old answers to a question marked by today's rubric, and what follows from a changed mark on the boards.
// Must not print, or decide who may.
#pragma once

#include <string>
#include <vector>

#include "bot/app/library.h"
#include "bot/base/result.h"
#include "bot/board/board.h"
#include "bot/store/ledger.h"

namespace bot::app {

// Gives the points of an attempt that was marked anew to every score and daily answer that counts it, with an audit row each.
Status correct_boards(store::TeamBook& book, const store::StoredAttempt& attempt, std::string_view reason, Instant at);

// Somebody who stands elsewhere on a room's board of all time.
struct MovedRank {
    std::string name;
    int was = 0;
    int is = 0;
    bool operator==(const MovedRank&) const = default;
};
struct RegradedRoom {
    RoomId room;
    std::string title;
    int scores = 0;  // that change
    std::vector<MovedRank> moved;
};
struct Regraded {
    std::string question;
    std::vector<store::StoredAttempt> changed;  // as they would be
    int up = 0;
    int down = 0;
    int same = 0;        // the mark; how it came about may differ
    int judged = 0;      // decided by a judge: left alone
    int unreadable = 0;  // damaged: left alone
    std::vector<RegradedRoom> rooms;
    bool changes_marks() const { return up + down > 0; }
};

// What marking the question's first answers anew would change. Half credit for a hinted point stays half if the question has as many points as it had.
// kNotFound: the question has no rubric that works.
Result<Regraded> plan_regrade(store::Ledger& ledger, const Library& library, const std::string& question);

// Does it, in one transaction. Audit rows say "regraded".
Status carry_out(store::Ledger& ledger, const Regraded& plan, Instant now);

}  // namespace bot::app
