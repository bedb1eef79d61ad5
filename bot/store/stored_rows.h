// Owns the way from rows to what is stored in them, where several stages read the same columns. Private to bot/store.
// Must not run statements.
#pragma once

#include <string>
#include <string_view>

#include "bot/base/inbound.h"
#include "bot/base/result.h"
#include "bot/store/statement.h"
#include "bot/store/store.h"

namespace bot::store {

std::string_view word_of(engine::Phase phase);
std::string_view word_of(RoomKind kind);
RoomKind room_kind_of(std::string_view word);

// The session's text. kInvalidInput for one that could be written but not read again.
Result<std::string> encoded(const engine::Session& session);

// Columns from 0: id, person, fingerprint, body.
Result<StoredSession> session_of(const Statement& row);

// Columns from 0: id, session, question, rubric, turn, target, score, at, answer, marked.
StoredAttempt attempt_of(const Statement& row);

}  // namespace bot::store
