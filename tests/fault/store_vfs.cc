// Owns the shim's SQLite side.
#include "tests/fault/store_vfs.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstring>
#include <filesystem>

#include "tests/unit/store/fixture.h"

namespace bot::store {

// SQLite allocates it with room for the real file behind it.
struct FaultyFile : sqlite3_file {
    FaultyDisk* disk;
    std::string* path;

    static FaultyFile& of(sqlite3_file* file) { return *static_cast<FaultyFile*>(file); }
    static sqlite3_file* real(sqlite3_file* file) { return reinterpret_cast<sqlite3_file*>(reinterpret_cast<std::byte*>(file) + kSize); }
    static constexpr int kSize = 64;

    static FaultyDisk& disk_of(sqlite3_vfs* vfs) { return *static_cast<FaultyDisk*>(vfs->pAppData); }
    using Operation = FaultyDisk::Operation;

    FaultyDisk::Image& image() const { return disk->image(*path); }

    static int open(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* out_flags);
    static int remove(sqlite3_vfs* vfs, const char* name, int sync_folder);
    static int close(sqlite3_file* file);
    static int read(sqlite3_file* file, void* into, int amount, sqlite3_int64 offset);
    static int write(sqlite3_file* file, const void* from, int amount, sqlite3_int64 offset);
    static int truncate(sqlite3_file* file, sqlite3_int64 size);
    static int sync(sqlite3_file* file, int flags);
    static int size(sqlite3_file* file, sqlite3_int64* size);
    static int map_shared(sqlite3_file* file, int region, int size, int extend, void volatile** address);
    static int control(sqlite3_file* file, int operation, void* argument);
};
static_assert(sizeof(FaultyFile) <= FaultyFile::kSize);

namespace {

void apply(std::string& content, std::int64_t offset, std::string_view bytes) {
    const auto begin = static_cast<std::size_t>(offset);
    if (content.size() < begin + bytes.size()) content.resize(begin + bytes.size());
    std::copy(bytes.begin(), bytes.end(), content.begin() + offset);
}

int lock(sqlite3_file* file, int level) { return FaultyFile::real(file)->pMethods->xLock(FaultyFile::real(file), level); }
int unlock(sqlite3_file* file, int level) { return FaultyFile::real(file)->pMethods->xUnlock(FaultyFile::real(file), level); }
int reserved(sqlite3_file* file, int* out) { return FaultyFile::real(file)->pMethods->xCheckReservedLock(FaultyFile::real(file), out); }
int sector(sqlite3_file* file) { return FaultyFile::real(file)->pMethods->xSectorSize(FaultyFile::real(file)); }
int traits(sqlite3_file* file) { return FaultyFile::real(file)->pMethods->xDeviceCharacteristics(FaultyFile::real(file)); }
int shared_lock(sqlite3_file* file, int offset, int n, int flags) {
    return FaultyFile::real(file)->pMethods->xShmLock(FaultyFile::real(file), offset, n, flags);
}
void barrier(sqlite3_file* file) { FaultyFile::real(file)->pMethods->xShmBarrier(FaultyFile::real(file)); }
int unmap_shared(sqlite3_file* file, int remove) { return FaultyFile::real(file)->pMethods->xShmUnmap(FaultyFile::real(file), remove); }

const sqlite3_io_methods kMethods = {2,
                                     FaultyFile::close,
                                     FaultyFile::read,
                                     FaultyFile::write,
                                     FaultyFile::truncate,
                                     FaultyFile::sync,
                                     FaultyFile::size,
                                     lock,
                                     unlock,
                                     reserved,
                                     FaultyFile::control,
                                     sector,
                                     traits,
                                     FaultyFile::map_shared,
                                     shared_lock,
                                     barrier,
                                     unmap_shared,
                                     nullptr,
                                     nullptr};

}  // namespace

int FaultyFile::open(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* out_flags) {
    file->pMethods = nullptr;
    auto& disk = disk_of(vfs);
    if (const int failed = disk.next(Operation::kOpen); failed != SQLITE_OK) return SQLITE_CANTOPEN;
    const int code = disk.real_->xOpen(disk.real_, name, real(file), flags, out_flags);
    if (code != SQLITE_OK) return code;
    auto& shim = of(file);
    shim.disk = &disk;
    shim.path = new std::string(name ? name : "");
    shim.pMethods = &kMethods;
    return SQLITE_OK;
}

int FaultyFile::close(sqlite3_file* file) {
    delete of(file).path;
    return real(file)->pMethods->xClose(real(file));
}

int FaultyFile::remove(sqlite3_vfs* vfs, const char* name, int sync_folder) {
    auto& disk = disk_of(vfs);
    if (disk.next(Operation::kDelete) != SQLITE_OK) return SQLITE_IOERR_DELETE;
    if (disk.power_) {
        disk.images_.erase(name);
        if (std::filesystem::exists(name)) disk.removed_[name] = read_file(name);
        if (sync_folder) disk.removed_.clear();
    }
    return disk.real_->xDelete(disk.real_, name, sync_folder);
}

int FaultyFile::read(sqlite3_file* file, void* into, int amount, sqlite3_int64 offset) {
    auto& shim = of(file);
    if (shim.disk->next(Operation::kRead) != SQLITE_OK) return SQLITE_IOERR_READ;
    if (!shim.disk->power_) return real(file)->pMethods->xRead(real(file), into, amount, offset);
    const auto& content = shim.image().content;
    const auto begin = std::min(static_cast<std::size_t>(offset), content.size());
    const auto got = std::min(static_cast<std::size_t>(amount), content.size() - begin);
    std::memcpy(into, content.data() + begin, got);
    std::memset(static_cast<char*>(into) + got, 0, static_cast<std::size_t>(amount) - got);
    return got == static_cast<std::size_t>(amount) ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
}

int FaultyFile::write(sqlite3_file* file, const void* from, int amount, sqlite3_int64 offset) {
    auto& shim = of(file);
    if (const int failed = shim.disk->next(Operation::kWrite); failed != SQLITE_OK) return failed == SQLITE_FULL ? SQLITE_FULL : SQLITE_IOERR_WRITE;
    if (!shim.disk->power_) return real(file)->pMethods->xWrite(real(file), from, amount, offset);
    std::string bytes(static_cast<const char*>(from), static_cast<std::size_t>(amount));
    apply(shim.image().content, offset, bytes);
    shim.image().unsynced.push_back({offset, std::move(bytes)});
    return SQLITE_OK;
}

int FaultyFile::truncate(sqlite3_file* file, sqlite3_int64 size) {
    auto& shim = of(file);
    if (shim.disk->next(Operation::kTruncate) != SQLITE_OK) return SQLITE_IOERR_TRUNCATE;
    if (!shim.disk->power_) return real(file)->pMethods->xTruncate(real(file), size);
    shim.image().content.resize(static_cast<std::size_t>(size));
    shim.image().unsynced.push_back({size, ""});
    return SQLITE_OK;
}

int FaultyFile::sync(sqlite3_file* file, int flags) {
    auto& shim = of(file);
    if (shim.disk->next(Operation::kSync) != SQLITE_OK) return SQLITE_IOERR_FSYNC;
    if (!shim.disk->power_) return real(file)->pMethods->xSync(real(file), flags);
    shim.disk->settle(*shim.path, shim.image().unsynced);
    shim.image().unsynced.clear();
    return SQLITE_OK;
}

int FaultyFile::size(sqlite3_file* file, sqlite3_int64* size) {
    auto& shim = of(file);
    if (!shim.disk->power_) return real(file)->pMethods->xFileSize(real(file), size);
    *size = static_cast<sqlite3_int64>(shim.image().content.size());
    return SQLITE_OK;
}

int FaultyFile::map_shared(sqlite3_file* file, int region, int size, int extend, void volatile** address) {
    if (of(file).disk->next(Operation::kShare) != SQLITE_OK) return SQLITE_IOERR_SHMMAP;
    return real(file)->pMethods->xShmMap(real(file), region, size, extend, address);
}

int FaultyFile::control(sqlite3_file* file, int operation, void* argument) {
    // Hints about sizes would reach the real file, which must change only when it is synced.
    if (of(file).disk->power_ && operation != SQLITE_FCNTL_HAS_MOVED) return SQLITE_NOTFOUND;
    return real(file)->pMethods->xFileControl(real(file), operation, argument);
}

FaultyDisk::FaultyDisk() : real_(sqlite3_vfs_find(nullptr)), shim_(*real_) {
    shim_.zName = "viva-faulty-disk";
    shim_.pNext = nullptr;
    shim_.pAppData = this;
    shim_.szOsFile = FaultyFile::kSize + real_->szOsFile;
    shim_.xOpen = FaultyFile::open;
    shim_.xDelete = FaultyFile::remove;
    // The other calls are the real system's, which must not be given the shim as their own.
    shim_.xAccess = [](sqlite3_vfs* vfs, const char* name, int flags, int* out) {
        auto* real = FaultyFile::disk_of(vfs).real_;
        return real->xAccess(real, name, flags, out);
    };
    shim_.xFullPathname = [](sqlite3_vfs* vfs, const char* name, int size, char* out) {
        auto* real = FaultyFile::disk_of(vfs).real_;
        return real->xFullPathname(real, name, size, out);
    };
    shim_.xGetLastError = [](sqlite3_vfs* vfs, int, char*) {
        const auto& disk = FaultyFile::disk_of(vfs);
        return disk.fault_ == Fault::kFull ? ENOSPC : EIO;
    };
    sqlite3_vfs_register(&shim_, 1);
}

FaultyDisk::~FaultyDisk() {
    sqlite3_vfs_unregister(&shim_);
    sqlite3_vfs_register(real_, 1);
}

void FaultyDisk::fail_at(int operation, Fault fault, Times times) {
    at_ = operation;
    fault_ = fault;
    times_ = times;
}

void FaultyDisk::cut_power_at(int operation) {
    at_ = operation;
    power_ = true;
    happened_ = false;
}

int FaultyDisk::next(Operation operation) {
    const bool changes =
        operation == Operation::kWrite || operation == Operation::kSync || operation == Operation::kTruncate || operation == Operation::kDelete;
    if (power_) {
        if (!happened_ && changes && ++count_ == at_) happened_ = true;
        const bool stumbles = changes && stumble_at_ > 0 && count_ >= stumble_at_ && count_ <= stumble_until_;
        return happened_ || stumbles ? SQLITE_IOERR : SQLITE_OK;
    }
    if (fault_ == Fault::kFull && operation != Operation::kWrite) return SQLITE_OK;
    if (at_ == 0 || (happened_ && times_ == Times::kOnce)) return SQLITE_OK;
    if (!happened_ && ++count_ == at_) happened_ = true;
    if (!happened_) return SQLITE_OK;
    return fault_ == Fault::kFull ? SQLITE_FULL : SQLITE_IOERR;
}

FaultyDisk::Image& FaultyDisk::image(const std::string& path) {
    const auto [found, added] = images_.try_emplace(path);
    if (added && std::filesystem::exists(path)) found->second.content = read_file(path);
    return found->second;
}

void FaultyDisk::settle(const std::string& path, const std::vector<Write>& writes) {
    const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    VIVA_CHECK(file >= 0);
    for (const auto& [offset, bytes] : writes) {
        if (bytes.empty()) {
            VIVA_CHECK(::ftruncate(file, offset) == 0);
        } else {
            VIVA_CHECK(::pwrite(file, bytes.data(), bytes.size(), offset) == static_cast<ssize_t>(bytes.size()));
        }
    }
    ::close(file);
}

void FaultyDisk::restore_power() {
    images_.clear();
    bring_back_removed();
}

void FaultyDisk::restore_power(std::uint64_t seed) {
    std::mt19937_64 random(seed);
    for (const auto& [path, image] : images_) {
        std::vector<Write> reached;
        for (auto write : image.unsynced) {
            const auto luck = random() % 4;
            if (luck == 0 && write.bytes.size() > 1) write.bytes.resize(1 + random() % (write.bytes.size() - 1));
            if (luck < 2) reached.push_back(std::move(write));
        }
        if (std::filesystem::exists(path)) settle(path, reached);
    }
    restore_power();
}

void FaultyDisk::restore_process() { happened_ = false; }

void FaultyDisk::bring_back_removed() {
    for (const auto& [path, content] : removed_) {
        if (!std::filesystem::exists(path)) write_file(path, content);
    }
    removed_.clear();
    power_ = false;
    at_ = 0;
}

}  // namespace bot::store
