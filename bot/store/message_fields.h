// Owns the lists of fields of messages and events, as session_fields.h does for sessions.
// Must not know how a value is written or read. Private to message_codec.cc; a change here is a new kMessageVersion once a version was released.
#pragma once

#include <array>
#include <concepts>
#include <string_view>
#include <type_traits>
#include <variant>

#include "bot/base/inbound.h"
#include "bot/base/message.h"

namespace bot::store::codec {

template <class T, class U>
concept Same = std::same_as<std::remove_const_t<T>, U>;

// The order of each list is that of the enumeration.
constexpr std::array<std::string_view, 4> kStyles{"plain", "strong", "emphasis", "code"};
constexpr std::array<std::string_view, 5> kTones{"neutral", "good", "bad", "warn", "muted"};
constexpr std::array<std::string_view, 8> kKinds{"paragraph", "heading", "item", "question", "code", "quote", "meter", "status"};
constexpr std::array<std::string_view, 2> kRoomKinds{"direct", "group"};
constexpr std::array<std::string_view, 3> kOpens{"nothing", "form", "private"};
constexpr std::array<std::string_view, 3> kManners{"post", "aside", "page"};

template <class Walk, Same<Run> T>
void fields(Walk& walk, T& run) {
    auto& [style, text] = run;
    walk.word("style", style, kStyles);
    walk("text", text);
}

template <class Walk, Same<Block> T>
void fields(Walk& walk, T& block) {
    auto& [kind, tone, sign, runs, percent] = block;
    walk.word("kind", kind, kKinds);
    walk.word("tone", tone, kTones);
    walk("sign", sign);
    walk("runs", runs);
    walk("percent", percent);
}

template <class Walk, Same<Choice> T>
void fields(Walk& walk, T& choice) {
    auto& [verb, label, data, opens] = choice;
    walk("verb", verb);
    walk("label", label);
    walk("data", data);
    walk.word("opens", opens, kOpens);
}

template <class Walk, Same<Form> T>
void fields(Walk& walk, T& form) {
    auto& [title, label, data, text] = form;
    walk("title", title);
    walk("label", label);
    walk("data", data);
    walk("text", text);
}

template <class Walk, Same<Inquiry> T>
void fields(Walk& walk, T& inquiry) {
    auto& [name, what, topic] = inquiry;
    walk("name", name);
    walk("what", what);
    walk("topic", topic);
}

template <class Walk, Same<Attachment> T>
void fields(Walk& walk, T& file) {
    auto& [name, bytes] = file;
    walk("name", name);
    walk("bytes", bytes);
}

template <class Walk, Same<Outbound> T>
void fields(Walk& walk, T& message) {
    auto& [blocks, choices, file, manner, person, keep_id, replaces, form, inquiry] = message;
    walk("blocks", blocks);
    walk("choices", choices);
    walk("file", file);
    walk.word("manner", manner, kManners);
    walk("person", person);
    walk("keep_id", keep_id);
    walk("replaces", replaces);
    walk("form", form);
    walk("inquiry", inquiry);
}

template <class Walk, Same<Place> T>
void fields(Walk& walk, T& place) {
    auto& [account, room, thread] = place;
    walk("account", account);
    walk("room", room);
    walk("thread", thread);
}

template <class Walk, Same<Author> T>
void fields(Walk& walk, T& author) {
    auto& [key, name, language, direct] = author;
    walk("key", key);
    walk("name", name);
    walk("language", language);
    walk("direct", direct);
}

template <class Walk, Same<Said> T>
void fields(Walk& walk, T& said) {
    auto& [text, addressed, more_follows, in_thread] = said;
    walk("text", text);
    walk("addressed", addressed, true);
    walk("more_follows", more_follows);
    walk("in_thread", in_thread);
}

template <class Walk, Same<Called> T>
void fields(Walk& walk, T& called) {
    auto& [command, rest, handle] = called;
    walk("command", command);
    walk("rest", rest);
    walk("handle", handle);
}

template <class Walk, Same<Pressed> T>
void fields(Walk& walk, T& pressed) {
    auto& [data, handle, opens_forms] = pressed;
    walk("data", data);
    walk("handle", handle);
    walk("opens_forms", opens_forms);
}

template <class Walk, Same<Unreadable> T>
void fields(Walk& walk, T& unreadable) {
    auto& [what, addressed, in_thread] = unreadable;
    walk("what", what);
    walk("addressed", addressed, true);
    walk("in_thread", in_thread);
}

template <class Walk, Same<Edited> T>
void fields(Walk& walk, T& edited) {
    auto& [addressed] = edited;
    walk("addressed", addressed, true);
}

template <class Walk, Same<Moved> T>
void fields(Walk& walk, T& moved) {
    auto& [to] = moved;
    walk("to", to);
}

template <class Walk, Same<Filled> T>
void fields(Walk& walk, T& filled) {
    auto& [data, text] = filled;
    walk("data", data);
    walk("text", text);
}

template <class Walk, Same<Vouched> T>
void fields(Walk& walk, T& vouched) {
    auto& [administers, what, zone, topic] = vouched;
    walk("administers", administers);
    walk("what", what);
    walk("zone", zone);
    walk("topic", topic);
}

// The rest of the events have nothing to say.
template <class Walk, class T>
requires(Same<T, Joined> || Same<T, Left> || Same<T, Returned> || Same<T, Visited>) void fields(Walk&, T&) {}

// Written only.
template <class Walk>
void fields(Walk& walk, const Inbound& inbound) {
    const auto& [event, alias, place, kind, topic, aside, room_title, author, message, sent, what] = inbound;
    walk("event", event);
    walk("alias", alias);
    walk("place", place);
    walk.word("kind", kind, kRoomKinds);
    walk("topic", topic);
    walk("aside", aside);
    walk("room_title", room_title);
    walk("author", author);
    walk("message", message);
    walk("sent", sent);
    constexpr std::array<std::string_view, 12> kNames{"said", "called",   "pressed", "unreadable", "edited",  "joined",
                                                      "left", "returned", "moved",   "filled",     "visited", "vouched"};
    static_assert(kNames.size() == std::variant_size_v<decltype(Inbound::what)>);
    const auto name = kNames[what.index()];
    std::visit([&](const auto& value) { walk.always(name, value); }, what);
}

}  // namespace bot::store::codec
