// Owns which drivers there are.
#include <algorithm>
#include <cstdlib>

#include "tests/contract/adapter_contract.h"

namespace tests {

std::vector<Driver> drivers_with(const std::set<Has>& wanted) {
    std::vector<Driver> chosen;
    const char* only = std::getenv("VIVA_DRIVER");
    for (auto& driver : {console_driver(), telegram_driver(), slack_driver()}) {
        const bool fits = std::includes(driver.has.begin(), driver.has.end(), wanted.begin(), wanted.end());
        if (fits && (!only || driver.name == only)) chosen.push_back(driver);
    }
    return chosen;
}

}  // namespace tests
