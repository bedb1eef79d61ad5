// A console with a scripted conversation behind it, for tests that drive a real terminal. What it was told goes to a log, one escaped line an answer.
//   console_probe CATALOGUE LOG [plain] [width=N] [history=FILE] [record=FILE] [choose] [resume]
#include <yaml-cpp/yaml.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>

#include "adapters/console/choose.h"
#include "adapters/console/console.h"

namespace {

using bot::Block;
using bot::Outbound;
using bot::Run;
using bot::Style;
using bot::Tone;
using bot::app::Reply;
using Kind = bot::Block::Kind;

bot::Catalogue catalogue(const char* path) {
    std::map<std::string, bot::Catalogue::Entry, std::less<>> entries;
    for (const auto& entry : YAML::LoadFile(path)) {
        const auto& value = entry.second;
        entries[entry.first.as<std::string>()] = value.IsMap() ? bot::Catalogue::Entry{value["other"].as<std::string>(), value["one"].as<std::string>()}
                                                               : bot::Catalogue::Entry{value.as<std::string>(), ""};
    }
    return {"en", std::move(entries)};
}

Block block(Kind kind, std::vector<Run> runs, Tone tone = Tone::kNeutral, std::string sign = {}, int percent = 0) {
    Block made;
    made.kind = kind;
    made.tone = tone;
    made.sign = std::move(sign);
    made.runs = std::move(runs);
    made.percent = percent;
    return made;
}
Block text(Kind kind, std::string words, Tone tone = Tone::kNeutral, std::string sign = {}, int percent = 0) {
    return block(kind, {{Style::kPlain, std::move(words)}}, tone, std::move(sign), percent);
}

Outbound question(int number) {
    return {{text(Kind::kHeading, "Question " + std::to_string(number) + " of 3"),
             text(Kind::kQuestion, "How does a buffered channel differ from an unbuffered one in Go, and when do you use each?"),
             text(Kind::kStatus, std::to_string(number) + "/3 · 62 · hint skip why stop")},
            {}};
}

Outbound feedback(const std::string& answer) {
    return {
        {block(Kind::kParagraph, {{Style::kStrong, "62 of 100"}, {Style::kPlain, " · partial"}}),
         text(Kind::kItem, "An unbuffered send waits until a receiver is ready, so that the two goroutines meet at that point and know it.", Tone::kGood, "+"),
         text(Kind::kQuote, answer), text(Kind::kItem, "A full buffer blocks the sender.", Tone::kBad, "-"),
         block(Kind::kItem, {{Style::kPlain, "Not so: "}, {Style::kCode, "close(ch)"}, {Style::kPlain, " frees the memory."}}, Tone::kWarn, "!")},
        {}};
}

Outbound scorecard() {
    return {{text(Kind::kHeading, "By tag"), text(Kind::kMeter, "Kafka ordering", Tone::kWarn, "", 62), text(Kind::kMeter, "go", Tone::kGood, "", 91),
             text(Kind::kMeter, "Điều khiển đồng thời", Tone::kBad, "", 7), text(Kind::kHeading, "Model answer"),
             text(Kind::kParagraph, "An unbuffered send waits for its receiver; a buffered one waits only while the buffer is full."),
             text(Kind::kCode,
                  "ch := make(chan int)    // unbuffered, and a line that is much longer than sixty columns so that it must not be broken\n\tgo func() { ch <- "
                  "1 }()\n"),
             text(Kind::kItem, "Rendezvous first"), text(Kind::kItem, "Buffers second")},
            {}};
}

class Scripted : public bot::app::Conversation {
   public:
    explicit Scripted(const char* log) : log_(log, std::ios::app) {}

    bot::Result<Reply> open() override {
        return Reply{{{{text(Kind::kParagraph, "Three questions. Answer in your own words.")}, {}}, question(1)}, false, false};
    }

    bot::Result<Reply> take(std::string_view answer) override {
        log("took", answer);
        if (answer == "fail" && ++failures_ < 2) return bot::fail(bot::Code::kUnavailable, "the disk is full: free some space");
        if (answer == "corrupt") return bot::fail(bot::Code::kCorrupt, "the session cannot be read");
        if (answer == "pause") return Reply{{{{text(Kind::kParagraph, "Paused. Everything so far is kept.")}, {}}}, false, true};
        if (answer == "end") return Reply{{scorecard()}, true, false};
        return Reply{{feedback(std::string{answer.substr(0, 200)}), question(++asked_)}, false, false};
    }

    bot::Result<Reply> leave() override {
        log("left", "");
        return Reply{{{{text(Kind::kParagraph, "Paused. Everything so far is kept.")}, {}}}, false, true};
    }

   private:
    void log(const char* what, std::string_view answer) {
        log_ << what << ' ';
        for (const char c : answer) log_ << (c == '\n' ? std::string{"\\n"} : c == '\\' ? std::string{"\\\\"} : std::string{c});
        log_ << std::endl;
    }

    std::ofstream log_;
    int asked_ = 1;
    int failures_ = 0;
};

}  // namespace

int main(int count, char** words) {
    using namespace adapters::console;
    if (count < 3) return 2;
    const auto texts = catalogue(words[1]);
    Wishes wishes;
    std::string history;
    std::FILE* record = nullptr;
    bool choose = false;
    bool resume = false;
    for (int i = 3; i < count; ++i) {
        const std::string word = words[i];
        const auto value = word.substr(std::min(word.size(), word.find('=') + 1));
        if (word == "plain") wishes.plain = true;
        if (word == "choose") choose = true;
        if (word == "resume") resume = true;
        if (word.starts_with("width=")) wishes.width = std::atoi(value.c_str());
        if (word.starts_with("history=")) history = value;
        if (word.starts_with("record=")) record = std::fopen(value.c_str(), "w");
    }
    SignalWatch signals;
    const Terminal terminal{0, 1, wishes, process_environment()};
    FdOutput out{1};
    FdOutput err{2};
    const auto source = open_source(terminal, signals, out, history);
    if (resume && offer_resume("Go developer, 2 of 3", texts, *source, terminal, out) == Resume::kLeave) return 0;
    if (choose && !choose_pack({{"go-developer", "Go developer", 16}, {"kafka", "Kafka", 1}, {"kubernetes", "Kubernetes", 9}}, texts, *source, terminal, out))
        return 0;
    Scripted conversation{words[2]};
    TextOutput recorded;
    const int code = run(conversation, texts, *source, terminal, out, err, {"viva console --resume", record ? &recorded : nullptr, {}});
    if (record) {
        std::fwrite(recorded.text().data(), 1, recorded.text().size(), record);
        std::fclose(record);
    }
    return code;
}
