// Owns which question a room is asked next. Chance comes from the seed alone. Must not know texts, marks of single people or storage.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>

namespace bot::daily {

// What a room has to do with a question of its selection. Fractions are whole numbers so that every machine chooses the same.
struct Candidate {
    std::string question;
    int cycle = 0;                 // the cycle of its last draw in this room; 0: never
    std::int64_t last_draw = 0;    // draws of the room are numbered upwards, those put aside by `skip` too; 0: never
    int due_permille = 0;          // share of the room's members for whom a review is due, 0 to 1000
    std::optional<int> mean_mark;  // the team's mean of first marks, 0 to 100; nullopt: nobody answered it
};

struct Choice {
    std::string question;
    int cycle;  // to be stored with the slot, and with a question that `skip` puts aside
    bool operator==(const Choice&) const = default;
};

inline constexpr int kWeakBelow = 60;  // a mean mark below is a weak point of the team

// The question to ask now. In one cycle each question comes once; a new cycle begins when none is left, and in it a question waits until half of the
// selection has come after it. Among those that may come: the largest share of members due, then weak points from the lowest mean up, then what nobody has
// answered, then the rest; equal ones by lot. put_aside: what `skip` put aside for this slot, never drawn again for it, the present question included. nullopt:
// there is nothing (else) to ask.
std::optional<Choice> choose(std::span<const Candidate> candidates, std::span<const std::string> put_aside, std::uint64_t seed);

}  // namespace bot::daily
