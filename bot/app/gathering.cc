// Owns the joining of pieces.
#include "bot/app/gathering.h"

#include "bot/base/text.h"

namespace bot::app {

std::string with_piece(std::string draft, std::string_view piece) {
    if (!draft.empty()) draft += '\n';
    draft += piece;
    if (draft.size() > kMaxInboundBytes) draft.resize(utf8_prefix(draft, kMaxInboundBytes).size());
    return draft;
}

std::optional<Instant> draft_due(const Patience& patience, bool more_follows, Instant now) {
    if (patience.gather <= Duration{0} && !more_follows) return std::nullopt;
    const auto wait = more_follows ? patience.gather_more : patience.gather;
    return wait <= Duration{0} ? std::nullopt : std::optional(now + wait);
}

}  // namespace bot::app
