// Owns what markup.h promises about elements and escaping; shown.cc does the cleaning of texts.
#include "bot/board/markup.h"

#include <algorithm>
#include <array>
#include <utility>

#include "bot/base/check.h"

namespace bot::board {
namespace {

constexpr std::array<std::string_view, 7> kInline{"span", "bdi", "td", "th", "title", "rect", "text"};

void append_escaped(std::string& out, std::string_view text) {
    for (const char c : text) {
        switch (c) {
            case '&': out += "&amp;"; break;
            case '<': out += "&lt;"; break;
            case '>': out += "&gt;"; break;
            case '"': out += "&quot;"; break;
            case '\'': out += "&#39;"; break;
            default: out += c;
        }
    }
}

}  // namespace

void Markup::start(std::string_view element, Attributes attributes) {
    out_ += '<';
    out_ += element;
    for (const auto& attribute : attributes) {
        out_ += ' ';
        out_ += attribute.name;
        out_ += "=\"";
        append_escaped(out_, attribute.value);
        out_ += '"';
    }
}

void Markup::open(std::string_view element, Attributes attributes) {
    start(element, attributes);
    out_ += '>';
    open_.emplace_back(element);
}

void Markup::close() {
    VIVA_CHECK(!open_.empty());
    out_ += "</" + open_.back() + '>';
    // A line for each block: whoever reads the source, or the diff of an approved page, sees its parts.
    if (std::find(kInline.begin(), kInline.end(), open_.back()) == kInline.end()) out_ += '\n';
    open_.pop_back();
}

void Markup::text(std::string_view text) { append_escaped(out_, text); }

void Markup::leaf(std::string_view element, Attributes attributes, std::string_view content) {
    open(element, attributes);
    text(content);
    close();
}

void Markup::empty(std::string_view element, Attributes attributes) {
    start(element, attributes);
    out_ += "/>";
}

std::string Markup::done() && {
    VIVA_CHECK(open_.empty());
    return std::move(out_);
}

}  // namespace bot::board
