// Owns what envelope_codec.h promises: one pass over the members of the outermost object.
#include "adapters/slack/envelope_codec.h"

#include <algorithm>
#include <utility>

namespace adapters::slack {
namespace {

constexpr std::size_t kMaxWord = 200;

// Walks over JSON without judging what stands inside a value.
class Members {
   public:
    explicit Members(std::string_view text) : text_(text) {}

    bool open() {
        skip_space();
        return take('{');
    }

    // The next member; nullopt at the end or at what is no member.
    std::optional<std::pair<std::string_view, std::string_view>> next() {
        skip_space();
        if (!first_ && !take(',')) return std::nullopt;
        first_ = false;
        skip_space();
        const auto name = quoted();
        skip_space();
        if (name.empty() || !take(':')) return std::nullopt;
        skip_space();
        const auto value = slice();
        if (value.empty()) return std::nullopt;
        return std::pair(name, value);
    }

    bool is_closed() {
        skip_space();
        return take('}');
    }

   private:
    void skip_space() { at_ = std::min(text_.find_first_not_of(" \t\r\n", at_), text_.size()); }
    bool take(char c) {
        if (at_ >= text_.size() || text_[at_] != c) return false;
        ++at_;
        return true;
    }
    // With its quotes; "" = there is none.
    std::string_view quoted() {
        const auto begin = at_;
        if (!take('"')) return {};
        for (; at_ < text_.size(); ++at_) {
            if (text_[at_] == '\\') {
                ++at_;
            } else if (text_[at_] == '"') {
                return text_.substr(begin, ++at_ - begin);
            }
        }
        at_ = text_.size();
        return {};
    }
    std::string_view slice() {
        const auto begin = at_;
        std::size_t depth = 0;
        while (at_ < text_.size()) {
            const char c = text_[at_];
            if (c == '"') {
                if (quoted().empty()) return {};
                continue;
            }
            if (depth == 0 && (c == ',' || c == '}' || c == ']')) break;
            if (c == '{' || c == '[') ++depth;
            if (c == '}' || c == ']') --depth;
            ++at_;
        }
        auto value = text_.substr(begin, at_ - begin);
        while (!value.empty() && (value.back() == ' ' || value.back() == '\n' || value.back() == '\r' || value.back() == '\t')) value.remove_suffix(1);
        return depth == 0 ? value : std::string_view();
    }

    std::string_view text_;
    std::size_t at_ = 0;
    bool first_ = true;
};

// A short text without escapes; "" = it is something else.
std::string word(std::string_view value) {
    if (value.size() < 2 || value.front() != '"' || value.size() > kMaxWord) return {};
    const auto inner = value.substr(1, value.size() - 2);
    const bool safe = std::all_of(inner.begin(), inner.end(), [](char c) { return c > ' ' && c < 0x7f && c != '"' && c != '\\'; });
    return safe ? std::string(inner) : std::string();
}

}  // namespace

std::optional<SocketFrame> decode_frame(std::string_view text) {
    Members members(text);
    if (!members.open()) return std::nullopt;
    SocketFrame frame;
    while (const auto member = members.next()) {
        const auto& [name, value] = *member;
        if (name == "\"type\"") frame.type = word(value);
        if (name == "\"envelope_id\"") frame.envelope = word(value);
        if (name == "\"reason\"") frame.reason = word(value);
        if (name == "\"payload\"") frame.payload = value;
        if (name == "\"accepts_response_payload\"") frame.answerable = value == "true";
        if (name == "\"retry_attempt\"") frame.again = value != "0" && value != "null";
    }
    if (!members.is_closed() || frame.type.empty()) return std::nullopt;
    return frame;
}

std::string ack_json(std::string_view envelope) { return "{\"envelope_id\":\"" + std::string(envelope) + "\"}"; }

}  // namespace adapters::slack
