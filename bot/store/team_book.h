// Owns what the book keeps of rooms as teams: schedules, the ledger of daily questions, who answered, points with their audit, appeals, and when a person is
// to meet a question again. Must not leak SQLite types, or decide who ranks where, what is asked or when. One thread, as the Ledger it belongs to.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "bot/base/ids.h"
#include "bot/base/inbound.h"
#include "bot/base/result.h"
#include "bot/base/time.h"
#include "bot/board/board.h"
#include "bot/daily/slots.h"
#include "bot/review/fsrs.h"
#include "bot/store/team_records.h"

namespace bot::store {

class TeamBook {
   public:
    virtual ~TeamBook() = default;

    virtual Result<std::optional<Team>> team(RoomId room) = 0;
    virtual Status set_team(const Team& team) = 0;
    // Rooms whose wake, reminder or reveal has come, earliest first. Unreachable rooms too: what is owed there is skipped, not forgotten.
    virtual Result<std::vector<RoomId>> teams_due(Instant now, int limit) = 0;
    virtual Result<std::optional<Instant>> next_team_due() = 0;
    // Takes a team that cannot be read off the deadlines; its rows stay as they are otherwise.
    virtual Status silence_team(RoomId room) = 0;
    // Rooms on whose board the person has points, latest first.
    virtual Result<std::vector<RoomId>> teams_of(PersonId person) = 0;
    virtual Result<Place> place_of(RoomId room) = 0;  // with the team's thread
    virtual Result<std::string> title_of(RoomId room) = 0;
    // The platform's keys of the room, now and before it moved.
    virtual Result<std::vector<std::string>> keys_of(RoomId room) = 0;
    virtual Result<std::vector<RoomId>> teams() = 0;  // all that have a schedule or points, by id

    // Slots. One for each (room, date); a skipped one may become posted, a posted one never changes its date, outcome or question (kConflict).
    virtual Result<SlotId> put_slot(const DailySlot& slot) = 0;  // id of the one there is, if there is one
    virtual Result<std::optional<DailySlot>> slot(SlotId id) = 0;
    virtual Result<std::optional<DailySlot>> slot_on(RoomId room, daily::LocalDate date) = 0;
    virtual Result<std::vector<daily::Slot>> slots(RoomId room, daily::LocalDate from) = 0;  // by date
    virtual Result<std::vector<DailySlot>> open_slots(RoomId room) = 0;                      // posted and not revealed, by date
    virtual Status set_letter(SlotId slot, std::int64_t letter) = 0;  // the post's; its message id is filled in when the letter is settled
    virtual Result<std::optional<DailySlot>> slot_posted_by(std::int64_t letter) = 0;
    virtual Status set_reminded(SlotId slot) = 0;
    virtual Status set_revealed(SlotId slot, Instant at) = 0;
    // Questions that were asked there, or put aside by `skip`.
    virtual Result<std::vector<AskedBefore>> asked_in(RoomId room) = 0;
    virtual Status put_aside(RoomId room, daily::LocalDate date, std::string_view question, int cycle) = 0;
    virtual Result<std::vector<std::string>> aside_on(RoomId room, daily::LocalDate date) = 0;

    // Answers to a slot. Beginning again replaces the session and keeps points and attempt.
    virtual Status begin_answer(SlotId slot, PersonId person, SessionId session) = 0;
    virtual Result<std::optional<DailyAnswer>> answer_of(SlotId slot, PersonId person) = 0;
    virtual Result<std::optional<DailyAnswer>> answer_in(SessionId session) = 0;
    virtual Result<std::vector<DailyAnswer>> answers(SlotId slot) = 0;  // graded ones in the order of their first answers, then begun ones
    // Another answer than the one they agreed to share is not shared.
    virtual Status set_points(SlotId slot, PersonId person, int points, AttemptId attempt) = 0;
    virtual Status set_shared(SlotId slot, PersonId person, bool shared) = 0;
    // The text of an attempt, "" once it was removed; kNotFound.
    virtual Result<std::string> answer_text(AttemptId attempt) = 0;
    virtual Result<std::optional<AttemptId>> last_first_attempt(SessionId session) = 0;  // the latest attempt with turn 0

    // Points. One score for each (room, person, date, question): the first stays, unless is_revision. Every change leaves an audit row.
    virtual Status score(const Score& score, std::string_view reason, bool is_revision, Instant at) = 0;
    virtual Result<std::vector<board::Entry>> entries(RoomId room) = 0;
    virtual Result<std::vector<Audit>> audit(RoomId room, PersonId person, int limit) = 0;  // latest first
    // People who do not want to be on this room's board (until they change their mind). Their scores are kept and not shown.
    virtual Status set_hidden(RoomId room, PersonId person, bool hidden) = 0;
    virtual Result<std::set<PersonId>> hidden(RoomId room) = 0;

    // Review. A card that is not there is new.
    virtual Result<review::Card> card(PersonId person, std::string_view question) = 0;
    virtual Status set_card(PersonId person, std::string_view question, const review::Card& card) = 0;
    virtual Result<std::vector<std::pair<std::string, review::Card>>> cards(PersonId person) = 0;  // by due date, then question
    // Of people who answered in the room: how many have a card for the question, and how many of these are due today; by question.
    struct Due {
        std::string question;
        int people = 0;
        int due = 0;
    };
    virtual Result<std::vector<Due>> due_in(RoomId room, review::Day today) = 0;

    // Appeals. One open appeal an attempt (kConflict).
    virtual Result<AppealId> open_appeal(const Appeal& appeal) = 0;
    virtual Status decide_appeal(AppealId id, int verdict, std::string_view reason, PersonId judge, Instant at) = 0;  // kConflict if it is decided
    virtual Status consent(AppealId id) = 0;  // the answer may be given to the question's author
    virtual Result<std::optional<Appeal>> appeal(AppealId id) = 0;
    virtual Result<std::vector<Appeal>> appeals() = 0;                       // all, by id
    virtual Result<std::vector<Appeal>> undecided_in(RoomId room) = 0;       // by id
    virtual Result<std::optional<Appeal>> undecided(AttemptId attempt) = 0;  // the one that is open
    virtual Status set_judge(RoomId room, PersonId person, bool judge) = 0;
    virtual Result<std::vector<PersonId>> judges(RoomId room) = 0;  // set_by, if nobody was named
    virtual Result<std::string> user_key(PersonId person) = 0;      // at the platform

    // Links to a room's page: a secret's digest leads to the room until it expires or is revoked.
    virtual Status add_link(RoomId room, std::string_view digest, Instant expires, Instant at) = 0;
    virtual Status revoke_links(RoomId room) = 0;
    virtual Result<std::optional<RoomId>> room_of_link(std::string_view digest, Instant now) = 0;
};

}  // namespace bot::store
