// Owns what server_process.h promises.
#include "tests/fakes/server_process.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <thread>
#include <utility>
#include <vector>

#include "tests/unit/net/raw_peer.h"
#include "tests/unit/net/raw_text.h"

namespace tests {
namespace {

using Steady = std::chrono::steady_clock;

std::string configuration(const ServerOptions& options) {
    std::string text = std::string("content: [") + VIVA_SOURCE_DIR + "/tests/golden/content]\n";
    text += std::string("durability: ") + (options.is_durable ? "full" : "normal") + "\n";
    text += "listen: {host: 127.0.0.1, port: " + std::to_string(options.port) + "}\n";
    if (!options.is_paced) text += "gather: 0\nlimits: {room_per_second: 0, group_per_minute: 0, account_per_second: 0}\n";
    return text + options.config;
}

}  // namespace

ServerProcess::ServerProcess(ServerOptions options) : options_(std::move(options)) {
    if (options_.port == 0) options_.port = free_port();
    std::ofstream(options_.folder + "/viva.yaml") << configuration(options_);
}

ServerProcess::~ServerProcess() {
    if (!runs()) return;
    kill();
    wait();
}

void ServerProcess::start(const std::map<std::string, std::string>& more) {
    if (runs()) throw std::runtime_error("the server runs already");
    std::map<std::string, std::string> environment{
        {"PATH", "/usr/bin:/bin"}, {"LANG", "C.UTF-8"}, {"HOME", options_.folder}, {"ASAN_OPTIONS", "verify_asan_link_order=0"}};
    if (options_.serves_telegram) {
        environment["TELEGRAM_API_BASE"] = options_.api_base;
        environment["TELEGRAM_BOT_TOKEN"] = "123456:TEST";
        environment["TELEGRAM_WEBHOOK_SECRET"] = kWebhookSecret;
    }
    for (const auto* extra : {&std::as_const(options_.environment), &more}) {
        for (const auto& [name, value] : *extra) environment[name] = value;
    }
    std::vector<std::string> pairs;
    for (const auto& [name, value] : environment) pairs.push_back(name + "=" + value);
    std::vector<char*> envp;
    for (auto& pair : pairs) envp.push_back(pair.data());
    envp.push_back(nullptr);
    std::vector<std::string> words{std::string(VIVA_BINARY_DIR) + "/viva", "serve", "--db", database(), "--config", options_.folder + "/viva.yaml"};
    std::vector<char*> argv;
    for (auto& word : words) argv.push_back(word.data());
    argv.push_back(nullptr);
    const auto log_file = options_.folder + "/log";
    ended_.reset();
    log_before_ = log().size();
    const std::lock_guard lock(reaping_);
    pid_ = ::fork();
    if (pid_ < 0) throw std::runtime_error("fork");
    if (pid_ == 0) {
        const int log = ::open(log_file.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
        const int nothing = ::open("/dev/null", O_RDONLY);
        ::dup2(nothing, 0);
        ::dup2(log, 1);
        ::dup2(log, 2);
        ::close_range(3, ~0U, 0);
        ::execve(argv[0], argv.data(), envp.data());
        ::_exit(127);
    }
}

void ServerProcess::kill() const {
    const std::lock_guard lock(reaping_);
    if (pid_ > 0) ::kill(pid_, SIGKILL);
}

void ServerProcess::ask_to_end() const {
    const std::lock_guard lock(reaping_);
    if (pid_ > 0) ::kill(pid_, SIGTERM);
}

bool ServerProcess::has_ended() {
    const std::lock_guard lock(reaping_);
    if (pid_ <= 0) return true;
    int status = 0;
    if (::waitpid(pid_, &status, WNOHANG) != pid_) return false;
    ended_ = WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
    pid_ = -1;
    return true;
}

std::optional<int> ServerProcess::wait(std::chrono::milliseconds most) {
    const auto until = Steady::now() + most;
    while (!has_ended()) {
        if (Steady::now() > until) return std::nullopt;
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    return ended_;
}

std::string ServerProcess::log() const {
    const std::ifstream file(options_.folder + "/log");
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

bool ServerProcess::wait_until_serving() {
    const auto until = Steady::now() + std::chrono::seconds(20);
    while (Steady::now() < until && !has_ended()) {
        if (log().find("serving", log_before_) != std::string::npos) return true;
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    return false;
}

std::optional<double> ServerProcess::metric(const std::string& sample) const {
    RawPeer peer(options_.port);
    (void)peer.send(get("/metrics"));
    const auto page = peer.read_all();
    const auto at = page.find("\n" + sample + " ");
    if (at == std::string::npos) return std::nullopt;
    return std::atof(page.c_str() + at + sample.size() + 2);
}

ServerOptions over_webhook(ServerOptions options) {
    if (options.port == 0) options.port = free_port();
    options.config += "public_url: https://127.0.0.1:" + std::to_string(options.port) + "\ntelegram: {mode: webhook, webhook_path: " + kWebhookPath + "}\n";
    return options;
}

int free_port() {
    const int descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    ::bind(descriptor, reinterpret_cast<sockaddr*>(&address), size);
    ::getsockname(descriptor, reinterpret_cast<sockaddr*>(&address), &size);
    ::close(descriptor);
    return ntohs(address.sin_port);
}

}  // namespace tests
