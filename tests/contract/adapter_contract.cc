// The behaviours of a mock round as a person sees it, each against every driver that has what it needs; nothing here names a platform.
// VIVA_DRIVER=name runs that one alone.
#include "tests/contract/adapter_contract.h"

#include <algorithm>
#include <cctype>
#include <sstream>

#include "tests/support/catch.h"
#include "tests/support/process.h"

using namespace tests;

namespace {

const Spot kDirect{};
const std::string kGood =
    "The sender blocks until a receiver takes the value; with a buffer it waits only once the buffer is full, so bursts are absorbed between the two "
    "goroutines.";

std::string all_of(const std::vector<Seen>& seen) {
    std::string text;
    for (const auto& one : seen) text += one.text + "\n\n";
    return text;
}

bool has(const std::string& text, const std::string& words) { return text.find(words) != std::string::npos; }

// What is the same however it is rendered: the words in their order, without bars, signs, markup and the words of buttons.
std::vector<std::string> words_of(const std::string& text) {
    std::vector<std::string> words;
    std::istringstream in(text);
    std::string word;
    while (in >> word) {
        std::string bare;
        for (const char c : word) {
            if (std::isalnum(static_cast<unsigned char>(c))) bare += c;
        }
        if (!bare.empty()) words.push_back(bare);
    }
    return words;
}

// Without what the person typed, and without the list of commands at the end of the line that says where one stands.
std::vector<std::string> shown_words(const std::string& transcript) {
    std::istringstream in(transcript);
    std::string line;
    std::string kept;
    while (std::getline(in, line)) {
        if (line.starts_with("> ")) continue;
        if (const auto buttons = line.find(" \xC2\xB7 hint skip why stop"); buttons != std::string::npos) line.resize(buttons);
        kept += line + "\n";
    }
    return words_of(kept);
}

void forget_seed(std::vector<std::string>& words) {
    for (std::size_t i = 0; i + 1 < words.size(); ++i) {
        if (words[i] == "Seed") words[i + 1] = "N";
    }
}

}  // namespace

// The rest of the case, once with each of them.
#define EACH_DRIVER(...)                                    \
    const auto drivers = drivers_with(__VA_ARGS__);         \
    if (drivers.empty()) return;                            \
    const auto driver = GENERATE_COPY(from_range(drivers)); \
    INFO("driver: " << driver.name)

TEST_CASE("a mock round reads as on the console, but for its look") {
    EACH_DRIVER({});
    auto chat = driver();
    chat->call("Anna", kDirect, "round unbuffered-send 1");
    chat->say("Anna", kDirect, kGood);
    chat->say("Anna", kDirect, "Signals and hand-overs: there a buffer would only hide that nobody listens.");
    const auto seen = all_of(chat->seen("Anna", kDirect));
    auto here = shown_words(seen);
    auto there = shown_words(read_file(std::string(VIVA_SOURCE_DIR) + "/tests/golden/dialogue/strong/expected"));
    forget_seed(here);
    forget_seed(there);
    INFO(seen);
    CHECK(here == there);
}

TEST_CASE("buttons do what the words do, and old ones change nothing") {
    EACH_DRIVER({Has::kButtons});
    auto chat = driver();
    chat->call("Anna", kDirect, "practice tiny 2");
    REQUIRE(chat->press("Anna", kDirect, "Hint"));
    if (driver.has.contains(Has::kNotes)) CHECK(chat->last_note() == "");
    CHECK(has(chat->seen("Anna", kDirect).back().text, "Hint:"));
    REQUIRE(chat->press("Anna", kDirect, "Skip"));
    CHECK(has(all_of(chat->seen("Anna", kDirect)), "Skipped."));
    REQUIRE(chat->press("Anna", kDirect, "Stop"));
    const auto before = chat->seen("Anna", kDirect).size();
    REQUIRE(chat->press("Anna", kDirect, "Hint"));
    if (driver.has.contains(Has::kNotes)) {
        CHECK(chat->last_note() != "");
        CHECK(chat->seen("Anna", kDirect).size() == before);
    } else {
        // The same words stand in the chat.
        REQUIRE(chat->seen("Anna", kDirect).size() == before + 1);
        CHECK(chat->seen("Anna", kDirect).back().buttons.empty());
    }
}

TEST_CASE("a round is stopped, explained and shows its scorecard") {
    EACH_DRIVER({});
    auto chat = driver();
    chat->call("Anna", kDirect, "round unbuffered-send 1");
    chat->say("Anna", kDirect, "The sender waits for the receiver, they meet.");
    chat->say("Anna", kDirect, "why");
    CHECK(has(all_of(chat->seen("Anna", kDirect)), "Why "));
    chat->say("Anna", kDirect, "stop");
    if (driver.has.contains(Has::kCloses)) CHECK(has(all_of(chat->seen("Anna", kDirect)), "Scorecard"));
}

TEST_CASE("what is no text is declined kindly and costs nothing; edits change nothing") {
    EACH_DRIVER({Has::kMedia});
    auto chat = driver();
    chat->call("Anna", kDirect, "round unbuffered-send 1");
    const auto asked = chat->seen("Anna", kDirect).size();
    chat->send_sticker("Anna", kDirect);
    CHECK(chat->seen("Anna", kDirect).size() == asked + 1);
    CHECK(chat->marked_answers() == 0);
    chat->send_caption("Anna", kDirect, "The sender waits for the receiver, they meet.");
    CHECK(chat->marked_answers() == 1);
    chat->edit("Anna", kDirect, kGood);
    CHECK(chat->marked_answers() == 1);
}

TEST_CASE("code in a block is an answer as it stands") {
    EACH_DRIVER({});
    auto chat = driver();
    chat->call("Anna", kDirect, "round greet-code 1");
    chat->send_code("Anna", kDirect, "func Greet(name string) string {\n    return \"Hello, \" + name\n}");
    CHECK(chat->marked_answers() == 1);
    CHECK(has(all_of(chat->seen("Anna", kDirect)), "of 100"));
}

TEST_CASE("several messages in a row are one answer") {
    EACH_DRIVER({Has::kGathers});
    auto chat = driver("400ms");
    chat->call("Anna", kDirect, "round unbuffered-send 1");
    chat->say("Anna", kDirect, "The sender blocks until a receiver takes the value,");
    chat->say("Anna", kDirect, "and with a buffer");
    chat->say("Anna", kDirect, "it waits once the buffer is full.");
    CHECK(chat->marked_answers() == 1);
    CHECK_FALSE(has(all_of(chat->seen("Anna", kDirect)), "Still open"));
}

TEST_CASE("two people in one group have rounds of their own, and cannot press each other's buttons") {
    EACH_DRIVER({Has::kGroups, Has::kButtons});
    const Spot room{"team", ""};
    auto chat = driver();
    chat->add_bot("Anna", room);
    CHECK(chat->seen("Anna", room).size() == 1);
    chat->call("Anna", room, "practice tiny 2");
    const auto before = chat->seen("Anna", room).size();
    REQUIRE(chat->press("Boris", room, "Hint"));
    CHECK(chat->last_note() != "");
    CHECK(chat->seen("Anna", room).size() == before);
    chat->call("Boris", room, "round unbuffered-send 1");
    // Where names are looked up behind the events, his is known by now.
    CHECK_FALSE(chat->seen("Boris", room).empty());
    chat->say("Boris", room, kGood);
    CHECK(chat->marked_answers() == 1);
    CHECK(has(chat->seen("Boris", room).back().text, "Boris"));
    chat->call("Anna", room, "stop");
    CHECK(has(all_of(chat->seen("Anna", room)), "Anna"));
}

TEST_CASE("topics of a forum do not see each other's turns") {
    EACH_DRIVER({Has::kGroups});
    const Spot one{"forum", "one"};
    const Spot two{"forum", "two"};
    auto chat = driver();
    chat->call("Anna", one, "practice tiny 2");
    chat->call("Anna", two, "packs");
    const auto in_one = chat->seen("Anna", one).size();
    CHECK(in_one >= 1);
    CHECK(chat->seen("Anna", two).size() == 1);
    chat->call("Anna", two, "round unbuffered-send 1");
    chat->say("Anna", two, kGood);
    CHECK(chat->seen("Anna", one).size() == in_one);
    CHECK(chat->seen("Anna", {"forum", ""}).empty());
}

TEST_CASE("a person who blocks the bot and comes back goes on where they were") {
    EACH_DRIVER({Has::kBlocks});
    auto chat = driver();
    chat->call("Anna", kDirect, "practice tiny 2");
    const auto before = chat->seen("Anna", kDirect).size();
    chat->block("Anna", true);
    CHECK(chat->seen("Anna", kDirect).size() == before);
    chat->block("Anna", false);
    chat->call("Anna", kDirect, "resume");
    CHECK(chat->seen("Anna", kDirect).size() > before);
    CHECK(has(chat->seen("Anna", kDirect).back().text, "Question 1"));
}

TEST_CASE("a group that moves takes its rounds along") {
    EACH_DRIVER({Has::kMoves});
    const Spot old{"team", ""};
    const Spot now{"team after", ""};
    auto chat = driver();
    chat->call("Anna", old, "round unbuffered-send 1");
    CHECK(has(all_of(chat->seen("Anna", old)), "Question 1 of 1"));
    chat->move(old, "team after");
    chat->say("Anna", now, kGood);
    CHECK(chat->marked_answers() == 1);
    CHECK(has(all_of(chat->seen("Anna", now)), "of 100 \xC2\xB7 strong"));
}
