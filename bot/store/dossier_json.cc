// Owns the document that says what is kept of a person. Bytes that are no UTF-8 show as U+FFFD.
#include <fmt/format.h>

#include <exception>
#include <nlohmann/json.hpp>

#include "bot/store/sqlite_store.h"

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
