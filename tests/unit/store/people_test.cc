// Owns people's own: names, settings, what is kept of them, and that it goes when they ask.
#include <string>

#include "tests/unit/store/ledger_fixture.h"

using namespace bot;
using namespace bot::store;

namespace {

constexpr const char* kAnnsWords[] = {"Annabel", "annkey", "ann-answer", "ann-draft", "ann-wish", "ann-letter", "ann-event", "ann-dead", "Annroom"};

struct Two {
    Seated ann;
    Seated bob;
};

// Two people with something in every table, in direct chats and in one group.
Two populate(Ledger& ledger) {
    const auto live = [&](const std::string& who, const std::string& name) {
        const Place chat{"bot:1", who + "key", ""};
        const auto room = must(ledger.room(chat, RoomKind::kDirect, name + "room", at(0)));
        const auto person = must(ledger.person("bot:1", who + "key", name + "abel", at(0)));
        const auto pin = some_pin("pin-" + who);
        const auto id = must(ledger.begin_at(person, room.id, "", pin, session_after(0), at(0)));
        auto turn = turn_of(0, id, person);
        turn.attempts.front().answer = who + "-answer";
        must(ledger.commit(turn, at(1)));
        must(ledger.set_draft(id, who + "-draft", at(2)));
        must(ledger.set_setting(person, "wish", who + "-wish"));
        must(ledger.write(letter(chat, who + "-letter")));
        const auto dead = must(ledger.write(letter(chat, who + "-dead")));
        must(ledger.settle({{dead, Settled::How::kDead, "refused"}}, at(3)));
        auto event = said(who, who + "-event");
        event.author = {who + "key", name + "abel", "en"};
        must(ledger.bury(event, "why", at(3)));
        const Place group{"bot:1", "-1", ""};
        const auto in_group = must(ledger.begin_at(person, must(ledger.room(group, RoomKind::kGroup, "Team", at(0))).id, "", pin, session_after(0), at(0)));
        must(ledger.write(letter(group, "to the group")));
        (void)in_group;
        return Seated{person, room.id, id};
    };
    return {live("ann", "Ann"), live("bob", "Bob")};
}

}  // namespace

TEST_CASE("a person's name is the one given last") {
    TempFolder folder;
    const auto ledger = ledger_at(folder / "viva.db");
    const auto person = must(ledger->person("bot:1", "100", "Ann", at(0)));
    REQUIRE(must(ledger->name_of(person)) == "Ann");
    REQUIRE(must(ledger->person("bot:1", "100", "Anna", at(1))) == person);
    REQUIRE(must(ledger->name_of(person)) == "Anna");
    // Presses, forms and answers to inquiries of some platforms come without a name.
    REQUIRE(must(ledger->person("bot:1", "100", "", at(2))) == person);
    REQUIRE(must(ledger->name_of(person)) == "Anna");
    REQUIRE(ledger->name_of(PersonId{71}).error() == Error{Code::kNotFound, "there is no person 1z"});
}

TEST_CASE("settings are kept for each person and gone when they are emptied") {
    TempFolder folder;
    const auto path = folder / "viva.db";
    const auto ledger = ledger_at(path);
    const auto ann = must(ledger->person("bot:1", "1", "Ann", at(0)));
    const auto bob = must(ledger->person("bot:1", "2", "Bob", at(0)));
    REQUIRE(must(ledger->setting(ann, "gather")).empty());
    must(ledger->set_setting(ann, "gather", "4s"));
    must(ledger->set_setting(ann, "pack", "go"));
    must(ledger->set_setting(ann, "gather", "0s"));
    REQUIRE(must(ledger->setting(ann, "gather")) == "0s");
    REQUIRE(must(ledger->setting(ann, "pack")) == "go");
    REQUIRE(must(ledger->setting(bob, "gather")).empty());
    must(ledger->set_setting(ann, "gather", ""));
    REQUIRE(must(ledger->setting(ann, "gather")).empty());
    REQUIRE(shell(path, "SELECT count(*) FROM setting") == "1");
    REQUIRE_FALSE(ledger->set_setting(PersonId{9}, "gather", "4s"));
}

TEST_CASE("the dossier holds everything of a person and nothing of others") {
    TempFolder folder;
    const auto path = folder / "viva.db";
    const auto ledger = ledger_at(path);
    const auto two = populate(*ledger);
    const auto dossier = must(ledger->dossier(two.ann.person));
    for (const char* word : kAnnsWords) {
        CAPTURE(word);
        REQUIRE(dossier.find(word) != std::string::npos);
    }
    REQUIRE(dossier.find("bob") == std::string::npos);
    REQUIRE(dossier.find("Bob") == std::string::npos);
    write_file(folder / "dossier.json", dossier);
    const auto ask = [&](const std::string& where) {
        return shell(folder / "asked.db", "SELECT json_extract(CAST(readfile_ AS TEXT), '" + where + "') FROM (SELECT '" + dossier + "' AS readfile_)");
    };
    REQUIRE(ask("$.person.name") == "Annabel");
    REQUIRE(ask("$.person.since") == "1970-01-01T00:00:00.000Z");
    REQUIRE(ask("$.settings[0].value") == "ann-wish");
    REQUIRE(ask("$.sessions[0].room") == "annkey");
    REQUIRE(ask("$.sessions[0].stored.session.steps") == "1");
    REQUIRE(ask("$.sessions[1].room") == "-1");
    REQUIRE(ask("$.attempts[0].answer") == "ann-answer");
    REQUIRE(ask("$.direct_chats[0].to_be_sent[0].stored.message.blocks[0].runs[0].text") == "ann-letter");
    REQUIRE(ledger->dossier(PersonId{71}).error() == Error{Code::kNotFound, "there is no person 1z"});
}

TEST_CASE("a dossier is UTF-8 and complete whatever is stored") {
    TempFolder folder;
    const auto path = folder / "viva.db";
    const auto ledger = ledger_at(path);
    const auto seated = seat(*ledger);
    auto turn = turn_of(0, seated.session, seated.person);
    turn.attempts.front().answer = "odd \xff bytes";
    must(ledger->commit(turn, at(1)));
    shell(path, "UPDATE session SET body = 'no JSON'");
    const auto dossier = must(ledger->dossier(seated.person));
    REQUIRE(dossier.find("odd \xef\xbf\xbd bytes") != std::string::npos);
    REQUIRE(dossier.find("\"no JSON\"") != std::string::npos);
}

TEST_CASE("erasing a person leaves no word of theirs in the file and all of the others'") {
    TempFolder folder;
    const auto path = folder / "viva.db";
    Two two;
    std::string bobs;
    {
        const auto ledger = ledger_at(path);
        two = populate(*ledger);
        bobs = must(ledger->dossier(two.bob.person));
        must(ledger->erase(two.ann.person));
        REQUIRE(ledger->connection().number("PRAGMA secure_delete") == 2);
        REQUIRE(ledger->name_of(two.ann.person).error().code == Code::kNotFound);
        REQUIRE(ledger->load(two.ann.session).error().code == Code::kNotFound);
        REQUIRE_FALSE(must(ledger->find_room("bot:1", "annkey")));
        REQUIRE(ledger->pinned("pin-ann").error().code == Code::kNotFound);
        REQUIRE(must(ledger->pinned("pin-bob")).files == some_pin().files);
        REQUIRE(must(ledger->unsent(0, 10)).size() == 3);  // both to the group, one to Bob
        // Nobody is there any more: nothing happens.
        must(ledger->erase(two.ann.person));
    }
    const auto bytes = read_file(path);
    for (const char* word : kAnnsWords) {
        CAPTURE(word);
        REQUIRE(bytes.find(word) == std::string::npos);
    }
    REQUIRE(shell(path, "PRAGMA foreign_key_check") == "");
    REQUIRE(shell(path, "PRAGMA integrity_check") == "ok");
    const auto ledger = ledger_at(path);
    REQUIRE(must(ledger->dossier(two.bob.person)) == bobs);
    REQUIRE(must(ledger->session_at(two.bob.person, two.bob.room, "")));
    // Who comes back is somebody new.
    REQUIRE(must(ledger->person("bot:1", "annkey", "Annabel", at(9))) != two.ann.person);
}

TEST_CASE("a direct chat is found by its sessions where its key is not the person's") {
    TempFolder folder;
    const auto ledger = ledger_at(folder / "viva.db");
    const auto ann = seat(*ledger, direct("D1"), "U1");
    must(ledger->write(letter(direct("D1"), "to Ann")));
    must(ledger->erase(ann.person));
    REQUIRE_FALSE(must(ledger->find_room("bot:1", "D1")));
    REQUIRE(must(ledger->count_unsent()) == 0);
    // A room that another person uses too stays.
    const auto bob = seat(*ledger, direct("D2"), "U2");
    const auto carl = seat(*ledger, direct("D2"), "U3");
    must(ledger->erase(bob.person));
    REQUIRE(must(ledger->session_at(carl.person, carl.room, "")));
}

TEST_CASE("erasing inside a batch is undone with it") {
    TempFolder folder;
    const auto ledger = ledger_at(folder / "viva.db");
    const auto two = populate(*ledger);
    const auto before = must(ledger->dossier(two.ann.person));
    {
        const auto batch = must(ledger->batch());
        must(ledger->erase(two.ann.person));
        REQUIRE_FALSE(ledger->dossier(two.ann.person));
        // The farewell is written to the chat that was just forgotten.
        must(ledger->write(letter({"bot:1", "annkey", ""}, "all is forgotten")));
    }
    REQUIRE(must(ledger->dossier(two.ann.person)) == before);
}
