// Owns the judgement of a world of teams, by the C library's idea of local time and by what people were told.
#include <fmt/format.h>

#include "bot/app/presses.h"
#include "tests/simulator/team_world.h"
#include "tests/unit/daily/wall_clock.h"

namespace teams {
namespace {

constexpr std::size_t kQuestions = 7;     // of the world's pack
constexpr std::ptrdiff_t kRestOfOne = 4;  // at least so many draws on it may come again
constexpr Duration kCatchUp = 4h;         // as promised
constexpr Duration kTimeToAnswer = 2h;
constexpr daily::TimeOfDay kReveal{17 * 60};

daily::TimeOfDay time_of(const std::string& text) { return daily::TimeOfDay{std::stoi(text.substr(0, 2)) * 60 + std::stoi(text.substr(3))}; }

class Judge {
   public:
    explicit Judge(World& world) : world_(world) {}

    std::vector<std::string> run() {
        for (const auto& team : world_.teams()) {
            const wall::WallClock clock(team.zone, team.set_at - 48h, world_.now() + 72h);
            dates(team, clock);
            questions(team);
        }
        letters();
        points();
        return std::move(found_);
    }

   private:
    void say(const Team& team, std::string what) { found_.push_back(team.room + " (" + team.zone + "): " + std::move(what)); }
    Instant up_at(Instant at) const {
        for (const auto& outage : world_.outages()) {
            if (outage.from < at && at <= outage.to) at = outage.to;
        }
        return at;
    }

    // Each workday once, none else, as it must have been.
    void dates(const Team& team, const wall::WallClock& clock) {
        const auto room = world_.room(team);
        std::map<daily::LocalDate, daily::Slot> slots;
        const auto stored = world_.book().teams().slots(room, daily::LocalDate{}).value();
        for (const auto& slot : stored) {
            if (!slots.emplace(slot.date, slot).second) say(team, daily::to_text(slot.date) + " stands there twice");
        }
        for (auto date = clock.date(team.set_at); clock.first(date, time_of(team.time)) <= world_.now(); date += std::chrono::days{1}) {
            const auto due = clock.first(date, time_of(team.time));
            const bool workday = std::chrono::weekday{date}.iso_encoding() <= 5;
            const auto slot = slots.find(date);
            if ((slot != slots.end()) != workday) say(team, daily::to_text(date) + (workday ? " is not accounted for" : " was no workday"));
            if (slot == slots.end()) continue;
            ++accounted_;
            if (due >= team.set_at) decided(team, slot->second, due);
            if (slot->second.outcome == daily::Outcome::kPosted) posted(team, room, slot->second, clock);
            slots.erase(slot);
        }
        for (const auto& [date, slot] : slots) say(team, daily::to_text(date) + " is accounted for before its time");
    }

    void decided(const Team& team, const daily::Slot& slot, Instant due) {
        const auto at = up_at(due);
        const auto outcome = at > due + kCatchUp ? daily::Outcome::kDowntime : daily::Outcome::kPosted;
        if (slot.at != at) say(team, fmt::format("{} was decided {} ms late", daily::to_text(slot.date), (slot.at - at).count()));
        if (slot.outcome != outcome) say(team, daily::to_text(slot.date) + (outcome == daily::Outcome::kPosted ? " was not posted" : " was posted too late"));
    }

    void posted(const Team& team, RoomId room, const daily::Slot& slot, const wall::WallClock& clock) {
        const auto stored = world_.book().teams().slot_on(room, slot.date).value();
        const auto reveal = up_at(std::max(clock.first(slot.date, kReveal), slot.at + kTimeToAnswer));
        if (reveal <= world_.now() && stored->revealed != reveal) say(team, daily::to_text(slot.date) + " was not revealed at its time");
        if (reveal > world_.now() && stored->revealed) say(team, daily::to_text(slot.date) + " was revealed before its time");
        slots_[stored->id] = {&team, *stored, {}, {}};
        by_date_[{team.room, daily::to_text(slot.date)}] = stored->id;
        asked_[team.room].push_back(stored->question);
    }

    // In one round through the pack each comes once, and none soon after the last time.
    void questions(const Team& team) {
        const auto& asked = asked_[team.room];
        for (std::size_t i = 0; i < asked.size(); ++i) {
            const auto round = asked.begin() + std::ptrdiff_t(i - i % kQuestions);
            const auto here = asked.begin() + std::ptrdiff_t(i);
            if (std::find(round, here, asked[i]) != here) say(team, asked[i] + " came twice in one round");
            const auto recent = here - std::min<std::ptrdiff_t>(here - asked.begin(), kRestOfOne - 1);
            if (std::find(recent, here, asked[i]) != here) say(team, asked[i] + " came again too soon");
        }
    }

    // What the rooms saw: one post and one reveal for each date, and only what was in flight when the process died again.
    void letters() {
        for (const auto& [id, taken] : world_.taken()) {
            const auto& letter = taken.letter;
            const auto text = chat::text_of(letter.message);
            if (taken.times > 1 + taken.may_repeat) found_.push_back(fmt::format("letter {} came {} times: {}", id, taken.times, text));
            if (letter.message.keep_id) {
                const auto slot = slots_.find(app::TeamDesk::slot_of(app::read_press(letter.message.choices.front().data)->number));
                if (slot == slots_.end()) {
                    found_.push_back("a post that the ledger does not know: " + text);
                } else {
                    slot->second.posts.push_back(fmt::format("m{}.{}", id, taken.times));
                }
            } else if (const auto at = text.find("The reveal"); at != text.npos) {
                const auto date = std::find_if(by_date_.begin(), by_date_.end(), [&](const auto& each) {
                    return each.first.first == letter.place.room && chat::holds(text.substr(0, text.find('\n')), each.first.second);
                });
                if (date == by_date_.end()) {
                    found_.push_back("a reveal of nothing: " + text);
                } else {
                    ++slots_[date->second].reveals;
                }
            }
        }
        for (const auto& [id, slot] : slots_) {
            const auto date = daily::to_text(slot.stored.slot.date);
            if (slot.posts.size() != 1) say(*slot.team, fmt::format("{} was posted {} times", date, slot.posts.size()));
            if (slot.posts.size() == 1 && slot.stored.message != slot.posts.front()) say(*slot.team, date + ": the ledger does not know the post");
            if (slot.reveals != (slot.stored.revealed ? 1 : 0)) say(*slot.team, fmt::format("{} was revealed {} times", date, slot.reveals));
        }
    }

    // A score is the first mark, or the last where answers may be revised; each change of it left its row.
    void points() {
        std::int64_t changes = 0;
        for (const auto& [who, marks] : world_.marks()) {
            const auto slot = slots_.find(who.first);
            if (slot == slots_.end()) {
                found_.push_back("a mark for no slot");
                continue;
            }
            const auto& [team, stored, posts, reveals] = slot->second;
            const auto name = daily::to_text(stored.slot.date) + " of " + who.second;
            const auto person = world_.book().person("bot", who.second, "", world_.now()).value();
            std::vector<int> kept{marks.front()};
            for (const int mark : marks) {
                if (team->revise && mark != kept.back()) kept.push_back(mark);
            }
            changes += std::int64_t(kept.size());
            const auto answer = world_.book().teams().answer_of(who.first, person).value();
            if (!answer || answer->points != kept.back()) say(*team, name + ": the answer has other points than it was told");
            auto rows = world_.book().teams().audit(world_.room(*team), person, 100'000).value();
            std::erase_if(rows, [&, date = stored.slot.date](const auto& row) { return row.date != date; });
            if (rows.size() != kept.size()) {
                say(*team, fmt::format("{}: {} changes of points, {} rows of audit", name, kept.size(), rows.size()));
                continue;
            }
            std::optional<int> before;
            for (std::size_t i = 0; i < kept.size(); ++i) {
                const auto& row = rows[kept.size() - 1 - i];
                if (row.before != before || row.after != kept[i]) say(*team, name + ": the audit tells it otherwise");
                before = kept[i];
            }
        }
        const auto count = [&](store::Sql query, std::int64_t wanted, const char* what) {
            const auto is = world_.number(query);
            if (is != wanted) found_.push_back(fmt::format("{} {} instead of {}", is, what, wanted));
        };
        count("SELECT count(*) FROM score", std::int64_t(world_.marks().size()), "scores");
        count("SELECT count(*) FROM audit", changes, "rows of audit");
        count(
            "SELECT count(*) FROM score JOIN attempt ON attempt.id = score.attempt WHERE attempt.score = score.points AND attempt.turn = 0 AND "
            "attempt.person = score.person AND attempt.question = score.question",
            std::int64_t(world_.marks().size()), "scores with their attempt");
        count("SELECT count(*) FROM (SELECT room, date FROM slot GROUP BY room, date)", std::int64_t(accounted_), "dates");
    }

    struct Seen {
        const Team* team = nullptr;
        store::DailySlot stored;
        std::vector<std::string> posts;  // as the platform numbered them last
        int reveals = 0;
    };
    World& world_;
    std::vector<std::string> found_;
    std::size_t accounted_ = 0;
    std::map<store::SlotId, Seen> slots_;
    std::map<std::pair<std::string, std::string>, store::SlotId> by_date_;
    std::map<std::string, std::vector<std::string>> asked_;
};

}  // namespace

std::vector<std::string> violations(World& world) { return Judge(world).run(); }

}  // namespace teams
