// Owns the check that code and catalogue agree: every text the engine asks for exists, and none of its texts is left over.
#include <cctype>
#include <filesystem>
#include <sstream>

#include "tests/unit/engine/stage.h"

using namespace stage;

namespace {

// Groups that the engine alone uses. Keys built from words ("band.weak", "command.hint.help") are listed by their stem.
const std::vector<std::string> kGroups{"session.", "question.", "followup.", "answer.",    "band.", "feedback.",
                                       "finish.",  "hint.",     "why.",      "scorecard.", "help."};
const std::vector<std::string> kBuilt{"band.", "command."};

bool is_key(std::string_view text) {
    if (text.empty() || !std::islower(static_cast<unsigned char>(text[0])) || text.find('.') == std::string_view::npos) return false;
    return std::all_of(text.begin(), text.end(), [](char c) { return std::islower(static_cast<unsigned char>(c)) || c == '.' || c == '_'; });
}

std::set<std::string> keys_in_code() {
    std::set<std::string> keys;
    for (const auto& entry : std::filesystem::directory_iterator{VIVA_SOURCE_DIR "/bot/engine"}) {
        std::ifstream file{entry.path()};
        std::ostringstream text;
        text << file.rdbuf();
        const auto source = text.str();
        for (auto begin = source.find('"'); begin != std::string::npos; begin = source.find('"', begin)) {
            const auto end = source.find('"', begin + 1);
            if (end == std::string::npos) break;
            const auto word = source.substr(begin + 1, end - begin - 1);
            if (is_key(word) && !word.ends_with(".h")) keys.insert(word);
            begin = end + 1;
        }
    }
    return keys;
}

// Marks of style, not counting escaped ones.
std::ptrdiff_t marks(std::string_view text, char mark) {
    std::ptrdiff_t count = 0;
    for (std::size_t i = 0; i < text.size(); ++i) count += text[i] == mark && (i == 0 || text[i - 1] != '\\') ? 1 : 0;
    return count;
}

}  // namespace

TEST_CASE("every text that the engine asks for is in the catalogue") {
    const auto keys = keys_in_code();
    CHECK(keys.size() > 60);
    for (const auto& key : keys) {
        INFO(key);
        CHECK((texts().has(key) || std::find(kBuilt.begin(), kBuilt.end(), key) != kBuilt.end()));
    }
    for (int i = 0; i < 8; ++i) {
        const auto word = std::string{to_string(Command(i))};
        CHECK(texts().has("command." + word));
        CHECK(texts().has("command." + word + ".help"));
    }
    for (const auto band : {grade::Band::kNone, grade::Band::kWeak, grade::Band::kPartial, grade::Band::kStrong}) {
        CHECK(texts().has("band." + std::string{grade::to_string(band)}));
    }
    CHECK(texts().has("nudge"));
}

TEST_CASE("no text of the engine's groups is left over") {
    const auto keys = keys_in_code();
    for (const auto& [key, entry] : texts().entries()) {
        const bool ours = std::any_of(kGroups.begin(), kGroups.end(), [&](const std::string& group) { return key.starts_with(group); });
        const bool built = std::any_of(kBuilt.begin(), kBuilt.end(), [&](const std::string& stem) { return key.starts_with(stem); });
        if (!ours || built) continue;
        INFO(key);
        CHECK(keys.contains(key));
    }
}

TEST_CASE("no text is long, loud or carries a mark without a partner") {
    REQUIRE(texts().entries().size() > 100);
    for (const auto& [key, entry] : texts().entries()) {
        for (const auto& text : {entry.one, entry.other}) {
            INFO(key << ": " << text);
            CHECK(text.size() <= 160);
            CHECK(text.find('!') == std::string::npos);
            CHECK(marks(text, '`') % 2 == 0);
            CHECK(marks(text, '*') % 2 == 0);
        }
        CHECK_FALSE(entry.other.empty());
    }
}
