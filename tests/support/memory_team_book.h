// Owns a team book without a disk, for tests of what has nothing to do with teams: nothing is due, no session answers a slot, and review cards are kept.
// Everything else says that there are no teams. Must not grow into a second implementation: what needs teams is tested with the real book.
#pragma once

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "bot/store/team_book.h"

namespace tests {

using Cards = std::map<std::pair<std::int64_t, std::string>, bot::review::Card>;

class MemoryTeamBook : public bot::store::TeamBook {
    using Appeal = bot::store::Appeal;
    using AppealId = bot::store::AppealId;
    using AskedBefore = bot::store::AskedBefore;
    using AttemptId = bot::AttemptId;
    using Audit = bot::store::Audit;
    using Card = bot::review::Card;
    using DailyAnswer = bot::store::DailyAnswer;
    using DailySlot = bot::store::DailySlot;
    using Instant = bot::Instant;
    using LocalDate = bot::daily::LocalDate;
    using PersonId = bot::PersonId;
    using Place = bot::Place;
    using RoomId = bot::RoomId;
    using SessionId = bot::SessionId;
    using SlotId = bot::store::SlotId;
    using Status = bot::Status;
    using Team = bot::store::Team;
    template <class T>
    using Result = bot::Result<T>;

   public:
    // Cards stand in the ledger's state, to be undone with it.
    explicit MemoryTeamBook(Cards& cards) : cards_(cards) {}

    Result<std::optional<Team>> team(RoomId) override { return std::nullopt; }
    Result<std::vector<RoomId>> teams_due(Instant, int) override { return std::vector<RoomId>(); }
    Result<std::optional<Instant>> next_team_due() override { return std::nullopt; }
    Result<std::vector<RoomId>> teams_of(PersonId) override { return std::vector<RoomId>(); }
    Result<std::vector<RoomId>> teams() override { return std::vector<RoomId>(); }
    Result<std::optional<DailySlot>> slot(SlotId) override { return std::nullopt; }
    Result<std::vector<DailySlot>> open_slots(RoomId) override { return std::vector<DailySlot>(); }
    Result<std::optional<DailyAnswer>> answer_in(SessionId) override { return std::nullopt; }

    Result<Card> card(PersonId person, std::string_view question) override;
    Status set_card(PersonId person, std::string_view question, const Card& card) override;
    Result<std::vector<std::pair<std::string, Card>>> cards(PersonId person) override {
        std::vector<std::pair<std::string, Card>> found;
        for (const auto& [key, card] : cards_) {
            if (key.first == person.value) found.emplace_back(key.second, card);
        }
        std::stable_sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.second.due < b.second.due; });
        return found;
    }

    Status set_team(const Team&) override { return none(); }
    Status silence_team(RoomId) override { return none(); }
    Result<Place> place_of(RoomId) override { return none(); }
    Result<std::string> title_of(RoomId) override { return none(); }
    Result<std::vector<std::string>> keys_of(RoomId) override { return none(); }
    Result<SlotId> put_slot(const DailySlot&) override { return none(); }
    Result<std::optional<DailySlot>> slot_on(RoomId, LocalDate) override { return none(); }
    Result<std::vector<bot::daily::Slot>> slots(RoomId, LocalDate) override { return none(); }
    Status set_letter(SlotId, std::int64_t) override { return none(); }
    Result<std::optional<DailySlot>> slot_posted_by(std::int64_t) override { return std::nullopt; }
    Status set_reminded(SlotId) override { return none(); }
    Status set_revealed(SlotId, Instant) override { return none(); }
    Result<std::vector<AskedBefore>> asked_in(RoomId) override { return none(); }
    Status put_aside(RoomId, LocalDate, std::string_view, int) override { return none(); }
    Result<std::vector<std::string>> aside_on(RoomId, LocalDate) override { return none(); }
    Status begin_answer(SlotId, PersonId, SessionId) override { return none(); }
    Result<std::optional<DailyAnswer>> answer_of(SlotId, PersonId) override { return none(); }
    Result<std::vector<DailyAnswer>> answers(SlotId) override { return none(); }
    Status set_points(SlotId, PersonId, int, AttemptId) override { return none(); }
    Status set_shared(SlotId, PersonId, bool) override { return none(); }
    Result<std::string> answer_text(AttemptId) override { return none(); }
    Result<std::optional<AttemptId>> last_first_attempt(SessionId) override { return none(); }
    Status score(const bot::store::Score&, std::string_view, bool, Instant) override { return none(); }
    Result<std::vector<bot::board::Entry>> entries(RoomId) override { return none(); }
    Result<std::vector<Audit>> audit(RoomId, PersonId, int) override { return none(); }
    Status set_hidden(RoomId, PersonId, bool) override { return none(); }
    Result<std::set<PersonId>> hidden(RoomId) override { return none(); }
    Result<std::vector<Due>> due_in(RoomId, bot::review::Day) override { return none(); }
    Result<AppealId> open_appeal(const Appeal&) override { return none(); }
    Status decide_appeal(AppealId, int, std::string_view, PersonId, Instant) override { return none(); }
    Status consent(AppealId) override { return none(); }
    Result<std::optional<Appeal>> appeal(AppealId) override { return none(); }
    Result<std::vector<Appeal>> appeals() override { return none(); }
    Result<std::vector<Appeal>> undecided_in(RoomId) override { return none(); }
    Result<std::optional<Appeal>> undecided(AttemptId) override { return none(); }
    Status set_judge(RoomId, PersonId, bool) override { return none(); }
    Result<std::vector<PersonId>> judges(RoomId) override { return none(); }
    Result<std::string> user_key(PersonId) override { return none(); }
    Status add_link(RoomId, std::string_view, Instant, Instant) override { return none(); }
    Status revoke_links(RoomId) override { return none(); }
    Result<std::optional<RoomId>> room_of_link(std::string_view, Instant) override { return none(); }

   private:
    static tl::unexpected<bot::Error> none() { return bot::fail(bot::Code::kInvalidInput, "no teams in this ledger"); }

    Cards& cards_;
};

}  // namespace tests
