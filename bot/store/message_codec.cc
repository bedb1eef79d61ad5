// Owns what the codec of messages promises; the walks are FieldWriter and QuickReader.
#include "bot/store/message_codec.h"

#include <fmt/format.h>

#include <utility>

#include "bot/store/field_writer.h"
#include "bot/store/message_fields.h"
#include "bot/store/quick_reader.h"

namespace bot::store {

using namespace codec;

std::string encode(const Outbound& message) { return FieldWriter().document(kMessageVersion, "message", message); }

Result<Outbound> decode_message(std::string_view bytes) {
    if (bytes.size() > kMaxMessageBytes) return fail(Code::kCorrupt, fmt::format("the stored message cannot be read: longer than {} bytes", kMaxMessageBytes));
    if (auto message = QuickReader::document<Outbound>(bytes, kMessageVersion, "message")) return std::move(*message);
    return fail(Code::kCorrupt, fmt::format("the stored message cannot be read: not one of format {}", kMessageVersion));
}

std::string encode(const Inbound& event) { return FieldWriter().document(kMessageVersion, "event", event); }

}  // namespace bot::store
