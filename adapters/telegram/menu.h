// Owns which commands the platform's menu offers where, with the catalogue's words for them. It is only a menu: all commands work everywhere.
// Must not hold texts itself.
#pragma once

#include <vector>

#include "adapters/telegram/call_json.h"
#include "bot/base/catalogue.h"

namespace adapters::telegram {

struct Menus {
    std::vector<MenuEntry> direct;
    std::vector<MenuEntry> group;
    std::vector<MenuEntry> admin;  // of a group
};

// From the entries "menu.<word>"; a word without one is left out.
Menus menus_of(const bot::Catalogue& catalogue);

}  // namespace adapters::telegram
