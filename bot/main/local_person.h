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
    std::string path;  // of the database
};

// The database is chosen as design section 4 says; empty = by environment.
Result<Local> open_local(const std::string& database_option);

}  // namespace bot::main
