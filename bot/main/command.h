// Owns what the commands of the command line share: how each is added, exit codes, errors on stderr, and loading content.
// Must not hold a command itself: each stands in its own file.
#pragma once

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <cstdio>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "bot/app/library.h"
#include "bot/base/result.h"
#include "bot/script/content.h"

namespace bot::main {

// Exit codes: 0 done, 1 the check says no, 2 could not do it.
constexpr int kDone = 0;
constexpr int kSaysNo = 1;
constexpr int kCannot = 2;

using Action = std::function<int()>;

// Options of all commands that read content.
struct ContentOptions {
    std::vector<std::string> folders;  // --content, in order
};
void add_content_option(CLI::App& command, ContentOptions& options);

// Writes all of text, made plain (bot/base/plain.h): no pack, file name or argument can steer the terminal. A failure stays in the stream's error mark, for
// finished(). Throws nothing.
void put(std::FILE* stream, std::string_view text) noexcept;
// The same as it is, for JSON, whose writer escapes on its own and whose readers want every character.
void put_raw(std::FILE* stream, std::string_view text) noexcept;

// What a command prints: say on standard output, note on standard error.
template <typename... Args>
void say(fmt::format_string<Args...> format, Args&&... args) {
    put(stdout, fmt::format(format, std::forward<Args>(args)...));
}
template <typename... Args>
void note(fmt::format_string<Args...> format, Args&&... args) {
    put(stderr, fmt::format(format, std::forward<Args>(args)...));
}

// Prints "viva: MESSAGE" to stderr, on one line, and returns kCannot. Throws nothing, so that catch handlers may call it.
int cannot(const Error& error) noexcept;
int cannot(std::string_view message) noexcept;

// The exit code of a command that is through: code, if everything it said is written. A reader that went away (| head) wanted no more and is no failure;
// anything else that kept the output from being written is told, and gives kCannot.
int finished(int code) noexcept;

// "no script is named X (did you mean Y?); there are: ...".
Error no_script(const app::Library& library, std::string_view name);

// Loads embedded content, VIVA_CONTENT (a colon list) and the folders, in this order. Content that does not compile: its diagnostics on stderr, then
// kInvalidInput.
Result<std::shared_ptr<app::Library>> load_library(const ContentOptions& options, script::Options compile = {.lean = true});

// The process environment; nullopt when unset or empty.
std::optional<std::string> environment(const std::string& name);

// The whole of a file, or of standard input for "-", at most limit bytes; *cut says whether there was more.
Result<std::string> read_all(const std::string& path, std::size_t limit, bool* cut = nullptr);

// Each adds one command to the tree and sets action when it was chosen.
void add_console(CLI::App& root, Action& action);
void add_grade(CLI::App& root, Action& action);
void add_lint(CLI::App& root, Action& action);
void add_eval(CLI::App& root, Action& action);
void add_graph(CLI::App& root, Action& action);
void add_packs(CLI::App& root, Action& action);
void add_history(CLI::App& root, Action& action);
void add_new(CLI::App& root, Action& action);
void add_schema(CLI::App& root, Action& action);
void add_import(CLI::App& root, Action& action);
void add_serve(CLI::App& root, Action& action);
void add_health(CLI::App& root, Action& action);
void add_doctor(CLI::App& root, Action& action);
void add_backup(CLI::App& root, Action& action);
void add_board(CLI::App& root, Action& action);
void add_regrade(CLI::App& root, Action& action);
void add_appeals(CLI::App& root, Action& action);
void add_slack(CLI::App& root, Action& action);

}  // namespace bot::main
