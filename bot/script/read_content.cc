// Owns the reading of the smaller files.
#include "bot/script/read_content.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "bot/base/nearest.h"
#include "bot/script/codes.h"
#include "bot/script/read_values.h"

namespace bot::script {
namespace {

// The texts of an annotation; unset if the key is absent. Names that are not known are reported with code.
std::optional<std::vector<std::string>> read_names(const YamlNode& sample, std::string_view key, const std::vector<std::string>* known, std::string_view code,
                                                   std::string_view what, Report& report) {
    if (sample.find(key) == nullptr) return std::nullopt;
    for (const YamlNode& item : items_at(sample, key)) {
        if (known == nullptr || report.full() || item.kind != YamlNode::Kind::kScalar || std::find(known->begin(), known->end(), item.text) != known->end())
            continue;
        report.add(code, item.place, fmt::format("the question has no {} {}{}", what, item.text, did_you_mean(item.text, *known)));
    }
    return texts_at(sample, key);
}

template <class Named>
std::vector<std::string> ids_of(const std::vector<Named>& things) {
    std::vector<std::string> ids;
    ids.reserve(things.size());
    for (const Named& thing : things) ids.push_back(thing.id);
    return ids;
}

}  // namespace

PackHeader read_pack(const YamlNode& root, Report& report) {
    PackHeader header;
    Pack& pack = header.pack;
    pack.id = text_at(root, "id");
    pack.title = text_at(root, "title");
    pack.description = text_at(root, "description");
    pack.language = text_at(root, "language");
    pack.version = integer_at(root, "version", 1);
    if (const YamlNode* bar = root.find("bar"); bar != nullptr) pack.bar = {decimal_at(*bar, "qwk", 0), decimal_at(*bar, "band", 0)};
    std::set<std::string_view> seen;
    for (const YamlNode& item : items_at(root, "order")) {
        const bool twice = !seen.insert(item.text).second;
        if (twice) report.add(kDuplicateId, item.place, fmt::format("question {} stands twice in the order: keep one", item.text));
        if (!twice && item.kind == YamlNode::Kind::kScalar) header.order.push_back({item.text, item.place});
    }
    return header;
}

std::vector<NamedPhrases> read_vocabulary(const YamlNode& root) {
    std::vector<NamedPhrases> names;
    for (std::size_t i = 0; i < root.keys.size(); ++i) {
        NamedPhrases entry{root.keys[i].text, root.keys[i].place, {}};
        for (const YamlNode& item : root.items[i].items) entry.phrases.push_back({item.text, item.place});
        names.push_back(std::move(entry));
    }
    return names;
}

std::map<std::string, Catalogue::Entry, std::less<>> read_messages(const YamlNode& root) {
    std::map<std::string, Catalogue::Entry, std::less<>> entries;
    for (std::size_t i = 0; i < root.keys.size(); ++i) {
        const YamlNode& value = root.items[i];
        const bool plural = value.kind == YamlNode::Kind::kMap;
        entries[root.keys[i].text] = plural ? Catalogue::Entry{text_at(value, "other"), text_at(value, "one")} : Catalogue::Entry{value.text, {}};
    }
    return entries;
}

std::vector<grade::Sample> read_samples(const YamlNode& root, const grade::Question* question, Report& report) {
    const auto points = question != nullptr ? ids_of(question->points) : std::vector<std::string>{};
    const auto misconceptions = question != nullptr ? ids_of(question->misconceptions) : std::vector<std::string>{};
    std::vector<grade::Sample> samples;
    std::map<std::string, int> lines;  // of texts already seen
    for (const YamlNode& node : items_at(root, "samples")) {
        grade::Sample sample;
        sample.text = text_at(node, "text");
        sample.mark = integer_at(node, "mark", 0);
        sample.style = text_at(node, "style");
        sample.points = read_names(node, "points", question != nullptr ? &points : nullptr, kUnknownPoint, "point", report);
        sample.misconceptions =
            read_names(node, "misconceptions", question != nullptr ? &misconceptions : nullptr, kUnknownMisconception, "misconception", report);
        sample.place = node.place;
        const auto [seen, fresh] = lines.emplace(sample.text, node.place.line);
        if (!fresh && !sample.text.empty()) {
            report.add(kRepeatedSample, place_at(node, "text"), fmt::format("the same text as the sample in line {}: keep one", seen->second));
        }
        samples.push_back(std::move(sample));
    }
    return samples;
}

}  // namespace bot::script
