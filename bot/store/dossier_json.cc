// Owns the document that says what is kept of a person. Bytes that are no UTF-8 show as U+FFFD.
#include <fmt/format.h>

#include <exception>
#include <nlohmann/json.hpp>

#include "bot/store/sqlite_store.h"
#include "bot/store/team_rows.h"

namespace bot::store {

namespace {

using nlohmann::ordered_json;

// Stored JSON as a part of the document; what cannot be read as JSON as a text.
ordered_json embedded(std::string_view stored) {
    auto parsed = ordered_json::parse(stored.begin(), stored.end(), nullptr, false);
    return parsed.is_discarded() ? ordered_json(stored) : parsed;
}

std::string id_of(std::int64_t id) { return to_base36(id); }

ordered_json session_json(const Statement& row) {
    ordered_json json{{"id", id_of(row.integer(0))}, {"begun", to_rfc3339(row.instant(1))}, {"last_turn", to_rfc3339(row.instant(2))}, {"phase", row.text(3)}};
    if (!row.null(5)) {
        json["account"] = row.text(5);
        json["room"] = row.text(6);
        json["room_title"] = row.text(7);
        json["thread"] = row.text(8);
        json["draft"] = row.text(9);
    }
    json["stored"] = embedded(row.view(4));
    return json;
}

ordered_json attempt_json(const Statement& row) {
    return {{"session", id_of(row.integer(0))}, {"question", row.text(1)}, {"turn", row.integer(2)}, {"asked_about", row.text(3)},
            {"at", to_rfc3339(row.instant(4))}, {"score", row.integer(5)}, {"answer", row.text(6)},  {"stored", embedded(row.view(7))}};
}

ordered_json buried_json(const Statement& row) { return {{"at", to_rfc3339(row.instant(0))}, {"reason", row.text(1)}, {"stored", embedded(row.view(2))}}; }

ordered_json letter_json(const Statement& row) { return {{"written", to_rfc3339(row.instant(0))}, {"stored", embedded(row.view(1))}}; }

std::string date_text(const Statement& row, int column) { return daily::to_text(date_of(row.integer(column))); }

ordered_json number_json(const Statement& row, int column) { return row.null(column) ? ordered_json(nullptr) : ordered_json(row.integer(column)); }

ordered_json score_json(const Statement& row) {
    return {{"room", row.text(0)},     {"room_title", row.text(1)}, {"date", date_text(row, 2)},
            {"question", row.text(3)}, {"points", row.integer(4)},  {"attempt", id_of(row.integer(5))}};
}

ordered_json audit_json(const Statement& row) {
    return {{"room", row.text(0)},          {"date", date_text(row, 1)}, {"question", row.text(2)},         {"before", number_json(row, 3)},
            {"after", number_json(row, 4)}, {"reason", row.text(5)},     {"at", to_rfc3339(row.instant(6))}};
}

ordered_json daily_answer_json(const Statement& row) {
    return {{"room", row.text(0)},           {"date", date_text(row, 1)},    {"question", row.text(2)}, {"session", id_of(row.integer(3))},
            {"points", number_json(row, 4)}, {"shared", row.integer(5) == 1}};
}

ordered_json card_json(const Statement& row) {
    return {{"question", row.text(0)},  {"due", date_text(row, 1)}, {"last", date_text(row, 2)}, {"reviews", row.integer(3)},
            {"lapses", row.integer(4)}, {"stability", row.real(5)}, {"difficulty", row.real(6)}};
}

ordered_json appeal_json(const Statement& row) {
    ordered_json json{{"id", id_of(row.integer(0))},     {"room", row.text(1)},   {"question", row.text(2)},         {"attempt", id_of(row.integer(3))},
                      {"score", row.integer(4)},         {"reason", row.text(5)}, {"own_mark", number_json(row, 6)}, {"consent", row.integer(7) == 1},
                      {"at", to_rfc3339(row.instant(8))}};
    if (!row.null(9)) {
        json["verdict"] = row.integer(9);
        json["verdict_reason"] = row.text(10);
        json["decided"] = to_rfc3339(row.instant(11));
    }
    return json;
}

ordered_json role_json(const Statement& row) { return {{"room", row.text(0)}, {"role", row.text(1)}}; }

// Puts the rows of a query into the document.
template <class Row>
Status put(ordered_json& document, const char* name, Result<std::vector<Row>> rows) {
    if (!rows) return tl::unexpected(rows.error());
    auto& list = document[name] = ordered_json::array();
    for (auto& row : *rows) list.push_back(std::move(row));
    return {};
}

Status put_rooms(Connection& connection, ordered_json& document, const std::vector<RoomId>& rooms) {
    auto& list = document["direct_chats"] = ordered_json::array();
    for (const auto room : rooms) {
        auto chat = connection.first(
            "SELECT account, room_key, title, created FROM room WHERE id = ?1",
            [](const Statement& row) {
                return ordered_json{{"account", row.text(0)}, {"room", row.text(1)}, {"title", row.text(2)}, {"since", to_rfc3339(row.instant(3))}};
            },
            room);
        if (!chat) return tl::unexpected(chat.error());
        if (!*chat) continue;
        auto waiting = put(**chat, "to_be_sent", connection.all("SELECT written, body FROM outbox WHERE room = ?1 ORDER BY id", letter_json, room));
        if (!waiting) return waiting;
        auto dead = put(**chat, "not_sent", connection.all("SELECT written, body FROM dead_letter WHERE room = ?1 ORDER BY id", letter_json, room));
        if (!dead) return dead;
        list.push_back(std::move(**chat));
    }
    return {};
}

Status put_teams(Connection& connection, ordered_json& document, PersonId person) {
    auto scores = connection.all(
        "SELECT room_key, title, date, question, points, attempt FROM score CROSS JOIN room ON room.id = score.room WHERE person = ?1 ORDER BY room, date",
        score_json, person);
    if (auto done = put(document, "points", std::move(scores)); !done) return done;
    auto audit = connection.all(
        "SELECT room_key, date, question, was, became, reason, at FROM audit CROSS JOIN room ON room.id = audit.room WHERE person = ?1 ORDER BY audit.id",
        audit_json, person);
    if (auto done = put(document, "changes_of_points", std::move(audit)); !done) return done;
    auto answers = connection.all(
        "SELECT room_key, date, question, session, points, shared FROM daily_answer CROSS JOIN slot ON slot.id = daily_answer.slot "
        "CROSS JOIN room ON room.id = slot.room WHERE person = ?1 ORDER BY slot.id",
        daily_answer_json, person);
    if (auto done = put(document, "daily_answers", std::move(answers)); !done) return done;
    auto cards =
        connection.all("SELECT question, due, last, reps, lapses, stability, difficulty FROM card WHERE person = ?1 ORDER BY question", card_json, person);
    if (auto done = put(document, "review", std::move(cards)); !done) return done;
    auto appeals = connection.all(
        "SELECT appeal.id, coalesce(room_key, ''), question, attempt, score, reason, own_mark, consent, at, verdict, verdict_reason, decided FROM appeal "
        "LEFT JOIN room ON room.id = appeal.room WHERE person = ?1 ORDER BY appeal.id",
        appeal_json, person);
    if (auto done = put(document, "appeals", std::move(appeals)); !done) return done;
    auto roles = connection.all(
        "SELECT room_key, role FROM (SELECT room, 'judge' AS role FROM judge WHERE person = ?1 UNION ALL "
        "SELECT room, 'hidden on the board' FROM off_board WHERE person = ?1 UNION ALL SELECT room, 'set the schedule' FROM team WHERE set_by = ?1 UNION ALL "
        "SELECT room, 'decided appeal ' || id FROM appeal WHERE judge = ?1 AND room IS NOT NULL) AS roles CROSS JOIN room ON room.id = roles.room "
        "ORDER BY room.id, role",
        role_json, person);
    return put(document, "roles", std::move(roles));
}

Status put_all(Connection& connection, ordered_json& document, PersonId person, const std::vector<RoomId>& rooms) {
    auto settings = connection.all(
        "SELECT name, value FROM setting WHERE person = ?1 ORDER BY name",
        [](const Statement& row) {
            return ordered_json{{"name", row.text(0)}, {"value", row.text(1)}};
        },
        person);
    if (auto done = put(document, "settings", std::move(settings)); !done) return done;
    auto sessions = connection.all(
        "SELECT session.id, session.created, updated, phase, body, account, room_key, title, thread, draft FROM session "
        "LEFT JOIN chat ON chat.session = session.id LEFT JOIN room ON room.id = chat.room WHERE session.person = ?1 ORDER BY session.id",
        session_json, person);
    if (auto done = put(document, "sessions", std::move(sessions)); !done) return done;
    auto attempts =
        connection.all("SELECT session, question, turn, target, at, score, answer, marked FROM attempt WHERE person = ?1 ORDER BY id", attempt_json, person);
    if (auto done = put(document, "attempts", std::move(attempts)); !done) return done;
    auto buried =
        connection.all("SELECT at, reason, body FROM buried WHERE (account, user_key) = (SELECT account, user_key FROM person WHERE id = ?1) ORDER BY at",
                       buried_json, person);
    if (auto done = put(document, "not_handled", std::move(buried)); !done) return done;
    if (auto done = put_teams(connection, document, person); !done) return done;
    return put_rooms(connection, document, rooms);
}

}  // namespace

Result<std::string> SqliteStore::dossier(PersonId person) {
    try {
        const auto known = connection_->first(
            "SELECT account, user_key, display_name, created FROM person WHERE id = ?1",
            [](const Statement& row) {
                return ordered_json{{"account", row.text(0)}, {"user", row.text(1)}, {"name", row.text(2)}, {"since", to_rfc3339(row.instant(3))}};
            },
            person);
        if (!known) return tl::unexpected(known.error());
        if (!*known) return fail(Code::kNotFound, fmt::format("there is no person {}", to_base36(person.value)));
        ordered_json document{{"person", **known}};
        const auto rooms = own_rooms(person);
        if (!rooms) return tl::unexpected(rooms.error());
        if (auto done = put_all(*connection_, document, person, *rooms); !done) return tl::unexpected(done.error());
        return document.dump(2, ' ', false, ordered_json::error_handler_t::replace) + "\n";
    } catch (const std::exception& error) {
        return fail(Code::kCorrupt, fmt::format("what is kept of person {} cannot be written down: {}", to_base36(person.value), error.what()));
    }
}

}  // namespace bot::store
