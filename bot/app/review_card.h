// Owns when a question that was left is due again: from its answer to the person's card, the same for every way to practise.
// Must not write it down.
#pragma once

#include <optional>

#include "bot/base/ids.h"
#include "bot/base/result.h"
#include "bot/base/time.h"
#include "bot/engine/session.h"
#include "bot/review/fsrs.h"
#include "bot/store/team_book.h"

namespace bot::app {

// Cards are due by whole days in UTC, wherever a person is.
review::Day utc_day(Instant now);

// The person's card for a question that they have left, as it is now. nullopt: they gave no answer, and the card stays what it was.
Result<std::optional<review::Card>> card_after(store::TeamBook& book, PersonId person, const engine::Asked& asked, Instant now);

}  // namespace bot::app
