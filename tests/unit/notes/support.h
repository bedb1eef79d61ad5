// Owns what the tests of notes share: notes of a text, drafts of notes, the files in tests/data/notes.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "bot/notes/draft.h"
#include "bot/notes/print.h"
#include "bot/notes/recognise.h"
#include "tests/support/catch.h"
#include "tests/support/process.h"

namespace notes_test {

using namespace bot;
using namespace bot::notes;

inline Notes read(std::string_view text) {
    auto notes = recognise(text);
    REQUIRE(notes);
    return std::move(*notes);
}

inline DraftPack drafted(const Notes& notes) { return draft(notes, {"pack", "notes.md", {{"story_i", {"i"}}}}); }

inline std::vector<std::string> prompts(const Notes& notes) {
    std::vector<std::string> out;
    for (const auto& question : notes.questions) out.push_back(question.prompt);
    return out;
}

inline std::vector<std::string> texts(const std::vector<Said>& said) {
    std::vector<std::string> out;
    for (const auto& one : said) out.push_back(one.text);
    return out;
}

inline std::vector<std::string> texts(const std::vector<Row>& rows) {
    std::vector<std::string> out;
    for (const auto& row : rows) out.push_back(row.text);
    return out;
}

// Names and texts of the notes in tests/data/notes, by name.
inline std::vector<std::pair<std::string, std::string>> samples() {
    std::vector<std::pair<std::string, std::string>> out;
    for (const auto& entry : std::filesystem::directory_iterator(VIVA_SOURCE_DIR "/tests/data/notes"))
        out.emplace_back(entry.path().stem().string(), tests::read_file(entry.path().string()));
    std::sort(out.begin(), out.end());
    REQUIRE(out.size() >= 6);
    return out;
}

}  // namespace notes_test
