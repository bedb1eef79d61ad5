// Owns where files live in a content root and what their place says: role, pack, id.
// Must not open files.
#pragma once

#include <string>
#include <string_view>

namespace bot::script {

struct Location {
    enum class Role { kPack, kVocabulary, kQuestion, kSamples, kScript, kMessages, kUnknown };
    Role role = Role::kUnknown;
    std::string pack;  // empty = shared
    std::string stem;  // the file's name without ".yaml"
};

// Location of a path relative to the root, forward slashes.
Location locate(std::string_view path);

std::string question_path(std::string_view pack, std::string_view id);
std::string samples_path(std::string_view pack, std::string_view id);
std::string pack_path(std::string_view pack);

}  // namespace bot::script
