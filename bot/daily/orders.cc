// Owns the reading of orders: the words behind `daily`.
#include <algorithm>
#include <array>
#include <utility>

#include "bot/base/nearest.h"
#include "bot/base/text.h"
#include "bot/daily/schedule.h"
#include "bot/daily/zone.h"

namespace bot::daily {
namespace {

using Words = std::vector<std::string>;
using Read = std::variant<Order, Problem>;

// "mon, wed , fri" and "mon - fri" are one word each.
Words words_of(std::string_view text) {
    std::string spaced{text};
    std::replace_if(
        spaced.begin(), spaced.end(), [](char c) { return c == '\t' || c == '\n' || c == '\r'; }, ' ');
    Words words;
    bool joins = false;
    for (const auto part : split(spaced, ' ')) {
        if (part.empty()) continue;
        const bool glue = part.front() == ',' || part == "-";
        if (!words.empty() && (joins || glue)) {
            words.back() += part;
        } else {
            words.emplace_back(part);
        }
        joins = part.back() == ',' || part == "-";
    }
    for (auto& word : words) {
        while (word.size() > 1 && word.back() == ',') word.pop_back();
    }
    return words;
}

std::optional<std::string> near(std::string_view word, std::initializer_list<std::string_view> candidates) {
    const Words known(candidates.begin(), candidates.end());
    return nearest(to_lower_ascii(word), known);
}

bool looks_like_time(std::string_view word) { return !word.empty() && word.front() >= '0' && word.front() <= '9' && !parse_date(word); }

// "930", "9", "9h30", "24:00" and "9:5" are not read, but lead to 09:30, 09:00, 09:30, 00:00 and 09:05.
std::string time_in_sight(std::string_view word) {
    std::string digits;
    std::optional<std::size_t> mark;
    for (const char c : word) {
        if (c >= '0' && c <= '9') digits += c;
        if ((c == ':' || c == '.' || c == 'h') && !mark) mark = digits.size();
    }
    if (digits.empty() || digits.size() > 4) return "";
    const std::size_t hours = mark.value_or(digits.size() > 2 ? digits.size() - 2 : digits.size());
    const int hour = hours == 0 ? 0 : std::stoi(digits.substr(0, hours));
    const int minute = hours >= digits.size() ? 0 : std::stoi(digits.substr(hours));
    if (hour > 24 || minute > 59) return "";
    return to_text(TimeOfDay{(hour % 24) * 60 + minute});
}

// "24.12.2026", "24/12/2026" and "2026/12/24" lead to 2026-12-24.
std::string date_in_sight(std::string_view word) {
    std::string dashes{word};
    std::replace_if(
        dashes.begin(), dashes.end(), [](char c) { return c == '.' || c == '/'; }, '-');
    auto parts = split(dashes, '-');
    if (parts.size() != 3) return "";
    if (parts[2].size() == 4) std::swap(parts[0], parts[2]);
    std::string text{parts[0]};
    for (const auto part : {parts[1], parts[2]}) text += (part.size() == 1 ? "-0" : "-") + std::string(part);
    return parse_date(text) ? text : "";
}

// The first part of a list of days that is none, if another part is one: a slip in days, not another kind of word.
std::optional<std::string> slip_in_days(std::string_view word) {
    std::optional<std::string> wrong;
    bool any_day = false;
    std::string parts = to_lower_ascii(word);
    std::replace(parts.begin(), parts.end(), '-', ',');
    const auto list = split(parts, ',');
    for (const auto part : list) {
        if (parse_days(part)) {
            any_day = true;
        } else if (!wrong) {
            wrong = part;
        }
    }
    return list.size() > 1 && any_day ? wrong : std::nullopt;
}

// Behind `on`.
class OnReader {
   public:
    explicit OnReader(std::span<const std::string> selections) : selections_(selections) {}

    std::optional<Problem> take(const std::string& word) {
        if (const auto time = parse_time(word)) return set(time_, *time, word);
        if (const auto days = parse_days(word)) return set(days_, *days, word);
        const auto zone = Zone::find(word);
        const auto selection = selection_named(word);
        if (!zone && zone.error().code == Code::kUnavailable && (word.find('/') != std::string::npos || !selection)) {
            return Problem{Trouble::kNoZones, word, zone.error().message};
        }
        if (zone && selection) {
            if (unclear_) return Problem{Trouble::kTwice, word, ""};
            unclear_ = Unclear{word, zone->name(), *selection};
            return std::nullopt;
        }
        if (zone) return set(zone_, zone->name(), word);
        if (selection) return set(selection_, *selection, word);
        return unknown(word);
    }

    Read finish(const std::string& first) {
        if (unclear_) {
            if (zone_.has_value() == selection_.has_value()) return Problem{zone_ ? Trouble::kTwice : Trouble::kUnclear, unclear_->word, ""};
            (zone_ ? selection_ : zone_) = zone_ ? unclear_->selection : unclear_->zone;
        }
        if (!time_) return Problem{Trouble::kNoTime, first, "on 09:30"};
        return Order{order::On{*time_, days_, zone_, selection_}};
    }

   private:
    struct Unclear {
        std::string word, zone, selection;
    };

    template <class T>
    std::optional<Problem> set(std::optional<T>& place, T value, const std::string& word) {
        if (place) return Problem{Trouble::kTwice, word, ""};
        place = std::move(value);
        return std::nullopt;
    }

    std::optional<std::string> selection_named(std::string_view word) const {
        const std::string lower = to_lower_ascii(word);
        if (lower == kAny) return lower;
        const auto found = std::find_if(selections_.begin(), selections_.end(), [&](const auto& pack) { return to_lower_ascii(pack) == lower; });
        return found == selections_.end() ? std::nullopt : std::optional(*found);
    }

    Problem unknown(const std::string& word) const {
        if (looks_like_time(word)) return {Trouble::kBadTime, word, time_in_sight(word)};
        if (const auto wrong = slip_in_days(word)) {
            return {
                Trouble::kBadDay, *wrong,
                near(*wrong, {"mon", "tue", "wed", "thu", "fri", "sat", "sun", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"})
                    .value_or("")};
        }
        if (word.find('/') != std::string::npos) return {Trouble::kUnknownZone, word, nearest_zone(word)};
        Words known(selections_.begin(), selections_.end());
        for (const auto* word_for_days :
             {"weekdays", "weekend", "daily", "mon-fri", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"})
            known.emplace_back(word_for_days);
        if (const auto found = nearest(to_lower_ascii(word), known)) return {Trouble::kUnknownWord, word, *found};
        return {Trouble::kUnknownWord, word, nearest_zone(word)};
    }

    std::span<const std::string> selections_;
    std::optional<TimeOfDay> time_;
    std::optional<Days> days_;
    std::optional<std::string> zone_, selection_;
    std::optional<Unclear> unclear_;
};

// The words of an order, taken one by one; extra ones are a problem.
class Orders {
   public:
    Orders(Words words, std::span<const std::string> selections) : words_(std::move(words)), selections_(selections) {}

    Read read() {
        if (words_.empty()) return Order{order::Status{}};
        const std::string first = to_lower_ascii(words_[0]);
        if (looks_like_time(first)) return on(0);
        if (first == "on") return on(1);
        if (first == "off") return complete(order::Off{}, 1);
        if (first == "resume") return complete(order::Resume{}, 1);
        if (first == "now") return complete(order::Now{}, 1);
        if (first == "preview") return complete(order::Preview{}, 1);
        if (first == "status") return complete(order::Status{}, 1);
        if (first == "skip") return complete(order::Skip{}, 1);
        if (first == "holidays") return complete(order::ListHolidays{}, 1);
        if (first == "pause") return pause();
        if (first == "holiday") return holiday();
        if (first == "reveal") return reveal();
        if (first == "answers") return setting(order::Switch::kOpenAnswers, 1, "open", "private");
        if (first == "revise") return setting(order::Switch::kRevise, 1, "on", "off");
        if (first == "remind") return setting(order::Switch::kRemind, 1, "on", "off");
        if (first == "judge") return judge();
        if (first == "rounds") return setting(order::Switch::kRoundsCount, is(1, "count") ? 2 : 1, "on", "off");
        return Problem{Trouble::kUnknownOrder, words_[0],
                       near(first, {"on", "off", "pause", "resume", "now", "preview", "status", "skip", "holiday", "holidays", "reveal", "answers", "revise",
                                    "remind", "rounds", "judge"})
                           .value_or("")};
    }

   private:
    bool is(std::size_t place, std::string_view word) const { return place < words_.size() && to_lower_ascii(words_[place]) == word; }

    Read complete(Order order, std::size_t length) const {
        if (words_.size() > length) return Problem{Trouble::kExtraWord, words_[length], ""};
        return order;
    }

    Read on(std::size_t place) const {
        OnReader reader(selections_);
        const std::string first = place < words_.size() ? words_[place] : words_[0];
        for (; place < words_.size(); ++place) {
            if (auto problem = reader.take(words_[place])) return *problem;
        }
        return reader.finish(first);
    }

    // The date at a place; on failure the problem.
    std::variant<LocalDate, Problem> date_at(std::size_t place, const char* example) const {
        if (place >= words_.size()) return Problem{Trouble::kMissingWord, to_lower_ascii(words_[0]), example};
        if (const auto date = parse_date(words_[place])) return *date;
        return Problem{Trouble::kBadDate, words_[place], date_in_sight(words_[place])};
    }

    Read pause() const {
        const std::size_t place = is(1, "until") || is(1, "till") ? 2 : 1;
        const auto date = date_at(place, "pause until 2026-12-24");
        if (const auto* problem = std::get_if<Problem>(&date)) return *problem;
        return complete(order::PauseUntil{std::get<LocalDate>(date)}, place + 1);
    }

    Read holiday() const {
        const auto date = date_at(1, "holiday 2026-12-25");
        if (const auto* problem = std::get_if<Problem>(&date)) return *problem;
        const bool off = is(2, "off");
        return complete(order::Holiday{std::get<LocalDate>(date), !off}, off ? 3 : 2);
    }

    Read reveal() const {
        if (words_.size() < 2) return Problem{Trouble::kMissingWord, "reveal", "reveal 17:00"};
        if (const auto time = parse_time(words_[1])) return complete(order::Reveal{*time}, 2);
        return Problem{Trouble::kBadTime, words_[1], time_in_sight(words_[1])};
    }

    Read setting(order::Switch which, std::size_t place, std::string_view yes, std::string_view no) const {
        const std::string choices = std::string(yes) + " | " + std::string(no);
        if (place >= words_.size()) return Problem{Trouble::kMissingWord, to_lower_ascii(words_[place - 1]), choices};
        if (is(place, yes) || is(place, no)) return complete(order::Set{which, is(place, yes)}, place + 1);
        return Problem{Trouble::kUnknownWord, words_[place], near(words_[place], {yes, no}).value_or(choices)};
    }

    Read judge() const {
        if (words_.size() < 2) return Problem{Trouble::kMissingWord, "judge", "me | off"};
        if (is(1, "me") || is(1, "off")) return complete(order::Judge{is(1, "me")}, 2);
        return Problem{Trouble::kUnknownWord, words_[1], near(words_[1], {"me", "off"}).value_or("me | off")};
    }

    Words words_;
    std::span<const std::string> selections_;
};

}  // namespace

std::variant<Order, Problem> parse_order(std::string_view words, std::span<const std::string> selections) { return Orders(words_of(words), selections).read(); }

}  // namespace bot::daily
