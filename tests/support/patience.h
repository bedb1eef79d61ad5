// Owns how much slower a build is in which every access to memory is watched. For bounds on the clock; never for what must hold at any speed.
#pragma once

namespace tests {

#if defined(__SANITIZE_THREAD__)
constexpr int kPatience = 8;
#elif defined(__SANITIZE_ADDRESS__)
constexpr int kPatience = 3;
#else
constexpr int kPatience = 1;
#endif

}  // namespace tests
