// Owns the tests of importing notes without a disk: ids from file names, files that compile, errors that name the notes.
#include "bot/app/import.h"
#include "tests/support/catch.h"

using bot::app::import_notes;
using bot::app::pack_id_of;

TEST_CASE("a pack's id comes from the file's name") {
    CHECK(pack_id_of("/home/me/My Notes (2).md") == "my-notes-2");
    CHECK(pack_id_of("Übung.md") == "ubung");
    CHECK(pack_id_of("notes") == "notes");
    CHECK(pack_id_of("缓存.md").empty());
    CHECK(pack_id_of("7.md").empty());
    CHECK(pack_id_of(".md").size() == 2);
}

TEST_CASE("an unanswered story is drafted from the shared parts of a story") {
    const auto made = import_notes("# Questions\n- Tell me about a conflict in your team\n", "notes.md", "pack");
    REQUIRE(made);
    REQUIRE(made->files.size() == 3);
    CHECK(made->files[0].path == "pack.yaml");
    CHECK(made->files[1].text.find("{story_did}") != std::string::npos);
    CHECK(made->files[2].path == "DRAFT.md");
    CHECK(made->warnings > 0);
}

TEST_CASE("errors name the notes") {
    const auto none = import_notes("nothing here\n", "notes.md", "pack");
    REQUIRE_FALSE(none);
    CHECK(none.error().message.starts_with("notes.md: no question found"));
    const auto broken = import_notes("# What?\n\xFF\n", "notes.md", "pack");
    REQUIRE_FALSE(broken);
    CHECK(broken.error().message.starts_with("notes.md: line 2 is not UTF-8"));
}
