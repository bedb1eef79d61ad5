// Owns the walk over passages and rows. Nothing is guessed twice: each row is given to one question, to its section or to the list of what was not read.
#include "bot/notes/recognise.h"

#include <fmt/format.h>

#include <algorithm>

#include "bot/base/text.h"
#include "bot/notes/cues.h"
#include "bot/notes/markdown.h"
#include "bot/notes/outline.h"
#include "bot/notes/rows.h"

namespace bot::notes {
namespace {

constexpr std::size_t kManyNested = 3;  // so many questions below one are questions of their own

class Recogniser {
   public:
    Recogniser(std::vector<Line> lines) : lines_{std::move(lines)} {
        notes_.lines.resize(lines_.size());
        for (std::size_t i = 0; i < lines_.size(); ++i) {
            const auto kind = lines_[i].kind;
            if (kind == Line::Kind::kBlank) notes_.lines[i].use = Use::kBlank;
            if (kind == Line::Kind::kRule) notes_.lines[i].use = Use::kSyntax;
        }
        read_front_matter(lines_, notes_);
    }

    Notes run() {
        const auto passages = outline(lines_);
        for (std::size_t i = 0; i < passages.size(); ++i) take_passage(passages, i);
        for (std::size_t i = 0; i < lines_.size(); ++i) {
            if (notes_.lines[i].use != Use::kNone) continue;
            notes_.lines[i].use = Use::kUnread;
            const bool definition = lines_[i].text.starts_with('[');
            notes_.unread.push_back({static_cast<int>(i) + 1, std::string(trim(lines_[i].raw)), definition ? "a link definition" : "belongs to no question"});
        }
        std::stable_sort(notes_.unread.begin(), notes_.unread.end(), [](const Unread& a, const Unread& b) { return a.line < b.line; });
        return std::move(notes_);
    }

   private:
    struct Section {
        int level = 0;
        std::string title;
    };

    // The account

    void use(int first, int last, Use use, int question = -1) {
        for (int i = first; i <= last; ++i) notes_.lines[static_cast<std::size_t>(i) - 1] = {use, question};
    }
    void use(const Row& row, Use what, int question = -1) {
        use(row.first, row.last, what, question);
        if (what != Use::kAnswer) keep_links(row.text, row.first);
    }
    // Only an answer keeps its links; those of other lines go to the report.
    void keep_links(std::string_view text, int line) {
        if (text.find("](") == std::string_view::npos && text.find("://") == std::string_view::npos) return;
        for (const auto& link : read_inline(text).links) notes_.about.push_back({fmt::format("{} {}", link.image ? "an image:" : "a link:", link.url), line});
    }
    void use_all(const Row& row, Use what, int question) {
        use(row, what, question);
        for (const auto& below : row.below) use_all(below, what, question);
    }
    void not_read(const Row& row, std::string_view why) {
        for (int i = row.first; i <= row.last; ++i) {
            use(i, i, Use::kUnread);
            notes_.unread.push_back({i, std::string(trim(lines_[static_cast<std::size_t>(i) - 1].raw)), std::string(why)});
        }
        for (const auto& below : row.below) not_read(below, why);
    }

    // Questions

    Question& at(int question) { return notes_.questions[static_cast<std::size_t>(question)]; }

    // A new question from a line of text, its hints and follow-ups taken apart.
    int open(std::string text, int line, bool is_marked = false) {
        if (!is_marked) text = marked(text);
        auto tags = take_tags(text);
        auto asked = take_apart(text);
        Question question;
        question.prompt = asked.prompt.empty() ? text : asked.prompt;
        question.line = line;
        for (auto& hint : asked.hints) question.hints.push_back({std::move(hint), line});
        for (auto& more : asked.follow_ups) question.follow_ups.push_back({std::move(more), line});
        if (!asked.answer.empty()) question.answer.push_back(said(asked.answer, line));
        for (const auto& section : sections_) {
            if (section.level > 0 && !section.title.empty()) question.tags.push_back(section.title);
        }
        question.tags.insert(question.tags.end(), tags.begin(), tags.end());
        question.task = tasks_;
        notes_.questions.push_back(std::move(question));
        return static_cast<int>(notes_.questions.size()) - 1;
    }
    static Row said(std::string text, int line) {
        Row row;
        row.first = row.last = line;
        row.item = true;
        row.text = std::move(text);
        return row;
    }

    // A row and what is below it, as a question of its own.
    int open_row(const Row& row) {
        int question = -1;
        if (const auto found = card(row.text)) {
            question = open(found->front, row.first);
            at(question).answer.push_back(said(found->back, row.first));
            if (found->both_ways) at(question).remarks.push_back({"a card for both directions: only this one is drafted", row.first});
        } else {
            question = open(row.text, row.first);
        }
        use(row, Use::kQuestion, question);
        take_below(row.below, question);
        return question;
    }

    // What stands below a question in a list: questions of their own if there are many, else its answer.
    void take_below(const std::vector<Row>& rows, int question) {
        const auto asking = count_questions(rows);
        if (list_ && asking >= kManyNested && 3 * asking >= 2 * rows.size()) {
            for (const auto& row : rows) {
                const int own = open_row(row);
                at(own).remarks.push_back({"stands below: " + at(question).prompt, row.first});
            }
            return;
        }
        take_answer(rows, question);
    }

    // Rows of an answer; what asks, hints or follows up in them is taken as such.
    void take_answer(const std::vector<Row>& rows, int question) {
        const auto asking =
            static_cast<std::size_t>(std::count_if(rows.begin(), rows.end(), [](const Row& row) { return row.kind == Row::Kind::kText && asks(row.text); }));
        const bool mostly_statements = 2 * asking < rows.size();
        for (const auto& row : rows) {
            if (auto kept = answer_row(row, question, mostly_statements)) at(question).answer.push_back(std::move(*kept));
        }
    }

    std::optional<Row> answer_row(const Row& row, int question, bool mostly_statements) {
        Row kept = row;
        kept.below.clear();
        if (row.kind != Row::Kind::kText) {
            if (row.kind == Row::Kind::kHtml && (is_empty_html(row.text) || trim(row.text).starts_with("<!--"))) {
                for (int i = row.first; i <= row.last; ++i) {
                    if (is_empty_html(lines_[static_cast<std::size_t>(i) - 1].raw)) use(i, i, Use::kSyntax);
                }
                if (!is_empty_html(row.text)) not_read_rest(row, "an HTML comment");
                return std::nullopt;
            }
            use(row, Use::kAnswer, question);
            if (row.kind == Row::Kind::kTable) at(question).remarks.push_back({"a table: kept in the answer, not read for points", row.first});
            if (row.kind == Row::Kind::kHtml) at(question).remarks.push_back({"HTML: kept in the answer, not read for points", row.first});
            return kept;
        }
        const auto text = marked(row.text);
        if (auto hint = hint_label(text)) {
            at(question).hints.push_back({*hint, row.first});
            use_all(row, Use::kHint, question);
            for (const auto& below : row.below) add_texts(below, at(question).hints);
            return std::nullopt;
        }
        if (auto more = follow_up_label(text)) {
            at(question).follow_ups.push_back({*more, row.first});
            use(row, Use::kFollowUp, question);
            if (row.below.empty()) return std::nullopt;
        } else if (asks(text) && has_words(text, 2) && (!mostly_statements || addresses_reader(text) || !row.below.empty())) {
            auto asked = take_apart(text);
            if (!asked.prompt.empty()) at(question).follow_ups.push_back({asked.prompt, row.first});
            if (!asked.answer.empty()) at(question).answer.push_back(said(asked.answer, row.first));
            for (auto& next : asked.follow_ups) at(question).follow_ups.push_back({std::move(next), row.first});
            for (auto& hint : asked.hints) at(question).hints.push_back({std::move(hint), row.first});
            use(row, Use::kFollowUp, question);
            if (row.below.empty()) return std::nullopt;
        } else {
            use(row, Use::kAnswer, question);
            if (auto answer = answer_label(text)) kept.text = std::move(*answer);
            if (read_inline(row.text).image) at(question).remarks.push_back({"an image: kept in the answer, not shown in a chat", row.first});
        }
        kept.text = std::string(behind_arrow(kept.text));
        const auto asking = static_cast<std::size_t>(std::count_if(row.below.begin(), row.below.end(), [](const Row& one) { return asks(one.text); }));
        for (const auto& below : row.below) {
            if (auto inner = answer_row(below, question, 2 * asking < row.below.size())) kept.below.push_back(std::move(*inner));
        }
        return kept;
    }

    static void add_texts(const Row& row, std::vector<Said>& to) {
        to.push_back({marked(row.text), row.first});
        for (const auto& below : row.below) add_texts(below, to);
    }

    void not_read_rest(const Row& row, std::string_view why) {
        for (int i = row.first; i <= row.last; ++i) {
            if (notes_.lines[static_cast<std::size_t>(i) - 1].use == Use::kNone) {
                use(i, i, Use::kUnread);
                notes_.unread.push_back({i, std::string(trim(lines_[static_cast<std::size_t>(i) - 1].raw)), std::string(why)});
            }
        }
    }

    // Passages

    void take_passage(const std::vector<Passage>& passages, std::size_t index) {
        const auto& passage = passages[index];
        int question = -1;
        if (passage.level > 0) {
            const auto title = marked(passage.title);
            keep_links(passage.title, passage.line);
            while (!sections_.empty() && sections_.back().level >= passage.level) sections_.pop_back();
            if (is_question_heading(passages, index, title)) {
                list_ = tasks_ = false;
                question = open(title, passage.line, true);
                use(passage.line, passage.line, Use::kQuestion, question);
                use_underline(passage.line);
            } else {
                take_section_heading(passage, title);
            }
        }
        take_rows(passage.rows, question, false);
    }

    void use_underline(int line) {
        for (auto next = static_cast<std::size_t>(line);
             next < lines_.size() && lines_[next].kind == Line::Kind::kHeading && !trim(lines_[next].raw).starts_with('#'); ++next)
            notes_.lines[next] = notes_.lines[next - 1];
    }

    void take_section_heading(const Passage& passage, const std::string& title) {
        auto name = title;
        for (const auto& tag : take_tags(name)) notes_.tags.push_back(tag);
        const bool top = passage.level == 1 && notes_.title.empty() && sections_.empty() && notes_.questions.empty();
        use(passage.line, passage.line, top ? Use::kTitle : Use::kSection);
        use_underline(passage.line);
        if (top) notes_.title = name;
        notes_.about.push_back({title, passage.line});
        list_ = names_questions(name);
        tasks_ = names_tasks(name);
        sections_.push_back({top && !list_ ? 0 : passage.level, name});
    }

    // A heading asks if it looks so, or if it is a topic with nothing but an answer below it.
    static bool is_question_heading(const std::vector<Passage>& passages, std::size_t index, const std::string& title) {
        const auto& passage = passages[index];
        const auto asking = count_questions(passage.rows);
        const bool list = asking >= 2 && 2 * asking > passage.rows.size();
        if (numbered_as_question(title) || asks(take_apart(title).prompt)) return true;
        if (names_questions(title) || title.empty()) return false;
        if (begins_as_question(title) || has_question(title)) return !list;
        const bool parent = index + 1 < passages.size() && passages[index + 1].level > passage.level;
        const bool separators = std::any_of(passage.rows.begin(), passage.rows.end(), is_separator);
        const bool lone_title = passage.level == 1 && index <= 1 && passages.size() > index + 1;
        return !parent && !lone_title && !separators && asking == 0 && !passage.rows.empty();
    }

    // Rows under a heading (question = the heading's own question, else -1).
    void take_rows(const std::vector<Row>& rows, int question, bool from_item) {
        for (std::size_t i = 0; i < rows.size(); ++i) {
            const auto& row = rows[i];
            if (const auto after = separated(rows, i)) {
                i = *after;
                question = -1;
                continue;
            }
            if (const auto opened = row_opens(row, question, from_item)) {
                question = *opened;
                from_item = row.item || card(row.text);  // a card is complete: what stands behind it is not its answer
                continue;
            }
            if (question >= 0 && (!from_item || row.kind != Row::Kind::kText || answer_label(marked(row.text)))) {
                take_answer({row}, question);
            } else if (row.kind == Row::Kind::kText && !row.below.empty() && count_questions(row.below) > 0) {
                take_list(row);
            } else if (row.item && list_ && word_count(row.text) >= 2) {
                question = open_row(row);
                from_item = true;
            } else if (row.kind == Row::Kind::kText && !row.item) {
                take_remark(row);
            } else {
                not_read(row, question < 0 ? "stands under no question" : "not clear which question it answers");
            }
        }
    }

    // A row that begins a new question at this place; its question.
    std::optional<int> row_opens(const Row& row, int current, bool from_item) {
        if (row.kind == Row::Kind::kHtml) {
            const auto title = summary(row.text);
            if (!title) return std::nullopt;
            const int question = open(*title, row.first);
            for (int i = row.first; i <= row.last; ++i) {
                const auto& raw = lines_[static_cast<std::size_t>(i) - 1].raw;
                const bool title_line = raw.find("<summary>") != std::string::npos || title->find(trim(raw)) != std::string::npos;
                if (is_empty_html(raw)) use(i, i, Use::kSyntax, question);
                if (!is_empty_html(raw) && title_line) use(i, i, Use::kQuestion, question);
            }
            not_read_rest(row, "HTML");
            return question;
        }
        if (row.kind != Row::Kind::kText) return std::nullopt;
        if (const auto title = callout(row.text)) {
            const int question = open(*title, row.first);
            use(row, Use::kQuestion, question);
            take_below(row.below, question);
            return question;
        }
        const auto text = marked(row.text);
        const bool answering = current >= 0 && !from_item;
        if (card(row.text) && !(answering && row.item && !asks(card(row.text)->front))) return open_row(row);
        if (answer_label(text) || hint_label(text) || follow_up_label(text)) return std::nullopt;
        if (question_label(text)) return open_row(row);
        if (row.item) return !answering && is_question_row(row) ? std::optional(open_row(row)) : std::nullopt;
        const bool looks = asks(text) || (begins_as_question(text) && has_question(text)) || (is_bold_line(row) && is_question_row(row)) ||
                           (!answering && has_question(text) && is_question_row(row));
        if (row.indent >= 4 || !looks || !has_words(text, 3)) return std::nullopt;
        return open_row(row);
    }

    // Obsidian's card of several lines: question, a line "?" or "??", answer up to the next blank line. The index of its last row.
    std::optional<std::size_t> separated(const std::vector<Row>& rows, std::size_t begin) {
        auto mark = begin;
        while (mark < rows.size() && !is_separator(rows[mark]) && (mark == begin || !rows[mark].after_blank)) ++mark;
        if (mark == begin || mark >= rows.size() || !is_separator(rows[mark]) || rows[mark].after_blank) return std::nullopt;
        if (!std::all_of(rows.begin() + static_cast<std::ptrdiff_t>(begin), rows.begin() + static_cast<std::ptrdiff_t>(mark),
                         [](const Row& row) { return row.kind == Row::Kind::kText && row.below.empty(); }))
            return std::nullopt;
        std::string text;
        for (auto i = begin; i < mark; ++i) text += (text.empty() ? "" : " ") + rows[i].text;
        const int question = open(text, rows[begin].first);
        for (auto i = begin; i < mark; ++i) use(rows[i], Use::kQuestion, question);
        use(rows[mark], Use::kSyntax, question);
        if (rows[mark].text == "??") at(question).remarks.push_back({"a card for both directions: only this one is drafted", rows[mark].first});
        take_answer(rows[mark].below, question);
        auto last = mark;
        while (last + 1 < rows.size() && !rows[last + 1].after_blank) take_answer({rows[++last]}, question);
        return last;
    }

    // "Solution questions:" with questions below it.
    void take_list(const Row& row) {
        use(row, Use::kSection);
        const auto title = marked(row.text);
        notes_.about.push_back({title, row.first});
        const auto was = std::pair{list_, tasks_};
        sections_.push_back({7, title});
        list_ = true;
        tasks_ = names_tasks(title);
        take_rows(row.below, -1, true);
        sections_.pop_back();
        std::tie(list_, tasks_) = was;
    }

    void take_remark(const Row& row) {
        auto text = marked(row.text);
        const auto tags = take_tags(text);
        notes_.tags.insert(notes_.tags.end(), tags.begin(), tags.end());
        use(row, text.empty() ? Use::kTag : Use::kSection);
        if (!text.empty()) notes_.about.push_back({marked(row.text), row.first});
        for (const auto& below : row.below) not_read(below, "stands under no question");
    }

    std::vector<Line> lines_;
    Notes notes_;
    std::vector<Section> sections_;
    bool list_ = false;   // the passage is a list of questions
    bool tasks_ = false;  // of tasks
};

}  // namespace

Result<Notes> recognise(std::string_view file) {
    auto lines = read_markdown(file);
    if (!lines) return tl::unexpected(lines.error());
    auto notes = Recogniser{std::move(*lines)}.run();
    if (notes.questions.size() > kMaxQuestions)
        return fail(Code::kInvalidInput, fmt::format("the notes hold more than {} questions; split them", kMaxQuestions));
    join_repeated(notes);
    return notes;
}

}  // namespace bot::notes
