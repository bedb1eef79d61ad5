// Owns the looks of rows.
#include "bot/notes/rows.h"

#include <algorithm>

#include "bot/base/text.h"
#include "bot/notes/cues.h"
#include "bot/notes/markdown.h"
#include "bot/notes/stems.h"

namespace bot::notes {

std::string marked(std::string_view text) { return read_inline(text).marked; }

std::size_t word_count(std::string_view text) { return words_of(text).size(); }

bool has_words(std::string_view text, std::size_t fewest) { return word_count(text) >= fewest || text.ends_with("？"); }

bool is_bold_line(const Row& row) {
    const auto text = trim(row.text);
    return !row.item && text.size() > 4 && text.starts_with("**") && text.ends_with("**") && text.find("**", 2) == text.size() - 2;
}

bool is_separator(const Row& row) { return !row.item && row.kind == Row::Kind::kText && (row.text == "?" || row.text == "??"); }

bool is_question_row(const Row& row) {
    if (row.kind != Row::Kind::kText || is_separator(row)) return false;
    const auto text = marked(row.text);
    if (card(row.text) || question_label(text)) return true;
    const auto asked = take_apart(text);
    return has_words(asked.prompt, 2) && (asks(asked.prompt) || begins_as_question(asked.prompt) || asked.cue || has_question(asked.prompt));
}

std::size_t count_questions(const std::vector<Row>& rows) { return static_cast<std::size_t>(std::count_if(rows.begin(), rows.end(), is_question_row)); }

std::optional<std::string> callout(std::string_view text) {
    for (const std::string_view kind : {"question", "faq", "help"}) {
        const auto open = "[!" + std::string(kind) + "]";
        if (!to_lower_ascii(text).starts_with(open)) continue;
        text.remove_prefix(open.size());
        while (!text.empty() && (text.front() == '-' || text.front() == '+' || text.front() == ' ')) text.remove_prefix(1);
        return std::string(text);
    }
    return std::nullopt;
}

std::optional<std::string> summary(std::string_view html) {
    const auto open = html.find("<summary>");
    const auto close = html.find("</summary>");
    if (open == html.npos || close == html.npos || close < open + 9) return std::nullopt;
    const auto text = trim(html.substr(open + 9, close - open - 9));
    return text.empty() ? std::nullopt : std::optional(std::string(text));
}

bool is_empty_html(std::string_view line) {
    for (const std::string_view tag : {"<details>", "</details>", "<details open>", "<br>", "<br/>", "</summary>"}) {
        if (trim(line) == tag) return true;
    }
    return false;
}

}  // namespace bot::notes
