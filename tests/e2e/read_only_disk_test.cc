// Owns the tests of a disk that takes no writes: one clear line, exit code 2, and the database as it was. Through the real binary.
#include <sched.h>
#include <sys/mount.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstring>

#include "tests/support/catch.h"
#include "tests/support/process.h"

namespace {

// A small disk in memory, seen by this process and its children only.
class Disk {
   public:
    explicit Disk(const std::string& path) : path_(path) {
        REQUIRE(::mkdir(path.c_str(), 0700) == 0);
        mounted_ = ::unshare(CLONE_NEWNS) == 0 && ::mount("", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
                   ::mount("tmpfs", path.c_str(), "tmpfs", 0, "size=16m") == 0;
        why_ = std::strerror(errno);
    }
    ~Disk() {
        if (mounted_) ::umount2(path_.c_str(), MNT_DETACH);
    }
    Disk(const Disk&) = delete;
    Disk& operator=(const Disk&) = delete;

    bool mounted() const { return mounted_; }
    const std::string& why() const { return why_; }
    bool set(bool writable) const { return ::mount("tmpfs", path_.c_str(), "tmpfs", writable ? MS_REMOUNT : MS_REMOUNT | MS_RDONLY, "size=16m") == 0; }

   private:
    std::string path_;
    bool mounted_ = false;
    std::string why_;
};

tests::Finished viva(std::vector<std::string> words, const std::string& input = "") {
    words.insert(words.begin(), VIVA_BINARY_DIR "/viva");
    return tests::run({words, input, {}, "/", 0});
}

std::vector<std::string> console(const std::string& database) {
    return {"console", "--pack", "go-developer", "--questions", "2", "--seed", "7", "--db", database};
}

void refused(const tests::Finished& finished, const std::string& says) {
    INFO(finished.out << finished.err);
    CHECK(finished.exit_code == 2);
    CHECK(std::count(finished.err.begin(), finished.err.end(), '\n') == 1);
    CHECK(finished.err.find(says) != std::string::npos);
    CHECK(finished.err.find("--db") != std::string::npos);
    CHECK(finished.out.find("Question 1") == std::string::npos);
}

}  // namespace

TEST_CASE("a disk that is read-only is named before any question is asked, and what is on it stays") {
    tests::Scratch scratch;
    const std::string folder = scratch.path() + "/disk";
    Disk disk(folder);
    if (!disk.mounted()) {
        WARN("skipped, since this user may not mount a disk: " << disk.why());
        return;
    }
    REQUIRE(viva(console(folder + "/x.db"), "An unbuffered send waits for its receiver.\n").exit_code == 0);
    const auto before = viva({"history", "--db", folder + "/x.db"});
    REQUIRE(before.exit_code == 0);
    const auto bytes = tests::read_file(folder + "/x.db");
    REQUIRE(disk.set(false));
    refused(viva(console(folder + "/x.db"), "An answer that nobody may lose.\n"), "Read-only file system");
    refused(viva({"console", "--resume", "--db", folder + "/x.db"}, "An answer.\n"), "Read-only file system");
    refused(viva(console(folder + "/new/x.db"), "An answer.\n"), "Read-only file system");
    refused(viva({"history", "--db", folder + "/x.db"}), "Read-only file system");
    REQUIRE(disk.set(true));
    CHECK(tests::read_file(folder + "/x.db") == bytes);
    const auto after = viva({"history", "--db", folder + "/x.db"});
    CHECK(after.exit_code == 0);
    CHECK(after.out == before.out);
}

TEST_CASE("the kernel's own folders take no database") {
    refused(viva(console("/proc/x.db"), "An answer.\n"), "/proc/x.db");
    refused(viva(console("/sys/kernel/viva/x.db"), "An answer.\n"), "/sys/kernel/viva");
}
