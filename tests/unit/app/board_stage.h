// Owns a team as tests of its board and page need it: one question whose answers were shown, the next one still open, and answers to both.
#pragma once

#include "tests/unit/app/team_stage.h"

namespace chat {

// Revealed: anna strong, boris weaker. Open: boris, and carl, who has nothing else yet.
struct BoardStage : TeamStage {
    BoardStage() {
        options.public_url = "https://viva.example";
        restart();
        name_room("Go <b>team</b>");
        set_up();
        pass(100min);
        reply("anna", kGood);
        reply("boris", kHalf);
        pass(std::chrono::hours{24});
        reply("boris", kGood);
        reply("carl", kGood);
    }
    void name_room(const std::string& title) {
        auto named = event(room, Called{"help", ""});
        named.room_title = title;
        handle({named});
    }
    void reply(const std::string& person, const char* text) {
        answer(person);
        say(direct(person), text);
        if (text == kHalf) say(direct(person), "stop");
    }
    // A new link's secret.
    std::string link() {
        call(room, "board", "link");
        if (sent.back().message.inquiry) vouch(true);
        const auto said = text_of(sent.back().message);
        const auto at = said.find("/board/");
        if (at == said.npos) FAIL("no link: " << said);
        return said.substr(at + 7, 32);
    }
    std::string database() const { return scratch->path() + "/server.db"; }
};

}  // namespace chat
