// Owns the history as people read it.
#include <fmt/format.h>

#include "bot/base/time.h"
#include "tests/simulator/simulation.h"

namespace simulator {
namespace {

using Kind = tests::Record::Kind;

std::string_view word_of(Kind kind) {
    switch (kind) {
        case Kind::kHanded: return "update handed over";
        case Kind::kConfirmed: return "update acknowledged";
        case Kind::kMessage: return "message";
        case Kind::kAcknowledged: return "press answered";
        case Kind::kRefused: return "message refused";
        case Kind::kTrouble: return "message in trouble";
        case Kind::kStarted: return "PROCESS BEGINS";
        case Kind::kKilled: return "PROCESS DIES";
        case Kind::kSettled: return "committed";
        case Kind::kReceived: return "update stored";
        case Kind::kWritten: return "message stored";
        case Kind::kErased: return "person erased";
        case Kind::kGone: return "message refused for ever";
        case Kind::kGivenUp: return "message given up";
    }
    return "";
}

// One line, control bytes and all else that is no plain ASCII as hexadecimal.
std::string plain(const std::string& text) {
    std::string line;
    for (const char c : text.substr(0, 100)) {
        if (c == '\n') {
            line += " / ";
        } else if (c >= 32 && c < 127) {
            line += c;
        } else {
            line += fmt::format("\\x{:02x}", static_cast<unsigned char>(c));
        }
    }
    return line;
}

std::string what_of(const Inbound& event) {
    if (const auto* said = std::get_if<Said>(&event.what)) return "says '" + plain(said->text) + "'" + (said->more_follows ? " (more follows)" : "");
    if (const auto* called = std::get_if<Called>(&event.what)) return "calls /" + called->command + " " + called->rest;
    if (const auto* pressed = std::get_if<Pressed>(&event.what)) return "presses '" + plain(pressed->data) + "'";
    if (const auto* moved = std::get_if<Moved>(&event.what)) return "moves to " + moved->to;
    if (const auto* filled = std::get_if<Filled>(&event.what)) return "fills '" + plain(filled->data) + "' with '" + plain(filled->text) + "'";
    static constexpr const char* kOthers[] = {"says",  "calls",        "presses",         "sends something unreadable",
                                              "edits", "adds the bot", "removes the bot", "returns",
                                              "moves", "fills",        "visits",          "is vouched for"};
    return kOthers[event.what.index()];
}

}  // namespace

std::string story_of(const History& run, std::size_t last) {
    std::map<std::int64_t, const Inbound*> updates;
    for (const auto& turn : run.turns) {
        for (const auto& events : turn.submissions) {
            for (const auto& event : events) updates.emplace(std::stoll(event.event), &event);
        }
    }
    std::string story;
    const auto first = last == 0 || last > run.log.size() ? 0 : run.log.size() - last;
    for (std::size_t i = first; i < run.log.size(); ++i) {
        const auto& record = run.log[i];
        if (record.kind == Kind::kSettled && i > 0 && run.log[i - 1].kind == Kind::kSettled) continue;
        const auto at = std::chrono::duration_cast<std::chrono::milliseconds>(record.at.time_since_epoch()).count() - 1'700'000'000'000;
        story += fmt::format("{:>6} {:>12.3f}s  {}", i + 1, double(at) / 1000, word_of(record.kind));
        if (record.update != 0) story += fmt::format(" {}", record.update);
        if (record.chat != 0) story += fmt::format(" in chat {}", record.chat);
        if (const auto update = updates.find(record.update); record.kind == Kind::kReceived && update != updates.end())
            story += ": " + update->second->author.key + " " + what_of(*update->second);
        if (!record.text.empty()) story += " " + plain(record.text);
        if (!record.answered) story += " (no answer to us)";
        story += '\n';
    }
    return story;
}

}  // namespace simulator
