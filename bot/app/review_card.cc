// Owns the way from a question's marks to its rating.
#include "bot/app/review_card.h"

#include <algorithm>

namespace bot::app {

review::Day utc_day(Instant now) { return review::Day{std::chrono::floor<std::chrono::days>(now).time_since_epoch()}; }

Result<std::optional<review::Card>> card_after(store::TeamBook& book, PersonId person, const engine::Asked& asked, Instant now) {
    if (!asked.answered) return std::optional<review::Card>();
    const auto card = book.card(person, asked.question);
    if (!card) return tl::unexpected(card.error());
    const bool hinted = std::find(asked.hinted.begin(), asked.hinted.end(), true) != asked.hinted.end();
    // In the order of the bands.
    const auto rating = review::rating_of(static_cast<review::Band>(asked.mark.band), asked.mark.score, hinted, asked.followups > 0);
    return std::optional(review::review(*card, rating, utc_day(now)));
}

}  // namespace bot::app
