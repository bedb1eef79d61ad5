// Owns the board's CSV (RFC 4180).
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "bot/board/write.h"

namespace bot::board {
namespace {

// As spreadsheets see it; the wide forms count in East Asian ones.
bool starts_a_formula(std::string_view text) {
    constexpr std::array<std::string_view, 10> kStarts{"=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"};
    return std::any_of(kStarts.begin(), kStarts.end(), [&](std::string_view start) { return text.starts_with(start); });
}

std::string field(std::string_view text) {
    std::string out = starts_a_formula(text) ? "\"'" : "\"";
    for (const char c : text) {
        if (c == '"') out += '"';
        out += c;
    }
    return out + '"';
}

}  // namespace

std::string to_csv(const Board& board) {
    std::string out = "rank,was,movement,name,points,answered,streak\r\n";
    for (const auto& row : board.rows) {
        const bool moved = board.compared && row.was;
        const std::string was = moved ? std::to_string(*row.was) : "";
        const std::string movement = moved ? std::to_string(*row.was - row.rank) : board.compared ? "new" : "";
        out += fmt::format("{},{},{},{},{},{},{}\r\n", row.rank, was, movement, field(row.name), row.points, row.answered, row.streak);
    }
    return out;
}

}  // namespace bot::board
