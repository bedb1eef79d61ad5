// Owns the reading of numbers, names, and yes or no.
#include "adapters/console/choose.h"

#include <charconv>

#include "adapters/console/format.h"
#include "bot/base/check.h"
#include "bot/base/nearest.h"
#include "bot/base/text.h"

namespace adapters::console {
namespace {

using bot::Block;
using bot::Outbound;

Block paragraph(std::vector<bot::Run> runs, Block::Kind kind = Block::Kind::kParagraph, std::string sign = {}) {
    Block block;
    block.kind = kind;
    block.sign = std::move(sign);
    block.runs = std::move(runs);
    return block;
}

// False when nobody reads any more.
bool show(const Outbound& message, const Terminal& terminal, Output& out) { return out.write("\n" + format(message, terminal.layout()) + "\n").has_value(); }

// The pack that a word means: its number in the list, its id, or the start of exactly one id.
const PackOffer* meant(std::string_view word, const std::vector<PackOffer>& packs) {
    std::size_t number = 0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number);
    if (error == std::errc{} && end == word.data() + word.size()) return number >= 1 && number <= packs.size() ? &packs[number - 1] : nullptr;
    const PackOffer* found = nullptr;
    for (const auto& pack : packs) {
        if (pack.id == word) return &pack;
        if (!pack.id.starts_with(word)) continue;
        if (found) return nullptr;
        found = &pack;
    }
    return found;
}

Outbound list_of(const std::vector<PackOffer>& packs, const bot::Catalogue& texts) {
    Outbound list;
    list.blocks.push_back(paragraph(texts.runs("console.choose"), Block::Kind::kHeading));
    for (std::size_t i = 0; i < packs.size(); ++i) {
        const auto& pack = packs[i];
        auto runs = texts.runs("console.choose_pack", {{"id", pack.id}, {"title", pack.title}, {"count", std::int64_t(pack.questions)}});
        list.blocks.push_back(paragraph(std::move(runs), Block::Kind::kItem, std::to_string(i + 1) + "."));
    }
    return list;
}

}  // namespace

std::optional<std::string> choose_pack(const std::vector<PackOffer>& packs, const bot::Catalogue& texts, Source& source, const Terminal& terminal,
                                       Output& out) {
    VIVA_CHECK(!packs.empty());
    std::vector<std::string> ids;
    ids.reserve(packs.size());
    for (const auto& pack : packs) ids.push_back(pack.id);
    if (!show(list_of(packs, texts), terminal, out)) return std::nullopt;
    while (true) {
        const Heard heard = source.hear({texts.text("console.choose_prompt"), texts.text("console.more"), false, true});
        if (heard.kind != Heard::Kind::kText) return std::nullopt;
        const std::string word = bot::to_lower_ascii(bot::trim(heard.text));
        if (word.empty()) return packs.front().id;
        if (const auto* pack = meant(word, packs)) return pack->id;
        const auto near = bot::nearest(word, ids);
        const auto runs =
            near ? texts.runs("console.choose_nearest", {{"word", word}, {"nearest", *near}}) : texts.runs("console.choose_unknown", {{"word", word}});
        if (!show({{paragraph(runs)}, {}}, terminal, out)) return std::nullopt;
    }
}

Resume offer_resume(const std::string& about, const bot::Catalogue& texts, Source& source, const Terminal& terminal, Output& out) {
    if (!show({{paragraph(texts.runs("console.paused_session", {{"about", about}}))}, {}}, terminal, out)) return Resume::kLeave;
    while (true) {
        const Heard heard = source.hear({texts.text("console.resume_prompt"), texts.text("console.more"), false, true});
        if (heard.kind != Heard::Kind::kText) return Resume::kLeave;
        const std::string word = " " + bot::to_lower_ascii(bot::trim(heard.text)) + " ";
        const auto among = [&](const char* key) { return (" " + texts.text(key) + " ").find(word) != std::string::npos; };
        if (word == "  " || among("console.yes")) return Resume::kYes;
        if (among("console.no")) return Resume::kNo;
        if (!show({{paragraph(texts.runs("console.yes_or_no"))}, {}}, terminal, out)) return Resume::kLeave;
    }
}

}  // namespace adapters::console
