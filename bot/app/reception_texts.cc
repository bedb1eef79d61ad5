// Owns the composition of the texts outside of sessions.
#include "bot/app/reception_texts.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "bot/app/commands.h"
#include "bot/app/pins.h"
#include "bot/app/presses.h"
#include "bot/app/progress.h"
#include "bot/base/text.h"

namespace bot::app {
namespace {

constexpr std::size_t kMaxFileBytes = std::size_t{1024} * 1024;
constexpr std::size_t kMaxNameBytes = 48;
constexpr std::size_t kMostPackButtons = 8;

}  // namespace

void add_line(Outbound& out, const Catalogue& texts, std::string_view key, Arguments arguments, Block::Kind kind) {
    Block block;
    block.kind = kind;
    block.runs = texts.runs(key, arguments);
    out.blocks.push_back(std::move(block));
}

Outbound paragraph(const Catalogue& texts, std::string_view key, Arguments arguments) {
    Outbound out;
    add_line(out, texts, key, arguments);
    return out;
}

void offer(Outbound& out, const Catalogue& texts, std::initializer_list<std::string_view> words) {
    for (const auto word : words) {
        out.choices.push_back({std::string(word), texts.text("command." + std::string(word)), write_press({std::string(word), {}, 0})});
    }
}

void offer_form(Outbound& out, const Catalogue& texts) {
    const bool is_asked = std::any_of(out.choices.begin(), out.choices.end(), [](const Choice& choice) { return choice.verb == "skip"; });
    if (is_asked) out.choices.insert(out.choices.begin(), {"write", texts.text("command.write"), "", Choice::Opens::kForm});
}

Outbound greeting(const Catalogue& texts) {
    Outbound out;
    add_line(out, texts, "chat.hello");
    add_line(out, texts, "greeting.who");
    add_line(out, texts, "greeting.how");
    add_line(out, texts, "greeting.stored");
    offer(out, texts, {"round", "packs"});
    return out;
}

Outbound chat_help(const Catalogue& texts, RoomKind kind, bool hello) {
    Outbound out;
    if (hello) add_line(out, texts, "chat.hello");
    add_line(out, texts, "chat.help");
    for (const char* key : {"chat.help.round", "chat.help.practice", "chat.help.daily", "chat.help.packs", "chat.help.session", "chat.help.me",
                            "chat.help.settings", "chat.help.privacy"}) {
        add_line(out, texts, key, {}, Block::Kind::kItem);
    }
    if (kind == RoomKind::kGroup) add_line(out, texts, "greeting.how");
    offer(out, texts, {"round", "practice", "packs"});
    return out;
}

Outbound privacy(const Catalogue& texts, Duration answers_kept) {
    Outbound out;
    add_line(out, texts, "privacy.title", {}, Block::Kind::kHeading);
    add_line(out, texts, "privacy.kept");
    const auto days = std::chrono::duration_cast<std::chrono::hours>(answers_kept).count() / 24;
    if (days > 0) {
        add_line(out, texts, "privacy.answers", {{"count", std::int64_t{days}}});
    } else {
        add_line(out, texts, "privacy.answers_kept");
    }
    add_line(out, texts, "privacy.others");
    add_line(out, texts, "privacy.rights");
    for (const char* word : {"export-me", "forget-me"}) {
        out.choices.push_back({word, texts.text(fmt::format("privacy.{}", std::string_view(word).substr(0, 6))), write_press({word, {}, 0})});
    }
    return out;
}

Outbound settings(const Catalogue& texts, const std::map<std::string, std::string>& values) {
    Outbound out;
    add_line(out, texts, "settings.title", {}, Block::Kind::kHeading);
    for (const auto name : kSettingNames) {
        const auto found = values.find(std::string(name));
        const auto usual = texts.text(name == kReminders ? "settings.on" : "settings.default");
        const auto value = found == values.end() || found->second.empty() ? usual : found->second;
        add_line(out, texts, fmt::format("settings.{}", name), {{"value", value}}, Block::Kind::kItem);
    }
    add_line(out, texts, "settings.how");
    return out;
}

Outbound pack_list(const Catalogue& texts, const Library& library) {
    auto out = render_packs(texts, library);
    add_line(out, texts, "chat.choose_pack");
    for (const auto& pack : library.content().packs) {
        if (pack.questions.empty() || out.choices.size() >= kMostPackButtons) continue;
        const auto verb = "round-" + pack.id;
        if (auto data = write_press({verb, {}, 0}); !data.empty()) out.choices.push_back({verb, pack.title, std::move(data)});
    }
    return out;
}

Outbound ask_to_forget(const Catalogue& texts, PersonId person) {
    auto out = paragraph(texts, "forget.ask");
    out.choices.push_back({"forget-me", texts.text("forget.yes"), write_press({"forget-me", {}, person.value})});
    return out;
}

std::vector<Outbound> dossier(const Catalogue& texts, std::string_view json) {
    std::vector<Outbound> files;
    const auto count = std::int64_t(std::max<std::size_t>(1, (json.size() + kMaxFileBytes - 5) / (kMaxFileBytes - 4)));
    do {
        const auto part = utf8_prefix(json, kMaxFileBytes);
        Outbound out;
        if (files.empty()) add_line(out, texts, "export.done", {{"count", count}});
        out.file = Attachment{count == 1 ? std::string("viva-export.json") : fmt::format("viva-export.json.{}", files.size() + 1), std::string(part)};
        files.push_back(std::move(out));
        json.remove_prefix(part.size());
    } while (!json.empty());
    return files;
}

std::string about(const Catalogue& texts, const Library& content, const engine::Session& session) {
    const auto selection = selection_of(session);
    const auto* pack = content.pack(selection.substr(0, selection.find_first_of("/#")));
    const auto subject = pack ? pack->title : selection == "any" ? texts.text("chat.any_pack") : selection;
    return texts.text("exam.about", {{"pack", subject}, {"number", std::int64_t(session.asked.size())}});
}

std::string shown_name(const Catalogue& texts, std::string_view name) {
    std::string clean;
    for (const auto character : to_utf8(name)) {
        const bool blank = static_cast<unsigned char>(character) <= 0x20 || character == 0x7f;
        if (!blank || (!clean.empty() && clean.back() != ' ')) clean += blank ? ' ' : character;
    }
    // Marks that turn the direction of the whole line, or join it to the next word.
    for (const std::string_view mark : {"\u202a", "\u202b", "\u202c", "\u202d", "\u202e", "\u2066", "\u2067", "\u2068", "\u2069", "\u200e", "\u200f"}) {
        for (auto at = clean.find(mark); at != clean.npos; at = clean.find(mark, at)) clean.erase(at, mark.size());
    }
    auto shown = std::string(trim(utf8_prefix(trim(clean), kMaxNameBytes)));
    return shown.empty() ? texts.text("chat.nameless") : shown;
}

void name_person(Outbound& out, const std::string& name) {
    if (out.blocks.empty()) return;
    Run strong{Style::kStrong, name};
    if (out.blocks.front().kind == Block::Kind::kParagraph) {
        auto& runs = out.blocks.front().runs;
        runs.insert(runs.begin(), {std::move(strong), {Style::kPlain, " · "}});
        return;
    }
    Block line;
    line.runs = {std::move(strong)};
    out.blocks.insert(out.blocks.begin(), std::move(line));
}

}  // namespace bot::app
