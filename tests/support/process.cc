// Owns fork, exec and pipes for tests.
#include "tests/support/process.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace tests {
namespace {

namespace fs = std::filesystem;
using Steady = std::chrono::steady_clock;

struct Pipe {
    int read = -1;
    int write = -1;
    Pipe() {
        std::array<int, 2> ends{};
        if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("pipe2");
        read = ends[0];
        write = ends[1];
    }
};

void shut(int& descriptor) {
    if (descriptor >= 0) ::close(descriptor);
    descriptor = -1;
}

int spawn(const Run& what, int in, int out, int err) {
    std::map<std::string, std::string> environment = {{"PATH", "/usr/bin:/bin"}, {"LANG", "C.UTF-8"}, {"HOME", "/nonexistent"}, {"USER", "tester"}};
    for (const auto& [name, value] : what.environment) environment[name] = value;
    std::vector<std::string> pairs;
    for (const auto& [name, value] : environment) pairs.push_back(name + "=" + value);
    std::vector<char*> envp, argv;
    for (auto& pair : pairs) envp.push_back(pair.data());
    envp.push_back(nullptr);
    std::vector<std::string> command = what.command;
    for (auto& word : command) argv.push_back(word.data());
    argv.push_back(nullptr);
    const int pid = ::fork();
    if (pid < 0) throw std::runtime_error("fork");
    if (pid == 0) {
        ::dup2(in, 0);
        ::dup2(out, 1);
        ::dup2(err, 2);
        if (::chdir(what.folder.c_str()) != 0) ::_exit(126);
        if (what.file_size_limit > 0) {
            const rlimit limit{rlim_t(what.file_size_limit), rlim_t(what.file_size_limit)};
            ::setrlimit(RLIMIT_FSIZE, &limit);
            std::signal(SIGXFSZ, SIG_IGN);
        }
        ::execve(argv[0], argv.data(), envp.data());
        ::_exit(127);
    }
    return pid;
}

// False at the end of the stream.
bool drain(int descriptor, std::string& into) {
    std::array<char, 65536> buffer{};
    const auto got = ::read(descriptor, buffer.data(), buffer.size());
    if (got <= 0) return false;
    into.append(buffer.data(), std::size_t(got));
    return true;
}

}  // namespace

Finished run(const Run& what) {
    Pipe in, out, err;
    const int pid = spawn(what, in.read, out.write, err.write);
    shut(in.read);
    shut(out.write);
    shut(err.write);
    ::fcntl(in.write, F_SETFL, O_NONBLOCK);
    Finished finished;
    std::size_t sent = 0;
    if (what.input.empty()) shut(in.write);
    const auto deadline = Steady::now() + std::chrono::seconds(60);
    while ((out.read >= 0 || err.read >= 0) && Steady::now() < deadline) {
        std::array<pollfd, 3> polled = {pollfd{out.read, POLLIN, 0}, pollfd{err.read, POLLIN, 0}, pollfd{in.write, POLLOUT, 0}};
        ::poll(polled.data(), polled.size(), 1000);
        if (polled[0].revents != 0 && !drain(out.read, finished.out)) shut(out.read);
        if (polled[1].revents != 0 && !drain(err.read, finished.err)) shut(err.read);
        if (in.write >= 0 && polled[2].revents != 0) {
            const auto wrote = ::write(in.write, what.input.data() + sent, what.input.size() - sent);
            if (wrote > 0) sent += std::size_t(wrote);
            if (wrote < 0 || sent == what.input.size()) shut(in.write);
        }
    }
    if (out.read >= 0 || err.read >= 0) ::kill(pid, SIGKILL);
    shut(in.write);
    shut(out.read);
    shut(err.read);
    int status = 0;
    ::waitpid(pid, &status, 0);
    finished.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    return finished;
}

Child::Child(const Run& what) {
    Pipe in, out;
    pid_ = spawn(what, in.read, out.write, out.write);
    ::close(in.read);
    ::close(out.write);
    in_ = in.write;
    out_ = out.read;
}

Child::~Child() {
    if (pid_ > 0) {
        ::kill(pid_, SIGKILL);
        ::waitpid(pid_, nullptr, 0);
    }
    shut(in_);
    shut(out_);
}

void Child::write(const std::string& text) {
    if (::write(in_, text.data(), text.size()) != ssize_t(text.size())) throw std::runtime_error("the child does not read");
}

void Child::close_input() { shut(in_); }

bool Child::read_until(const std::string& text) {
    const auto deadline = Steady::now() + std::chrono::seconds(20);
    while (output_.find(text) == std::string::npos) {
        pollfd polled{out_, POLLIN, 0};
        if (Steady::now() > deadline || ::poll(&polled, 1, 1000) < 0) return false;
        if (polled.revents != 0 && !drain(out_, output_)) return output_.find(text) != std::string::npos;
    }
    return true;
}

void Child::signal(int number) { ::kill(pid_, number); }

int Child::wait() {
    while (drain(out_, output_)) {
    }
    int status = 0;
    ::waitpid(pid_, &status, 0);
    pid_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

Scratch::Scratch() {
    std::string pattern = (fs::temp_directory_path() / "viva-test-XXXXXX").string();
    if (!::mkdtemp(pattern.data())) throw std::runtime_error("mkdtemp");
    path_ = pattern;
}

Scratch::~Scratch() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
}

std::string Scratch::file(const std::string& name, const std::string& text) const {
    const auto path = fs::path(path_) / name;
    fs::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << text;
    return path.string();
}

std::string read_file(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) throw std::runtime_error("cannot read " + path);
    return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace tests
