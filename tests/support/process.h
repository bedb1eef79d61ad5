// Owns running the real binary in tests: its output, its exit code, its death. Must not be used on anything but our own programs.
#pragma once

#include <csignal>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace tests {

struct Finished {
    int exit_code = -1;  // -1 if it died of a signal
    std::string out;
    std::string err;
};

struct Run {
    std::vector<std::string> command;
    std::string input;
    std::map<std::string, std::string> environment;  // added to a small fixed one (PATH, LANG=C.UTF-8, HOME and XDG_STATE_HOME in a scratch folder)
    std::string folder = ".";
    int file_size_limit = 0;  // bytes a file may grow to (RLIMIT_FSIZE); 0 = none
};

// Runs to the end (60 seconds at most, then kills and fails by exit code -1).
Finished run(const Run& what);

// A child whose input is fed line by line.
class Child {
   public:
    explicit Child(const Run& what);
    ~Child();
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;

    void write(const std::string& text);
    void close_input();
    // Reads until the output so far contains text; false at the end of output or after 20 seconds.
    bool read_until(const std::string& text);
    const std::string& output() const { return output_; }
    void signal(int number);
    int wait();  // exit code, or -signal

   private:
    int pid_ = -1;
    int in_ = -1;
    int out_ = -1;
    std::string output_;
};

// A folder that is removed at the end of the test.
class Scratch {
   public:
    Scratch();
    ~Scratch();
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;
    const std::string& path() const { return path_; }
    std::string file(const std::string& name, const std::string& text) const;  // writes it, makes folders, gives its path

   private:
    std::string path_;
};

std::string read_file(const std::string& path);

}  // namespace tests
