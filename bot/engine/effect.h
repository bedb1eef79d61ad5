// Owns what a step wants done. Effects are values: the shell carries them out, in order, after the commit.
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "bot/base/message.h"
#include "bot/base/time.h"
#include "bot/engine/session.h"
#include "bot/grade/grader.h"
#include "bot/grade/mark.h"

namespace bot::engine {

struct Say {
    Outbound message;
    bool operator==(const Say&) const = default;
};

// One graded text, to be stored for ever (or until erased).
struct Attempt {
    std::string question;  // pack/id
    Fingerprint rubric;
    int turn = 0;        // 0 = first answer, n = n-th follow-up
    std::string target;  // "" first answer, else "point:ID", "misconception:ID", "deeper:N"
    std::string answer;  // as received, but valid UTF-8 (U+FFFD for what was not) and at most grade::kMaxAnswerBytes; spans point into it
    int score = 0;       // of the question after this text
    grade::Mark mark;
    grade::Tally tally;
    grade::Findings findings;
    Instant at{};
    bool operator==(const Attempt&) const = default;
};
struct Record {
    Attempt attempt;
    bool operator==(const Record&) const = default;
};
struct StartTimer {
    Timer timer;
    bool operator==(const StartTimer&) const = default;
};
struct CancelTimer {
    std::int64_t id = 0;
    bool operator==(const CancelTimer&) const = default;
};
struct Ended {
    bool operator==(const Ended&) const = default;
};

using Effect = std::variant<Say, Record, StartTimer, CancelTimer, Ended>;

}  // namespace bot::engine
