// Owns marking old answers anew.
#include "bot/app/regrade.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "bot/grade/tally.h"

namespace bot::app {
namespace {

constexpr int kHintedCredit = 5;  // as in tally.h: credit of a point whose hint was shown before the first answer

void mark_anew(engine::Attempt& attempt, const grade::Question& question, const grade::Rubric& rubric) {
    std::vector<bool> hinted(question.points.size(), false);
    if (attempt.tally.credit.size() == hinted.size()) {
        for (std::size_t i = 0; i < hinted.size(); ++i) hinted[i] = attempt.tally.credit[i] == kHintedCredit;
    }
    // How it was received is not in the text that is kept.
    const bool cut = attempt.findings.cut;
    const bool repaired = attempt.findings.repaired;
    attempt.findings = grade::examine(rubric, attempt.answer);
    attempt.findings.cut = attempt.findings.cut || cut;
    attempt.findings.repaired = attempt.findings.repaired || repaired;
    attempt.tally = grade::first_tally(question, attempt.findings, hinted);
    attempt.mark = grade::mark(question, attempt.tally);
    attempt.score = attempt.mark.score;
    attempt.rubric = grade::fingerprint_of(rubric);
}

Result<std::set<AttemptId>> judged_attempts(store::TeamBook& book) {
    const auto appeals = book.appeals();
    if (!appeals) return tl::unexpected(appeals.error());
    std::set<AttemptId> judged;
    for (const auto& appeal : *appeals) {
        if (appeal.decided) judged.insert(appeal.attempt);
    }
    return judged;
}

std::vector<board::Row> board_of(const std::vector<board::Entry>& entries, const std::set<PersonId>& hidden) {
    board::Scope scope;
    scope.period = board::Period::kAll;
    scope.hidden = hidden;
    for (const auto& entry : entries) scope.as_of = std::max(scope.as_of, entry.date);
    return board::board(entries, scope).rows;
}

Status add_rooms(store::TeamBook& book, Regraded& plan) {
    std::map<AttemptId, int> scores;
    for (const auto& stored : plan.changed) scores[stored.id] = stored.attempt.score;
    const auto teams = book.teams();
    if (!teams) return tl::unexpected(teams.error());
    for (const auto room : *teams) {
        auto entries = book.entries(room);
        if (!entries) return tl::unexpected(entries.error());
        const auto before = *entries;
        RegradedRoom changed{room, {}, 0, {}};
        for (auto& entry : *entries) {
            const auto found = scores.find(entry.attempt);
            if (found == scores.end() || found->second == entry.points) continue;
            entry.points = found->second;
            ++changed.scores;
        }
        if (changed.scores == 0) continue;
        auto title = book.title_of(room);
        if (!title) return tl::unexpected(title.error());
        const auto hidden = book.hidden(room);
        if (!hidden) return tl::unexpected(hidden.error());
        changed.title = std::move(*title);
        const auto old = board_of(before, *hidden);
        for (const auto& row : board_of(*entries, *hidden)) {
            const auto was = std::find_if(old.begin(), old.end(), [&](const board::Row& each) { return each.person == row.person; });
            if (was != old.end() && was->rank != row.rank) changed.moved.push_back({row.name, was->rank, row.rank});
        }
        plan.rooms.push_back(std::move(changed));
    }
    return {};
}

}  // namespace

Status correct_boards(store::TeamBook& book, const store::StoredAttempt& stored, std::string_view reason, Instant at) {
    const auto rooms = book.teams_of(stored.person);
    if (!rooms) return tl::unexpected(rooms.error());
    for (const auto room : *rooms) {
        const auto entries = book.entries(room);
        if (!entries) return tl::unexpected(entries.error());
        for (const auto& entry : *entries) {
            if (entry.person != stored.person || entry.attempt != stored.id) continue;
            const store::Score score{room, entry.person, entry.date, entry.question, entry.tags, stored.attempt.score, stored.id};
            if (auto done = book.score(score, reason, true, at); !done) return done;
        }
    }
    const auto answer = book.answer_in(stored.session);
    if (!answer) return tl::unexpected(answer.error());
    if (!*answer || !(*answer)->points || (*answer)->attempt != stored.id) return {};
    return book.set_points((*answer)->slot, stored.person, stored.attempt.score, stored.id);
}

Result<Regraded> plan_regrade(store::Ledger& ledger, const Library& library, const std::string& question) {
    const auto rubric = library.rubric(question);
    if (!rubric) return fail(Code::kNotFound, fmt::format("{} has no rubric that works; viva lint shows the mistakes", question));
    const auto judged = judged_attempts(ledger.teams());
    if (!judged) return tl::unexpected(judged.error());
    auto attempts = ledger.first_attempts(question);
    if (!attempts) return tl::unexpected(attempts.error());
    Regraded plan;
    plan.question = question;
    for (auto& stored : *attempts) {
        if (stored.unreadable || judged->contains(stored.id)) {
            ++(stored.unreadable ? plan.unreadable : plan.judged);
            continue;
        }
        const auto before = stored.attempt;
        mark_anew(stored.attempt, grade::question_of(*rubric), *rubric);
        const int more = stored.attempt.score - before.score;
        ++(more > 0 ? plan.up : more < 0 ? plan.down : plan.same);
        if (stored.attempt != before) plan.changed.push_back(std::move(stored));
    }
    if (auto added = add_rooms(ledger.teams(), plan); !added) return tl::unexpected(added.error());
    return plan;
}

Status carry_out(store::Ledger& ledger, const Regraded& plan, Instant now) {
    auto batch = ledger.batch();
    if (!batch) return tl::unexpected(batch.error());
    for (const auto& stored : plan.changed) {
        if (auto done = ledger.remark(stored.id, stored.attempt); !done) return done;
        if (auto done = correct_boards(ledger.teams(), stored, "regraded", now); !done) return done;
    }
    return (*batch)->commit();
}

}  // namespace bot::app
