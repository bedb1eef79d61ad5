// Owns who "you" are in a console: the one person of a console database.
#include "bot/main/local_person.h"

#include <chrono>

#include "bot/app/paths.h"
#include "bot/main/command.h"

namespace bot::main {

Instant SystemClock::now() { return std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now()); }

Result<Local> open_local(const std::string& database_option) {
    const auto path = app::database_path(database_option, app::Role::kConsole, environment);
    if (!path) return tl::unexpected(path.error());
    auto store = store::Store::open(*path);
    if (!store) return tl::unexpected(store.error());
    SystemClock clock;
    const auto name = environment("USER").value_or("you");
    const auto person = (*store)->person("console", "local", name, clock.now());
    if (!person) return tl::unexpected(person.error());
    return Local{std::move(*store), *person, *path};
}

}  // namespace bot::main
