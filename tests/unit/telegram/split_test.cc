// Long messages: where they are cut, and that no cut breaks anything whatever the message holds.
#include "adapters/telegram/split.h"

#include <algorithm>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "adapters/telegram/format.h"
#include "adapters/telegram/html.h"
#include "bot/base/plain.h"
#include "bot/base/text.h"
#include "bot/base/utf16.h"
#include "tests/support/catch.h"

namespace {

using namespace adapters::telegram;
using bot::Block;
using bot::Style;

std::vector<std::string> texts(const std::string& text, std::size_t units, Container container = Container::kNone) {
    std::vector<std::string> out;
    for (const auto& flow : split({{text, {Style::kPlain, container}}}, {units, 30'000})) out.push_back(plain_text(flow));
    return out;
}

// The text of our HTML as the platform reads it; nullopt if a tag is unknown, unbalanced or wrongly nested, or an entity unknown.
std::optional<std::string> read_html(std::string_view html) {
    std::string text;
    std::vector<std::string> open;
    for (std::size_t i = 0; i < html.size();) {
        if (html[i] == '<') {
            const auto end = html.find('>', i);
            if (end == std::string_view::npos) return std::nullopt;
            std::string tag(html.substr(i + 1, end - i - 1));
            if (tag.starts_with('/')) {
                if (open.empty() || open.back() != tag.substr(1)) return std::nullopt;
                open.pop_back();
            } else {
                if (tag != "b" && tag != "i" && tag != "code" && tag != "pre" && tag != "blockquote") return std::nullopt;
                const bool in_code = !open.empty() && (open.back() == "pre" || open.back() == "code");
                if (in_code || (tag == "blockquote" && !open.empty())) return std::nullopt;
                open.push_back(tag);
            }
            i = end + 1;
        } else if (html[i] == '&') {
            const auto end = html.find(';', i);
            if (end == std::string_view::npos) return std::nullopt;
            const auto name = html.substr(i + 1, end - i - 1);
            if (name == "amp")
                text += '&';
            else if (name == "lt")
                text += '<';
            else if (name == "gt")
                text += '>';
            else if (name == "quot")
                text += '"';
            else
                return std::nullopt;
            i = end + 1;
        } else {
            if (html[i] == '>') return std::nullopt;
            text += html[i++];
        }
    }
    if (!open.empty()) return std::nullopt;
    return text;
}

std::string without_blanks(std::string text) {
    std::erase_if(text, [](char c) { return c == ' ' || c == '\n' || c == '\t'; });
    return text;
}

std::string random_text(std::mt19937& chance) {
    const char* const pieces[] = {"a",      "<",      ">",          "&", "\"", "</b>",  "&amp;",   " ",    "\n",     "\n\n", "word ",
                                  "\u00e9", "\u4e2d", "\U0001F600", "`", "\t", "<pre>", "x\u0301", "\xFF", "@name ", "\r\n"};
    std::string text;
    // Now and then one character only, over and over: no place to cut.
    const bool uniform = chance() % 8 == 0;
    const auto one = chance() % std::size(pieces);
    for (auto length = chance() % (chance() % 4 == 0 ? 6'000 : 60); length > 0; --length) text += pieces[uniform ? one : chance() % std::size(pieces)];
    return text;
}

// All that a person should read of it.
std::string words_of(const bot::Outbound& message) {
    std::string words;
    for (const auto& block : message.blocks) {
        const bool meter = block.kind == Block::Kind::kMeter;
        if (block.runs.empty() && !meter) continue;
        if (block.kind == Block::Kind::kItem) words += block.sign.empty() ? "•" : bot::plain_line(block.sign);
        for (const auto& run : block.runs) words += bot::plain(run.text);
        const int percent = std::clamp(block.percent, 0, 100);
        for (int i = 0; meter && i < 10; ++i) words += i < (percent * 10 + 50) / 100 ? "█" : "░";
        if (meter) words += std::to_string(percent);
    }
    for (const auto& choice : message.choices) words += choice.data.empty() ? "/" + choice.verb : "";
    return words;
}

bot::Outbound random_message(std::mt19937& chance) {
    bot::Outbound message;
    message.blocks.push_back({Block::Kind::kParagraph, bot::Tone::kNeutral, "", {{Style::kPlain, "begin"}}, 0});
    for (auto blocks = chance() % 12; blocks > 0; --blocks) {
        Block block;
        block.kind = Block::Kind(chance() % 8);
        block.sign = chance() % 2 ? "" : random_text(chance).substr(0, chance() % 8);
        block.percent = int(chance() % 140) - 20;
        for (auto runs = chance() % 5; runs > 0; --runs) block.runs.push_back({Style(chance() % 4), random_text(chance)});
        message.blocks.push_back(std::move(block));
    }
    for (auto choices = chance() % 8; choices > 0; --choices)
        message.choices.push_back({"verb" + std::to_string(choices), random_text(chance), chance() % 2 ? "d" : ""});
    return message;
}

}  // namespace

TEST_CASE("a message within the limit is one part") {
    CHECK(texts("one two", 7) == std::vector<std::string>{"one two"});
    CHECK(texts("", 7).empty());
    CHECK(texts(" \n ", 7).empty());
}

TEST_CASE("cuts prefer the end of a paragraph, then of a line, then of a word") {
    CHECK(texts("first one\n\nsecond\nthird", 16) == std::vector<std::string>{"first one", "second\nthird"});
    CHECK(texts("first one\nsecond third", 16) == std::vector<std::string>{"first one", "second third"});
    CHECK(texts("first one second third", 16) == std::vector<std::string>{"first one second", "third"});
    CHECK(texts("abcdefghijklmnop", 10) == std::vector<std::string>{"abcdefghij", "klmnop"});
    CHECK(texts("ab cdefghijklmnop", 10) == std::vector<std::string>{"ab cdefghi", "jklmnop"});
}

TEST_CASE("no cut falls into a surrogate pair") {
    CHECK(texts("\U0001F600\U0001F601\U0001F602", 5) == std::vector<std::string>{"\U0001F600\U0001F601", "\U0001F602"});
}

TEST_CASE("code keeps its indentation, and is closed and opened again") {
    const Flow flow{{"before ", {}}, {"if x:\n    one()\n    two()", {Style::kPlain, Container::kPre}}};
    const auto parts = split(flow, {24, 30'000});
    REQUIRE(parts.size() == 2);
    CHECK(html(parts[0]) == "before <pre>if x:\n    one()</pre>");
    CHECK(html(parts[1]) == "<pre>    two()</pre>");
}

TEST_CASE("markup that grows beyond the raw limit is split before it") {
    Flow flow;
    for (int i = 0; i < 2'000; ++i) flow.push_back({"&", {i % 2 ? Style::kStrong : Style::kEmphasis, Container::kNone}});
    const auto parts = split(flow);
    CHECK(parts.size() > 1);
    for (const auto& part : parts) CHECK(html(part).size() <= 30'000);
}

TEST_CASE("every part of every message is within the limits, balanced, and nothing is lost") {
    std::mt19937 chance(20261122);
    for (int i = 0; i < 500; ++i) {
        const auto message = random_message(chance);
        const Surroundings surroundings{chance() % 2 == 0, "vivabot"};
        const auto rendered = render(message, surroundings);
        std::string joined;
        for (const auto& part : rendered.parts) {
            const auto text = read_html(part.html);
            REQUIRE(text);
            REQUIRE(*text == part.plain);
            REQUIRE(bot::is_utf8(part.plain));
            REQUIRE(bot::utf16_length(part.plain) <= 4096);
            REQUIRE(part.html.size() <= 30'000);
            REQUIRE_FALSE(bot::trim(part.plain).empty());
            joined += part.plain;
        }
        // Cut small, the same text comes out.
        Flow flow;
        for (const auto& part : rendered.parts) flow.push_back({part.plain, {}});
        std::string again;
        for (const auto& part : split(flow, {1 + chance() % 50, 30'000})) again += plain_text(part);
        REQUIRE(without_blanks(again) == without_blanks(joined));
        // Whatever was in the message is in the parts, in its order.
        if (!surroundings.group) REQUIRE(without_blanks(joined) == without_blanks(words_of(message)));
    }
}
