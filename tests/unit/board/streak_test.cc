// Owns the tests of streaks: rules by example, and against an oracle that walks the calendar day by day.
#include "bot/board/streak.h"

#include <set>

#include "tests/support/catch.h"
#include "tests/unit/board/stage.h"

using namespace bot::board;
using stage::day;
using stage::Dice;
using std::chrono::days;

namespace {

const Day kMonday = day(2026, 11, 2);

// Monday to Friday from kMonday on, one letter a slot: a answered, - silent, space = nothing was asked.
struct Weeks {
    std::vector<Day> posted, answered;
    Day last = kMonday;
};

Weeks weeks(std::string_view letters) {
    Weeks made;
    int workday = 0;
    for (const char c : letters) {
        const Day date = kMonday + days{workday / 5 * 7 + workday % 5};
        ++workday;
        if (c == ' ') continue;
        made.posted.push_back(date);
        if (c == 'a') made.answered.push_back(date);
        made.last = date;
    }
    return made;
}

Streak streak_of(std::string_view letters) {
    const auto made = weeks(letters);
    return bot::board::streak_of(made.posted, made.answered, made.last);
}

std::string fates(const Streak& streak) {
    std::string out;
    for (const auto& slot : streak.slots) out += "a~-o"[std::size_t(slot.fate)];
    return out;
}

// The rules once more, told by the day: what a person would do with a calendar and a jar of tokens.
Streak oracle(const std::set<Day>& posted, const std::set<Day>& answered, Day closed) {
    Streak streak;
    bool began = false;
    for (Day today = kMonday - days{10}; today < kMonday + days{500}; today += days{1}) {
        if (posted.count(today) == 0) continue;
        if (answered.count(today) == 1) {
            began = true;
            streak.days += 1;
            streak.answered += 1;
            if (streak.answered == 10 || streak.answered == 20 || (streak.answered > 20 && streak.answered % 10 == 0)) {
                if (streak.freezes < 3) streak.freezes += 1;
            }
            streak.slots.push_back({today, Fate::kAnswered});
        } else if (began && today > closed) {
            streak.slots.push_back({today, Fate::kOpen});
        } else if (began && streak.days != 0 && streak.freezes != 0) {
            streak.freezes -= 1;
            streak.slots.push_back({today, Fate::kFrozen});
        } else if (began) {
            streak.days = 0;
            streak.slots.push_back({today, Fate::kMissed});
        }
        if (streak.days > streak.longest) streak.longest = streak.days;
    }
    return streak;
}

}  // namespace

TEST_CASE("weekends, holidays and skipped slots break no streak") {
    CHECK(streak_of("aaaaaaa").days == 7);
    CHECK(streak_of("aaa  aa").days == 5);
    CHECK(streak_of("aaa  aa").freezes == kFirstFreezes);
}

TEST_CASE("a miss spends a freeze, and without one the streak is over") {
    CHECK(fates(streak_of("aa-a-a-a")) == "aa~a~a-a");
    CHECK(streak_of("aa-a-a-a").days == 1);
    CHECK(streak_of("aa-a-a-a").longest == 4);
    CHECK(streak_of("aa-").days == 2);
    CHECK(streak_of("aa-").freezes == 1);
}

TEST_CASE("freezes are spent only while a streak runs, and none before the first answer") {
    CHECK(streak_of("a-----").freezes == 0);
    CHECK(fates(streak_of("a----aaaaaaaaa-")) == "a~~--aaaaaaaaa~");
    CHECK(fates(streak_of("----a")) == "a");
    CHECK(streak_of("-----a").freezes == kFirstFreezes);
    CHECK(fates(streak_of("----")).empty());
}

TEST_CASE("every tenth answered day earns a freeze, three at most") {
    CHECK(streak_of("aaaaaaaaa").freezes == 2);
    CHECK(streak_of("aaaaaaaaaa").freezes == 3);
    CHECK(streak_of(std::string(40, 'a')).freezes == 3);
    CHECK(streak_of("a-aaaaaaaa").freezes == 1);
    CHECK(streak_of("a-aaaaaaaaa").freezes == 2);
}

TEST_CASE("a slot that is still open breaks nothing; an answer to it counts at once") {
    const auto made = weeks("aaa-");
    const auto waiting = streak_of(made.posted, made.answered, made.last - days{1});
    CHECK(fates(waiting) == "aaao");
    CHECK(waiting.freezes == kFirstFreezes);
    const auto early = weeks("aaaa");
    CHECK(streak_of(early.posted, early.answered, early.last - days{1}).days == 4);
}

TEST_CASE("an answer on a date without a question counts for nothing") {
    auto made = weeks("aaa");
    made.answered.push_back(kMonday + days{5});
    CHECK(streak_of(made.posted, made.answered, made.last + days{7}).answered == 3);
}

TEST_CASE("a streak is what the oracle finds day by day") {
    int longest = 0, frozen = 0, open = 0;
    for (std::uint64_t seed = 1; seed <= 500; ++seed) {
        Dice dice{seed};
        const int silence = 2 + dice.roll(12);
        std::vector<Day> posted, answered;
        for (int i = dice.roll(300); i > 0; --i) {
            const Day date = kMonday + days{i};
            if (std::chrono::weekday{date}.iso_encoding() < 6 && !dice.once_in(15)) posted.push_back(date);
            if (!dice.once_in(silence)) answered.push_back(date);
        }
        const Day closed = kMonday + days{dice.roll(330)};
        const auto expected = oracle({posted.begin(), posted.end()}, {answered.begin(), answered.end()}, closed);
        posted.insert(posted.end(), posted.begin(), posted.begin() + std::ptrdiff_t(posted.size() / 2));
        dice.shuffle(posted);
        dice.shuffle(answered);
        INFO(seed);
        CHECK(streak_of(posted, answered, closed) == expected);
        longest = std::max(longest, expected.longest);
        for (const auto& slot : expected.slots) {
            frozen += slot.fate == Fate::kFrozen;
            open += slot.fate == Fate::kOpen;
        }
    }
    CHECK(longest > 30);
    CHECK(frozen > 500);
    CHECK(open > 500);
}
