// Owns the order and the threads of batch grading.
#include "bot/app/batch.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <thread>
#include <vector>

#include "bot/app/grade_json.h"
#include "bot/base/text.h"
#include "bot/grade/tally.h"

namespace bot::app {
namespace {
constexpr std::size_t kWindowPerJob = 64;
}

GradedLine grade_line(const Library& library, const Line& line) {
    if (line.too_long) return {encode_error("null", fmt::format("the line is longer than {} MiB", kMaxLineBytes / 1024 / 1024)), true};
    const auto request = decode_request(line.text);
    if (!request) return {encode_error(id_of_line(line.text), request.error().message), true};
    const auto key = library.resolve_question(request->question);
    if (!key) return {encode_error(request->id, key.error().message), true};
    const auto rubric = library.rubric(*key);
    if (!rubric) return {encode_error(request->id, fmt::format("the rubric of {} does not compile; viva lint says why", *key)), true};
    const auto& question = grade::question_of(*rubric);
    const auto findings = grade::examine(*rubric, request->answer);
    const auto tally = grade::first_tally(question, findings, {});
    return {encode_grade(request->id, question, request->answer, findings, tally, grade::mark(question, tally), false), false};
}

BatchResult grade_batch(const Library& library, const ReadLine& read, const WriteLine& write, int jobs) {
    BatchResult result;
    const std::size_t workers = std::size_t(std::max(1, jobs));
    bool more = true;
    while (more) {
        std::vector<Line> window;
        while (window.size() < (workers == 1 ? 1 : workers * kWindowPerJob)) {
            auto line = read();
            if (!line) {
                more = false;
                break;
            }
            if (line->too_long || !trim(line->text).empty()) window.push_back(std::move(*line));
        }
        std::vector<GradedLine> graded(window.size());
        std::atomic<std::size_t> next{0};
        const auto work = [&] {
            for (std::size_t i = next++; i < window.size(); i = next++) graded[i] = grade_line(library, window[i]);
        };
        if (workers == 1 || window.size() < 2) {
            work();
        } else {
            std::vector<std::jthread> threads;
            for (std::size_t i = 0; i < std::min(workers, window.size()); ++i) threads.emplace_back(work);
        }
        for (const auto& line : graded) {
            ++result.lines;
            result.errors += line.error ? 1 : 0;
            if (!write(line.json)) return result;
        }
    }
    return result;
}

}  // namespace bot::app
