// Owns `viva packs`: what there is to practise.
#include <fmt/format.h>

#include "bot/main/command.h"

namespace bot::main {
namespace {

struct Options {
    ContentOptions content;
    bool questions = false;
};

int run(const Options& options) {
    const auto library = load_library(options.content);
    if (!library) return cannot(library.error());
    for (const auto& pack : (*library)->content().packs) {
        say("{:<20} {:>3} questions  {}\n", pack.id, pack.questions.size(), pack.title);
        if (!options.questions) continue;
        for (const auto& question : pack.questions) say("    {:<28} {}\n", question.id, question.prompt);
    }
    if (!options.questions) note("viva packs --questions lists the questions; viva console --pack ID starts\n");
    return kDone;
}

}  // namespace

void add_packs(CLI::App& root, Action& action) {
    auto* command = root.add_subcommand("packs", "List the packs and their questions");
    auto options = std::make_shared<Options>();
    add_content_option(*command, options->content);
    command->add_flag("--questions", options->questions, "List each pack's questions too");
    command->footer("Example:\n  viva packs --questions");
    command->callback([options, &action] { action = [options] { return run(*options); }; });
}

}  // namespace bot::main
