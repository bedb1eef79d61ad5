// Owns the message catalogue: every text a person sees, by key, with named arguments and plural forms.
// Must not hold texts itself (content/messages/*.yaml does) and must never crash on a missing key.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "bot/base/message.h"

namespace bot {

struct Argument {
    std::string_view name;
    std::variant<std::string, std::int64_t> value;
};
using Arguments = std::initializer_list<Argument>;

// Texts by key. A template may hold {name} arguments, **strong**, *emphasis* and `code` (marks do not nest; a backslash before one of * ` { } \ makes it
// plain); arguments are inserted as plain text in the style around them and never parsed for markup. Plural rules (CLDR, English): an entry with forms {one,
// other} is chosen by the argument named "count". Immutable after loading, so safe from any thread.
class Catalogue {
   public:
    struct Entry {
        std::string other;
        std::string one;  // empty = no plural form
    };

    Catalogue() = default;
    Catalogue(std::string language, std::map<std::string, Entry, std::less<>> entries);

    const std::string& language() const { return language_; }
    const std::map<std::string, Entry, std::less<>>& entries() const { return entries_; }

    // The text as plain characters, markup removed. A missing key gives "[key]"; a missing argument stays "{name}".
    std::string text(std::string_view key, Arguments arguments = {}) const;

    // The same as styled runs.
    std::vector<Run> runs(std::string_view key, Arguments arguments = {}) const;

    bool has(std::string_view key) const { return entries_.find(key) != entries_.end(); }

   private:
    std::string language_;
    std::map<std::string, Entry, std::less<>> entries_;
};

}  // namespace bot
