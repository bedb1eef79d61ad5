// Owns reading application/x-www-form-urlencoded bodies. Pure. Must not know what the fields mean.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace adapters::slack {

constexpr std::size_t kMaxFields = 100;

// In the order given, decoded; values may hold any bytes.
struct Form {
    std::vector<std::pair<std::string, std::string>> fields;

    // nullopt: absent, or given more than once: neither can be trusted.
    std::optional<std::string_view> only(std::string_view name) const;
    // Some field of this name has this value.
    bool holds(std::string_view name, std::string_view value) const;
};

// nullopt: a broken escape, or more than kMaxFields.
std::optional<Form> read_form(std::string_view body);

}  // namespace adapters::slack
