// Owns `viva history`: what the person of this console has answered, and the marks.
#include <fmt/format.h>

#include "bot/app/paths.h"
#include "bot/base/text.h"
#include "bot/main/command.h"
#include "bot/main/local_person.h"

namespace bot::main {
namespace {

struct Options {
    ContentOptions content;
    std::string question;
    std::string database;
};

void print_attempt(const store::StoredAttempt& stored) {
    const auto& attempt = stored.attempt;
    auto at = to_rfc3339(attempt.at).substr(0, 16);
    at[10] = ' ';
    say("{} UTC  {:>3}  {:<8}  {}{}\n", at, attempt.score, grade::to_string(grade::band_of(attempt.score)), attempt.question,
        attempt.target.empty() ? "" : "  (follow-up, " + attempt.target + ")");
}

int run(const Options& options) {
    std::string key;
    if (!options.question.empty()) {
        const auto library = load_library(options.content);
        if (!library) return cannot(library.error());
        const auto found = (*library)->resolve_question(options.question);
        if (!found) return cannot(found.error());
        key = *found;
    }
    constexpr const char* kNothing = "nothing answered yet; viva console starts\n";
    auto local = open_existing(options.database);
    if (!local) return cannot(local.error());
    if (!*local) {
        note("{}", kNothing);
        return kDone;
    }
    const auto attempts = (*local)->store->attempts((*local)->person, key);
    if (!attempts) return cannot(attempts.error());
    for (const auto& attempt : *attempts) {
        print_attempt(attempt);
        if (!key.empty()) say("    {}\n", fold(attempt.attempt.answer));
    }
    if (attempts->empty()) note("{}", kNothing);
    return kDone;
}

}  // namespace

void add_history(CLI::App& root, Action& action) {
    auto* command = root.add_subcommand("history", "List your answers and marks");
    auto options = std::make_shared<Options>();
    add_content_option(*command, options->content);
    command->add_option("--question", options->question, "Only this question, with what you answered")->type_name("ID");
    command->add_option("--db", options->database, "The database file")->type_name("FILE");
    command->footer("Example:\n  viva history --question gmp-model");
    command->callback([options, &action] { action = [options] { return run(*options); }; });
}

}  // namespace bot::main
