// Owns who "you" are in a console: the one person of a console database.
#include "bot/main/local_person.h"

#include <fmt/format.h>

#include <chrono>
#include <filesystem>

#include "bot/app/paths.h"
#include "bot/main/command.h"
#include "bot/store/database_file.h"

namespace bot::main {

Instant SystemClock::now() { return std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now()); }

Result<Local> open_local(const std::string& database_option) {
    const auto named = app::database_path(database_option, app::Role::kConsole, environment);
    if (!named) return tl::unexpected(named.error());
    const auto path = store::settle(*named);
    if (!path) return tl::unexpected(path.error());
    auto store = store::Store::open(*path);
    if (!store) return tl::unexpected(store.error());
    SystemClock clock;
    const auto name = environment("USER").value_or("you");
    const auto person = (*store)->person("console", "local", name, clock.now());
    if (!person) return tl::unexpected(person.error());
    return Local{std::move(*store), *person, *path};
}

Result<std::unique_ptr<Local>> open_existing(const std::string& database_option) {
    const auto named = app::database_path(database_option, app::Role::kConsole, environment);
    if (!named) return tl::unexpected(named.error());
    std::error_code error;
    if (!std::filesystem::exists(*named, error) && !error) {
        if (!database_option.empty()) return fail(Code::kNotFound, fmt::format("there is no database {}; check --db", database_option));
        return nullptr;
    }
    auto local = open_local(database_option);
    if (!local) return tl::unexpected(local.error());
    return std::make_unique<Local>(std::move(*local));
}

}  // namespace bot::main
