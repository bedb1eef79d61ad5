// Owns two lists of the page: streaks, and how the room does by tag. Must not count either.
#include <algorithm>

#include "bot/board/page_parts.h"

namespace bot::board {
namespace {

constexpr std::size_t kMostStreaks = 10, kMostTags = 24;
constexpr int kTagColumns = 32;

std::string_view kind_of(int mark) { return mark >= kStrongFrom ? "strong" : mark >= kPartialFrom ? "partial" : "weak"; }

std::string shown_tag(const Page::Tag& tag, const Words& words) {
    auto name = shown(tag.name, kTagColumns);
    return name.empty() ? words("nameless_tag") : name;
}

std::string tags_note(const std::vector<Page::Tag>& tags, const Words& words) {
    const auto quoted = [&](const Page::Tag& tag) { return isolated(shown_tag(tag, words)); };
    if (tags.size() == 1) return words("tags_note_one", {{"tag", quoted(tags.front())}, {"mean", std::int64_t(tags.front().mean)}});
    return words(
        "tags_note",
        {{"best", quoted(tags.front())}, {"high", std::int64_t(tags.front().mean)}, {"worst", quoted(tags.back())}, {"low", std::int64_t(tags.back().mean)}});
}

void write_tag(Markup& out, const Page::Tag& tag, const Words& words) {
    out.open("tr");
    out.open("th", {{"scope", "row"}});
    out.open("span", {{"class", "line"}});
    out.leaf("bdi", {}, shown_tag(tag, words));
    out.text(" ");
    out.leaf("span", {{"class", "band"}}, words.band(tag.mean));
    out.close();
    write_bar(out, kind_of(tag.mean), tag.mean, 100, 0, {kPartialFrom, kStrongFrom});
    out.close();
    out.leaf("td", {{"class", "number big"}}, words.number(tag.mean));
    out.leaf("td", {{"class", "number"}}, words.number(tag.answers));
    out.close();
}

void write_streak(Markup& out, const Page::Streak& streak, int longest, const Words& words) {
    out.open("tr");
    out.open("th", {{"scope", "row"}});
    out.leaf("bdi", {}, words.name(streak.name));
    write_bar(out, "streak", streak.days, longest, streak.best);
    out.close();
    out.leaf("td", {{"class", "number big"}}, words.number(streak.days));
    out.leaf("td", {{"class", "number"}}, words.number(streak.best));
    out.close();
}

}  // namespace

void write_streaks(Markup& out, const Page& page, const Words& words) {
    auto streaks = page.streaks;
    std::erase_if(streaks, [](const auto& streak) { return streak.days <= 0 && streak.best <= 0; });
    for (auto& streak : streaks) streak.best = std::max(streak.best, streak.days);
    std::stable_sort(streaks.begin(), streaks.end(), [](const auto& a, const auto& b) { return a.days != b.days ? a.days > b.days : a.best > b.best; });
    out.open("section", {{"class", "streaks"}, {"aria-labelledby", "streaks"}});
    out.leaf("h2", {{"id", "streaks"}}, words("streaks"));
    if (streaks.empty()) {
        out.leaf("p", {{"class", "note"}}, words("streaks_empty"));
        out.close();
        return;
    }
    const auto longest = std::max_element(streaks.begin(), streaks.end(), [](const auto& a, const auto& b) { return a.best < b.best; });
    out.leaf("p", {{"class", "note"}},
             words("streaks_note", {{"name", isolated(words.name(longest->name))}, {"days", words.counted("count_workdays", longest->best)}}));
    const int most = longest->best;
    const auto left_out = streaks.size() > kMostStreaks ? streaks.size() - kMostStreaks : 0;
    streaks.resize(streaks.size() - left_out);
    out.open("table", {{"class", "stacked"}});
    write_caption(out, words("streaks"));
    out.open("thead");
    out.open("tr");
    out.leaf("th", {{"scope", "col"}}, words("person"));
    out.leaf("th", {{"scope", "col"}, {"class", "number"}}, words("now"));
    out.leaf("th", {{"scope", "col"}, {"class", "number"}}, words("best"));
    out.close();
    out.close();
    out.open("tbody");
    for (const auto& streak : streaks) write_streak(out, streak, most, words);
    out.close();
    out.close();
    if (left_out > 0) out.leaf("p", {{"class", "note"}}, words.counted("more_people", std::int64_t(left_out)));
    out.close();
}

void write_tags(Markup& out, const Page& page, const Words& words) {
    auto tags = page.tags;
    std::erase_if(tags, [](const auto& tag) { return tag.answers <= 0; });
    for (auto& tag : tags) tag.mean = std::clamp(tag.mean, 0, 100);
    std::sort(tags.begin(), tags.end(), [](const auto& a, const auto& b) { return a.mean != b.mean ? a.mean > b.mean : a.name < b.name; });
    out.open("section", {{"class", "tags"}, {"aria-labelledby", "tags"}});
    out.leaf("h2", {{"id", "tags"}}, words("tags"));
    if (tags.empty()) {
        out.leaf("p", {{"class", "note"}}, words("tags_empty"));
        out.close();
        return;
    }
    out.leaf("p", {{"class", "note"}},
             tags_note(tags, words) + " " + words("tags_bands", {{"strong", std::int64_t(kStrongFrom)}, {"partial", std::int64_t(kPartialFrom)}}));
    // The strongest and the weakest tell most.
    const auto left_out = tags.size() > kMostTags ? tags.size() - kMostTags : 0;
    if (left_out > 0) tags.erase(tags.begin() + kMostTags / 2, tags.begin() + std::ptrdiff_t(kMostTags / 2 + left_out));
    out.open("table", {{"class", "stacked"}});
    write_caption(out, words("tags"));
    out.open("thead");
    out.open("tr");
    out.leaf("th", {{"scope", "col"}}, words("tag"));
    out.leaf("th", {{"scope", "col"}, {"class", "number"}}, words("mean"));
    out.leaf("th", {{"scope", "col"}, {"class", "number"}}, words("answers"));
    out.close();
    out.close();
    out.open("tbody");
    for (const auto& tag : tags) write_tag(out, tag, words);
    out.close();
    out.close();
    if (left_out > 0) out.leaf("p", {{"class", "note"}}, words.counted("more_tags", std::int64_t(left_out)));
    out.close();
}

}  // namespace bot::board
