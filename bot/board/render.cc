// Owns the board's table.
#include "bot/board/render.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "bot/base/plain.h"
#include "bot/base/text.h"

namespace bot::board {
namespace {

constexpr int kLeastColumns = 24;
constexpr int kLeastName = 8;
constexpr std::string_view kLeftOut = "…";

// Rank, movement, points, answered, streak. The name stands behind them.
using Figures = std::array<std::string, 5>;

struct Line {
    Figures figures;
    std::string name;
};

// One way to say a thing beside its sign: the number of places, or the word.
std::string movement(const Row& row, const Catalogue& texts) {
    if (!row.was) return texts.text("board.new");
    if (*row.was == row.rank) return "=";
    return *row.was > row.rank ? fmt::format("↑{}", *row.was - row.rank) : fmt::format("↓{}", row.rank - *row.was);
}

Line line_of(const Row& row, const std::string& name, bool compared, const Catalogue& texts) {
    return {
        {std::to_string(row.rank), compared ? movement(row, texts) : "", std::to_string(row.points), std::to_string(row.answered), std::to_string(row.streak)},
        kept_in_line(name)};
}

// Movement reads as words do, from the left; numbers end at the right.
std::string padded(const std::string& text, int width, bool right) {
    const std::string space(std::size_t(std::max(0, width - display_width(text))), ' ');
    return right ? space + text : text + space;
}

std::string table(const std::vector<Line>& lines, const std::array<int, 5>& widths) {
    std::string out;
    for (const auto& line : lines) {
        if (line.figures[0] == kLeftOut) {
            out += std::string(kLeftOut) + "\n";
            continue;
        }
        for (std::size_t i = 0; i < widths.size(); ++i) {
            if (widths[i] > 0) out += padded(line.figures[i], widths[i], i != 1) + " ";
        }
        out += line.name + "\n";
    }
    return out;
}

std::vector<const Row*> shown_of(const Board& board, const Look& look) {
    std::vector<const Row*> shown;
    for (const auto& row : board.rows) {
        if (int(shown.size()) < std::max(1, look.rows) || row.person == look.reader) shown.push_back(&row);
    }
    return shown;
}

std::string draw(const Board& board, const std::vector<const Row*>& shown, const Catalogue& texts, const Look& look) {
    const Figures header{texts.text("board.column.rank"), "", texts.text("board.column.points"), texts.text("board.column.answered"),
                         texts.text("board.column.streak")};
    std::vector<Line> lines{{header, texts.text("board.column.name")}};
    for (const Row* row : shown) lines.push_back(line_of(*row, "", board.compared, texts));
    std::array<int, 5> widths{};
    int figures = 0;
    for (std::size_t i = 0; i < widths.size(); ++i) {
        for (const auto& line : lines) widths[i] = std::max(widths[i], display_width(line.figures[i]));
        figures += widths[i] > 0 ? widths[i] + 1 : 0;
    }
    const int room = std::max(kLeastName, std::max(kLeastColumns, look.columns) - figures);
    std::vector<Named> people;
    people.reserve(shown.size());
    for (const Row* row : shown) people.push_back({row->person, row->name});
    const Names names = told_apart(people, room);
    for (std::size_t i = 0; i < shown.size(); ++i) {
        const bool reads = shown[i]->person == look.reader;
        lines[i + 1].name = reads ? cut_to_columns(texts.text("board.you"), room) : kept_in_line(names.at(shown[i]->person));
    }
    const auto top = std::size_t(std::max(1, look.rows));
    if (shown.size() > top && shown.back() != &board.rows[top]) lines.insert(lines.end() - 1, Line{{std::string(kLeftOut)}, ""});
    return table(lines, widths);
}

void add(Outbound& out, Block::Kind kind, std::vector<Run> runs, Tone tone = Tone::kNeutral) { out.blocks.push_back({kind, tone, "", std::move(runs), 0}); }

// Whoever climbed most; among equals the one who stands highest.
const Row* climber(const Board& board) {
    const Row* best = nullptr;
    const auto climbed = [](const Row& row) { return row.was ? *row.was - row.rank : 0; };
    for (const auto& row : board.rows) {
        if (climbed(row) > (best ? climbed(*best) : 0)) best = &row;
    }
    return board.compared ? best : nullptr;
}

void add_title(Outbound& out, const Board& board, const Catalogue& texts, const Look& look) {
    const auto key = "board.title." + std::string(to_string(board.period));
    add(out, Block::Kind::kHeading, texts.runs(key, {{"first", to_text(board.span.first)}, {"last", to_text(board.span.last)}}));
    const auto pack = plain_line(look.pack_title.empty() ? board.pack : look.pack_title);
    if (!board.pack.empty()) add(out, Block::Kind::kParagraph, texts.runs("board.pack", {{"pack", pack}}), Tone::kMuted);
}

}  // namespace

Outbound render(const Board& board, const Catalogue& texts, const Look& look) {
    Outbound out;
    add_title(out, board, texts, look);
    if (board.rows.empty()) {
        add(out, Block::Kind::kParagraph, texts.runs("board.empty"));
        return out;
    }
    const auto shown = shown_of(board, look);
    add(out, Block::Kind::kCode, {{Style::kPlain, draw(board, shown, texts, look)}});
    if (const Row* best = climber(board)) {
        const std::int64_t places = *best->was - best->rank;
        add(out, Block::Kind::kParagraph, texts.runs("board.up", {{"name", kept_in_line(best->name)}, {"count", places}}));
    }
    const auto rest = std::int64_t(board.rows.size() - shown.size());
    if (rest > 0) add(out, Block::Kind::kParagraph, texts.runs("board.more", {{"count", rest}}));
    auto legend = texts.runs("board.legend");
    if (board.compared) {
        legend.push_back({Style::kPlain, " · "});
        for (auto& run : texts.runs("board.legend.moved")) legend.push_back(std::move(run));
    }
    add(out, Block::Kind::kParagraph, std::move(legend), Tone::kMuted);
    return out;
}

}  // namespace bot::board
