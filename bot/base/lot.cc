// Owns the hash behind the lots.
#include "bot/base/lot.h"

namespace bot {
namespace {

// splitmix64 (Steele, Lea, Flood 2014): full period, every bit of the seed counts.
std::uint64_t splitmix64(std::uint64_t x) {
    x += 0x9E3779B97F4A7C15u;
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9u;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBu;
    return x ^ (x >> 31);
}

}  // namespace

std::uint64_t lot(std::uint64_t seed, std::string_view key) {
    std::uint64_t hash = 0xCBF29CE484222325u;  // FNV-1a
    for (const char c : key) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3u;
    return splitmix64(splitmix64(seed) ^ hash);
}

}  // namespace bot
