// Owns the promise that nothing of a note is lost: each line that is not blank is accounted for, and its words stand in the draft or its report. Over our
// notes, over mutated ones and over made-up ones; the same notes give the same bytes, and every draft compiles.
#include <filesystem>
#include <set>

#include "bot/app/import.h"
#include "bot/base/text.h"
#include "bot/notes/draft.h"
#include "bot/notes/print.h"
#include "bot/notes/recognise.h"
#include "bot/notes/stems.h"
#include "bot/script/content.h"
#include "tests/property/grade_random.h"
#include "tests/support/catch.h"
#include "tests/support/process.h"

using namespace bot;
using namespace bot::notes;

namespace {

std::vector<std::string> own_notes() {
    std::vector<std::string> texts;
    for (const auto& entry : std::filesystem::directory_iterator(VIVA_SOURCE_DIR "/tests/data/notes")) texts.push_back(tests::read_file(entry.path().string()));
    std::sort(texts.begin(), texts.end());
    REQUIRE(texts.size() >= 6);
    return texts;
}

std::string made_up(dice::Random& random) {
    static const std::vector<std::string> kStarts{"# ",    "## ", "### Q1: ", "- ",  "  - ", "\t- ",  "1. ",    "   * ",       "",       "",
                                                  "> ",    "Q: ", "A: ",      "-> ", "**",   "| ",    "hint: ", "Follow up: ", "    ",   "```\n",
                                                  "---\n", "?\n", "> > ",     "#t ", "<b>",  "[x]: ", "===\n",  "<!-- ",       "- [ ] ", "    - "};
    static const std::vector<std::string> kWords{"what is ",    "a lock ", "why ",          "because ", "(hint: ", ")",    "`code` ", "**bold** ", ":: ",
                                                 "::: ",        "? ",      "... ",          ": ",       "-> ",     "the ", "12 ",     "über ",     "là gì ",
                                                 "std::x ",     "&amp; ",  "<t> ",          "| ",       "\\",      "*",    "[a](b) ", "![i](j) ",  "you ",
                                                 "follow up, ", "#tag ",   "\xE2\x80\x94> "};
    std::string text;
    const auto lines = random.below(30);
    for (std::size_t i = 0; i < lines; ++i) {
        text += random.pick(kStarts);
        for (auto words = random.below(6); words > 0; --words) text += random.one_in(3) ? random.word() + " " : random.pick(kWords);
        text += random.one_in(4) ? "?\n" : random.one_in(5) ? "\n\n" : "\n";
    }
    return text;
}

std::string mutated(std::string text, dice::Random& random) {
    static const std::vector<std::string> kPieces{"\n",      "\n\n", "?",    "- ",    "# ",   "```\n", "::", "> ", "\t", "**",
                                                  "(hint: ", "| ",   "\r\n", "~~~\n", "<!--", "1. ",   "\"", "'",  "{",  "---\n"};
    for (auto edits = 1 + random.below(8); edits > 0 && !text.empty(); --edits) {
        auto at = random.below(text.size());
        while (at > 0 && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) --at;
        if (random.one_in(2)) {
            text.insert(at, random.pick(kPieces));
        } else {
            text.erase(at, random.below(30));
        }
    }
    return to_utf8(text);
}

// Words of a line that a person would miss.
std::vector<std::string> words_to_find(std::string_view line) {
    auto words = words_of(line);
    static const std::set<std::string> kLabels{"amp",      "summary", "hint",  "hinweis", "follow", "up",
                                               "question", "answer",  "frage", "antwort", "q"};  // say what a line is
    std::erase_if(words, [](const std::string& word) { return word.size() < 2 || kLabels.contains(word.substr(0, word.find_first_of("0123456789"))); });
    return words;
}

void check(const std::string& text, std::size_t& used) {
    const auto notes = recognise(text);
    if (!notes) return;
    std::vector<std::string> lines;
    for (const auto line : split(text, '\n')) lines.emplace_back(line);
    REQUIRE(notes->lines.size() <= lines.size());
    const auto pack = draft(*notes, {"pack", "notes.md", {}});
    REQUIRE(pack.drafts.size() == notes->questions.size());
    const auto files = print(pack, *notes);
    REQUIRE(print(draft(*recognise(text), {"pack", "notes.md", {}}), *recognise(text)).back().text == files.back().text);
    std::string said;  // what stands between two signs of Markdown may have grown together, so words are looked for inside others too
    for (const auto& file : files) {
        for (const auto& word : words_of(file.text)) said += word + " ";
    }
    if (text.find('\r') != std::string::npos) return;  // lines are counted otherwise there
    for (std::size_t i = 0; i < notes->lines.size(); ++i) {
        INFO("line " << i + 1 << ": " << lines[i]);
        const auto& line = notes->lines[i];
        REQUIRE(line.use != Use::kNone);
        REQUIRE(line.question < static_cast<int>(notes->questions.size()));
        REQUIRE((line.use == Use::kBlank) <= trim(lines[i]).empty());
        if (line.use == Use::kUnread) {
            const bool listed = std::any_of(notes->unread.begin(), notes->unread.end(), [&](const Unread& one) { return one.line == static_cast<int>(i) + 1; });
            REQUIRE(listed);
        }
        if (line.use == Use::kSyntax || line.use == Use::kBlank) continue;
        ++used;
        if (line.use == Use::kTag) continue;
        for (const auto& word : words_to_find(lines[i])) {
            INFO("word " << word << " in\n" << text);
            REQUIRE(said.find(word) != std::string::npos);
        }
    }
}

void check_compiles(const std::string& text) {
    const auto made = app::import_notes(text, "notes.md", "pack");
    if (made) return;
    INFO(made.error().message << "\n" << text);
    REQUIRE(made.error().message.find("a mistake in viva") == std::string::npos);
}

}  // namespace

TEST_CASE("no line of notes is lost: ours, mutated, or made up") {
    std::size_t used = 0;
    const auto own = own_notes();
    for (const auto& text : own) check(text, used);
    REQUIRE(used > 100);
    for (int seed = 0; seed < dice::seeds(150); ++seed) {
        dice::Random random(static_cast<std::uint64_t>(seed));
        INFO("seed " << seed);
        check(random.one_in(2) ? made_up(random) : mutated(random.pick(own), random), used);
    }
    REQUIRE(used > 1000);
}

TEST_CASE("every draft compiles and lints without errors") {
    for (const auto& text : own_notes()) check_compiles(text);
    for (int seed = 0; seed < dice::seeds(60); ++seed) {
        dice::Random random(static_cast<std::uint64_t>(seed) + 1000);
        INFO("seed " << seed);
        check_compiles(random.one_in(2) ? made_up(random) : mutated(random.pick(own_notes()), random));
    }
}
