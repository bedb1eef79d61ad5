// Owns the stage for tests of teams: a room with a daily question, people who answer it in their direct chats, the platform's word on who administers.
#pragma once

#include "bot/store/sqlite_store.h"
#include "tests/support/chat_stage.h"

namespace chat {

// Wednesday 2023-11-15, 08:00 in Berlin.
constexpr Instant kMorning{std::chrono::milliseconds{1'700'031'600'000}};

struct TeamStage : Stage {
    TeamStage() : Stage(true) { clock.at = kMorning; }

    const Seat room{"anna", "team"};
    static Seat direct(const std::string& person) { return {person, ""}; }

    // The platform's answer to the last inquiry.
    std::string vouch(bool administers, const std::string& zone = "") {
        for (auto letter = sent.rbegin(); letter != sent.rend(); ++letter) {
            if (!letter->message.inquiry) continue;
            auto answer = event(Seat{letter->message.person, letter->place.room}, Vouched{administers, letter->message.inquiry->what, zone});
            answer.author.name = letter->message.inquiry->name;
            return handle({std::move(answer)});
        }
        FAIL("nothing was asked of the platform");
        return {};
    }
    void set_up(const std::string& how = "on 09:30 mon-fri Europe/Berlin tiny") {
        call(room, "daily", how);
        vouch(true);
    }
    const store::Letter* last_to(const std::string& where) const {
        for (auto letter = sent.rbegin(); letter != sent.rend(); ++letter) {
            if (letter->place.room == where && !letter->message.inquiry) return &*letter;
        }
        return nullptr;
    }
    // Everything written to a room from there on.
    std::string told(const std::string& where, std::size_t from = 0) const {
        std::string all;
        for (auto i = from; i < sent.size(); ++i) {
            if (sent[i].place.room == where) all += text_of(sent[i].message) + "\n";
        }
        return all;
    }
    std::int64_t rows(store::Sql query) { return static_cast<store::SqliteStore&>(*ledger).connection().number(query).value(); }
    // The press that leads from the room's post into the direct chat.
    std::string answer(const std::string& person) { return call(direct(person), "start", button("answer")); }
};

}  // namespace chat
