// Owns the file system's side of opening a database.
#include "bot/store/database_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string_view>
#include <system_error>

#include "bot/store/failure.h"

namespace bot::store {

namespace fs = std::filesystem;

namespace {

// Offsets of the SQLite file format, section 1.3.
constexpr std::size_t kHeaderSize = 100;
constexpr std::size_t kWriteVersionAt = 18;
constexpr std::size_t kApplicationIdAt = 68;
constexpr std::size_t kLibraryVersionAt = 96;
constexpr std::string_view kMagic{"SQLite format 3\0", 16};

class Descriptor {
   public:
    explicit Descriptor(int number) : number_(number) {}
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor() {
        if (number_ >= 0) ::close(number_);
    }
    int get() const { return number_; }

   private:
    int number_;
};

// A new name in a folder is durable only after the folder is synced.
void sync_folder(const fs::path& folder) {
    const Descriptor open{::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    if (open.get() >= 0) ::fsync(open.get());
}

Status make_folders(const fs::path& folder) {
    std::error_code error;
    if (fs::is_directory(folder, error)) return {};
    if (folder.has_parent_path() && folder.parent_path() != folder) {
        if (auto made = make_folders(folder.parent_path()); !made) return made;
    }
    if (::mkdir(folder.c_str(), 0700) != 0) {
        if (errno == EEXIST && fs::is_directory(folder, error)) return {};
        return tl::unexpected(system_failure(errno, "create the folder", folder.string()));
    }
    sync_folder(folder.parent_path());
    return {};
}

// A first start that was cut short may have left no header, a part of one or zeros, which SQLite mends from the journal. By then nobody's data was in the file.
// Who writes a header ends it with the library's version.
bool unwritten(std::string_view header) {
    return header.size() < kHeaderSize || header.substr(kLibraryVersionAt).find_first_not_of('\0') == std::string_view::npos;
}

// hot: a journal lies beside the file, from which SQLite would mend it at the first look.
Status check_header(const std::string& path, std::string_view header, bool hot) {
    if (header.empty() || (hot && unwritten(header))) return {};
    if (header.size() < kHeaderSize || header.substr(0, kMagic.size()) != kMagic) {
        return fail(Code::kInvalidInput, fmt::format("{} is not a database (choose another file with --db)", path));
    }
    std::uint32_t mark = 0;
    for (std::size_t i = 0; i < 4; ++i) mark = mark << 8 | static_cast<unsigned char>(header[kApplicationIdAt + i]);
    const bool logged = header[kWriteVersionAt] == 2;
    // No mark: the file of an interrupted first start, or a stranger's; SQLite tells them apart. But ours get a log only after the mark (see schema.cc), and
    // looking into a stranger's log or journal would change its files. Our first transaction brings the mark with it, so that a journal finds no file of ours
    // without.
    if (mark == 0 ? logged || hot : mark != static_cast<std::uint32_t>(kApplicationId)) return tl::unexpected(foreign(path));
    return {};
}

}  // namespace

Error foreign(const std::string& path) {
    return {Code::kInvalidInput, fmt::format("{} is a database of another program (viva leaves it alone; choose another file with --db)", path)};
}

Result<std::string> settle(const std::string& path) {
    if (path.empty()) return fail(Code::kInvalidInput, "the database has no file name (give one with --db)");
    if (path.find('\0') != std::string::npos) return fail(Code::kInvalidInput, "the database's file name holds a zero byte (give another with --db)");
    std::error_code error;
    const auto absolute = fs::absolute(path, error);
    if (error) return tl::unexpected(system_failure(error.value(), "find", path));
    if (!absolute.has_filename()) return fail(Code::kInvalidInput, fmt::format("{} is a folder, not a database (name a file in it with --db)", path));
    if (auto made = make_folders(absolute.parent_path()); !made) return tl::unexpected(made.error());
    const auto settled = fs::weakly_canonical(absolute, error);
    if (error) return tl::unexpected(system_failure(error.value(), "open", path));
    struct stat status {};
    if (::stat(settled.c_str(), &status) != 0) {
        if (errno != ENOENT) return tl::unexpected(system_failure(errno, "open", path));
        return settled.string();
    }
    if (S_ISDIR(status.st_mode)) return fail(Code::kInvalidInput, fmt::format("{} is a folder, not a database (name a file in it with --db)", path));
    if (!S_ISREG(status.st_mode)) return fail(Code::kInvalidInput, fmt::format("{} is not a regular file (choose another with --db)", path));
    return settled.string();
}

Status admit(const std::string& path) {
    const Descriptor file{::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOCTTY, 0600)};
    if (file.get() < 0) return tl::unexpected(system_failure(errno, "open", path));
    std::array<char, kHeaderSize> header{};
    const auto size = ::pread(file.get(), header.data(), header.size(), 0);
    if (size < 0) return tl::unexpected(system_failure(errno, "read", path));
    struct stat journal {};
    const bool hot = ::stat((path + "-journal").c_str(), &journal) == 0 && journal.st_size > 0;
    return check_header(path, std::string_view(header.data(), static_cast<std::size_t>(size)), hot);
}

}  // namespace bot::store
