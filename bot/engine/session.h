// Owns a session: one person's run through one script, as a value. Everything that decides the next reply is in here.
// Must not hold pointers to content: it names script, states, questions, points and misconceptions by the author's ids.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "bot/base/fingerprint.h"
#include "bot/base/time.h"
#include "bot/grade/mark.h"
#include "bot/grade/tally.h"

namespace bot::engine {

enum class Phase { kWaiting, kPaused, kEnded };

// One marked text and why: enough to explain the mark later without grading again.
struct Explained {
    std::string answer;  // the raw text, at most grade::kMaxAnswerBytes
    grade::Findings findings;
    bool operator==(const Explained&) const = default;
};

// A question in this session, from the moment it was asked.
struct Asked {
    std::string question;  // pack/id
    Fingerprint rubric;    // set when first graded
    bool skipped = false;
    bool answered = false;     // a first answer was graded
    int followups = 0;         // asked so far
    std::vector<bool> hinted;  // per point: its hint was shown
    grade::Tally tally;
    grade::Mark mark;                   // as it stands now
    int first_score = 0;                // before follow-ups
    std::optional<Explained> last;      // the last graded text
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
    Duration paused_for{};  // time that does not count against the minutes
    std::optional<Timer> timer;
    std::vector<std::string> queue;  // questions not yet picked, best first
    std::vector<Asked> asked;        // the last one is the current question
    bool operator==(const Session&) const = default;
};

}  // namespace bot::engine
