// Owns answers to a team's question: who may still give one, the points of the first, and when a question is due again.
#include "bot/app/presses.h"
#include "bot/app/reception_texts.h"
#include "bot/app/review_card.h"
#include "bot/app/team_desk.h"

namespace bot::app {
namespace {

constexpr int kCheckBits = 24;
constexpr int kWorthSharing = 35;  // partial or better

}  // namespace

// FNV-1a (Fowler, Noll, Vo) of what only the room's members know, the room's key, and the moment of the post, cut to 24 bits.
std::int64_t TeamDesk::ticket(const store::DailySlot& slot, const Place& place) {
    std::uint64_t hash = 14695981039346656037u;
    const auto take = [&](std::string_view text) {
        for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211u;
    };
    take(place.account + '\n' + place.room + '\n');
    take(std::to_string(slot.slot.at.time_since_epoch().count()) + '\n' + std::to_string(slot.id.value));
    return (slot.id.value << kCheckBits) | std::int64_t((hash >> 20) & ((1u << kCheckBits) - 1));
}

store::SlotId TeamDesk::slot_of(std::int64_t ticket) { return store::SlotId{ticket >> kCheckBits}; }

Result<std::optional<store::SlotId>> TeamDesk::redeem(std::int64_t number) {
    const std::optional<store::SlotId> no;
    if (number <= 0) return no;
    const auto slot = book().slot(slot_of(number));
    if (!slot) return tl::unexpected(slot.error());
    if (!*slot || (*slot)->slot.outcome != daily::Outcome::kPosted) return no;
    auto place = book().place_of((*slot)->room);
    if (!place) return tl::unexpected(place.error());
    auto keys = book().keys_of((*slot)->room);
    if (!keys) return tl::unexpected(keys.error());
    for (auto& key : *keys) {
        place->room = std::move(key);
        if (ticket(**slot, *place) == number) return std::optional((*slot)->id);
    }
    return no;
}

Result<std::variant<TeamDesk::Ask, Outbound>> TeamDesk::answering(store::SlotId id, PersonId person, Instant now) {
    using Answering = std::variant<Ask, Outbound>;
    const auto slot = book().slot(id);
    if (!slot) return tl::unexpected(slot.error());
    if (!*slot || (*slot)->slot.outcome != daily::Outcome::kPosted) return Answering(paragraph(texts(), "press.expired"));
    if ((*slot)->revealed || !(*slot)->reveal_at || *(*slot)->reveal_at <= now) return Answering(paragraph(texts(), "daily.over"));
    if (!question((*slot)->question)) return Answering(paragraph(texts(), "session.question_gone"));
    const auto answer = book().answer_of(id, person);
    if (!answer) return tl::unexpected(answer.error());
    const auto team = book().team((*slot)->room);
    if (!team) return tl::unexpected(team.error());
    if (*answer && (*answer)->points && !(*team && (*team)->schedule.revise)) {
        return Answering(paragraph(texts(), "daily.answered_already", {{"score", std::int64_t{*(*answer)->points}}}));
    }
    auto place = book().place_of((*slot)->room);
    if (!place) return tl::unexpected(place.error());
    return Answering(Ask{id, ticket(**slot, *place), (*slot)->question, *team && (*team)->schedule.open_answers});
}

Result<std::optional<store::SlotId>> TeamDesk::open_slot(RoomId room, RoomKind kind, PersonId person) {
    std::vector<RoomId> rooms{room};
    if (kind == RoomKind::kDirect) {
        const auto teams = book().teams_of(person);
        if (!teams) return tl::unexpected(teams.error());
        rooms.insert(rooms.end(), teams->begin(), teams->end());
    }
    std::optional<store::DailySlot> latest;
    for (const auto each : rooms) {
        const auto open = book().open_slots(each);
        if (!open) return tl::unexpected(open.error());
        if (!open->empty() && (!latest || open->back().slot.at > latest->slot.at)) latest = open->back();
    }
    return latest ? std::optional(latest->id) : std::nullopt;
}

Status TeamDesk::begun(store::SlotId slot, PersonId person, SessionId session) { return book().begin_answer(slot, person, session); }

Result<std::optional<Choice>> TeamDesk::answered(const store::StoredSession& session, RoomId where, RoomKind kind, const engine::Attempt& first, Instant now,
                                                 Letters& letters) {
    const std::optional<Choice> nothing;
    const auto answer = book().answer_in(session.id);
    if (!answer) return tl::unexpected(answer.error());
    std::optional<store::DailySlot> slot;
    if (*answer) {
        auto found = book().slot((*answer)->slot);
        if (!found) return tl::unexpected(found.error());
        slot = std::move(*found);
        if (!slot || slot->revealed) return nothing;
    } else if (kind == RoomKind::kDirect) {
        return nothing;
    }
    auto room = room_of(slot ? slot->room : where);
    if (!room) return tl::unexpected(room.error());
    if (!*room || !(*room)->zone) return nothing;
    const auto& schedule = (*room)->team.schedule;
    if (!slot && !schedule.rounds_count) return nothing;
    const bool is_revision = slot && (*answer)->points.has_value();
    if (is_revision && !schedule.revise) return nothing;
    const auto attempt = book().last_first_attempt(session.id);
    if (!attempt) return tl::unexpected(attempt.error());
    if (!*attempt) return nothing;
    const auto* asked = question(first.question);
    store::Score score{(*room)->team.room,
                       session.person,
                       slot ? slot->slot.date : (*room)->zone->local(now).date,
                       first.question,
                       asked ? asked->tags : std::vector<std::string>{},
                       first.score,
                       **attempt};
    if (slot) {
        if (auto set = book().set_points(slot->id, session.person, first.score, **attempt); !set) return tl::unexpected(set.error());
    }
    if (auto counted = book().score(score, is_revision ? "revised" : "answered", is_revision, now); !counted) return tl::unexpected(counted.error());
    if (!slot) return nothing;
    if (!is_revision) {
        if (auto changed = change_post(**room, *slot, now, letters); !changed) return tl::unexpected(changed.error());
    }
    if (first.score < kWorthSharing) return nothing;
    return std::optional(Choice{"share", texts().text("daily.share"), write_press({"share", {}, slot->id.value})});
}

Result<Outbound> TeamDesk::share(store::SlotId slot, PersonId person) {
    const auto answer = book().answer_of(slot, person);
    if (!answer) return tl::unexpected(answer.error());
    const auto found = book().slot(slot);
    if (!found) return tl::unexpected(found.error());
    if (!*answer || !(*answer)->points || !*found || (*found)->revealed) return paragraph(texts(), "press.expired");
    const bool shared = !(*answer)->shared;
    if (auto set = book().set_shared(slot, person, shared); !set) return tl::unexpected(set.error());
    return paragraph(texts(), shared ? "daily.shared" : "daily.unshared");
}

Status TeamDesk::forget(PersonId person, Instant now, Letters& letters) {
    const auto rooms = book().teams_of(person);
    if (!rooms) return tl::unexpected(rooms.error());
    std::vector<store::DailySlot> naming;
    for (const auto room : *rooms) {
        const auto open = book().open_slots(room);
        if (!open) return tl::unexpected(open.error());
        for (const auto& slot : *open) {
            const auto answer = book().answer_of(slot.id, person);
            if (!answer) return tl::unexpected(answer.error());
            if (*answer && (*answer)->points) naming.push_back(slot);
        }
    }
    if (auto done = ledger_.erase(person); !done) return done;
    for (const auto& slot : naming) {
        // The person's own direct chat is gone with them.
        const auto room = room_of(slot.room);
        if (!room) return tl::unexpected(room.error());
        if (!*room || !(*room)->reachable) continue;
        if (auto changed = change_post(**room, slot, now, letters); !changed) return changed;
    }
    return {};
}

Status TeamDesk::left(PersonId person, const engine::Asked& asked, Instant now) {
    const auto card = card_after(book(), person, asked, now);
    if (!card) return tl::unexpected(card.error());
    return *card ? book().set_card(person, asked.question, **card) : Status();
}

}  // namespace bot::app
