// Owns `viva eval`: what agreement with the experts looks like on a terminal.
#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "bot/app/eval.h"
#include "bot/base/text.h"
#include "bot/main/command.h"

namespace bot::main {
namespace {

constexpr std::size_t kImportLimit = std::size_t{64} * 1024 * 1024;

struct Options {
    ContentOptions content;
    std::vector<std::string> packs;
    std::string question;
    std::string split = "all";
    std::string import;
    int worst = 0;
    bool points = false;
    bool json = false;
};

void print_row(std::string_view name, const grade::Agreement& row, const app::PairOrder& order = {}) {
    const auto share = order.pairs == 0 ? std::string("-") : fmt::format("{:.2f}", order.share());
    say("{:<34} {:>5} {:>7.3f} {:>7.3f} {:>6.2f} {:>6} {:>6} {:>6}\n", name, row.count, row.qwk, row.band, row.mae, row.false_accepts, row.false_rejects,
        share);
}

void print_hits(std::string_view title, const std::map<std::string, app::Hits>& rows) {
    if (rows.empty()) return;
    say("\n{:<60} {:>9} {:>7}\n", title, "precision", "recall");
    for (const auto& [name, hits] : rows) {
        const auto share = [](int part, int whole) { return whole == 0 ? std::string("-") : fmt::format("{:.2f}", double(part) / whole); };
        say("{:<60} {:>9} {:>7}\n", name, share(hits.expected_found, hits.found), share(hits.expected_found, hits.expected));
    }
}

void print_worst(const app::Library& library, const std::vector<app::Graded>& worst) {
    if (worst.empty()) return;
    say("\nfurthest from the expert (dev answers only):\n");
    for (const auto& graded : worst) {
        const auto& question = *library.question(graded.question);
        say("\n{}  expert {}  viva {:.1f}  {}\n  {}\n", graded.question, graded.sample->mark, graded.mark.score / 10.0, graded.sample->style,
            fold(graded.sample->text));
        for (std::size_t i = 0; i < question.points.size(); ++i) {
            const auto& finding = graded.findings.points[i];
            const bool wanted = graded.sample->points &&
                                std::find(graded.sample->points->begin(), graded.sample->points->end(), question.points[i].id) != graded.sample->points->end();
            const auto quote =
                finding.span ? to_utf8(std::string_view(graded.sample->text).substr(finding.span->begin, finding.span->end - finding.span->begin)) : "";
            say("    {:<12} {:<32}{}{}\n", grade::to_string(finding.status), question.points[i].id, wanted ? " (a reader says earned)" : "",
                quote.empty() ? "" : "  \"" + fold(quote) + "\"");
        }
        for (std::size_t i = 0; i < question.misconceptions.size(); ++i) {
            const auto& finding = graded.findings.misconceptions[i];
            if (finding.status == grade::ClaimStatus::kClaimed)
                say("    misconception {}  \"{}\"\n", question.misconceptions[i].id,
                    fold(std::string_view(graded.sample->text).substr(finding.span->begin, finding.span->end - finding.span->begin)));
        }
    }
}

// What must never happen, in one line each: bad answers that pass, strong ones that fail.
void print_bars(const app::Report& report) {
    int bad = 0;
    int passed = 0;
    std::optional<int> lowest;
    for (const auto& [style, row] : report.styles) {
        if (style == "term-list" || style == "off-topic" || style == "wrong") {
            bad += row.count;
            passed += row.accepted;
        }
        if (style.starts_with("strong")) lowest = std::min(lowest.value_or(row.lowest), row.lowest);
    }
    if (bad > 0) say("\nterm lists, off-topic and wrong answers above weak: {} of {} ({:.1f}%)\n", passed, bad, 100.0 * passed / bad);
    if (lowest) say("lowest strong answer: {}\n", *lowest);
}

void print_report(const app::Library& library, const app::Report& report, const Options& options) {
    say("{:<34} {:>5} {:>7} {:>7} {:>6} {:>6} {:>6} {:>6}\n", "", "n", "QWK", "band", "MAE", "f.acc", "f.rej", "order");
    for (const auto& [key, row] : report.questions) print_row(key, row, report.question_order.at(key));
    say("\n");
    for (const auto& [id, row] : report.packs) print_row(id, row, report.pack_order.at(id));
    if (report.packs.size() > 1) print_row("all packs", report.all, report.order);
    for (const auto& [id, row] : report.packs_rubric_only) print_row(id + ", points only", row);
    if (report.packs.size() > 1) print_row("all packs, points only", report.rubric_only);
    print_row("baseline: length only", report.length_only);
    print_row("baseline: keywords only", report.keyword_only);
    say("\n{:<34} {:>5} {:>7} {:>7} {:>6} {:>6} {:>6}\n", "style", "n", "expert", "viva", "low", "high", ">weak");
    for (const auto& [style, row] : report.styles) {
        say("{:<34} {:>5} {:>7.2f} {:>7.2f} {:>6} {:>6} {:>6}\n", style, row.count, row.expert, row.grader, row.lowest, row.highest, row.accepted);
    }
    print_bars(report);
    if (options.points) {
        print_hits("point", report.points);
        print_hits("misconception", report.misconceptions);
    }
    print_worst(library, report.worst);
}

int run(const Options& options) {
    const auto library = load_library(options.content, {true, false});
    if (!library) return cannot(library.error());
    app::EvalRequest request;
    request.packs = options.packs;
    request.worst = options.worst;
    request.split = options.split == "dev" ? app::SplitChoice::kDev : options.split == "test" ? app::SplitChoice::kTest : app::SplitChoice::kAll;
    if (!options.question.empty()) {
        const auto key = (*library)->resolve_question(options.question);
        if (!key) return cannot(key.error());
        request.question = *key;
    }
    if (!options.import.empty()) {
        bool cut = false;
        const auto csv = read_all(options.import, kImportLimit, &cut);
        if (!csv) return cannot(csv.error());
        if (cut) return cannot(fmt::format("{} is larger than {} MiB; split it", options.import, kImportLimit / 1024 / 1024));
        auto samples = trim(*csv).starts_with('{') ? app::samples_from_lines(**library, *csv) : app::samples_from_csv(**library, *csv);
        if (!samples) return cannot(fmt::format("{}: {}", options.import, samples.error().message));
        request.imported = std::move(*samples);
    }
    const auto report = app::evaluate(**library, request);
    if (!report) return cannot(report.error());
    if (options.json) {
        put_raw(stdout, app::report_json(*report) + "\n");
    } else {
        print_report(**library, *report, options);
    }
    for (const auto& line : report->below_bar) note("viva: below its bar: {}\n", line);
    return report->below_bar.empty() ? kDone : kSaysNo;
}

}  // namespace

void add_eval(CLI::App& root, Action& action) {
    auto* command = root.add_subcommand("eval", "Grade marked sample answers and show how far the marks agree");
    auto options = std::make_shared<Options>();
    add_content_option(*command, options->content);
    command->add_option("PACK", options->packs, "Packs to evaluate; all when none is given")->type_name("");
    command->add_option("--question", options->question, "Only this question")->type_name("ID");
    command->add_option("--split", options->split, "Which samples: dev, test or all")->check(CLI::IsMember({"dev", "test", "all"}))->type_name("dev|test|all");
    command->add_option("--worst", options->worst, "Show the N dev answers that are furthest from the expert, with reasons")
        ->check(CLI::Range(0, 10000))
        ->type_name("N");
    command
        ->add_option("--import", options->import,
                     "Marked answers from a file, CSV (columns question, mark, text) or JSON lines with these keys, instead of the packs' samples")
        ->type_name("FILE");
    command->add_flag("--points", options->points, "Precision and recall of each point and misconception (annotated samples)");
    command->add_flag("--json", options->json, "JSON instead of tables");
    command->footer(
        "order: how many pairs of a strong (8 and more) and a weak answer (3 and less) to one question are marked in this order; a tie counts half.\n"
        "Exits 1 when a pack is below the bar that its pack.yaml states.\n\nExamples:\n  viva eval go-developer --split dev --worst 5\n  viva eval --import "
        "marked.csv --json");
    command->callback([options, &action] { action = [options] { return run(*options); }; });
}

}  // namespace bot::main
