// Owns what memory_team_book.h does about review cards.
#include "tests/support/memory_team_book.h"

namespace tests {

auto MemoryTeamBook::card(PersonId person, std::string_view question) -> Result<Card> {
    const auto found = cards_.find({person.value, std::string(question)});
    return found == cards_.end() ? Card{} : found->second;
}

auto MemoryTeamBook::set_card(PersonId person, std::string_view question, const Card& card) -> Status {
    cards_[{person.value, std::string(question)}] = card;
    return {};
}

}  // namespace tests
