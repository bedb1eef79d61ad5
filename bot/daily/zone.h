// Owns time zones: finding one by its IANA name, and the way between instants and a place's local time. The rules are the system's data (package tzdata).
// Must not hold rules of its own, read a clock or know the zone of the machine.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "bot/base/result.h"
#include "bot/base/time.h"
#include "bot/daily/date.h"

namespace date {
class time_zone;
}

namespace bot::daily {

struct LocalTime {
    LocalDate date;
    TimeOfDay time;  // whole minutes, seconds dropped

    bool operator==(const LocalTime&) const = default;
};

// A zone's rules. Cheap to copy, valid until the program ends, safe from any thread. A program sees the rules that were installed when it first asked; new
// rules need a restart. Rules are known up to 2037, after which the last offset stays (the date library reads no further).
class Zone {
   public:
    // By IANA name or link in any case ("asia/ho_chi_minh", "Asia/Saigon"; a space counts as '_'). kNotFound names the nearest; "Berlin", "utc+7" are not
    // accepted, but lead there. kUnavailable: the system has no usable time zone data; the message says what to install.
    static Result<Zone> find(std::string_view name);

    // As the data spell it; a link keeps its own name.
    const std::string& name() const;

    LocalTime local(Instant at) const;

    // When the clock on the wall shows this: of two such instants the earlier; if the clock skips it, the first instant after the gap. For instants between
    // the years 1900 and 9999.
    Instant instant_of(LocalDate date, TimeOfDay time) const;

    // False for a date that the place left out, as Samoa did with 2011-12-30.
    bool has(LocalDate date) const;

   private:
    explicit Zone(const date::time_zone* rules) : rules_(rules) {}
    const date::time_zone* rules_;
};

// All names that find() accepts, sorted; links included. kUnavailable as above.
Result<std::vector<std::string>> zone_names();

// The known name that somebody may have meant: by spelling, by the place alone ("berlin", "new york"), by an offset ("utc+7"); "" if none is near.
std::string nearest_zone(std::string_view word);

}  // namespace bot::daily
