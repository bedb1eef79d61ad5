// Owns the process: locale, signals that must not kill it, and the exit code.
#include <clocale>
#include <csignal>

#include "bot/main/cli.h"

int main(int argc, char* argv[]) {
    std::setlocale(LC_ALL, "");
    std::signal(SIGPIPE, SIG_IGN);  // a closed pipe is an error to handle, not a reason to die in mid-turn
    return bot::main::run(argc, argv);
}
