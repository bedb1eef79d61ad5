// Owns the help of each waiting state and the status line.
#include <algorithm>

#include "bot/engine/blocks.h"
#include "bot/engine/render.h"

namespace bot::engine {
namespace {

std::string_view help_key(const Scene& scene) {
    if (scene.session.phase == Phase::kEnded) return "help.over";
    if (scene.session.phase == Phase::kPaused) return "help.paused";
    const auto* state = scene.state();
    const auto* asked = scene.current();
    if (!state || state->verb != Verb::kAsk || !asked) return "help.wait";
    if (state->subject == Subject::kFollowup) return "help.followup";
    const auto* question = scene.question(*asked);
    return question && question->kind == grade::Kind::kCode ? "help.code" : "help.question";
}

// Everything that does something here, in the order in which it is likely to be wanted.
std::vector<Command> helpful(const Scene& scene) {
    auto commands = scene.offered();
    if (scene.session.phase == Phase::kEnded) return commands;
    const auto add = [&](Command command) {
        if (std::find(commands.begin(), commands.end(), command) == commands.end()) commands.push_back(command);
    };
    if (scene.session.phase == Phase::kWaiting) {
        add(Command::kRepeat);
        add(Command::kPause);
    }
    add(Command::kHelp);
    return commands;
}

std::string explained(const Scene& scene, Command command) {
    const auto* state = scene.state();
    if (command == Command::kSkip && state && state->subject == Subject::kFollowup && state->verb == Verb::kAsk) return "command.skip_followup.help";
    return "command." + std::string{to_string(command)} + ".help";
}

}  // namespace

void render_help(Outbound& out, const Scene& scene) {
    render_line(out, scene, help_key(scene));
    for (const auto command : helpful(scene)) {
        std::vector<Run> runs{{Style::kCode, std::string{to_string(command)}}};
        append(runs, ": ");
        append(runs, scene.texts().runs(explained(scene, command)));
        out.blocks.push_back(block(Block::Kind::kItem, std::move(runs)));
    }
}

void render_choices(Outbound& out, const Scene& scene) {
    out.choices.clear();
    for (const auto command : scene.offered()) {
        const std::string word{to_string(command)};
        out.choices.push_back({word, scene.texts().text("command." + word)});
    }
}

void render_status(Outbound& out, const Scene& scene) {
    std::string line;
    if (!scene.session.asked.empty()) line = std::to_string(scene.session.asked.size()) + "/" + std::to_string(scene.total());
    if (const auto overall = scene.overall()) line += (line.empty() ? "" : " · ") + std::to_string(*overall);
    render_choices(out, scene);
    std::string words;
    for (const auto& choice : out.choices) words += (words.empty() ? "" : " ") + choice.verb;
    if (!words.empty()) line += (line.empty() ? "" : " · ") + words;
    out.blocks.push_back(block(Block::Kind::kStatus, {{Style::kPlain, line}}, Tone::kMuted));
}

}  // namespace bot::engine
