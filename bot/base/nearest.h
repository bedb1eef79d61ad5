// Owns "did you mean": the nearest known word to an unknown one. Must not print.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace bot {

// Optimal string alignment distance in bytes (insert, delete, replace, swap of neighbours each cost 1); strings over 64 bytes count as far apart.
int edit_distance(std::string_view a, std::string_view b);

// The candidate within max(1, size/3) edits of word, or one that word is a prefix of (3+ bytes); the first of the nearest. nullopt when nothing is near.
std::optional<std::string> nearest(std::string_view word, std::span<const std::string> candidates);

// " (did you mean X?)" or "": for the end of an error line.
std::string did_you_mean(std::string_view word, std::span<const std::string> candidates);

}  // namespace bot
