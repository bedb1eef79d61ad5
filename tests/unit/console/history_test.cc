#include "adapters/console/history.h"

#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "tests/support/catch.h"

using adapters::console::History;
using adapters::console::kMaxHistory;
using adapters::console::kMaxHistoryEntry;
using adapters::console::kMaxHistoryFile;
using Entries = std::vector<std::string>;

namespace {

class Folder {
   public:
    Folder() { REQUIRE(::mkdtemp(path_)); }
    ~Folder() { std::filesystem::remove_all(path_); }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    std::string file(const std::string& name) const { return std::string{path_} + "/" + name; }

   private:
    char path_[32] = "/tmp/viva-history-XXXXXX";
};

}  // namespace

TEST_CASE("entries come back as they were, several lines and backslashes included") {
    Folder folder;
    const Entries entries{"one", "two\nlines\n", "back\\slash \\n", "Điều 漢字"};
    {
        History history{folder.file("h")};
        for (const auto& entry : entries) history.add(entry);
        REQUIRE(history.save());
    }
    CHECK(History{folder.file("h")}.entries() == entries);
    struct stat file = {};
    REQUIRE(::stat(folder.file("h").c_str(), &file) == 0);
    CHECK((file.st_mode & 0777) == 0600);
}

TEST_CASE("a history is bounded and keeps the newest") {
    Folder folder;
    History history{folder.file("h")};
    for (std::size_t i = 0; i < kMaxHistory + 7; ++i) history.add("answer " + std::to_string(i));
    CHECK(history.entries().size() == kMaxHistory);
    CHECK(history.entries().back() == "answer " + std::to_string(kMaxHistory + 6));
    REQUIRE(history.save());
    CHECK(History{folder.file("h")}.entries() == history.entries());
}

TEST_CASE("long entries are bounded by their bytes in the file, and the newest come back") {
    Folder folder;
    // Backslashes take twice their bytes in the file.
    const std::string filler(kMaxHistoryEntry - 10, '\\');
    History history{folder.file("h")};
    for (std::size_t i = 0; i < kMaxHistory; ++i) history.add(std::to_string(i) + filler);
    CHECK(history.entries().size() == kMaxHistoryFile / (2 * filler.size() + 4));
    CHECK(history.entries().back() == std::to_string(kMaxHistory - 1) + filler);
    REQUIRE(history.save());
    CHECK(std::filesystem::file_size(folder.file("h")) <= kMaxHistoryFile);
    CHECK(History{folder.file("h")}.entries() == history.entries());
}

TEST_CASE("of a file that is too long the newest whole entries are read") {
    Folder folder;
    std::string text = std::string(kMaxHistoryFile, 'x') + "\n";
    for (int i = 0; text.size() < 2 * kMaxHistoryFile; ++i) text += "entry " + std::to_string(i) + std::string(4000, 'y') + "\n";
    std::ofstream{folder.file("h")} << text << "last but one\nlast\n";
    const History history{folder.file("h")};
    const auto& entries = history.entries();
    REQUIRE(entries.size() >= 3);
    CHECK(entries[entries.size() - 2] == "last but one");
    CHECK(entries.back() == "last");
    for (const auto& entry : entries) CHECK((entry.starts_with("entry ") || entry.starts_with("last")));
    std::ofstream{folder.file("endless")} << std::string(2 * kMaxHistoryFile, 'x');
    CHECK(History{folder.file("endless")}.entries().empty());
}

TEST_CASE("blank, repeated and huge entries are not kept") {
    History history{""};
    history.add("");
    history.add("  \n");
    history.add("one");
    history.add("one");
    history.add(std::string(kMaxHistoryEntry + 1, 'x'));
    history.add(std::string("a\0b", 3));
    CHECK(history.entries() == Entries{"one"});
    CHECK(history.save());
}

TEST_CASE("a history that cannot be read is empty, one that cannot be written says so") {
    Folder folder;
    CHECK(History{folder.file("none/h")}.entries().empty());
    History history{folder.file("none/h")};
    history.add("one");
    const auto saved = history.save();
    REQUIRE_FALSE(saved);
    CHECK(saved.error().message.find(folder.file("none/h")) != std::string::npos);
    CHECK(History{folder.file("")}.entries().empty());
    std::ofstream{folder.file("binary"), std::ios::binary} << std::string("\0\xff\n\\\n", 5);
    CHECK(History{folder.file("binary")}.entries() == Entries{"\\"});
}

TEST_CASE("a link in the place of the new file is not followed") {
    Folder folder;
    std::ofstream{folder.file("victim")} << "precious";
    std::filesystem::create_symlink(folder.file("victim"), folder.file("h.new"));
    History history{folder.file("h")};
    history.add("one");
    REQUIRE(history.save());
    std::ifstream victim{folder.file("victim")};
    std::string text;
    victim >> text;
    CHECK(text == "precious");
}
