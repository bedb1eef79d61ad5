// Owns the platform's signature of what it sends, version 0. Pure: the time is passed in. Must not parse the body.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "bot/base/time.h"

namespace adapters::slack {

constexpr std::chrono::seconds kSignatureWindow{300};  // into the past and into the future

enum class Signature {
    kGood,
    kWrong,  // or missing, or in another form
    kStale,  // right, but of another time: a replay, or a clock that is off
};

// "v0=" and 64 lower-case hexadecimal digits.
std::string sign_v0(std::string_view secret, std::string_view timestamp, std::string_view body);

// timestamp and signature as the headers say, null = not there or more than once; body: the raw bytes. Any of the secrets will do (an empty one never does),
// and the time taken does not show which.
Signature check_signature(const std::vector<std::string>& secrets, const std::string* timestamp, const std::string* signature, std::string_view body,
                          bot::Instant now);

}  // namespace adapters::slack
