// Owns small changes to content in tests.
#pragma once

#include <string>
#include <string_view>

#include "bot/base/shared_text.h"

namespace tests {

// Replaces every occurrence of `from`, which `to` may not hold.
inline void replace_all(bot::SharedText& text, std::string_view from, std::string_view to) {
    std::string edited(text.view());
    for (auto at = edited.find(from); at != edited.npos; at = edited.find(from)) edited.replace(at, from.size(), to);
    text = std::move(edited);
}

// The first one only; nothing if there is none.
inline void replace_first(bot::SharedText& text, std::string_view from, std::string_view to) {
    std::string edited(text.view());
    if (const auto at = edited.find(from); at != edited.npos) edited.replace(at, from.size(), to);
    text = std::move(edited);
}

}  // namespace tests
