// Owns what people.h promises.
#include "tests/simulator/people.h"

#include <algorithm>

#include "tests/fakes/history.h"

namespace simulator {
namespace {

// Each carries the update's mark where a grader quotes it.
std::string answer_with(Chance& chance, const std::string& mark) {
    switch (chance.below(7)) {
        case 0: return "The sender waits " + mark + " for a receiver, and both sides meet.";
        case 1: return "It waits " + mark + " for a receiver.";
        case 2: return "Both " + mark + " sides meet.";
        case 3: return "It drops " + mark + " the value, and nobody notices.";
        case 4: return "I do not know it, " + mark + " to be honest.";
        case 5: return mark;
        default: return "Es wartet " + mark + " bis der Empfänger da ist, und dann treffen sich beide.";
    }
}

// Bytes that mean nothing, some of them no UTF-8.
std::string noise(Chance& chance) {
    std::string bytes(std::size_t(chance.below(40)), ' ');
    for (auto& byte : bytes) byte = char(chance.below(256));
    return bytes;
}

}  // namespace

People::People(World& world, std::optional<Platform::Cast> wanted) : world_(world) {
    auto& chance = world_.chance;
    const int persons = chance.between(1, 5);
    const int accounts = chance.between(1, 2);
    std::int64_t chat = 0;
    for (int a = 0; a < accounts; ++a) {
        const auto way = (a == 1) == chance.percent(50) ? Platform::Way::kWebhook : Platform::Way::kPoll;
        const auto drawn = chance.percent(40) ? Platform::Cast::kThreads : Platform::Cast::kChats;
        const auto cast = wanted.value_or(drawn);
        auto& platform = *platforms_.emplace_back(std::make_unique<Platform>(world_, "bot:" + std::to_string(a), way, cast));
        for (int p = 0; p < persons; ++p) {
            Chat made;
            made.number = ++chat;
            made.key = std::to_string(100 + p);
            made.members = {made.key};
            platform.add(std::move(made));
        }
        // Without a group there are no threads.
        const int fewest = wanted == Platform::Cast::kThreads ? 1 : 0;
        for (int g = std::max(fewest, chance.below(3)); g > 0; --g) {
            Chat made;
            made.number = ++chat;
            made.key = "-" + std::to_string(1000 + chat);
            made.kind = RoomKind::kGroup;
            for (int p = 0; p < persons; ++p) made.members.push_back(std::to_string(100 + p));
            if (cast == Platform::Cast::kThreads) {
                made.threads = {"7", "8", "9"};
            } else if (chance.percent(40)) {
                made.threads = {"", "7", "8"};
            }
            groups_.insert(made.number);
            platform.add(std::move(made));
        }
    }
}

std::int64_t People::chat_at(const Place& place) {
    for (auto& platform : platforms_) {
        if (platform->account() != place.account) continue;
        if (const auto* chat = platform->chat_of(place.room)) return chat->number;
    }
    return -1;
}

std::int64_t People::own_chat(const std::string& account, const std::string& person) {
    const auto number = chat_at({account, person, ""});
    return number < 0 ? 0 : number;
}

People::Seat People::somebody() {
    auto& chance = world_.chance;
    Seat seat;
    seat.platform = chance.pick(platforms_).get();
    seat.chat = &chance.pick(seat.platform->chats());
    seat.person = chance.pick(seat.chat->members);
    seat.thread = chance.pick(seat.chat->threads);
    return seat;
}

void People::say(const Seat& seat, decltype(Inbound::what) what) {
    auto& chance = world_.chance;
    Inbound event;
    event.place = {std::string(seat.platform->account()), seat.chat->key, seat.thread};
    event.kind = seat.chat->kind;
    event.room_title = event.kind == RoomKind::kGroup ? "The group" : "";
    event.author = {seat.person, seat.person.empty() ? "" : "Name of " + seat.person, "en"};
    event.aside = seat.aside;
    if (seat.has_threads()) event.author.direct = seat.person;
    event.sent = world_.clock.at;
    const auto* text = std::get_if<Said>(&what);
    const bool heard = event.kind == RoomKind::kDirect || !text || text->addressed;
    event.what = std::move(what);
    // Where people name the bot, both the message and the naming are told.
    const bool names_bot = seat.has_threads() && event.kind == RoomKind::kGroup && !seat.aside;
    const bool doubled = chance.percent(names_bot ? 40 : 2);
    for (int copy = 0; copy < (doubled ? 2 : 1); ++copy) {
        ++number_;
        event.event = std::to_string(number_);
        event.message = "m" + event.event;
        if (doubled) event.alias = "alias" + std::to_string(number_ - copy);
        happened_[number_] = {seat.chat->number, event.place.account, seat.person, heard, copy == 1, world_.clock.at};
        seat.platform->take(number_, seat.chat->number, event);
    }
    // Platforms never give two messages of a room the same time.
    world_.pass(Duration(1));
}

Said People::said(const Seat& seat, std::string text) {
    const bool is_direct = seat.chat->kind == RoomKind::kDirect;
    const bool addressed = is_direct || world_.chance.percent(seat.has_threads() ? 40 : 90);
    Said words{std::move(text), addressed};
    words.in_thread = !addressed && seat.has_threads();
    return words;
}

void People::answer(const Seat& seat) {
    auto& chance = world_.chance;
    const int pieces = chance.percent(25) ? chance.between(2, 4) : 1;
    for (int i = 0; i < pieces; ++i) {
        if (i > 0) world_.pass(Duration(chance.between(10, 1800)));
        auto piece = said(seat, answer_with(chance, tests::mark_of(next())));
        piece.more_follows = i + 1 < pieces && chance.percent(20);
        say(seat, std::move(piece));
    }
}

void People::command(const Seat& seat) {
    static const std::vector<Called> kCommands = {
        {"round", "tiny 2 10"},
        {"round", "tiny"},
        {"practice", "tiny"},
        {"practice", "tiny 1"},
        {"hint", ""},
        {"repeat", ""},
        {"skip", ""},
        {"pause", ""},
        {"resume", ""},
        {"stop", ""},
        {"why", ""},
        {"help", ""},
        {"me", ""},
        {"packs", ""},
        {"settings", ""},
        {"privacy", ""},
        {"start", ""},
        {"export", "me"},
        {"cancel", ""},
        {"settings", "questions 2"},
        {"settings", "reset"},
        {"forget", "me"},
        {"forget", "yes"},
        {"start", "round-tiny"},
        {"hnit", ""},
        {"nothing", "at all"},
        {"round", "nowhere 999"},
    };
    static const std::vector<std::string> kTyped = {"round tiny 2", "hint", "skip", "stop", "why", "forget me yes", "/help", "practice", "resume"};
    auto& chance = world_.chance;
    if (chance.percent(30)) return say(seat, said(seat, chance.pick(kTyped)));
    auto from = seat;
    if (seat.has_threads() && seat.chat->kind == RoomKind::kGroup && chance.percent(70)) {
        from.aside = true;
        from.thread.clear();
    }
    // Sessions begin more often than everything else.
    say(from, chance.percent(35) ? kCommands[std::size_t(chance.below(4))] : chance.pick(kCommands));
}

void People::press(const Seat& seat) {
    auto& chance = world_.chance;
    const auto handle = "h" + std::to_string(next());
    const bool opens_forms = seat.has_threads();
    if (seat.chat->buttons.empty() || chance.percent(5)) return say(seat, Pressed{noise(chance), handle, opens_forms});
    say(seat, Pressed{chance.pick(seat.chat->buttons), handle, opens_forms});
}

// Sends off the form that lies open; sometimes an old one, or one that was never ours.
void People::fill(const Seat& seat) {
    auto& chance = world_.chance;
    if (seat.chat->form.empty() && !chance.percent(5)) {
        const auto& buttons = seat.chat->buttons;
        const auto opens = std::find_if(buttons.rbegin(), buttons.rend(), [](const std::string& data) { return data.find(":write:") != data.npos; });
        if (opens == buttons.rend() || chance.percent(50)) return press(seat);
        return say(seat, Pressed{*opens, "h" + std::to_string(next()), true});
    }
    const auto data = chance.percent(3) ? noise(chance) : seat.chat->form;
    if (chance.percent(80)) seat.chat->form.clear();
    say(seat, Filled{data, answer_with(chance, tests::mark_of(next()))});
}

void People::garbage(const Seat& seat) {
    auto& chance = world_.chance;
    switch (chance.below(5)) {
        case 0: return say(seat, said(seat, noise(chance)));
        case 1: return say(seat, Unreadable{"voice", true});
        case 2: return say(seat, Edited{true});
        case 3: {
            auto hidden = seat;
            hidden.person.clear();
            if (seat.chat->kind == RoomKind::kGroup) return say(hidden, said(seat, "round tiny"));
            return say(seat, said(seat, ""));
        }
        default: return say(seat, said(seat, std::string(std::size_t(chance.between(1, 3000)), 'a')));
    }
}

void People::come_or_go(const Seat& seat) {
    auto& chance = world_.chance;
    auto& chat = *seat.chat;
    if (!chat.blocked) {
        chat.blocked = true;
        // Sometimes only a refused message tells.
        if (chance.percent(70)) say(seat, Left{});
        return;
    }
    chat.blocked = false;
    if (chat.kind == RoomKind::kGroup) return say(seat, Joined{});
    if (chance.percent(50)) return say(seat, Returned{});
    say(seat, said(seat, "hello"));
}

void People::move(const Seat& seat) {
    auto& chat = *seat.chat;
    if (chat.kind != RoomKind::kGroup || chat.old_keys.size() >= 2) return answer(seat);
    auto moving = seat;
    moving.person.clear();
    moving.thread.clear();
    const auto to = chat.key + "0";
    say(moving, Moved{to});
    chat.old_keys.push_back(chat.key);
    chat.key = to;
}

void People::act() {
    auto& chance = world_.chance;
    const auto seat = somebody();
    // Who blocked the bot is silent, but for what comes back.
    if (seat.chat->blocked && !chance.percent(15)) return;
    if (seat.chat->blocked) return come_or_go(seat);
    const int what = chance.below(1000);
    if (what < 480) return answer(seat);
    if (what < 760) return command(seat);
    if (what < 900) return seat.has_threads() && chance.percent(70) ? fill(seat) : press(seat);
    if (what < 970) return garbage(seat);
    if (what < 992) return come_or_go(seat);
    move(seat);
}

}  // namespace simulator
