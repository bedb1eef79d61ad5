// Owns the making of drafts: ids, kinds, tags, texts of points.
#include "bot/notes/draft.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "bot/base/fingerprint.h"
#include "bot/base/ids.h"
#include "bot/base/plain.h"
#include "bot/base/text.h"
#include "bot/notes/cues.h"
#include "bot/notes/markdown.h"
#include "bot/notes/stems.h"

namespace bot::notes {
namespace {

constexpr std::size_t kMaxId = 32;
constexpr std::size_t kMaxTags = 6;
constexpr std::size_t kMaxWant = 400;
constexpr std::size_t kNameWords = 5;  // a longer label reads as a sentence

// The first free one of base, base-2, base-3 ...
std::string first_free(std::string base, std::string_view fallback, std::set<std::string>& taken) {
    if (!is_author_id(base)) base = std::string(fallback);
    auto id = base;
    for (int number = 2; !taken.insert(id).second; ++number) {
        const auto tail = fmt::format("-{}", number);
        id = base.substr(0, kMaxId - tail.size()) + tail;
    }
    return id;
}

std::string id_of(const std::string& prompt, std::set<std::string>& taken) {
    constexpr std::size_t kWords = 5;
    std::string words;
    std::size_t count = 0;
    for (const auto& word : telling_words(prompt)) {
        const auto part = slug(word, kMaxId);
        if (part.empty() || count == kWords) continue;
        if (words.size() + 1 + part.size() > kMaxId) break;
        words += (words.empty() ? "" : "-") + part;
        ++count;
    }
    if (words.size() < 2) words = slug(prompt, kMaxId);
    return first_free(words, "q-" + fingerprint({prompt}).substr(0, 8), taken);
}

std::vector<std::string> tags_of(const Question& question, const Notes& notes) {
    std::vector<std::string> tags;
    auto all = question.tags;
    all.insert(all.end(), notes.tags.begin(), notes.tags.end());
    for (const auto& one : all) {
        auto tag = slug(one, kMaxId);
        if (tag.size() == 1) tag += "-lang";
        if (is_author_id(tag) && std::find(tags.begin(), tags.end(), tag) == tags.end() && tags.size() < kMaxTags) tags.push_back(std::move(tag));
    }
    if (tags.empty()) tags.emplace_back("notes");
    return tags;
}

bool holds(std::string_view text, std::initializer_list<std::string_view> phrases) {
    const auto padded = " " + fold(text) + " ";
    return std::any_of(phrases.begin(), phrases.end(), [&](std::string_view phrase) { return padded.find(phrase) != std::string::npos; });
}

grade::Kind kind_of(const Question& question) {
    const auto& prompt = question.prompt;
    if (question.task && begins_as_task(prompt)) return grade::Kind::kCode;
    if (holds(prompt, {" write a ", " write code", " write the code", " in code", " implement a ", " implement the ", " code a "}) && begins_as_task(prompt))
        return grade::Kind::kCode;
    if (holds(prompt, {"tell me about",  "introduce yourself", "about yourself",   " have you ",        " have u ",         "did you ",
                       "what do you do", "what you do",        "what you will do", "what you often do", "what will you do", "what would you do",
                       " your team",     " your squad",        " your colleague",  "your contribution", "conflict",         "proud",
                       "persuade",       "at the planning",    "you encounter",    "your weakness",     "your strength",    "a time when"}))
        return grade::Kind::kBehavioural;
    return grade::Kind::kTechnical;
}

std::string sentence(std::string_view text) {
    auto out = plain_line(utf8_prefix(trim(text), kMaxWant));
    if (!out.empty() && out.front() >= 'a' && out.front() <= 'z') out.front() = static_cast<char>(out.front() - 32);
    while (!out.empty() && std::string_view{" ,;:"}.find(out.back()) != std::string_view::npos) out.pop_back();
    if (!out.empty() && std::string_view{".!?"}.find(out.back()) == std::string_view::npos) out += '.';
    return out;
}

// The statement with its telling words left out.
std::string gaps(const std::string& want, const std::vector<std::string>& terms) {
    std::set<std::string> stems;
    for (const auto& term : terms) stems.insert(stem_of(term));
    std::string out;
    std::size_t left = 0;
    const auto flush = [&](std::string& word) {
        if (word.empty()) return;
        const auto folded = fold(word);
        const auto parts = words_of(folded);
        const bool hidden = std::any_of(parts.begin(), parts.end(), [&](const auto& part) { return stems.contains(stem_of(part)); });
        if (!hidden) ++left;
        out += hidden ? "___" : word;
        word.clear();
    };
    std::string word;
    for (const char c : want + " ") {
        if (c == ' ' || std::string_view{".,;:()!?"}.find(c) != std::string_view::npos) {
            flush(word);
            out += c;
        } else {
            word += c;
        }
    }
    return left < 2 ? fmt::format("{} word{}, in your notes.", words_of(want).size(), words_of(want).size() == 1 ? "" : "s")
                    : fmt::format("Fill the gaps: {}", trim(out));
}

bool gives_away(const std::string& label, const std::vector<std::string>& terms) {
    const auto stems = telling_stems(label);
    return std::all_of(terms.begin(), terms.end(), [&](const auto& term) { return stems.contains(stem_of(term)); });
}

class Drafter {
   public:
    Drafter(const Notes& notes, const DraftOptions& options) : notes_{notes}, options_{options} {
        const std::function<void(const Row&)> count = [&](const Row& row) {
            if (row.kind == Row::Kind::kText) {
                for (const auto& stem : telling_stems(row.text)) ++frequency_[stem];
            }
            for (const auto& below : row.below) count(below);
        };
        for (const auto& question : notes.questions) {
            for (const auto& row : question.answer) count(row);
        }
    }

    Draft make(const Question& from) {
        Draft draft;
        draft.line = from.line;
        draft.answered = from.answered();
        draft.remarks = from.remarks;
        for (const auto& hint : from.hints) draft.remarks.push_back({"hint: " + hint.text, hint.line});
        auto& question = draft.question;
        question.prompt = plain_line(from.prompt);
        if (trim(question.prompt).empty()) question.prompt = "TODO the question, of which the notes have only signs.";
        question.id = id_of(question.prompt, ids_);
        question.pack = options_.pack;
        question.kind = kind_of(from);
        question.tags = tags_of(from, notes_);
        question.minutes = question.kind == grade::Kind::kTechnical ? 4 : 6;
        question.answer = plain(answer_text(from.answer, draft.remarks));
        question.references = references_of(from.answer);
        const auto asked = telling_stems(from.prompt);
        for (const auto& more : from.follow_ups) {
            const auto stems = telling_stems(more.text);
            const auto text = plain_line(more.text);
            const bool asked_already = !stems.empty() && std::includes(asked.begin(), asked.end(), stems.begin(), stems.end());
            if (asked_already) draft.remarks.push_back({"the question asks this already: " + text, more.line});
            if (!asked_already && !trim(text).empty()) question.deeper.push_back(text);
        }
        add_points(from, draft);
        if (draft.points.empty()) {
            add_general(from, draft);
            draft.answered = false;
        }
        grade::Part part;
        part.id = "answer";
        for (const auto& one : draft.points) part.points.push_back(one.point.id);
        question.parts = {std::move(part)};
        return draft;
    }

   private:
    static std::vector<grade::Reference> references_of(const std::vector<Row>& rows) {
        std::vector<grade::Reference> out;
        for (const auto& row : rows) {
            if (row.kind == Row::Kind::kText) {
                for (const auto& link : read_inline(row.text).links) {
                    const bool web = !link.image && (link.url.starts_with("https://") || link.url.starts_with("http://"));
                    const bool clean = link.url.find_first_of(" \t\"\\<>") == std::string::npos && link.url.size() > 10 && link.url.size() < 500;
                    if (web && clean) out.push_back({trim(link.title).empty() ? link.url : plain_line(link.title), link.url});
                }
            }
            auto below = references_of(row.below);
            std::move(below.begin(), below.end(), std::back_inserter(out));
        }
        return out;
    }

    void add_points(const Question& from, Draft& draft) {
        const auto asked = telling_stems(from.prompt);
        auto all = statements(from.answer, draft.remarks);
        for (const auto& hint : from.hints) {
            if (from.answered()) break;
            Statement made;
            made.text = hint.text;
            made.first = made.last = hint.line;
            all.push_back(std::move(made));
        }
        std::set<std::string> taken;
        for (const auto& one : all) draft.points.push_back(point_of(one, asked, taken));
        if (from.answered() && !draft.points.empty()) give_hint(from, draft.points.front().point);
        prove(draft, options_.vocabulary);
        const bool story = draft.question.kind == grade::Kind::kBehavioural;  // its parts count beside what the notes say
        if ((!from.answered() || story) && !draft.points.empty()) add_general(from, draft);
    }

    // The notes' own hint, if they have one.
    static void give_hint(const Question& from, grade::Point& point) {
        for (const auto& hint : from.hints) {
            auto text = sentence(hint.text);
            if (!text.empty()) {
                point.hint = std::move(text);
                return;
            }
        }
    }

    void add_general(const Question& from, Draft& draft) {
        std::set<std::string> taken;
        for (const auto& one : draft.points) taken.insert(one.point.id);
        const auto before = draft.points.size();
        for (auto& one : general_points(draft.question, telling_stems(from.prompt), options_.vocabulary)) {
            one.point.id = first_free(one.point.id, one.point.id, taken);
            if (one.point.hint.starts_with("TODO")) give_hint(from, one.point);
            draft.points.push_back(std::move(one));
        }
        prove(draft, options_.vocabulary);
        if (draft.points.size() > before || !draft.points.empty()) return;
        DraftPoint last;  // the prompt itself holds every sign of an explanation
        last.point.id = "to-write";
        last.point.want = "TODO what the answer must say.";
        last.point.ask = "What else belongs here?";
        last.point.hint = "TODO a nudge.";
        last.point.match.resize(1);
        last.point.match[0].phrase = "todo write this";
        last.check = "to write: the notes do not answer this";
        draft.points.push_back(std::move(last));
    }

    DraftPoint point_of(const Statement& from, const std::set<std::string>& asked, std::set<std::string>& taken) const {
        DraftPoint made;
        const auto terms = telling_terms(from, asked, frequency_);
        auto& point = made.point;
        std::string name = from.label;
        if (slug(name, kMaxId).size() < 2) {
            name.clear();
            for (std::size_t i = 0; i < std::min<std::size_t>(3, terms.size()); ++i) name += terms[i] + " ";
        }
        point.id = first_free(slug(name, kMaxId), "point", taken);
        point.weight = from.depth > 0 ? 1 : !from.label.empty() || !from.strong.empty() ? 3 : 2;
        point.want = sentence(from.context.empty() ? from.text : from.context + ": " + from.text);
        for (const auto& detail : from.details) {
            if (point.want.size() + detail.text.size() < kMaxWant) point.want += " " + sentence(detail.text);
        }
        point.ask = from.label.empty() || gives_away(from.label, terms) || words_of(from.label).size() > kNameWords
                        ? (from.context.empty() || words_of(from.context).size() > kNameWords ? "What else belongs here?"
                                                                                              : fmt::format("What else about {}?", plain_line(from.context)))
                        : fmt::format("What about {}?", plain_line(from.label));
        point.hint = gaps(point.want, terms);
        point.match = patterns(from, asked, frequency_);
        made.first = from.first;
        made.last = from.last;
        made.check = from.details.empty() ? "words, weight and ask are generated" : "several statements are merged; words, weight and ask are generated";
        return made;
    }

    const Notes& notes_;
    const DraftOptions& options_;
    Frequency frequency_;
    std::set<std::string> ids_;
};

}  // namespace

DraftPack draft(const Notes& notes, const DraftOptions& options) {
    DraftPack pack;
    pack.id = options.pack;
    pack.title = plain_line(notes.title);
    if (trim(pack.title).empty()) pack.title = options.pack;
    pack.source = options.source;
    Drafter drafter{notes, options};
    for (const auto& question : notes.questions) pack.drafts.push_back(drafter.make(question));
    return pack;
}

}  // namespace bot::notes
