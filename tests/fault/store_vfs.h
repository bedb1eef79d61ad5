// Owns a disk that misbehaves on purpose: SQLite's default file system with a shim in front that counts operations, fails some of them,
// or loses what was never synced, as a power cut does, once or many times. One at a time; stores opened while it lives use it.
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <limits>
#include <map>
#include <random>
#include <string>
#include <vector>

namespace bot::store {

class FaultyDisk {
   public:
    enum class Operation { kOpen, kRead, kWrite, kSync, kTruncate, kDelete, kShare };
    enum class Fault { kFull, kInputOutput };
    enum class Times { kOnce, kForEver };

    FaultyDisk();
    FaultyDisk(const FaultyDisk&) = delete;
    FaultyDisk& operator=(const FaultyDisk&) = delete;
    ~FaultyDisk();  // the default file system is in charge again

    // The operation with this number, counted from 1 over those that the fault can hit, fails; kFull hits only what needs space.
    void fail_at(int operation, Fault fault, Times times);

    static constexpr int kNever = std::numeric_limits<int>::max();

    // Keeps writes in memory until they are synced; the power goes before the write, sync, truncation or removal with this number (kNever: not yet).
    // May be asked for anew at any time, also after a cut that was restored.
    void cut_power_at(int operation);
    // While writes are kept in memory: the write, sync, truncation or removal with this number fails, and so many after it; then all works again.
    void stumble_at(int operation, int more) {
        stumble_at_ = operation;
        stumble_until_ = operation + more;
    }
    // Nothing works from now on: the process ends here.
    void stop() { happened_ = true; }
    // After a cut and after all stores are closed: what the disk holds now. Unsynced writes are lost, or with a seed a random part of them is, torn included;
    // files whose removal was not synced are back.
    void restore_power();
    void restore_power(std::uint64_t seed);
    // The same if only the process died: the next one sees all that was written, and the disk still does not have what was not synced.
    void restore_process();

    bool happened() const { return happened_; }
    int operations() const { return count_; }

   private:
    friend struct FaultyFile;
    struct Write {
        std::int64_t offset;
        std::string bytes;  // empty: the file is cut at offset
    };
    // A file as the running program sees it, and what of that the disk does not have yet.
    struct Image {
        std::string content;
        std::vector<Write> unsynced;
    };

    int next(Operation operation);  // SQLITE_OK, or the failure to return
    Image& image(const std::string& path);
    void settle(const std::string& path, const std::vector<Write>& writes);
    void bring_back_removed();

    sqlite3_vfs* real_;
    sqlite3_vfs shim_;
    int count_ = 0;
    int at_ = 0;
    Fault fault_ = Fault::kInputOutput;
    Times times_ = Times::kOnce;
    bool power_ = false;  // simulating power cuts
    bool happened_ = false;
    int stumble_at_ = 0;
    int stumble_until_ = 0;
    std::map<std::string, Image> images_;
    std::map<std::string, std::string> removed_;
};

}  // namespace bot::store
