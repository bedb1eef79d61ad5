// Owns a team's room on the stage, on a real book: its daily question is switched on, posted and answered. Must not judge.
#pragma once

#include "bot/store/sqlite_store.h"
#include "tests/support/chat_stage.h"

namespace chat {

// Wednesday 2023-11-15, 08:00 in Berlin; the question comes at 09:30, its reveal at 17:00.
constexpr Instant kBeforeThePost{std::chrono::milliseconds{1'700'031'600'000}};

struct TeamRoom : Stage {
    TeamRoom() : Stage(true) { clock.at = kBeforeThePost; }

    const Seat room{"admin", "team"};
    static Seat direct(const std::string& person) { return {person, ""}; }

    // An order of somebody who administers the room, or says so.
    std::string order(const Seat& seat, const std::string& words, bool may = true) {
        auto said = call(seat, "daily", words);
        if (sent.empty() || !sent.back().message.inquiry) return said;
        const auto asked = *sent.back().message.inquiry;
        return said + happens(seat, Vouched{may, asked.what, "", asked.topic});
    }
    void post() {
        order(room, "on 09:30 mon-fri Europe/Berlin tiny");
        pass(100min);
        slot = button("answer");
    }
    std::string answer(const std::string& person, const std::string& text) {
        call(direct(person), "start", slot);
        return say(direct(person), text);
    }
    std::string told(const std::string& where, std::size_t from = 0) const {
        std::string all;
        for (auto i = from; i < sent.size(); ++i) {
            if (sent[i].place.room == where) all += text_of(sent[i].message) + "\n";
        }
        return all;
    }
    std::int64_t number(store::Sql query) { return static_cast<store::SqliteStore&>(*ledger).connection().number(query).value(); }

    std::string slot;  // what its button sends
};

}  // namespace chat
