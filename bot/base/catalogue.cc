// Owns the reading of message templates: arguments, plural choice, and the three marks of style.
#include "bot/base/catalogue.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace bot {
namespace {

const std::string& form_of(const Catalogue::Entry& entry, Arguments arguments) {
    if (entry.one.empty()) return entry.other;
    for (const auto& argument : arguments) {
        if (argument.name != "count") continue;
        const auto* count = std::get_if<std::int64_t>(&argument.value);
        return count && *count == 1 ? entry.one : entry.other;
    }
    return entry.other;
}

std::string spelled(const Argument& argument) {
    if (const auto* number = std::get_if<std::int64_t>(&argument.value)) return std::to_string(*number);
    return std::get<std::string>(argument.value);
}

// Reads a template left to right; text that is no mark, argument or escape stands for itself.
class Reading {
   public:
    Reading(std::string_view pattern, Arguments arguments) : rest_(pattern), arguments_(arguments) {}

    std::vector<Run> runs() {
        while (!rest_.empty()) {
            if (take_marked("**", Style::kStrong) || take_marked("`", Style::kCode) || take_marked("*", Style::kEmphasis)) continue;
            take_piece(Style::kPlain);
        }
        return std::move(runs_);
    }

   private:
    // A marked stretch does not start or end with a space, so that "2 * 3 * 4" and a lone mark stay what they are. Marks do not nest.
    bool take_marked(std::string_view mark, Style style) {
        if (!rest_.starts_with(mark)) return false;
        const auto end = rest_.find(mark, mark.size() + 1);
        if (end == std::string_view::npos || rest_[mark.size()] == ' ' || rest_[end - 1] == ' ') return false;
        const auto after = rest_.substr(end + mark.size());
        rest_ = rest_.substr(mark.size(), end - mark.size());
        while (!rest_.empty()) take_piece(style);
        rest_ = after;
        return true;
    }

    // Text up to the next sign that may mean something, one escaped character or one argument.
    void take_piece(Style style) {
        if (rest_.size() > 1 && rest_[0] == '\\' && std::string_view("*`{}\\").find(rest_[1]) != std::string_view::npos) {
            append(style, rest_.substr(1, 1));
            rest_.remove_prefix(2);
            return;
        }
        if (rest_[0] == '{') {
            const auto close = rest_.find('}');
            if (const auto* argument = close == std::string_view::npos ? nullptr : find(rest_.substr(1, close - 1))) {
                append(style, spelled(*argument));
                rest_.remove_prefix(close + 1);
                return;
            }
        }
        const auto size = std::min(rest_.find_first_of("*`{\\", 1), rest_.size());
        append(style, rest_.substr(0, size));
        rest_.remove_prefix(size);
    }

    const Argument* find(std::string_view name) const {
        for (const auto& argument : arguments_) {
            if (argument.name == name) return &argument;
        }
        return nullptr;
    }

    void append(Style style, std::string_view text) {
        if (text.empty()) return;
        if (runs_.empty() || runs_.back().style != style) runs_.push_back({style, {}});
        runs_.back().text += text;
    }

    std::string_view rest_;
    Arguments arguments_;
    std::vector<Run> runs_;
};

}  // namespace

Catalogue::Catalogue(std::string language, std::map<std::string, Entry, std::less<>> entries) : language_(std::move(language)), entries_(std::move(entries)) {}

std::string Catalogue::text(std::string_view key, Arguments arguments) const {
    std::string out;
    for (const auto& run : runs(key, arguments)) out += run.text;
    return out;
}

std::vector<Run> Catalogue::runs(std::string_view key, Arguments arguments) const {
    const auto entry = entries_.find(key);
    if (entry == entries_.end()) return {{Style::kPlain, "[" + std::string{key} + "]"}};
    return Reading{form_of(entry->second, arguments), arguments}.runs();
}

}  // namespace bot
