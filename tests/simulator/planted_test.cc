// Owns the proof that the checker sees: in each world a port does something wrong, and the invariant that forbids it is named.
#include <algorithm>
#include <deque>
#include <map>
#include <set>

#include "tests/simulator/simulation.h"
#include "tests/support/catch.h"

using namespace simulator;
namespace invariant = tests::invariant;

namespace {

// Worlds differ; in some the bug has no occasion.
constexpr std::uint64_t kWorlds = 20;
constexpr std::int64_t kForeign = 1'000'000;  // added to an update's number: the same thing taken for another

bool names(const std::vector<std::string>& findings, std::string_view name) {
    return std::any_of(findings.begin(), findings.end(), [&](const std::string& finding) { return finding.starts_with(std::string(name) + ": "); });
}

// Whether a world with this bug has a finding under the name. make: a fresh bug for each world; cast: as of simulate().
bool is_found(std::string_view name, const std::function<Bugs()>& make, std::optional<Platform::Cast> cast = std::nullopt) {
    for (std::uint64_t seed = 1; seed <= kWorlds; ++seed) {
        if (names(judge(simulate(seed, make(), cast)), name)) return true;
    }
    return false;
}

using Deliver = decltype(Bugs::deliver);
using Submit = decltype(Bugs::submit);
std::function<Bugs()> with(const std::function<Deliver()>& make) {
    return [make] {
        Bugs bugs;
        bugs.deliver = make();
        return bugs;
    };
}
std::function<Bugs()> with_intake(const std::function<Submit()>& make) {
    return [make] {
        Bugs bugs;
        bugs.submit = make();
        return bugs;
    };
}

app::Delivery sent() {
    app::Delivery delivery;
    delivery.outcome = app::Delivery::Outcome::kSent;
    return delivery;
}

bool is_text(const app::Parcel& parcel) { return parcel.handle.empty() && parts_of(parcel.message) == 1; }

Inbound as_another(Inbound event) {
    event.event = std::to_string(std::stoll(event.event) + kForeign);
    event.alias.clear();
    return event;
}

}  // namespace

TEST_CASE("an outbox that swaps two messages of a chat is found") {
    CHECK(is_found(invariant::kOrder, with([] {
                       auto kept = std::make_shared<std::optional<app::Parcel>>();
                       return [kept](const app::Parcel& parcel, app::Platform& platform) {
                           if (!is_text(parcel)) return platform.deliver(parcel);
                           if (!*kept && parcel.id % 5 == 0) {
                               *kept = parcel;
                               return sent();
                           }
                           auto delivery = platform.deliver(parcel);
                           if (*kept && (*kept)->place.room == parcel.place.room) {
                               platform.deliver(**kept);
                               kept->reset();
                           }
                           return delivery;
                       };
                   })));
}

TEST_CASE("an outbox that drops a message is found") {
    CHECK(is_found(invariant::kAllSent, with([] {
                       return [](const app::Parcel& parcel, app::Platform& platform) {
                           return is_text(parcel) && parcel.id % 7 == 0 ? sent() : platform.deliver(parcel);
                       };
                   })));
}

TEST_CASE("an outbox that sends to another chat is found") {
    CHECK(is_found(invariant::kPrivacy, with([] {
                       return [](const app::Parcel& parcel, app::Platform& platform) {
                           auto astray = parcel;
                           if (is_text(parcel) && parcel.place.room == "100") astray.place.room = "101";
                           return platform.deliver(astray);
                       };
                   })));
}

TEST_CASE("words that are shown to others are found by their mark") {
    auto run = simulate(1);
    const auto quote = std::find_if(run.log.rbegin(), run.log.rend(), [](const tests::Record& record) {
        return record.kind == tests::Record::Kind::kMessage && record.text.find("zq") != std::string::npos;
    });
    REQUIRE(quote != run.log.rend());
    const auto other = std::find_if(run.log.rbegin(), run.log.rend(), [&](const tests::Record& record) {
        return record.kind == tests::Record::Kind::kMessage && record.chat != quote->chat && !run.groups.contains(record.chat);
    });
    REQUIRE(other != run.log.rend());
    other->text += quote->text;
    CHECK(names(judge(run), invariant::kPrivacy));
}

TEST_CASE("an outbox that repeats without a reason is found") {
    CHECK(is_found(invariant::kRepeats, with([] {
                       return [](const app::Parcel& parcel, app::Platform& platform) {
                           if (is_text(parcel) && parcel.id % 7 == 0) platform.deliver(parcel);
                           return platform.deliver(parcel);
                       };
                   })));
}

TEST_CASE("an outbox that goes on sending to who blocked it is found") {
    CHECK(is_found(invariant::kGone, with([] {
                       return [](const app::Parcel& parcel, app::Platform& platform) {
                           auto delivery = platform.deliver(parcel);
                           if (delivery.outcome == app::Delivery::Outcome::kGone) delivery.outcome = app::Delivery::Outcome::kPassing;
                           return delivery;
                       };
                   })));
}

TEST_CASE("an acknowledgement before the commit is found") {
    const auto hasty = with_intake([] {
        return [](std::vector<Inbound> events, std::optional<app::Cursor> cursor, std::function<void(bool)> done, app::Intake& intake) {
            const bool taken = intake.submit(std::move(events), std::move(cursor), [](bool) {});
            if (taken) done(true);
            return taken;
        };
    });
    CHECK(is_found(invariant::kCommitFirst, hasty));
    CHECK(is_found(invariant::kOffset, hasty));
    CHECK(is_found(invariant::kNothingLost, hasty));
}

TEST_CASE("an offset that is ahead of what was stored is found") {
    CHECK(is_found(invariant::kOffset, with_intake([] {
                       return [](std::vector<Inbound> events, std::optional<app::Cursor> cursor, std::function<void(bool)> done, app::Intake& intake) {
                           if (cursor) cursor->value = std::to_string(std::stoll(cursor->value) + 1);
                           return intake.submit(std::move(events), std::move(cursor), std::move(done));
                       };
                   })));
}

TEST_CASE("a store that syncs too little is found") {
    CHECK(is_found(invariant::kNothingLost, [] {
        Bugs bugs;
        bugs.durability = store::Durability::kNormal;
        return bugs;
    }));
}

TEST_CASE("a store that forgets what it took in is found") {
    CHECK(is_found(invariant::kGradedOnce, with_intake([] {
                       auto seen = std::make_shared<std::set<std::string>>();
                       return [seen](std::vector<Inbound> events, std::optional<app::Cursor> cursor, std::function<void(bool)> done, app::Intake& intake) {
                           for (auto& event : events) {
                               if (!seen->insert(event.event).second) event = as_another(event);
                           }
                           return intake.submit(std::move(events), std::move(cursor), std::move(done));
                       };
                   })));
}

TEST_CASE("a server that grades an answer twice is found") {
    CHECK(is_found(invariant::kGradedOnce, with_intake([] {
                       return [](std::vector<Inbound> events, std::optional<app::Cursor> cursor, std::function<void(bool)> done, app::Intake& intake) {
                           std::vector<Inbound> doubled;
                           for (const auto& event : events) {
                               doubled.push_back(event);
                               if (event.event.ends_with("5")) doubled.push_back(as_another(event));
                           }
                           return intake.submit(std::move(doubled), std::move(cursor), std::move(done));
                       };
                   })));
}

TEST_CASE("a message that is told under two ids and graded under both is found") {
    const auto blind = with_intake([] {
        return [](std::vector<Inbound> events, std::optional<app::Cursor> cursor, std::function<void(bool)> done, app::Intake& intake) {
            for (auto& event : events) event.alias.clear();
            return intake.submit(std::move(events), std::move(cursor), std::move(done));
        };
    });
    CHECK(is_found(invariant::kGradedOnce, blind, Platform::Cast::kThreads));
}

TEST_CASE("words in a thread that are taken for an answer when they come again behind the call for a session are found") {
    // It takes a platform that repeats much; this alone is no bug. Without their time old words cannot be told from new ones.
    const auto repeating = [](bool is_timeless) {
        return with_intake([is_timeless] {
            auto told = std::make_shared<std::deque<Inbound>>();
            return [told, is_timeless](std::vector<Inbound> events, std::optional<app::Cursor> cursor, std::function<void(bool)> done, app::Intake& intake) {
                // One at a time, or a short queue would never take it.
                std::optional<Inbound> again;
                if (!told->empty()) {
                    again = told->front();
                    std::rotate(told->begin(), told->begin() + 1, told->end());
                }
                for (auto& event : events) {
                    const auto* said = std::get_if<Said>(&event.what);
                    if (!said || !said->in_thread) continue;
                    if (is_timeless) event.sent = {};
                    told->push_back(event);
                    if (told->size() > 5) told->pop_front();
                }
                if (again) events.push_back(std::move(*again));
                return intake.submit(std::move(events), std::move(cursor), std::move(done));
            };
        });
    };
    CHECK(is_found(invariant::kScores, repeating(true), Platform::Cast::kThreads));
    CHECK_FALSE(is_found(invariant::kScores, repeating(false), Platform::Cast::kThreads));
}

TEST_CASE("timers that fire too early are found") {
    CHECK(is_found(invariant::kTimers, [] {
        Bugs bugs;
        bugs.clock = [](Instant now) {
            constexpr Instant kBegin{std::chrono::milliseconds{1'700'000'000'000}};
            return now + (now - kBegin) / 10;
        };
        return bugs;
    }));
}

TEST_CASE("marks that are not those of an undisturbed run, letters that are left, and a damaged file are found") {
    auto run = simulate(2);
    REQUIRE(judge(run).empty());
    REQUIRE_FALSE(run.book.attempts.empty());
    SECTION("a mark") {
        ++run.book.attempts.front().score;
        CHECK(names(judge(run), invariant::kScores));
    }
    SECTION("an answer that is missing") {
        run.book.attempts.pop_back();
        CHECK(names(judge(run), invariant::kScores));
    }
    SECTION("a letter") {
        ++run.book.unsent;
        CHECK(names(judge(run), invariant::kEmptyOutbox));
    }
    SECTION("damage") {
        run.book.integrity = "row 3 missing from index";
        CHECK(names(judge(run), invariant::kSound));
    }
    SECTION("a reply that nobody asked for") {
        const auto with_letters =
            std::find_if(run.turns.begin(), run.turns.end(), [](const Turn& turn) { return !turn.letters.empty() && !turn.submissions.empty(); });
        REQUIRE(with_letters != run.turns.end());
        with_letters->letters.push_back(with_letters->letters.back());
        CHECK(names(judge(run), invariant::kReplies));
    }
}
