#include "bot/board/page.h"

#include <fmt/format.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "bot/base/text.h"
#include "bot/board/page_parts.h"
#include "bot/grade/mark.h"
#include "tests/support/catch.h"
#include "tests/support/process.h"
#include "tests/unit/board/sample_pages.h"
#include "tests/unit/board/well_formed.h"
#include "tests/unit/console/texts.h"

using namespace tests;
using bot::board::page_policy;
using bot::board::render_page;

namespace {

std::string render(const Page& page) { return render_page(page, shipped_texts()); }

int count(std::string_view text, std::string_view part) {
    int found = 0;
    for (auto at = text.find(part); at != std::string_view::npos; at = text.find(part, at + 1)) ++found;
    return found;
}

bool has(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

// Without the style sheet, which would drown what is looked for.
std::string body_of(const std::string& html) { return html.substr(html.find("</style>")); }

// What an approved page is compared by: the style sheet and its digest are left out, they are looked at in a browser.
std::string without_style(std::string html) {
    const auto begin = html.find("<style>") + 7;
    html.replace(begin, html.find("</style>") - begin, "...");
    const auto digest = html.find("sha256-") + 7;
    return html.replace(digest, 44, "...");
}

Page with_day(Page::Date today, std::vector<Page::Day> days) {
    Page page;
    page.room = "Room";
    page.today = today;
    page.days = std::move(days);
    return page;
}

}  // namespace

// After a wanted change: VIVA_APPROVE=1 build/w/test_board, then read the diff.
TEST_CASE("a small page reads as approved") {
    const std::string path = VIVA_SOURCE_DIR "/tests/golden/page/small.html";
    const auto html = without_style(render(small_page()));
    if (std::getenv("VIVA_APPROVE")) std::ofstream{path} << html;
    const auto approved = read_file(path);
    REQUIRE_FALSE(approved.empty());
    CHECK(html == approved);
}

TEST_CASE("the reader of markup finds what is wrong") {
    const std::string begin = "<!doctype html>\n";
    CHECK(read_markup(begin + "<p class=\"a\">b &amp; c<input/></p>\n").fault.empty());
    for (const std::string bad : {"<p>", "</p>", "<p><b></p></b>", "<p>a & b</p>", "<p>a > b</p>", "<p>\"</p>", "<p class=a></p>", "<p class=\"<\"></p>",
                                  "<p class='a'></p>", "<p", "a", "<>"}) {
        INFO(bad);
        CHECK_FALSE(read_markup(begin + bad).fault.empty());
    }
    CHECK_FALSE(read_markup("<p></p>").fault.empty());
}

TEST_CASE("every page is well-formed and made of harmless elements and attributes only") {
    const std::set<std::string> elements{"html",    "head",   "meta",     "title",  "style", "body",  "svg",   "pattern", "rect",   "circle", "symbol",
                                         "path",    "header", "div",      "p",      "span",  "h1",    "bdi",   "dl",      "dt",     "dd",     "main",
                                         "section", "h2",     "fieldset", "legend", "label", "input", "table", "caption", "thead",  "tbody",  "tr",
                                         "th",      "td",     "line",     "desc",   "text",  "g",     "ul",    "li",      "footer", "use"};
    const std::set<std::string> attributes{"lang",
                                           "charset",
                                           "name",
                                           "content",
                                           "http-equiv",
                                           "class",
                                           "id",
                                           "width",
                                           "height",
                                           "viewBox",
                                           "aria-hidden",
                                           "focusable",
                                           "patternUnits",
                                           "patternTransform",
                                           "cx",
                                           "cy",
                                           "r",
                                           "d",
                                           "x",
                                           "y",
                                           "rx",
                                           "x1",
                                           "x2",
                                           "y1",
                                           "y2",
                                           "type",
                                           "checked",
                                           "autocomplete",
                                           "scope",
                                           "colspan",
                                           "role",
                                           "aria-labelledby",
                                           "aria-label",
                                           "text-anchor",
                                           "href"};
    for (const auto& page : {team_page(), small_page(), first_day_page(), hostile_page(), Page{}}) {
        const auto found = read_markup(render(page));
        CHECK(found.fault == "");
        for (const auto& element : found.elements) CHECK((element + (elements.contains(element) ? "" : " is new")) == element);
        for (const auto& attribute : found.attributes) CHECK((attribute + (attributes.contains(attribute) ? "" : " is new")) == attribute);
    }
}

TEST_CASE("a page of random bytes is well-formed") {
    std::uint32_t seed = 1;
    for (int round = 0; round < 300; ++round) {
        auto page = small_page();
        const auto noise = [&] {
            std::string text;
            for (int i = drawn(seed, 60); i > 0; --i)
                text += round % 2 ? char(drawn(seed, 256)) : "<>&\"'/= {}*`\\\xE2\x80\xAE\xF0\x9F"[std::size_t(drawn(seed, 18))];
            return text;
        };
        page.room = noise();
        for (auto& row : page.periods[0].rows) row.name = noise();
        for (auto& tag : page.tags) tag.name = noise();
        for (auto& streak : page.streaks) streak.name = noise();
        const auto html = render(page);
        CHECK(read_markup(html).fault == "");
        CHECK(bot::is_utf8(html));
    }
}

TEST_CASE("hostile names are text, short, and keep their direction to themselves") {
    const auto html = render(hostile_page());
    CHECK(has(html, "<bdi>&lt;script&gt;alert(1)&lt;/script&gt;</bdi>"));
    CHECK_FALSE(has(html, "<script"));
    CHECK_FALSE(has(html, "<img"));
    CHECK(count(html, "</style>") == 1);
    for (const char* reordering : {"\u202A", "\u202B", "\u202C", "\u202D", "\u202E", "\u2066", "\u2067", "\u200E", "\u200F"})
        CHECK_FALSE(has(html, reordering));
    CHECK(count(html, "\u2068") == count(html, "\u2069"));
    CHECK(has(html, "<bdi>Somebody</bdi>"));
    CHECK(has(html, "<bdi>{name} **bold** `code`</bdi>"));
    CHECK(has(html, "<bdi>&amp;lt;b&amp;gt; &amp;amp;</bdi>"));
    CHECK_FALSE(has(html, std::string(64, 'W')));
    CHECK(html.size() < 120'000);
    for (const char c : html) CHECK((c == '\n' || static_cast<unsigned char>(c) >= 0x20));
}

TEST_CASE("a page is bounded and says what it leaves out") {
    auto page = first_day_page();
    for (int i = 0; i < 5000; ++i) {
        const auto name = "n" + std::to_string(i);
        for (auto& period : page.periods) period.rows.push_back({i + 1, name, 9000 - i, 1, 0, 1});
        page.tags.push_back({name, i % 101, 1});
        page.streaks.push_back({name, i + 1, i + 1});
    }
    const auto html = render(page);
    CHECK(html.size() < 1'000'000);
    CHECK(count(html, "And 4800 more.") == 3);
    CHECK(has(html, "And 4990 more."));
    CHECK(has(html, "Between them, 4976 tags more."));
}

TEST_CASE("every text of the page is in the catalogue, and none there is idle") {
    std::map<std::string, bot::Catalogue::Entry, std::less<>> marked;
    const auto texts = shipped_texts();
    for (auto [key, entry] : texts.entries()) {
        if (key.starts_with("page.")) {
            entry.other = "⟦" + key + "⟧" + entry.other;
            if (!entry.one.empty()) entry.one = "⟦" + key + "⟧" + entry.one;
        }
        marked[key] = entry;
    }
    auto many = first_day_page();
    many.periods[1].rows.resize(300);
    many.tags.resize(40, {"", 3, 1});
    auto one_tag = first_day_page();
    one_tag.tags = {{"go", 4, 1}};
    one_tag.periods[0].rows = {{}};
    one_tag.periods.erase(one_tag.periods.begin() + 2);
    one_tag.room.clear();
    auto elder = small_page();
    elder.periods[1].from = date(2026, 10, 26);
    elder.periods[2].from = Page::Date::min();
    elder.periods[2].to = Page::Date::max();
    std::string all;
    for (const auto& page : {team_page(), small_page(), first_day_page(), hostile_page(), many, one_tag, elder}) {
        all += render_page(page, {"en", marked});
        const auto html = body_of(render(page));
        CHECK_FALSE(has(html, "[page."));
        if (page.room == "Backend guild") CHECK_FALSE(has(html, "{"));
    }
    for (const auto& [key, entry] : marked) {
        if (key.starts_with("page.")) CHECK((has(all, "⟦" + key + "⟧") ? key : key + " is idle") == key);
    }
}

TEST_CASE("the policy allows the page's own style and nothing else") {
    const auto html = render(small_page());
    const auto policy = page_policy(html);
    CHECK(policy.starts_with("default-src 'none'; style-src 'sha256-"));
    for (const char* part : {"base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'", "sandbox"}) CHECK(has(policy, part));
    for (const char* part : {"unsafe", "http:", "https:", "data:", "*", "script"}) CHECK_FALSE(has(policy, part));
    // printf 'abc' | openssl dgst -sha256 -binary | base64
    CHECK(has(page_policy("<style>abc</style>"), "'sha256-ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0='"));
    CHECK(page_policy(render(team_page())) == policy);
}

TEST_CASE("the bands of the page are the grader's") {
    const auto texts = shipped_texts();
    const bot::board::Words words{texts};
    for (int mark = 0; mark <= 100; ++mark) CHECK(words.band(mark) == texts.text("band." + std::string(to_string(bot::grade::band_of(mark)))));
    CHECK(bot::grade::band_of(bot::board::kStrongFrom) > bot::grade::band_of(bot::board::kStrongFrom - 1));
    CHECK(bot::grade::band_of(bot::board::kPartialFrom) > bot::grade::band_of(bot::board::kPartialFrom - 1));
}

TEST_CASE("the board says rank, movement and what a newcomer is in words too") {
    const auto html = body_of(render(small_page()));
    CHECK(count(html, "<span class=\"place\">1</span>") == 3);
    CHECK(has(html, "up one place"));
    CHECK(has(html, "down 2 places"));
    CHECK(has(html, "same rank as before"));
    CHECK(count(html, "<span class=\"move new\">new</span>") == 1);  // not where nobody has a rank to compare with
    CHECK(has(html, "<caption class=\"aside\">This week, 16 – 22 Nov 2026</caption>"));
    CHECK(has(html, "Nobody has answered yet this month."));
}

TEST_CASE("a board since ever says so") {
    auto page = small_page();
    page.periods[2].from = date(1, 1, 1);
    page.periods[2].to = date(9999, 12, 31);
    CHECK(has(body_of(render(page)), "All time, up to 22 Nov 2026"));
}

TEST_CASE("one period needs no tabs, and a second of a span is left out") {
    auto page = small_page();
    page.periods.resize(1);
    CHECK_FALSE(has(body_of(render(page)), "fieldset"));
    page.periods.push_back(page.periods[0]);
    CHECK_FALSE(has(body_of(render(page)), "fieldset"));
    page.periods.clear();
    CHECK(has(body_of(render(page)), "The board begins with the first answer"));
}

TEST_CASE("the year shows the 53 weeks up to today, whatever the day") {
    for (const auto today : {date(2026, 11, 22), date(2026, 11, 16), date(2024, 2, 29), date(2025, 1, 1), date(2024, 12, 31), date(2023, 3, 1)}) {
        const auto first = bot::board::first_day(with_day(today, {}));
        CHECK(std::chrono::weekday{first} == std::chrono::Monday);
        const auto shown_days = (today - first).count() + 1;
        CHECK(shown_days > 52 * 7);
        CHECK(shown_days <= 53 * 7);
        const std::chrono::days day{1};
        const auto html = body_of(render(with_day(today, {{first - day, 1, 1}, {first, 2, 50}, {today, 1, 100}, {today + day, 1, 1}})));
        CHECK(has(html, "3 answers on 2 days"));
        CHECK(count(html, "h0") == int(shown_days) - 2 + 1);  // and the legend's
        CHECK(count(html, "mean mark 50</title>") == 1);
        CHECK(count(html, "mean mark 100</title>") == 1);
    }
}

TEST_CASE("squares grow with the answers of the day, and the legend says how") {
    struct Case {
        int most;
        std::vector<std::string> legend;
    };
    const std::vector<Case> cases{{1, {"1"}},
                                  {2, {"1", "2"}},
                                  {3, {"1", "2", "3"}},
                                  {4, {"1", "2", "3", "4"}},
                                  {5, {"1–2", "3", "4", "5"}},
                                  {12, {"1–3", "4–6", "7–9", "10–12"}},
                                  {1000, {"1–250", "251–500", "501–750", "751–1000"}}};
    for (const auto& [most, legend] : cases) {
        INFO(most);
        const auto html = body_of(render(with_day(date(2026, 11, 20), {{date(2026, 11, 20), most, 50}, {date(2026, 11, 19), 1, 50}})));
        const auto list = html.substr(html.find("<ul"));
        CHECK(count(list, "<li>") == int(legend.size()) + 1);
        std::size_t at = 0;
        for (const auto& counts : legend) {
            at = list.find("<span>" + counts + "</span>", at);
            CHECK(at != std::string::npos);
        }
    }
}

TEST_CASE("months begin with the first answer and carry the mean weighted by answers") {
    const auto html = body_of(render(small_page()));
    const auto months = html.substr(html.find("class=\"months\""));
    CHECK_FALSE(has(months, "Sep 2026"));
    CHECK(has(months, "Oct 2026"));
    CHECK(has(months, "<td class=\"number big\">64</td><td class=\"number\">6</td><td class=\"number\">3</td>"));  // (3*70 + 90 + 2*41) / 6 = 63.67
}

TEST_CASE("numbers out of range do not break a drawing") {
    auto page = small_page();
    page.tags = {{"a", -5, 3}, {"b", 900, 3}};
    page.periods[0].rows = {{0, "x", -70, -1, -1000000, -4}, {-3, "y", 9'000'000'000'000, 2'000'000'000, 0, 2'000'000'000}};
    page.streaks = {{"x", 5, 2}, {"y", -1, 3}};
    page.days = {{page.today, 2'000'000'000, 3000}, {page.today - std::chrono::days{1}, -3, -3}};
    const auto html = render(page);
    CHECK(read_markup(html).fault == "");
    CHECK_FALSE(has(body_of(html), "width=\"-"));
    CHECK(has(html, "9\u202F000\u202F000\u202F000\u202F000"));
}
