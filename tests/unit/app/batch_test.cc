// Owns the tests of batch grading: order, streaming, bounds, and what is thrown in a worker.
#include "bot/app/batch.h"

#include <condition_variable>
#include <mutex>
#include <stdexcept>

#include "tests/support/catch.h"

using namespace bot::app;

namespace {

// No content: every sound line is answered with an error that names its question.
const Library& nothing() {
    static const Library library({}, {});
    return library;
}

Line line_of(int id, std::size_t bytes = 0) {
    return {"{\"id\":" + std::to_string(id) + ",\"question\":\"q-" + std::to_string(id) + "\",\"answer\":\"" + std::string(bytes, 'x') + "\"}", false};
}

}  // namespace

TEST_CASE("results come in input order, whatever the number of jobs") {
    for (const int jobs : {1, 2, 7}) {
        INFO(jobs);
        int given = 0;
        std::vector<std::string> written;
        const auto result = grade_batch(
            nothing(), [&]() -> std::optional<Line> { return given == 2000 ? std::nullopt : std::optional(line_of(given++)); },
            [&](std::string_view line) {
                written.emplace_back(line);
                return true;
            },
            jobs);
        CHECK(result.lines == 2000);
        CHECK(result.errors == 2000);
        REQUIRE(written.size() == 2000);
        for (int i = 0; i < 2000; ++i) REQUIRE(written[std::size_t(i)].starts_with("{\"id\":" + std::to_string(i) + ","));
    }
}

TEST_CASE("a result is written before the next line is asked for, if its writer waits for it") {
    for (const int jobs : {1, 2, 3}) {
        INFO(jobs);
        std::mutex mutex;
        std::condition_variable told;
        int written = 0;
        int given = 0;
        const auto result = grade_batch(
            nothing(),
            [&]() -> std::optional<Line> {
                std::unique_lock lock(mutex);
                if (!told.wait_for(lock, std::chrono::seconds(20), [&] { return written == given; }) || given == 20) return std::nullopt;
                return line_of(given++);
            },
            [&](std::string_view) {
                const std::lock_guard lock(mutex);
                ++written;
                told.notify_one();
                return true;
            },
            jobs);
        CHECK(result.lines == 20);
    }
}

TEST_CASE("a writer that does not come along holds up the reader: lines and bytes in flight are bounded") {
    const std::size_t bytes = GENERATE(std::size_t(0), std::size_t(8 * 1024 * 1024));
    const int most = bytes == 0 ? int(2 * kMaxLinesPerJob) : int(kMaxBytesInFlight / bytes) + 1;
    std::mutex mutex;
    std::condition_variable told;
    int given = 0, written = 0;
    bool beyond = false;
    grade_batch(
        nothing(),
        [&]() -> std::optional<Line> {
            const std::lock_guard lock(mutex);
            if (given == (bytes == 0 ? 1000 : 24)) return std::nullopt;
            told.notify_one();
            return line_of(given++, bytes);
        },
        [&](std::string_view) {
            std::unique_lock lock(mutex);
            // The first result is not taken for as long as it would need to run ahead; one more line than fit waits at the door.
            if (written++ == 0) beyond = told.wait_for(lock, std::chrono::milliseconds(300), [&] { return given > most + 1; });
            return true;
        },
        2);
    CHECK(written == given);
    CHECK_FALSE(beyond);
}

TEST_CASE("a writer that fails ends the run") {
    for (const int jobs : {1, 2}) {
        int given = 0, written = 0;
        grade_batch(
            nothing(), [&]() -> std::optional<Line> { return line_of(given++); }, [&](std::string_view) { return ++written < 5; }, jobs);
        CHECK(written == 5);
        CHECK(given < 1000);
    }
}

TEST_CASE("what a reader throws reaches the caller, after what came in was written") {
    int given = 0, written = 0;
    CHECK_THROWS_AS(grade_batch(
                        nothing(),
                        [&]() -> std::optional<Line> {
                            if (given == 10) throw std::runtime_error("the line broke");
                            return line_of(given++);
                        },
                        [&](std::string_view) {
                            ++written;
                            return true;
                        },
                        2),
                    std::runtime_error);
    CHECK(written == 10);
}

TEST_CASE("what is thrown while grading becomes an error line with the id, and the run goes on") {
    class Failing : public Library {
       public:
        using Library::Library;
        std::shared_ptr<const bot::grade::Rubric> rubric(std::string_view) const override { throw std::runtime_error("the rubric fell"); }
    };
    bot::script::Content content;
    content.packs.emplace_back();
    content.packs.back().id = "mine";
    content.packs.back().questions.emplace_back();
    content.packs.back().questions.back().id = "q-1";
    const Failing library(std::move(content), {});
    std::vector<std::string> written;
    int given = 0;
    const auto result = grade_batch(
        library, [&]() -> std::optional<Line> { return given++ < 3 ? std::optional(line_of(1)) : std::nullopt; },
        [&](std::string_view line) {
            written.emplace_back(line);
            return true;
        },
        2);
    CHECK(result.errors == 3);
    REQUIRE(written.size() == 3);
    CHECK(written[0].starts_with("{\"id\":1,"));
    CHECK(written[0].find("the rubric fell") != std::string::npos);
}
