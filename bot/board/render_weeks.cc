// Owns the strip of a person's weeks.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "bot/base/text.h"
#include "bot/board/render.h"

namespace bot::board {
namespace {

using std::chrono::days;

constexpr days kShown{kWeeks * 7};

char sign_of(Fate fate) {
    switch (fate) {
        case Fate::kAnswered: return '#';
        case Fate::kFrozen: return '~';
        case Fate::kMissed: return '.';
        case Fate::kOpen: return 'o';
    }
    return '?';
}

struct Weekday {
    std::string signs = std::string(std::size_t(kWeeks), ' ');  // a week each, the oldest first
    int answered = 0;
    int asked = 0;
};

std::array<Weekday, 7> weekdays_of(const Streak& streak, Day first) {
    std::array<Weekday, 7> weekdays;
    for (const auto& [date, fate] : streak.slots) {
        if (date < first || date >= first + kShown) continue;
        const auto since = (date - first).count();
        auto& weekday = weekdays[std::size_t(since % 7)];
        weekday.signs[std::size_t(since / 7)] = sign_of(fate);
        weekday.answered += fate == Fate::kAnswered;
        ++weekday.asked;
    }
    return weekdays;
}

std::string grid(const std::array<Weekday, 7>& weekdays, const Catalogue& texts) {
    const std::string words = texts.text("board.weeks.days");
    const auto labels = split(words, ' ');
    std::string out;
    for (std::size_t i = 0; i < weekdays.size(); ++i) {
        if (weekdays[i].asked == 0) continue;
        const std::string label = i < labels.size() ? cut_to_columns(labels[i], 6) : "";
        out += fmt::format("{} {} {}/{}\n", label, weekdays[i].signs, weekdays[i].answered, weekdays[i].asked);
    }
    return out;
}

void append(std::vector<Run>& runs, std::vector<Run> more) {
    for (auto& run : more) runs.push_back(std::move(run));
}

Block block(Block::Kind kind, std::vector<Run> runs, Tone tone = Tone::kNeutral) { return {kind, tone, "", std::move(runs), 0}; }

}  // namespace

std::vector<Block> render_weeks(const Streak& streak, Day today, const Catalogue& texts) {
    const Run gap{Style::kPlain, " · "};
    std::vector<Run> line = streak.days > 0 ? texts.runs("board.streak", {{"count", std::int64_t(streak.days)}}) : texts.runs("board.streak.none");
    line.push_back(gap);
    append(line, texts.runs("board.streak.longest", {{"count", std::int64_t(streak.longest)}}));
    line.push_back(gap);
    append(line, texts.runs("board.streak.freezes", {{"count", std::int64_t(streak.freezes)}}));
    std::vector<Block> blocks{block(Block::Kind::kParagraph, std::move(line))};

    const auto weekdays = weekdays_of(streak, monday_of(today) + days{7} - kShown);
    std::int64_t answered = 0;
    std::int64_t asked = 0;
    for (const auto& weekday : weekdays) {
        answered += weekday.answered;
        asked += weekday.asked;
    }
    if (asked == 0) return blocks;
    blocks.push_back(block(Block::Kind::kHeading, texts.runs("board.weeks", {{"count", std::int64_t(kWeeks)}})));
    blocks.push_back(block(Block::Kind::kCode, {{Style::kPlain, grid(weekdays, texts)}}));
    blocks.push_back(block(Block::Kind::kParagraph, texts.runs("board.weeks.total", {{"answered", answered}, {"count", asked}})));
    blocks.push_back(block(Block::Kind::kParagraph, texts.runs("board.weeks.legend"), Tone::kMuted));
    return blocks;
}

}  // namespace bot::board
