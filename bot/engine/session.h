// Owns a session: one person's run through one script, as a value. Everything that decides the next reply is in here.
// Must not hold pointers to content: it names script, states, questions, points and misconceptions by the author's ids.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "bot/base/fingerprint.h"
#include "bot/base/time.h"
#include "bot/grade/grader.h"
#include "bot/grade/mark.h"
#include "bot/grade/tally.h"

namespace bot::engine {

enum class Phase { kWaiting, kPaused, kEnded };

// Where a point or misconception stands and the person's own words that put it there (at most kMaxQuoteBytes, empty if none): enough to explain a mark later
// without keeping the answers or grading again.
struct PointEvidence {
    grade::PointStatus status = grade::PointStatus::kMissed;
    std::string quote;
    bool operator==(const PointEvidence&) const = default;
};
struct ClaimEvidence {
    grade::ClaimStatus status = grade::ClaimStatus::kAbsent;
    std::string quote;
    bool operator==(const ClaimEvidence&) const = default;
};
constexpr std::size_t kMaxQuoteBytes = 120;

// A question in this session, from the moment it was asked.
struct Asked {
    std::string question;      // pack/id
    Fingerprint rubric;        // set when first graded
    bool skipped = false;      // left without a first answer: by `skip`, by a deadline, or because the question is gone
    bool answered = false;     // a first answer was graded
    bool finished = false;     // left for good; its model answer was shown, unless the script reveals it later
    int followups = 0;         // asked so far
    std::vector<bool> hinted;  // per point: its hint was shown
    grade::Tally tally;
    grade::Mark mark;                   // as it stands now
    int first_score = 0;                // before follow-ups
    std::vector<PointEvidence> points;  // as the question's points; empty until answered
    std::vector<ClaimEvidence> claims;  // as the question's misconceptions; empty until answered
    std::optional<grade::Probe> probe;  // the follow-up that is open now
    std::vector<grade::Probe> probed;   // follow-ups already asked; none is asked twice
    bool operator==(const Asked&) const = default;
};

// A running deadline; id distinguishes it from ones already replaced.
struct Timer {
    std::int64_t id = 0;
    Instant due{};
    bool nudged = false;
    bool operator==(const Timer&) const = default;
};

struct Session {
    std::string script;  // program id
    Fingerprint program;
    std::map<std::string, std::string> arguments;
    std::uint64_t seed = 0;
    Phase phase = Phase::kWaiting;
    std::string state;       // where it waits
    std::int64_t steps = 0;  // events taken in; also the source of timer ids
    Instant started{};
    Instant last_event{};
    Duration paused_for{};             // time that does not count against the minutes, without a pause that still lasts
    std::optional<Instant> paused_at;  // set while paused
    std::optional<Timer> timer;
    std::map<std::string, std::vector<std::string>> queues;  // per pick state: its questions, best first, as ordered at the start
    std::vector<Asked> asked;                                // the last one is the current question
    bool operator==(const Session&) const = default;
};

}  // namespace bot::engine
