// Owns the spelling of identifiers.
#include "bot/base/ids.h"

#include <algorithm>
#include <charconv>
#include <system_error>

namespace bot {

std::string to_base36(std::int64_t value) {
    char buffer[16];
    const auto end = std::to_chars(buffer, buffer + sizeof buffer, value, 36).ptr;
    return {buffer, end};
}

std::optional<std::int64_t> from_base36(std::string_view text) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, 36);
    if (error != std::errc{} || end != text.data() + text.size() || to_base36(value) != text) return std::nullopt;
    return value;
}

bool is_author_id(std::string_view text) {
    const auto lower = [](char c) { return c >= 'a' && c <= 'z'; };
    const auto allowed = [&](char c) { return lower(c) || (c >= '0' && c <= '9') || c == '-'; };
    return text.size() >= 2 && text.size() <= 32 && lower(text.front()) && std::all_of(text.begin(), text.end(), allowed);
}

}  // namespace bot
