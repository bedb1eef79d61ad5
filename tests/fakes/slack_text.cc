// Owns what slack_text.h promises.
#include "tests/fakes/slack_text.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace tests {
namespace {

constexpr std::string_view kZeroWidth = "\xE2\x80\x8B";
constexpr std::string_view kFence = "```";

bool stands_at(const std::string& text, std::size_t at, std::string_view what) { return text.compare(at, what.size(), what) == 0; }

bool is_letter(const std::string& text, std::size_t at) {
    const auto byte = static_cast<unsigned char>(text[at]);
    // Signs of the block E2 80 part words, everything else beyond ASCII is taken for a letter.
    if (byte >= 0x80) return !stands_at(text, at, "\xE2\x80") && !(at >= 2 && stands_at(text, at - 2, "\xE2\x80"));
    return std::isalnum(byte) != 0;
}

bool is_space(const std::string& text, std::size_t at) { return std::isspace(static_cast<unsigned char>(text[at])) != 0 || stands_at(text, at, kZeroWidth); }

bool ends_space(const std::string& text, std::size_t end) {
    return std::isspace(static_cast<unsigned char>(text[end - 1])) != 0 || (end >= 3 && stands_at(text, end - 3, kZeroWidth));
}

// Where the mark at `at` is closed; npos if it stands for itself.
std::size_t closing(const std::string& text, std::size_t at) {
    const char mark = text[at];
    if (at > 0 && is_letter(text, at - 1)) return std::string::npos;
    if (at + 1 >= text.size() || is_space(text, at + 1) || text[at + 1] == mark) return std::string::npos;
    for (auto i = at + 2; i < text.size() && text[i] != '\n'; ++i) {
        if (text[i] == mark && !ends_space(text, i) && (i + 1 == text.size() || !is_letter(text, i + 1))) return i;
    }
    return std::string::npos;
}

class Reader {
   public:
    explicit Reader(const std::string& in) : in_(in) {}
    ReadMrkdwn read() {
        for (std::size_t at = 0; at < in_.size();) at = step(at);
        return std::move(out_);
    }

   private:
    std::size_t step(std::size_t at) {
        if (stands_at(in_, at, kZeroWidth)) return at + kZeroWidth.size();
        if (const auto close = std::find(closes_.begin(), closes_.end(), at); close != closes_.end()) return at + 1;
        switch (in_[at]) {
            case '&': return entity(at);
            case '<': return angle(at);
            case '`': return code(at);
            case '*':
            case '_':
            case '~':
                if (const auto end = closing(in_, at); end != std::string::npos) {
                    closes_[next_close_++ % closes_.size()] = end;
                    return at + 1;
                }
                break;
            default: break;
        }
        out_.text += in_[at];
        return at + 1;
    }

    std::size_t entity(std::size_t at) {
        static constexpr std::array<std::pair<std::string_view, char>, 3> kEntities{{{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}}};
        for (const auto& [name, sign] : kEntities) {
            if (!stands_at(in_, at, name)) continue;
            out_.text += sign;
            return at + name.size();
        }
        return slip(at);
    }
    std::size_t slip(std::size_t at) {
        if (out_.slip.empty()) out_.slip = in_.substr(at, 20);
        out_.text += in_[at];
        return at + 1;
    }

    std::size_t angle(std::size_t at) {
        const auto end = in_.find('>', at);
        if (end == std::string::npos || in_.find('\n', at) < end) return slip(at);
        const auto inside = in_.substr(at + 1, end - at - 1);
        const auto bar = inside.find('|');
        const auto label = bar == std::string::npos ? inside : inside.substr(bar + 1);
        if (inside.starts_with("!date^")) {
            out_.text += label;
        } else if (inside.starts_with("!")) {
            if (out_.ping.empty()) out_.ping = "<" + inside + ">";
        } else if (inside.starts_with("@") || inside.starts_with("#")) {
            if (inside[0] == '@' && out_.mention.empty()) out_.mention = "<" + inside + ">";
            out_.text += label;
        } else if (inside.starts_with("http://") || inside.starts_with("https://") || inside.starts_with("mailto:")) {
            out_.text += label;
        } else {
            return slip(at);
        }
        return end + 1;
    }

    // Nothing is formatted in code; entities are read there as well.
    std::size_t code(std::size_t at) {
        const bool fenced = stands_at(in_, at, kFence);
        const auto mark = fenced ? kFence : std::string_view("`");
        const auto end = in_.find(mark, at + mark.size());
        if (end == std::string::npos || end == at + mark.size() || (!fenced && in_.find('\n', at) < end)) {
            out_.text += in_[at];
            return at + 1;
        }
        for (auto i = at + mark.size(); i < end;) {
            if (in_[i] == '&') {
                i = entity(i);
            } else if (in_[i] == '<') {
                i = angle(i);
            } else if (stands_at(in_, i, kZeroWidth)) {
                i += kZeroWidth.size();
            } else {
                out_.text += in_[i++];
            }
        }
        return end + mark.size();
    }

    const std::string& in_;
    ReadMrkdwn out_;
    std::array<std::size_t, 8> closes_{std::string::npos, std::string::npos, std::string::npos, std::string::npos,
                                       std::string::npos, std::string::npos, std::string::npos, std::string::npos};
    std::size_t next_close_ = 0;
};

}  // namespace

ReadMrkdwn read_mrkdwn(const std::string& mrkdwn) { return Reader(mrkdwn).read(); }

std::size_t utf16_units(const std::string& text) {
    std::size_t count = 0;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if ((byte & 0xC0) != 0x80) count += byte >= 0xF0 ? 2 : 1;
    }
    return count;
}

std::int64_t slack_number(std::string_view id) {
    std::int64_t number = 0;
    for (const char c : id.substr(0, 18)) {
        if (c >= '0' && c <= '9') number = number * 10 + (c - '0');
    }
    return number;
}

}  // namespace tests
