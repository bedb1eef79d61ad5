// Owns the lists of cue words and the scanning for them. Comparison is by ASCII-folded words; other letters are compared as they are.
#include "bot/notes/cues.h"

#include <algorithm>
#include <span>

#include "bot/base/text.h"

namespace bot::notes {
namespace {

using View = std::string_view;

constexpr View kArrows[] = {"->", "=>", "-->", "→", "—>", "–>", "⇒"};
constexpr View kQuestionStarts[] = {
    "how",           "why",       "explain",   "describe",  "compare",   "discuss",      "tell",        "difference", "differences", "different between",
    "differentiate", "introduce", "what is",   "what are",  "what does", "what happens", "walk me",     "walk us",    "have you",    "name",
    "wie",           "warum",     "wieso",     "erkläre",   "erklären",  "beschreibe",   "beschreiben", "nenne",      "nennen",      "was ist",
    "was sind",      "was macht", "wann",      "welche",    "welcher",   "welches",      "unterschied", "vergleiche", "tại sao",     "vì sao",
    "giải thích",    "so sánh",   "phân biệt", "trình bày", "hãy",       "làm sao",      "làm thế nào", "pourquoi",   "comment",     "expliquez",
    "expliquer",     "décrivez",  "qu'est-ce", "por qué",   "cómo",      "explica",      "explique",    "describe",   "qué es"};
constexpr View kTaskStarts[] = {"write", "implement", "create", "build",    "design",        "add",  "define",   "develop", "refactor", "fix",     "code",
                                "make",  "sketch",    "draw",   "schreibe", "implementiere", "baue", "erstelle", "viết",    "cài đặt",  "xây dựng"};
constexpr View kTaskTitles[] = {"task", "tasks", "exercise", "exercises", "practice", "assignment", "assignments",
                                "kata", "katas", "aufgaben", "übungen",   "bài tập",  "ejercicios", "exercices"};
constexpr View kQuestionTitles[] = {"question", "questions", "quiz", "faq", "q&a", "fragen", "câu hỏi", "preguntas", "to ask"};
constexpr View kQuestionLabels[] = {"q", "question", "frage", "câu", "câu hỏi", "hỏi", "pregunta"};
constexpr View kAnswerLabels[] = {"a", "answer", "ans", "antwort", "đáp", "trả lời", "đáp án", "respuesta", "réponse"};
constexpr View kHintLabels[] = {"hint", "hints", "tip", "hinweis", "tipp", "gợi ý", "pista", "indice"};
constexpr View kFollowUpLabels[] = {"follow up", "follow-up", "followup", "follow ups", "follow-ups", "nachfrage", "hỏi thêm"};
constexpr View kReader[] = {"you", "your", "yours", "u", "ur", "yourself"};

bool in_word(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || (static_cast<unsigned char>(c) & 0x80) != 0;
}
bool digit(char c) { return c >= '0' && c <= '9'; }

// text in small letters, for comparing; offsets stay. Vietnamese and German capitals of the words above are two bytes with the second 0x20 apart or rare; they
// are taken as they are.
std::string small(View text) { return to_lower_ascii(text); }

// Whether text begins with the word or words.
bool begins_with(View text, View words) { return text.starts_with(words) && (text.size() == words.size() || !in_word(text[words.size()])); }

bool begins_with_any(View text, std::span<const View> list) {
    return std::any_of(list.begin(), list.end(), [&](View words) { return begins_with(text, words); });
}

bool holds_word(View text, View words) {
    for (auto at = text.find(words); at != View::npos; at = text.find(words, at + 1)) {
        if ((at == 0 || !in_word(text[at - 1])) && begins_with(text.substr(at), words)) return true;
    }
    return false;
}

bool holds_any(View text, std::span<const View> list) {
    return std::any_of(list.begin(), list.end(), [&](View words) { return holds_word(text, words); });
}

// Bytes of arrows, dashes, colons and white space at the start.
std::size_t pointer_bytes(View text, bool& found) {
    std::size_t at = 0;
    found = false;
    for (bool more = true; more;) {
        more = false;
        for (const auto& sign : {View{":"}, View{"-"}, View{">"}, View{"—"}, View{"–"}, View{"→"}, View{"="}, View{" "}, View{"*"}, View{","}, View{"."}}) {
            if (!text.substr(at).starts_with(sign)) continue;
            found = found || (sign != " " && sign != "*");
            at += sign.size();
            more = true;
            break;
        }
    }
    return at;
}

// The text behind "LABEL: ", "LABEL 3: ", "**LABEL:** "; nullopt if it does not begin so.
std::optional<std::string> behind_label(View text, std::span<const View> labels, bool number) {
    const auto folded = small(text);
    for (const View label : labels) {
        if (!folded.starts_with(label)) continue;
        auto at = label.size();
        const auto plain_end = at;
        if (number) {
            while (at < folded.size() && (folded[at] == ' ' || folded[at] == '#')) ++at;
            while (at < folded.size() && digit(folded[at])) ++at;
            if (at > plain_end && !digit(folded[at - 1])) at = plain_end;
        }
        if (at >= folded.size() || (folded[at] != ':' && folded[at] != '.' && folded[at] != ')' && !View{folded}.substr(at).starts_with(" —"))) continue;
        if (folded[at] != ':' && at == plain_end) continue;  // "A. ..." is a list, "A: ..." an answer
        if (View{folded}.substr(at).starts_with("::")) continue;
        bool found = false;
        const auto skip = pointer_bytes(View{folded}.substr(at), found);
        return std::string(trim(text.substr(at + skip)));
    }
    return std::nullopt;
}

// What is left on both sides of something taken out; no two words run together.
std::string joined(View before, View behind) {
    const bool apart = !before.empty() && !behind.empty() && in_word(before.back()) && in_word(behind.front());
    return std::string(before) + (apart ? " " : "") + std::string(behind);
}

// Takes "(hint: ...)" or "... hint: ..." out of text.
void take_marked(std::string& text, std::span<const View> labels, std::vector<std::string>& out, bool colon_needed) {
    const auto folded = small(text);
    for (const View label : labels) {
        for (auto at = folded.find(label); at != std::string::npos; at = folded.find(label, at + 1)) {
            if (at > 0 && in_word(folded[at - 1])) continue;
            bool pointed = false;
            const auto behind = at + label.size();
            if (behind < folded.size() && in_word(folded[behind])) continue;
            const auto skip = pointer_bytes(View{folded}.substr(behind), pointed);
            if (colon_needed && !pointed) continue;
            auto before = at;
            while (before > 0 && !in_word(text[before - 1]) && View{" *(->=[,"}.find(text[before - 1]) != View::npos) --before;
            for (bool more = true; more;) {
                more = false;
                for (const View sign : {View{"—"}, View{"–"}, View{"→"}, View{"⇒"}, View{" "}}) {
                    if (!View{text}.substr(0, before).ends_with(sign)) continue;
                    before -= sign.size();
                    more = true;
                }
            }
            const bool opened = View{text}.substr(before, at - before).find('(') != View::npos;
            auto end = text.size();
            if (opened) {
                int depth = 1;
                for (end = behind; end < text.size() && depth > 0; ++end) depth += text[end] == '(' ? 1 : text[end] == ')' ? -1 : 0;
            }
            auto inner = text.substr(std::min(behind + skip, end), end - std::min(behind + skip, end));
            while (opened && inner.ends_with(')')) inner.pop_back();
            if (const auto clean = trim(inner); !clean.empty()) out.emplace_back(clean);
            const auto kept = std::string(trim(View{text}.substr(0, before)));
            if (kept.ends_with('?')) {
                while (end < text.size() && text[end] == '?') ++end;
            }
            text = joined(kept, View{text}.substr(std::min(end, text.size())));
            return take_marked(text, labels, out, colon_needed);
        }
    }
}

std::string_view without_numbering(View text) {
    for (const View box : {View{"[ ] "}, View{"[x] "}, View{"[X] "}}) {
        if (text.starts_with(box)) text.remove_prefix(box.size());
    }
    std::size_t at = 0;
    while (at < text.size() && (digit(text[at]) || (at > 0 && text[at] == '.'))) ++at;
    const bool marked = at > 0 && (text[at - 1] == '.' || (at < text.size() && (text[at] == ')' || text[at] == ':')));
    if (marked && at < text.size()) {
        text.remove_prefix(at);
        while (!text.empty() && (text.front() == ')' || text.front() == ':' || text.front() == ' ')) text.remove_prefix(1);
    }
    return text;
}

}  // namespace

bool asks(std::string_view text) {
    while (!text.empty() && View{" .*_)\"'!`"}.find(text.back()) != View::npos) text.remove_suffix(1);
    return text.size() > 1 && (text.ends_with('?') || text.ends_with("？"));
}

bool has_question(std::string_view text) {
    for (auto at = text.find('?'); at != View::npos; at = text.find('?', at + 1)) {
        const bool ends = at + 1 == text.size() || View{" .*_)\"',!?("}.find(text[at + 1]) != View::npos;
        if (at > 0 && ends && text[at - 1] != '?') return true;
    }
    return text.find("？") != View::npos;
}

bool begins_as_question(std::string_view text) {
    const auto folded = small(without_numbering(text));
    if (begins_with_any(folded, kQuestionStarts)) return true;
    return holds_word(folded, "là gì") || holds_word(folded, "như thế nào");
}

bool begins_as_task(std::string_view text) { return begins_with_any(small(without_numbering(text)), kTaskStarts); }
bool numbered_as_question(std::string_view text) {
    const auto folded = small(text);
    return behind_label(folded, kQuestionLabels, true).has_value();
}
bool names_tasks(std::string_view title) { return holds_any(small(title), kTaskTitles); }
bool names_questions(std::string_view title) { return names_tasks(title) || holds_any(small(title), kQuestionTitles); }
bool addresses_reader(std::string_view text) { return holds_any(small(text), kReader); }

std::optional<std::string> question_label(std::string_view text) { return behind_label(text, kQuestionLabels, true); }
std::optional<std::string> answer_label(std::string_view text) { return behind_label(text, kAnswerLabels, false); }
std::optional<std::string> hint_label(std::string_view text) {
    auto rest = trim(behind_arrow(text));
    while (rest.starts_with('(')) rest.remove_prefix(1);
    auto out = behind_label(rest, kHintLabels, false);
    while (out && rest.size() < trim(text).size() && out->ends_with(')')) out->pop_back();
    return out;
}
std::optional<std::string> follow_up_label(std::string_view text) { return behind_label(text, kFollowUpLabels, true); }

std::string_view behind_arrow(std::string_view text) {
    text = trim(text);
    for (const auto sign : kArrows) {
        if (text.starts_with(sign)) return trim(text.substr(sign.size()));
    }
    return text;
}

Asked take_apart(std::string_view given) {
    Asked asked;
    auto text = std::string(without_numbering(trim(given)));
    if (auto labelled = question_label(text)) text = std::move(*labelled);
    text = std::string(without_numbering(text));
    take_marked(text, kHintLabels, asked.hints, true);
    take_marked(text, std::span<const View>(kFollowUpLabels), asked.follow_ups, true);
    asked.cue = !asked.hints.empty() || !asked.follow_ups.empty();
    // What stands behind the last question mark is its answer, unless it goes on asking.
    const auto last = text.rfind('?');
    if (last != std::string::npos && last + 1 < text.size()) {
        const auto rest = trim(View{text}.substr(last + 1));
        const auto clean = behind_arrow(rest);
        const auto words = std::count(clean.begin(), clean.end(), ' ') + 1;
        const bool opens_with_text = !rest.empty() && (in_word(rest.front()) || clean.size() < rest.size());
        if (opens_with_text && (clean.size() < rest.size() || words >= 3) && !begins_as_question(clean) && !begins_with(small(clean), "present")) {
            asked.answer = std::string(clean);
            text.resize(last + 1);
        }
    }
    auto prompt = trim(text);
    while (prompt.size() > 1 && (prompt.ends_with(":") || prompt.ends_with(",") || prompt.ends_with("?."))) prompt.remove_suffix(1);
    asked.prompt = std::string(trim(prompt));
    return asked;
}

std::optional<Card> card(std::string_view text) {
    bool code = false;
    for (std::size_t at = 0; at + 2 < text.size(); ++at) {
        if (text[at] == '`') code = !code;
        if (code || text[at] != ':' || text[at + 1] != ':') continue;
        const bool both = text[at + 2] == ':';
        const auto front = text.substr(0, at);
        const auto back = text.substr(at + (both ? 3 : 2));
        if (trim(front).empty() || trim(back).empty() || back.front() == ':') return std::nullopt;
        // std::move is none: its sides touch, and a name stands on either.
        const bool apart = front.back() == ' ' || back.front() == ' ';
        const bool small_both = front.back() >= 'a' && front.back() <= 'z' && back.front() >= 'a' && back.front() <= 'z';
        const auto words = std::count(front.begin(), front.end(), ' ') + 1;
        if (!apart && !asks(front) && (small_both || words < 2)) {
            ++at;
            continue;
        }
        return Card{std::string(trim(front)), std::string(trim(back)), both};
    }
    return std::nullopt;
}

std::vector<std::string> take_tags(std::string& text) {
    std::vector<std::string> tags;
    bool code = false;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == '`') code = !code;
        if (code || text[at] != '#' || (at > 0 && text[at - 1] != ' ')) continue;
        auto end = at + 1;
        while (end < text.size() && (in_word(text[end]) || text[end] == '-' || text[end] == '/')) ++end;
        const bool letters =
            std::any_of(text.begin() + static_cast<std::ptrdiff_t>(at) + 1, text.begin() + static_cast<std::ptrdiff_t>(end), [](char c) { return !digit(c); });
        if (end == at + 1 || !letters) continue;
        tags.push_back(text.substr(at + 1, end - at - 1));
        text = joined(trim(View{text}.substr(0, at)), View{text}.substr(end));
        at = std::string::npos;  // from the start again: what stands behind has moved
    }
    text = std::string(trim(text));
    return tags;
}

}  // namespace bot::notes
