// Owns loading content for a command, and reading files and the environment.
#include "bot/main/command.h"

#include <fmt/format.h>
#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <exception>

#include "bot/app/sources.h"
#include "bot/base/nearest.h"
#include "bot/base/plain.h"
#include "bot/base/text.h"

namespace bot::main {

void add_content_option(CLI::App& command, ContentOptions& options) {
    command.add_option("--content", options.folders, "A content folder or a pack folder to lay over the shipped content (repeatable)")
        ->type_name("DIR")
        ->allow_extra_args(false);
}

namespace {

// One character for one byte, for when there is no memory for more.
void put_bytes(std::FILE* stream, std::string_view text) noexcept {
    for (const char c : text) std::putc((c >= ' ' && c <= '~') || c == '\n' ? c : '?', stream);
}

}  // namespace

void put_raw(std::FILE* stream, std::string_view text) noexcept { std::fwrite(text.data(), 1, text.size(), stream); }

void put(std::FILE* stream, std::string_view text) noexcept {
    try {
        put_raw(stream, plain(text));
    } catch (const std::exception&) {
        put_bytes(stream, text);
    }
}

int cannot(std::string_view message) noexcept {
    put(stderr, "viva: ");
    try {
        put_raw(stderr, plain_line(message));
    } catch (const std::exception&) {
        put_bytes(stderr, message);
    }
    put(stderr, "\n");
    return kCannot;
}

int cannot(const Error& error) noexcept { return cannot(error.message); }

int finished(int code) noexcept {
    const bool failed = std::fflush(stdout) != 0;
    if (!failed && std::ferror(stdout) == 0) return code;
    pollfd out{STDOUT_FILENO, POLLOUT, 0};
    const bool reader_left = ::poll(&out, 1, 0) > 0 && (out.revents & (POLLERR | POLLHUP)) != 0;
    return reader_left ? code : cannot("cannot write the output; standard output is closed or its disk is full");
}

Error no_script(const app::Library& library, std::string_view name) {
    std::vector<std::string> known;
    for (const auto& script : library.content().scripts) known.push_back(script.id);
    return {Code::kNotFound, fmt::format("no script is named {}{}; there are: {}", name, did_you_mean(name, known), fmt::join(known, ", "))};
}

std::optional<std::string> environment(const std::string& name) {
    const char* value = std::getenv(name.c_str());
    if (!value || !*value) return std::nullopt;
    return value;
}

Result<std::shared_ptr<app::Library>> load_library(const ContentOptions& options, script::Options compile) {
    app::Layered layered{app::embedded_sources(), {}};
    std::vector<std::string> folders;
    if (const auto list = environment("VIVA_CONTENT")) {
        for (const auto folder : split(*list, ':')) {
            if (!folder.empty()) folders.emplace_back(folder);
        }
    }
    folders.insert(folders.end(), options.folders.begin(), options.folders.end());
    for (const auto& folder : folders) {
        auto sources = app::read_folder(folder);
        if (!sources) return tl::unexpected(sources.error());
        app::lay_over(layered, std::move(*sources), folder);
    }
    for (const auto& note : layered.notes) bot::main::note("viva: {}\n", plain_line(note));

    auto compiled = script::compile(layered.sources, compile);
    if (script::has_errors(compiled.diagnostics)) {
        for (const auto& diagnostic : compiled.diagnostics) {
            if (diagnostic.severity == script::Severity::kError) note("{}\n", script::to_text(diagnostic));
        }
        return fail(Code::kInvalidInput, "the content has errors (above); viva lint shows them all");
    }
    return std::make_shared<app::Library>(std::move(compiled.content), std::move(layered.sources));
}

Result<std::string> read_all(const std::string& path, std::size_t limit, bool* cut) {
    std::FILE* file = path == "-" ? stdin : std::fopen(path.c_str(), "rb");
    if (!file) return fail(Code::kInvalidInput, fmt::format("cannot open {}: {}", path, std::strerror(errno)));
    std::string text;
    char buffer[65536];
    std::size_t got = 0;
    bool more = false;
    while ((got = std::fread(buffer, 1, sizeof buffer, file)) > 0) {
        const auto room = limit - text.size();
        text.append(buffer, std::min(got, room));
        more = more || got > room;
        if (more && path != "-") break;  // standard input is read to its end, so that the writer is not cut off
    }
    const bool failed = std::ferror(file) != 0;
    const int reason = errno;
    if (file != stdin) std::fclose(file);
    if (failed) return fail(Code::kInvalidInput, fmt::format("cannot read {}: {}", path, std::strerror(reason)));
    if (cut) *cut = more;
    return text;
}

}  // namespace bot::main
