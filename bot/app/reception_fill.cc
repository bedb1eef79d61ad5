// Owns the acts that need the ledger: each becomes acts that need nothing more.
#include "bot/app/presses.h"
#include "bot/app/progress.h"
#include "bot/app/reception.h"
#include "bot/app/reception_texts.h"
#include "bot/engine/render.h"

namespace bot::app {
namespace {

constexpr std::size_t kMostRoomsTold = 10'000;

// The script's own value of what nobody asked for.
std::string parameter(const engine::Program& program, const std::string& name) {
    for (const auto& each : program.parameters) {
        if (each.name == name) return each.value;
    }
    return {};
}

}  // namespace

Status Reception::fill(Task& task) {
    std::vector<Act> filled;
    for (auto& act : task.acts) {
        auto made = fill(task, std::move(act));
        if (!made) return tl::unexpected(made.error());
        std::move(made->begin(), made->end(), std::back_inserter(filled));
    }
    for (auto& act : filled) {
        if (auto* begin = std::get_if<acts::Begin>(&act)) {
            if (auto done = fill_begin(task, *begin); !done) return done;
        }
    }
    task.acts = std::move(filled);
    return {};
}

Result<std::vector<Act>> Reception::fill(Task& task, Act act) {
    const auto tell = [](Outbound message) { return std::vector<Act>{acts::Tell{std::move(message), acts::To::kPerson}}; };
    if (std::holds_alternative<acts::TellProgress>(act)) {
        const auto standings = ledger_.standings(task.person, task.now);
        if (!standings) return tl::unexpected(standings.error());
        auto progress = render_progress(texts(), *pins_.current(), *standings);
        auto teams = desk_.standing(task.person, task.now);
        if (!teams) return tl::unexpected(teams.error());
        std::move(teams->begin(), teams->end(), std::back_inserter(progress.blocks));
        return tell(std::move(progress));
    }
    if (std::holds_alternative<acts::TellSettings>(act)) {
        const auto values = own_settings(task.person);
        if (!values) return tl::unexpected(values.error());
        return tell(settings(texts(), *values));
    }
    if (std::holds_alternative<acts::TellDossier>(act)) {
        const auto json = ledger_.dossier(task.person);
        if (!json) return tl::unexpected(json.error());
        std::vector<Act> files;
        for (auto& file : dossier(texts(), *json)) files.emplace_back(acts::Tell{std::move(file), acts::To::kPerson});
        return files;
    }
    if (std::holds_alternative<acts::TellHidden>(act)) {
        if (hidden_told_.size() >= kMostRoomsTold) hidden_told_.clear();
        if (!hidden_told_.insert(task.place.account + '\n' + task.place.room).second) return std::vector<Act>{};
        return std::vector<Act>{acts::Tell{paragraph(texts(), "chat.hidden"), acts::To::kRoom}};
    }
    if (std::holds_alternative<acts::TellPage>(act)) return tell_page(task);
    if (const auto* wanted = std::get_if<acts::AnswerSlot>(&act)) return answer_slot(task, *wanted);
    if (const auto* asked = std::get_if<acts::TellBoard>(&act)) return tell_board(task, asked->words);
    if (const auto* shared = std::get_if<acts::Share>(&act)) {
        auto said = desk_.share(shared->slot, task.person);
        return said ? Result<std::vector<Act>>(tell(std::move(*said))) : tl::unexpected(said.error());
    }
    if (auto* open = std::get_if<acts::OpenForm>(&act); open && open->form.label.empty()) open->form.label = asked_now(task);
    if (std::holds_alternative<acts::ExplainLast>(act)) return explain_last(task);
    if (std::holds_alternative<acts::BeginWanted>(act)) return begin_wanted(task);
    std::vector<Act> same;
    same.push_back(std::move(act));
    return same;
}

// The question that the session at hand waits for an answer to, as plain text.
std::string Reception::asked_now(const Task& task) const {
    const engine::Material material{*task.content.program, *task.content.library, texts()};
    const engine::Scene scene{material, task.chat->stored.session};
    const auto* asked = scene.current();
    Outbound out;
    if (asked) asked->probe ? engine::render_followup(out, scene, *asked) : engine::render_question(out, scene, *asked);
    std::string text;
    for (const auto& block : out.blocks) {
        if (block.kind != Block::Kind::kQuestion) continue;
        for (const auto& run : block.runs) text += run.text;
    }
    return text;
}

// The page of a person: how they are doing, what is open, their settings.
Result<std::vector<Act>> Reception::tell_page(Task& task) {
    const auto standings = ledger_.standings(task.person, task.now);
    if (!standings) return tl::unexpected(standings.error());
    const auto values = own_settings(task.person);
    if (!values) return tl::unexpected(values.error());
    auto page = render_progress(texts(), *pins_.current(), *standings);
    page.manner = Manner::kPage;
    auto teams = desk_.standing(task.person, task.now);
    if (!teams) return tl::unexpected(teams.error());
    std::move(teams->begin(), teams->end(), std::back_inserter(page.blocks));
    if (task.chat) {
        add_line(page, texts(), "chat.still_open", {{"about", about(texts(), *task.content.library, task.chat->stored.session)}});
    }
    auto wishes = settings(texts(), *values);
    std::move(wishes.blocks.begin(), wishes.blocks.end(), std::back_inserter(page.blocks));
    if (task.chat)
        page.choices.push_back(
            {"resume", texts().text("chat.go_on"), write_press({"resume", task.chat->stored.id, std::int64_t(task.chat->stored.session.asked.size())})});
    offer(page, texts(), {"round", "practice", "packs", "help"});
    return std::vector<Act>{acts::Tell{std::move(page), acts::To::kPerson}};
}

Result<std::map<std::string, std::string>> Reception::own_settings(PersonId person) {
    std::map<std::string, std::string> values;
    for (const auto name : kSettingNames) {
        auto value = ledger_.setting(person, name);
        if (!value) return tl::unexpected(value.error());
        values.emplace(name, std::move(*value));
    }
    return values;
}

Result<std::vector<Act>> Reception::answer_slot(Task& task, const acts::AnswerSlot& wanted) {
    const auto tell = [](Outbound message) { return std::vector<Act>{acts::Tell{std::move(message), acts::To::kPerson}}; };
    std::optional<store::SlotId> slot;
    if (wanted.ticket) {
        const auto redeemed = desk_.redeem(*wanted.ticket);
        if (!redeemed) return tl::unexpected(redeemed.error());
        if (!*redeemed) return tell(paragraph(texts(), "press.expired"));
        slot = *redeemed;
    } else {
        const auto open = desk_.open_slot(task.room, task.kind, task.person);
        if (!open) return tl::unexpected(open.error());
        if (!*open) return tell(paragraph(texts(), "daily.none_open"));
        slot = *open;
    }
    auto answering = desk_.answering(*slot, task.person, task.now);
    if (!answering) return tl::unexpected(answering.error());
    if (auto* no = std::get_if<Outbound>(&*answering)) {
        // Somebody wrote at length: the words go back to them.
        if (wanted.text) no->blocks.push_back({Block::Kind::kQuote, Tone::kNeutral, "", {{Style::kPlain, *wanted.text}}});
        return tell(std::move(*no));
    }
    const auto& ask = std::get<TeamDesk::Ask>(*answering);
    const auto own = task.chat ? ledger_.teams().answer_in(task.chat->stored.id) : Result<std::optional<store::DailyAnswer>>(std::nullopt);
    if (!own) return tl::unexpected(own.error());
    if (*own && (*own)->slot == *slot) return answer_again(task, wanted);
    const auto* question = pins_.current()->question(ask.question);
    std::vector<Act> acts;
    if (task.kind == RoomKind::kGroup && !ask.in_the_open && !wanted.may_open && !wanted.text) {
        auto out = paragraph(texts(), "daily.in_private");
        out.choices.push_back(
            {std::string(kAnswerVerb), texts().text("daily.answer"), write_press({std::string(kAnswerVerb), {}, ask.ticket}), Choice::Opens::kPrivate});
        return tell(std::move(out));
    }
    if (wanted.may_open && question) {
        acts.emplace_back(acts::OpenForm{{texts().text("form.title"), question->prompt, write_press({std::string(kAnswerVerb), {}, ask.ticket}), ""}});
        return acts;
    }
    // What was under way waits below it, and goes on afterwards.
    if (task.chat && task.chat->stored.session.phase == engine::Phase::kWaiting)
        acts.emplace_back(acts::Step{engine::Commanded{engine::Command::kPause}, true});
    acts::Begin begin{{"daily", {{"pack", ask.question}}}, std::uint64_t(slot->value)};
    begin.request.arguments["reveal"] = "later";
    begin.answer = wanted.text;
    begin.slot = *slot;
    acts.emplace_back(std::move(begin));
    return acts;
}

// They have the question before them already.
std::vector<Act> Reception::answer_again(const Task& task, const acts::AnswerSlot& wanted) const {
    std::vector<Act> acts;
    if (wanted.text) {
        acts.emplace_back(acts::Step{engine::Answered{*wanted.text}});
    } else if (wanted.may_open) {
        const auto data = write_press({"write", task.chat->stored.id, turn_of(task.chat->stored.session)});
        acts.emplace_back(acts::OpenForm{{texts().text("form.title"), asked_now(task), data, ""}});
    } else {
        acts.emplace_back(acts::Step{engine::Commanded{engine::Command::kRepeat}});
    }
    return acts;
}

Result<std::vector<Act>> Reception::tell_board(Task& task, const std::string& words) {
    auto room = task.room;
    if (task.kind == RoomKind::kDirect) {
        const auto teams = ledger_.teams().teams_of(task.person);
        if (!teams) return tl::unexpected(teams.error());
        if (!teams->empty()) room = teams->front();
    }
    auto board = desk_.board(room, task.person, words, task.now);
    if (!board) return tl::unexpected(board.error());
    return std::vector<Act>{acts::Tell{std::move(*board), acts::To::kAsker}};
}

// The session that ended last here explains itself; the step leaves it as it is.
Result<std::vector<Act>> Reception::explain_last(Task& task) {
    Outbound nothing = paragraph(texts(), "why.nothing");
    const std::vector<Act> none{acts::Tell{std::move(nothing), acts::To::kPerson}};
    const auto last = ledger_.setting(task.person, "last");
    if (!last) return tl::unexpected(last.error());
    const auto id = from_base36(*last);
    if (!id) return none;
    auto found = ledger_.chat_session(SessionId{*id});
    if (!found) return found.error().code == Code::kCorrupt ? Result<std::vector<Act>>(none) : tl::unexpected(found.error());
    if (!*found || (*found)->stored.person != task.person || (*found)->room != task.room || (*found)->thread != task.place.thread) return none;
    auto content = pins_.content_of(ledger_, (*found)->stored.pin, (*found)->stored.session);
    if (!content) {  // the pin of an ended session may be gone
        const bool gone = content.error().code == Code::kCorrupt || content.error().code == Code::kNotFound;
        return gone ? Result<std::vector<Act>>(none) : tl::unexpected(content.error());
    }
    task.chat = std::move(*found);
    task.content = std::move(*content);
    return std::vector<Act>{acts::Step{engine::Commanded{engine::Command::kWhy}}};
}

Result<std::vector<Act>> Reception::begin_wanted(Task& task) {
    const auto expired = [&] { return std::vector<Act>{acts::Tell{paragraph(texts(), "press.expired"), acts::To::kPerson}}; };
    const auto value = ledger_.setting(task.person, kWanted);
    if (!value) return tl::unexpected(value.error());
    const auto asked = read_wanted(*value);
    if (!asked || asked->session != task.chat->stored.id) return expired();
    auto request = read_request(*pins_.current(), asked->word, asked->rest);
    auto* session = std::get_if<SessionRequest>(&request);
    if (!session) return expired();
    // Another seed than the old session's; the same after a crash.
    std::vector<Act> both;
    both.reserve(2);
    both.emplace_back(acts::Step{engine::Commanded{engine::Command::kStop}});
    both.emplace_back(acts::Begin{std::move(*session), task.chat->stored.session.seed + 1});
    return both;
}

Status Reception::fill_begin(Task& task, acts::Begin& begin) {
    auto& arguments = begin.request.arguments;
    const auto& library = pins_.current();
    const auto* program = library->script(begin.request.script, arguments["pack"]);
    if (!program) return fail(Code::kNotFound, "no script is named " + begin.request.script);
    for (const auto name : kSettingNames) {
        const std::string key(name);
        if (arguments.contains(key) || parameter(*program, key).empty()) continue;
        const auto own = ledger_.setting(task.person, name);
        if (!own) return tl::unexpected(own.error());
        if (!own->empty()) arguments[key] = *own;
    }
    auto standings = ledger_.standings(task.person, task.now);
    if (!standings) return tl::unexpected(standings.error());
    begin.history = std::move(*standings);
    task.begun_pin = &pins_.pin(*program, arguments["pack"]);
    task.begun_content = {library, program};
    return {};
}

}  // namespace bot::app
