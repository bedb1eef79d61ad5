// Owns what form.h promises.
#include "adapters/slack/form.h"

#include <algorithm>

namespace adapters::slack {
namespace {

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

std::optional<std::string> decoded(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == '+') {
            out += ' ';
        } else if (text[at] != '%') {
            out += text[at];
        } else {
            if (text.size() - at < 3) return std::nullopt;
            const int high = hex_digit(text[at + 1]);
            const int low = hex_digit(text[at + 2]);
            if (high < 0 || low < 0) return std::nullopt;
            out += static_cast<char>(high * 16 + low);
            at += 2;
        }
    }
    return out;
}

}  // namespace

std::optional<std::string_view> Form::only(std::string_view name) const {
    const auto is_it = [&](const auto& field) { return field.first == name; };
    const auto found = std::find_if(fields.begin(), fields.end(), is_it);
    if (found == fields.end() || std::find_if(found + 1, fields.end(), is_it) != fields.end()) return std::nullopt;
    return found->second;
}

bool Form::holds(std::string_view name, std::string_view value) const {
    return std::any_of(fields.begin(), fields.end(), [&](const auto& field) { return field.first == name && field.second == value; });
}

std::optional<Form> read_form(std::string_view body) {
    Form form;
    while (!body.empty()) {
        const auto pair = body.substr(0, body.find('&'));
        body.remove_prefix(std::min(body.size(), pair.size() + 1));
        if (pair.empty()) continue;
        if (form.fields.size() == kMaxFields) return std::nullopt;
        const auto equals = std::min(pair.find('='), pair.size());
        auto name = decoded(pair.substr(0, equals));
        auto value = decoded(pair.substr(std::min(pair.size(), equals + 1)));
        if (!name || !value) return std::nullopt;
        form.fields.emplace_back(std::move(*name), std::move(*value));
    }
    return form;
}

}  // namespace adapters::slack
