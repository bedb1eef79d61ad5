// Owns what html.h promises.
#include "adapters/telegram/html.h"

namespace adapters::telegram {
namespace {

std::string_view escaped(char c) {
    if (c > '>') return {};
    switch (c) {
        case '&': return "&amp;";
        case '<': return "&lt;";
        case '>': return "&gt;";
        case '"': return "&quot;";
        default: return {};
    }
}

std::string_view tag(bot::Style style) {
    switch (style) {
        case bot::Style::kStrong: return "b";
        case bot::Style::kEmphasis: return "i";
        case bot::Style::kCode: return "code";
        case bot::Style::kPlain: break;
    }
    return {};
}

std::string_view tag(Container container) {
    switch (container) {
        case Container::kQuote: return "blockquote";
        case Container::kPre: return "pre";
        case Container::kNone: break;
    }
    return {};
}

void put_tag(std::string& out, std::string_view name, bool opens) {
    if (name.empty()) return;
    out += opens ? "<" : "</";
    out += name;
    out += '>';
}

void put_escaped(std::string& out, std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        std::size_t stop = at;
        while (stop < text.size() && escaped(text[stop]).empty()) ++stop;
        out += text.substr(at, stop - at);
        if (stop < text.size()) out += escaped(text[stop++]);
        at = stop;
    }
}

}  // namespace

std::string escape(std::string_view text) {
    std::string out;
    out.reserve(text.size() + text.size() / 16);
    put_escaped(out, text);
    return out;
}

std::size_t escaped_size(char c) {
    const auto name = escaped(c);
    return name.empty() ? 1 : name.size();
}

std::string html(const Flow& flow) {
    std::string out;
    Container open = Container::kNone;
    for (const auto& stretch : flow) {
        if (stretch.text.empty()) continue;
        if (stretch.look.container != open) {
            put_tag(out, tag(open), false);
            open = stretch.look.container;
            put_tag(out, tag(open), true);
        }
        // Nothing may be nested in preformatted text.
        const auto style = open == Container::kPre ? std::string_view{} : tag(stretch.look.style);
        put_tag(out, style, true);
        put_escaped(out, stretch.text);
        put_tag(out, style, false);
    }
    put_tag(out, tag(open), false);
    return out;
}

std::string plain_text(const Flow& flow) {
    std::string out;
    for (const auto& stretch : flow) out += stretch.text;
    return out;
}

}  // namespace adapters::telegram
