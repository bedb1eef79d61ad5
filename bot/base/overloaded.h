// Owns the visitor of a variant that is written as one lambda a case. Must not do anything else.
#pragma once

namespace bot {

// std::visit(Overloaded{[](const Said&) {..}, [](const auto&) {..}}, event): the idiom of the C++ reference's page on std::visit.
template <class... Cases>
struct Overloaded : Cases... {
    using Cases::operator()...;
};
template <class... Cases>
Overloaded(Cases...) -> Overloaded<Cases...>;

}  // namespace bot
