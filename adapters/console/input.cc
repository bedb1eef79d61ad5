// Owns what input.h promises: one pass over the bytes, so that a line of any length needs no memory beyond the answer kept.
#include "adapters/console/input.h"

#include "bot/base/text.h"

namespace adapters::console {

void AnswerAssembler::add(std::string_view bytes, Millis now) {
    waiting_.append(bytes);
    last_ = now;
}

std::optional<Answer> AnswerAssembler::take(Millis now) {
    while (at_ < waiting_.size()) {
        read(waiting_[at_++]);
        if (!complete_ || rule_ != Rule::kLine) continue;
        if (auto answer = finish()) return answer;
    }
    waiting_.clear();
    at_ = 0;
    if (complete_ && !in_line_ && (closed_ || now >= last_ + kPasteGap)) return finish();
    if (closed_ && (in_line_ || open_)) {
        if (in_line_) end_line();
        return finish();
    }
    return std::nullopt;
}

std::optional<Millis> AnswerAssembler::due() const {
    if (at_ < waiting_.size() || closed_) return last_;
    if (complete_ && !in_line_) return last_ + kPasteGap;
    return std::nullopt;
}

void AnswerAssembler::read(char c) {
    if (c == '\n') {
        return_ = false;
        end_line();
        return;
    }
    if (!in_line_ && (complete_ || open_)) keep('\n');
    in_line_ = true;
    if (return_) {
        keep('\r');
        ticks_ = slashes_ = 0;
    }
    return_ = c == '\r';
    if (return_) return;
    keep(c);
    ticks_ = c == '`' ? ticks_ + 1 : 0;
    if (ticks_ == 3) fence_ = !fence_;
    slashes_ = c == '\\' ? slashes_ + 1 : 0;
}

// One byte more than an answer may have is kept: it shows that there was more, and where the last character ends.
void AnswerAssembler::keep(char c) {
    if (text_.size() <= kMaxAnswer) text_ += c;
}

void AnswerAssembler::end_line() {
    // The line ends of empty lines were not kept when the line began.
    if (!in_line_ && (complete_ || open_)) keep('\n');
    const bool continued = !fence_ && slashes_ % 2 == 1;
    if (continued && text_.size() <= kMaxAnswer) text_.pop_back();
    open_ = fence_ || continued;
    complete_ = !open_;
    in_line_ = false;
    ticks_ = 0;
    slashes_ = 0;
}

// The answer in hand, if it says anything; makes ready for the next one.
std::optional<Answer> AnswerAssembler::finish() {
    const bool cut = text_.size() > kMaxAnswer;
    std::string_view text = bot::utf8_prefix(text_, kMaxAnswer);
    while (!text.empty() && text.back() == '\n') text.remove_suffix(1);
    while (!text.empty() && text.front() == '\n') text.remove_prefix(1);
    std::optional<Answer> answer;
    if (!bot::trim(text).empty()) answer = Answer{std::string{text}, cut, open_};
    text_.clear();
    ticks_ = slashes_ = 0;
    return_ = fence_ = in_line_ = open_ = complete_ = false;
    return answer;
}

bool goes_on(std::string_view text) {
    AnswerAssembler assembler{AnswerAssembler::Rule::kLine};
    std::string line{text};
    line += '\n';
    assembler.add(line, Millis{0});
    assembler.take(Millis{0});
    return assembler.goes_on();
}

}  // namespace adapters::console
