// Owns what the store's tests share: a folder that goes away, a small session, its turns.
#pragma once

#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <string_view>

#include "bot/base/check.h"
#include "bot/store/store.h"

namespace bot::store {

class TempFolder {
   public:
    TempFolder() {
        // In memory where there is such a folder: the tests sync thousands of times and none of them needs a disk.
        const std::filesystem::path memory = "/dev/shm";
        std::string pattern = ((::access(memory.c_str(), W_OK) == 0 ? memory : std::filesystem::temp_directory_path()) / "viva-store-XXXXXX").string();
        VIVA_CHECK(::mkdtemp(pattern.data()) != nullptr);
        path_ = pattern;
    }
    TempFolder(const TempFolder&) = delete;
    TempFolder& operator=(const TempFolder&) = delete;
    ~TempFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    std::string operator/(std::string_view name) const { return (path_ / name).string(); }
    const std::filesystem::path& path() const { return path_; }

   private:
    std::filesystem::path path_;
};

// Root may write anywhere: while this lives, the process acts as nobody.
class AsNobody {
   public:
    AsNobody() {
        if (::geteuid() == 0) VIVA_CHECK(::setegid(65534) == 0 && ::seteuid(65534) == 0);
    }
    AsNobody(const AsNobody&) = delete;
    AsNobody& operator=(const AsNobody&) = delete;
    ~AsNobody() {
        if (::getuid() == 0) VIVA_CHECK(::seteuid(0) == 0 && ::setegid(0) == 0);
    }
};

inline void write_file(const std::string& path, std::string_view bytes) {
    std::ofstream out(path, std::ios::binary);
    out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    VIVA_CHECK(out.flush().good());
}

inline std::string read_file(const std::string& path) {
    std::ifstream in(path, std::ios::binary | std::ios::ate);
    std::string bytes(in ? static_cast<std::size_t>(in.tellg()) : 0, '\0');
    in.seekg(0);
    in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    return bytes;
}

inline int mode_of(const std::string& path) {
    struct stat status {};
    VIVA_CHECK(::stat(path.c_str(), &status) == 0);
    return static_cast<int>(status.st_mode & 07777);
}

// Another program at the same file: runs the statements, gives the first column of the last row.
inline std::string shell(const std::string& path, const std::string& sql) {
    sqlite3* database = nullptr;
    VIVA_CHECK(sqlite3_open_v2(path.c_str(), &database, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr) == SQLITE_OK);
    std::string result;
    const auto keep = [](void* into, int, char** values, char**) {
        *static_cast<std::string*>(into) = values[0] ? values[0] : "null";
        return 0;
    };
    char* message = nullptr;
    const int code = sqlite3_exec(database, sql.c_str(), keep, &result, &message);
    if (code != SQLITE_OK) std::fprintf(stderr, "%s: %s\n", sql.c_str(), message);
    sqlite3_free(message);
    sqlite3_close(database);
    VIVA_CHECK(code == SQLITE_OK);
    return result;
}

inline Instant at(std::int64_t minutes) { return Instant(std::chrono::minutes(minutes)); }

inline Pin some_pin(std::string fingerprint = "pin-one") {
    return {std::move(fingerprint), {{"packs/go/pack.yaml", "id: go\n"}, {"scripts/round.yaml", "id: round\n"}}};
}

// The session as it stands after some turns: a question a turn, so that every turn shows.
inline engine::Session session_after(int turns, engine::Phase phase = engine::Phase::kWaiting) {
    engine::Session session;
    session.script = "round";
    session.program = "program";
    session.arguments = {{"pack", "go"}};
    session.seed = 7;
    session.phase = phase;
    session.state = "ask";
    session.steps = turns;
    session.last_event = at(turns);
    for (int turn = 0; turn < turns; ++turn) {
        auto& asked = session.asked.emplace_back();
        asked.question = "go/question-" + std::to_string(turn);
        asked.tally.credit = {10, turn};
    }
    return session;
}

inline engine::Attempt attempt_of_turn(int turn) {
    engine::Attempt attempt;
    attempt.question = "go/question-" + std::to_string(turn);
    attempt.rubric = "rubric";
    attempt.answer = "answer " + std::to_string(turn) + std::string(static_cast<std::size_t>(turn % 7) * 500, 'x');
    attempt.score = turn % 101;
    attempt.tally.credit = {10, turn};
    attempt.findings.points = {{grade::PointStatus::kMatched, grade::Span{0, 6}, 1}};
    attempt.at = at(turn);
    return attempt;
}

// The turn with this number (from 0): the session after it and the attempt it made.
inline Turn turn_of(int turn, SessionId id, PersonId person) { return {{id, person, "pin-one", session_after(turn + 1)}, {attempt_of_turn(turn)}}; }

}  // namespace bot::store
