// Owns the end of a question's day: the reminder, and the reveal with how the team did.
#include <algorithm>

#include "bot/app/commands.h"
#include "bot/app/reception_texts.h"
#include "bot/app/team_desk.h"
#include "bot/app/team_view.h"
#include "bot/board/render.h"

namespace bot::app {
namespace {

constexpr int kBoardRows = 5;
constexpr std::size_t kMostReminded = 50;
constexpr std::chrono::days kUsual{14};  // who answered within these days usually answers

}  // namespace

Status TeamDesk::close_slots(TeamRoom& room, Instant now, Letters& letters) {
    const auto open = book().open_slots(room.team.room);
    if (!open) return tl::unexpected(open.error());
    for (const auto& slot : *open) {
        if (slot.reveal_at && *slot.reveal_at <= now) {
            if (auto done = reveal(room, slot, now, letters); !done) return done;
        } else if (slot.remind_at && *slot.remind_at <= now) {
            if (auto done = remind(room, slot, now, letters); !done) return done;
        }
    }
    return {};
}

// To people who have answered here before and want it, one by one, in private.
Status TeamDesk::remind(const TeamRoom& room, const store::DailySlot& slot, Instant now, Letters& letters) {
    if (auto done = book().set_reminded(slot.id); !done) return done;
    const auto entries = book().entries(room.team.room);
    if (!entries) return tl::unexpected(entries.error());
    const auto answers = book().answers(slot.id);
    if (!answers) return tl::unexpected(answers.error());
    std::vector<PersonId> usual;
    for (auto entry = entries->rbegin(); entry != entries->rend() && usual.size() < kMostReminded; ++entry) {
        if (slot.slot.date - entry->date > kUsual) continue;
        const bool has = std::any_of(answers->begin(), answers->end(), [&](const auto& answer) { return answer.person == entry->person && answer.points; });
        if (!has && std::find(usual.begin(), usual.end(), entry->person) == usual.end()) usual.push_back(entry->person);
    }
    const auto open = open_question(room, slot);
    if (!open) return tl::unexpected(open.error());
    for (const auto person : usual) {
        const auto wish = ledger_.setting(person, kReminders);
        if (!wish) return tl::unexpected(wish.error());
        if (*wish == kOff) continue;
        const auto key = book().user_key(person);
        if (!key) return tl::unexpected(key.error());
        // The person's direct chat has their key, where we were ever in it.
        const auto direct = ledger_.find_room(room.place.account, *key);
        if (!direct) return tl::unexpected(direct.error());
        if (!*direct || !(*direct)->reachable || (*direct)->kind != RoomKind::kDirect) continue;
        TeamRoom chat = room;
        chat.place = {room.place.account, (*direct)->key, ""};
        chat.kind = RoomKind::kDirect;
        if (auto sent = send(chat, daily_reminder(texts(), *open), now, letters); !sent) return sent;
    }
    return {};
}

Status TeamDesk::reveal(const TeamRoom& room, const store::DailySlot& slot, Instant now, Letters& letters) {
    if (auto done = book().set_revealed(slot.id, now); !done) return done;
    const auto answers = book().answers(slot.id);
    if (!answers) return tl::unexpected(answers.error());
    Revealed revealed{question(slot.question), slot.slot.date, {}, {}, {}, {}, 0};
    const store::DailyAnswer* best = nullptr;
    for (const auto& answer : *answers) {
        if (!answer.points) continue;
        revealed.marks.push_back(*answer.points);
        if (answer.shared && (!best || *answer.points > *best->points)) best = &answer;
    }
    if (revealed.question) {
        if (auto added = add_missed(revealed, *revealed.question, *answers); !added) return added;
    }
    if (best) {
        auto text = book().answer_text(best->attempt);
        if (!text) return tl::unexpected(text.error());
        if (!text->empty()) {
            revealed.best_name = best->name;
            revealed.best_answer = std::move(*text);
            revealed.best_mark = *best->points;
        }
    }
    if (auto sent = send(room, daily_reveal(texts(), revealed), now, letters); !sent) return sent;
    if (auto called = appeals_.revealed(room, *answers, now, letters); !called) return called;
    if (!room.zone || revealed.marks.empty()) return {};
    const auto board = team_board(book(), room.team, board::Period::kWeek, "", now);
    if (!board) return tl::unexpected(board.error());
    board::Look look;
    look.rows = kBoardRows;
    return send(room, board::render(*board, texts(), look), now, letters);
}

Status TeamDesk::add_missed(Revealed& revealed, const grade::Question& question, const std::vector<store::DailyAnswer>& answers) {
    std::vector<int> missed(question.points.size(), 0);
    for (const auto& answer : answers) {
        if (!answer.points) continue;
        const auto attempts = ledger_.attempts(answer.person, revealed.question ? question.pack + "/" + question.id : "");
        if (!attempts) return tl::unexpected(attempts.error());
        const auto found = std::find_if(attempts->begin(), attempts->end(), [&](const auto& attempt) { return attempt.id == answer.attempt; });
        // Marked by another version of the rubric: its points are others.
        if (found == attempts->end() || found->attempt.tally.credit.size() != missed.size()) continue;
        for (std::size_t i = 0; i < missed.size(); ++i) missed[i] += found->attempt.tally.credit[i] == 0 ? 1 : 0;
    }
    for (std::size_t i = 0; i < missed.size(); ++i) {
        if (missed[i] > 0) revealed.missed.emplace_back(question.points[i].want, missed[i]);
    }
    std::stable_sort(revealed.missed.begin(), revealed.missed.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
    return {};
}

}  // namespace bot::app
