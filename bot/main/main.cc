// Owns the process: locale, signals that must not kill it, and the exit code.
#include <fcntl.h>
#include <unistd.h>

#include <clocale>
#include <csignal>
#include <initializer_list>

#include "bot/main/cli.h"

namespace {

// A standard descriptor that is closed would go to the next file opened: the dialogue would be read from the lock file, or written into it. What is put
// in its place fails as a closed one does.
void hold_standard_descriptors() {
    for (const int wanted : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
        if (::fcntl(wanted, F_GETFD) >= 0) continue;
        [[maybe_unused]] const int held = ::open("/dev/null", wanted == STDIN_FILENO ? O_WRONLY : O_RDONLY);
    }
}

}  // namespace

int main(int argc, char* argv[]) {
    hold_standard_descriptors();
    std::setlocale(LC_ALL, "");
    std::signal(SIGPIPE, SIG_IGN);  // a closed pipe is an error to handle, not a reason to die in mid-turn
    return bot::main::run(argc, argv);
}
