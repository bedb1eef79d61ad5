// Owns the grading of a taken answer: reading it kindly, counting it, recording it.
#include <algorithm>
#include <utility>

#include "bot/base/text.h"
#include "bot/engine/evidence.h"
#include "bot/engine/turn.h"
#include "bot/grade/lead.h"

namespace bot::engine {
namespace {

using grade::PointStatus;
using grade::Probe;

int at(const std::vector<int>& values, std::size_t i) { return i < values.size() ? values[i] : 0; }

bool is_word_byte(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0x80 || (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z');
}

// Zero bytes, or more than a tenth of control and damaged characters: a file, not words.
bool is_binary(std::string_view raw, std::string_view text) {
    if (raw.find('\0') != std::string_view::npos) return true;
    std::size_t odd = 0;
    for (const char c : text) odd += static_cast<unsigned char>(c) < ' ' && c != '\n' && c != '\t' && c != '\r' ? 1 : 0;
    if (!is_utf8(raw)) {
        for (auto found = text.find("\xEF\xBF\xBD"); found != std::string_view::npos; found = text.find("\xEF\xBF\xBD", found + 3)) ++odd;
    }
    return odd * 10 > text.size();
}

// Whether anything in the text counts for or against it; then it is marked, whatever its language seemed to be.
bool says_something(const grade::Findings& findings) {
    return std::any_of(findings.points.begin(), findings.points.end(), [](const auto& point) { return point.status == PointStatus::kMatched; }) ||
           std::any_of(findings.misconceptions.begin(), findings.misconceptions.end(),
                       [](const auto& claim) { return claim.status == grade::ClaimStatus::kClaimed; });
}

std::string target_of(const grade::Question& question, const std::optional<Probe>& probe) {
    if (!probe) return "";
    const auto index = std::size_t(std::max(0, probe->index));
    if (probe->kind == Probe::Kind::kPoint && index < question.points.size()) return "point:" + question.points[index].id;
    if (probe->kind == Probe::Kind::kMisconception && index < question.misconceptions.size()) return "misconception:" + question.misconceptions[index].id;
    return "deeper:" + std::to_string(index + 1);
}

}  // namespace

std::optional<Turn::Taken> Turn::read(std::string_view raw) {
    Taken taken;
    const auto kept = utf8_prefix(raw, grade::kMaxAnswerBytes);
    taken.repaired = !is_utf8(kept);
    taken.text = to_utf8(kept);
    taken.text.resize(utf8_prefix(taken.text, grade::kMaxAnswerBytes).size());
    taken.cut = raw.size() > grade::kMaxAnswerBytes;
    if (is_binary(kept, taken.text)) {
        note("answer.not_text");
        return std::nullopt;
    }
    if (std::none_of(taken.text.begin(), taken.text.end(), is_word_byte)) {
        note("answer.empty");
        return std::nullopt;
    }
    const Asked* asked = current();
    const auto* question = asked ? scene().question(*asked) : nullptr;
    const auto rubric = question ? material_.bank.rubric(asked->question) : nullptr;
    if (!rubric) return taken;
    const bool followed = asked->answered && asked->probe && asked->probe->kind == Probe::Kind::kPoint;
    taken.findings = followed ? grade::examine_followup(*rubric, taken.text, asked->probe->index).findings : grade::examine(*rubric, taken.text);
    taken.findings.cut = taken.findings.cut || taken.cut;
    taken.findings.repaired = taken.findings.repaired || taken.repaired;
    if (taken.findings.other_language && !says_something(taken.findings) && question->kind != grade::Kind::kCode) {
        note("answer.other_language");
        return std::nullopt;
    }
    return taken;
}

std::optional<StateIndex> Turn::grade(const State& state) {
    Asked* asked = current();
    const auto* question = asked ? scene().question(*asked) : nullptr;
    const auto rubric = question ? material_.bank.rubric(asked->question) : nullptr;
    if (taken_ && rubric) {
        const Taken taken = *std::exchange(taken_, std::nullopt);
        const auto probe = std::exchange(asked->probe, std::nullopt);
        Reaction reaction;
        reaction.probe = probe;
        reaction.score_before = asked->mark.score;
        reaction.cut = taken.cut;
        reaction.repaired = taken.repaired;
        asked->rubric = grade::fingerprint_of(*rubric);
        if (probe && asked->answered) {
            const auto point = std::size_t(std::max(0, probe->index));
            const bool hinted = probe->kind == Probe::Kind::kPoint && point < asked->hinted.size() && asked->hinted[point];
            grade_followup(*question, taken, *probe, hinted, reaction);
        } else {
            grade_first(*question, taken, reaction);
        }
        effects_.emplace_back(Record{{asked->question, asked->rubric, probe ? asked->followups : 0, target_of(*question, probe), taken.text, asked->mark.score,
                                      asked->mark, asked->tally, taken.findings, at_}});
        render_feedback(page(), scene(), *asked, reaction);
    } else if (taken_ && asked) {
        taken_.reset();
        asked->skipped = !asked->answered;
        note(question ? "session.cannot_mark" : "session.question_gone");
    }
    for (const auto& outcome : state.outcomes) {
        if (holds(outcome)) return outcome.to;
    }
    return -1;
}

void Turn::grade_first(const grade::Question& question, const Taken& taken, Reaction& reaction) {
    Asked& asked = *current();
    asked.hinted.resize(question.points.size(), false);
    auto tally = grade::first_tally(question, taken.findings, asked.hinted);
    const auto mark = grade::mark(question, tally);
    // A script may ask the same question once more; the better answer stands.
    if (asked.answered && mark.score <= asked.mark.score) return;
    asked.tally = std::move(tally);
    asked.mark = mark;
    if (!asked.answered) asked.first_score = mark.score;
    asked.answered = true;
    asked.skipped = false;
    note_first(asked, question, taken.findings, taken.text);
    for (std::size_t i = 0; i < question.points.size(); ++i) {
        if (at(asked.tally.credit, i) > 0) {
            reaction.gained.push_back(int(i));
        } else if (asked.points[i].status == PointStatus::kNegated) {
            reaction.denied.push_back(int(i));
        }
    }
    for (std::size_t i = 0; i < question.misconceptions.size(); ++i) {
        if (at(asked.tally.penalty, i) > 0) reaction.claimed.push_back(int(i));
    }
}

void Turn::grade_followup(const grade::Question& question, const Taken& taken, const Probe& probe, bool hinted, Reaction& reaction) {
    Asked& asked = *current();
    if (probe.kind == Probe::Kind::kDeeper) return;  // beyond the question: it neither adds nor takes
    asked.tally.credit.resize(question.points.size(), 0);
    asked.tally.penalty.resize(question.misconceptions.size(), 0);
    const auto before = asked.tally;
    grade::add_followup(asked.tally, question, probe, taken.findings, hinted);
    asked.mark = grade::mark(question, asked.tally);
    note_followup(asked, question, probe, before, taken.findings, taken.text);
    for (std::size_t i = 0; i < question.points.size(); ++i) {
        const bool asked_about = probe.kind == Probe::Kind::kPoint && probe.index == int(i);
        if (at(asked.tally.credit, i) > at(before.credit, i)) {
            reaction.gained.push_back(int(i));
        } else if (asked_about && at(asked.tally.credit, i) == 0 && asked.points[i].status == PointStatus::kNegated) {
            reaction.denied.push_back(int(i));
        }
    }
    for (std::size_t i = 0; i < question.misconceptions.size(); ++i) {
        const int more = at(asked.tally.penalty, i) - at(before.penalty, i);
        if (more != 0) (more > 0 ? reaction.claimed : reaction.withdrawn).push_back(int(i));
    }
}

}  // namespace bot::engine
