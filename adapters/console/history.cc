// Owns the file's format: "\n" in an entry is written as \n, "\" as \\.
#include "adapters/console/history.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

#include "adapters/console/bounded_file.h"
#include "adapters/console/output.h"
#include "bot/base/text.h"

namespace adapters::console {
namespace {

std::string escaped(std::string_view entry) {
    std::string out;
    for (const char c : entry) {
        if (c == '\n') {
            out += "\\n";
        } else if (c == '\\') {
            out += "\\\\";
        } else {
            out += c;
        }
    }
    return out;
}

std::string unescaped(std::string_view line) {
    std::string out;
    for (std::size_t i = 0; i < line.size(); ++i) {
        if (line[i] != '\\' || i + 1 == line.size()) {
            out += line[i];
        } else {
            ++i;
            out += line[i] == 'n' ? '\n' : line[i];
        }
    }
    return out;
}

}  // namespace

History::History(std::string path) : path_(std::move(path)) {
    if (path_.empty()) return;
    const std::string text = last_lines(path_, kMaxHistoryFile);
    for (const auto line : bot::split(text, '\n')) add(unescaped(line));
}

void History::add(std::string_view entry) {
    if (bot::trim(entry).empty() || entry.size() > kMaxHistoryEntry || entry.find('\0') != std::string_view::npos) return;
    if (!entries_.empty() && entries_.back() == entry) return;
    entries_.emplace_back(entry);
    bytes_ += escaped(entry).size() + 1;
    while (entries_.size() > kMaxHistory || bytes_ > kMaxHistoryFile) {
        bytes_ -= escaped(entries_.front()).size() + 1;
        entries_.erase(entries_.begin());
    }
}

bot::Status History::save() const {
    if (path_.empty()) return {};
    const std::string fresh = path_ + ".new";
    const auto failed = [&](const std::string& what) {
        return bot::fail(bot::Code::kUnavailable, "cannot " + what + " " + fresh + ": " + std::strerror(errno));
    };
    ::unlink(fresh.c_str());
    const int fd = ::open(fresh.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (fd < 0) return failed("create");
    std::string text;
    for (const auto& entry : entries_) text += escaped(entry) + "\n";
    const auto written = FdOutput{fd}.write(text);
    if (::close(fd) != 0 || !written) {
        ::unlink(fresh.c_str());
        return failed("write");
    }
    if (std::rename(fresh.c_str(), path_.c_str()) != 0) return failed("rename");
    return {};
}

}  // namespace adapters::console
