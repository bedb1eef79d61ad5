// Owns the cutting of an answer into statements.
#include <algorithm>
#include <utility>

#include "bot/base/text.h"
#include "bot/notes/draft.h"
#include "bot/notes/markdown.h"
#include "bot/notes/stems.h"

namespace bot::notes {
namespace {

constexpr std::size_t kFewStatements = 4;  // fewer are cut into their sentences
constexpr std::size_t kLabelWords = 5;
constexpr std::size_t kMaxStatements = 200;  // of one answer; the others stand in its text only

std::string joined(const std::string& a, const std::string& b) { return a.empty() ? b : b.empty() ? a : a + ", " + b; }

std::string without_colon(std::string_view text) {
    text = trim(text);
    while (!text.empty() && (text.back() == ':' || text.back() == ' ' || text.back() == '-')) text.remove_suffix(1);
    return std::string(text);
}

// "Term: what it is", "Term -> what it is", "Term - what it is": the term; empty if the text does not begin so.
std::string label_of(const Inline& text) {
    const std::string_view plain = text.plain;
    if (!text.spans.empty() && text.spans.front().begin == 0 && text.spans.front().end < plain.size()) {
        const auto bold = plain.substr(0, text.spans.front().end);
        const auto rest = trim(plain.substr(bold.size()));
        for (const std::string_view sign : {":", "-", "(", "\xE2\x86\x92", "\xE2\x80\x94", "\xE2\x80\x93", "="}) {
            if (bold.ends_with(':') || rest.starts_with(sign)) return without_colon(bold);
        }
    }
    for (const std::string_view sign : {": ", " -> ", " \xE2\x86\x92 ", " - ", " \xE2\x80\x94 ", " \xE2\x80\x93 "}) {
        const auto at = plain.find(sign);
        if (at == plain.npos || at == 0) continue;
        const auto front = plain.substr(0, at);
        if (words_of(front).size() <= kLabelWords && front.find_first_of(".?!;,") == front.npos) return std::string(trim(front));
    }
    return {};
}

class Cutter {
   public:
    explicit Cutter(std::vector<Said>& remarks) : remarks_{remarks} {}

    void take(const std::vector<Row>& rows, const std::string& context, int depth, std::vector<Statement>& out) {
        for (const auto& row : rows) {
            if (row.kind == Row::Kind::kText) take_row(row, context, depth, out);
        }
    }

   private:
    void take_row(const Row& row, const std::string& context, int depth, std::vector<Statement>& out) {
        const auto text = read_inline(row.text);
        if (text.aside || (row.text.starts_with("(") && row.text.ends_with(")") && !row.item)) {
            remarks_.push_back({"a remark, in the answer only: " + text.plain, row.first});
            return take(row.below, context, depth, out);
        }
        const auto label = label_of(text);
        const bool heads = !row.below.empty() && (trim(text.plain).ends_with(':') || telling_words(text.plain).size() <= 2);
        if (heads) return take(row.below, joined(context, without_colon(text.plain)), depth, out);
        Statement made;
        made.text = std::string(trim(text.plain));
        made.label = label;
        made.context = context;
        for (const auto& span : text.spans) {
            const auto part = text.plain.substr(span.begin, span.end - span.begin);
            for (auto& word : telling_words(part)) made.strong.push_back(std::move(word));
            if (span.code) made.code.push_back(part);
        }
        made.depth = depth;
        made.first = row.first;
        made.last = row.last;
        if (!telling_words(made.text).empty()) out.push_back(std::move(made));
        take(row.below, joined(context, label), depth + 1, out);
    }

    std::vector<Said>& remarks_;
};

bool says_only_code(const Statement& part) {
    const auto label = telling_stems(part.label);
    const auto words = telling_words(part.text);
    return std::all_of(words.begin(), words.end(), [&](const auto& word) {
        return label.contains(stem_of(word)) ||
               std::any_of(part.code.begin(), part.code.end(), [&](const auto& code) { return telling_stems(code).contains(stem_of(word)); });
    });
}

std::vector<Statement> sentences(const Statement& whole) {
    std::vector<Statement> parts;
    std::size_t begin = 0;
    const std::string_view text = whole.text;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool ends = i + 1 == text.size() || ((text[i] == '.' || text[i] == ';' || text[i] == '!') && text[i + 1] == ' ');
        if (!ends) continue;
        auto part = whole;
        part.text = std::string(trim(text.substr(begin, i + 1 - begin)));
        const bool last = i + 1 == text.size();
        if (!last && says_only_code(part)) continue;  // "`make(chan int)`." belongs to what is said of it
        begin = i + 1;
        if (telling_words(part.text).size() >= 2) {
            if (!parts.empty()) part.label.clear();
            parts.push_back(std::move(part));
        } else if (!parts.empty()) {
            parts.back().text += " " + part.text;
        }
    }
    if (parts.empty()) parts.push_back(whole);
    return parts;
}

// Details go into the statement before them, the deepest first, until there are few enough.
void merge_details(std::vector<Statement>& all, std::vector<Said>& remarks) {
    int deepest = 0;
    for (const auto& one : all) deepest = std::max(deepest, one.depth);
    for (; all.size() > kMaxPoints && deepest > 0; --deepest) {
        for (std::size_t i = all.size(); i-- > 1 && all.size() > kMaxPoints;) {
            if (all[i].depth != deepest) continue;
            auto detail = std::move(all[i]);
            all.erase(all.begin() + static_cast<std::ptrdiff_t>(i));
            auto& into = all[i - 1];
            into.last = std::max(into.last, detail.last);
            auto deeper = std::exchange(detail.details, {});
            into.details.push_back(std::move(detail));
            std::move(deeper.begin(), deeper.end(), std::back_inserter(into.details));
        }
    }
    while (all.size() > kMaxPoints) {
        // The shortest pair of neighbours becomes one.
        std::size_t best = 0;
        for (std::size_t i = 0; i + 1 < all.size(); ++i) {
            if (all[i].text.size() + all[i + 1].text.size() + all[i].details.size() * 100 <
                all[best].text.size() + all[best + 1].text.size() + all[best].details.size() * 100)
                best = i;
        }
        auto detail = std::move(all[best + 1]);
        all.erase(all.begin() + static_cast<std::ptrdiff_t>(best) + 1);
        auto deeper = std::exchange(detail.details, {});
        all[best].last = std::max(all[best].last, detail.last);
        remarks.push_back({"merged into the point before: " + detail.text, detail.first});
        all[best].details.push_back(std::move(detail));
        std::move(deeper.begin(), deeper.end(), std::back_inserter(all[best].details));
    }
}

}  // namespace

std::vector<Statement> statements(const std::vector<Row>& answer, std::vector<Said>& remarks) {
    std::vector<Statement> all;
    Cutter{remarks}.take(answer, "", 0, all);
    if (all.size() < kFewStatements) {
        std::vector<Statement> cut;
        for (const auto& one : all) {
            auto parts = sentences(one);
            std::move(parts.begin(), parts.end(), std::back_inserter(cut));
        }
        all = std::move(cut);
    }
    if (all.size() > kMaxStatements) {
        remarks.push_back({"a very long answer: from here on not read for points", all[kMaxStatements].first});
        all.resize(kMaxStatements);
    }
    merge_details(all, remarks);
    return all;
}

std::string answer_text(const std::vector<Row>& rows, std::vector<Said>& remarks) {
    constexpr std::size_t kMost = std::size_t{32} << 10;
    std::string out;
    const auto put = [&](const auto& self, const Row& row, int depth) -> void {
        if (out.size() + row.text.size() > kMost) {
            remarks.push_back({"left out of an answer over 32 KiB: " + row.text, row.first});
        } else if (row.kind != Row::Kind::kText) {
            out += "\n";
            for (const auto line : split(row.text, '\n')) out += std::string(line) + "\n";
            out += "\n";
        } else {
            if (!row.item && !out.empty() && !out.ends_with("\n\n")) out += "\n";
            out += std::string(static_cast<std::size_t>(depth) * 2, ' ') + (row.item ? "- " : "") + row.text + "\n";
        }
        for (const auto& below : row.below) self(self, below, std::min(depth + (row.item ? 1 : 0), kMaxNesting));
    };
    for (const auto& row : rows) put(put, row, 0);
    return std::string(trim(out));
}

}  // namespace bot::notes
