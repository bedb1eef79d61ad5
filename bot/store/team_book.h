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
#include "bot/daily/schedule.h"
#include "bot/daily/slots.h"
#include "bot/review/fsrs.h"

namespace bot::store {

using SlotId = Id<struct SlotTag>;
using AppealId = Id<struct AppealTag>;

// A room that has, or had, a daily question.
struct Team {
    RoomId room;
    std::string thread;  // the topic that questions are posted in, "" = none
    bool on = false;
    daily::Schedule schedule;
    daily::LocalDate next{};      // as SlotLedger::next
    std::optional<Instant> wake;  // when to plan again; nullopt = not by itself
    PersonId set_by;              // who switched it on last: a judge of appeals
    bool operator==(const Team&) const = default;
};

// A date of a team: posted, or skipped with the reason.
struct DailySlot {
    SlotId id;  // given by the book
    RoomId room;
    daily::Slot slot;
    std::string question;              // pack/id, "" unless posted
    int cycle = 0;                     // as daily::Choice
    std::int64_t letter = 0;           // the post's
    std::string message;               // the platform's id of the post, "" = not known (yet)
    std::optional<Instant> remind_at;  // a reminder is still to be written then
    std::optional<Instant> reveal_at;  // still to be revealed then
    std::optional<Instant> revealed;   // when it was
    bool operator==(const DailySlot&) const = default;
};

// What a team has to do with a question.
struct AskedBefore {
    std::string question;
    int cycle = 0;
    std::int64_t draw = 0;         // of its last draw there, posted or put aside; draws of a room are numbered upwards
    std::optional<int> mean_mark;  // of the first marks in the team
    bool operator==(const AskedBefore&) const = default;
};

// A person's part in a slot.
struct DailyAnswer {
    SlotId slot;
    PersonId person;
    std::string name;           // for display, as given last
    SessionId session;          // in which they answer
    std::optional<int> points;  // the mark of the first graded answer, 0..100; nullopt: begun only
    AttemptId attempt;          // of points
    bool shared = false;        // they agreed that the answer is shown to the team
    bool operator==(const DailyAnswer&) const = default;
};

// Points that count on a room's board.
struct Score {
    RoomId room;
    PersonId person;
    daily::LocalDate date{};
    std::string question;  // pack/id
    std::vector<std::string> tags;
    int points = 0;
    AttemptId attempt;
    bool operator==(const Score&) const = default;
};

// One change of a score, and why.
struct Audit {
    PersonId person;
    daily::LocalDate date{};
    std::string question;
    std::optional<int> before;  // nullopt: the score came into being
    std::optional<int> after;   // nullopt: it was taken away
    std::string reason;         // "answered", "revised", "appeal a1", "regraded", "merged"
    Instant at{};
    bool operator==(const Audit&) const = default;
};

// A mark that somebody disputes.
struct Appeal {
    AppealId id;  // given by the book
    PersonId person;
    AttemptId attempt;
    std::optional<RoomId> room;  // whose board is concerned
    std::string question;
    int score = 0;                // the mark that is disputed
    std::string reason;           // the person's words; hostile
    std::optional<int> own_mark;  // what the person thinks it should be
    bool consent = false;         // the answer may be given to the question's author
    Instant at{};
    std::optional<int> verdict;  // the mark that was decided; nullopt = open, or nobody decides
    std::string verdict_reason;
    PersonId judge;
    std::optional<Instant> decided;
    bool operator==(const Appeal&) const = default;
};

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
    virtual Result<std::vector<Appeal>> appeals() = 0;  // all, by id
    virtual Status set_judge(RoomId room, PersonId person, bool judge) = 0;
    virtual Result<std::vector<PersonId>> judges(RoomId room) = 0;  // set_by, if nobody was named
    virtual Result<std::string> user_key(PersonId person) = 0;      // at the platform

    // Links to a room's page: a secret's digest leads to the room until it expires or is revoked.
    virtual Status add_link(RoomId room, std::string_view digest, Instant expires, Instant at) = 0;
    virtual Status revoke_links(RoomId room) = 0;
    virtual Result<std::optional<RoomId>> room_of_link(std::string_view digest, Instant now) = 0;
};

}  // namespace bot::store
