// Owns `viva grade`: one answer explained, or a batch of JSON lines.
#include <fmt/format.h>

#include <cstdio>
#include <thread>

#include "bot/app/batch.h"
#include "bot/app/grade_json.h"
#include "bot/base/nearest.h"
#include "bot/base/text.h"
#include "bot/grade/lead.h"
#include "bot/grade/pattern_text.h"
#include "bot/grade/tally.h"
#include "bot/main/command.h"

namespace bot::main {
namespace {

struct Options {
    ContentOptions content;
    std::string question;
    std::string followup;  // a point's id; empty = a first answer
    std::string file = "-";
    std::string batch;
    int jobs = 1;
    bool explain = false;
    bool json = false;
};

std::string quoted(std::string_view answer, const std::optional<grade::Span>& span) {
    if (!span) return {};
    return fmt::format("\"{}\"", to_utf8(answer.substr(span->begin, span->end - span->begin)));
}

void print_points(const grade::Question& question, const grade::Findings& findings, std::string_view answer) {
    for (std::size_t i = 0; i < question.points.size(); ++i) {
        const auto& point = question.points[i];
        const auto& finding = findings.points[i];
        const char* sign = finding.status == grade::PointStatus::kMatched ? "+" : "-";
        say("{} {:<12} {} (weight {})\n", sign, grade::to_string(finding.status), point.id, point.weight);
        say("      {}\n", finding.span ? quoted(answer, finding.span) : point.want);
    }
    for (std::size_t i = 0; i < question.misconceptions.size(); ++i) {
        const auto& finding = findings.misconceptions[i];
        if (finding.status == grade::ClaimStatus::kAbsent) continue;
        const auto& misconception = question.misconceptions[i];
        say("! {:<12} {} (weight {}): {}\n      {}\n", grade::to_string(finding.status), misconception.id, misconception.weight, misconception.claim,
            quoted(answer, finding.span));
    }
}

// Where every figure of the mark comes from, in the order the formula takes them.
void print_components(const grade::Question& question, const grade::Mark& mark) {
    say("\nearned {:.1f} of {:.1f} that count as everything", mark.earned / 10.0, mark.full / 10.0);
    if (mark.lost > 0) say(", less {:.1f} for misconceptions", mark.lost / 10.0);
    say(": rubric {:.3f}, worth {:.3f}\n", mark.rubric / 1000.0, grade::worth_of(mark) / 1000.0);
    if (grade::worth_of(mark) > grade::worth_of(mark.rubric)) say("explained at length: the points count up to {}% more\n", mark.elaboration / 10);
    say("effort {:.3f} (distinct content words around what matched)\n", mark.effort / 1000.0);
    if (question.kind == grade::Kind::kBehavioural) say("evidence {:.3f} (numbers around what matched)\n", mark.evidence / 1000.0);
    if (mark.untouched_parts > 0) say("parts of the question left out: {}\n", mark.untouched_parts);
    if (mark.capped_parts) say("capped at {}: two or more parts were left out\n", grade::kUntouchedCap);
    if (mark.capped_list) say("capped at {}: a list of terms says nothing about them\n", grade::kListCap);
    if (mark.raised) say("raised to {}: it speaks of the subject\n", grade::kOnSubject);
}

void print_patterns(const grade::Question& question, const grade::Findings& findings) {
    say("\npatterns that decided (alternative of match, from 1):\n");
    for (std::size_t i = 0; i < question.points.size(); ++i) {
        const auto& finding = findings.points[i];
        if (finding.alternative >= 0)
            say("  {} #{}: {}\n", question.points[i].id, finding.alternative + 1, grade::to_text(question.points[i].match[std::size_t(finding.alternative)]));
    }
    for (std::size_t i = 0; i < question.misconceptions.size(); ++i) {
        const auto& finding = findings.misconceptions[i];
        if (finding.alternative >= 0)
            say("  {} #{}: {}\n", question.misconceptions[i].id, finding.alternative + 1,
                grade::to_text(question.misconceptions[i].match[std::size_t(finding.alternative)]));
    }
}

void print_followup(const grade::Question& question, std::size_t point, int lead) {
    const auto& asked = question.points[point];
    say("{}: follow-up on {}: {}\n", question.id, asked.id, asked.ask.empty() ? "(it has no ask)" : asked.ask);
    if (lead >= 0) {
        const auto& words = asked.lead[std::size_t(lead)];
        say("read as: {}{}\n", words, words.find("...") == std::string::npos ? " ..." : "");
    } else if (asked.lead.empty()) {
        say("the point has no lead\n");
    }
}

// The point of the id; unset if there is none, and that was said.
std::optional<std::size_t> point_of(const grade::Question& question, const std::string& id) {
    std::vector<std::string> ids;
    for (const auto& point : question.points) ids.push_back(point.id);
    const auto found = std::find(ids.begin(), ids.end(), id);
    if (found != ids.end()) return std::size_t(found - ids.begin());
    cannot(fmt::format("no point {} in {}{}; its points: {}", id, question.id, did_you_mean(id, ids), fmt::join(ids, ", ")));
    return std::nullopt;
}

int grade_one(const app::Library& library, const Options& options) {
    const auto key = library.resolve_question(options.question);
    if (!key) return cannot(key.error());
    const auto rubric = library.rubric(*key);
    if (!rubric) return cannot(fmt::format("the rubric of {} does not compile; viva lint says why", *key));
    const auto& question = grade::question_of(*rubric);
    std::optional<std::size_t> asked;
    if (!options.followup.empty() && !(asked = point_of(question, options.followup))) return kCannot;
    bool cut = false;
    const auto answer = read_all(options.file, 4 * grade::kMaxAnswerBytes, &cut);
    if (!answer) return cannot(answer.error());
    const auto [findings, lead] = asked ? grade::examine_followup(*rubric, *answer, int(*asked)) : grade::Followup{grade::examine(*rubric, *answer)};
    auto tally = grade::first_tally(question, asked ? grade::Findings{} : findings, {});
    if (asked) grade::add_followup(tally, question, {grade::Probe::Kind::kPoint, int(*asked)}, findings, false);
    const auto mark = grade::mark(question, tally);
    if (options.json) {
        put_raw(stdout, app::encode_grade("null", question, *answer, findings, tally, mark, options.explain) + "\n");
    } else {
        if (asked) {
            print_followup(question, *asked, lead);
        } else {
            say("{}: {} of 100, {}\n", question.id, mark.score, grade::to_string(mark.band));
        }
        print_points(question, findings, *answer);
        if (options.explain) {
            if (!asked) print_components(question, mark);
            print_patterns(question, findings);
        }
    }
    if (findings.cut || cut) note("viva: the answer is longer than {} KiB; only the beginning was graded\n", grade::kMaxAnswerBytes / 1024);
    if (findings.repaired) note("viva: the answer holds bytes that are no UTF-8; they were read as U+FFFD\n");
    if (findings.other_language) note("viva: the answer seems to be in another language than the pack's; it was graded all the same\n");
    return kDone;
}

constexpr std::size_t kEndlessLine = 4 * app::kMaxLineBytes;

// Lines of a stream. What goes on for kEndlessLine bytes without an end of line is no file of lines: it is refused, and then nothing more is read.
class LineReader {
   public:
    explicit LineReader(std::FILE* file) : file_(file) {}

    std::optional<app::Line> next() {
        if (endless_) return std::nullopt;
        app::Line line;
        std::size_t length = 0;
        int c = 0;
        while (length < kEndlessLine && (c = ::getc_unlocked(file_)) != EOF && c != '\n') {
            if (++length <= app::kMaxLineBytes) line.text += char(c);
        }
        if (c == EOF && length == 0) return std::nullopt;
        endless_ = length == kEndlessLine;
        if (length > app::kMaxLineBytes) line = {{}, true};
        return line;
    }

    bool endless() const { return endless_; }

   private:
    std::FILE* file_;
    bool endless_ = false;
};

int grade_lines(const app::Library& library, const Options& options) {
    std::FILE* file = options.batch == "-" ? stdin : std::fopen(options.batch.c_str(), "rb");
    if (!file) return cannot(fmt::format("cannot open {}; give a file of JSON lines, or - for standard input", options.batch));
    LineReader reader(file);
    const auto write = [](std::string_view line) {
        return std::fwrite(line.data(), 1, line.size(), stdout) == line.size() && std::putc('\n', stdout) != EOF && std::fflush(stdout) == 0;
    };
    const auto result = app::grade_batch(
        library, [&] { return reader.next(); }, write, options.jobs);
    const bool unreadable = std::ferror(file) != 0;
    if (file != stdin) std::fclose(file);
    if (unreadable) return cannot(fmt::format("cannot read {}", options.batch));
    if (std::ferror(stdout)) return kDone;  // finished() tells why
    if (reader.endless())
        return cannot(fmt::format("line {} of {} is longer than {} MiB; nothing after it was read", result.lines, options.batch, kEndlessLine / 1024 / 1024));
    if (result.lines == 0) return cannot(fmt::format("no lines to grade in {}", options.batch == "-" ? "standard input" : options.batch));
    if (result.errors > 0) return cannot(fmt::format("{} of {} lines could not be graded; each has an \"error\" in the output", result.errors, result.lines));
    return kDone;
}

}  // namespace

void add_grade(CLI::App& root, Action& action) {
    auto* command = root.add_subcommand("grade", "Grade one answer, or a batch of JSON lines");
    auto options = std::make_shared<Options>();
    add_content_option(*command, options->content);
    auto* question = command->add_option("--question", options->question, "The question's id, or pack/id")->type_name("ID");
    auto* followup =
        command->add_option("--followup", options->followup, "Read FILE as the answer to the follow-up question on this point")->type_name("POINT");
    auto* batch = command
                      ->add_option("--batch", options->batch,
                                   "Grade lines {\"id\",\"question\",\"answer\"}, with \"followup\":POINT too, of a file, or of standard input with -")
                      ->type_name("FILE|-");
    command->add_option("--jobs", options->jobs, "Threads for a batch")->check(CLI::Range(1, 256))->needs(batch)->type_name("N");
    auto* explain = command->add_flag("--explain", options->explain, "Show every component of the mark and the patterns that matched");
    auto* json = command->add_flag("--json", options->json, "One JSON object instead of text");
    auto* file = command->add_option("FILE", options->file, "The answer; - or nothing reads standard input")->type_name("");
    for (auto* option : {question, followup, explain, json, file}) batch->excludes(option);
    command->footer(
        "Examples:\n  viva grade --question gmp-model --explain answer.txt\n"
        "  echo 'the kernel' | viva grade --question thread-ownership --followup os-schedules\n  viva grade --batch answers.jsonl --jobs 2 > marks.jsonl");
    command->callback([options, &action] {
        action = [options] {
            if (options->question.empty() && options->batch.empty())
                return cannot("nothing to grade: give --question ID, or --batch FILE; see viva grade --help");
            const auto library = load_library(options->content);
            if (!library) return cannot(library.error());
            return options->batch.empty() ? grade_one(**library, *options) : grade_lines(**library, *options);
        };
    });
}

}  // namespace bot::main
