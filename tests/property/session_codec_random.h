// Owns random sessions and attempts: every field set, strings of any bytes, numbers to their limits. The same seed gives the same value.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "bot/engine/effect.h"
#include "bot/engine/session.h"
#include "bot/store/session_codec.h"

namespace bot::store {

class Random {
   public:
    explicit Random(std::uint64_t seed) : engine_(seed) {}

    std::uint64_t below(std::uint64_t limit) { return engine_() % limit; }
    bool coin() { return below(2) == 0; }

    // Mostly small, sometimes a limit of the type.
    template <class T>
    T number() {
        switch (below(8)) {
            case 0: return std::numeric_limits<T>::max();
            case 1: return std::numeric_limits<T>::min();
            case 2: return static_cast<T>(engine_());
            default: return static_cast<T>(below(200));
        }
    }

    std::string text(std::size_t longest = 60) {
        std::string text;
        const auto size = below(longest + 1);
        const auto kind = below(3);
        while (text.size() < size) {
            if (kind == 0) text += static_cast<char>(engine_());
            if (kind == 1) text += kPieces[below(std::size(kPieces))];
            if (kind == 2) text += static_cast<char>('a' + below(26));
        }
        return text;
    }

    Instant instant() { return Instant(Duration(number<Duration::rep>())); }

    template <class Make>
    auto list(std::size_t longest, Make make) {
        std::vector<decltype(make())> items;
        for (auto left = below(longest + 1); left > 0; --left) items.push_back(make());
        return items;
    }

    template <class E>
    E one_of(std::size_t count) {
        return static_cast<E>(below(count));
    }

    grade::Probe probe() { return {one_of<grade::Probe::Kind>(3), number<int>()}; }

    std::optional<grade::Span> span() {
        if (coin()) return std::nullopt;
        return grade::Span{number<std::size_t>(), number<std::size_t>()};
    }

    grade::Findings findings() {
        grade::Findings findings;
        findings.points = list(8, [&] { return grade::PointFinding{one_of<grade::PointStatus>(4), span(), number<int>()}; });
        findings.misconceptions = list(8, [&] { return grade::ClaimFinding{one_of<grade::ClaimStatus>(3), span(), number<int>()}; });
        findings.words = number<int>();
        findings.subject = one_of<grade::Subject>(3);
        findings.content_words = number<int>();
        findings.subject_words = number<int>();
        findings.numbers = number<int>();
        findings.term_list = coin();
        findings.cut = coin();
        findings.repaired = coin();
        findings.other_language = coin();
        return findings;
    }

    grade::Tally tally() {
        grade::Tally tally;
        tally.credit = list(8, [&] { return number<int>(); });
        tally.penalty = list(8, [&] { return number<int>(); });
        tally.content_words = number<int>();
        tally.subject_words = number<int>();
        tally.on_subject = coin();
        tally.numbers = number<int>();
        tally.term_list = coin();
        return tally;
    }

    grade::Mark mark() {
        grade::Mark mark;
        mark.score = number<int>();
        mark.band = one_of<grade::Band>(4);
        for (int* field : {&mark.earned, &mark.lost, &mark.full, &mark.rubric, &mark.elaboration, &mark.effort, &mark.evidence, &mark.untouched_parts})
            *field = number<int>();
        mark.capped_parts = coin();
        mark.capped_list = coin();
        mark.raised = coin();
        return mark;
    }

    engine::Asked asked() {
        engine::Asked asked;
        asked.question = text();
        asked.rubric = text();
        asked.skipped = coin();
        asked.answered = coin();
        asked.finished = coin();
        asked.followups = number<int>();
        asked.hinted = list(12, [&] { return coin(); });
        asked.tally = tally();
        asked.mark = mark();
        asked.first_score = number<int>();
        asked.points = list(8, [&] { return engine::PointEvidence{one_of<grade::PointStatus>(4), text(120)}; });
        asked.claims = list(8, [&] { return engine::ClaimEvidence{one_of<grade::ClaimStatus>(3), text(120)}; });
        if (coin()) asked.probe = probe();
        asked.probed = list(4, [&] { return probe(); });
        return asked;
    }

    engine::Session session() {
        engine::Session session;
        session.script = text();
        session.program = text();
        for (auto left = below(5); left > 0; --left) session.arguments[text()] = text();
        session.seed = number<std::uint64_t>();
        session.phase = one_of<engine::Phase>(3);
        session.state = text();
        session.steps = number<std::int64_t>();
        session.started = instant();
        session.last_event = instant();
        session.paused_for = Duration(number<Duration::rep>());
        if (coin()) session.paused_at = instant();
        if (coin()) session.timer = engine::Timer{number<std::int64_t>(), instant(), coin()};
        for (auto left = below(4); left > 0; --left) session.queues[text()] = list(6, [&] { return text(); });
        session.asked = list(4, [&] { return asked(); });
        return session;
    }

    Marked marked() { return {mark(), tally(), findings()}; }

    engine::Attempt attempt() {
        engine::Attempt attempt;
        attempt.question = text();
        attempt.rubric = text();
        attempt.turn = number<int>();
        attempt.target = text();
        attempt.answer = text(2000);
        attempt.score = number<int>();
        attempt.mark = mark();
        attempt.tally = tally();
        attempt.findings = findings();
        attempt.at = instant();
        return attempt;
    }

   private:
    static constexpr const char* kPieces[] = {"\"", "\\", "\n",   "\t",         "\r",     "/",  "{", "}",       "[",
                                              ",",  "é",  "日本", "\U0001F600", "\u2028", "go", " ", "\\u0041", "\x7f"};
    std::mt19937_64 engine_;
};

}  // namespace bot::store
