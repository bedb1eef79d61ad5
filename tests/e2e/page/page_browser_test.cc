// The board's page as a browser shows it, on phones and desktops, in light and dark. With VIVA_SCREENSHOTS=FOLDER the pages are kept there to look at.
#include <cstdlib>

#include "bot/board/page.h"
#include "tests/e2e/page/browser.h"
#include "tests/support/catch.h"
#include "tests/unit/board/sample_pages.h"
#include "tests/unit/console/texts.h"

namespace {

using namespace tests;
using bot::board::page_policy;
using bot::board::render_page;

constexpr int kWidths[] = {320, 360, 768, 1280};

Browser& browser() {
    static Browser one;
    return one;
}

// What people may read badly: text whose contrast is below 4.5 (3 if large), as WCAG 2 counts it.
constexpr const char* kPale = R"js((() => {
  const parse = c => { const m = c.match(/[\d.]+/g).map(Number); return m.length > 3 ? m : [...m, 1]; };
  const light = ([r, g, b]) => [r, g, b].map(v => (v /= 255) <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4).reduce((s, v, i) => s + v * [.2126, .7152, .0722][i], 0);
  const ground = e => { for (; e; e = e.parentElement) { const c = parse(getComputedStyle(e).backgroundColor); if (c[3] === 1) return c; } return parse('rgb(255, 255, 255)'); };
  const pale = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let n; n = walk.nextNode();) {
    const e = n.parentElement, style = getComputedStyle(e);
    if (!n.data.trim() || e.closest('.aside, title, desc') || !e.getClientRects().length) continue;
    const a = light(parse(e.namespaceURI.endsWith('svg') ? style.fill : style.color)), b = light(ground(e));
    const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05), size = parseFloat(style.fontSize);
    if (ratio < (size >= 24 || (size >= 18.66 && style.fontWeight >= 700) ? 3 : 4.5)) pale.push(n.data.trim() + ' ' + ratio.toFixed(2));
  }
  return pale;
})())js";

// Elements that stick out of the page to the side.
constexpr const char* kSticksOut = R"js(
  [...document.querySelectorAll('body *')].filter(e => !e.closest('.aside, .definitions, title, desc') && e.getClientRects().length)
    .filter(e => { const r = e.getBoundingClientRect(); return r.right > innerWidth + .5 || r.left < -.5; }).map(e => e.outerHTML.slice(0, 120)))js";

void keep(const std::string& name) {
    if (const char* folder = std::getenv("VIVA_SCREENSHOTS")) browser().screenshot(std::string(folder) + "/" + name + ".png");
}

struct Sample {
    std::string name;
    Page page;
};

std::vector<Sample> samples() { return {{"team", team_page()}, {"hostile", hostile_page()}, {"small", small_page()}, {"first-day", first_day_page()}}; }

}  // namespace

TEST_CASE("the browser tells of a script that runs, a request and an error") {
    browser().look(360, 780, false);
    browser().open("<!doctype html><script>alert(1)</script><img src=x><script>nonsense()</script>", "");
    CHECK(browser().dialogs == std::vector<std::string>{"1"});
    CHECK(browser().requests.size() == 2);
    CHECK_FALSE(browser().complaints.empty());
    browser().open("<!doctype html><p style='width:2000px;color:#aaa'>wide and pale</p><script>alert(1)</script>",
                   "default-src 'none'; style-src 'unsafe-inline'");
    CHECK(browser().dialogs.empty());
    CHECK_FALSE(browser().complaints.empty());
    CHECK(browser().evaluate(kPale).size() == 1);
    CHECK(browser().evaluate(kSticksOut).size() == 1);
    CHECK(browser().evaluate("document.documentElement.scrollWidth > innerWidth") == true);
}

TEST_CASE("no page runs a script, asks for anything, scrolls sideways or makes the browser complain") {
    for (const auto& sample : samples()) {
        const auto html = render_page(sample.page, shipped_texts());
        for (const bool dark : {false, true}) {
            for (const int width : kWidths) {
                const auto name = sample.name + "-" + std::to_string(width) + (dark ? "-dark" : "-light");
                INFO(name);
                browser().look(width, 800, dark);
                browser().open(html, page_policy(html));
                CHECK(browser().evaluate("document.scripts.length + document.images.length + document.links.length") == 0);
                CHECK(browser().evaluate("document.documentElement.scrollWidth - innerWidth") == 0);
                CHECK(browser().evaluate(kSticksOut) == nlohmann::json::array());
                CHECK(browser().evaluate(kPale) == nlohmann::json::array());
                CHECK(browser().evaluate("getComputedStyle(document.body).backgroundColor") == (dark ? "rgb(14, 22, 20)" : "rgb(247, 249, 248)"));
                CHECK(browser().dialogs.empty());
                CHECK(browser().complaints.empty());
                CHECK(browser().requests == std::vector<std::string>{Browser::kAddress});
                keep(name);
            }
        }
    }
}

TEST_CASE("a tab shows its period and no other, by mouse and by keyboard") {
    const auto html = render_page(team_page(), shipped_texts());
    browser().look(360, 800, false);
    browser().open(html, page_policy(html));
    const auto shown = [] {
        return browser().evaluate("[...document.querySelectorAll('.panel')].filter(e => e.getClientRects().length).map(e => e.className)");
    };
    CHECK(shown() == nlohmann::json{"panel week"});
    browser().evaluate("document.getElementById('week').focus()");
    browser().press("ArrowRight", 39);
    CHECK(shown() == nlohmann::json{"panel month"});
    CHECK(browser().evaluate("getComputedStyle(document.querySelector('#month + span')).outlineStyle") == "solid");
    browser().evaluate("document.querySelector('#all').parentElement.click()");
    CHECK(shown() == nlohmann::json{"panel all"});
    keep("team-360-all");
    browser().print_media(true);
    CHECK(shown().size() == 3);
    if (const char* folder = std::getenv("VIVA_SCREENSHOTS")) browser().pdf(std::string(folder) + "/team.pdf");
}

TEST_CASE("whoever hears the page is told what the others see") {
    for (const auto& sample : samples()) {
        INFO(sample.name);
        const auto html = render_page(sample.page, shipped_texts());
        browser().look(1280, 800, false);
        browser().open(html, page_policy(html));
        CHECK(browser().evaluate("document.documentElement.lang") == "en");
        CHECK(browser().evaluate("document.querySelectorAll('h1').length") == 1);
        // Every drawing has a name or is hidden, every table a caption and heads for rows and columns, every part a heading; every id is there once.
        CHECK(browser().evaluate(
                  "[...document.querySelectorAll('svg')].filter(e => e.getAttribute('aria-hidden') !== 'true' && !(e.getAttribute('role') === 'img' && "
                  "e.getAttribute('aria-labelledby').split(' ').every(id => document.getElementById(id).textContent))).length") == 0);
        CHECK(browser().evaluate("[...document.querySelectorAll('table')].filter(t => !t.caption.textContent || !t.tHead.querySelector('th[scope=col]') || "
                                 "[...t.tBodies[0].rows].some(r => !r.querySelector('th[scope=row]'))).length") == 0);
        CHECK(browser().evaluate(
                  "[...document.querySelectorAll('section')].filter(s => !document.getElementById(s.getAttribute('aria-labelledby')).textContent).length") ==
              0);
        CHECK(browser().evaluate("(ids => ids.length - new Set(ids).size)([...document.querySelectorAll('[id]')].map(e => e.id))") == 0);
    }
}
