// Owns what reading the configuration shares with reading the accounts behind it. Must not read the file of the configuration.
#pragma once

#include <string>

#include "bot/main/config.h"

namespace bot::main {

// The accounts whose bot tokens are there, with their secrets; the others leave the configuration.
Status read_accounts(ServerConfig& config, const app::Environment& environment, const FileReader& read);

// An http(s) address without a query, without the slash at its end.
Status address_into(std::string& target, std::string text, bool https_only);

}  // namespace bot::main
