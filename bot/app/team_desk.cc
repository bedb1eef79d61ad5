// Owns planning and posting: what a room is owed by its schedule, which question, and the post itself.
#include "bot/app/team_desk.h"

#include <algorithm>
#include <map>

#include "bot/daily/choice.h"
#include "bot/daily/slots.h"

namespace bot::app {
namespace {

constexpr Duration kLookAgain = std::chrono::hours{1};  // when the rules of a zone are missing

// FNV-1a (Fowler, Noll, Vo): the same room draws the same question for a date, whatever is restarted in between.
std::uint64_t seed_of(RoomId room, daily::LocalDate date) {
    std::uint64_t hash = 14695981039346656037u;
    for (const std::int64_t part : {room.value, std::int64_t{date.time_since_epoch().count()}}) {
        for (int shift = 0; shift < 64; shift += 8) hash = (hash ^ (std::uint64_t(part) >> shift & 0xff)) * 1099511628211u;
    }
    return hash;
}

}  // namespace

Status TeamDesk::run_due(RoomId id, Instant now, Letters& letters) {
    auto room = room_of(id);
    if (!room) return tl::unexpected(room.error());
    if (!*room) return book().silence_team(id);
    if (auto done = plan(**room, now, letters); !done) return done;
    return close_slots(**room, now, letters);
}

Status TeamDesk::plan(TeamRoom& room, Instant now, Letters& letters) {
    auto& team = room.team;
    if (!team.on) {
        team.wake = std::nullopt;
        return book().set_team(team);
    }
    if (!room.zone) {
        team.wake = now + kLookAgain;
        return book().set_team(team);
    }
    auto slots = book().slots(team.room, daily::rows_from(team.next, *room.zone, now));
    if (!slots) return tl::unexpected(slots.error());
    const bool has_question = !library_->keys(team.schedule.selection).empty();
    const auto plan = daily::plan(team.schedule, *room.zone, {team.next, std::move(*slots)}, has_question, now);
    for (const auto& task : plan.tasks) {
        if (task.slot.outcome == daily::Outcome::kPosted) {
            if (auto posted = post(room, task, now, letters); !posted) return tl::unexpected(posted.error());
            continue;
        }
        store::DailySlot skipped;
        skipped.room = team.room;
        skipped.slot = task.slot;
        if (auto put = book().put_slot(skipped); !put) return tl::unexpected(put.error());
    }
    team.next = plan.next;
    team.wake = plan.wake;
    return book().set_team(team);
}

// False: there is nothing to ask, and the slot says so.
Result<bool> TeamDesk::post(TeamRoom& room, const daily::Task& task, Instant now, Letters& letters) {
    store::DailySlot slot;
    slot.room = room.team.room;
    slot.slot = task.slot;
    auto aside = book().aside_on(slot.room, task.slot.date);
    if (!aside) return tl::unexpected(aside.error());
    std::optional<daily::Choice> choice;
    if (room.reachable) {
        auto chosen = choose(room, task.slot.date, std::move(*aside), now);
        if (!chosen) return tl::unexpected(chosen.error());
        choice = std::move(*chosen);
    }
    if (!choice) {
        // Nobody could have read it in a room that we were removed from.
        slot.slot.outcome = room.reachable ? daily::Outcome::kNoQuestion : daily::Outcome::kDowntime;
        const auto put = book().put_slot(slot);
        return put ? Result<bool>(false) : tl::unexpected(put.error());
    }
    slot.question = choice->question;
    slot.cycle = choice->cycle;
    slot.reveal_at = daily::reveal_at(room.team.schedule, *room.zone, task.slot.date, now);
    if (room.team.schedule.remind) slot.remind_at = now + (*slot.reveal_at - now) * 3 / 4;
    const auto id = book().put_slot(slot);
    if (!id) return tl::unexpected(id.error());
    slot.id = *id;
    const auto open = open_question(room, slot);
    if (!open) return tl::unexpected(open.error());
    auto message = daily_post(texts(), *open);
    message.keep_id = true;
    std::int64_t letter = 0;
    if (auto sent = send(room, std::move(message), now, letters, &letter); !sent) return tl::unexpected(sent.error());
    if (auto set = book().set_letter(slot.id, letter); !set) return tl::unexpected(set.error());
    return true;
}

Result<std::optional<daily::Choice>> TeamDesk::choose(const TeamRoom& room, daily::LocalDate date, std::vector<std::string> put_aside, Instant now) {
    const auto before = book().asked_in(room.team.room);
    if (!before) return tl::unexpected(before.error());
    const auto due = book().due_in(room.team.room, room.zone->local(now).date);
    if (!due) return tl::unexpected(due.error());
    std::map<std::string_view, daily::Candidate> candidates;
    const auto keys = library_->keys(room.team.schedule.selection);
    for (const auto& key : keys) candidates[key].question = key;
    for (const auto& asked : *before) {
        const auto found = candidates.find(asked.question);
        if (found == candidates.end()) continue;
        found->second.cycle = asked.cycle;
        found->second.last_draw = asked.draw;
        found->second.mean_mark = asked.mean_mark;
    }
    for (const auto& each : *due) {
        const auto found = candidates.find(each.question);
        if (found != candidates.end() && each.people > 0) found->second.due_permille = 1000 * each.due / each.people;
    }
    std::vector<daily::Candidate> all;
    all.reserve(candidates.size());
    for (auto& [key, candidate] : candidates) all.push_back(std::move(candidate));
    return daily::choose(all, put_aside, seed_of(room.team.room, date));
}

Result<OpenQuestion> TeamDesk::open_question(const TeamRoom& room, const store::DailySlot& slot) {
    OpenQuestion open{question(slot.question), ticket(slot, room.place), slot.slot.date, room.team.schedule.reveal, room.team.schedule.open_answers, {}};
    if (slot.reveal_at && room.zone) open.reveal = room.zone->local(*slot.reveal_at).time;
    const auto answers = book().answers(slot.id);
    if (!answers) return tl::unexpected(answers.error());
    for (const auto& answer : *answers) {
        if (answer.points) open.answered.push_back(answer.name);
    }
    return open;
}

Status TeamDesk::settled(std::int64_t letter, Instant now, Letters& letters) {
    const auto slot = book().slot_posted_by(letter);
    if (!slot) return tl::unexpected(slot.error());
    if (!*slot || (*slot)->revealed) return {};
    const auto answers = book().answers((*slot)->id);
    if (!answers) return tl::unexpected(answers.error());
    if (std::none_of(answers->begin(), answers->end(), [](const auto& answer) { return answer.points.has_value(); })) return {};
    const auto room = room_of((*slot)->room);
    if (!room) return tl::unexpected(room.error());
    return *room && (*room)->reachable ? change_post(**room, **slot, now, letters) : Status();
}

// To who has answered by now. Before the platform has said where it stands there is nothing to change, see settled().
Status TeamDesk::change_post(const TeamRoom& room, const store::DailySlot& slot, Instant now, Letters& letters) {
    if (slot.message.empty()) return {};
    const auto open = open_question(room, slot);
    if (!open) return tl::unexpected(open.error());
    auto post = daily_post(texts(), *open);
    post.replaces = slot.message;
    return send(room, std::move(post), now, letters);
}

}  // namespace bot::app
