// Owns the command line as a whole: the tree of commands, help, version, and what happens on a mistake.
#pragma once

namespace bot::main {

// Runs the command line; the result is the process's exit code. Catches what third-party code throws, once, here.
int run(int argc, const char* const* argv);

}  // namespace bot::main
