// Owns the orders behind `daily`: what each changes in the book, and what is said about it. Who may give them is decided before.
#include "bot/app/reception_texts.h"
#include "bot/app/team_desk.h"
#include "bot/base/overloaded.h"
#include "bot/daily/slots.h"

namespace bot::app {
namespace {

constexpr std::string_view kSwitches[] = {"open_answers", "revise", "remind", "rounds_count"};

}  // namespace

Result<Outbound> TeamDesk::obey(const Orderer& orderer, const daily::Order& order, Instant now, Letters& letters) {
    using namespace daily::order;
    if (const auto* on = std::get_if<On>(&order)) return switch_on(orderer, *on, now, letters);
    auto found = room_of(orderer.room);
    if (!found) return tl::unexpected(found.error());
    if (!*found) return paragraph(texts(), "daily.never_on");
    auto& room = **found;
    if (std::holds_alternative<daily::order::Status>(order)) return status(room.team, now);
    if (std::holds_alternative<Preview>(order)) return preview(room, now);
    if (std::holds_alternative<ListHolidays>(order)) {
        std::string dates;
        for (const auto date : room.team.schedule.holidays) dates += (dates.empty() ? "" : ", ") + daily::to_text(date);
        return dates.empty() ? paragraph(texts(), "daily.no_holidays") : paragraph(texts(), "daily.holidays", {{"dates", dates}});
    }
    if (const auto* judge = std::get_if<Judge>(&order)) {
        if (auto set = book().set_judge(room.team.room, orderer.person, judge->on); !set) return tl::unexpected(set.error());
        return paragraph(texts(), judge->on ? "daily.judge.on" : "daily.judge.off");
    }
    // What the old schedule owed is settled first.
    if (auto done = plan(room, now, letters); !done) return tl::unexpected(done.error());
    if (std::holds_alternative<Now>(order)) return post_now(room, now, letters);
    if (std::holds_alternative<Skip>(order)) return draw_again(room, now, letters);
    const bool off = std::holds_alternative<Off>(order);
    if (off) room.team.on = false;
    room.team.schedule = daily::changed(std::move(room.team.schedule), order, now);
    // Plans anew, by the new schedule.
    if (auto done = plan(room, now, letters); !done) return tl::unexpected(done.error());
    auto said =
        std::visit(Overloaded{
                       [&](const Off&) { return paragraph(texts(), "daily.off"); },
                       [&](const PauseUntil& pause) {
                           return paragraph(texts(), "daily.is_paused", {{"date", daily::to_text(pause.date)}});
                       },
                       [&](const Resume&) { return paragraph(texts(), "daily.resumed"); },
                       [&](const Holiday& holiday) {
                           return paragraph(texts(), holiday.free ? "daily.holiday" : "daily.workday", {{"date", daily::to_text(holiday.date)}});
                       },
                       [&](const Reveal& reveal) {
                           return paragraph(texts(), "daily.reveals_at", {{"time", daily::to_text(reveal.time)}});
                       },
                       [&](const Set& set) {
                           return paragraph(texts(), std::string("daily.set.") + std::string(kSwitches[std::size_t(set.which)]) + (set.on ? ".on" : ".off"));
                       },
                       [&](const auto&) { return Outbound{}; },
                   },
                   order);
    return said;
}

Result<Outbound> TeamDesk::switch_on(const Orderer& orderer, const daily::order::On& on, Instant now, Letters& letters) {
    auto found = room_of(orderer.room);
    if (!found) return tl::unexpected(found.error());
    const bool was_on = *found && (*found)->team.on;
    TeamRoom room;
    if (*found) {
        room = std::move(**found);
    } else {
        room.team.room = orderer.room;
        room.kind = orderer.kind;
        room.place = orderer.place;
    }
    auto& team = room.team;
    if (was_on) {
        if (auto done = plan(room, now, letters); !done) return tl::unexpected(done.error());
    }
    auto schedule = daily::changed(team.schedule, on, now);
    if (schedule.zone.empty()) schedule.zone = orderer.zone;
    if (schedule.zone.empty()) return paragraph(texts(), "daily.which_zone", {{"time", daily::to_text(on.time)}});
    const auto zone = daily::Zone::find(schedule.zone);
    if (!zone) return paragraph(texts(), "daily.no_zone", {{"reason", zone.error().message}});
    team.next = daily::next_when_set(was_on ? std::optional(team.next) : std::nullopt, *zone, now);
    team.on = true;
    team.schedule = std::move(schedule);
    team.set_by = orderer.person;
    team.thread = orderer.place.thread;
    room.place.thread = team.thread;
    room.zone = *zone;
    if (auto set = book().set_team(team); !set) return tl::unexpected(set.error());
    if (auto done = plan(room, now, letters); !done) return tl::unexpected(done.error());
    return status(team, now);
}

Result<Outbound> TeamDesk::post_now(TeamRoom& room, Instant now, Letters& letters) {
    if (!room.zone) return paragraph(texts(), "daily.no_zone", {{"reason", room.team.schedule.zone}});
    auto slots = book().slots(room.team.room, daily::rows_from(room.team.next, *room.zone, now));
    if (!slots) return tl::unexpected(slots.error());
    const auto date = daily::date_for_now(*room.zone, {room.team.next, std::move(*slots)}, now);
    if (!date) return paragraph(texts(), "daily.posted_already");
    const auto posted = post(room, {{*date, daily::Outcome::kPosted, now}, now}, now, letters);
    if (!posted) return tl::unexpected(posted.error());
    if (auto done = plan(room, now, letters); !done) return tl::unexpected(done.error());
    return paragraph(texts(), *posted ? "daily.posted" : "daily.nothing_left");
}

// Of the next date's question: another one takes its place. A question that is posted stays.
Result<Outbound> TeamDesk::draw_again(TeamRoom& room, Instant now, Letters&) {
    if (!room.zone || !room.team.wake) return paragraph(texts(), "daily.is_off");
    const auto date = room.zone->local(*room.team.wake).date;
    auto aside = book().aside_on(room.team.room, date);
    if (!aside) return tl::unexpected(aside.error());
    const auto chosen = choose(room, date, *aside, now);
    if (!chosen) return tl::unexpected(chosen.error());
    if (!*chosen) return paragraph(texts(), "daily.nothing_left");
    if (auto put = book().put_aside(room.team.room, date, (*chosen)->question, (*chosen)->cycle); !put) return tl::unexpected(put.error());
    return preview(room, now);
}

Result<Outbound> TeamDesk::preview(const TeamRoom& room, Instant now) {
    if (!room.team.on || !room.zone || !room.team.wake) return paragraph(texts(), "daily.is_off");
    const auto next = room.zone->local(*room.team.wake);
    auto aside = book().aside_on(room.team.room, next.date);
    if (!aside) return tl::unexpected(aside.error());
    const auto chosen = choose(room, next.date, std::move(*aside), now);
    if (!chosen) return tl::unexpected(chosen.error());
    const auto* asked = *chosen ? question((*chosen)->question) : nullptr;
    if (!asked) return paragraph(texts(), "daily.nothing_left");
    return paragraph(texts(), "daily.preview",
                     {{"date", daily::to_text(next.date)}, {"time", daily::to_text(next.time)}, {"question", asked->prompt}, {"id", asked->id}});
}

Result<Outbound> TeamDesk::status(const store::Team& team, Instant now) {
    const auto zone = daily::Zone::find(team.schedule.zone);
    std::optional<daily::LocalTime> next;
    if (zone && team.wake && *team.wake > now) next = zone->local(*team.wake);
    return daily_status(texts(), team, next);
}

}  // namespace bot::app
