// Long messages: where they are cut, and that no message of ours can break a limit, call people, lose a word or leave a mark open.
#include "adapters/slack/split.h"

#include <algorithm>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "adapters/slack/call_json.h"
#include "adapters/slack/format.h"
#include "bot/base/plain.h"
#include "bot/base/text.h"
#include "bot/base/utf16.h"
#include "tests/support/catch.h"

namespace {

using namespace adapters::slack;
using bot::Block;
using bot::Style;

constexpr std::string_view kGap = "\u200B";

Paragraph paragraph(const std::string& text, Paragraph::Kind kind = Paragraph::Kind::kText, bool quote = false) {
    Paragraph out;
    out.kind = kind;
    out.quote = quote;
    for (const auto line : bot::split(text, '\n')) out.lines.push_back({{Style::kPlain, std::string(line)}});
    return out;
}

std::vector<std::string> cut(const std::vector<Paragraph>& paragraphs, std::size_t units) {
    std::vector<std::string> out;
    SplitLimits limits;
    limits.section = units;
    for (const auto& section : sections(paragraphs, limits)) out.push_back(section.mrkdwn);
    return out;
}

std::string folded(const std::string& text, std::size_t units) {
    std::string out;
    for (const auto& line : fold({{Style::kPlain, text}}, units)) out += (out.empty() ? "" : "|") + line.front().text;
    return out;
}

bool is_word(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }

// In one pass: texts here are long and full of them.
void replace_all(std::string& text, std::string_view from, std::string_view to) {
    std::string out;
    out.reserve(text.size());
    std::size_t done = 0;
    for (auto at = text.find(from); at != std::string::npos; at = text.find(from, done)) {
        out.append(text, done, at - done).append(to);
        done = at + from.size();
    }
    text = std::move(out.append(text, done));
}

// What a reader sees of one line of mrkdwn, with its marks taken off as the platform does it; problem: a mark that stays open, or one that holds nothing.
struct Reader {
    std::string seen;
    std::string problem;

    void line(std::string_view text) {
        if (text.starts_with("> ")) text.remove_prefix(2);
        if (text.starts_with("&gt;")) problem = "a quotation that is not ours";
        words(text);
    }

    void words(std::string_view text) {
        for (std::size_t at = 0; at < text.size();) {
            const char c = text[at];
            const bool opens = (c == '*' || c == '_' || c == '~' || c == '`') && (at == 0 || !is_word(text[at - 1])) && at + 1 < text.size() &&
                               text[at + 1] != ' ' && text[at + 1] != '\t' && !text.substr(at + 1).starts_with(kGap);
            if (!opens) {
                if (c == '`' && (at == 0 || !is_word(text[at - 1])) && !text.substr(at + 1).starts_with(kGap)) problem = "a backtick that is no mark";
                seen += text[at++];
                continue;
            }
            const auto end = text.find(c, at + 1);
            if (end == std::string_view::npos || end == at + 1) {
                problem = "a mark stays open: " + std::string(text);
                return;
            }
            // Marks of another kind inside are read the same way, but not in code.
            if (c == '`') {
                seen += text.substr(at + 1, end - at - 1);
            } else {
                Reader inside;
                inside.words(text.substr(at + 1, end - at - 1));
                problem += inside.problem;
                seen += inside.seen;
            }
            at = end + 1;
        }
    }
};

// The words of a section as a reader sees them.
Reader read(std::string_view mrkdwn) {
    Reader reader;
    if (mrkdwn.starts_with("```\n")) {
        if (!mrkdwn.ends_with("\n```") || mrkdwn.size() < 9 || mrkdwn.substr(3, mrkdwn.size() - 6).find("```") != std::string_view::npos)
            reader.problem = "a fence that is not closed, or another in it";
        reader.seen = mrkdwn.substr(4, mrkdwn.size() - std::min<std::size_t>(mrkdwn.size(), 8));
    } else {
        if (mrkdwn.find("```") != std::string_view::npos) reader.problem = "a fence in a text";
        for (const auto line : bot::split(mrkdwn, '\n')) {
            reader.line(line);
            reader.seen += '\n';
        }
    }
    replace_all(reader.seen, "&lt;", "<");
    replace_all(reader.seen, "&gt;", ">");
    replace_all(reader.seen, "&amp;", "&");
    return reader;
}

std::string without_blanks(std::string text) {
    replace_all(text, kGap, "");
    std::erase_if(text, [](char c) { return c == ' ' || c == '\n' || c == '\t'; });
    return text;
}

// A little of both texts where they begin to differ; "" = they are the same.
std::string first_difference(const std::string& a, const std::string& b) {
    if (a == b) return "";
    const auto at = std::size_t(std::mismatch(a.begin(), a.end(), b.begin(), b.end()).first - a.begin());
    const auto from = at < 30 ? 0 : at - 30;
    return a.substr(from, 80) + "\n" + b.substr(from, 80);
}

// One of so many is long.
std::string random_text(std::mt19937& chance, unsigned long_one_of = 4) {
    const char* const pieces[] = {"a",       "<",          ">",      "&",          "\"",      "<!channel>", "&amp;",   " ",    "\n",          "\n\n",
                                  "word ",   "\u00e9",     "\u4e2d", "\U0001F600", "`",       "\t",         "x\u0301", "\xFF", "<@U1>",       "\r\n",
                                  "*",       "_",          "~",      "```",        ":smile:", "::",         "> ",      "\n> ", "*b*",         "_i_",
                                  "\n```\n", "snake_case", "2*3",    "|",          "-",       "(",          ")",       ".",    "<http://x|y>"};
    std::string text;
    // Now and then one piece only, over and over: no place to cut.
    const bool uniform = chance() % 8 == 0;
    const auto one = chance() % std::size(pieces);
    for (auto length = chance() % (chance() % long_one_of == 0 ? 6'000 : 60); length > 0; --length)
        text += pieces[uniform ? one : chance() % std::size(pieces)];
    return text;
}

// All that a person should read of it.
std::string words_of(const bot::Outbound& message) {
    std::string words;
    for (const auto& block : message.blocks) {
        const bool meter = block.kind == Block::Kind::kMeter;
        if (block.runs.empty() && !meter) continue;
        if (block.kind == Block::Kind::kItem) words += block.sign.empty() ? "•" : bot::plain_line(block.sign);
        for (const auto& run : block.runs) words += meter ? bot::plain_line(run.text) : bot::plain(run.text);
        const int percent = std::clamp(block.percent, 0, 100);
        for (int i = 0; meter && i < 10; ++i) words += i < (percent * 10 + 50) / 100 ? "█" : "░";
        if (meter) words += std::to_string(percent);
    }
    return words;
}

bot::Outbound random_message(std::mt19937& chance) {
    bot::Outbound message;
    message.blocks.push_back({Block::Kind::kParagraph, bot::Tone::kNeutral, "", {{Style::kPlain, "begin"}}, 0});
    // Many blocks, or long texts: both at once only cost time.
    const bool many = chance() % 10 == 0;
    for (auto blocks = chance() % (many ? 120 : 12); blocks > 0; --blocks) {
        Block block;
        block.kind = Block::Kind(chance() % 8);
        block.tone = bot::Tone(chance() % 5);
        block.sign = chance() % 2 ? "" : random_text(chance).substr(0, chance() % 8);
        block.percent = int(chance() % 140) - 20;
        for (auto runs = chance() % 5; runs > 0; --runs) block.runs.push_back({Style(chance() % 4), random_text(chance, many ? 40 : 4)});
        message.blocks.push_back(std::move(block));
    }
    for (auto choices = chance() % (chance() % 10 == 0 ? 90 : 8); choices > 0; --choices) {
        const auto opens = bot::Choice::Opens(chance() % 3);
        message.choices.push_back({chance() % 3 ? "verb" : random_text(chance), random_text(chance), chance() % 2 ? "data" : "", opens});
    }
    return message;
}

void check_buttons(const Part& part) {
    std::set<std::string> ids;
    for (const auto& button : part.buttons) {
        REQUIRE_FALSE(button.text.empty());
        REQUIRE(bot::utf16_length(button.text) <= 75);
        REQUIRE(button.text.find('<') == std::string::npos);
        REQUIRE(button.action_id.size() <= 255);
        REQUIRE(ids.insert(button.action_id).second);
    }
}

// What a reader sees of the part.
std::string check_part(const Part& part) {
    REQUIRE(part.sections.size() + (part.buttons.size() + 24) / 25 <= 50);
    REQUIRE(bot::utf16_length(part.text) <= kMaxSummary);
    REQUIRE_FALSE(bot::trim(part.text).empty());
    REQUIRE(part.text.find('<') == std::string::npos);
    REQUIRE(part.whole.find('<') == std::string::npos);
    REQUIRE(bot::is_utf8(part.text));
    check_buttons(part);
    std::size_t units = 0;
    std::string seen;
    for (const auto& section : part.sections) {
        REQUIRE(bot::is_utf8(section.mrkdwn));
        REQUIRE_FALSE(bot::trim(section.mrkdwn).empty());
        REQUIRE(bot::utf16_length(section.mrkdwn) <= 3'000);
        REQUIRE(section.mrkdwn.find('<') == std::string::npos);
        units += bot::utf16_length(section.mrkdwn);
        const auto reader = read(section.mrkdwn);
        INFO(section.mrkdwn);
        REQUIRE(reader.problem == "");
        seen += reader.seen;
    }
    REQUIRE(units <= 11'000);
    return seen;
}

}  // namespace

TEST_CASE("lines are cut at a word's end, else between characters") {
    CHECK(folded("one two three", 30) == "one two three");
    CHECK(folded("one two three", 19) == "one two|three");
    CHECK(folded("abcdefghijklmnop", 18) == "abcdefghij|klmnop");
    CHECK(folded("\U0001F600\U0001F601\U0001F602", 13) == "\U0001F600\U0001F601|\U0001F602");
    CHECK(folded("<<<<", 16) == "<<|<<");
    CHECK(folded("", 16) == "");
    CHECK(folded("ab", 1) == "a|b");
}

TEST_CASE("a cut line keeps its looks on both sides") {
    const auto lines = fold({{Style::kPlain, "see "}, {Style::kStrong, "one two"}}, 26);
    REQUIRE(lines.size() == 2);
    CHECK(mrkdwn(lines[0], false) == "see *one*");
    CHECK(mrkdwn(lines[1], false) == "*two*");
}

TEST_CASE("paragraphs stand together while there is room, and go whole to the next section") {
    auto second = paragraph("second\nthird");
    second.apart = true;
    CHECK(cut({paragraph("first"), second}, 100) == std::vector<std::string>{"first\n\nsecond\nthird"});
    CHECK(cut({paragraph("first one here"), second}, 26) == std::vector<std::string>{"first one here", "second\nthird"});
    CHECK(cut({paragraph("a"), paragraph("status", Paragraph::Kind::kSmall), paragraph("b")}, 100) == std::vector<std::string>{"a", "status", "b"});
}

TEST_CASE("code keeps its indentation, and is closed and opened again") {
    CHECK(cut({paragraph("before"), paragraph("if x:\n    one()\n    two()", Paragraph::Kind::kCode)}, 30) ==
          std::vector<std::string>{"before", "```\nif x:\n    one()\n```", "```\n    two()\n```"});
    CHECK(cut({paragraph("abcdefghijklmnop", Paragraph::Kind::kCode)}, 18) == std::vector<std::string>{"```\nabcdefghij\n```", "```\nklmnop\n```"});
}

TEST_CASE("empty lines at the edges of a section go") {
    CHECK(cut({paragraph("\n\na\n\nb\n\n")}, 100) == std::vector<std::string>{"a\n\nb"});
    CHECK(cut({paragraph("\na", Paragraph::Kind::kText, true)}, 100) == std::vector<std::string>{"> a"});
}

TEST_CASE("messages take as many sections as the platform does") {
    std::vector<Section> many(100, Section{false, "a", "a"});
    const auto parts = messages(many);
    REQUIRE(parts.size() == 3);
    CHECK(parts[0].size() == 45);
    CHECK(messages(std::vector<Section>(10, Section{false, std::string(2'900, 'a'), "a"})).size() == 4);
    CHECK(messages({}).empty());
}

TEST_CASE("no message of ours breaks a limit, calls people, loses a word or leaves a mark open") {
    std::mt19937 chance(20261122);
    for (int i = 0; i < 400; ++i) {
        const auto message = random_message(chance);
        const auto parts = render(message);
        std::string seen;
        for (std::size_t part = 0; part < parts.size(); ++part) {
            seen += check_part(parts[part]);
            REQUIRE((parts[part].buttons.empty() || part + 1 == parts.size()));
        }
        REQUIRE(first_difference(without_blanks(seen), without_blanks(words_of(message))) == "");
        const auto page = render_page(message);
        REQUIRE(page.sections.size() + page.buttons.size() <= 100 + 75);
        REQUIRE(blocks_json(page.sections, page.buttons).size() < 250'000);
    }
}
