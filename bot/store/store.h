// Owns the promise of durability: what is kept, in types of the core. The only door to SQL.
// Must not leak SQLite types or decide anything about sessions. One writer: a Store belongs to one thread.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bot/base/ids.h"
#include "bot/base/result.h"
#include "bot/base/time.h"
#include "bot/engine/effect.h"
#include "bot/engine/event.h"
#include "bot/engine/session.h"
#include "bot/review/fsrs.h"

namespace bot::store {

class TeamBook;

enum class Durability { kFull, kNormal };  // PRAGMA synchronous

// A file of content that a session was started with, kept until no unfinished session needs it.
struct PinnedFile {
    std::string path;  // within the content root
    std::string text;
    bool operator==(const PinnedFile&) const = default;
};
struct Pin {
    Fingerprint fingerprint;  // of the bundle
    std::vector<PinnedFile> files;
};

struct StoredSession {
    SessionId id;
    PersonId person;
    Fingerprint pin;
    engine::Session session;
};

struct StoredAttempt {
    AttemptId id;
    SessionId session;
    engine::Attempt attempt;
    // Why the marks cannot be read, if so; then attempt's mark, tally and findings are empty and all else of it is as it was stored.
    std::optional<Error> unreadable = std::nullopt;
    PersonId person = {};
};

// One turn's outcome; written whole or not at all.
struct Turn {
    StoredSession session;
    std::vector<engine::Attempt> attempts;
    std::vector<std::pair<std::string, review::Card>> cards = {};  // of questions that were left, as TeamBook::set_card
};

class Store {
   public:
    // Opens or creates the database (folder 0700, file 0600), migrates it in one transaction and takes the lock file.
    // Fails: kInvalidInput (not a Viva database, or newer than this program), kConflict (another process owns it, named by pid), kDenied / kUnavailable
    // (permissions, read-only, disk full).
    static Result<std::unique_ptr<Store>> open(const std::string& path, Durability durability = Durability::kFull);
    virtual ~Store() = default;

    // The same book's part about teams and review; lives as long as the store.
    virtual TeamBook& teams() = 0;

    // The person behind an account's user key ("console", "local"), created at first sight; the display name is updated.
    virtual Result<PersonId> person(std::string_view account, std::string_view user, std::string_view display_name, Instant at) = 0;

    // A new session with its pinned content and first turn, in one transaction.
    virtual Result<SessionId> begin(PersonId person, const Pin& pin, const engine::Session& session, Instant at) = 0;
    // One more turn of it.
    virtual Status commit(const Turn& turn, Instant at) = 0;

    virtual Result<StoredSession> load(SessionId id) = 0;                          // kNotFound, kCorrupt
    virtual Result<std::optional<StoredSession>> unfinished(PersonId person) = 0;  // the latest one waiting or paused
    virtual Result<Pin> pinned(const Fingerprint& fingerprint) = 0;

    // now: what is due for review by the end of that day in UTC says so.
    virtual Result<std::vector<engine::Standing>> standings(PersonId person, Instant now) = 0;
    // One whose marks are damaged is in its place and says so itself: it must not hide the others.
    virtual Result<std::vector<StoredAttempt>> attempts(PersonId person, std::string_view question_or_empty) = 0;  // oldest first
    virtual Result<std::optional<StoredAttempt>> attempt(AttemptId id) = 0;
    // A person's latest first answer (turn 0).
    virtual Result<std::optional<StoredAttempt>> last_first_attempt(PersonId person) = 0;
    // Everybody's first answers to a question whose texts are still kept, oldest first. Looks through all attempts.
    virtual Result<std::vector<StoredAttempt>> first_attempts(std::string_view question) = 0;
    // Marks an answer anew: rubric, score, mark, tally and findings are replaced, all else of it stays. kNotFound
    virtual Status remark(AttemptId id, const engine::Attempt& marked) = 0;
};

}  // namespace bot::store
