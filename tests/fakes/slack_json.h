// Owns the reading of fields that may be missing, null or of another type. Must not hold what they mean.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

namespace tests {

inline std::string text_in(const nlohmann::json& object, const char* name) {
    if (!object.is_object()) return "";
    const auto found = object.find(name);
    return found == object.end() || !found->is_string() ? "" : found->get<std::string>();
}

}  // namespace tests
