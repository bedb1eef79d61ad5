// Owns disputes of marks that count on a room's board: where they count, and how they reach who decides.
// Must not change a mark (appeal_verdicts.cc does).
#include <algorithm>

#include "bot/app/appeal_desk.h"
#include "bot/app/reception_texts.h"

namespace bot::app {

Result<std::vector<Outbound>> AppealDesk::contest(const Speaker& who, const AppealWish& wish, Instant now, Letters& letters) {
    if (const auto* verdict = std::get_if<Verdict>(&wish); verdict && verdict->appeal.value == 0) return open_cases(who);
    auto said = std::holds_alternative<Dispute>(wish)   ? dispute(who, std::get<Dispute>(wish), now, letters)
                : std::holds_alternative<Consent>(wish) ? consent(who, std::get<Consent>(wish).appeal)
                                                        : judge(who, std::get<Verdict>(wish), now, letters);
    if (!said) return tl::unexpected(said.error());
    std::vector<Outbound> all;
    all.push_back(std::move(*said));
    return all;
}

Result<Outbound> AppealDesk::dispute(const Speaker& who, const Dispute& dispute, Instant now, Letters& letters) {
    const auto attempt = ledger_.last_first_attempt(who.person);
    if (!attempt) return tl::unexpected(attempt.error());
    if (!*attempt) return paragraph(texts(), "appeal.nothing");
    const auto before = book().undecided((*attempt)->id);
    if (!before) return tl::unexpected(before.error());
    const auto where = counts_in(**attempt);
    if (!where) return tl::unexpected(where.error());
    std::optional<TeamRoom> room;
    if (*where && !*before) {
        auto found = find_team_room(ledger_, **where);
        if (!found) return tl::unexpected(found.error());
        room = std::move(*found);
    }
    // In a direct chat there is nobody else.
    if (!room || room->kind == RoomKind::kDirect) return record_dispute(texts(), book(), **attempt, dispute, now, true);
    return to_judges(*room, **attempt, dispute, now, letters);
}

// The room on whose board the attempt has points.
Result<std::optional<RoomId>> AppealDesk::counts_in(const store::StoredAttempt& attempt) {
    const auto teams = book().teams_of(attempt.person);
    if (!teams) return tl::unexpected(teams.error());
    for (const auto room : *teams) {
        const auto entries = book().entries(room);
        if (!entries) return tl::unexpected(entries.error());
        const auto counts = [&](const board::Entry& entry) { return entry.person == attempt.person && entry.attempt == attempt.id; };
        if (std::any_of(entries->begin(), entries->end(), counts)) return std::optional(room);
    }
    return std::optional<RoomId>();
}

Result<Outbound> AppealDesk::to_judges(const TeamRoom& room, const store::StoredAttempt& attempt, const Dispute& dispute, Instant now, Letters& letters) {
    const auto judges = book().judges(room.team.room);
    if (!judges) return tl::unexpected(judges.error());
    if (std::none_of(judges->begin(), judges->end(), [&](PersonId judge) { return judge != attempt.person; })) return paragraph(texts(), "appeal.no_judge");
    store::Appeal appeal;
    appeal.person = attempt.person;
    appeal.attempt = attempt.id;
    appeal.room = room.team.room;
    appeal.question = attempt.attempt.question;
    appeal.score = attempt.attempt.score;
    appeal.reason = dispute.reason;
    appeal.own_mark = dispute.own_mark;
    appeal.consent = dispute.consent;
    appeal.at = now;
    const auto id = book().open_appeal(appeal);
    if (!id) return tl::unexpected(id.error());
    appeal.id = *id;
    const auto secret = still_secret(attempt);
    if (!secret) return tl::unexpected(secret.error());
    auto out = paragraph(texts(), *secret ? "appeal.after_reveal" : "appeal.sent", {{"score", std::int64_t{appeal.score}}});
    if (!*secret) {
        const auto silent = call_judges(room, appeal, now, letters);
        if (!silent) return tl::unexpected(silent.error());
        std::string names;
        for (const auto& name : *silent) names += (names.empty() ? "" : ", ") + name;
        if (!silent->empty()) add_line(out, texts(), "appeal.judge_silent", {{"names", names}, {"count", std::int64_t(silent->size())}});
    }
    say_what_is_kept(out, texts(), appeal, true);
    return out;
}

// The names of judges who cannot be written to.
Result<std::vector<std::string>> AppealDesk::call_judges(const TeamRoom& room, const store::Appeal& appeal, Instant now, Letters& letters) {
    std::vector<std::string> silent;
    const auto found = case_of(appeal);
    if (!found) return tl::unexpected(found.error());
    if (!*found) return silent;
    const auto letter = letter_of(**found);
    if (!letter) return tl::unexpected(letter.error());
    const auto judges = book().judges(room.team.room);
    if (!judges) return tl::unexpected(judges.error());
    for (const auto judge : *judges) {
        if (judge == appeal.person) continue;
        const auto sent = send_direct(room.place.account, judge, *letter, now, letters);
        if (!sent) return tl::unexpected(sent.error());
        if (*sent) continue;
        const auto name = ledger_.name_of(judge);
        if (!name) return tl::unexpected(name.error());
        silent.push_back(shown_name(texts(), *name));
    }
    return silent;
}

// Appeals that waited for the reveal.
Status AppealDesk::revealed(const TeamRoom& room, const std::vector<store::DailyAnswer>& answers, Instant now, Letters& letters) {
    const auto open = book().undecided_in(room.team.room);
    if (!open) return tl::unexpected(open.error());
    for (const auto& appeal : *open) {
        const auto waits = [&](const store::DailyAnswer& answer) { return answer.points && answer.attempt == appeal.attempt; };
        if (std::none_of(answers.begin(), answers.end(), waits)) continue;
        if (const auto called = call_judges(room, appeal, now, letters); !called) return tl::unexpected(called.error());
    }
    return {};
}

// False: the person never wrote to us alone, or does not want to hear from us any more.
Result<bool> AppealDesk::send_direct(const std::string& account, PersonId person, Outbound message, Instant now, Letters& letters) {
    const auto key = book().user_key(person);
    if (!key) return tl::unexpected(key.error());
    const auto direct = ledger_.find_room(account, *key);
    if (!direct) return tl::unexpected(direct.error());
    if (!*direct || !(*direct)->reachable || (*direct)->kind != RoomKind::kDirect) return false;
    TeamRoom chat;
    chat.place = {account, (*direct)->key, ""};
    chat.kind = RoomKind::kDirect;
    const auto sent = send_to(ledger_, chat, std::move(message), now, letters);
    return sent ? Result<bool>(true) : tl::unexpected(sent.error());
}

Result<Outbound> AppealDesk::consent(const Speaker& who, store::AppealId id) {
    const auto appeal = book().appeal(id);
    if (!appeal) return tl::unexpected(appeal.error());
    if (!*appeal || (*appeal)->person != who.person) return paragraph(texts(), "press.not_yours");
    if (auto done = book().consent(id); !done) return tl::unexpected(done.error());
    return paragraph(texts(), "appeal.consent");
}

}  // namespace bot::app
