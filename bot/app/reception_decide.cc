// Owns the decision what an event means for a person at a place. Pure: the same event at the same standpoint gives the same acts.
#include <algorithm>

#include "bot/app/command_words.h"
#include "bot/app/reception_decide.h"
#include "bot/app/reception_texts.h"
#include "bot/app/team_texts.h"
#include "bot/base/ids.h"
#include "bot/base/nearest.h"
#include "bot/base/text.h"

namespace bot::app {
namespace {

using namespace acts;

// In front of the order that waits for the platform's word.
constexpr std::string_view kDailyOrder = "daily ";
constexpr std::string_view kBoardOrder = "board ";

// FNV-1a (Fowler, Noll, Vo), short enough to be read out from a scorecard.
std::uint64_t seed_of(const Inbound& event) {
    std::uint32_t hash = 2166136261u;
    for (const auto* text : {&event.place.account, &event.event}) {
        for (const char c : *text) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619u;
    }
    return hash;
}

// One event's decision while it is made.
class Deciding {
   public:
    Deciding(const Inbound& event, const Standpoint& here) : event_(event), here_(here), texts_(here.library.content().catalogue) {}

    std::vector<Act> run() && {
        const bool leaves = std::holds_alternative<Left>(event_.what);
        if (!here_.reachable && !leaves && !std::holds_alternative<Moved>(event_.what)) add(Reach{true, ""});
        std::visit([&](const auto& what) { on(what); }, event_.what);
        return std::move(acts_);
    }

   private:
    void on(const Said& said);
    void on(const Called& called);
    void on(const Pressed& pressed);
    void on(const Unreadable& unreadable);
    void on(const Edited& edited) {
        if (heard(edited.addressed) && here_.chat) tell("chat.edited");
    }
    void on(const Joined&) {
        if (here_.kind != RoomKind::kGroup || here_.greeted) return;
        add(Tell{greeting(texts_), To::kRoom});
        add(Greeted{});
    }
    void on(const Left&) {
        if (here_.kind == RoomKind::kDirect && waiting()) add(Step{engine::Commanded{engine::Command::kPause}, true});
        add(Reach{false, "the bot was removed or blocked"});
    }
    void on(const Returned&) {}
    void on(const Moved& moved) { add(Move{moved.to}); }
    void on(const Filled& filled);
    void on(const Visited&) { add(TellPage{}); }
    void on(const Vouched& vouched);

    void obey(const Order& order);
    void begin(const std::string& word, const std::string& rest);
    void daily(const std::string& rest, bool may, const std::string& zone, bool topic);
    void appeal(const std::string& rest);
    void board(const std::string& rest, bool may);
    void answer_slot(std::optional<std::int64_t> ticket, std::optional<std::string> text = std::nullopt, bool here = false);
    void in_session(const Order& order);
    void start(const std::string& payload);
    void change_setting(const std::string& rest);
    void remind(const std::string& rest);
    void erase();
    void press_outside(const Press& press);
    void press_inside(const Press& press);
    void open_form(const Press& press);
    bool at_hand(const Press& press) const { return press.number == std::int64_t(here_.chat->stored.session.asked.size()); }
    void answer(const Said& said);
    void without_session(std::string_view text);
    void unknown(std::string_view typed, const std::optional<std::string>& nearest_word);

    void add(Act act) { acts_.push_back(std::move(act)); }
    void tell(std::string_view key, Arguments arguments = {}) { add(Tell{paragraph(texts_, key, arguments), To::kPerson}); }
    void toast(std::string_view key) { add(Toast{key.empty() ? std::string() : texts_.text(key)}); }
    bool waiting() const { return here_.chat && here_.chat->stored.session.phase == engine::Phase::kWaiting; }
    bool hidden() const { return here_.person.value == 0; }
    bool heard(bool addressed, bool in_thread = false) const { return addressed || here_.kind == RoomKind::kDirect || (in_thread && here_.chat); }

    const Inbound& event_;
    const Standpoint& here_;
    const Catalogue& texts_;
    std::vector<Act> acts_;
};

void Deciding::on(const Said& said) {
    if (!heard(said.addressed, said.in_thread)) return;
    if (hidden()) return add(TellHidden{});
    if (const auto order = typed_order(said.text)) return obey(*order);
    const bool drafting = here_.chat && !here_.chat->draft.empty();
    const auto words = chat_words();
    const bool slash = trim(said.text).starts_with('/');
    if (const auto first = slash_word(said.text)) {
        const auto text = trim(said.text);
        if (const auto order = order_of(*first, text.substr(std::min(text.size(), first->size() + 1)))) return obey(*order);
        if (const auto meant = meant_command(*first, words)) return unknown(text.substr(0, first->size() + 1), meant);
    } else if (const auto word = lone_word(said.text); word && !drafting) {
        // What was hardly meant as an answer must not be marked as one: it would cost the attempt.
        const auto meant = meant_command(*word, words);
        if (meant || slash) return unknown(trim(said.text), meant ? meant : nearest(*word, words));
    }
    if (here_.chat) return answer(said);
    without_session(said.text);
}

void Deciding::answer(const Said& said) {
    auto text = with_piece(here_.chat->draft, said.text);
    const bool drafting = !here_.chat->draft.empty();
    const auto due = waiting() ? draft_due(here_.patience, said.more_follows, here_.now) : std::nullopt;
    if (due) return add(Gather{std::move(text), *due});
    add(Step{engine::Answered{std::move(text)}});
    if (drafting) add(DropDraft{});
}

void Deciding::without_session(std::string_view text) {
    const auto line = trim(text);
    const auto end = std::min(line.find_first_of(" \t\r\n"), line.size());
    const auto first = to_lower_ascii(line.substr(0, std::min<std::size_t>(end, 32)));
    const bool starts = line.size() <= 100 && (first == "round" || first == "practice");
    if (starts || first == "appeal" || first == "verdict") return obey(*order_of(first, line.substr(end)));
    auto out = paragraph(texts_, here_.broken ? "chat.broken" : "chat.no_session");
    offer(out, texts_, {"round", "practice", "help"});
    add(Tell{std::move(out), To::kPerson});
}

void Deciding::on(const Called& called) {
    // It was called in a group, and is answered here.
    if (event_.aside && here_.kind == RoomKind::kDirect && !event_.message.empty()) add(Note{"chat.in_direct"});
    if (const auto order = order_of(called.command, called.rest)) return obey(*order);
    const auto meant = meant_command(called.command, chat_words());
    // In a group it may be meant for somebody else.
    if (here_.kind == RoomKind::kGroup && !meant) return;
    if (!hidden()) unknown("/" + std::string(utf8_prefix(called.command, 32)), meant ? meant : nearest(called.command, chat_words()));
}

void Deciding::unknown(std::string_view typed, const std::optional<std::string>& nearest_word) {
    tell("command.unknown", {{"command", std::string(typed)}, {"nearest", nearest_word.value_or("help")}});
}

void Deciding::obey(const Order& order) {
    switch (order.deed) {
        case Deed::kPacks: return add(Tell{pack_list(texts_, here_.library), To::kAsker});
        case Deed::kPrivacy: return add(Tell{privacy(texts_, here_.answers_kept), To::kAsker});
        case Deed::kStart: return start(order.rest);
        case Deed::kHelp:
            if (here_.chat) return add(Step{engine::Commanded{engine::Command::kHelp}});
            return add(Tell{chat_help(texts_, here_.kind, false), To::kAsker});
        default: break;
    }
    if (hidden()) return add(TellHidden{});
    switch (order.deed) {
        case Deed::kBegin: return begin(order.word, order.rest);
        case Deed::kInSession: return in_session(order);
        case Deed::kMe: return add(TellProgress{});
        case Deed::kReminders: return order.rest.empty() ? add(TellSettings{}) : remind(order.rest);
        case Deed::kSettings: return order.rest.empty() ? add(TellSettings{}) : change_setting(order.rest);
        case Deed::kExport: return here_.kind == RoomKind::kGroup ? tell("export.direct") : add(TellDossier{});
        case Deed::kDaily: return daily(order.rest, here_.administers || here_.kind == RoomKind::kDirect, "", event_.topic);
        case Deed::kAnswer: return answer_slot(std::nullopt);
        case Deed::kBoard: return board(order.rest, here_.administers || here_.kind == RoomKind::kDirect);
        case Deed::kAppeal: return appeal(order.rest);
        case Deed::kVerdict: return add(RunAppeal{read_verdict(order.rest)});
        case Deed::kForget: return order.rest == "yes" ? erase() : add(Tell{ask_to_forget(texts_, here_.person), To::kPerson});
        default: break;
    }
}

void Deciding::begin(const std::string& word, const std::string& rest) {
    auto asked = read_request(here_.library, word, rest);
    if (const auto* subject = std::get_if<UnknownSubject>(&asked)) {
        if (subject->nearest) return tell("chat.unknown_subject_nearest", {{"word", subject->word}, {"nearest", *subject->nearest}});
        return tell("chat.unknown_subject", {{"word", subject->word}});
    }
    if (std::holds_alternative<BadNumbers>(asked)) {
        return tell("chat.bad_numbers", {{"questions", std::int64_t{kMostQuestions}}, {"minutes", std::int64_t{kMostMinutes}}});
    }
    if (!here_.chat) return add(Begin{std::move(std::get<SessionRequest>(asked)), seed_of(event_)});
    auto out = paragraph(texts_, "chat.unfinished", {{"about", about(texts_, *here_.content, here_.chat->stored.session)}});
    out.choices = {{"resume", texts_.text("chat.go_on"), ""}, {"anew", texts_.text("chat.anew"), ""}};
    add(Tell{std::move(out), To::kSession});
    add(Remember{std::string(kWanted), wanted(here_.chat->stored.id, word, rest)});
}

// Anybody may ask how it stands; everything else is for who administers the room.
void Deciding::daily(const std::string& rest, bool may, const std::string& zone, bool topic) {
    std::vector<std::string> packs;
    for (const auto& pack : here_.library.content().packs) packs.push_back(pack.id);
    auto read = bot::daily::parse_order(rest, packs);
    if (const auto* problem = std::get_if<bot::daily::Problem>(&read)) return add(Tell{daily_problem(texts_, *problem), To::kPerson});
    auto& order = std::get<bot::daily::Order>(read);
    const bool only_asks = std::holds_alternative<bot::daily::order::Status>(order) || std::holds_alternative<bot::daily::order::ListHolidays>(order);
    if (!may && !only_asks) return add(AskRole{std::string(kDailyOrder) + rest, topic});
    add(RunOrder{std::move(order), zone, topic});
}

// Anybody may look at it; a link, which opens it to whoever has it, is for who administers the room.
void Deciding::board(const std::string& rest, bool may) {
    const auto lower = to_lower_ascii(rest);
    std::string words;
    for (const auto word : split(lower, ' ')) {
        if (!word.empty()) words += (words.empty() ? "" : " ") + std::string(word);
    }
    const bool off = words == "link off";
    if (words != "link" && !off) return add(TellBoard{rest});
    if (!may) return add(AskRole{std::string(kBoardOrder) + words});
    add(LinkBoard{off});
}

void Deciding::on(const Vouched& vouched) {
    if (hidden()) return;
    const std::string_view what = vouched.what;
    const bool of_board = what.starts_with(kBoardOrder);
    if (!vouched.administers) return tell(of_board ? "page_link.admins_only" : "daily.admins_only");
    if (of_board) return board(std::string(what.substr(kBoardOrder.size())), true);
    daily(std::string(what.starts_with(kDailyOrder) ? what.substr(kDailyOrder.size()) : what), true, vouched.zone, vouched.topic);
}

void Deciding::appeal(const std::string& rest) {
    auto read = read_dispute(rest);
    if (!read) return tell("appeal.bad_mark");
    add(RunAppeal{std::move(*read)});
}

void Deciding::answer_slot(std::optional<std::int64_t> ticket, std::optional<std::string> text, bool here) {
    const auto* pressed = std::get_if<Pressed>(&event_.what);
    const auto* called = std::get_if<Called>(&event_.what);
    const bool may_open = (pressed && pressed->opens_forms) || (called && !called->handle.empty());
    add(AnswerSlot{ticket, std::move(text), may_open && !here});
}

void Deciding::in_session(const Order& order) {
    if (here_.chat) return add(Step{engine::Commanded{order.command}});
    if (order.command == engine::Command::kWhy) return add(ExplainLast{});
    without_session("");
}

void Deciding::start(const std::string& payload) {
    if (const auto press = read_press(payload); press && press->verb == kAnswerVerb && !hidden()) return answer_slot(press->number);
    constexpr std::string_view kRound = "round-";
    if (payload.starts_with(kRound) && !hidden()) {
        if (const auto selection = here_.library.resolve_selection(to_lower_ascii(payload.substr(kRound.size())))) return begin("round", *selection);
    }
    add(Tell{chat_help(texts_, here_.kind, true), To::kAsker});
    if (!here_.chat) return;
    auto out = paragraph(texts_, "chat.still_open", {{"about", about(texts_, *here_.content, here_.chat->stored.session)}});
    out.choices = {{"resume", texts_.text("chat.go_on"), ""}, {"stop", texts_.text("command.stop"), ""}};
    add(Tell{std::move(out), To::kSession});
}

void Deciding::change_setting(const std::string& rest) {
    const auto lower = to_lower_ascii(rest);
    if (lower == "default" || lower == "reset") {
        for (const auto name : kSettingNames) add(Remember{std::string(name), ""});
        return tell("settings.reset");
    }
    const auto space = lower.find(' ');
    const auto name = lower.substr(0, space);
    const auto value = space == lower.npos ? std::string_view() : trim(std::string_view(lower).substr(space));
    const bool known = std::find(std::begin(kSettingNames), std::end(kSettingNames), name) != std::end(kSettingNames);
    if (name == kReminders) return remind(std::string(value));
    const auto read = known ? read_setting(name, value) : std::nullopt;
    if (!read) return tell("settings.how");
    add(Remember{name, *read});
    tell("settings." + name, {{"value", read->empty() ? texts_.text("settings.default") : *read}});
}

void Deciding::remind(const std::string& rest) {
    const auto read = read_setting(kReminders, to_lower_ascii(rest));
    if (!read) return tell("reminders.how");
    add(Remember{std::string(kReminders), *read});
    tell(*read == kOff ? "reminders.off" : "reminders.on");
}

void Deciding::erase() {
    add(Erase{});
    add(Tell{paragraph(texts_, "forget.done"), To::kAsker});
}

void Deciding::on(const Pressed& pressed) {
    const auto press = read_press(pressed.data);
    if (!press) return toast("press.expired");
    if (hidden()) return toast("chat.hidden");
    press->session.value == 0 ? press_outside(*press) : press_inside(*press);
}

void Deciding::press_outside(const Press& press) {
    if (press.verb == kAnswerVerb || press.verb == kAnswerHereVerb) {
        const bool here = press.verb == kAnswerHereVerb;
        if (here || !std::get<Pressed>(event_.what).opens_forms) toast("");
        return answer_slot(press.number, std::nullopt, here);
    }
    if (press.verb == kShareVerb) {
        toast("");
        return add(Share{store::SlotId{press.number}});
    }
    if (auto wish = pressed_wish(press)) {
        toast("");
        return add(RunAppeal{std::move(*wish)});
    }
    if (press.number != 0 && press.number != here_.person.value) return toast("press.not_yours");
    toast("");
    if (press.verb == "forget-me" && press.number != 0) return erase();
    if (press.verb == kNoRemindersVerb) return remind(std::string(kOff));
    if (press.verb.starts_with("round-")) return begin("round", press.verb.substr(6));
    const auto word = press.verb == "export-me" ? "export" : press.verb == "forget-me" ? "forget" : press.verb;
    const auto order = order_of(word, "");
    if (order && order->deed != Deed::kInSession) return obey(*order);
    acts_.pop_back();
    toast("press.expired");
}

void Deciding::press_inside(const Press& press) {
    if (!here_.chat || here_.chat->stored.id != press.session) {
        return toast(here_.press_owner && *here_.press_owner != here_.person ? "press.not_yours" : "press.expired");
    }
    if (!at_hand(press)) return toast("press.expired");
    if (press.verb == "write") return open_form(press);
    if (press.verb == "anew") {
        toast("");
        return add(BeginWanted{});
    }
    const auto command = engine::command_of(press.verb);
    if (!command) return toast("press.expired");
    toast("");
    add(Step{engine::Commanded{*command}});
}

void Deciding::open_form(const Press& press) {
    const auto& pressed = std::get<Pressed>(event_.what);
    if (!pressed.opens_forms || !waiting()) return toast(waiting() ? "press.expired" : "session.is_paused");
    add(OpenForm{{texts_.text("form.title"), "", write_press({press.verb, press.session, turn_of(here_.chat->stored.session)}), here_.chat->draft}});
}

void Deciding::on(const Filled& filled) {
    if (hidden()) return;
    const auto press = read_press(filled.data);
    if (press && press->session.value == 0 && press->verb == kAnswerVerb) return answer_slot(press->number, filled.text);
    if (!press || !here_.chat || here_.chat->stored.id != press->session || press->number != turn_of(here_.chat->stored.session)) {
        // Somebody wrote at length: the words go back to them.
        auto out = paragraph(texts_, "form.too_late");
        out.blocks.push_back({Block::Kind::kQuote, Tone::kNeutral, "", {{Style::kPlain, filled.text}}});
        return add(Tell{std::move(out), To::kPerson});
    }
    // The form showed what was gathered so far, so its text takes the place of it.
    const bool drafting = !here_.chat->draft.empty();
    add(Step{engine::Answered{filled.text}});
    if (drafting) add(DropDraft{});
}

void Deciding::on(const Unreadable& unreadable) {
    if (!heard(unreadable.addressed, unreadable.in_thread) || hidden()) return;
    auto out = paragraph(texts_, unreadable.what == "voice" ? "chat.not_text_voice" : "chat.not_text");
    if (!here_.chat) offer(out, texts_, {"round", "practice", "help"});
    add(Tell{std::move(out), To::kPerson});
}

}  // namespace

std::vector<Act> decide(const Inbound& event, const Standpoint& here) { return Deciding(event, here).run(); }

std::vector<Act> decide_due(const Standpoint& here) {
    if (!here.chat) return {Silence{}};
    const auto& [stored, room, thread, draft, due] = *here.chat;
    const auto& session = stored.session;
    if (session.phase == engine::Phase::kWaiting && !draft.empty()) {
        return {Step{engine::Answered{draft}, !here.reachable}, DropDraft{}};
    }
    if (session.phase != engine::Phase::kWaiting || !session.timer || session.timer->due > here.now) return {DropDraft{}, Silence{}};
    if (!here.reachable) return {Step{engine::Commanded{engine::Command::kPause}, true}};
    return {Step{engine::TimerFired{session.timer->id, here.now - session.timer->due > kLate}}};
}

}  // namespace bot::app
