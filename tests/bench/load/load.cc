// Drives the real server with many chats against the fake and reports what it costs: load [chats] [turns a chat] [full|normal|both] [poll|webhook|both]
// load soak [chats] [seconds] [poll|webhook]: everybody thinks for a third of a second between turns; memory and open files are printed twice a minute.
// Closed loop: each chat says its next answer when the server has replied to the last one. Figures mean something in a release build on a quiet machine.
#include <unistd.h>

#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <limits>
#include <sstream>
#include <string_view>
#include <thread>

#include "tests/fakes/stage.h"

using namespace tests;

namespace {

struct Figures {
    double turns_per_second = 0;
    double p50 = 0, p99 = 0;      // ms from an update's leaving to the first message
    double ack50 = 0, ack99 = 0;  // ms from an update's leaving to its acknowledgement
    double memory = 0;            // MiB, most
    double cpu_per_thousand = 0;  // s
};

double percentile(std::vector<double>& values, double part) {
    if (values.empty()) return 0;
    const auto at = std::ptrdiff_t(double(values.size() - 1) * part);
    std::nth_element(values.begin(), values.begin() + at, values.end());
    return values[std::size_t(at)];
}

double milliseconds(Steady::duration duration) { return std::chrono::duration<double, std::milli>(duration).count(); }

// User and system time, in seconds.
double cpu_of(pid_t pid) {
    std::ifstream file("/proc/" + std::to_string(pid) + "/stat");
    std::string text((std::istreambuf_iterator<char>(file)), {});
    std::istringstream rest(text.substr(text.rfind(')') + 2));
    std::string word;
    double ticks = 0;
    for (int i = 3; i <= 15 && rest >> word; ++i) {
        if (i == 14 || i == 15) ticks += std::atof(word.c_str());
    }
    return ticks / double(::sysconf(_SC_CLK_TCK));
}

// In MiB; the line of the process's status: VmHWM (the most so far) or VmRSS (now).
double memory_of(pid_t pid, std::string_view which) {
    std::ifstream file("/proc/" + std::to_string(pid) + "/status");
    std::string line;
    while (std::getline(file, line)) {
        if (line.starts_with(which)) return std::atof(line.c_str() + which.size() + 1) / 1024;
    }
    return 0;
}

std::ptrdiff_t open_files_of(pid_t pid) {
    const std::filesystem::directory_iterator all("/proc/" + std::to_string(pid) + "/fd");
    return std::distance(begin(all), end(all));
}

std::string turn_text(int chat, int turn) {
    if (turn == 0) return "/practice tiny";
    const auto name = " (" + std::to_string(chat) + "." + std::to_string(turn) + ")";
    return turn % 2 == 1 ? "It blocks until a receiver takes the value, and one goroutine at a time holds it." + name
                         : "A buffered send waits only when the buffer is full; it must be released with defer on every path out." + name;
}

// What left, what was answered, and how long it took. Told on the fake's thread, asked from the driver's.
class Journal {
   public:
    explicit Journal(int chats) : chats_(chats) {}
    static constexpr std::int64_t kFirst = 1'000'000;
    static constexpr std::int64_t kChat = 7000;

    void tell(const Record& record) {
        const std::lock_guard lock(mutex_);
        if (record.kind == Record::Kind::kHanded) {
            left_.try_emplace(record.update, record.at);
            waits_[kChat + (record.update - kFirst) % chats_] = record.update;
        } else if (record.kind == Record::Kind::kConfirmed) {
            acknowledgements_.push_back(milliseconds(record.at - left_[record.update]));
        } else if (record.kind == Record::Kind::kMessage) {
            const auto waiting = waits_.find(record.chat);
            if (waiting == waits_.end()) return;
            replies_.push_back(milliseconds(record.at - left_[waiting->second]));
            waits_.erase(waiting);
            answered_.push_back(int(record.chat - kChat));
            wake_.notify_one();
        }
    }
    // Chats that were answered since; none after 20 seconds of silence.
    std::vector<int> answered() {
        std::unique_lock lock(mutex_);
        wake_.wait_for(lock, std::chrono::seconds(20), [&] { return !answered_.empty(); });
        return std::exchange(answered_, {});
    }
    void fill(Figures& figures) {
        const std::lock_guard lock(mutex_);
        figures.p50 = percentile(replies_, 0.5);
        figures.p99 = percentile(replies_, 0.99);
        figures.ack50 = percentile(acknowledgements_, 0.5);
        figures.ack99 = percentile(acknowledgements_, 0.99);
    }

   private:
    int chats_;
    std::mutex mutex_;
    std::condition_variable wake_;
    std::map<std::int64_t, Steady::time_point> left_;  // by update
    std::map<std::int64_t, std::int64_t> waits_;       // by chat: its update without a reply
    std::vector<double> replies_;
    std::vector<double> acknowledgements_;
    std::vector<int> answered_;
};

// Everybody says their turns, each when the last one was answered.
class Crowd {
   public:
    Crowd(BotApi& api, Journal& journal, int chats, int turns) : api_(api), journal_(journal), turns_(turns), turn_(std::size_t(chats), 0) {
        std::vector<Json> updates;
        for (int chat = 0; chat < chats; ++chat) updates.push_back(next(chat));
        api_.add(std::move(updates));
    }

    // Waits for replies and lets those who were answered say their next turn; false if nobody was answered for long, or all is said.
    bool go_on(std::chrono::milliseconds thinking) {
        const auto ready = journal_.answered();
        done_ += int(ready.size());
        std::this_thread::sleep_for(thinking);
        std::vector<Json> updates;
        for (const int chat : ready) {
            if (turn_[std::size_t(chat)] < turns_) updates.push_back(next(chat));
        }
        api_.add(std::move(updates));
        return !ready.empty() && done_ < turns_ * int(turn_.size());
    }
    int done() const { return done_; }

   private:
    Json next(int chat) {
        const Someone person{Journal::kChat + chat, "P"};
        auto& now = turn_[std::size_t(chat)];
        auto update = says(person, direct(person), turn_text(chat, now));
        update["update_id"] = Journal::kFirst + std::int64_t(now++) * std::int64_t(turn_.size()) + chat;
        return update;
    }

    BotApi& api_;
    Journal& journal_;
    int turns_;
    std::vector<int> turn_;
    int done_ = 0;
};

ServerOptions options_for(bool is_durable, bool is_webhook) {
    ServerOptions options;
    options.is_durable = is_durable;
    options.port = free_port();
    if (is_webhook) options.config = "public_url: https://127.0.0.1:" + std::to_string(options.port) + "\ntelegram: {mode: webhook}\n";
    return options;
}

int soak(int chats, int seconds, bool is_webhook) {
    Journal journal(chats);
    Stage stage(options_for(true, is_webhook));
    stage.api().set_watcher([&](const Record& record) { journal.tell(record); });
    stage.start();
    stage.api().wait_for_calls(is_webhook ? "setWebhook" : "getUpdates", 1);
    Crowd crowd(stage.api(), journal, chats, std::numeric_limits<int>::max() / chats);
    std::printf("  seconds     turns  MiB now  open files\n");
    const auto begin = Steady::now();
    auto report = begin;
    bool goes_on = true;
    while (goes_on && Steady::now() < begin + std::chrono::seconds(seconds)) {
        goes_on = crowd.go_on(std::chrono::milliseconds(333));
        if (Steady::now() < report) continue;
        report += std::chrono::seconds(30);
        std::printf("%9.0f %9d %8.1f %11td\n", std::chrono::duration<double>(Steady::now() - begin).count(), crowd.done(),
                    memory_of(stage.server().pid(), "VmRSS"), open_files_of(stage.server().pid()));
        std::fflush(stdout);
    }
    const bool ended = stage.end() == 0;
    stage.api().set_watcher(nullptr);
    if (!goes_on || !ended) std::printf("the server %s\n%s\n", goes_on ? "did not end well" : "stopped answering", stage.server().log().c_str());
    return goes_on && ended ? 0 : 1;
}

Figures run(int chats, int turns, bool is_durable, bool is_webhook) {
    ServerOptions options;
    options.is_durable = is_durable;
    if (is_webhook) options = over_webhook(options);
    Journal journal(chats);
    Stage stage(options);
    stage.api().set_watcher([&](const Record& record) { journal.tell(record); });
    stage.start();
    stage.api().wait_for_calls(is_webhook ? "setWebhook" : "getUpdates", 1);
    const double cpu_before = cpu_of(stage.server().pid());
    const auto begin = Steady::now();
    Crowd crowd(stage.api(), journal, chats, turns);
    while (crowd.go_on(std::chrono::milliseconds(0))) {
    }
    const int done = crowd.done();
    const double seconds = std::chrono::duration<double>(Steady::now() - begin).count();
    Figures figures;
    figures.turns_per_second = double(done) / seconds;
    figures.cpu_per_thousand = (cpu_of(stage.server().pid()) - cpu_before) / double(done) * 1000;
    figures.memory = memory_of(stage.server().pid(), "VmHWM");
    if (done < chats * turns) std::printf("only %d of %d turns were answered\n%s\n", done, chats * turns, stage.server().log().c_str());
    if (stage.end() != 0) std::printf("the server did not end well\n");
    stage.api().set_watcher(nullptr);
    journal.fill(figures);
    return figures;
}

}  // namespace

int main(int count, char** words) {
    if (count > 1 && std::string_view(words[1]) == "soak") {
        return soak(count > 2 ? std::atoi(words[2]) : 100, count > 3 ? std::atoi(words[3]) : 600, count <= 4 || std::string_view(words[4]) == "webhook");
    }
    const std::string durability = count > 3 ? words[3] : "both";
    const std::string mode = count > 4 ? words[4] : "both";
    const int chats = count > 1 ? std::atoi(words[1]) : 200;
    const int turns = count > 2 ? std::atoi(words[2]) : 50;
    std::printf("%d chats, %d turns each, closed loop\n", chats, turns);
    std::printf("                  turns/s   p50 ms   p99 ms  ack p50  ack p99  MiB peak  CPU s/1000\n");
    for (const bool is_webhook : {true, false}) {
        if (mode != "both" && mode != (is_webhook ? "webhook" : "poll")) continue;
        for (const bool is_durable : {true, false}) {
            if (durability != "both" && durability != (is_durable ? "full" : "normal")) continue;
            const auto figures = run(chats, turns, is_durable, is_webhook);
            std::printf("%-8s %-7s %8.0f %8.2f %8.2f %8.2f %8.2f %9.1f %11.3f\n", is_webhook ? "webhook" : "poll", is_durable ? "FULL" : "NORMAL",
                        figures.turns_per_second, figures.p50, figures.p99, figures.ack50, figures.ack99, figures.memory, figures.cpu_per_thousand);
        }
    }
    return 0;
}
