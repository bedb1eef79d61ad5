// Owns the only door to the date library.
#include "bot/daily/zone.h"

#include <date/tz.h>
#include <fmt/format.h>

#include <exception>
#include <optional>

#include "bot/base/nearest.h"
#include "bot/base/text.h"

namespace bot::daily {
namespace {

constexpr std::string_view kInstall = "install the package tzdata and start again";

std::string spelled(std::string_view word) {
    std::string name = to_lower_ascii(trim(word));
    std::replace(name.begin(), name.end(), ' ', '_');
    return name;
}

// The data folder also holds what is no place: the machine's own zone, copies with leap seconds, tables.
bool is_place(std::string_view name) {
    for (const std::string_view folder : {"posix/", "right/", "localtime", "posixrules", "Factory", "SystemV/"}) {
        if (name.starts_with(folder)) return false;
    }
    return name.find('.') == std::string_view::npos && !name.empty() && name.front() >= 'A' && name.front() <= 'Z';
}

// Nothing but a table up to 2037 is of use to the library: it does not read the rule at the end of a "slim" file and would stop clock changes silently.
bool holds_years_to_come(const date::time_zone& changing) {
    const auto offset = [&](date::month month) { return changing.get_info(date::sys_days{date::year{2036} / month / 1}).offset; };
    return offset(date::January) != offset(date::July);
}

// The one place that meets the library's exceptions. The library loads its data once, whatever thread comes first.
Result<const date::tzdb*> database() {
    try {
        const date::tzdb& data = date::get_tzdb();
        if (data.zones.empty()) return fail(Code::kUnavailable, fmt::format("the system has no time zones; {}", kInstall));
        for (const auto& zone : data.zones) {
            if (zone.name() == "America/New_York" && !holds_years_to_come(zone)) {
                return fail(Code::kUnavailable,
                            "the time zone data are in the slim form, which lacks the years to come; install Debian's tzdata and start again");
            }
        }
        return &data;
    } catch (const std::exception& error) {
        return fail(Code::kUnavailable, fmt::format("cannot read the time zones ({}); {}", error.what(), kInstall));
    }
}

// "utc+7" and "gmt-3": the data have them with the sign turned round.
std::optional<std::string> by_offset(std::string_view lower) {
    if (!lower.starts_with("utc") && !lower.starts_with("gmt")) return std::nullopt;
    lower.remove_prefix(3);
    if (lower.size() < 2 || (lower.front() != '+' && lower.front() != '-')) return std::nullopt;
    const char turned = lower.front() == '+' ? '-' : '+';
    lower.remove_prefix(1);
    if (lower.front() == '0') lower.remove_prefix(1);
    if (lower.ends_with(":00")) lower.remove_suffix(3);
    return fmt::format("Etc/GMT{}{}", turned, lower);
}

std::string place_of(std::string_view name) { return spelled(name.substr(name.rfind('/') + 1)); }

}  // namespace

Result<Zone> Zone::find(std::string_view name) {
    const auto data = database();
    if (!data) return tl::unexpected(data.error());
    const std::string wanted = spelled(name);
    for (const auto& zone : (*data)->zones) {
        if (!is_place(zone.name()) || to_lower_ascii(zone.name()) != wanted) continue;
        try {
            zone.get_info(date::sys_seconds{});  // reads the file, now and once
            return Zone(&zone);
        } catch (const std::exception& error) {
            return fail(Code::kUnavailable, fmt::format("cannot read the rules of {} ({}); {}", zone.name(), error.what(), kInstall));
        }
    }
    const std::string near = nearest_zone(name);
    return fail(Code::kNotFound,
                fmt::format("no time zone '{}'{}", trim(name), near.empty() ? "; name one as in Asia/Ho_Chi_Minh" : " (did you mean " + near + "?)"));
}

const std::string& Zone::name() const { return rules_->name(); }

LocalTime Zone::local(Instant at) const {
    const auto seconds = std::chrono::floor<std::chrono::seconds>(at);
    const std::chrono::local_seconds wall{seconds.time_since_epoch() + rules_->get_info(date::sys_seconds{seconds.time_since_epoch()}).offset};
    const auto day = std::chrono::floor<std::chrono::days>(wall);
    return {day, std::chrono::floor<std::chrono::minutes>(wall - day)};
}

Instant Zone::instant_of(LocalDate date, TimeOfDay time) const {
    const date::local_seconds wall{date.time_since_epoch() + time};
    return Instant{rules_->to_sys(wall, date::choose::earliest).time_since_epoch()};
}

bool Zone::has(LocalDate date) const {
    const date::local_seconds wall{date.time_since_epoch()};
    const auto info = rules_->get_info(wall);
    if (info.result != date::local_info::nonexistent) return true;
    return local(Instant{info.first.end.time_since_epoch()}).date == date;
}

Result<std::vector<std::string>> zone_names() {
    const auto data = database();
    if (!data) return tl::unexpected(data.error());
    std::vector<std::string> names;
    for (const auto& zone : (*data)->zones) {
        if (is_place(zone.name())) names.push_back(zone.name());
    }
    return names;
}

std::string nearest_zone(std::string_view word) {
    const auto names = zone_names();
    if (!names) return "";
    const std::string wanted = spelled(word);
    std::vector<std::string> lower;
    std::vector<std::string> places;
    const auto offset = by_offset(wanted);
    for (const auto& name : *names) {
        if (name == offset) return name;
        lower.push_back(to_lower_ascii(name));
        places.push_back(place_of(name));
    }
    const auto spelling = [&](const std::vector<std::string>& candidates, const std::string& found) {
        return (*names)[std::size_t(std::find(candidates.begin(), candidates.end(), found) - candidates.begin())];
    };
    if (std::find(places.begin(), places.end(), wanted) != places.end()) return spelling(places, wanted);
    if (const auto found = bot::nearest(wanted, lower)) return spelling(lower, *found);
    if (const auto found = bot::nearest(place_of(wanted), places)) return spelling(places, *found);
    return "";
}

}  // namespace bot::daily
