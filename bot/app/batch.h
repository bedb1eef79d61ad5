// Owns batch grading: JSON lines in, JSON lines out, in input order, on several threads with bounded memory.
// Must not know where lines come from.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "bot/app/library.h"

namespace bot::app {

constexpr std::size_t kMaxLineBytes = std::size_t{16} * 1024 * 1024;  // a longer line is refused with an error line, the rest of it skipped

// A source of lines: nullopt at the end. An over-long line comes back empty with too_long set.
struct Line {
    std::string text;
    bool too_long = false;
};
using ReadLine = std::function<std::optional<Line>()>;
using WriteLine = std::function<bool(std::string_view)>;  // false stops the run (the reader is gone)

struct BatchResult {
    std::size_t lines = 0;
    std::size_t errors = 0;
};

// Of lines that are read and not yet written. One line is always let in.
constexpr std::size_t kMaxLinesPerJob = 64;
constexpr std::size_t kMaxBytesInFlight = std::size_t{64} * 1024 * 1024;

// Grades every line; a bad line gives {"id","error"} and the run goes on. Blank lines are passed over. Each result is written as soon as those of the lines
// before it are, whether or not there is more to read. read is called on this thread, write on any, one call at a time; write must not throw.
BatchResult grade_batch(const Library& library, const ReadLine& read, const WriteLine& write, int jobs);

// The result line of one request line, and whether it is an error.
struct GradedLine {
    std::string json;
    bool error = false;
};
GradedLine grade_line(const Library& library, const Line& line);  // whatever is thrown below it becomes an error line

}  // namespace bot::app
