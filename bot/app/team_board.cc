// Owns what is read out of the book for people: boards, and where one person stands.
#include <algorithm>

#include "bot/app/reception_texts.h"
#include "bot/app/team_desk.h"
#include "bot/base/text.h"
#include "bot/board/render.h"
#include "bot/board/streak.h"

namespace bot::app {
namespace {

constexpr std::size_t kMostTeams = 3;

std::vector<daily::LocalDate> posted_dates(const std::vector<daily::Slot>& slots) {
    std::vector<daily::LocalDate> dates;
    for (const auto& slot : slots) {
        if (slot.outcome == daily::Outcome::kPosted) dates.push_back(slot.date);
    }
    return dates;
}

}  // namespace

// As of the last reveal: what is still open shows nowhere.
Result<board::Board> TeamDesk::board_of(const Room& room, board::Period period, const std::string& pack, Instant now) {
    const auto id = room.team.room;
    const auto entries = book().entries(id);
    if (!entries) return tl::unexpected(entries.error());
    const auto slots = book().slots(id, daily::LocalDate{});
    if (!slots) return tl::unexpected(slots.error());
    const auto open = book().open_slots(id);
    if (!open) return tl::unexpected(open.error());
    auto hidden = book().hidden(id);
    if (!hidden) return tl::unexpected(hidden.error());
    auto dates = posted_dates(*slots);
    board::Scope scope;
    scope.period = period;
    scope.pack = pack;
    scope.hidden = std::move(*hidden);
    for (const auto& slot : *open) std::erase(dates, slot.slot.date);
    scope.as_of = room.zone ? room.zone->local(now).date : board::Day{std::chrono::floor<std::chrono::days>(now).time_since_epoch()};
    // Today's open question keeps the whole date back.
    if (!open->empty()) scope.as_of = std::min(scope.as_of, open->front().slot.date - std::chrono::days{1});
    if (dates.size() >= 2) scope.previous = dates[dates.size() - 2];
    scope.slots = std::move(dates);
    return board::board(*entries, scope);
}

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
            return paragraph(texts(), lower == "hide" ? "board.hidden" : "board.shown");
        }
        if (const auto known = board::period_of(lower)) {
            period = *known;
        } else if (library_->pack(lower)) {
            pack = lower;
        } else {
            return paragraph(texts(), "board.how", {{"word", std::string(utf8_prefix(lower, 64))}});
        }
    }
    const auto made = board_of(**room, period, pack, now);
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
        const auto slots = book().slots((*teams)[i], daily::LocalDate{});
        const auto title = book().title_of((*teams)[i]);
        if (!entries) return tl::unexpected(entries.error());
        if (!slots) return tl::unexpected(slots.error());
        if (!title) return tl::unexpected(title.error());
        std::vector<daily::LocalDate> answered;
        for (const auto& entry : *entries) {
            if (entry.person == person) answered.push_back(entry.date);
        }
        const auto local = (*room)->zone->local(now).date;
        const auto streak = board::streak_of(posted_dates(*slots), std::move(answered), local - std::chrono::days{1});
        if (!title->empty()) add_line(out, texts(), "progress.team", {{"team", shown_name(texts(), *title)}}, Block::Kind::kHeading);
        for (auto& block : board::render_weeks(streak, local, texts())) out.blocks.push_back(std::move(block));
    }
    return std::move(out.blocks);
}

}  // namespace bot::app
