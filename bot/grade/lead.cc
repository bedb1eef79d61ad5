// Owns the rules of lead.h. A lead is put into the text itself, so that every guard of examine() sees one sentence.
#include "bot/grade/lead.h"

#include <algorithm>
#include <array>
#include <string>

#include "bot/base/text.h"
#include "bot/grade/answer.h"
#include "bot/grade/compiled.h"
#include "bot/grade/lexicon.h"

namespace bot::grade {
namespace {

// "Yes, it blocks": the lead belongs behind the first word, or the comma would part it from what it leads.
constexpr std::array<std::string_view, 12> kOpeners{"yes", "yeah", "yep", "no", "nope", "well", "ok", "okay", "sure", "right", "so", "hm"};

constexpr std::string_view kSlot = "...";  // where the answer goes in a lead; behind it without one

// An answer of these words alone says nothing, whatever stands before it: "yes", "I do not know", "good question, it depends", "no, it does not".
constexpr std::array<std::string_view, 98> kEmptyWords{
    "yes",   "yeah",  "yep",     "no",     "nope",   "not",      "never",     "none",      "nothing", "neither",   "maybe",  "perhaps", "probably", "possibly",
    "well",  "ok",    "okay",    "hm",     "sure",   "sorry",    "pass",      "skip",      "it",      "that",      "this",   "they",    "he",       "she",
    "i",     "we",    "you",     "me",     "is",     "are",      "am",        "was",       "were",    "be",        "does",   "do",      "did",      "done",
    "can",   "could", "will",    "would",  "should", "may",      "might",     "must",      "have",    "has",       "had",    "of",      "to",       "at",
    "in",    "a",     "an",      "the",    "so",     "but",      "and",       "or",        "if",      "very",      "really", "all",     "any",      "course",
    "know",  "think", "guess",   "say",    "tell",   "remember", "forgot",    "forgotten", "look",    "up",        "idea",   "clue",    "good",     "question",
    "point", "hard",  "depends", "depend", "on",     "somehow",  "something", "right",     "true",    "difficult", "nobody", "nowhere", "false",    "there"};

// What a lead is proved with: empty answers, and answers to some other question.
constexpr std::array<std::string_view, 16> kNeutral{"Yes.",
                                                    "No.",
                                                    "No, it does not.",
                                                    "Never.",
                                                    "Nothing.",
                                                    "Maybe.",
                                                    "I do not know.",
                                                    "No idea, I forgot.",
                                                    "Good question.",
                                                    "It depends.",
                                                    "That is difficult to say.",
                                                    "A blue bicycle.",
                                                    "A loud song about elephants.",
                                                    "It often whistles in the garden.",
                                                    "Because my aunt likes tea.",
                                                    "Yellow and quite round."};

// A text with a lead put round its first clause, and the way back to the text.
struct Led {
    std::string text;
    Span inner;              // of the person's text: what the lead stands round
    std::size_t before = 0;  // bytes put before it
    std::size_t after = 0;   // and behind it

    std::size_t back(std::size_t place) const {
        if (place <= inner.begin) return place;
        if (place <= inner.end + before) return std::max(place, inner.begin + before) - before;
        return std::max(place, inner.end + before + after) - before - after;
    }

    // The part of a span that is the person's own.
    Span own(const Span& span) const { return {back(span.begin), back(span.end)}; }
};

bool opens(const Answer& answer, std::size_t word) {
    const std::string_view spelling = answer.word(word);
    if (std::find(kOpeners.begin(), kOpeners.end(), spelling) == kOpeners.end()) return false;
    if (word + 1 == answer.words.size()) return false;  // all of the answer
    // "no buffer" and "right behind it" are no openers.
    const Word& next = answer.words[word + 1];
    return next.chunk != answer.words[word].chunk || (next.bits & kSubject) != 0;
}

Led put_round(std::string_view text, const Answer& answer, std::string_view lead) {
    std::size_t first = 0;
    while (first < answer.words.size() && opens(answer, first)) ++first;
    Led led;
    led.inner = {text.size(), text.size()};
    if (first < answer.words.size()) {
        std::size_t last = first;
        const Word& word = answer.words[first];
        while (last + 1 < answer.words.size() && answer.words[last + 1].sentence == word.sentence && answer.words[last + 1].chunk == word.chunk) ++last;
        led.inner = {word.source_begin, answer.words[last].source_end};
    }
    const std::size_t slot = lead.find(kSlot);
    const std::string_view left = trim(lead.substr(0, slot));
    const std::string_view right = slot == std::string_view::npos ? std::string_view{} : trim(lead.substr(slot + kSlot.size()));
    led.text.append(text.substr(0, led.inner.begin));
    if (!left.empty()) led.text.append(left).append(" ");
    led.before = led.text.size() - led.inner.begin;
    led.text.append(text.substr(led.inner.begin, led.inner.end - led.inner.begin));
    if (!right.empty()) led.text.append(" ").append(right);
    led.after = led.text.size() - led.inner.end - led.before;
    led.text.append(text.substr(led.inner.end));
    return led;
}

bool says_nothing(const Answer& answer) {
    for (std::size_t i = 0; i < answer.words.size(); ++i) {
        if (std::find(kEmptyWords.begin(), kEmptyWords.end(), answer.word(i)) == kEmptyWords.end()) return false;
    }
    return true;
}

// The first letters of the words that are not everyday ones.
std::vector<std::string> telling_stems(std::string_view text) {
    constexpr std::size_t kShortest = 4;
    constexpr std::size_t kLongest = 5;
    std::vector<std::string> stems;
    const Answer answer = normalise(text);
    for (std::size_t i = 0; i < answer.words.size(); ++i) {
        std::string_view word = answer.word(i);
        if (word.size() < kShortest || (answer.words[i].bits & (kFunctionWord | kCommonVerb | kNumberWord)) != 0) continue;
        if (word.size() <= kLongest && word.back() == 's') word.remove_suffix(1);
        stems.emplace_back(word.substr(0, kLongest));
    }
    return stems;
}

bool has(const Question& question, int point) { return point >= 0 && static_cast<std::size_t>(point) < question.points.size(); }

Findings examine_led(const Rubric& rubric, const Led& led) {
    // What follows the first clause speaks for itself: joined with a lead that it does not answer, it could mean anything.
    const Span left{0, led.inner.begin + led.before};
    const Span right{led.inner.end + led.before, led.text.size()};
    return examine(rubric, led.text, std::array{left, right});
}

bool claims_any(const Findings& findings) {
    return std::any_of(findings.misconceptions.begin(), findings.misconceptions.end(), [](const auto& one) { return one.status == ClaimStatus::kClaimed; });
}

// Hears the claims that a lead brought out; the point that one of them opposes is contradicted.
void take_claims(Findings& findings, const Findings& heard, const Led& led, const Question& question, std::size_t point) {
    for (std::size_t i = 0; i < findings.misconceptions.size(); ++i) {
        const ClaimFinding& claim = heard.misconceptions[i];
        if (claim.status != ClaimStatus::kClaimed || findings.misconceptions[i].status != ClaimStatus::kAbsent) continue;
        const Span own = led.own(*claim.span);
        findings.misconceptions[i] = {claim.status, own, claim.alternative};
        if (question.misconceptions[i].opposes == question.points[point].id) findings.points[point] = {PointStatus::kContradicted, own, -1};
    }
}

}  // namespace

Followup examine_followup(const Rubric& rubric, std::string_view text, int point) {
    Followup plain{examine(rubric, text)};
    const Question& question = question_of(rubric);
    if (!has(question, point) || plain.findings.cut) return plain;
    const auto asked = static_cast<std::size_t>(point);
    if (plain.findings.points[asked].status != PointStatus::kMissed || claims_any(plain.findings)) return plain;
    const std::vector<std::string>& leads = question.points[asked].lead;
    const Answer answer = normalise(text);
    if (answer.words.size() > kFragmentWords || says_nothing(answer)) return plain;
    Followup missed = plain;
    for (std::size_t i = 0; i < leads.size(); ++i) {
        const Led led = put_round(text, answer, leads[i]);
        const Findings heard = examine_led(rubric, led);
        const PointFinding& found = heard.points[asked];
        if (found.status == PointStatus::kMatched) {
            plain.findings.points[asked] = {found.status, led.own(*found.span), found.alternative};
            plain.lead = static_cast<int>(i);
            return plain;
        }
        take_claims(missed.findings, heard, led, question, asked);
        if (missed.lead < 0 && missed.findings != plain.findings) missed.lead = static_cast<int>(i);
    }
    return missed;
}

std::optional<std::string> word_given_away(const Question& question, int point, int lead) {
    if (!has(question, point)) return std::nullopt;
    const Point& asked = question.points[static_cast<std::size_t>(point)];
    const std::vector<std::string> answered = telling_stems(asked.want);
    std::vector<std::string> known = telling_stems(asked.ask);
    for (std::string& stem : telling_stems(question.prompt)) known.push_back(std::move(stem));
    for (const std::string& stem : telling_stems(asked.lead.at(static_cast<std::size_t>(lead)))) {
        const auto in = [&stem](const std::vector<std::string>& stems) { return std::find(stems.begin(), stems.end(), stem) != stems.end(); };
        if (in(answered) && !in(known)) return stem;
    }
    return std::nullopt;
}

std::optional<std::string_view> neutral_answer_heard(const Rubric& rubric, int point, int lead) {
    const Question& question = question_of(rubric);
    if (!has(question, point)) return std::nullopt;
    const auto asked = static_cast<std::size_t>(point);
    const std::string& words = question.points[asked].lead.at(static_cast<std::size_t>(lead));
    for (const std::string_view text : kNeutral) {
        const Findings plain = examine(rubric, text);
        const Answer answer = normalise(text);
        if (plain.points[asked].status != PointStatus::kMissed || claims_any(plain) || says_nothing(answer)) continue;
        const Findings heard = examine_led(rubric, put_round(text, answer, words));
        if (heard.points[asked].status == PointStatus::kMatched || claims_any(heard)) return text;
    }
    return std::nullopt;
}

}  // namespace bot::grade
