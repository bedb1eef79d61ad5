// Owns the front matter: the block between "---" lines at the start of a file. Only tags and title mean something here; it is not read as YAML.
#include <algorithm>

#include "bot/base/text.h"
#include "bot/notes/recognise.h"

namespace bot::notes {
namespace {

std::string bare(std::string_view text) {
    text = trim(text);
    while (!text.empty() && std::string_view{"\"'#["}.find(text.front()) != std::string_view::npos) text.remove_prefix(1);
    while (!text.empty() && std::string_view{"\"']"}.find(text.back()) != std::string_view::npos) text.remove_suffix(1);
    return std::string(trim(text));
}

void add_tags(std::string_view list, std::vector<std::string>& tags) {
    for (const auto one : split(list, ',')) {
        if (auto tag = bare(one); !tag.empty()) tags.push_back(std::move(tag));
    }
}

}  // namespace

void read_front_matter(const std::vector<Line>& lines, Notes& notes) {
    bool in_tags = false;
    for (std::size_t i = 0; i < lines.size() && lines[i].kind == Line::Kind::kFrontMatter; ++i) {
        const std::string_view text = lines[i].text;
        auto& use = notes.lines[i].use;
        const auto colon = text.find(':');
        const auto key = to_lower_ascii(trim(text.substr(0, colon)));
        if (text.empty()) {
            use = Use::kBlank;
        } else if (text == "---" || text == "...") {
            use = Use::kSyntax;
        } else if (in_tags && text.starts_with("- ")) {
            add_tags(text.substr(2), notes.tags);
            use = Use::kTag;
        } else if (colon != text.npos && (key == "tags" || key == "tag")) {
            add_tags(text.substr(colon + 1), notes.tags);
            in_tags = true;
            use = Use::kTag;
        } else if (colon != text.npos && key == "title" && !bare(text.substr(colon + 1)).empty()) {
            notes.title = bare(text.substr(colon + 1));
            in_tags = false;
            use = Use::kTitle;
        } else {
            in_tags = false;
            use = Use::kUnread;
            notes.unread.push_back({static_cast<int>(i) + 1, std::string(text), "front matter other than tags and title"});
        }
    }
}

}  // namespace bot::notes
