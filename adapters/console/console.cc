// Owns the loop, and what is said around it: notes on the input, the line about resuming, errors.
#include "adapters/console/console.h"

#include <optional>

#include "adapters/console/compose.h"
#include "adapters/console/line_editor.h"
#include "adapters/console/plain.h"
#include "adapters/console/stream_source.h"
#include "bot/base/text.h"

namespace adapters::console {
namespace {

using bot::Block;
using bot::Outbound;
using bot::app::Conversation;
using bot::app::Reply;

// How a recording is set: as a pipe shows it.
constexpr Layout kRecordLayout{};

class Dialogue {
   public:
    Dialogue(Conversation& conversation, const bot::Catalogue& texts, Source& source, const Terminal& terminal, Output& out, Output& err,
             const ConsoleOptions& options)
        : conversation_(conversation), texts_(texts), source_(source), terminal_(terminal), out_(out), err_(err), options_(options) {}

    int run() {
        if (terminal_.interactive()) note("console.keys");
        show_reply(conversation_.open());
        while (!over_) {
            if (terminal_.interactive()) write(out_, "\n");
            if (over_) break;
            const Heard heard = source_.hear({texts_.text("console.prompt"), texts_.text("console.more")});
            if (heard.kind == Heard::Kind::kText) {
                take(heard);
            } else {
                leave();
            }
        }
        return exit_code_;
    }

   private:
    void take(const Heard& heard) {
        const auto word = bot::trim(heard.text);
        if (word == "/edit") {
            edit();
            return;
        }
        if (heard.cut) note("console.cut", {{"size", std::int64_t(kMaxAnswer / 1024)}});
        if (heard.unfinished) note("console.unfinished");
        send(heard.text);
    }

    void send(const std::string& text) {
        show_heard(text);
        if (over_) return;
        auto reply = conversation_.take(text);
        if (!reply) {
            not_taken(text, reply.error());
            return;
        }
        show_reply(std::move(reply));
        const auto word = bot::to_lower_ascii(bot::trim(text));
        if (!over_ && terminal_.interactive() && (word == "help" || word == "/help")) note("console.keys");
    }

    // The turn was not taken. At a terminal the person can mend what is wrong and send it again; a pipe cannot.
    void not_taken(const std::string& text, const bot::Error& error) {
        complain(error);
        if (!terminal_.interactive() || error.code == bot::Code::kCorrupt) {
            stop(kCannot);
            return;
        }
        source_.offer(text);
        note(terminal_.editable() ? "console.kept" : "console.send_again");
    }

    void edit() {
        if (!terminal_.interactive()) {
            note("console.edit_where");
            return;
        }
        std::string below = texts_.text("console.edit_below");
        if (!question_.empty()) below += "\n\n" + question_;
        auto text = options_.compose ? options_.compose("", below) : compose("", below, process_environment());
        if (!text) {
            complain(text.error());
        } else if (bot::trim(*text).empty()) {
            note("console.edit_empty");
        } else {
            show(format_heard(*text), {});
            send(*text);
        }
    }

    void leave() {
        auto reply = conversation_.leave();
        over_ = true;
        if (!reply) {
            complain(reply.error());
            exit_code_ = kCannot;
            return;
        }
        reply->ended = false;
        reply->paused = true;
        show_reply(std::move(reply));
    }

    void show_reply(bot::Result<Reply> reply) {
        if (!reply) {
            complain(reply.error());
            stop(kCannot);
            return;
        }
        remember_question(reply->messages);
        if (reply->paused && !reply->ended && !options_.resume_command.empty()) reply->messages.push_back(resume_line());
        over_ = over_ || reply->ended || reply->paused;
        if (over_) {
            // Nothing can be typed any more.
            for (auto& message : reply->messages) message.choices.clear();
        }
        show(format(reply->messages, terminal_.layout()), format(reply->messages, kRecordLayout));
    }

    Outbound resume_line() const {
        Block block;
        block.runs = texts_.runs("console.resume", {{"command", options_.resume_command}});
        return {{block}, {}};
    }

    // What the person is asked stands in the file that /edit opens.
    void remember_question(const std::vector<Outbound>& messages) {
        Outbound asked;
        for (const auto& message : messages) {
            for (const auto& block : message.blocks) {
                if (block.kind == Block::Kind::kQuestion) asked.blocks.push_back(block);
            }
        }
        if (!asked.blocks.empty()) question_ = std::string{bot::trim(format(asked, kRecordLayout))};
    }

    // A line of the console itself.
    void note(std::string_view key, bot::Arguments arguments = {}) {
        Block block;
        block.tone = bot::Tone::kMuted;
        block.runs = texts_.runs(key, arguments);
        const Outbound message{{block}, {}};
        show(format(message, terminal_.layout()), terminal_.interactive() ? std::string{} : format(message, kRecordLayout));
    }

    // What was said stands in a transcript; at a terminal the person sees it already.
    void show_heard(const std::string& text) {
        const std::string lines = format_heard(text);
        show(terminal_.interactive() ? std::string{} : lines, lines);
    }

    // What is shown stands apart by an empty line.
    void show(const std::string& text, const std::string& recorded) {
        if (options_.record && !recorded.empty()) {
            write(*options_.record, (recording_ ? "\n" : "") + recorded);
            recording_ = true;
        }
        if (text.empty()) return;
        // Before the text of a terminal stands whatever the person typed last, or a command line.
        const bool apart = showing_ || terminal_.interactive();
        write(out_, (apart ? "\n" : "") + text);
        showing_ = true;
    }

    void write(Output& output, const std::string& text) {
        const auto written = output.write(text);
        if (written || broken_) return;
        broken_ = true;
        const bool left = over_;
        over_ = true;
        if (written.error().code != bot::Code::kNotFound) {
            complain(written.error());
            exit_code_ = kCannot;
        }
        // Nobody hears any more: the session waits until somebody comes back.
        if (!left) [[maybe_unused]]
            const auto reply = conversation_.leave();
    }

    void complain(const bot::Error& error) {
        std::string line = plain(error.message);
        for (char& c : line) {
            if (c == '\n') c = ' ';
        }
        [[maybe_unused]] const auto written = err_.write("viva: " + line + "\n");
    }

    void stop(int exit_code) {
        over_ = true;
        exit_code_ = exit_code;
    }

    Conversation& conversation_;
    const bot::Catalogue& texts_;
    Source& source_;
    const Terminal& terminal_;
    Output& out_;
    Output& err_;
    const ConsoleOptions& options_;
    std::string question_;
    bool over_ = false;
    bool broken_ = false;
    bool showing_ = false;
    bool recording_ = false;
    int exit_code_ = kDone;
};

}  // namespace

std::unique_ptr<Source> open_source(const Terminal& terminal, SignalWatch& signals, Output& out, const std::string& history_path) {
    if (terminal.editable()) return std::make_unique<LineEditor>(terminal, signals, history_path);
    const auto rule = terminal.interactive() ? AnswerAssembler::Rule::kPaste : AnswerAssembler::Rule::kLine;
    return std::make_unique<StreamSource>(terminal.input(), rule, signals, terminal.interactive() ? &out : nullptr);
}

int run(bot::app::Conversation& conversation, const bot::Catalogue& texts, Source& source, const Terminal& terminal, Output& out, Output& err,
        const ConsoleOptions& options) {
    return Dialogue{conversation, texts, source, terminal, out, err, options}.run();
}

}  // namespace adapters::console
