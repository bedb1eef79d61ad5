// Owns verdicts: who may give one, what it makes of a mark, and the correction of the board that follows.
// Must not read words or know the formula.
#include <fmt/format.h>

#include <algorithm>

#include "bot/app/appeal_desk.h"
#include "bot/app/reception_texts.h"
#include "bot/app/regrade.h"
#include "bot/base/text.h"
#include "bot/grade/mark.h"

namespace bot::app {
namespace {

constexpr std::size_t kMostShown = 5;  // open appeals at a time

std::string ids_of(const grade::Question& question, const std::vector<std::size_t>& points) {
    std::string all;
    for (const auto point : points) all += (all.empty() ? "" : ", ") + question.points[point].id;
    return all.empty() ? "-" : all;
}

}  // namespace

// Nullopt: the attempt is gone with its person.
Result<std::optional<AppealDesk::Case>> AppealDesk::case_of(store::Appeal appeal) {
    auto attempt = ledger_.attempt(appeal.attempt);
    if (!attempt) return tl::unexpected(attempt.error());
    if (!*attempt) return std::optional<Case>();
    Case found{std::move(appeal), std::move(**attempt), nullptr, false};
    found.question = library_->question(found.attempt.attempt.question);
    const auto rubric = found.question ? library_->rubric(found.attempt.attempt.question) : nullptr;
    found.current = rubric && !found.attempt.unreadable && grade::fingerprint_of(*rubric) == found.attempt.attempt.rubric;
    return std::optional(std::move(found));
}

Result<Outbound> AppealDesk::letter_of(const Case& open) {
    const auto name = ledger_.name_of(open.appeal.person);
    if (!name) return tl::unexpected(name.error());
    const auto title = book().title_of(*open.appeal.room);
    if (!title) return tl::unexpected(title.error());
    return appeal_letter(texts(), open.appeal, open.attempt, open.question, open.current, *name, *title);
}

// Nobody decides about themselves.
Result<bool> AppealDesk::judges(PersonId person, const store::Appeal& appeal) {
    if (!appeal.room || appeal.person == person) return false;
    const auto judges = book().judges(*appeal.room);
    if (!judges) return tl::unexpected(judges.error());
    return std::find(judges->begin(), judges->end(), person) != judges->end();
}

// The answer belongs to a question whose answers were not shown yet.
Result<bool> AppealDesk::still_secret(const store::StoredAttempt& attempt) {
    const auto answer = book().answer_in(attempt.session);
    if (!answer) return tl::unexpected(answer.error());
    if (!*answer) return false;
    const auto slot = book().slot((*answer)->slot);
    if (!slot) return tl::unexpected(slot.error());
    return *slot && (*slot)->reveal_at && !(*slot)->revealed;
}

Result<std::vector<Outbound>> AppealDesk::open_cases(const Speaker& who) {
    std::vector<Outbound> shown;
    if (who.where != RoomKind::kDirect) {
        shown.push_back(paragraph(texts(), "appeal.only_direct"));
        return shown;
    }
    auto all = book().appeals();
    if (!all) return tl::unexpected(all.error());
    for (auto& appeal : *all) {
        if (appeal.decided || shown.size() == kMostShown) continue;
        const auto may = judges(who.person, appeal);
        if (!may) return tl::unexpected(may.error());
        if (!*may) continue;
        const auto found = case_of(std::move(appeal));
        if (!found) return tl::unexpected(found.error());
        if (!*found) continue;
        const auto secret = still_secret((*found)->attempt);
        if (!secret) return tl::unexpected(secret.error());
        if (*secret) continue;
        auto letter = letter_of(**found);
        if (!letter) return tl::unexpected(letter.error());
        shown.push_back(std::move(*letter));
    }
    if (shown.empty()) shown.push_back(paragraph(texts(), "appeal.none_open"));
    return shown;
}

Result<Outbound> AppealDesk::judge(const Speaker& who, const Verdict& verdict, Instant now, Letters& letters) {
    auto appeal = book().appeal(verdict.appeal);
    if (!appeal) return tl::unexpected(appeal.error());
    if (!*appeal) return paragraph(texts(), "appeal.unknown");
    const auto may = judges(who.person, **appeal);
    if (!may) return tl::unexpected(may.error());
    if (!*may) return paragraph(texts(), "appeal.not_judge");
    if ((*appeal)->decided) return paragraph(texts(), "appeal.decided_already", {{"score", std::int64_t{(*appeal)->verdict.value_or(0)}}});
    auto found = case_of(std::move(**appeal));
    if (!found) return tl::unexpected(found.error());
    if (!*found) return paragraph(texts(), "appeal.unknown");
    const auto secret = still_secret((*found)->attempt);
    if (!secret) return tl::unexpected(secret.error());
    if (*secret) return paragraph(texts(), "appeal.not_yet");
    return decide(who, **found, verdict, now, letters);
}

Result<Outbound> AppealDesk::decide(const Speaker& who, Case& open, const Verdict& verdict, Instant now, Letters& letters) {
    const auto id = to_base36(open.appeal.id.value);
    const grade::Question none;
    // Points of another version of the question are not these.
    const auto& question = open.current ? *open.question : none;
    const auto& tally = open.attempt.attempt.tally;
    const auto read = read_granted(verdict, question, tally);
    const auto first = to_lower_ascii(trim(std::string_view(verdict.words).substr(0, std::min<std::size_t>(4, verdict.words.size()))));
    if (!open.current && (verdict.point || first != "keep")) return paragraph(texts(), "appeal.changed", {{"id", id}});
    if (const auto* no = std::get_if<NoSuchPoint>(&read)) {
        const auto points = ids_of(question, missed_points(question, tally));
        if (no->word.empty()) return paragraph(texts(), "appeal.nothing_said", {{"points", points}, {"id", id}});
        return paragraph(texts(), "appeal.no_point", {{"word", no->word}, {"points", points}});
    }
    const auto& granted = std::get<Granted>(read);
    const std::int64_t before = open.attempt.attempt.score;
    if (auto done = settle(open, granted.points, who.person, granted.reason, now); !done) return tl::unexpected(done.error());
    const std::int64_t after = open.attempt.attempt.score;
    const Arguments figures{{"before", before}, {"after", after}, {"question", open.appeal.question}};
    auto told = paragraph(texts(), granted.points.empty() ? "appeal.verdict_kept" : "appeal.verdict", figures);
    if (!granted.reason.empty()) {
        add_line(told, texts(), "appeal.verdict_reason");
        told.blocks.push_back({Block::Kind::kQuote, Tone::kNeutral, "", {{Style::kPlain, granted.reason}}});
    }
    if (auto done = tell_appellant(open.appeal, std::move(told), now, letters); !done) return tl::unexpected(done.error());
    return paragraph(texts(), granted.points.empty() ? "appeal.kept" : "appeal.decided", figures);
}

// Alone if that can be, else aside in the room.
Status AppealDesk::tell_appellant(const store::Appeal& appeal, Outbound message, Instant now, Letters& letters) {
    const auto room = find_team_room(ledger_, *appeal.room);
    if (!room) return tl::unexpected(room.error());
    if (!*room) return {};
    const auto sent = send_direct((*room)->place.account, appeal.person, message, now, letters);
    if (!sent) return tl::unexpected(sent.error());
    if (*sent || !(*room)->reachable) return {};
    const auto key = book().user_key(appeal.person);
    if (!key) return tl::unexpected(key.error());
    const auto name = ledger_.name_of(appeal.person);
    if (!name) return tl::unexpected(name.error());
    message.manner = Manner::kAside;
    message.person = *key;
    name_person(message, shown_name(texts(), *name));
    return send_to(ledger_, **room, std::move(message), now, letters);
}

// The attempt, the appeal, the board and the day's answers say the same afterwards.
Status AppealDesk::settle(Case& decided, const std::vector<std::size_t>& granted, PersonId judge, const std::string& reason, Instant now) {
    auto& attempt = decided.attempt.attempt;
    if (!granted.empty()) {
        attempt.tally.credit.resize(decided.question->points.size(), 0);
        for (const auto point : granted) attempt.tally.credit[point] = 10;
        attempt.mark = grade::mark(*decided.question, attempt.tally);
        attempt.score = attempt.mark.score;
        if (auto done = ledger_.remark(decided.attempt.id, attempt); !done) return done;
    }
    if (auto done = book().decide_appeal(decided.appeal.id, attempt.score, reason, judge, now); !done) return done;
    if (granted.empty()) return {};
    return correct_boards(book(), decided.attempt, "appeal " + to_base36(decided.appeal.id.value), now);
}

}  // namespace bot::app
