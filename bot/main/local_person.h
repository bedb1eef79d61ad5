// Owns opening the console's database for the person who runs this process. Must not be used by servers.
#pragma once

#include <memory>
#include <string>

#include "bot/app/ports.h"
#include "bot/base/ids.h"
#include "bot/base/result.h"
#include "bot/store/store.h"

namespace bot::main {

class SystemClock : public app::Clock {
   public:
    Instant now() override;
};

struct Local {
    std::unique_ptr<store::Store> store;
    PersonId person;
    std::string path;  // of the database: absolute, links resolved
};

// The database is chosen as design section 4 says; empty = by environment.
Result<Local> open_local(const std::string& database_option);

// The same for commands that only look: null if there is no such file, and then none is made, nor its folder.
// A file that database_option names must be there: kNotFound.
Result<std::unique_ptr<Local>> open_existing(const std::string& database_option);

}  // namespace bot::main
