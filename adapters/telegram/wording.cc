// Owns what wording.h promises.
#include "adapters/telegram/wording.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/telegram/keyboard.h"
#include "bot/base/text.h"
#include "bot/base/utf16.h"

namespace adapters::telegram {
namespace {

constexpr std::size_t kMaxCommand = 64;  // bytes of a command's word

// An entity in bytes of the text; only those that lie in it, on characters.
struct Range {
    const Entity* entity = nullptr;
    std::size_t begin = 0;
    std::size_t end = 0;
};

std::optional<Range> range_of(std::string_view text, const Entity& entity) {
    if (entity.offset < 0 || entity.length <= 0) return std::nullopt;
    const auto begin = bot::byte_of_unit(text, std::size_t(entity.offset));
    if (!begin) return std::nullopt;
    const auto length = bot::byte_of_unit(text.substr(*begin), std::size_t(entity.length));
    if (!length) return std::nullopt;
    return Range{&entity, *begin, *begin + *length};
}

bool is_word(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'; }

// "/word" or "/word@name" at the beginning of a text.
struct CommandWord {
    std::string_view word;
    std::string_view name;  // "" = without one
    std::size_t end = 0;
};

std::optional<CommandWord> command_word(std::string_view text) {
    if (!text.starts_with('/')) return std::nullopt;
    const auto run = [&](std::size_t from) {
        std::size_t end = from;
        while (end < text.size() && is_word(text[end])) ++end;
        return end;
    };
    CommandWord command;
    command.end = run(1);
    command.word = text.substr(1, command.end - 1);
    if (command.word.empty() || command.word.size() > kMaxCommand) return std::nullopt;
    if (command.end < text.size() && text[command.end] == '@') {
        const std::size_t end = run(command.end + 1);
        command.name = text.substr(command.end + 1, end - command.end - 1);
        if (!command.name.empty()) command.end = end;
    }
    return command;
}

// The command that the platform marked at the beginning; or, where nothing is marked at all, what it would have marked.
std::optional<CommandWord> command_of(const Message& message) {
    const std::string_view text = *message.text;
    auto command = command_word(text);
    if (!command) return std::nullopt;
    if (message.entities.empty()) {
        const bool ends = command->end == text.size() || bot::trim(text.substr(command->end, 1)).empty();
        return ends ? command : std::nullopt;
    }
    const auto marked = std::find_if(message.entities.begin(), message.entities.end(),
                                     [](const Entity& entity) { return entity.kind == Entity::Kind::kCommand && entity.offset == 0; });
    if (marked == message.entities.end()) return std::nullopt;
    const auto range = range_of(text, *marked);
    return range && range->end == command->end ? command : std::nullopt;
}

bool names_us(std::string_view text, const Range& range, const Self& self) {
    if (range.entity->kind == Entity::Kind::kTextMention) return range.entity->user == self.id;
    if (range.entity->kind != Entity::Kind::kMention || self.username.empty()) return false;
    const auto name = text.substr(range.begin, range.end - range.begin);
    return name.starts_with('@') && bot::to_lower_ascii(name.substr(1)) == self.username;
}

// What follows or precedes a mention without being part of what is said: "@viva, ..." and "@viva: ...".
std::string_view without_lead(std::string_view text) {
    text = bot::trim(text);
    if (text.starts_with(',') || text.starts_with(':')) text.remove_prefix(1);
    return bot::trim(text);
}

// Puts code blocks between fences, each on lines of its own.
std::string fenced(std::string_view text, std::vector<Range> blocks) {
    std::sort(blocks.begin(), blocks.end(), [](const Range& a, const Range& b) { return a.begin < b.begin; });
    std::string out;
    std::size_t at = 0;
    const auto new_line = [&] {
        if (!out.empty() && out.back() != '\n') out += '\n';
    };
    for (const auto& block : blocks) {
        if (block.begin < at) continue;
        out += text.substr(at, block.begin - at);
        new_line();
        out += "```\n";
        out += text.substr(block.begin, block.end - block.begin);
        new_line();
        out += "```";
        at = block.end;
        if (at < text.size() && text[at] != '\n') out += '\n';
    }
    out += text.substr(at);
    return out;
}

std::string own_words(const Message& message, const Self& self) {
    std::string_view text = *message.text;
    std::vector<Range> blocks;
    std::size_t begin = 0;
    std::size_t end = text.size();
    for (const auto& entity : message.entities) {
        const auto range = range_of(text, entity);
        if (!range) continue;
        if (entity.kind == Entity::Kind::kPre) blocks.push_back(*range);
        if (!names_us(text, *range, self)) continue;
        if (bot::trim(text.substr(0, range->begin)).empty()) begin = std::max(begin, range->end);
        if (bot::trim(text.substr(range->end)).empty()) end = std::min(end, range->begin);
    }
    if (begin >= end) return "";
    std::string_view kept = text.substr(begin, end - begin);
    if (begin > 0) kept = without_lead(kept);
    if (end < text.size()) kept = bot::trim(kept);
    if (blocks.empty()) return std::string(kept);
    const auto shift = std::size_t(kept.data() - text.data());
    std::erase_if(blocks, [&](const Range& block) { return block.begin < shift || block.end > shift + kept.size(); });
    for (auto& block : blocks) block = {block.entity, block.begin - shift, block.end - shift};
    const std::string out = fenced(kept, std::move(blocks));
    return std::string(bot::utf8_prefix(out, bot::kMaxInboundBytes));
}

}  // namespace

bool mentions(const Message& message, const Self& self) {
    if (!message.text) return false;
    return std::any_of(message.entities.begin(), message.entities.end(), [&](const Entity& entity) {
        if (entity.kind != Entity::Kind::kMention && entity.kind != Entity::Kind::kTextMention) return false;
        const auto range = range_of(*message.text, entity);
        return range && names_us(*message.text, *range, self);
    });
}

std::optional<decltype(bot::Inbound::what)> wording(const Message& message, bool addressed, const Self& self) {
    if (const auto command = command_of(message)) {
        const bool ours = command->name.empty() || bot::to_lower_ascii(command->name) == self.username;
        if (!ours && message.chat.type != ChatType::kPrivate) return std::nullopt;
        const std::string_view text = *message.text;
        bot::Called called{bot::to_lower_ascii(command->word), std::string(bot::trim(text.substr(command->end)))};
        if (called.command == "start") called.rest = data_of_payload(called.rest);
        return called;
    }
    bot::Said said;
    said.more_follows = !message.is_caption && bot::utf16_length(*message.text) >= kSplitUnits;
    said.text = own_words(message, self);
    said.addressed = addressed;
    return said;
}

}  // namespace adapters::telegram
