// Owns what somebody wants who disputes a mark or decides about one: read from words and buttons, and what is said about it.
// Must not know rooms, or change a mark (appeal_verdicts.cc does).
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "bot/app/presses.h"
#include "bot/base/catalogue.h"
#include "bot/base/message.h"
#include "bot/base/result.h"
#include "bot/base/time.h"
#include "bot/grade/rubric.h"
#include "bot/store/store.h"
#include "bot/store/team_book.h"

namespace bot::app {

// The last mark is disputed.
struct Dispute {
    std::optional<int> own_mark;  // 0..100
    bool consent = false;         // the answer may be given to the question's author
    std::string reason;
};
struct Consent {
    store::AppealId appeal;
};
struct Verdict {
    store::AppealId appeal;            // 0 = none was named: shows what is open
    std::optional<std::size_t> point;  // pressed: this one is granted
    std::string words;                 // "all", "keep" or ids of points, and then the reason
};
using AppealWish = std::variant<Dispute, Consent, Verdict>;

// "[mark] [share] [reason]", the first two in any order. "share" counts only before the reason, where it can mean nothing else. nullopt: the mark is above 100.
std::optional<Dispute> read_dispute(std::string_view rest);
// "<id> <words>"
Verdict read_verdict(std::string_view rest);
// What a button below an appeal wants; nullopt if it is another button.
std::optional<AppealWish> pressed_wish(const Press& press);

// The points that a tally has nothing for, as indexes.
std::vector<std::size_t> missed_points(const grade::Question& question, const grade::Tally& tally);

// Which points the words of a verdict grant.
struct Granted {
    std::vector<std::size_t> points;  // none: the mark stays
    std::string reason;
};
struct NoSuchPoint {
    std::string word;  // "" = nothing was said
};
std::variant<Granted, NoSuchPoint> read_granted(const Verdict& verdict, const grade::Question& question, const grade::Tally& tally);

// Keeps a dispute that nobody decides, or the consent that comes later; says so.
Result<Outbound> record_dispute(const Catalogue& texts, store::TeamBook& book, const store::StoredAttempt& attempt, const Dispute& dispute, Instant now,
                                bool buttons);

// For the person: what was kept of it; the button for the consent, if it is not given yet and the place has buttons.
void say_what_is_kept(Outbound& out, const Catalogue& texts, const store::Appeal& appeal, bool buttons);

// For a judge. question null: it is not there any more, and only keeping the mark is offered. current: it is as it was when it was marked.
Outbound appeal_letter(const Catalogue& texts, const store::Appeal& appeal, const store::StoredAttempt& attempt, const grade::Question* question, bool current,
                       std::string_view name, std::string_view room);

}  // namespace bot::app
