// Owns the document around the parts of the page: head, title, key figures, the order of the parts, and the policy to serve it with.
#include "bot/board/page.h"

#include <openssl/evp.h>

#include <algorithm>
#include <array>

#include "bot/base/check.h"
#include "bot/board/page_parts.h"

namespace bot::board {
namespace {

constexpr int kRoomColumns = 60;
constexpr std::string_view kStyleBegin = "<style>", kStyleEnd = "</style>";

// What holds for the document wherever it is opened, also from a disk; a served one adds what only a header can say.
std::string policy_of(std::string_view style) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int size = 0;
    VIVA_CHECK(EVP_Digest(style.data(), style.size(), digest.data(), &size, EVP_sha256(), nullptr) == 1);
    std::array<unsigned char, 4 * (EVP_MAX_MD_SIZE / 3 + 1) + 1> base64{};
    const int length = EVP_EncodeBlock(base64.data(), digest.data(), int(size));
    const std::string encoded(reinterpret_cast<const char*>(base64.data()), std::size_t(length));
    return "default-src 'none'; style-src 'sha256-" + encoded + "'; base-uri 'none'; form-action 'none'";
}

void write_head(Markup& out, const std::string& title, const Words& words) {
    out.open("head");
    out.empty("meta", {{"charset", "utf-8"}});
    out.empty("meta", {{"name", "viewport"}, {"content", "width=device-width, initial-scale=1"}});
    out.empty("meta", {{"http-equiv", "Content-Security-Policy"}, {"content", policy_of(page_style())}});
    out.empty("meta", {{"name", "referrer"}, {"content", "no-referrer"}});
    out.empty("meta", {{"name", "robots"}, {"content", "noindex"}});
    out.empty("meta", {{"name", "color-scheme"}, {"content", "light dark"}});
    out.leaf("title", {}, words("document", {{"room", isolated(title)}}));
    out.raw(kStyleBegin);
    out.raw(page_style());
    out.raw(kStyleEnd);
    out.close();
}

void write_figure(Markup& out, std::string_view what, std::string_view amount) {
    out.open("div");
    out.leaf("dt", {}, what);
    out.leaf("dd", {}, amount);
    out.close();
}

void write_figures(Markup& out, const Page& page, const Words& words) {
    const auto days = days_of_year(page);
    std::int64_t answers = 0, marks = 0;
    for (const auto& day : days) {
        answers += day.answered;
        marks += std::int64_t(day.answered) * day.mean;
    }
    if (answers == 0) return;
    std::size_t people = 0;
    for (const auto& period : page.periods) people = std::max(people, period.rows.size());
    out.open("dl", {{"class", "figures"}});
    write_figure(out, words("figure.answers"), words.number(answers));
    write_figure(out, words("figure.days"), words.number(std::int64_t(days.size())));
    write_figure(out, words("figure.mean"), words.number((2 * marks + answers) / (2 * answers)));
    write_figure(out, words("figure.people"), words.number(std::int64_t(people)));
    out.close();
}

void write_top(Markup& out, const Page& page, const std::string& title, const Words& words) {
    out.open("header");
    out.open("div", {{"class", "inner"}});
    out.open("p", {{"class", "house"}});
    out.open("svg", {{"width", 26}, {"height", 26}, {"aria-hidden", "true"}, {"focusable", "false"}});
    out.empty("use", {{"href", "#viva"}});
    out.close();
    out.leaf("span", {}, words("house"));
    out.close();
    out.open("h1");
    out.leaf("bdi", {}, title);
    out.close();
    out.leaf("p", {{"class", "as-of"}}, words("as_of", {{"date", words.weekday_date(page.today)}}));
    write_figures(out, page, words);
    out.close();
    out.close();
}

}  // namespace

std::string render_page(const Page& page, const Catalogue& texts) {
    const Words words{texts};
    auto title = shown(page.room, kRoomColumns);
    if (title.empty()) title = words("nameless_room");
    Markup out;
    out.raw("<!doctype html>\n");
    out.open("html", {{"lang", words.language()}});
    write_head(out, title, words);
    out.open("body");
    write_definitions(out);
    write_top(out, page, title, words);
    out.open("main", {{"class", "inner"}});
    write_board(out, page, words);
    write_streaks(out, page, words);
    write_year(out, page, words);
    write_months(out, page, words);
    write_tags(out, page, words);
    out.close();
    out.open("footer");
    out.open("div", {{"class", "inner"}});
    out.leaf("p", {}, words("rules"));
    out.leaf("p", {}, words("privacy"));
    out.close();
    out.close();
    out.close();
    out.close();
    return std::move(out).done();
}

std::string page_policy(std::string_view html) {
    const auto begin = html.find(kStyleBegin);
    const auto end = html.find(kStyleEnd);
    VIVA_CHECK(begin != std::string_view::npos && end != std::string_view::npos && begin < end);
    const auto from = begin + kStyleBegin.size();
    return policy_of(html.substr(from, end - from)) + "; frame-ancestors 'none'; sandbox";
}

}  // namespace bot::board
