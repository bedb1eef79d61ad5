// Owns what plain_text.h promises.
#include "adapters/slack/plain_text.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "bot/base/text.h"

namespace adapters::slack {
namespace {

constexpr std::string_view kNoBreakSpace = "\xC2\xA0";

bool is_lower(char c) { return c >= 'a' && c <= 'z'; }

// "<inside>" at the beginning of text; nullopt: it does not end, or another one begins first.
std::optional<std::string_view> inside_of(std::string_view text) {
    if (!text.starts_with('<')) return std::nullopt;
    const auto end = text.find_first_of("<>", 1);
    if (end == std::string_view::npos || text[end] != '>' || end == 1) return std::nullopt;
    return text.substr(1, end - 1);
}

struct Parts {
    std::string_view what;
    std::string_view label;
};

Parts parts_of(std::string_view inside) {
    const auto bar = std::min(inside.find('|'), inside.size());
    return {inside.substr(0, bar), inside.substr(std::min(inside.size(), bar + 1))};
}

bool is_link(std::string_view what) {
    const auto colon = what.find(':');
    return colon != std::string_view::npos && colon > 0 && is_lower(what.front()) &&
           std::all_of(what.begin(), what.begin() + std::ptrdiff_t(colon), [](char c) { return is_lower(c) || c == '+' || c == '-' || c == '.'; });
}

// What people see of "<inside>"; nullopt: nothing that the platform writes.
std::optional<std::string> shown(std::string_view inside) {
    auto [what, label] = parts_of(inside);
    if (what.empty()) return std::nullopt;
    const char sign = what.front();
    if (sign == '@' || sign == '#') return what.size() == 1 ? std::nullopt : std::optional(sign + std::string(label.empty() ? what.substr(1) : label));
    if (sign == '!') {
        if (!label.empty()) return std::string(label);
        what.remove_prefix(1);
        if (what.starts_with("subteam^")) what.remove_prefix(8);
        return what.empty() ? std::nullopt : std::optional("@" + std::string(what));
    }
    if (!is_link(what)) return std::nullopt;
    if (!label.empty()) return std::string(label);
    for (const std::string_view scheme : {"mailto:", "tel:"}) {
        if (what.starts_with(scheme)) what.remove_prefix(scheme.size());
    }
    return std::string(what);
}

// Appends the character that an entity at the beginning of text is; returns the bytes taken, 0 = it is none.
std::size_t take_entity(std::string_view text, std::string& out) {
    constexpr std::array<std::pair<std::string_view, char>, 3> kEntities{{{"&lt;", '<'}, {"&gt;", '>'}, {"&amp;", '&'}}};
    for (const auto& [name, character] : kEntities) {
        if (!text.starts_with(name)) continue;
        out += character;
        return name.size();
    }
    return 0;
}

void append_decoded(std::string_view text, std::string& out) {
    for (std::size_t at = 0; at < text.size();) {
        const auto taken = text[at] == '&' ? take_entity(text.substr(at), out) : 0;
        if (taken == 0) out += text[at];
        at += std::max<std::size_t>(taken, 1);
    }
}

bool is_mention_of(std::string_view inside, std::string_view user) {
    return !user.empty() && inside.starts_with('@') && parts_of(inside).what.substr(1) == user;
}

std::string_view trimmed(std::string_view text) {
    for (;;) {
        text = bot::trim(text);
        if (text.starts_with(kNoBreakSpace)) {
            text.remove_prefix(kNoBreakSpace.size());
        } else if (text.ends_with(kNoBreakSpace)) {
            text.remove_suffix(kNoBreakSpace.size());
        } else {
            return text;
        }
    }
}

}  // namespace

std::string plain_text(std::string_view mrkdwn) {
    std::string out;
    out.reserve(mrkdwn.size());
    while (!mrkdwn.empty()) {
        const auto inside = inside_of(mrkdwn);
        const auto seen = inside ? shown(*inside) : std::nullopt;
        if (seen) {
            append_decoded(*seen, out);
            mrkdwn.remove_prefix(inside->size() + 2);
            continue;
        }
        const auto next = std::min(mrkdwn.find('<', 1), mrkdwn.size());
        append_decoded(mrkdwn.substr(0, next), out);
        mrkdwn.remove_prefix(next);
    }
    return out;
}

bool mentions(std::string_view mrkdwn, std::string_view user) {
    for (auto at = mrkdwn.find("<@"); at != std::string_view::npos; at = mrkdwn.find("<@", at + 1)) {
        const auto inside = inside_of(mrkdwn.substr(at));
        if (inside && is_mention_of(*inside, user)) return true;
    }
    return false;
}

std::string_view without_mentions(std::string_view mrkdwn, std::string_view user, bool* leading) {
    auto text = trimmed(mrkdwn);
    bool stood = false;
    for (auto inside = inside_of(text); inside && is_mention_of(*inside, user); inside = inside_of(text)) {
        text = trimmed(text.substr(inside->size() + 2));
        stood = true;
    }
    if (stood && (text.starts_with(',') || text.starts_with(':'))) text = trimmed(text.substr(1));
    while (text.ends_with('>')) {
        const auto begin = text.rfind('<');
        const auto inside = begin == std::string_view::npos ? std::nullopt : inside_of(text.substr(begin));
        if (!inside || !is_mention_of(*inside, user)) break;
        text = trimmed(text.substr(0, begin));
    }
    if (leading) *leading = stood;
    return text;
}

}  // namespace adapters::slack
