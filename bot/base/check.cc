// Owns the abort path of check().
#include "bot/base/check.h"

#include <cstdio>
#include <cstdlib>

namespace bot {

void check_failed(const char* what, const char* file, int line) {
    std::fprintf(stderr, "viva: broken invariant: %s (%s:%d); nothing committed is lost, please report this\n", what, file, line);
    std::abort();
}

}  // namespace bot
