// Owns the reading of sessions and attempts.
#include "bot/store/stored_rows.h"

#include <fmt/format.h>

#include <utility>

#include "bot/base/check.h"
#include "bot/store/session_codec.h"

namespace bot::store {

std::string_view word_of(engine::Phase phase) {
    switch (phase) {
        case engine::Phase::kWaiting: return "waiting";
        case engine::Phase::kPaused: return "paused";
        case engine::Phase::kEnded: return "ended";
    }
    VIVA_CHECK(false);
}

std::string_view word_of(RoomKind kind) { return kind == RoomKind::kDirect ? "direct" : "group"; }
RoomKind room_kind_of(std::string_view word) { return word == "direct" ? RoomKind::kDirect : RoomKind::kGroup; }

Result<std::string> encoded(const engine::Session& session) {
    auto text = encode(session);
    if (text.size() > kMaxEncodedBytes)
        return fail(Code::kInvalidInput, fmt::format("the session is too long to be kept: {} bytes (stop it and start another)", text.size()));
    return text;
}

Result<StoredSession> session_of(const Statement& row) {
    auto session = decode_session(row.view(3));
    const SessionId id{row.integer(0)};
    if (!session) return fail(session.error().code, fmt::format("session {}: {}", to_base36(id.value), session.error().message));
    return StoredSession{id, PersonId{row.integer(1)}, row.text(2), std::move(*session)};
}

StoredAttempt attempt_of(const Statement& row) {
    StoredAttempt stored{AttemptId{row.integer(0)}, SessionId{row.integer(1)}, {}};
    auto& attempt = stored.attempt;
    attempt.question = row.text(2);
    attempt.rubric = row.text(3);
    attempt.turn = static_cast<int>(row.integer(4));
    attempt.target = row.text(5);
    attempt.score = static_cast<int>(row.integer(6));
    attempt.at = row.instant(7);
    attempt.answer = row.text(8);
    if (auto marked = decode_marked(row.view(9))) {
        attempt.mark = marked->mark;
        attempt.tally = std::move(marked->tally);
        attempt.findings = std::move(marked->findings);
    } else {
        stored.unreadable = Error{marked.error().code, fmt::format("attempt {}: {}", to_base36(stored.id.value), marked.error().message)};
    }
    return stored;
}

}  // namespace bot::store
