// Owns the one implementation of TeamBook, a stage per file: teams.cc, slots.cc, daily_answers.cc, points.cc, cards.cc, appeals.cc, page_links.cc, and
// team_moves.cc for what becomes of the rows when their room or person goes. Must not be seen outside bot/store and its tests. One thread.
#pragma once

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bot/store/connection.h"
#include "bot/store/team_book.h"

namespace bot::store {

class SqliteTeamBook final : public TeamBook {
   public:
    // Within the transactions of whoever else uses the connection, which must outlive it.
    explicit SqliteTeamBook(Connection& connection) : connection_(&connection) {}
    // With a connection of its own.
    explicit SqliteTeamBook(std::unique_ptr<Connection> own) : own_(std::move(own)), connection_(own_.get()) {}

    Result<std::optional<Team>> team(RoomId room) override;
    Status set_team(const Team& team) override;
    Result<std::vector<RoomId>> teams_due(Instant now, int limit) override;
    Result<std::optional<Instant>> next_team_due() override;
    Status silence_team(RoomId room) override;
    Result<std::vector<RoomId>> teams_of(PersonId person) override;
    Result<Place> place_of(RoomId room) override;
    Result<std::string> title_of(RoomId room) override;
    Result<std::vector<std::string>> keys_of(RoomId room) override;
    Result<std::vector<RoomId>> teams() override;

    Result<SlotId> put_slot(const DailySlot& slot) override;
    Result<std::optional<DailySlot>> slot(SlotId id) override;
    Result<std::optional<DailySlot>> slot_on(RoomId room, daily::LocalDate date) override;
    Result<std::vector<daily::Slot>> slots(RoomId room, daily::LocalDate from) override;
    Result<std::vector<DailySlot>> open_slots(RoomId room) override;
    Status set_letter(SlotId slot, std::int64_t letter) override;
    // The platform's ids of posts in a room that gets another key lead nowhere there, or to something else.
    Status forget_messages(RoomId room);
    Result<std::optional<DailySlot>> slot_posted_by(std::int64_t letter) override;
    Status set_reminded(SlotId slot) override;
    Status set_revealed(SlotId slot, Instant at) override;
    Result<std::vector<AskedBefore>> asked_in(RoomId room) override;
    Status put_aside(RoomId room, daily::LocalDate date, std::string_view question, int cycle) override;
    Result<std::vector<std::string>> aside_on(RoomId room, daily::LocalDate date) override;

    Status begin_answer(SlotId slot, PersonId person, SessionId session) override;
    Result<std::optional<DailyAnswer>> answer_of(SlotId slot, PersonId person) override;
    Result<std::optional<DailyAnswer>> answer_in(SessionId session) override;
    Result<std::vector<DailyAnswer>> answers(SlotId slot) override;
    Status set_points(SlotId slot, PersonId person, int points, AttemptId attempt) override;
    Status set_shared(SlotId slot, PersonId person, bool shared) override;
    Result<std::string> answer_text(AttemptId attempt) override;
    Result<std::optional<AttemptId>> last_first_attempt(SessionId session) override;

    Status score(const Score& score, std::string_view reason, bool is_revision, Instant at) override;
    Result<std::vector<board::Entry>> entries(RoomId room) override;
    Result<std::vector<Audit>> audit(RoomId room, PersonId person, int limit) override;
    Status set_hidden(RoomId room, PersonId person, bool hidden) override;
    Result<std::set<PersonId>> hidden(RoomId room) override;

    Result<review::Card> card(PersonId person, std::string_view question) override;
    Status set_card(PersonId person, std::string_view question, const review::Card& card) override;
    Result<std::vector<std::pair<std::string, review::Card>>> cards(PersonId person) override;
    Result<std::vector<Due>> due_in(RoomId room, review::Day today) override;

    Result<AppealId> open_appeal(const Appeal& appeal) override;
    Status decide_appeal(AppealId id, int verdict, std::string_view reason, PersonId judge, Instant at) override;
    Status consent(AppealId id) override;
    Result<std::optional<Appeal>> appeal(AppealId id) override;
    Result<std::vector<Appeal>> appeals() override;
    Result<std::vector<Appeal>> undecided_in(RoomId room) override;
    Result<std::optional<Appeal>> undecided(AttemptId attempt) override;
    Status set_judge(RoomId room, PersonId person, bool judge) override;
    Result<std::vector<PersonId>> judges(RoomId room) override;
    Result<std::string> user_key(PersonId person) override;

    Status add_link(RoomId room, std::string_view digest, Instant expires, Instant at) override;
    Status revoke_links(RoomId room) override;
    Result<std::optional<RoomId>> room_of_link(std::string_view digest, Instant now) override;

    // For the ledger, inside its transaction.
    Status sent(std::int64_t letter, std::string_view message);  // the platform's id of a post
    Status merge(RoomId from, RoomId into);
    Status erase(PersonId person);
    Status erase_room(RoomId room);

   private:
    // Where a room's rows are: another one may have become one with it. kNotFound
    Result<RoomId> live(RoomId room);
    Result<std::int64_t> next_draw(RoomId room);
    Status audit_change(const Score& score, std::optional<int> before, std::optional<int> after, std::string_view reason, Instant at);
    Status merge_teams(RoomId from, RoomId into);
    Status merge_slots(RoomId from, RoomId into);
    Status merge_draws(RoomId from, RoomId into);
    Status merge_scores(RoomId from, RoomId into);

    std::unique_ptr<Connection> own_;
    Connection* connection_;
};

}  // namespace bot::store
