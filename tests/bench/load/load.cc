// Drives the real server with many chats against the fake and reports what it costs: load [chats] [turns a chat] [full|normal|both] [poll|webhook|both]
// Closed loop: each chat says its next answer when the server has replied to the last one. Figures mean something in a release build on a quiet machine.
#include <sys/resource.h>
#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>

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

double peak_memory_of(pid_t pid) {
    std::ifstream file("/proc/" + std::to_string(pid) + "/status");
    std::string line;
    while (std::getline(file, line)) {
        if (line.starts_with("VmHWM:")) return std::atof(line.c_str() + 6) / 1024;
    }
    return 0;
}

std::string turn_text(int chat, int turn) {
    if (turn == 0) return "/practice tiny";
    const auto name = " (" + std::to_string(chat) + "." + std::to_string(turn) + ")";
    return turn % 2 == 1 ? "It blocks until a receiver takes the value, and one goroutine at a time holds it." + name
                         : "A buffered send waits only when the buffer is full; it must be released with defer on every path out." + name;
}

Figures run(int chats, int turns, bool is_durable, bool is_webhook) {
    ServerOptions options;
    options.is_durable = is_durable;
    options.port = free_port();
    if (is_webhook) options.config = "public_url: https://127.0.0.1:" + std::to_string(options.port) + "\ntelegram: {mode: webhook}\n";
    Stage stage(options);
    std::vector<int> turn(std::size_t(chats), 0);
    std::map<std::int64_t, Steady::time_point> left;  // by update
    std::map<std::int64_t, std::int64_t> waits;       // by chat: its update without a reply
    std::vector<double> replies, acknowledgements;
    std::atomic<int> done = 0;
    const auto next = [&](int chat) {
        const auto id = std::int64_t(1'000'000) + std::int64_t(turn[std::size_t(chat)]) * chats + chat;
        auto update = says({7000 + chat, "P"}, direct({7000 + chat, "P"}), turn_text(chat, turn[std::size_t(chat)]));
        update["update_id"] = id;
        ++turn[std::size_t(chat)];
        return update;
    };
    // On the fake's thread, under its lock: what follows is said from the driver's thread.
    std::mutex mutex;
    std::condition_variable wake;
    std::vector<int> answered;
    stage.api().set_watcher([&](const Record& record) {
        const std::lock_guard lock(mutex);
        if (record.kind == Record::Kind::kHanded) {
            left.try_emplace(record.update, record.at);
            waits[7000 + (record.update - 1'000'000) % chats] = record.update;
        } else if (record.kind == Record::Kind::kConfirmed) {
            acknowledgements.push_back(milliseconds(record.at - left[record.update]));
        } else if (record.kind == Record::Kind::kMessage) {
            const auto waiting = waits.find(record.chat);
            if (waiting == waits.end()) return;
            replies.push_back(milliseconds(record.at - left[waiting->second]));
            waits.erase(waiting);
            answered.push_back(int(record.chat - 7000));
            wake.notify_one();
        }
    });
    stage.start();
    if (is_webhook) stage.api().wait_for_calls("setWebhook", 1);
    if (!is_webhook) stage.api().wait_for_calls("getUpdates", 1);
    const double cpu_before = cpu_of(stage.server().pid());
    const auto begin = Steady::now();
    std::vector<Json> first;
    for (int chat = 0; chat < chats; ++chat) first.push_back(next(chat));
    stage.api().add(std::move(first));
    const int all = chats * turns;
    while (done < all) {
        std::vector<int> ready;
        {
            std::unique_lock lock(mutex);
            if (!wake.wait_for(lock, std::chrono::seconds(20), [&] { return !answered.empty(); })) break;
            ready.swap(answered);
        }
        done += int(ready.size());
        std::vector<Json> updates;
        for (const int chat : ready) {
            if (turn[std::size_t(chat)] < turns) updates.push_back(next(chat));
        }
        if (!updates.empty()) stage.api().add(std::move(updates));
    }
    const double seconds = std::chrono::duration<double>(Steady::now() - begin).count();
    Figures figures;
    figures.turns_per_second = double(done) / seconds;
    figures.cpu_per_thousand = (cpu_of(stage.server().pid()) - cpu_before) / double(done) * 1000;
    figures.memory = peak_memory_of(stage.server().pid());
    if (done < all) std::printf("only %d of %d turns were answered\n%s\n", done.load(), all, stage.server().log().c_str());
    if (stage.end() != 0) std::printf("the server did not end well\n");
    stage.api().set_watcher(nullptr);
    figures.p50 = percentile(replies, 0.5);
    figures.p99 = percentile(replies, 0.99);
    figures.ack50 = percentile(acknowledgements, 0.5);
    figures.ack99 = percentile(acknowledgements, 0.99);
    return figures;
}

}  // namespace

int main(int count, char** words) {
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
