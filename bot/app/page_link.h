// Owns what a link to a room's page is made of: a secret that cannot be guessed, its digest, which alone is kept, and for how long it leads anywhere.
// Must not read a clock, or know who may have one.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "bot/base/result.h"
#include "bot/base/time.h"

namespace bot::app {

// Under public_url; the secret follows.
constexpr std::string_view kPagePath = "/board/";

constexpr Duration kLinkLasts = std::chrono::hours{24 * 30};

// 128 bits of the system's randomness as 32 lower-case hex digits; kUnavailable.
Result<std::string> new_page_secret();

// What is kept of a secret: a SHA-256 digest (bot/base/fingerprint.h). nullopt: it is not what new_page_secret() gives.
std::optional<std::string> digest_of_secret(std::string_view secret);

}  // namespace bot::app
