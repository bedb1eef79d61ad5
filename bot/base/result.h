// Owns the vocabulary of expected failure: Error, Result<T>, Status.
// Must not be used for author mistakes (those are diagnostics) or broken invariants (those are check()).
#pragma once

#include <string>
#include <tl/expected.hpp>
#include <utility>

namespace bot {

enum class Code {
    kInvalidInput,  // the caller's bytes or arguments are wrong; trying again changes nothing
    kNotFound,
    kConflict,     // somebody else holds or changed the thing
    kUnavailable,  // passing trouble: busy, full, offline; trying again may help
    kDenied,
    kCorrupt,  // stored state cannot be read; never replaced by an empty one
};

// What went wrong, in words a person can act on: lower case, no final stop, names the thing and the fix.
struct Error {
    Code code;
    std::string message;

    bool operator==(const Error&) const = default;
};

// A value or the Error that prevented it. Dropping one unread is a compile-time warning, hence an error here.
template <class T>
class [[nodiscard]] Result : public tl::expected<T, Error> {
   public:
    using tl::expected<T, Error>::expected;
};

using Status = Result<void>;

inline tl::unexpected<Error> fail(Code code, std::string message) { return tl::unexpected<Error>(Error{code, std::move(message)}); }

}  // namespace bot
