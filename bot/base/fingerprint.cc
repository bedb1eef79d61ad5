// Owns the digest behind fingerprints; the only user of libcrypto in the pure layers.
#include "bot/base/fingerprint.h"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <array>
#include <cstdint>
#include <memory>

#include "bot/base/check.h"

namespace bot {

Fingerprint fingerprint(std::initializer_list<std::string_view> parts) {
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context{EVP_MD_CTX_new(), EVP_MD_CTX_free};
    VIVA_CHECK(context && EVP_DigestInit_ex(context.get(), EVP_sha256(), nullptr) == 1);
    for (const auto part : parts) {
        const std::uint64_t size = part.size();
        std::array<unsigned char, 8> prefix{};
        for (int i = 0; i < 8; ++i) prefix[i] = static_cast<unsigned char>(size >> (8 * i));
        VIVA_CHECK(EVP_DigestUpdate(context.get(), prefix.data(), prefix.size()) == 1);
        VIVA_CHECK(EVP_DigestUpdate(context.get(), part.data(), part.size()) == 1);
    }
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    VIVA_CHECK(EVP_DigestFinal_ex(context.get(), digest.data(), nullptr) == 1);
    std::string hex;
    for (int i = 0; i < 16; ++i) hex += fmt::format("{:02x}", digest[i]);
    return hex;
}

}  // namespace bot
