// Owns what menu.h promises.
#include "adapters/telegram/menu.h"

#include <array>
#include <span>
#include <string>
#include <string_view>

#include "bot/base/plain.h"
#include "bot/base/text.h"

namespace adapters::telegram {
namespace {

constexpr std::size_t kMaxDescription = 256;  // characters; bytes are never fewer

constexpr std::array<std::string_view, 14> kDirect{"round",  "practice", "hint", "skip",  "repeat",   "why",     "pause",
                                                   "resume", "stop",     "me",   "packs", "settings", "privacy", "help"};
constexpr std::array<std::string_view, 9> kGroup{"round", "practice", "hint", "skip", "why", "stop", "me", "privacy", "help"};
constexpr std::array<std::string_view, 10> kAdmin{"round", "practice", "hint", "skip", "why", "stop", "me", "settings", "privacy", "help"};

std::vector<MenuEntry> entries(const bot::Catalogue& catalogue, std::span<const std::string_view> words) {
    std::vector<MenuEntry> out;
    for (const auto word : words) {
        const std::string key = "menu." + std::string(word);
        if (!catalogue.has(key)) continue;
        const auto line = bot::plain_line(catalogue.text(key));
        const auto description = bot::trim(bot::utf8_prefix(line, kMaxDescription));
        if (!description.empty()) out.push_back({std::string(word), std::string(description)});
    }
    return out;
}

}  // namespace

Menus menus_of(const bot::Catalogue& catalogue) { return {entries(catalogue, kDirect), entries(catalogue, kGroup), entries(catalogue, kAdmin)}; }

}  // namespace adapters::telegram
