// Owns the lists of fields that the codec stores, one per type, and the words for enumerations. A walk is called with each name and member in order,
// with the value that the member has when it is left out, if that is not the member type's own (always the one it has in a new T), and with the format that
// brought it, if that is not the first.
// Must not know how a value is written or read. Private to session_codec.cc; a change here is a new kCodecVersion once a version was released.
#pragma once

#include <array>
#include <concepts>
#include <string_view>
#include <type_traits>

#include "bot/engine/session.h"
#include "bot/store/session_codec.h"

namespace bot::store::codec {

// T or const T: the same list serves writing and reading.
template <class T, class U>
concept Is = std::same_as<std::remove_const_t<T>, U>;
// The order of each list is that of the enumeration.
constexpr std::array<std::string_view, 3> kPhases{"waiting", "paused", "ended"};
constexpr std::array<std::string_view, 4> kBands{"none", "weak", "partial", "strong"};
constexpr std::array<std::string_view, 4> kPointStatuses{"matched", "missed", "negated", "contradicted"};
constexpr std::array<std::string_view, 3> kClaimStatuses{"absent", "claimed", "refuted"};
constexpr std::array<std::string_view, 3> kSubjects{"unclear", "met", "missed"};
constexpr std::array<std::string_view, 3> kProbeKinds{"point", "misconception", "deeper"};

// The field lists. Taking a value apart into named members makes the compiler refuse a list that has not heard of a new member.

template <class Walk, Is<grade::Span> T>
void fields(Walk& walk, T& span) {
    auto& [begin, end] = span;
    walk("begin", begin);
    walk("end", end);
}

template <class Walk, Is<grade::PointFinding> T>
void fields(Walk& walk, T& finding) {
    auto& [status, span, alternative] = finding;
    walk.word("status", status, kPointStatuses, grade::PointStatus::kMissed);
    walk("span", span);
    walk("alternative", alternative, -1);
}

template <class Walk, Is<grade::ClaimFinding> T>
void fields(Walk& walk, T& finding) {
    auto& [status, span, alternative] = finding;
    walk.word("status", status, kClaimStatuses);
    walk("span", span);
    walk("alternative", alternative, -1);
}

template <class Walk, Is<grade::Findings> T>
void fields(Walk& walk, T& findings) {
    auto& [points, misconceptions, subject, words, content_words, subject_words, numbers, term_list, cut, repaired, other_language] = findings;
    walk("points", points);
    walk("misconceptions", misconceptions);
    walk.word("subject", subject, kSubjects, grade::Subject::kUnclear, 3);
    walk("words", words);
    walk("content_words", content_words);
    walk("subject_words", subject_words, 0, 3);
    walk("numbers", numbers);
    walk("term_list", term_list);
    walk("cut", cut);
    walk("repaired", repaired);
    walk("other_language", other_language);
}

template <class Walk, Is<grade::Tally> T>
void fields(Walk& walk, T& tally) {
    auto& [credit, penalty, content_words, subject_words, numbers, term_list, on_subject] = tally;
    walk("credit", credit);
    walk("penalty", penalty);
    walk("content_words", content_words);
    walk("subject_words", subject_words, 0, 3);
    walk("numbers", numbers);
    walk("term_list", term_list);
    walk("on_subject", on_subject, false, 3);
}

template <class Walk, Is<grade::Mark> T>
void fields(Walk& walk, T& mark) {
    auto& [score, band, earned, lost, full, rubric, elaboration, effort, evidence, untouched_parts, capped_parts, capped_list, raised] = mark;
    walk("score", score);
    walk.word("band", band, kBands);
    walk("earned", earned);
    walk("lost", lost);
    walk("full", full);
    walk("rubric", rubric);
    walk("elaboration", elaboration, 0, 3);
    walk("effort", effort);
    walk("evidence", evidence);
    walk("untouched_parts", untouched_parts);
    walk("capped_parts", capped_parts);
    walk("capped_list", capped_list);
    walk("raised", raised, false, 3);
}

template <class Walk, Is<grade::Probe> T>
void fields(Walk& walk, T& probe) {
    auto& [kind, index] = probe;
    walk.word("kind", kind, kProbeKinds, grade::Probe::Kind::kDeeper);
    walk("index", index);
}

template <class Walk, Is<engine::PointEvidence> T>
void fields(Walk& walk, T& evidence) {
    auto& [status, quote] = evidence;
    walk.word("status", status, kPointStatuses, grade::PointStatus::kMissed);
    walk("quote", quote);
}

template <class Walk, Is<engine::ClaimEvidence> T>
void fields(Walk& walk, T& evidence) {
    auto& [status, quote] = evidence;
    walk.word("status", status, kClaimStatuses);
    walk("quote", quote);
}

template <class Walk, Is<engine::Asked> T>
void fields(Walk& walk, T& asked) {
    auto& [question, rubric, skipped, answered, finished, followups, hinted, tally, mark, first_score, points, claims, probe, probed] = asked;
    walk("question", question);
    walk("rubric", rubric);
    walk("skipped", skipped);
    walk("answered", answered);
    walk("finished", finished);
    walk("followups", followups);
    walk("hinted", hinted);
    walk("tally", tally);
    walk("mark", mark);
    walk("first_score", first_score);
    walk("points", points);
    walk("claims", claims);
    walk("probe", probe);
    walk("probed", probed);
}

template <class Walk, Is<engine::Timer> T>
void fields(Walk& walk, T& timer) {
    auto& [id, due, nudged] = timer;
    walk("id", id);
    walk("due", due);
    walk("nudged", nudged);
}

template <class Walk, Is<engine::Session> T>
void fields(Walk& walk, T& session) {
    auto& [script, program, arguments, seed, phase, state, steps, started, last_event, paused_for, paused_at, timer, queues, asked] = session;
    walk("script", script);
    walk("program", program);
    walk("arguments", arguments);
    walk("seed", seed);
    walk.word("phase", phase, kPhases);
    walk("state", state);
    walk("steps", steps);
    walk("started", started);
    walk("last_event", last_event);
    walk("paused_for", paused_for);
    walk("paused_at", paused_at);
    walk("timer", timer);
    walk("queues", queues);
    walk("asked", asked);
}

template <class Walk, Is<Marked> T>
void fields(Walk& walk, T& marked) {
    auto& [mark, tally, findings] = marked;
    walk("mark", mark);
    walk("tally", tally);
    walk("findings", findings);
}

}  // namespace bot::store::codec
