// Owns the shape of a content root.
#include "bot/script/layout.h"

#include <fmt/format.h>

#include "bot/base/text.h"

namespace bot::script {
namespace {

using Role = Location::Role;

Role role_of_folder(std::string_view folder, bool in_pack) {
    if (folder == "scripts") return Role::kScript;
    if (in_pack) return folder == "questions" ? Role::kQuestion : folder == "samples" ? Role::kSamples : Role::kUnknown;
    return folder == "vocabulary" ? Role::kVocabulary : folder == "messages" ? Role::kMessages : Role::kUnknown;
}

}  // namespace

Location locate(std::string_view path) {
    constexpr std::string_view kEnding = ".yaml";
    if (!path.ends_with(kEnding)) return {};
    const auto parts = split(path.substr(0, path.size() - kEnding.size()), '/');
    Location location;
    location.stem = parts.back();
    const bool in_pack = parts.front() == "packs";
    if (in_pack && parts.size() >= 3) location.pack = parts[1];
    if (in_pack && parts.size() == 3) {
        location.role = location.stem == "pack" ? Role::kPack : location.stem == "vocabulary" ? Role::kVocabulary : Role::kUnknown;
    } else if (in_pack && parts.size() == 4) {
        location.role = role_of_folder(parts[2], true);
    } else if (!in_pack && parts.size() == 2) {
        location.role = role_of_folder(parts[0], false);
    }
    return location;
}

std::string question_path(std::string_view pack, std::string_view id) { return fmt::format("packs/{}/questions/{}.yaml", pack, id); }
std::string samples_path(std::string_view pack, std::string_view id) { return fmt::format("packs/{}/samples/{}.yaml", pack, id); }
std::string pack_path(std::string_view pack) { return fmt::format("packs/{}/pack.yaml", pack); }

}  // namespace bot::script
