// Owns the reading before a turn and the pure step.
#include "bot/app/reception.h"

#include <iterator>

#include "bot/app/concerns.h"
#include "bot/app/reception_texts.h"
#include "bot/base/text.h"

namespace bot::app {
namespace {

constexpr std::size_t kMaxStoredName = 128;
constexpr std::size_t kMostAdmins = 10'000;
constexpr Duration kAdminFor = std::chrono::minutes{5};
constexpr std::size_t kMaxStoredTitle = 256;
constexpr std::size_t kMostJoinedBytes = 2'500;  // of two messages that become one; below every platform's limit with markup and escapes

std::string stored(std::string_view text, std::size_t most) { return std::string(utf8_prefix(to_utf8(text.substr(0, 4 * most)), most)); }

// Trouble with what is stored of one session, rather than with the disk.
bool is_unreadable(const Error& error) { return error.code == Code::kCorrupt || error.code == Code::kNotFound; }

// What people do as themselves; that the bot joined or left a group is nobody's conversation.
bool personal(const Inbound& event) {
    if (std::holds_alternative<Joined>(event.what)) return false;
    const bool comes_or_goes = std::holds_alternative<Left>(event.what) || std::holds_alternative<Returned>(event.what);
    return !comes_or_goes || event.kind == RoomKind::kDirect;
}

}  // namespace

Reception::Reception(store::Ledger& ledger, std::shared_ptr<const Library> library, ReceptionOptions options)
    : ledger_(ledger), pins_(library), desk_(ledger, library), appeals_(ledger, std::move(library)), options_(std::move(options)) {}

Result<Task> Reception::prepare(const Inbound& event, Instant now) {
    Task task;
    task.place = event.place;
    task.kind = event.kind;
    task.now = now;
    task.sent = event.sent;
    if (const auto* pressed = std::get_if<Pressed>(&event.what)) task.handle = pressed->handle;
    if (const auto* called = std::get_if<Called>(&event.what)) task.handle = called->handle;
    if (event.aside && event.kind == RoomKind::kDirect) task.called_at = event.message;
    task.author = event.author.key;
    Standpoint here{.library = *pins_.current(), .patience = options_.patience, .answers_kept = options_.answers_kept, .now = now, .kind = event.kind};
    if (std::holds_alternative<Moved>(event.what)) {
        task.acts = decide(event, here);
        return task;
    }
    if (auto read = read_person(event, task, here); !read) return tl::unexpected(read.error());
    if (ends_gathering(event) && task.chat && !task.chat->draft.empty()) {
        task.again = true;
        task.handle.clear();
        const bool leaves = std::holds_alternative<Left>(event.what);
        task.acts = {acts::Step{engine::Answered{task.chat->draft}, leaves}, acts::DropDraft{}};
        return task;
    }
    auto owner = press_owner(event, task);
    if (!owner) return tl::unexpected(owner.error());
    here.press_owner = *owner;
    here.administers = administers(event, now);
    task.acts = decide(event, here);
    if (auto filled = fill(task); !filled) return tl::unexpected(filled.error());
    return task;
}

// What the platform said lately, so that it need not be asked for every order.
bool Reception::administers(const Inbound& event, Instant now) {
    const auto key = event.place.account + '\n' + event.place.room + '\n' + event.author.key;
    if (const auto* vouched = std::get_if<Vouched>(&event.what); vouched && vouched->administers) {
        if (admins_.size() >= kMostAdmins) admins_.clear();
        admins_[key] = now + kAdminFor;
    }
    const auto found = admins_.find(key);
    return found != admins_.end() && now < found->second;
}

Status Reception::read_person(const Inbound& event, Task& task, Standpoint& here) {
    const auto room = ledger_.room(event.place, event.kind, stored(event.room_title, kMaxStoredTitle), here.now);
    if (!room) return tl::unexpected(room.error());
    task.room = room->id;
    // An event from before the room moved may come after it; what is said to it goes where the others go.
    task.place.room = room->key;
    here.reachable = room->reachable;
    here.greeted = room->greeted;
    if (event.kind == RoomKind::kGroup) task.reply_to = event.message;
    if (event.author.key.empty() || !personal(event)) return {};
    const auto person = ledger_.person(event.place.account, event.author.key, stored(event.author.name, kMaxStoredName), here.now);
    if (!person) return tl::unexpected(person.error());
    task.person = here.person = *person;
    if (event.kind == RoomKind::kGroup) {
        // Some events of some platforms carry no name; who was heard before has one.
        const auto known = event.author.name.empty() ? ledger_.name_of(*person) : Result<std::string>(event.author.name);
        if (!known) return tl::unexpected(known.error());
        task.name = shown_name(texts(), *known);
    }
    return read_session(ledger_.session_at(*person, room->id, event.place.thread), task, here);
}

Status Reception::read_session(Result<std::optional<store::ChatSession>> found, Task& task, Standpoint& here) {
    if (!found) {
        here.broken = is_unreadable(found.error());
        return here.broken ? Status() : tl::unexpected(found.error());
    }
    if (!*found) return {};
    auto content = pins_.content_of(ledger_, (*found)->stored.pin, (*found)->stored.session);
    if (!content) {
        here.broken = is_unreadable(content.error());
        return here.broken ? Status() : tl::unexpected(content.error());
    }
    task.chat = std::move(*found);
    task.content = std::move(*content);
    here.chat = &*task.chat;
    here.content = task.content.library.get();
    return {};
}

Result<std::optional<PersonId>> Reception::press_owner(const Inbound& event, const Task& task) {
    const auto* pressed = std::get_if<Pressed>(&event.what);
    const auto press = pressed ? read_press(pressed->data) : std::nullopt;
    if (!press || press->session.value == 0 || (task.chat && task.chat->stored.id == press->session)) return std::optional<PersonId>();
    const auto found = ledger_.chat_session(press->session);
    if (!found) return is_unreadable(found.error()) ? Result<std::optional<PersonId>>(std::nullopt) : tl::unexpected(found.error());
    return *found ? std::optional((*found)->stored.person) : std::nullopt;
}

Result<Task> Reception::prepare_due(SessionId session, Instant now) {
    Task task;
    task.now = now;
    task.due = session;
    task.acts = {acts::Silence{}};  // what cannot be found or read must not come up for ever
    Standpoint here{.library = *pins_.current(), .patience = options_.patience, .answers_kept = options_.answers_kept, .now = now};
    auto place = ledger_.place_of(session);
    if (!place) return is_unreadable(place.error()) ? Result<Task>(std::move(task)) : tl::unexpected(place.error());
    task.place = std::move(*place);
    const auto room = ledger_.find_room(task.place.account, task.place.room);
    if (!room) return tl::unexpected(room.error());
    if (!*room) return task;
    task.room = (*room)->id;
    task.kind = here.kind = (*room)->kind;
    here.reachable = (*room)->reachable;
    if (auto read = read_session(ledger_.chat_session(session), task, here); !read) return tl::unexpected(read.error());
    if (!task.chat) return task;
    task.person = here.person = task.chat->stored.person;
    if (task.kind == RoomKind::kGroup) {
        const auto name = ledger_.name_of(task.person);
        if (!name) return tl::unexpected(name.error());
        task.name = shown_name(texts(), *name);
    }
    task.acts = decide_due(here);
    return task;
}

namespace {

void take(Task& task, engine::Stepped stepped, engine::Session& session, Task::Message::Of of, bool quiet) {
    const bool was_over = session.phase == engine::Phase::kEnded;
    for (std::size_t i = 0; i < stepped.session.asked.size(); ++i) {
        const auto& asked = stepped.session.asked[i];
        if (asked.finished && (i >= session.asked.size() || !session.asked[i].finished)) task.left.push_back(asked);
    }
    session = std::move(stepped.session);
    for (auto& effect : stepped.effects) {
        if (auto* said = std::get_if<engine::Say>(&effect); said && !quiet) task.messages.push_back({std::move(said->message), of});
        auto& attempts = of == Task::Message::Of::kBegun ? task.begun_attempts : task.attempts;
        if (auto* record = std::get_if<engine::Record>(&effect)) attempts.push_back(std::move(record->attempt));
    }
    if (!was_over && session.phase == engine::Phase::kEnded) task.ended = true;
}

std::size_t text_bytes(const Outbound& message) {
    std::size_t bytes = 0;
    for (const auto& block : message.blocks) {
        for (const auto& run : block.runs) bytes += run.text.size();
    }
    return bytes;
}

// A mark and the next question are one message rather than two, if nobody has to scroll for it: platforms count messages, and phones buzz for each.
void join(std::vector<Task::Message>& messages) {
    std::vector<Task::Message> joined;
    for (auto& message : messages) {
        auto* before = joined.empty() ? nullptr : &joined.back();
        const bool fits = before && before->of == message.of && before->out.manner == message.out.manner && before->out.choices.empty() && !before->out.file &&
                          !message.out.file && message.out.manner != Manner::kPage && text_bytes(before->out) + text_bytes(message.out) <= kMostJoinedBytes;
        if (!fits) {
            joined.push_back(std::move(message));
            continue;
        }
        std::move(message.out.blocks.begin(), message.out.blocks.end(), std::back_inserter(before->out.blocks));
        before->out.choices = std::move(message.out.choices);
    }
    messages = std::move(joined);
}

}  // namespace

void Reception::step(Task& task) const {
    using Of = Task::Message::Of;
    for (auto& act : task.acts) {
        if (auto* step = std::get_if<acts::Step>(&act)) {
            engine::Event event{task.now, {}};
            std::visit([&](auto& what) { event.what = std::move(what); }, step->what);
            auto& session = task.chat->stored.session;
            const auto before = session.steps;
            auto stepped = engine::step({*task.content.program, *task.content.library, texts()}, session, event);
            take(task, std::move(stepped), session, Of::kChat, step->quiet);
            task.stepped = task.stepped || session.steps != before;
        } else if (auto* begin = std::get_if<acts::Begin>(&act)) {
            const auto& program = *task.begun_content.program;
            engine::Session fresh;
            fresh.script = program.id;
            fresh.program = program.fingerprint;
            const engine::Event started{task.now, engine::Started{begin->request.arguments, begin->seed, std::move(begin->history)}};
            task.begun.emplace();
            const engine::Material material{program, *task.begun_content.library, texts()};
            // Who sent the answer along has read the question.
            take(task, engine::step(material, std::move(fresh), started), *task.begun, Of::kBegun, begin->answer.has_value());
            if (begin->answer) {
                const engine::Event answered{task.now, engine::Answered{std::move(*begin->answer)}};
                take(task, engine::step(material, *task.begun, answered), *task.begun, Of::kBegun, false);
            }
            task.begun_slot = begin->slot;
        } else if (auto* told = std::get_if<acts::Tell>(&act)) {
            const auto of = told->to == acts::To::kSession ? Of::kChat : told->to == acts::To::kPerson ? Of::kPerson : Of::kNobody;
            auto& message = told->message;
            const bool alone = told->to == acts::To::kPerson || told->to == acts::To::kAsker;
            if (alone && task.kind == RoomKind::kGroup && !task.author.empty()) message.manner = Manner::kAside;
            if (message.manner != Manner::kPost) message.person = task.author;
            task.messages.push_back({std::move(message), of});
        }
    }
    join(task.messages);
    if (task.ended && !task.begun && !task.messages.empty()) offer(task.messages.back().out, texts(), {"round", "me"});
}

}  // namespace bot::app
