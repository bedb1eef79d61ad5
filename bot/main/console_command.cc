// Owns `viva console`: which person, which session, which terminal; then the console adapter talks.
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <random>

#include "adapters/console/choose.h"
#include "adapters/console/console.h"
#include "adapters/console/signals.h"
#include "adapters/console/terminal.h"
#include "bot/app/exam.h"
#include "bot/main/command.h"
#include "bot/main/local_person.h"

namespace bot::main {
namespace {

namespace ui = adapters::console;

constexpr const char* kNothingToResume = "there is nothing to resume; start with viva console --pack NAME";

struct Options {
    ContentOptions content;
    std::string pack;
    std::string script = "round";
    std::optional<int> questions;
    std::optional<int> minutes;
    std::optional<std::uint64_t> seed;
    std::string database;
    std::string record;
    bool resume = false;
    bool plain = false;
    int width = 0;
};

// Decimal digits only: what the library would take for a number may be negative, octal or cut to what fits.
std::optional<std::uint64_t> read_seed(std::string_view text) {
    std::uint64_t seed = 0;
    const auto* end = text.data() + text.size();
    const auto [stopped, error] = std::from_chars(text.data(), end, seed);
    if (text.empty() || error != std::errc() || stopped != end) return std::nullopt;
    return seed;
}

// A file that gets the whole dialogue; closed at the end.
class Recording {
   public:
    static Result<std::unique_ptr<Recording>> open(const std::string& path) {
        const int fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
        if (fd < 0) return fail(Code::kInvalidInput, fmt::format("cannot write {}; check the folder and its permissions", path));
        return std::unique_ptr<Recording>(new Recording(fd));
    }
    ~Recording() { ::close(fd_); }
    Recording(const Recording&) = delete;
    Recording& operator=(const Recording&) = delete;
    ui::Output& output() { return output_; }

   private:
    explicit Recording(int fd) : fd_(fd), output_(fd) {}
    int fd_;
    ui::FdOutput output_;
};

// Everything a console needs of this process, in the order it must be made.
struct Desk {
    explicit Desk(const Options& options, const std::string& folder)
        : terminal(STDIN_FILENO, STDOUT_FILENO, {options.plain, options.width}, ui::process_environment()),
          out(STDOUT_FILENO),
          err(STDERR_FILENO),
          source(ui::open_source(terminal, signals, out, folder + "/console_history")) {}
    ui::SignalWatch signals;
    ui::Terminal terminal;
    ui::FdOutput out;
    ui::FdOutput err;
    std::unique_ptr<ui::Source> source;
};

std::string resume_command(const Options& options) {
    return options.database.empty() ? "viva console --resume" : "viva console --resume --db " + options.database;
}

std::vector<ui::PackOffer> offers(const app::Library& library) {
    std::vector<ui::PackOffer> packs;
    for (const auto& pack : library.content().packs) {
        if (!pack.questions.empty()) packs.push_back({pack.id, pack.title, int(pack.questions.size())});
    }
    return packs;
}

// A new exam as the options and, where they are silent and a person is there, the person say; null if the person leaves.
Result<std::unique_ptr<app::Exam>> new_exam(const Options& options, const std::shared_ptr<const app::Library>& library, Local& local, SystemClock& clock,
                                            Desk& desk) {
    app::ExamRequest request{options.script, {}, options.seed ? *options.seed : std::random_device{}()};
    std::string pack = options.pack;
    if (pack.empty()) {
        const auto packs = offers(*library);
        if (packs.empty()) return fail(Code::kInvalidInput, "there is no pack with questions; give one with --content DIR");
        const auto chosen = ui::choose_pack(packs, library->content().catalogue, *desk.source, desk.terminal, desk.out);
        if (!chosen) return std::unique_ptr<app::Exam>();
        pack = *chosen;
    }
    auto selection = library->resolve_selection(pack);
    if (!selection) return tl::unexpected(selection.error());
    request.arguments["pack"] = *selection;
    if (options.questions) request.arguments["questions"] = std::to_string(*options.questions);
    if (options.minutes) request.arguments["minutes"] = std::to_string(*options.minutes);
    return app::Exam::fresh(*local.store, library, clock, local.person, std::move(request));
}

// Whether some pack that may be chosen, or the shared scripts, have the script; asked before anything is opened.
Status check_script(const app::Library& library, const Options& options) {
    std::vector<std::string> places = {"any"};
    if (!options.pack.empty()) {
        const auto selection = library.resolve_selection(options.pack);
        if (!selection) return tl::unexpected(selection.error());
        places = {*selection};
    } else {
        for (const auto& pack : library.content().packs) places.push_back(pack.id);
    }
    const auto has_it = [&](const std::string& place) { return library.script(options.script, place) != nullptr; };
    if (std::none_of(places.begin(), places.end(), has_it)) return tl::unexpected(no_script(library, options.script));
    return {};
}

// The database; for --resume only one that is there already.
Result<Local> open_for(const Options& options) {
    if (!options.resume) return open_local(options.database);
    auto local = open_existing(options.database);
    if (!local && local.error().code == Code::kNotFound) return fail(Code::kNotFound, "there is nothing to resume: " + local.error().message);
    if (!local) return tl::unexpected(local.error());
    if (!*local) return fail(Code::kNotFound, kNothingToResume);
    return std::move(**local);
}

// The pack that a shared script is written for, if it names one that is there.
std::string pack_of_script(const app::Library& library, const std::string& script) {
    const auto* program = library.script(script, "");
    if (!program) return {};
    const auto named = std::find_if(program->parameters.begin(), program->parameters.end(), [](const auto& parameter) { return parameter.name == "pack"; });
    return named != program->parameters.end() && library.pack(named->value) ? named->value : std::string();
}

int run(Options options) {
    const auto library = load_library(options.content);
    if (!library) return cannot(library.error());
    if (options.pack.empty()) options.pack = pack_of_script(**library, options.script);
    const bool chosen = !options.pack.empty() || options.resume;
    if (!chosen && !(::isatty(STDIN_FILENO) && ::isatty(STDOUT_FILENO)))
        return cannot("no terminal to choose a pack on; give --pack NAME (viva packs lists them)");
    if (const auto known = check_script(**library, options); !known) return cannot(known.error());
    auto local = open_for(options);
    if (!local) return cannot(local.error());
    std::unique_ptr<Recording> recording;
    if (!options.record.empty()) {
        auto opened = Recording::open(options.record);
        if (!opened) return cannot(opened.error());
        recording = std::move(*opened);
    }

    SystemClock clock;
    Desk desk(options, std::filesystem::path(local->path).parent_path().string());
    const auto& texts = (*library)->content().catalogue;
    std::unique_ptr<app::Exam> exam;
    const bool ask = desk.terminal.interactive() && !options.resume;
    if (options.resume || ask) {
        auto paused = app::Exam::resumed(*local->store, *library, clock, local->person);
        if (!paused && options.resume) return cannot(paused.error());
        if (!paused) note("viva: {}\n", paused.error().message);
        if (paused && *paused) {
            const auto answer = options.resume ? ui::Resume::kYes : ui::offer_resume((*paused)->about(), texts, *desk.source, desk.terminal, desk.out);
            if (answer == ui::Resume::kLeave) return kDone;
            if (answer == ui::Resume::kYes) exam = std::move(*paused);
        }
    }
    if (!exam && options.resume) return cannot(kNothingToResume);
    if (!exam) {
        auto fresh = new_exam(options, *library, *local, clock, desk);
        if (!fresh) return cannot(fresh.error());
        if (!*fresh) return kDone;
        exam = std::move(*fresh);
    }
    ui::ConsoleOptions how;
    how.resume_command = resume_command(options);
    how.record = recording ? &recording->output() : nullptr;
    return ui::run(*exam, texts, *desk.source, desk.terminal, desk.out, desk.err, how);
}

}  // namespace

void add_console(CLI::App& root, Action& action) {
    auto* command = root.add_subcommand("console", "Be examined in this terminal");
    auto options = std::make_shared<Options>();
    add_content_option(*command, options->content);
    std::vector<CLI::Option*> of_a_new_session = {
        command->add_option("--pack", options->pack, "A pack, a tag, one question, or any; without it you choose from a list")->type_name("NAME"),
        command
            ->add_option("--script", options->script,
                         "round (questions and minutes), practice (until you stop), tech-lead (a round in five parts), or one of the pack's own")
            ->type_name("NAME")
            ->capture_default_str(),
        command->add_option("--questions", options->questions, "How many questions")->check(CLI::Range(1, 1000))->type_name("N"),
        command->add_option("--minutes", options->minutes, "How many minutes")->check(CLI::Range(1, 1440))->type_name("M"),
        command
            ->add_option_function<std::string>(
                "--seed", [options](const std::string& text) { options->seed = read_seed(text); },
                "The same seed with the same history asks the same questions; random by default, shown on the scorecard")
            ->check([](const std::string& text) {
                return read_seed(text) ? std::string() : fmt::format("\"{}\" is no seed: a whole number from 0 to 18446744073709551615", text);
            })
            ->type_name("S")};
    command->add_option("--db", options->database, "The database file")->type_name("FILE");
    auto* resume = command->add_flag("--resume", options->resume, "Go on with the session you left last");
    for (auto* option : of_a_new_session) resume->excludes(option);
    command->add_flag("--plain", options->plain, "No colour, no drawing (for screen readers and logs)");
    command->add_option("--width", options->width, "Columns to set text for; by default the terminal's")->check(CLI::Range(20, 1000))->type_name("N");
    command->add_option("--record", options->record, "Write the dialogue to a file as well, as a pipe would show it")->type_name("FILE");
    command->footer(
        "Examples:\n  viva console --pack go-developer --script practice\n  viva console --pack concurrency --questions 3\n"
        "  viva console --resume\nPiped, one line is one answer: printf '...\\n' | viva console --pack go-developer --questions 3 --seed 7 --db x.db");
    command->callback([options, &action] { action = [options] { return run(*options); }; });
}

}  // namespace bot::main
