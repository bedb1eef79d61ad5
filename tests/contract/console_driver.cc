// Owns the contract's driver over the console: one person, one direct chat. Everything said so far is played anew each time it is looked at.
#include <filesystem>
#include <sstream>
#include <stdexcept>

#include "tests/contract/adapter_contract.h"
#include "tests/fakes/book.h"
#include "tests/support/process.h"

namespace tests {
namespace {

class ConsoleDriver : public ChatDriver {
   public:
    void say(const std::string&, const Spot&, const std::string& text) override { input_ += text + "\n"; }
    // "round unbuffered-send 1": what is done, the pack, how many questions.
    void call(const std::string&, const Spot&, const std::string& command) override {
        std::istringstream words(command);
        words >> script_ >> pack_ >> questions_;
    }
    void send_code(const std::string&, const Spot&, const std::string& code) override { input_ += "```\n" + code + "\n```\n"; }
    std::vector<Seen> seen(const std::string&, const Spot&) override { return {{play(), {}}}; }
    int marked_answers() override {
        play();
        return int(BookWatch(database()).number("SELECT count(*) FROM attempt"));
    }

    void send_caption(const std::string&, const Spot&, const std::string&) override { lacks("photos"); }
    void send_sticker(const std::string&, const Spot&) override { lacks("stickers"); }
    void edit(const std::string&, const Spot&, const std::string&) override { lacks("edits"); }
    bool press(const std::string&, const Spot&, const std::string&) override { return false; }
    std::string last_note() override { return ""; }
    void add_bot(const std::string&, const Spot&) override { lacks("groups"); }
    void block(const std::string&, bool) override { lacks("blocks"); }
    void move(const Spot&, const std::string&) override { lacks("rooms"); }

   private:
    [[noreturn]] static void lacks(const std::string& what) { throw std::logic_error("the console has no " + what); }
    std::string database() const { return scratch_.path() + "/viva.db"; }
    std::string play() {
        for (const auto* more : {"", "-wal", "-shm"}) std::filesystem::remove(database() + more);
        Run run;
        run.command = {std::string(VIVA_BINARY_DIR) + "/viva",
                       "console",
                       "--content",
                       std::string(VIVA_SOURCE_DIR) + "/tests/golden/content",
                       "--script",
                       script_,
                       "--pack",
                       pack_,
                       "--questions",
                       questions_,
                       "--seed",
                       "1",
                       "--db",
                       database()};
        run.input = input_;
        run.environment = {{"HOME", scratch_.path()}, {"XDG_STATE_HOME", scratch_.path()}};
        const auto finished = tests::run(run);
        if (finished.exit_code != 0) throw std::runtime_error("console: " + finished.err);
        return finished.out;
    }

    Scratch scratch_;
    std::string script_;
    std::string pack_;
    std::string questions_;
    std::string input_;
};

}  // namespace

Driver console_driver() {
    return {"console", {}, [](const std::string&) { return std::make_unique<ConsoleDriver>(); }};
}

}  // namespace tests
