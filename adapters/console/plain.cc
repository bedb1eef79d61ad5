// Owns what plain.h promises.
#include "adapters/console/plain.h"

#include <array>
#include <utility>

#include "bot/base/text.h"

namespace adapters::console {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 26> kSigns{{
    {"\u00A0", " "},  {"\u00B1", "+-"},  {"\u00B7", "-"},  {"\u00D7", "x"},  {"\u00F7", "/"},  {"\u2010", "-"},  {"\u2011", "-"},
    {"\u2012", "-"},  {"\u2013", "-"},   {"\u2014", "-"},  {"\u2018", "'"},  {"\u2019", "'"},  {"\u201C", "\""}, {"\u201D", "\""},
    {"\u2022", "*"},  {"\u2026", "..."}, {"\u202F", " "},  {"\u2190", "<-"}, {"\u2192", "->"}, {"\u2212", "-"},  {"\u2248", "~"},
    {"\u2260", "!="}, {"\u2264", "<="},  {"\u2265", ">="}, {"\u2713", "+"},  {"\uFFFD", "?"},
}};

}  // namespace

std::string ascii_signs(std::string_view text) {
    const std::string clean = bot::to_utf8(text);
    std::string out;
    out.reserve(clean.size());
    for (std::size_t i = 0; i < clean.size();) {
        const auto rest = std::string_view(clean).substr(i);
        auto taken = rest.substr(0, 1);
        auto shown = taken;
        if (static_cast<unsigned char>(rest.front()) >= 0xC0) {
            for (const auto& [sign, ascii] : kSigns) {
                if (rest.starts_with(sign)) taken = sign, shown = ascii;
            }
        }
        out += shown;
        i += taken.size();
    }
    return out;
}

}  // namespace adapters::console
