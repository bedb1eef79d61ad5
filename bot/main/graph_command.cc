// Owns `viva graph`: a script's machine as text for a drawing program.
#include <fmt/format.h>

#include "bot/main/command.h"
#include "bot/script/graph.h"

namespace bot::main {
namespace {

struct Options {
    ContentOptions content;
    std::string script;
    std::string pack;
    std::string format = "dot";
};

int run(const Options& options) {
    const auto library = load_library(options.content);
    if (!library) return cannot(library.error());
    const auto* program = (*library)->script(options.script, options.pack);
    if (!program) return cannot(no_script(**library, options.script));
    say("{}", options.format == "dot" ? script::to_dot(*program) : script::to_mermaid(*program));
    return kDone;
}

}  // namespace

void add_graph(CLI::App& root, Action& action) {
    auto* command = root.add_subcommand("graph", "Draw a script's state machine");
    auto options = std::make_shared<Options>();
    add_content_option(*command, options->content);
    command->add_option("SCRIPT", options->script, "The script's id")->required()->type_name("");
    command->add_option("--pack", options->pack, "Look in this pack's own scripts first")->type_name("ID");
    command->add_option("--format", options->format, "dot (Graphviz) or mermaid")->check(CLI::IsMember({"dot", "mermaid"}))->type_name("dot|mermaid");
    command->footer("Examples:\n  viva graph round | dot -Tsvg > round.svg\n  viva graph round --format mermaid");
    command->callback([options, &action] { action = [options] { return run(*options); }; });
}

}  // namespace bot::main
