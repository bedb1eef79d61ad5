// Owns the suffix rule and the slugs. Words come from the grader's normal form, so that drafts are written in the words that answers are read in.
#include "bot/notes/stems.h"

#include <utf8proc.h>

#include <algorithm>
#include <cstdlib>

#include "bot/base/text.h"
#include "bot/grade/answer.h"
#include "bot/grade/lexicon.h"

namespace bot::notes {
namespace {

constexpr std::size_t kLeast = 4;  // letters that a stem keeps
constexpr std::string_view kEndings[] = {"ations", "ating", "ation", "ments", "ated", "ates", "edly", "ings", "ment", "ness", "ally", "ions", "ing",
                                         "ion",    "ies",   "ied",   "ers",   "ors",  "ed",   "er",   "or",   "ly",   "es",   "s",    "e",    "y"};

bool plain_word(std::string_view word) {
    return std::all_of(word.begin(), word.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

bool has_digit(std::string_view word) {
    return std::any_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

std::string stem_of(std::string_view word) {
    if (!plain_word(word) || word.size() <= kLeast) {
        if (word.size() == kLeast && plain_word(word) && word.ends_with('s') && !word.ends_with("ss")) word.remove_suffix(1);
        return std::string(word);
    }
    if (word.ends_with("ss")) return std::string(word);
    for (const auto ending : kEndings) {
        if (!word.ends_with(ending) || word.size() - ending.size() < kLeast) continue;
        word.remove_suffix(ending.size());
        break;
    }
    const auto size = word.size();
    if (size > kLeast && word[size - 1] == word[size - 2] && std::string_view{"bdgmnprt"}.find(word.back()) != std::string_view::npos) word.remove_suffix(1);
    return std::string(word);
}

std::string stem_pattern(std::string_view word) {
    auto stem = stem_of(word);
    if (!plain_word(stem)) return stem;
    if (stem.size() >= kLeast) return stem + "\\w*";
    return stem.ends_with('s') ? stem : stem + "s?";
}

std::vector<std::string> words_of(std::string_view text) {
    const auto answer = grade::normalise(text);
    std::vector<std::string> words;
    words.reserve(answer.words.size());
    for (std::size_t i = 0; i < answer.words.size(); ++i) words.emplace_back(answer.word(i));
    return words;
}

std::vector<std::string> telling_words(std::string_view text) {
    auto words = words_of(text);
    std::erase_if(words, [](const std::string& word) {
        if (has_digit(word)) return false;
        constexpr auto kSilent = grade::kFunctionWord | grade::kCommonVerb | grade::kSubject | grade::kLimit | grade::kClauseStart | grade::kScopeEnd;
        return word.size() < 2 || (grade::word_class(word) & kSilent) != 0;
    });
    return words;
}

std::set<std::string> telling_stems(std::string_view text) {
    std::set<std::string> stems;
    for (const auto& word : telling_words(text)) stems.insert(stem_of(word));
    return stems;
}

Likeness likeness(const std::set<std::string>& a, const std::set<std::string>& b) {
    Likeness like;
    like.shared = static_cast<int>(std::count_if(a.begin(), a.end(), [&](const auto& stem) { return b.contains(stem); }));
    const auto smaller = static_cast<int>(std::min(a.size(), b.size()));
    const auto both = static_cast<int>(a.size() + b.size()) - like.shared;
    like.of_smaller = smaller == 0 ? 0 : 100 * like.shared / smaller;
    like.of_both = both == 0 ? 0 : 100 * like.shared / both;
    return like;
}

std::string slug(std::string_view title, std::size_t most) {
    std::string folded = fold(title);
    for (auto at = folded.find("\xC4\x91"); at != std::string::npos; at = folded.find("\xC4\x91", at)) folded.replace(at, 2, "d");  // d with a stroke
    utf8proc_uint8_t* bare = nullptr;
    const auto options = static_cast<utf8proc_option_t>(UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_STRIPMARK);
    const auto size = utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(folded.data()), static_cast<utf8proc_ssize_t>(folded.size()), &bare, options);
    if (size >= 0) folded.assign(reinterpret_cast<const char*>(bare), static_cast<std::size_t>(size));
    std::free(bare);
    std::string out;
    for (const char c : folded) {
        const bool keep = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (keep) {
            out += c;
        } else if (!out.empty() && out.back() != '-') {
            out += '-';
        }
    }
    while (!out.empty() && !(out.front() >= 'a' && out.front() <= 'z')) out.erase(0, 1);
    if (out.size() > most) {
        const auto cut = out.rfind('-', most);
        out.resize(cut != std::string::npos && cut >= most / 2 ? cut : most);
    }
    while (out.ends_with('-')) out.pop_back();
    return out;
}

}  // namespace bot::notes
