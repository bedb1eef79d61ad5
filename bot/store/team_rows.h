// Owns the way between the values of the team book and columns, where several stages need it. Private to bot/store. Must not run statements.
#pragma once

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "bot/base/result.h"
#include "bot/daily/date.h"
#include "bot/store/statement.h"

namespace bot::store {

inline std::int64_t number_of(std::chrono::local_days date) { return date.time_since_epoch().count(); }
inline std::chrono::local_days date_of(std::int64_t number) { return std::chrono::local_days{std::chrono::days{static_cast<std::chrono::days::rep>(number)}}; }

inline std::optional<Instant> instant_or_none(const Statement& row, int column) { return row.null(column) ? std::nullopt : std::optional(row.instant(column)); }
inline std::optional<int> number_or_none(const Statement& row, int column) {
    return row.null(column) ? std::nullopt : std::optional(static_cast<int>(row.integer(column)));
}

// An id that is 0 in values and NULL in rows.
template <class Tag>
std::optional<Id<Tag>> id_or_null(Id<Tag> id) {
    return id.value == 0 ? std::nullopt : std::optional(id);
}

// What was found, if it could be read.
template <class T>
Result<std::optional<T>> readable(Result<std::optional<Result<T>>> found) {
    if (!found) return tl::unexpected(found.error());
    if (!*found) return std::optional<T>();
    if (!**found) return tl::unexpected((*found)->error());
    return std::optional<T>(std::move(***found));
}
template <class T>
Result<std::vector<T>> readable(Result<std::vector<Result<T>>> found) {
    if (!found) return tl::unexpected(found.error());
    std::vector<T> values;
    values.reserve(found->size());
    for (auto& value : *found) {
        if (!value) return tl::unexpected(value.error());
        values.push_back(std::move(*value));
    }
    return values;
}

}  // namespace bot::store
