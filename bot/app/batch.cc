// Owns the order and the threads of batch grading.
#include "bot/app/batch.h"

#include <fmt/format.h>

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <new>
#include <system_error>
#include <thread>
#include <vector>

#include "bot/app/grade_json.h"
#include "bot/base/text.h"
#include "bot/grade/lead.h"
#include "bot/grade/tally.h"

namespace bot::app {
namespace {

GradedLine grade_sound_line(const Library& library, const Line& line) {
    if (line.too_long) return {encode_error("null", fmt::format("the line is longer than {} MiB", kMaxLineBytes / 1024 / 1024)), true};
    const auto request = decode_request(line.text);
    if (!request) return {encode_error(id_of_line(line.text), request.error().message), true};
    const auto key = library.resolve_question(request->question);
    if (!key) return {encode_error(request->id, key.error().message), true};
    const auto rubric = library.rubric(*key);
    if (!rubric) return {encode_error(request->id, fmt::format("the rubric of {} does not compile; viva lint says why", *key)), true};
    const auto& question = grade::question_of(*rubric);
    if (request->followup.empty()) {
        const auto findings = grade::examine(*rubric, request->answer);
        const auto tally = grade::first_tally(question, findings, {});
        return {encode_grade(request->id, question, request->answer, findings, tally, grade::mark(question, tally), false), false};
    }
    const auto point = std::find_if(question.points.begin(), question.points.end(), [&](const auto& one) { return one.id == request->followup; });
    if (point == question.points.end()) return {encode_error(request->id, fmt::format("no point {} in {}", request->followup, question.id)), true};
    const int asked = int(point - question.points.begin());
    const auto findings = grade::examine_followup(*rubric, request->answer, asked).findings;
    auto tally = grade::first_tally(question, {}, {});
    grade::add_followup(tally, question, {grade::Probe::Kind::kPoint, asked}, findings, false);
    return {encode_grade(request->id, question, request->answer, findings, tally, grade::mark(question, tally), false), false};
}

std::string id_if_any(const Line& line) {
    try {
        return id_of_line(line.text);
    } catch (const std::exception&) {
        return "null";
    }
}

bool is_blank(const Line& line) { return !line.too_long && trim(line.text).empty(); }

void count(BatchResult& result, const GradedLine& line) {
    ++result.lines;
    result.errors += line.error ? 1 : 0;
}

// Lines on their way through several threads. They enter in order, are graded in any, and leave in order: whichever thread finishes the oldest line writes it
// and all finished ones behind it.
class Pipeline {
   public:
    Pipeline(const Library& library, const WriteLine& write, std::size_t jobs) : library_(library), write_(write), most_(jobs * kMaxLinesPerJob) {
        for (std::size_t i = 0; i < jobs; ++i) {
            try {
                threads_.emplace_back([this] { work(); });
            } catch (const std::system_error&) {
                if (threads_.empty()) throw;  // with fewer threads than wished the work is done all the same
                break;
            }
        }
    }
    // Also when reading threw: what came in is graded and written, then the threads end.
    ~Pipeline() { end(); }
    Pipeline(const Pipeline&) = delete;
    Pipeline& operator=(const Pipeline&) = delete;

    // Waits for room. False: writing failed, nothing more is wanted.
    bool enter(Line line) {
        std::unique_lock lock(mutex_);
        room_.wait(lock, [&] { return stopped_ || slots_.empty() || (slots_.size() < most_ && bytes_ < kMaxBytesInFlight); });
        if (stopped_) return false;
        bytes_ += line.text.size();
        slots_.push_back({std::move(line), {}, false});
        work_.notify_one();
        return true;
    }

    BatchResult finish() {
        end();
        threads_.clear();  // joins
        return result_;
    }

   private:
    struct Slot {
        Line line;
        GradedLine graded;
        bool done = false;
    };

    void end() {
        const std::lock_guard lock(mutex_);
        ended_ = true;
        work_.notify_all();
    }

    void work() {
        std::unique_lock lock(mutex_);
        while (true) {
            work_.wait(lock, [&] { return stopped_ || ended_ || taken_ < slots_.size(); });
            if (stopped_ || taken_ == slots_.size()) return;
            auto& slot = slots_[taken_++];  // stays where it is: a deque only grows behind it and shrinks before it
            lock.unlock();
            auto graded = grade_line(library_, slot.line);
            lock.lock();
            bytes_ += graded.json.size();
            bytes_ -= slot.line.text.size();
            slot = {{}, std::move(graded), true};
            write_finished(lock);
        }
    }

    void write_finished(std::unique_lock<std::mutex>& lock) {
        if (writing_) return;  // that thread looks again before it stops
        writing_ = true;
        while (!stopped_ && !slots_.empty() && slots_.front().done) {
            const auto graded = std::move(slots_.front().graded);
            lock.unlock();
            const bool written = write_(graded.json);
            lock.lock();
            slots_.pop_front();
            --taken_;
            bytes_ -= graded.json.size();
            count(result_, graded);
            stopped_ = !written;
            room_.notify_one();
        }
        writing_ = false;
        if (stopped_) work_.notify_all();
    }

    const Library& library_;
    const WriteLine& write_;
    const std::size_t most_;
    std::mutex mutex_;
    std::condition_variable room_;
    std::condition_variable work_;
    std::deque<Slot> slots_;  // the oldest first
    std::size_t taken_ = 0;   // of them, from the front: being graded, or done
    std::size_t bytes_ = 0;   // of their lines and results
    bool writing_ = false;
    bool ended_ = false;    // no more lines enter
    bool stopped_ = false;  // writing failed
    BatchResult result_;
    std::vector<std::jthread> threads_;  // last: joined before the rest goes
};

}  // namespace

GradedLine grade_line(const Library& library, const Line& line) {
    try {
        return grade_sound_line(library, line);
    } catch (const std::bad_alloc&) {
        return {encode_error(id_if_any(line), "out of memory"), true};
    } catch (const std::exception& error) {
        return {encode_error(id_if_any(line), fmt::format("unexpected failure: {}", error.what())), true};
    }
}

BatchResult grade_batch(const Library& library, const ReadLine& read, const WriteLine& write, int jobs) {
    if (jobs > 1) {
        Pipeline pipeline(library, write, std::size_t(jobs));
        while (auto line = read()) {
            if (!is_blank(*line) && !pipeline.enter(std::move(*line))) break;
        }
        return pipeline.finish();
    }
    BatchResult result;
    while (const auto line = read()) {
        if (is_blank(*line)) continue;
        const auto graded = grade_line(library, *line);
        count(result, graded);
        if (!write(graded.json)) break;
    }
    return result;
}

}  // namespace bot::app
