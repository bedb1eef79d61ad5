// Owns segmentation: folded lines to words, chunks, clauses and sentences. Contractions are spelt out here, so that patterns meet one form only.
#include "bot/grade/answer.h"

#include <array>
#include <cstddef>

#include "bot/grade/fold.h"
#include "bot/grade/lexicon.h"
#include "bot/grade/lines.h"

namespace bot::grade {
namespace {

bool blank(char c) { return c == ' ' || c == '\t' || c == '\n'; }
bool word_char(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || static_cast<unsigned char>(c) >= 0x80; }
bool closes(char c) { return c == ')' || c == '"' || c == '\'' || c == '*' || c == '`' || c == ']' || c == '_'; }

class Segmenter {
   public:
    Segmenter(const Folded& folded, std::string_view input) : folded_(folded), input_(input), text_(folded.text) {
        out_.text.reserve(text_.size() + 32);
        out_.words.reserve(text_.size() / 5 + 8);
    }

    Answer run() {
        const std::vector<Line> lines = read_lines(text_);
        for (std::size_t i = 0; i < lines.size(); ++i) {
            code_ = lines[i].code;
            stop_ = lines[i].end;
            read(lines[i].begin);
            if (lines[i].goes_on) continue;
            end_sentence();
        }
        end_sentence();
        out_.repaired = folded_.repaired;
        out_.letters = folded_.letters;
        out_.foreign = folded_.foreign;
        return std::move(out_);
    }

   private:
    void read(std::size_t at) {
        while (at < stop_) {
            at = word_char(text_[at]) ? word(at) : sign(at);
        }
    }

    char peek(std::size_t at) const { return at < stop_ ? text_[at] : '\n'; }

    std::size_t word(std::size_t at) {
        const std::size_t begin = at;
        while (at < stop_ && word_char(text_[at])) ++at;
        const std::string_view base = text_.substr(begin, at - begin);
        if (!code_ && peek(at) == '\'' && at + 1 < stop_ && text_[at + 1] >= 'a' && text_[at + 1] <= 'z') {
            std::size_t end = at + 1;
            while (end < stop_ && word_char(text_[end])) ++end;
            const Contraction short_form = contraction(base, text_.substr(at + 1, end - at - 1));
            if (!short_form.suffix.empty()) {
                const std::string_view whole = short_form.base_instead.empty() ? base.substr(0, base.size() - short_form.base_cut) : short_form.base_instead;
                put(whole, begin, end);
                put(short_form.suffix, begin, end);
                return end;
            }
        }
        if (base.size() == 1 && base[0] == 'w' && peek(at) == '/') {
            const bool without = peek(at + 1) == 'o' && !word_char(peek(at + 2));
            if (without || blank(peek(at + 1))) {
                put(without ? "without" : "with", begin, at + (without ? 2 : 1));
                return at + (without ? 2 : 1);
            }
        }
        put_spelt_out(base, begin, at);
        return at;
    }

    void put_spelt_out(std::string_view base, std::size_t begin, std::size_t end) {
        std::string_view full = code_ ? std::string_view{} : expansion(base);
        if (full.empty()) {
            put(base, begin, end);
            return;
        }
        while (!full.empty()) {
            const std::size_t space = full.find(' ');
            put(full.substr(0, space), begin, end);
            full = space == std::string_view::npos ? std::string_view{} : full.substr(space + 1);
        }
    }

    void put(std::string_view spelling, std::size_t begin, std::size_t end) {
        if (!open_) {
            open_ = true;
            out_.sentences.push_back({static_cast<std::uint32_t>(out_.words.size()), 0, static_cast<std::uint32_t>(out_.text.size()), 0, code_, false});
            out_.text.push_back(' ');
        }
        Word word;
        word.bits = word_class(spelling);
        if (gloss_) word.bits |= kGloss;
        gloss_ = false;
        if (!code_) {
            const bool and_then = spelling == "then" && !out_.words.empty() && words_in_sentence() > 0 && out_.word(out_.words.size() - 1) == "and";
            if ((word.bits & kClauseStart) != 0 || and_then) ++clause_;
        }
        word.begin = static_cast<std::uint32_t>(out_.text.size());
        out_.text.append(spelling);
        word.end = static_cast<std::uint32_t>(out_.text.size());
        out_.text.push_back(' ');
        word.source_begin = folded_.begin[begin];
        word.source_end = folded_.end[end - 1];
        word.sentence = static_cast<std::uint32_t>(out_.sentences.size() - 1);
        word.clause = clause_;
        word.chunk = chunk_;
        out_.words.push_back(word);
    }

    std::size_t words_in_sentence() const { return open_ ? out_.words.size() - out_.sentences.back().first : 0; }

    void end_clause() {
        ++clause_;
        ++chunk_;
    }

    void end_sentence() {
        end_clause();
        gloss_ = false;
        open_brackets_ = 0;
        if (!open_) return;
        Sentence& last = out_.sentences.back();
        last.last = static_cast<std::uint32_t>(out_.words.size());
        last.end = static_cast<std::uint32_t>(out_.text.size());
        out_.text.push_back('\n');
        open_ = false;
    }

    // Takes in one separator, with the cuts it makes.
    std::size_t sign(std::size_t at) {
        const char c = text_[at];
        const char next = peek(at + 1);
        if (code_) {
            if (c == ',' || c == ';') ++chunk_;
            return at + 1;
        }
        switch (c) {
            case '.':
            case '!':
            case '?':
            case ';': return full_stop(at);
            case '-':
            case '=':
                if (next == '>') {
                    end_sentence();
                    gloss_ = true;
                    return at + 2;
                }
                if ((blank(next) || next == '-') && at > 0 && (blank(text_[at - 1]) || text_[at - 1] == '-')) {
                    if (c == '-') end_clause();
                    if (c == '=') ++chunk_;
                    gloss_ = words_in_sentence() > 0;
                }
                return at + 1;
            case ',':
            case ':':
                if (blank(next) || closes(next)) {
                    end_clause();
                    gloss_ = c == ':';
                } else if (c == ',') {
                    ++chunk_;
                }
                return at + 1;
            case '(':
            case '[':
            case '{':
                if (at == 0 || !word_char(text_[at - 1])) {
                    end_clause();
                    gloss_ = words_in_sentence() > 0;
                    ++open_brackets_;
                }
                return at + 1;
            case ')':
            case ']':
            case '}':
                if (open_brackets_ > 0) {
                    end_clause();
                    --open_brackets_;
                }
                return at + 1;
            case '|':
            case '+':
            case '*':
            case '&':
                if (blank(next)) ++chunk_;
                return at + 1;
            default: return at + 1;
        }
    }

    std::size_t full_stop(std::size_t at) {
        std::size_t end = at + 1;
        while (end < stop_ && (text_[end] == '.' || text_[end] == '!' || text_[end] == '?' || text_[end] == ';')) ++end;
        std::size_t after = end;
        while (after < stop_ && closes(text_[after])) ++after;
        if (!blank(peek(after))) return at + 1;
        if (end == at + 1 && text_[at] == '.' && is_abbreviation(at)) return end;
        if (open_ && text_[at] == '?') out_.sentences.back().asks = true;
        end_sentence();
        return after;
    }

    // "e.g.", "i.e.", "vs." never end a sentence; "etc." does before a capital letter.
    bool is_abbreviation(std::size_t at) const {
        std::size_t begin = at;
        while (begin > 0 && !blank(text_[begin - 1]) && text_[begin - 1] != '(') --begin;
        const std::string_view word = text_.substr(begin, at - begin);
        constexpr std::array<std::string_view, 9> kShort{"e.g", "eg", "i.e", "ie", "vs", "resp", "cf", "approx", "incl"};
        for (const std::string_view shortened : kShort) {
            if (word == shortened) return true;
        }
        if (word != "etc") return false;
        std::size_t next = at + 1;
        while (next < stop_ && !word_char(text_[next])) ++next;
        if (next >= stop_) return false;
        const char given = input_[folded_.begin[next]];
        return given < 'A' || given > 'Z';
    }

    const Folded& folded_;
    std::string_view input_;
    std::string_view text_;
    std::size_t stop_ = 0;
    bool code_ = false;
    bool open_ = false;
    int open_brackets_ = 0;  // those that opened a clause
    std::uint32_t clause_ = 0;
    std::uint32_t chunk_ = 0;
    bool gloss_ = false;  // the next word is a gloss
    Answer out_;
};

}  // namespace

Answer normalise(std::string_view input) {
    const Folded folded = fold_text(input);
    return Segmenter(folded, input).run();
}

}  // namespace bot::grade
