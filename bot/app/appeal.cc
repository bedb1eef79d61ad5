// Owns the words about disputed marks.
#include "bot/app/appeal.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "bot/app/reception_texts.h"
#include "bot/base/text.h"
#include "bot/engine/evidence.h"
#include "bot/engine/markdown.h"

namespace bot::app {
namespace {

constexpr std::size_t kMaxReasonBytes = 1'000;
constexpr std::size_t kMaxShownAnswer = 1'500;
constexpr std::size_t kMaxLabelBytes = 48;
constexpr std::size_t kMostGrants = 8;  // buttons, besides those for all and for none

constexpr std::string_view kGrant = "grant-";
constexpr std::string_view kGrantAll = "grant-all";
constexpr std::string_view kKeep = "keep-mark";
constexpr std::string_view kGiveAway = "give-away";

// The next word, lower case and cut; rest is what follows it.
std::string next_word(std::string_view& rest) {
    rest = trim(rest);
    const auto end = std::min(rest.find_first_of(" \t\r\n"), rest.size());
    auto word = to_lower_ascii(rest.substr(0, std::min<std::size_t>(end, 64)));
    while (word.size() > 1 && (word.back() == ',' || word.back() == ':')) word.pop_back();
    rest = trim(rest.substr(end));
    return word;
}

std::optional<int> number_of(std::string_view word) {
    if (word.empty() || word.size() > 6 || !std::all_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; })) return std::nullopt;
    int value = 0;
    std::from_chars(word.data(), word.data() + word.size(), value);
    return value;
}

std::string kept_reason(std::string_view text) { return std::string(trim(utf8_prefix(to_utf8(text.substr(0, 4 * kMaxReasonBytes)), kMaxReasonBytes))); }

void add_quote(Outbound& out, std::string_view text, std::size_t most) {
    const auto cut = utf8_prefix(text, most);
    out.blocks.push_back({Block::Kind::kQuote, Tone::kNeutral, "", {{Style::kPlain, std::string(cut) + (cut.size() < text.size() ? "…" : "")}}});
}

void add_points(Outbound& out, const Catalogue& texts, const store::StoredAttempt& stored, const grade::Question& question) {
    const auto& tally = stored.attempt.tally;
    for (std::size_t i = 0; i < question.points.size(); ++i) {
        const int credit = i < tally.credit.size() ? tally.credit[i] : 0;
        Block item;
        item.kind = Block::Kind::kItem;
        item.tone = credit > 0 ? Tone::kGood : Tone::kBad;
        item.sign.push_back(credit >= 10 ? '+' : credit > 0 ? '~' : '-');
        item.runs = engine::markdown_runs(question.points[i].want);
        item.runs.push_back({Style::kPlain, " ("});
        item.runs.push_back({Style::kCode, question.points[i].id});
        item.runs.push_back({Style::kPlain, ")"});
        if (const auto& found = stored.attempt.findings.points; credit > 0 && i < found.size()) {
            if (const auto quote = engine::quote_of(stored.attempt.answer, found[i].span); !quote.empty()) {
                for (auto& run : texts.runs("feedback.quote", {{"quote", quote}})) item.runs.push_back(std::move(run));
            }
        }
        out.blocks.push_back(std::move(item));
    }
    for (std::size_t i = 0; i < question.misconceptions.size() && i < tally.penalty.size(); ++i) {
        if (tally.penalty[i] == 0) continue;
        out.blocks.push_back({Block::Kind::kItem, Tone::kBad, "!", texts.runs("finish.claim", {{"claim", question.misconceptions[i].claim}})});
    }
}

void add_choice(Outbound& out, std::string verb, std::string label, store::AppealId appeal) {
    auto data = write_press({verb, {}, appeal.value});
    out.choices.push_back({std::move(verb), std::move(label), std::move(data)});
}

}  // namespace

std::optional<Dispute> read_dispute(std::string_view rest) {
    Dispute dispute;
    for (int words = 0; words < 2; ++words) {
        auto after = rest;
        const auto word = next_word(after);
        const auto number = number_of(word);
        if (number && !dispute.own_mark) {
            if (*number > 100) return std::nullopt;
            dispute.own_mark = *number;
        } else if (word == "share" && !dispute.consent) {
            dispute.consent = true;
        } else {
            break;
        }
        rest = after;
    }
    dispute.reason = kept_reason(rest);
    return dispute;
}

Verdict read_verdict(std::string_view rest) {
    const auto id = from_base36(next_word(rest));
    if (!id || *id <= 0) return {};
    return {store::AppealId{*id}, std::nullopt, std::string(rest)};
}

std::optional<AppealWish> pressed_wish(const Press& press) {
    const store::AppealId appeal{press.number};
    if (press.verb == kGiveAway) return Consent{appeal};
    if (press.verb == kKeep) return Verdict{appeal, std::nullopt, "keep"};
    if (press.verb == kGrantAll) return Verdict{appeal, std::nullopt, "all"};
    if (!press.verb.starts_with(kGrant)) return std::nullopt;
    const auto index = number_of(std::string_view(press.verb).substr(kGrant.size()));
    if (!index) return std::nullopt;
    return Verdict{appeal, std::size_t(*index), ""};
}

std::vector<std::size_t> missed_points(const grade::Question& question, const grade::Tally& tally) {
    std::vector<std::size_t> missed;
    for (std::size_t i = 0; i < question.points.size(); ++i) {
        if (i >= tally.credit.size() || tally.credit[i] == 0) missed.push_back(i);
    }
    return missed;
}

std::variant<Granted, NoSuchPoint> read_granted(const Verdict& verdict, const grade::Question& question, const grade::Tally& tally) {
    auto missed = missed_points(question, tally);
    const auto is_missed = [&](std::size_t point) { return std::find(missed.begin(), missed.end(), point) != missed.end(); };
    if (verdict.point) {
        if (!is_missed(*verdict.point)) return NoSuchPoint{std::to_string(*verdict.point + 1)};
        return Granted{{*verdict.point}, ""};
    }
    std::string_view rest = verdict.words;
    auto after = rest;
    const auto first = next_word(after);
    if (first == "keep") return Granted{{}, kept_reason(after)};
    if (first == "all") return Granted{std::move(missed), kept_reason(after)};
    Granted granted;
    while (true) {
        after = rest;
        const auto word = next_word(after);
        const auto found = std::find_if(missed.begin(), missed.end(), [&](std::size_t i) { return question.points[i].id == word; });
        if (found == missed.end()) {
            // A slip in an id is no reason: it would cost the person a point.
            if (granted.points.empty() || word.find('-') != word.npos) return NoSuchPoint{word};
            break;
        }
        if (std::find(granted.points.begin(), granted.points.end(), *found) == granted.points.end()) granted.points.push_back(*found);
        rest = after;
        if (rest.empty()) break;
    }
    granted.reason = kept_reason(rest);
    return granted;
}

Result<Outbound> record_dispute(const Catalogue& texts, store::TeamBook& book, const store::StoredAttempt& stored, const Dispute& dispute, Instant now,
                                bool buttons) {
    const auto before = book.undecided(stored.id);
    if (!before) return tl::unexpected(before.error());
    if (*before) {
        if (!dispute.consent || (*before)->consent) return paragraph(texts, "appeal.open_already");
        if (auto done = book.consent((*before)->id); !done) return tl::unexpected(done.error());
        return paragraph(texts, "appeal.consent");
    }
    store::Appeal appeal;
    appeal.person = stored.person;
    appeal.attempt = stored.id;
    appeal.question = stored.attempt.question;
    appeal.score = stored.attempt.score;
    appeal.reason = dispute.reason;
    appeal.own_mark = dispute.own_mark;
    appeal.consent = dispute.consent;
    appeal.at = now;
    const auto id = book.open_appeal(appeal);
    if (!id) return tl::unexpected(id.error());
    appeal.id = *id;
    auto out = paragraph(texts, "appeal.recorded", {{"score", std::int64_t{appeal.score}}});
    say_what_is_kept(out, texts, appeal, buttons);
    return out;
}

void say_what_is_kept(Outbound& out, const Catalogue& texts, const store::Appeal& appeal, bool buttons) {
    if (appeal.own_mark) add_line(out, texts, "appeal.own_mark", {{"score", std::int64_t{*appeal.own_mark}}});
    if (appeal.consent) return add_line(out, texts, "appeal.consent");
    add_line(out, texts, "appeal.ask_consent");
    if (buttons && appeal.id.value != 0) add_choice(out, std::string(kGiveAway), texts.text("appeal.give"), appeal.id);
}

Outbound appeal_letter(const Catalogue& texts, const store::Appeal& appeal, const store::StoredAttempt& stored, const grade::Question* question, bool current,
                       std::string_view name, std::string_view room) {
    Outbound out;
    const auto id = to_base36(appeal.id.value);
    add_line(out, texts, "appeal.title",
             {{"name", shown_name(texts, name)}, {"room", shown_name(texts, room)}, {"score", std::int64_t{appeal.score}}, {"question", appeal.question}},
             Block::Kind::kHeading);
    if (question) {
        Block prompt;
        prompt.kind = Block::Kind::kQuestion;
        prompt.runs = engine::markdown_runs(question->prompt);
        out.blocks.push_back(std::move(prompt));
    }
    add_line(out, texts, stored.attempt.answer.empty() ? "appeal.no_answer" : "appeal.answer");
    if (!stored.attempt.answer.empty()) add_quote(out, stored.attempt.answer, kMaxShownAnswer);
    if (question && current) {
        add_line(out, texts, "appeal.points");
        add_points(out, texts, stored, *question);
    } else {
        add_line(out, texts, "appeal.changed", {{"id", id}});
    }
    if (!appeal.reason.empty()) {
        add_line(out, texts, "appeal.reason");
        add_quote(out, appeal.reason, kMaxReasonBytes);
    }
    if (appeal.own_mark) add_line(out, texts, "appeal.their_mark", {{"score", std::int64_t{*appeal.own_mark}}});
    if (question && current) {
        const auto missed = missed_points(*question, stored.attempt.tally);
        for (std::size_t i = 0; i < std::min(missed.size(), kMostGrants); ++i) {
            std::string want;
            for (const auto& run : engine::markdown_runs(question->points[missed[i]].want)) want += run.text;
            const auto cut = std::string(utf8_prefix(want, kMaxLabelBytes)) + (want.size() > kMaxLabelBytes ? "…" : "");
            add_choice(out, fmt::format("{}{}", kGrant, missed[i]), texts.text("appeal.grant", {{"want", cut}}), appeal.id);
        }
        if (missed.size() > 1) add_choice(out, std::string(kGrantAll), texts.text("appeal.grant_all"), appeal.id);
        if (!missed.empty()) add_line(out, texts, "appeal.how", {{"id", id}, {"point", question->points[missed.front()].id}});
    }
    add_choice(out, std::string(kKeep), texts.text("appeal.keep"), appeal.id);
    return out;
}

}  // namespace bot::app
