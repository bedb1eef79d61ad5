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

constexpr std::array<std::string_view, 16> kDirect{"round",  "practice", "answer", "hint",  "skip",  "repeat",   "why",     "pause",
                                                   "resume", "stop",     "me",     "board", "packs", "settings", "privacy", "help"};
constexpr std::array<std::string_view, 11> kGroup{"round", "practice", "answer", "board", "hint", "skip", "why", "stop", "me", "privacy", "help"};
constexpr std::array<std::string_view, 12> kAdmin{"daily", "round", "practice", "answer", "board", "hint", "skip", "why", "stop", "me", "privacy", "help"};

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
