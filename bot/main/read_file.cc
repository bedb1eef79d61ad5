// Owns read_file().
#include "bot/main/read_file.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <system_error>

namespace bot::main {

Result<std::string> read_file(const std::string& path) {
    constexpr std::size_t kMost = std::size_t{1024} * 1024;
    std::error_code error;
    const auto status = std::filesystem::status(path, error);
    if (!std::filesystem::exists(status)) return fail(Code::kNotFound, fmt::format("there is no file {}", path));
    if (std::filesystem::is_directory(status)) return fail(Code::kInvalidInput, fmt::format("{} is a folder, not a file", path));
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rb"), &std::fclose);
    if (!file) return fail(Code::kDenied, fmt::format("{} cannot be read: {}", path, std::generic_category().message(errno)));
    std::string text(kMost + 1, '\0');
    text.resize(std::fread(text.data(), 1, text.size(), file.get()));
    if (text.size() > kMost) return fail(Code::kInvalidInput, fmt::format("{} is longer than 1 MiB", path));
    return text;
}

}  // namespace bot::main
