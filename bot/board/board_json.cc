// Owns the board's JSON.
#include <nlohmann/json.hpp>

#include "bot/board/write.h"

namespace bot::board {

std::string to_json(const Board& board) {
    using Json = nlohmann::ordered_json;
    Json rows = Json::array();
    for (const auto& row : board.rows) {
        const bool moved = board.compared && row.was;
        rows.push_back({{"rank", row.rank},
                        {"was", moved ? Json(*row.was) : Json(nullptr)},
                        {"movement", moved ? Json(*row.was - row.rank) : Json(nullptr)},
                        {"new", board.compared && !row.was},
                        {"person", to_base36(row.person.value)},
                        {"name", row.name},
                        {"points", row.points},
                        {"answered", row.answered},
                        {"streak", row.streak}});
    }
    const Json json{{"period", to_string(board.period)},
                    {"first", to_text(board.span.first)},
                    {"last", to_text(board.span.last)},
                    {"as_of", to_text(board.as_of)},
                    {"pack", board.pack.empty() ? Json(nullptr) : Json(board.pack)},
                    {"compared", board.compared},
                    {"rows", std::move(rows)}};
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace bot::board
