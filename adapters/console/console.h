// Owns the dialogue at a console: shows what the bot says, hears what the person says, until the session ends or waits. Must not grade, store or know
// scripts: the Conversation does.
//
// From main:
//   SignalWatch signals;
//   Terminal terminal{0, 1, {.plain = ..., .width = 0}, process_environment()};
//   FdOutput out{1}, err{2};
//   auto source = open_source(terminal, signals, out, state_folder + "/console_history");
//   return run(*conversation, catalogue, *source, terminal, out, err, {.resume_command = "viva console --resume"});
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "adapters/console/output.h"
#include "adapters/console/signals.h"
#include "adapters/console/source.h"
#include "adapters/console/terminal.h"
#include "bot/app/ports.h"
#include "bot/base/catalogue.h"

namespace adapters::console {

// Exit codes of the program.
constexpr int kDone = 0;
constexpr int kCannot = 2;

struct ConsoleOptions {
    std::string resume_command;  // shown when the session waits to be resumed; "" = no such line
    Output* record = nullptr;    // gets the whole dialogue as a pipe would show it (plain, 80 columns): a golden transcript
    // Writes an answer in an editor: (draft, text shown below it) -> answer. Null = compose() with the process's environment.
    std::function<bot::Result<std::string>(std::string_view, std::string_view)> compose;
};

// Line editing where the terminal can, else plain lines; piped input is taken line by line. The arguments must outlive the source.
std::unique_ptr<Source> open_source(const Terminal& terminal, SignalWatch& signals, Output& out, const std::string& history_path);

// Runs a conversation to its end. Returns kDone when it ended or waits (stop, pause, end of input, Ctrl-C, a reader that went away), kCannot after one
// line on err when it cannot go on. Not lost in any case: each answer shown as taken is durable. Unless a person sits at both ends, the transcript holds
// the answers too, behind "> ".
int run(bot::app::Conversation& conversation, const bot::Catalogue& texts, Source& source, const Terminal& terminal, Output& out, Output& err,
        const ConsoleOptions& options);

}  // namespace adapters::console
