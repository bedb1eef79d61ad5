// Owns the turn of a conversation held in this process.
#include "bot/app/exam.h"

#include <fmt/format.h>

#include "bot/app/appeal.h"
#include "bot/app/command_words.h"
#include "bot/app/commands.h"
#include "bot/app/progress.h"
#include "bot/app/review_card.h"
#include "bot/base/check.h"
#include "bot/base/nearest.h"
#include "bot/base/text.h"

namespace bot::app {
namespace {

using engine::Phase;

const std::vector<std::string> kCommandWords = {"hint", "repeat", "skip", "pause", "resume", "stop", "cancel", "why", "help", "me", "packs", "appeal"};

}  // namespace

Result<std::unique_ptr<Exam>> Exam::fresh(store::Store& store, std::shared_ptr<const Library> library, Clock& clock, PersonId person, ExamRequest request) {
    const auto selection = request.arguments.contains("pack") ? request.arguments.at("pack") : std::string("any");
    const auto* program = library->script(request.script, selection);
    if (!program) {
        std::vector<std::string> known;
        for (const auto& script : library->content().scripts) known.push_back(script.id);
        return fail(Code::kNotFound,
                    fmt::format("no script is named {}{}; there are: {}", request.script, did_you_mean(request.script, known), fmt::join(known, ", ")));
    }
    for (const auto& argument : request.arguments) {
        const auto& name = argument.first;
        const auto named = [&](const auto& parameter) { return parameter.name == name; };
        if (std::none_of(program->parameters.begin(), program->parameters.end(), named)) {
            return fail(Code::kInvalidInput, fmt::format("script {} takes no argument {}; leave --{} out or choose another script", program->id, name, name));
        }
    }
    auto exam = std::unique_ptr<Exam>(new Exam(store, std::move(library), clock, person));
    exam->program_ = program;
    exam->request_ = std::move(request);
    return exam;
}

Result<std::unique_ptr<Exam>> Exam::resumed(store::Store& store, const std::shared_ptr<const Library>& library, Clock& clock, PersonId person) {
    auto found = store.unfinished(person);
    if (!found) return tl::unexpected(found.error());
    if (!*found) return std::unique_ptr<Exam>();
    auto exam = std::unique_ptr<Exam>(new Exam(store, library, clock, person));
    auto pin = store.pinned((*found)->pin);
    if (!pin) return tl::unexpected(pin.error());
    auto pinned = library->from_pin(*pin);
    if (!pinned) return tl::unexpected(pinned.error());
    exam->library_ = *pinned;
    exam->session_ = std::move(**found);
    const auto& session = exam->session_->session;
    const auto pack = session.arguments.contains("pack") ? session.arguments.at("pack") : std::string("any");
    exam->program_ = exam->library_->script(session.script, pack);
    if (!exam->program_) return fail(Code::kCorrupt, fmt::format("the stored session names a script {} that its pinned content lacks", session.script));
    return exam;
}

std::string Exam::about() const {
    const auto& arguments = session_ ? session_->session.arguments : request_->arguments;
    const auto selection = arguments.contains("pack") ? arguments.at("pack") : std::string("any");
    const auto* pack = library_->pack(selection.substr(0, selection.find('/')));
    return current_->content().catalogue.text(
        "exam.about", {{"pack", pack ? pack->title : selection}, {"number", std::int64_t(session_ ? session_->session.asked.size() : 0)}});
}

Reply Exam::say(std::string_view key, Arguments arguments) const {
    Block block;
    block.runs = current_->content().catalogue.runs(key, arguments);
    return {{Outbound{{std::move(block)}, {}}}, false, false};
}

Reply Exam::unknown_command(std::string_view typed, const std::optional<std::string>& nearest) const {
    return say("command.unknown", {{"command", std::string(typed)}, {"nearest", nearest.value_or("help")}});
}

Result<Reply> Exam::open() {
    if (session_) return turn({clock_.now(), engine::Reopened{}});
    const auto now = clock_.now();
    auto standings = store_.standings(person_, now);
    if (!standings) return tl::unexpected(standings.error());
    const engine::Event started{now, engine::Started{request_->arguments, request_->seed, std::move(*standings)}};
    engine::Session fresh;
    fresh.script = program_->id;
    fresh.program = program_->fingerprint;
    auto stepped = engine::step({*program_, *library_, library_->content().catalogue}, std::move(fresh), started);

    const auto selection = request_->arguments.contains("pack") ? request_->arguments.at("pack") : std::string("any");
    const auto pin = library_->pin(*program_, selection);
    auto id = store_.begin(person_, pin, stepped.session, now);
    if (!id) return tl::unexpected(id.error());
    session_ = store::StoredSession{*id, person_, pin.fingerprint, std::move(stepped.session)};
    request_.reset();
    Reply reply;
    for (auto& effect : stepped.effects) {
        if (auto* said = std::get_if<engine::Say>(&effect)) reply.messages.push_back(std::move(said->message));
    }
    reply.ended = session_->session.phase == Phase::kEnded;
    return reply;
}

Result<Reply> Exam::turn(const engine::Event& event) {
    auto stepped = engine::step({*program_, *library_, current_->content().catalogue}, session_->session, event);
    store::Turn turn{{session_->id, session_->person, session_->pin, stepped.session}, {}};
    Reply reply;
    for (auto& effect : stepped.effects) {
        if (auto* said = std::get_if<engine::Say>(&effect)) reply.messages.push_back(std::move(said->message));
        if (auto* record = std::get_if<engine::Record>(&effect)) turn.attempts.push_back(std::move(record->attempt));
    }
    const auto& before = session_->session.asked;
    const auto& after = turn.session.session.asked;
    for (std::size_t i = 0; i < after.size(); ++i) {
        if (!after[i].finished || (i < before.size() && before[i].finished)) continue;
        const auto card = card_after(store_.teams(), person_, after[i], event.at);
        if (!card) return tl::unexpected(card.error());
        if (*card) turn.cards.emplace_back(after[i].question, **card);
    }
    if (auto committed = store_.commit(turn, event.at); !committed) return tl::unexpected(committed.error());
    session_->session = std::move(stepped.session);
    reply.ended = session_->session.phase == Phase::kEnded;
    reply.paused = session_->session.phase == Phase::kPaused;
    return reply;
}

Result<Reply> Exam::pause() {
    if (session_->session.phase != Phase::kWaiting) return Reply{{}, session_->session.phase == Phase::kEnded, true};
    return turn({clock_.now(), engine::Commanded{engine::Command::kPause}});
}

Result<Reply> Exam::leave() {
    if (!session_) return Reply{};
    return pause();
}

Result<Reply> Exam::progress() {
    auto standings = store_.standings(person_, clock_.now());
    if (!standings) return tl::unexpected(standings.error());
    return Reply{{render_progress(current_->content().catalogue, *current_, *standings)}, false, false};
}

// Nobody judges here: the person's own mark is kept, for the question's author if they agree.
Result<Reply> Exam::appeal(std::string_view rest) {
    const auto dispute = read_dispute(rest);
    if (!dispute) return say("appeal.bad_mark");
    const auto attempt = store_.last_first_attempt(person_);
    if (!attempt) return tl::unexpected(attempt.error());
    if (!*attempt) return say("appeal.nothing");
    auto said = record_dispute(current_->content().catalogue, store_.teams(), **attempt, *dispute, clock_.now(), false);
    if (!said) return tl::unexpected(said.error());
    return Reply{{std::move(*said)}, false, false};
}

Result<Reply> Exam::take(std::string_view text) {
    VIVA_CHECK(session_.has_value());
    if (const auto order = typed_order(text); order && order->deed == Deed::kAppeal) return appeal(order->rest);
    if (const auto word = lone_word(text)) {
        if (*word == "me") return progress();
        if (*word == "packs") return Reply{{render_packs(current_->content().catalogue, *current_)}, false, false};
        const auto command = engine::command_of(*word);
        // In a console there is nobody to keep the place, so stopping is pausing: the session can be taken up again.
        if (command == engine::Command::kStop || command == engine::Command::kPause) return pause();
        if (command) return turn({clock_.now(), engine::Commanded{*command}});
        // What was hardly meant as an answer must not be graded as one: it would cost the attempt.
        const auto meant = meant_command(*word, kCommandWords);
        if (meant || trim(text).starts_with('/')) return unknown_command(trim(text), meant ? meant : nearest(*word, kCommandWords));
    } else if (const auto first = slash_word(text)) {
        if (const auto meant = meant_command(*first, kCommandWords)) return unknown_command(trim(text).substr(0, first->size() + 1), meant);
    }
    return turn({clock_.now(), engine::Answered{std::string(text)}});
}

}  // namespace bot::app
