// Owns what a team's daily question does to the book: planning, posting, reminding, revealing, orders, answers and their points, the board.
// Must not grade, send, decide appeals (appeal_desk.h), or read a clock. The dispatcher's thread, inside its transaction.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "bot/app/appeal_desk.h"
#include "bot/app/library.h"
#include "bot/app/team_room.h"
#include "bot/app/team_texts.h"
#include "bot/board/board.h"
#include "bot/daily/choice.h"
#include "bot/engine/effect.h"
#include "bot/engine/session.h"
#include "bot/store/ledger.h"

namespace bot::app {

class TeamDesk {
   public:
    TeamDesk(store::Ledger& ledger, std::shared_ptr<const Library> library) : ledger_(ledger), library_(library), appeals_(ledger, std::move(library)) {}

    // All that has come due in a room: skips, the post, reminders, reveals.
    Status run_due(RoomId room, Instant now, Letters& letters);
    // A letter that the platform gave an id to has been marked as sent: a post that was answered before that says so now.
    Status settled(std::int64_t letter, Instant now, Letters& letters);

    // Who orders what, and where. zone: the person's, if the platform knows it.
    struct Orderer {
        RoomId room;
        Place place;
        RoomKind kind = RoomKind::kDirect;
        PersonId person;
        std::string zone;
    };
    // Carries out an order of somebody who may give it; what to say about it. Posts go to letters.
    Result<Outbound> obey(const Orderer& orderer, const daily::Order& order, Instant now, Letters& letters);

    // What the button under a question holds: the slot, and a check that nobody has who did not see the button. Slots count upwards, so their numbers alone
    // could be guessed, and with them the questions of rooms one is not in.
    static std::int64_t ticket(const store::DailySlot& slot, const Place& place);
    static store::SlotId slot_of(std::int64_t ticket);                 // unchecked
    Result<std::optional<store::SlotId>> redeem(std::int64_t ticket);  // nullopt: not one of ours

    // What pressing Answer leads to: a question to be asked, or why not.
    struct Ask {
        store::SlotId slot;
        std::int64_t ticket = 0;
        std::string question;
        bool in_the_open = false;  // the room answers before all
    };
    Result<std::variant<Ask, Outbound>> answering(store::SlotId slot, PersonId person, Instant now);
    // The slot that `answer` means for a person: the room's open one, or in a direct chat the latest open one of the teams they belong to; nullopt = none.
    Result<std::optional<store::SlotId>> open_slot(RoomId room, RoomKind kind, PersonId person);
    Status begun(store::SlotId slot, PersonId person, SessionId session);
    // A first answer was stored: points, and the post's list of who has answered. The button that shares the answer, if there is something to share.
    Result<std::optional<Choice>> answered(const store::StoredSession& session, RoomId room, RoomKind kind, const engine::Attempt& first, Instant now,
                                           Letters& letters);
    // A question was left: when the person is to meet it again.
    Status left(PersonId person, const engine::Asked& asked, Instant now);
    Result<Outbound> share(store::SlotId slot, PersonId person);
    // Removes all that is kept of a person; posts of open questions name them no longer.
    Status forget(PersonId person, Instant now, Letters& letters);

    // words: "week", "month", "all", a pack; "hide" and "show" for oneself.
    Result<Outbound> board(RoomId room, PersonId person, std::string_view words, Instant now);
    // A new link to the room's page, and the end of all there are.
    Result<Outbound> link(RoomId room, const std::string& public_url, Instant now);
    Result<Outbound> unlink(RoomId room);
    // What `me` says besides marks: what is due, and the weeks in each team.
    Result<std::vector<Block>> standing(PersonId person, Instant now);

   private:
    // team_desk.cc
    Result<std::optional<TeamRoom>> room_of(RoomId id) { return find_team_room(ledger_, id); }
    Status plan(TeamRoom& room, Instant now, Letters& letters);
    Result<bool> post(TeamRoom& room, const daily::Task& task, Instant now, Letters& letters);
    Result<std::optional<daily::Choice>> choose(const TeamRoom& room, daily::LocalDate date, std::vector<std::string> put_aside, Instant now);
    Status send(const TeamRoom& room, Outbound message, Instant now, Letters& letters, std::int64_t* id = nullptr) {
        return send_to(ledger_, room, std::move(message), now, letters, id);
    }
    Result<OpenQuestion> open_question(const TeamRoom& room, const store::DailySlot& slot);
    Status change_post(const TeamRoom& room, const store::DailySlot& slot, Instant now, Letters& letters);
    // team_reveal.cc
    Status close_slots(TeamRoom& room, Instant now, Letters& letters);
    Status remind(const TeamRoom& room, const store::DailySlot& slot, Instant now, Letters& letters);
    Status reveal(const TeamRoom& room, const store::DailySlot& slot, Instant now, Letters& letters);
    Status add_missed(Revealed& revealed, const grade::Question& question, const std::vector<store::DailyAnswer>& answers);
    // team_orders.cc
    Result<Outbound> switch_on(const Orderer& orderer, const daily::order::On& on, Instant now, Letters& letters);
    Result<Outbound> post_now(TeamRoom& room, Instant now, Letters& letters);
    Result<Outbound> draw_again(TeamRoom& room, Instant now, Letters& letters);
    Result<Outbound> preview(const TeamRoom& room, Instant now);
    Result<Outbound> status(const store::Team& team, Instant now);

    store::TeamBook& book() { return ledger_.teams(); }
    const Catalogue& texts() const { return library_->content().catalogue; }
    const grade::Question* question(std::string_view key) const { return library_->question(key); }

    store::Ledger& ledger_;
    std::shared_ptr<const Library> library_;
    AppealDesk appeals_;
};

}  // namespace bot::app
