// Owns what a dispute of a mark does to the book: where the mark counts, who may decide, the verdict and the correction of boards.
// Must not read words (appeal.h does) or know the formula of marks. The dispatcher's thread, inside its transaction.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bot/app/appeal.h"
#include "bot/app/library.h"
#include "bot/app/team_room.h"
#include "bot/store/ledger.h"

namespace bot::app {

class AppealDesk {
   public:
    AppealDesk(store::Ledger& ledger, std::shared_ptr<const Library> library) : ledger_(ledger), library_(std::move(library)) {}

    // Who speaks, and in what kind of chat.
    struct Speaker {
        PersonId person;
        RoomKind where = RoomKind::kDirect;
    };
    // Somebody disputes their last mark, or decides about such a one: what to say to them. Others are told by letters.
    Result<std::vector<Outbound>> contest(const Speaker& who, const AppealWish& wish, Instant now, Letters& letters);

    // A question was revealed: judges hear of the appeals about its answers, which had to wait for that.
    Status revealed(const TeamRoom& room, const std::vector<store::DailyAnswer>& answers, Instant now, Letters& letters);

   private:
    // appeal_desk.cc
    Result<Outbound> dispute(const Speaker& who, const Dispute& dispute, Instant now, Letters& letters);
    Result<Outbound> consent(const Speaker& who, store::AppealId appeal);
    Result<std::optional<RoomId>> counts_in(const store::StoredAttempt& attempt);
    Result<Outbound> to_judges(const TeamRoom& room, const store::StoredAttempt& attempt, const Dispute& dispute, Instant now, Letters& letters);
    Result<std::vector<std::string>> call_judges(const TeamRoom& room, const store::Appeal& appeal, Instant now, Letters& letters);
    Result<bool> send_direct(const std::string& account, PersonId person, Outbound message, Instant now, Letters& letters);
    // appeal_verdicts.cc
    struct Case {
        store::Appeal appeal;
        store::StoredAttempt attempt;
        const grade::Question* question = nullptr;
        bool current = false;  // the question is still as it was marked by
    };
    Result<std::optional<Case>> case_of(store::Appeal appeal);
    Result<Outbound> letter_of(const Case& open);
    Result<bool> judges(PersonId person, const store::Appeal& appeal);
    Result<bool> still_secret(const store::StoredAttempt& attempt);
    Result<std::vector<Outbound>> open_cases(const Speaker& who);
    Result<Outbound> judge(const Speaker& who, const Verdict& verdict, Instant now, Letters& letters);
    Result<Outbound> decide(const Speaker& who, Case& open, const Verdict& verdict, Instant now, Letters& letters);
    Status tell_appellant(const store::Appeal& appeal, Outbound message, Instant now, Letters& letters);
    Status settle(Case& decided, const std::vector<std::size_t>& granted, PersonId judge, const std::string& reason, Instant now);

    store::TeamBook& book() { return ledger_.teams(); }
    const Catalogue& texts() const { return library_->content().catalogue; }

    store::Ledger& ledger_;
    std::shared_ptr<const Library> library_;
};

}  // namespace bot::app
