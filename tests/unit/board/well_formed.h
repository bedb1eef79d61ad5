// Owns a strict reader of the page's markup for tests: stricter than any browser, so that what passes here is read the same everywhere.
#pragma once

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace tests {

struct Markings {
    std::string fault;  // the first one and where; empty if there is none
    std::set<std::string> elements, attributes;
};

inline Markings read_markup(std::string_view html) {
    Markings found;
    std::vector<std::string> open;
    std::size_t at = 0;
    const auto fail = [&](const std::string& what) {
        found.fault = what + " at: " + std::string(html.substr(std::min(at, html.size()), 60));
        return found;
    };
    const auto entity_at = [&](std::size_t i) {
        for (const std::string_view known : {"&amp;", "&lt;", "&gt;", "&quot;", "&#39;"}) {
            if (html.substr(i).starts_with(known)) return true;
        }
        return false;
    };
    const auto is_name = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-'; };
    const auto sign = [&] { return at < html.size() ? html[at] : '\0'; };
    const auto name_at = [&] {
        std::string name;
        while (at < html.size() && is_name(html[at])) name += html[at++];
        return name;
    };
    constexpr std::string_view kType = "<!doctype html>\n";
    if (!html.starts_with(kType)) return fail("no document type");
    at = kType.size();
    while (at < html.size()) {
        const char c = html[at];
        if (!open.empty() && open.back() == "style" && !html.substr(at).starts_with("</style>")) {
            if (c == '<') return fail("an element in a style");
            ++at;
            continue;
        }
        if (c == '&' && !entity_at(at)) return fail("a bare ampersand");
        if (c == '>' || c == '"' || c == '\'') return fail("an unescaped sign");
        if (c != '<') {
            if (open.empty() && c != '\n') return fail("text outside of the document");
            ++at;
            continue;
        }
        ++at;
        if (sign() == '/') {
            ++at;
            const auto name = name_at();
            if (open.empty() || open.back() != name || sign() != '>') return fail("</" + name + "> closes another");
            open.pop_back();
            ++at;
            continue;
        }
        const auto name = name_at();
        if (name.empty()) return fail("an element without a name");
        found.elements.insert(name);
        while (sign() == ' ') {
            ++at;
            const auto attribute = name_at();
            if (attribute.empty() || html.substr(at, 2) != "=\"") return fail("an attribute without quotes");
            found.attributes.insert(attribute);
            for (at += 2; at < html.size() && html[at] != '"'; ++at) {
                if (html[at] == '<' || html[at] == '>' || html[at] == '\'' || (html[at] == '&' && !entity_at(at)))
                    return fail("an unescaped sign in an attribute");
            }
            ++at;
        }
        if (html.substr(at, 2) == "/>") {
            at += 2;
        } else if (sign() == '>') {
            ++at;
            open.push_back(name);
        } else {
            return fail("an element that does not end");
        }
    }
    if (!open.empty()) return fail("<" + open.back() + "> stays open");
    return found;
}

}  // namespace tests
