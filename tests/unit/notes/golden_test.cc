// Owns the golden drafts of the notes in tests/data/notes: all files of a draft in one, compared with what was approved. VIVA_APPROVE=1 takes today's.
#include <cstdlib>
#include <fstream>

#include "tests/unit/notes/support.h"

using namespace notes_test;

TEST_CASE("the drafts of our notes are the approved ones") {
    for (const auto& [name, text] : samples()) {
        const auto notes = read(text);
        std::string all;
        for (const auto& file : print(draft(notes, {name, name + ".md", {}}), notes)) all += "==== " + file.path + "\n" + file.text;
        const auto path = std::string(VIVA_SOURCE_DIR "/tests/golden/notes/") + name + ".txt";
        if (std::getenv("VIVA_APPROVE") != nullptr) std::ofstream(path, std::ios::binary) << all;
        INFO(path);
        const auto approved = tests::read_file(path);
        REQUIRE_FALSE(approved.empty());
        CHECK(all == approved);
    }
}
