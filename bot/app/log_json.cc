// Owns the JSON of log lines.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "bot/app/log.h"

namespace bot::app {

std::string text_json(std::string_view text) { return nlohmann::json(text).dump(-1, ' ', true, nlohmann::json::error_handler_t::replace); }

std::string fields_json(std::initializer_list<Field> fields) {
    std::string out;
    for (const auto& field : fields) {
        out += fmt::format(",{}:", text_json(field.name));
        if (const auto* number = std::get_if<std::int64_t>(&field.value)) {
            out += fmt::format("{}", *number);
        } else {
            out += text_json(std::get<std::string_view>(field.value));
        }
    }
    return out;
}

}  // namespace bot::app
