// Owns the second connection to a database, which reads only.
#include "bot/store/backup.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <filesystem>
#include <utility>

#include "bot/store/connection.h"
#include "bot/store/database_file.h"
#include "bot/store/failure.h"
#include "bot/store/schema.h"
#include "bot/store/sqlite_team_book.h"

namespace bot::store {

namespace {

// The owner takes locks that shut readers out only while it opens and mends the file.
constexpr std::chrono::milliseconds kBusyFor{5000};

bool exists(const std::string& path) {
    struct stat status {};
    return ::lstat(path.c_str(), &status) == 0;
}

Result<std::unique_ptr<Connection>> open_ours(const std::string& path) {
    if (!exists(path)) return fail(Code::kNotFound, fmt::format("there is no database {} (check --db)", path));
    const auto settled = settle(path);
    if (!settled) return tl::unexpected(settled.error());
    auto connection = Connection::open_to_read(*settled, kBusyFor);
    if (!connection) return connection;
    const auto mark = (*connection)->number("PRAGMA application_id");
    if (!mark) return tl::unexpected(mark.error());
    if (*mark != kApplicationId) return tl::unexpected(foreign(*settled));
    return connection;
}

// "ok" or the first finding.
Result<std::string> integrity_of(Connection& connection) {
    const auto finding = connection.first("PRAGMA integrity_check(1)", [](const Statement& row) { return row.text(0); });
    // Some damage is worse than what the check can list.
    if (!finding && finding.error().code == Code::kCorrupt) return finding.error().message;
    if (!finding) return tl::unexpected(finding.error());
    return finding->value_or("ok");
}

// A file that is removed unless it was kept under its real name.
class PartFile {
   public:
    static Result<PartFile> make(const std::string& final_path) {
        const auto path = final_path + ".part";
        const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
        if (descriptor < 0 && errno == EEXIST)
            return fail(Code::kConflict, fmt::format("{} is there: another backup is running, or one was cut short (remove the file then)", path));
        if (descriptor < 0) return tl::unexpected(system_failure(errno, "create", path));
        ::close(descriptor);
        return PartFile{path};
    }
    PartFile(PartFile&& other) noexcept : path_(std::exchange(other.path_, "")) {}
    PartFile& operator=(PartFile&&) = delete;
    ~PartFile() {
        if (!path_.empty()) ::unlink(path_.c_str());
    }
    const std::string& path() const { return path_; }

    // Never replaces a file. Durable at return.
    Status keep_as(const std::string& final_path) {
        if (::link(path_.c_str(), final_path.c_str()) != 0) {
            const int reason = errno;
            const bool no_links = reason == EPERM || reason == EOPNOTSUPP || reason == ENOSYS || reason == EMLINK;
            if (!no_links || exists(final_path)) return tl::unexpected(system_failure(reason, "make", final_path));
            if (::rename(path_.c_str(), final_path.c_str()) != 0) return tl::unexpected(system_failure(errno, "make", final_path));
            path_.clear();
        }
        const int folder = ::open(std::filesystem::path(final_path).parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        if (folder >= 0) {
            ::fsync(folder);
            ::close(folder);
        }
        return {};
    }

   private:
    explicit PartFile(std::string path) : path_(std::move(path)) {}
    std::string path_;
};

// In one go: a copy in steps would begin anew whenever the owner writes.
Status copy(Connection& from, Connection& to) {
    auto* backup = sqlite3_backup_init(to.handle(), "main", from.handle(), "main");
    if (!backup) return tl::unexpected(to.failure(sqlite3_errcode(to.handle())));
    const int stepped = sqlite3_backup_step(backup, -1);
    const int finished = sqlite3_backup_finish(backup);
    if (stepped == SQLITE_DONE && finished == SQLITE_OK) return {};
    const int code = finished != SQLITE_OK ? finished : stepped;
    // The trouble may be on either side; a full disk or a broken one is the copy's.
    const bool damaged = (code & 0xff) == SQLITE_CORRUPT || (code & 0xff) == SQLITE_NOTADB || (code & 0xff) == SQLITE_BUSY;
    return tl::unexpected(damaged ? from.failure(code) : to.failure(code));
}

// The copy becomes one file without a log beside it, and sound.
Status finish(Connection& copied) {
    if (auto set = copied.script("PRAGMA journal_mode = DELETE"); !set) return set;
    const auto integrity = integrity_of(copied);
    if (!integrity) return tl::unexpected(integrity.error());
    if (*integrity == "ok") return {};
    return fail(Code::kCorrupt, *integrity);
}

}  // namespace

Status backup(const std::string& from, const std::string& to) {
    const auto source = open_ours(from);
    if (!source) return tl::unexpected(source.error());
    const auto target = settle(to);
    if (!target) return tl::unexpected(target.error());
    if (exists(*target)) return fail(Code::kConflict, fmt::format("{} exists already (choose another name for the backup)", *target));
    auto part = PartFile::make(*target);
    if (!part) return tl::unexpected(part.error());
    {
        const auto connection = Connection::open(part->path(), kBusyFor);
        if (!connection) return tl::unexpected(connection.error());
        if (auto copied = copy(**source, **connection); !copied) return copied;
        auto finished = finish(**connection);
        // It is exactly what it was copied from.
        if (!finished && finished.error().code == Code::kCorrupt) {
            return fail(Code::kCorrupt, fmt::format("{} is damaged, no backup was made (keep a copy of it and restore an older backup): {}", (*source)->path(),
                                                    finished.error().message));
        }
        if (!finished) return finished;
    }
    return part->keep_as(*target);
}

namespace {

Status count_letters(Connection& connection, Inspection& inspection) {
    const auto unsent = connection.number("SELECT count(*) FROM outbox");
    if (!unsent) return tl::unexpected(unsent.error());
    const auto dead = connection.number("SELECT count(*) FROM dead_letter");
    if (!dead) return tl::unexpected(dead.error());
    const auto oldest = connection.first("SELECT written FROM outbox ORDER BY id LIMIT 1", [](const Statement& row) { return row.instant(0); });
    if (!oldest) return tl::unexpected(oldest.error());
    inspection.unsent = *unsent;
    inspection.dead = *dead;
    inspection.oldest_unsent = *oldest;
    return {};
}

Status look(Connection& connection, bool whole_integrity, Inspection& inspection) {
    const auto version = connection.number("PRAGMA user_version");
    if (!version) return tl::unexpected(version.error());
    inspection.schema = static_cast<int>(*version);
    if (whole_integrity) {
        auto integrity = integrity_of(connection);
        if (!integrity) return tl::unexpected(integrity.error());
        inspection.integrity = std::move(*integrity);
    }
    // Older ones have no letters, newer ones are not ours to understand.
    if (inspection.schema < 2 || inspection.schema > schema_version()) return {};
    return count_letters(connection, inspection);
}

}  // namespace

Result<Inspection> inspect(const std::string& path, bool whole_integrity) {
    const auto connection = open_ours(path);
    if (!connection) return tl::unexpected(connection.error());
    Inspection inspection;
    inspection.integrity = "ok";
    auto looked = look(**connection, whole_integrity, inspection);
    // Damage is a finding, not a failure.
    if (!looked && looked.error().code == Code::kCorrupt && inspection.integrity == "ok") inspection.integrity = looked.error().message;
    if (!looked && looked.error().code != Code::kCorrupt) return tl::unexpected(looked.error());
    return inspection;
}

Result<std::unique_ptr<TeamBook>> open_team_book(const std::string& path) {
    auto connection = open_ours(path);
    if (!connection) return tl::unexpected(connection.error());
    const auto version = (*connection)->number("PRAGMA user_version");
    if (!version) return tl::unexpected(version.error());
    if (*version > schema_version()) return tl::unexpected(newer((*connection)->path(), *version));
    if (*version < schema_version()) {
        return fail(Code::kInvalidInput,
                    fmt::format("{} was written by an older viva (schema {}, this one needs {}): start viva serve on it once, or choose another file with --db",
                                (*connection)->path(), *version, schema_version()));
    }
    return std::make_unique<SqliteTeamBook>(std::move(*connection));
}

}  // namespace bot::store
