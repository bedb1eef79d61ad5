// Owns the order of the places.
#include "bot/app/paths.h"

#include <fmt/format.h>

#include <string_view>

namespace bot::app {

namespace {

std::string value_of(const Environment& environment, const std::string& name) { return environment(name).value_or(""); }

std::string_view file_of(Role role) { return role == Role::kConsole ? "console.db" : "server.db"; }

std::string joined(std::string_view folder, std::string_view name) {
    while (folder.size() > 1 && folder.back() == '/') folder.remove_suffix(1);
    return folder == "/" ? fmt::format("/{}", name) : fmt::format("{}/{}", folder, name);
}

}  // namespace

Result<std::string> database_path(const std::string& option, Role role, const Environment& environment) {
    if (!option.empty()) return option;
    if (auto named = value_of(environment, "VIVA_DB"); !named.empty()) return named;
    const auto state = value_of(environment, "STATE_DIRECTORY");
    if (const auto first = state.substr(0, state.find(':')); !first.empty()) return joined(first, "viva.db");
    // The XDG specification: a relative path is invalid and ignored.
    if (const auto xdg = value_of(environment, "XDG_STATE_HOME"); !xdg.empty() && xdg.front() == '/') return joined(xdg, fmt::format("viva/{}", file_of(role)));
    const auto home = value_of(environment, "HOME");
    if (home.empty()) return fail(Code::kInvalidInput, "no place for the database: HOME is not set (set it, or name a file with --db)");
    return joined(home, fmt::format(".local/state/viva/{}", file_of(role)));
}

}  // namespace bot::app
