// Owns what pty.h promises.
#include "tests/e2e/console_pty/pty.h"

#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <fstream>

namespace {

using Steady = std::chrono::steady_clock;
constexpr auto kPatience = std::chrono::seconds{10};

int left_until(Steady::time_point end) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - Steady::now()).count();
    return left > 0 ? int(left) : 0;
}

}  // namespace

Pty::Pty(const std::vector<std::string>& command, const Variables& environment, int columns, int rows) {
    winsize size = {};
    size.ws_col = static_cast<unsigned short>(columns);
    size.ws_row = static_cast<unsigned short>(rows);
    char name[128] = {};
    std::vector<std::string> variables;
    for (const auto& [key, value] : environment) variables.push_back(key + "=" + value);
    std::vector<char*> words;
    for (const auto& word : command) words.push_back(const_cast<char*>(word.c_str()));
    words.push_back(nullptr);
    std::vector<char*> settings;
    for (const auto& variable : variables) settings.push_back(const_cast<char*>(variable.c_str()));
    settings.push_back(nullptr);
    child_ = ::forkpty(&terminal_, name, nullptr, &size);
    if (child_ == 0) {
        ::execve(words[0], words.data(), settings.data());
        ::_exit(126);
    }
    ::fcntl(terminal_, F_SETFD, FD_CLOEXEC);
    spare_ = ::open(name, O_RDWR | O_NOCTTY | O_CLOEXEC);
}

Pty::~Pty() {
    hang_up();
    if (child_ > 0) {
        ::kill(child_, SIGKILL);
        ::waitpid(child_, nullptr, 0);
    }
}

void Pty::hang_up() {
    if (spare_ >= 0) ::close(spare_);
    if (terminal_ >= 0) ::close(terminal_);
    spare_ = terminal_ = -1;
}

void Pty::type(std::string_view keys) {
    while (!keys.empty()) {
        // A full terminal takes nothing before its output is read.
        pollfd ready{terminal_, POLLIN | POLLOUT, 0};
        if (::poll(&ready, 1, 10000) <= 0) return;
        if (ready.revents & POLLIN) read_some(0);
        if (!(ready.revents & POLLOUT)) continue;
        const ssize_t written = ::write(terminal_, keys.data(), std::min<std::size_t>(keys.size(), 1024));
        if (written < 0 && errno != EAGAIN && errno != EINTR) return;
        if (written > 0) keys.remove_prefix(std::size_t(written));
    }
}

long Pty::bytes_read() const {
    std::ifstream counts{"/proc/" + std::to_string(child_) + "/io"};
    std::string name;
    long number = -1;
    counts >> name >> number;
    return name == "rchar:" ? number : -1;
}

bool Pty::type_unseen(std::string_view keys) {
    const long before = bytes_read();
    if (before < 0) return false;
    const auto end = Steady::now() + kPatience;
    type(keys);
    while (bytes_read() < before + long(keys.size())) {
        if (left_until(end) == 0) return false;
        read_some(1);
    }
    return true;
}

void Pty::resize(int columns, int rows) {
    winsize size = {};
    size.ws_col = static_cast<unsigned short>(columns);
    size.ws_row = static_cast<unsigned short>(rows);
    ::ioctl(terminal_, TIOCSWINSZ, &size);
}

void Pty::signal(int number) { ::kill(child_, number); }

bool Pty::read_some(int timeout) {
    pollfd ready{terminal_, POLLIN, 0};
    if (terminal_ < 0 || ::poll(&ready, 1, timeout) <= 0) return false;
    char bytes[4096];
    const ssize_t size = ::read(terminal_, bytes, sizeof bytes);
    if (size > 0) shown_.append(bytes, std::size_t(size));
    return size > 0;
}

bool Pty::shows(std::string_view text) {
    const auto end = Steady::now() + kPatience;
    while (true) {
        if (const auto at = shown_.find(text, found_); at != std::string::npos) {
            found_ = at + text.size();
            return true;
        }
        if (Steady::now() >= end) return false;
        if (read_some(50)) continue;
        // Nothing more can come from a program that ended.
        siginfo_t state = {};
        if (::waitid(P_PID, id_t(child_), &state, WEXITED | WNOHANG | WNOWAIT) == 0 && state.si_pid == child_ && !read_some(0)) {
            return shown_.find(text, found_) != std::string::npos;
        }
    }
}

int Pty::ends() {
    const auto end = Steady::now() + kPatience;
    int status = 0;
    while (::waitpid(child_, &status, WNOHANG) == 0) {
        if (left_until(end) == 0) return -1;
        if (terminal_ >= 0) {
            read_some(20);
        } else {
            ::poll(nullptr, 0, 1);
        }
    }
    child_ = -1;
    while (read_some(0)) {
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

std::string Pty::text() const { return without_escapes(shown_); }

termios Pty::modes() const {
    termios modes = {};
    ::tcgetattr(spare_, &modes);
    return modes;
}

std::string without_escapes(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\x1b') {
            if (i + 1 < text.size() && text[i + 1] == '[') {
                i += 2;
                while (i < text.size() && (text[i] < '@' || text[i] > '~')) ++i;
            } else {
                ++i;
            }
        } else if (text[i] == '\r') {
            // The line is drawn anew, unless this is its end.
            if (i + 1 < text.size() && text[i + 1] != '\n' && text[i + 1] != '\r') out.erase(out.rfind('\n') + 1);
        } else if (text[i] != '\a') {
            out += text[i];
        }
    }
    return out;
}
