// Owns what page_link.h promises.
#include "bot/app/page_link.h"

#include <fmt/format.h>
#include <sys/random.h>

#include <algorithm>
#include <array>

#include "bot/base/fingerprint.h"

namespace bot::app {
namespace {

constexpr std::size_t kSecretBytes = 16;

}  // namespace

Result<std::string> new_page_secret() {
    std::array<unsigned char, kSecretBytes> bytes{};
    // So few come whole or not at all.
    if (::getrandom(bytes.data(), bytes.size(), 0) != ssize_t(bytes.size())) return fail(Code::kUnavailable, "the system gives no random bytes");
    std::string secret;
    for (const auto byte : bytes) secret += fmt::format("{:02x}", byte);
    return secret;
}

std::optional<std::string> digest_of_secret(std::string_view secret) {
    const bool is_ours =
        secret.size() == 2 * kSecretBytes && std::all_of(secret.begin(), secret.end(), [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
    if (!is_ours) return std::nullopt;
    return fingerprint({"page link", secret});
}

}  // namespace bot::app
