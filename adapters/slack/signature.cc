// Owns what signature.h promises.
#include "adapters/slack/signature.h"

#include <fmt/format.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "bot/base/check.h"

namespace adapters::slack {
namespace {

constexpr std::size_t kMaxDigits = 12;  // seconds beyond the year 9999 are no time

std::optional<std::int64_t> seconds_of(std::string_view text) {
    std::int64_t seconds = 0;
    if (text.empty() || text.size() > kMaxDigits || !std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; })) return std::nullopt;
    std::from_chars(text.data(), text.data() + text.size(), seconds);
    return seconds;
}

}  // namespace

std::string sign_v0(std::string_view secret, std::string_view timestamp, std::string_view body) {
    const auto base = fmt::format("v0:{}:{}", timestamp, body);
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned size = 0;
    const auto* made = HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()), reinterpret_cast<const unsigned char*>(base.data()), base.size(),
                            digest.data(), &size);
    VIVA_CHECK(made != nullptr && size == 32);
    std::string signature = "v0=";
    for (unsigned i = 0; i < size; ++i) signature += fmt::format("{:02x}", digest[i]);
    return signature;
}

Signature check_signature(const std::vector<std::string>& secrets, const std::string* timestamp, const std::string* signature, std::string_view body,
                          bot::Instant now) {
    if (!timestamp || !signature) return Signature::kWrong;
    const auto sent = seconds_of(*timestamp);
    if (!sent) return Signature::kWrong;
    bool good = false;
    for (const auto& secret : secrets) {
        if (secret.empty()) continue;
        const auto expected = sign_v0(secret, *timestamp, body);
        const bool same = signature->size() == expected.size() && CRYPTO_memcmp(signature->data(), expected.data(), expected.size()) == 0;
        good = good || same;
    }
    if (!good) return Signature::kWrong;
    const auto now_seconds = std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count();
    const auto apart = now_seconds > *sent ? now_seconds - *sent : *sent - now_seconds;
    return apart <= kSignatureWindow.count() ? Signature::kGood : Signature::kStale;
}

}  // namespace adapters::slack
