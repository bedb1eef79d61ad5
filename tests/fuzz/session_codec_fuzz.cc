// Owns the fuzz target of the stored forms: any bytes give a value that survives a round trip, or kCorrupt; what is read quickly is what is read tolerantly.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "bot/base/check.h"
#include "bot/store/message_codec.h"
#include "bot/store/session_codec.h"

namespace {

template <class T>
void judge(const bot::Result<T>& decoded, bot::Result<T> (*decode)(std::string_view)) {
    if (!decoded) {
        VIVA_CHECK(decoded.error().code == bot::Code::kCorrupt && !decoded.error().message.empty());
        return;
    }
    const auto again = decode(bot::store::encode(*decoded));
    VIVA_CHECK(again && *again == *decoded);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const auto session = bot::store::decode_session(bytes);
    judge(session, &bot::store::decode_session);
    const auto slowly = bot::store::decode_session_tolerantly(bytes);
    VIVA_CHECK(session.has_value() == slowly.has_value() && (session ? *session == *slowly : session.error() == slowly.error()));
    judge(bot::store::decode_message(bytes), &bot::store::decode_message);
    judge(bot::store::decode_marked(bytes), &bot::store::decode_marked);
    return 0;
}
