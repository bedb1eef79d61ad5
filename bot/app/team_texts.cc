// Owns the composition of the texts about a team's daily question.
#include "bot/app/team_texts.h"

#include <algorithm>
#include <array>

#include "bot/app/presses.h"
#include "bot/app/reception_texts.h"
#include "bot/base/text.h"
#include "bot/engine/markdown.h"
#include "bot/grade/mark.h"

namespace bot::app {
namespace {

constexpr std::size_t kMostNames = 30;
constexpr std::size_t kMostMissed = 3;
constexpr std::size_t kMostBestBytes = 1'500;

std::string date_text(const Catalogue& texts, daily::LocalDate date) {
    static constexpr std::array kDays{"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
    const auto day = std::chrono::weekday{date}.iso_encoding() - 1;
    return texts.text(std::string("daily.day.") + kDays[day]) + " " + daily::to_text(date);
}

void add_prompt(Outbound& out, const Catalogue& texts, const grade::Question& question) {
    std::string tags;
    for (const auto& tag : question.tags) tags += (tags.empty() ? "" : ", ") + tag;
    if (!tags.empty()) {
        add_line(out, texts, "question.about", {{"tags", tags}, {"count", std::int64_t{question.minutes}}});
        out.blocks.back().tone = Tone::kMuted;
    }
    Block block;
    block.kind = Block::Kind::kQuestion;
    block.runs = engine::markdown_runs(question.prompt);
    out.blocks.push_back(std::move(block));
}

std::string names_of(const Catalogue& texts, const std::vector<std::string>& names) {
    std::string all;
    for (std::size_t i = 0; i < std::min(names.size(), kMostNames); ++i) all += (i == 0 ? "" : ", ") + shown_name(texts, names[i]);
    return names.size() > kMostNames ? all + ", …" : all;
}

void add_answer_button(Outbound& out, const Catalogue& texts, const OpenQuestion& open) {
    const std::string verb = open.open_answers ? "answer-here" : "answer";
    out.choices.push_back(
        {verb, texts.text("daily.answer"), write_press({verb, {}, open.ticket}), open.open_answers ? Choice::Opens::kNothing : Choice::Opens::kPrivate});
}

// One line a band, with its share as a bar and the number beside it.
void add_spread(Outbound& out, const Catalogue& texts, const std::vector<int>& marks) {
    for (const auto band : {grade::Band::kStrong, grade::Band::kPartial, grade::Band::kWeak, grade::Band::kNone}) {
        const auto count = std::count_if(marks.begin(), marks.end(), [&](int mark) { return grade::band_of(mark) == band; });
        Block block;
        block.kind = Block::Kind::kMeter;
        block.runs = {{Style::kPlain, texts.text("band." + std::string(to_string(band))) + " (" + std::to_string(count) + ")"}};
        block.percent = int(100 * count / std::max<std::int64_t>(1, std::int64_t(marks.size())));
        out.blocks.push_back(std::move(block));
    }
}

}  // namespace

Outbound daily_post(const Catalogue& texts, const OpenQuestion& open) {
    Outbound out;
    add_line(out, texts, "daily.title", {{"date", date_text(texts, open.date)}}, Block::Kind::kHeading);
    if (open.question) add_prompt(out, texts, *open.question);
    add_line(out, texts, open.open_answers ? "daily.how_open" : "daily.how", {{"time", daily::to_text(open.reveal)}});
    if (!open.answered.empty()) {
        add_line(out, texts, "daily.answered", {{"count", std::int64_t(open.answered.size())}, {"names", names_of(texts, open.answered)}},
                 Block::Kind::kStatus);
    }
    add_answer_button(out, texts, open);
    return out;
}

Outbound daily_reminder(const Catalogue& texts, const OpenQuestion& open) {
    auto out = paragraph(texts, "daily.reminder", {{"time", daily::to_text(open.reveal)}});
    if (open.question) add_prompt(out, texts, *open.question);
    add_answer_button(out, texts, open);
    out.choices.push_back({std::string(kNoRemindersVerb), texts.text("daily.no_reminders"), write_press({std::string(kNoRemindersVerb), {}, 0})});
    return out;
}

Outbound daily_reveal(const Catalogue& texts, const Revealed& revealed) {
    Outbound out;
    add_line(out, texts, "daily.reveal", {{"date", date_text(texts, revealed.date)}}, Block::Kind::kHeading);
    if (!revealed.question) return add_line(out, texts, "session.question_gone"), out;
    Block prompt;
    prompt.runs = engine::markdown_runs(revealed.question->prompt);
    out.blocks.push_back(std::move(prompt));
    add_line(out, texts, "finish.answer", {}, Block::Kind::kHeading);
    for (auto& block : engine::markdown_blocks(revealed.question->answer)) out.blocks.push_back(std::move(block));
    for (const auto& reference : revealed.question->references) {
        add_line(out, texts, "finish.reference", {{"title", reference.title}, {"url", reference.url}});
    }
    if (revealed.marks.empty()) return add_line(out, texts, "daily.nobody"), out;
    int sum = 0;
    for (const int mark : revealed.marks) sum += mark;
    const auto count = std::int64_t(revealed.marks.size());
    add_line(out, texts, "daily.spread", {{"count", count}, {"mean", (2 * std::int64_t{sum} + count) / (2 * count)}}, Block::Kind::kHeading);
    add_spread(out, texts, revealed.marks);
    if (!revealed.missed.empty()) add_line(out, texts, "daily.missed");
    for (std::size_t i = 0; i < std::min(revealed.missed.size(), kMostMissed); ++i) {
        add_line(out, texts, "daily.missed_by", {{"want", revealed.missed[i].first}, {"count", std::int64_t{revealed.missed[i].second}}}, Block::Kind::kItem);
    }
    if (!revealed.best_name.empty()) {
        add_line(out, texts, "daily.best", {{"name", shown_name(texts, revealed.best_name)}, {"score", std::int64_t{revealed.best_mark}}});
        Block quote;
        quote.kind = Block::Kind::kQuote;
        const auto cut = utf8_prefix(revealed.best_answer, kMostBestBytes);
        quote.runs = {{Style::kPlain, std::string(cut) + (cut.size() < revealed.best_answer.size() ? "…" : "")}};
        out.blocks.push_back(std::move(quote));
    }
    return out;
}

Outbound daily_status(const Catalogue& texts, const store::Team& team, std::optional<daily::LocalTime> next) {
    if (!team.on) return paragraph(texts, "daily.is_off");
    const auto& schedule = team.schedule;
    auto out = paragraph(texts, "daily.is_on",
                         {{"time", daily::to_text(schedule.time)},
                          {"days", daily::to_text(schedule.days)},
                          {"zone", schedule.zone},
                          {"pack", schedule.selection == daily::kAny ? texts.text("chat.any_pack") : schedule.selection}});
    add_line(out, texts, "daily.reveals_at", {{"time", daily::to_text(schedule.reveal)}});
    if (schedule.paused_until) add_line(out, texts, "daily.is_paused", {{"date", daily::to_text(*schedule.paused_until)}});
    if (next) add_line(out, texts, "daily.next", {{"date", date_text(texts, next->date)}, {"time", daily::to_text(next->time)}});
    for (const auto& [on, key] : {std::pair{schedule.open_answers, "daily.open_answers"},
                                  {schedule.revise, "daily.may_revise"},
                                  {schedule.remind, "daily.reminds"},
                                  {schedule.rounds_count, "daily.rounds_count"}}) {
        if (on) add_line(out, texts, key, {}, Block::Kind::kItem);
    }
    return out;
}

Outbound daily_problem(const Catalogue& texts, const daily::Problem& problem) {
    return paragraph(texts, daily::text_key(problem), {{"word", problem.word}, {"fix", problem.fix}});
}

}  // namespace bot::app
