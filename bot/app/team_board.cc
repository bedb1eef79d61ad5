// Owns what is read out of the book for people: boards, and where one person stands.
#include <algorithm>

#include "bot/app/reception_texts.h"
#include "bot/app/team_desk.h"
#include "bot/app/team_view.h"
#include "bot/base/text.h"
#include "bot/board/render.h"
#include "bot/board/streak.h"

namespace bot::app {
namespace {

constexpr std::size_t kMostTeams = 3;

}  // namespace

Result<Outbound> TeamDesk::board(RoomId id, PersonId person, std::string_view words, Instant now) {
    auto room = room_of(id);
    if (!room) return tl::unexpected(room.error());
    if (!*room) return paragraph(texts(), "daily.never_on");
    auto period = board::Period::kWeek;
    std::string pack;
    for (const auto word : split(words, ' ')) {
        const auto lower = to_lower_ascii(trim(word));
        if (lower.empty()) continue;
        if (lower == "hide" || lower == "show") {
            if (auto set = book().set_hidden(id, person, lower == "hide"); !set) return tl::unexpected(set.error());
            return paragraph(texts(), lower == "hide" ? "daily.board_hidden" : "daily.board_shown");
        }
        if (const auto known = board::period_of(lower)) {
            period = *known;
        } else if (library_->pack(lower)) {
            pack = lower;
        } else {
            return paragraph(texts(), "daily.board_how", {{"word", std::string(utf8_prefix(lower, 64))}});
        }
    }
    const auto made = team_board(book(), (*room)->team, period, pack, now);
    if (!made) return tl::unexpected(made.error());
    board::Look look;
    if (const auto* known = library_->pack(pack)) look.pack_title = known->title;
    return board::render(*made, texts(), look);
}

Result<std::vector<Block>> TeamDesk::standing(PersonId person, Instant now) {
    Outbound out;
    const auto cards = book().cards(person);
    if (!cards) return tl::unexpected(cards.error());
    const auto today = review::Day{std::chrono::floor<std::chrono::days>(now).time_since_epoch()};
    const auto due = std::count_if(cards->begin(), cards->end(), [&](const auto& entry) { return entry.second.due <= today && question(entry.first); });
    if (due > 0) add_line(out, texts(), "progress.due", {{"count", std::int64_t{due}}});
    const auto teams = book().teams_of(person);
    if (!teams) return tl::unexpected(teams.error());
    for (std::size_t i = 0; i < std::min(teams->size(), kMostTeams); ++i) {
        const auto room = room_of((*teams)[i]);
        if (!room) return tl::unexpected(room.error());
        if (!*room || !(*room)->zone) continue;
        const auto entries = book().entries((*teams)[i]);
        if (!entries) return tl::unexpected(entries.error());
        const auto title = book().title_of((*teams)[i]);
        if (!title) return tl::unexpected(title.error());
        // Their own open answer is theirs to see.
        auto dates = asked_dates(book(), (*room)->team, now);
        if (!dates) return tl::unexpected(dates.error());
        std::vector<daily::LocalDate> answered;
        for (const auto& entry : *entries) {
            if (entry.person == person) answered.push_back(entry.date);
        }
        const auto streak = board::streak_of(std::move(dates->posted), std::move(answered), dates->as_of);
        if (!title->empty()) add_line(out, texts(), "progress.team", {{"team", shown_name(texts(), *title)}}, Block::Kind::kHeading);
        for (auto& block : board::render_weeks(streak, local_date((*room)->team, now), texts())) out.blocks.push_back(std::move(block));
    }
    return std::move(out.blocks);
}

}  // namespace bot::app
