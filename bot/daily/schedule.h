// Owns a room's schedule as a value, and the reading of the words behind `daily`. Must not know who may change it, texts (the catalogue has them) or storage.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "bot/base/time.h"
#include "bot/daily/date.h"

namespace bot::daily {

inline constexpr std::string_view kAny = "any";  // the selection of all packs

struct Schedule {
    TimeOfDay time{9 * 60 + 30};
    Days days = kWeekdays;
    std::string zone;                       // an IANA name; "" only until the room has named one
    std::string selection{kAny};            // a pack
    TimeOfDay reveal{17 * 60};              // but see reveal_at() in slots.h
    std::optional<LocalDate> paused_until;  // the first date with a question again
    std::vector<LocalDate> holidays;        // sorted, each once
    bool open_answers = false;              // in an open thread instead of in private
    bool revise = false;                    // answers may be changed until the reveal
    bool remind = false;
    bool rounds_count = false;  // rounds earn points on the board
    Instant set_at{};           // when time, days or zone were last set: earlier times of that date are not made up for

    bool holiday(LocalDate date) const;
    bool paused(LocalDate date) const { return paused_until && date < *paused_until; }
    bool operator==(const Schedule&) const = default;
};

namespace order {
// What is not said stays as it was.
struct On {
    TimeOfDay time;
    std::optional<Days> days;
    std::optional<std::string> zone;  // as the data spell it
    std::optional<std::string> selection;
    bool operator==(const On&) const = default;
};
struct Off {
    bool operator==(const Off&) const = default;
};
struct PauseUntil {
    LocalDate date;
    bool operator==(const PauseUntil&) const = default;
};
struct Resume {
    bool operator==(const Resume&) const = default;
};
struct Now {
    bool operator==(const Now&) const = default;
};
struct Preview {
    bool operator==(const Preview&) const = default;
};
struct Status {
    bool operator==(const Status&) const = default;
};
struct Skip {
    bool operator==(const Skip&) const = default;
};
struct Holiday {
    LocalDate date;
    bool free = true;  // false: `holiday 2026-12-25 off`, a workday again
    bool operator==(const Holiday&) const = default;
};
struct ListHolidays {
    bool operator==(const ListHolidays&) const = default;
};
struct Reveal {
    TimeOfDay time;
    bool operator==(const Reveal&) const = default;
};
enum class Switch { kOpenAnswers, kRevise, kRemind, kRoundsCount };
struct Set {
    Switch which;
    bool on;
    bool operator==(const Set&) const = default;
};
struct Judge {  // of appeals: whoever orders it
    bool on;
    bool operator==(const Judge&) const = default;
};
}  // namespace order

using Order = std::variant<order::On, order::Off, order::PauseUntil, order::Resume, order::Now, order::Preview, order::Status, order::Skip, order::Holiday,
                           order::ListHolidays, order::Reveal, order::Set, order::Judge>;

enum class Trouble {
    kUnknownOrder,  // no order begins with this word
    kNoTime,        // `on` needs a time; the word is what stands in its place, or "on"
    kBadTime,
    kBadDate,
    kBadDay,       // a part of a list or span of days
    kUnknownZone,  // has a '/', but names no zone
    kUnknownWord,  // behind the time: no days, zone or pack
    kTwice,        // a second time, set of days, zone or pack
    kUnclear,      // both a zone and a pack; clear as soon as the other is said in full
    kMissingWord,  // the order needs one more word; the word is the order
    kExtraWord,    // the order is complete without it
    kNoZones,      // the system has no time zone data; the fix says what to install
};

// What is wrong with which word, and what to write in its place: one or more words, or choices with " | " between; "" if nothing is near.
struct Problem {
    Trouble trouble;
    std::string word;
    std::string fix;
    bool operator==(const Problem&) const = default;
};

// The catalogue's key: daily.problem.bad_time, and daily.problem.bad_time.bare without a fix. Arguments: word, fix.
std::string text_key(const Problem& problem);

// Reads what follows the word `daily`. Any case; behind `on` and the time, days, zone and pack come in any order. A time alone means `on`, nothing means
// `status`. selections: the packs there are.
std::variant<Order, Problem> parse_order(std::string_view words, std::span<const std::string> selections);

// The schedule after the order. Orders that ask or act now (status, preview, now, skip, holidays) and `off` change nothing here. Before On takes effect,
// plan() must have settled what the old schedule owed: see slots.h.
Schedule changed(Schedule schedule, const Order& order, Instant now);

}  // namespace bot::daily
