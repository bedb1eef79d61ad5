// Owns what the compiler's tests share: sources from texts and folders, and short forms of diagnostics.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "bot/script/content.h"

namespace test {

inline bot::script::Source source(const std::string& path, const std::string& text) { return {path, path, text}; }

inline std::string read_file(const std::filesystem::path& path) {
    std::ifstream file{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{file}, {}};
}

// All YAML files below folder, by path; origins are the paths relative to it.
inline std::vector<bot::script::Source> read_sources(const std::filesystem::path& folder) {
    std::vector<bot::script::Source> sources;
    for (const auto& entry : std::filesystem::recursive_directory_iterator{folder}) {
        if (!entry.is_regular_file() || entry.path().extension() != ".yaml") continue;
        sources.push_back(source(std::filesystem::relative(entry.path(), folder).generic_string(), read_file(entry.path())));
    }
    std::sort(sources.begin(), sources.end(), [](const auto& a, const auto& b) { return a.path < b.path; });
    return sources;
}

// "line:column code" of each.
inline std::vector<std::string> places(const std::vector<bot::script::Diagnostic>& diagnostics) {
    std::vector<std::string> out;
    for (const auto& one : diagnostics) out.push_back(fmt::format("{}:{} {}", one.line, one.column, one.code));
    return out;
}

inline std::string texts(const std::vector<bot::script::Diagnostic>& diagnostics) {
    std::string out;
    for (const auto& one : diagnostics) out += bot::script::to_text(one) + "\n";
    return out;
}

constexpr const char* kPackText = "{id: demo, title: Demo, language: en, version: 1}\n";

// A question that compiles; the value of its first point's match and further lines can be chosen.
inline std::string question_text(const std::string& match = "['charts?']", const std::string& more = "") {
    return fmt::format(
        "id: helm\nprompt: What is Helm?\nkind: technical\nlevel: middle\nminutes: 3\nanswer: A package manager.\npoints:\n"
        "  - id: chart\n    weight: 3\n    want: A chart is a package.\n    match: {}\n{}",
        match, more);
}

// A root with one pack, its question as given and what else there is.
inline std::vector<bot::script::Source> root(const std::string& question, std::vector<bot::script::Source> more = {}) {
    more.push_back(source("packs/demo/pack.yaml", kPackText));
    more.push_back(source("packs/demo/questions/helm.yaml", question));
    return more;
}

}  // namespace test
