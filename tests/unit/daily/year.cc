// Owns the playing of a room's year.
#include "tests/unit/daily/year.h"

#include <fmt/format.h>

#include <algorithm>

namespace year {
namespace {

using namespace std::chrono_literals;

constexpr int kTooManyPlans = 5000;

class Room {
   public:
    Room(const std::string& zone, int calendar_year, const Places& places, std::uint64_t seed, const Daily& daily)
        : random_(seed), seed_(seed), daily_(daily), places_(places), start_(std::chrono::sys_days{std::chrono::year{calendar_year} / 1 / 1}) {
        now_ = start_ + minutes(2 * 24 * 60) + minutes(24 * 60);
        year_.end = start_ + 24h * 365;
        Version first{now_, Schedule{}, place(zone)};
        first.schedule.zone = zone;
        first.schedule.time = some_time();
        first.schedule.days = some_days();
        first.schedule.set_at = now_;
        for (std::size_t i = random_.below(6); i > 0; --i) first.schedule = changed(first.schedule, order::Holiday{some_date()}, now_);
        year_.begin = ledger_.next = next_when_set(std::nullopt, first.place.zone, now_);
        year_.versions.push_back(first);
        for (std::size_t i = 3 + random_.below(20); i > 0; --i) add_question();
        next_order_ = now_ + minutes(24 * 60 * 60);
        next_outage_ = now_ + minutes(24 * 60 * 60);
    }

    Year play() {
        while (now_ < year_.end && year_.broken.empty() && year_.plans < kTooManyPlans) {
            const auto wake = look();
            if (!up_) {  // died before the commit
                come_back();
                continue;
            }
            const Instant next = std::min({wake.value_or(year_.end), next_order_, next_outage_, year_.end});
            now_ = std::max(next, now_);
            if (now_ >= year_.end) break;
            if (now_ == next_outage_) {
                go_down();
                come_back();
            } else if (now_ == next_order_) {
                look();
                if (up_) {
                    order();
                } else {
                    come_back();
                }
                next_order_ = now_ + minutes(24 * 60 * 20) + 1min;
            }
        }
        if (year_.plans >= kTooManyPlans) year_.broken.push_back("wakes all the time");
        year_.end = now_ = std::max(now_, year_.end);
        up_ = true;
        mortal_ = false;
        look();
        return std::move(year_);
    }

   private:
    Version& version() { return year_.versions.back(); }
    Duration minutes(std::size_t bound) { return std::chrono::minutes{random_.below(bound)}; }
    Place place(const std::string& name) const { return {Zone::find(name).value(), &places_.at(name)}; }
    Place any_place() {
        auto it = places_.begin();
        std::advance(it, std::ptrdiff_t(random_.below(places_.size())));
        return place(it->first);
    }
    LocalDate some_date() { return std::chrono::floor<std::chrono::days>(LocalDate{} + (start_.time_since_epoch() + minutes(365 * 24 * 60))); }
    TimeOfDay some_time() {
        // Where clocks change, half of the time.
        static const std::vector<int> kEarly{0, 30, 60, 90, 120, 130, 150, 179, 180, 23 * 60, 23 * 60 + 30, 23 * 60 + 59};
        return TimeOfDay{random_.one_in(2) ? random_.pick(kEarly) : int(random_.below(24 * 60))};
    }
    Days some_days() {
        if (random_.one_in(3)) return kWeekdays;
        if (random_.one_in(2)) return kEveryDay;
        return Days{std::uint8_t(1 + random_.below(127))};
    }

    void add_question() {
        candidates_.push_back({fmt::format("q{}", candidates_.size()), 0, 0, 0, std::nullopt});
        year_.draws.push_back("+" + candidates_.back().question);
    }

    void go_down() {
        up_ = false;
        static const std::vector<int> kLengths{1, 10, 60, 239, 240, 241, 600, 1440, 3000, 14400};
        year_.outages.push_back({now_, now_ + std::chrono::minutes{random_.pick(kLengths)} + std::chrono::seconds{random_.below(2)}});
    }

    void come_back() {
        const Outage outage = year_.outages.back();
        now_ = outage.to;
        up_ = true;
        next_outage_ = now_ + minutes(24 * 60 * 60) + 1min;
        next_order_ = std::max(next_order_, now_ + 1min);
        if (random_.one_in(12) && version().on) {  // with new rules for its zone
            Version next = version();
            next.from = outage.from;
            next.place = any_place();
            next.settled = next.now = false;
            year_.versions.push_back(next);
        }
    }

    // Plans and commits until there is nothing to do; a process that dies commits nothing.
    std::optional<Instant> look() {
        if (!version().on || !up_) return std::nullopt;
        for (int round = 0;; ++round) {
            ++year_.plans;
            const Plan plan = daily_.plan(version().schedule, version().place.zone, ledger_, version().has_question, now_);
            if (!plan.tasks.empty() && mortal_ && random_.one_in(25)) {
                go_down();
                return std::nullopt;
            }
            for (const auto& task : plan.tasks) commit(task.slot);
            if (plan.next < ledger_.next) year_.broken.push_back("next went back");
            ledger_.next = plan.next;
            if (plan.tasks.empty()) return plan.wake;
            if (round == 10) {
                year_.broken.push_back("never comes to rest");
                return std::nullopt;
            }
        }
    }

    void commit(const Slot& slot) {
        const auto old = year_.slots.find(slot.date);
        if (old != year_.slots.end() && old->second.outcome == Outcome::kPosted) year_.broken.push_back(to_text(slot.date) + " decided after it was posted");
        if (slot.at != now_) year_.broken.push_back(to_text(slot.date) + " decided at another time");
        year_.slots[slot.date] = slot;
        ledger_.slots.clear();
        for (const auto& [date, stored] : year_.slots) {
            if (date >= slot.date - std::chrono::days{10}) ledger_.slots.push_back(stored);
        }
        if (slot.outcome == Outcome::kPosted) post(slot.date);
    }

    std::string draw(const std::vector<std::string>& put_aside) {
        const auto choice = daily_.choose(candidates_, put_aside, seed_);
        if (!choice) return "";
        const auto found = std::find_if(candidates_.begin(), candidates_.end(), [&](const auto& candidate) { return candidate.question == choice->question; });
        found->cycle = choice->cycle;
        found->last_draw = ++draws_;
        year_.draws.push_back(choice->question);
        return choice->question;
    }

    void post(LocalDate date) {
        if (random_.one_in(60)) add_question();
        for (auto& candidate : candidates_) {
            if (random_.one_in(3)) candidate.due_permille = int(random_.below(1001));
            if (random_.one_in(3)) candidate.mean_mark = int(random_.below(101));
        }
        std::string question = draw({});
        if (question.empty()) year_.broken.push_back("no question drawn");
        year_.posts.push_back({now_, date, question});
        if (random_.one_in(15)) {  // `daily skip`
            const std::string other = draw({question});
            if (!other.empty() && other == question) year_.broken.push_back("skip drew the same question");
        }
    }

    void order() {
        Version next = version();
        next.from = now_;
        next.settled = true;
        next.now = false;
        Schedule& schedule = next.schedule;
        if (!next.on) {
            next.on = true;
            schedule = changed(schedule, order::On{some_time(), some_days(), std::nullopt, std::nullopt}, now_);
        } else {
            switch (random_.below(9)) {
                case 0: next.on = false; break;
                case 1: schedule = changed(schedule, order::On{some_time(), std::nullopt, std::nullopt, std::nullopt}, now_); break;
                case 2: schedule = changed(schedule, order::On{some_time(), some_days(), std::nullopt, std::nullopt}, now_); break;
                case 3:
                    next.place = any_place();
                    schedule =
                        changed(schedule, order::On{random_.one_in(2) ? schedule.time : some_time(), std::nullopt, next.place.zone.name(), std::nullopt}, now_);
                    break;
                case 4: schedule = changed(schedule, order::PauseUntil{some_date()}, now_); break;
                case 5: schedule = changed(schedule, order::Resume{}, now_); break;
                case 6: schedule = changed(schedule, order::Holiday{some_date(), random_.one_in(2)}, now_); break;
                case 7: next.has_question = !next.has_question; break;
                default: next.now = true; break;
            }
        }
        if (next.schedule.set_at == now_) {
            ledger_.next = next_when_set(version().on ? std::optional(ledger_.next) : std::nullopt, next.place.zone, now_);
        }
        year_.versions.push_back(next);
        if (!next.now) return;
        if (const auto date = date_for_now(next.place.zone, ledger_, now_)) commit({*date, Outcome::kPosted, now_});
    }

    dice::Random random_;
    std::uint64_t seed_;
    const Daily& daily_;
    const Places& places_;
    Instant start_;
    Instant now_{}, next_order_{}, next_outage_{};
    bool up_ = true;
    bool mortal_ = true;
    std::int64_t draws_ = 0;
    SlotLedger ledger_{};
    std::vector<Candidate> candidates_;
    Year year_;
};

}  // namespace

Year play(const std::string& zone, int calendar_year, const Places& places, std::uint64_t seed, const Daily& daily) {
    return Room(zone, calendar_year, places, seed, daily).play();
}

}  // namespace year
