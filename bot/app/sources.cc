// Owns reading content folders and layering them.
#include "bot/app/sources.h"

#include <fmt/format.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <set>

#include "bot/base/text.h"

extern "C" {
// Defined by the build (cmake/embed.cmake): name, begin, end of each file; a null name ends the table.
struct viva_embedded_file {
    const char* name;
    const char* begin;
    const char* end;
};
extern const viva_embedded_file viva_embedded_content[];
}

namespace bot::app {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kReadLimit = std::size_t{1024} * 1024 + 1;  // the compiler refuses files over 1 MiB
constexpr std::size_t kMaxFiles = 10'000;

// "packs/<id>" for a file of a pack, else "".
std::string pack_of(std::string_view path) {
    if (!path.starts_with("packs/")) return {};
    const auto slash = path.find('/', 6);
    return slash == std::string_view::npos ? std::string{} : std::string(path.substr(0, slash));
}

Result<std::string> read_file(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::string text;
    std::error_code error;
    if (const auto size = fs::file_size(path, error); !error) text.reserve(std::min(std::size_t(size), kReadLimit));
    std::array<char, std::size_t{16} * 1024> chunk;
    while (file && text.size() < kReadLimit) {
        file.read(chunk.data(), std::streamsize(std::min(chunk.size(), kReadLimit - text.size())));
        text.append(chunk.data(), std::size_t(file.gcount()));
    }
    if (file.bad() || (!file && !file.eof())) return fail(Code::kInvalidInput, fmt::format("cannot read {}; check that it is a readable file", path.string()));
    return text;
}

// Whether the entry is a content file; an error if it only looks like one and would be passed over in silence, or never end.
Result<bool> is_content_file(const fs::directory_entry& entry) {
    const auto& path = entry.path();
    const auto extension = to_lower_ascii(path.extension().string());
    if (extension != ".yaml" && extension != ".yml") return false;
    if (path.extension() != ".yaml") {
        auto right = path;
        return fail(Code::kInvalidInput,
                    fmt::format("{}: content files end in .yaml; rename it to {}", path.string(), right.replace_extension(".yaml").filename().string()));
    }
    std::error_code error;
    if (!entry.is_regular_file(error)) return fail(Code::kInvalidInput, fmt::format("{} is no regular file; rename or remove it", path.string()));
    return true;
}

}  // namespace

std::vector<script::Source> embedded_sources() {
    std::vector<script::Source> sources;
    for (const auto* file = viva_embedded_content; file->name != nullptr; ++file) {
        sources.push_back({file->name, std::string("content/") + file->name, SharedText::of_program({file->begin, std::size_t(file->end - file->begin)})});
    }
    return sources;
}

void rest_embedded_sources() {
    const char* begin = nullptr;
    const char* end = nullptr;
    for (const auto* file = viva_embedded_content; file->name != nullptr; ++file) {
        begin = begin == nullptr ? file->begin : std::min(begin, file->begin);
        end = std::max(end, file->end);
    }
    const auto page = static_cast<std::uintptr_t>(::sysconf(_SC_PAGESIZE));
    const auto first = (reinterpret_cast<std::uintptr_t>(begin) + page - 1) / page * page;
    const auto last = reinterpret_cast<std::uintptr_t>(end) / page * page;
    // NOLINTNEXTLINE(performance-no-int-to-ptr): whole pages, which only a number can be rounded to
    if (first < last) ::madvise(reinterpret_cast<void*>(first), last - first, MADV_DONTNEED);
}

Result<std::vector<script::Source>> read_folder(const std::string& folder) {
    std::error_code error;
    const fs::path root(folder);
    if (!fs::is_directory(root, error)) return fail(Code::kInvalidInput, fmt::format("content folder {} does not exist or is no folder", folder));
    const bool is_pack = fs::exists(root / "pack.yaml", error);
    const auto holds = [&](const char* name) { return fs::is_directory(root / name, error); };
    if (!is_pack && !holds("packs") && !holds("scripts") && !holds("vocabulary") && !holds("messages")) {
        return fail(Code::kInvalidInput, fmt::format("{} is no content folder: it holds neither pack.yaml nor packs/", folder));
    }
    auto name = fs::canonical(root, error).filename().string();
    const std::string prefix = is_pack ? "packs/" + name + "/" : "";

    std::vector<script::Source> sources;
    auto walk = fs::recursive_directory_iterator(root, error);
    for (; !error && walk != fs::recursive_directory_iterator(); walk.increment(error)) {
        const auto& path = walk->path();
        if (path.filename().string().starts_with('.')) {
            if (walk->is_directory(error)) walk.disable_recursion_pending();
            continue;
        }
        const auto wanted = is_content_file(*walk);
        if (!wanted) return tl::unexpected(wanted.error());
        if (!*wanted) continue;
        if (sources.size() == kMaxFiles)
            return fail(Code::kInvalidInput, fmt::format("{} holds more than {} files; is it a content folder?", folder, kMaxFiles));
        auto text = read_file(path);
        if (!text) return tl::unexpected(text.error());
        sources.push_back({prefix + fs::relative(path, root, error).generic_string(), path.string(), std::move(*text)});
    }
    if (error) return fail(Code::kInvalidInput, fmt::format("cannot read content folder {}: {}", folder, error.message()));
    std::sort(sources.begin(), sources.end(), [](const auto& a, const auto& b) { return a.path < b.path; });
    return sources;
}

void lay_over(Layered& below, std::vector<script::Source> above, std::string_view name) {
    std::set<std::string> packs, paths;
    for (const auto& source : above) {
        if (auto pack = pack_of(source.path); !pack.empty()) packs.insert(std::move(pack));
        paths.insert(source.path);
    }
    std::set<std::string> replaced;
    std::erase_if(below.sources, [&](const script::Source& source) {
        const auto pack = pack_of(source.path);
        if (packs.contains(pack)) replaced.insert(pack);
        return packs.contains(pack) || paths.contains(source.path);
    });
    for (const auto& pack : replaced) below.notes.push_back(fmt::format("pack {}: the one in {} replaces the earlier one", pack.substr(6), name));
    std::move(above.begin(), above.end(), std::back_inserter(below.sources));
}

}  // namespace bot::app
