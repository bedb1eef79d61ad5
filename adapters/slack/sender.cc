// Owns what sender.h promises.
#include "adapters/slack/sender.h"

#include <algorithm>
#include <utility>

#include "adapters/slack/format.h"
#include "adapters/slack/view_json.h"
#include "bot/base/plain.h"
#include "bot/base/text.h"

namespace adapters::slack {
namespace {

using bot::app::Delivery;
using bot::app::Parcel;
using Outcome = Delivery::Outcome;

constexpr bot::Duration kFormPatience{8'000};  // a trigger is forgotten by the platform soon
constexpr bot::Duration kPatience{20'000};     // for one call
constexpr bot::Duration kFilePatience{60'000};
constexpr std::size_t kMaxName = 200;  // bytes of a file's name

Delivery outcome(Outcome what, std::string reason = {}) {
    Delivery delivery;
    delivery.outcome = what;
    delivery.reason = std::move(reason);
    return delivery;
}

// What one call says of a person or a file, it does not say of the room.
Delivery not_of_the_room(Delivery delivery) {
    if (delivery.outcome == Outcome::kGone || delivery.outcome == Outcome::kMoved) delivery.outcome = Outcome::kRefused;
    return delivery;
}

bool in_group(const Parcel& parcel) { return parcel.kind == bot::RoomKind::kGroup; }

// For one person's eyes, in a room with others.
bool is_aside(const Parcel& parcel) {
    return in_group(parcel) && !parcel.message.person.empty() && (parcel.message.manner == bot::Manner::kAside || !parcel.handle.empty());
}

std::string_view thread_of(const Parcel& parcel) { return in_group(parcel) ? std::string_view(parcel.place.thread) : std::string_view{}; }

std::string name_of(const bot::Attachment& file) {
    const std::string line = bot::plain_line(file.name);
    const auto name = bot::trim(bot::utf8_prefix(line, kMaxName));
    return name.empty() ? "file" : std::string(name);
}

}  // namespace

Sender::Reply Sender::call(std::string_view method, std::string_view body) {
    const bool page = method == "views.publish";
    const bool form = method == "views.open";
    return {api_.call({method, body, form ? kFormPatience : kPatience, page, kJson}), method};
}

// With blocks, or without if they are refused: a message that does not look well is better than none.
Sender::Reply Sender::show(const Parcel& parcel, const std::function<Reply(Body)>& send) {
    auto reply = send(Body::kBlocks);
    if (!is_about_blocks(reply.answer)) return reply;
    if (log_) log_->error("blocks were refused; the message goes as text", {{"letter", parcel.id}, {"error", reply.answer.error}});
    return send(Body::kText);
}

Delivery Sender::settle(const Reply& reply, const std::string& room) {
    auto delivery = judge(reply.answer);
    // Where there is no method it was an address of its own, with limits of its own.
    if (delivery.outcome == Outcome::kSlower && !reply.method.empty()) delivery.whole_account = patience_.whole_account(reply.method, room, clock_.now());
    return delivery;
}

Delivery Sender::deliver(const Parcel& parcel) {
    if (parcel.message.inquiry) return ask(parcel);
    if (parcel.message.form) return open_form(parcel);
    if (parcel.message.manner == bot::Manner::kPage) return publish(parcel);
    return say(parcel);
}

Delivery Sender::ask(const Parcel& parcel) {
    auto delivery = people_.role(in_group(parcel) ? parcel.place.room : "", parcel.message.person);
    delivery.whole_account = delivery.outcome == Outcome::kSlower;
    return delivery;
}

Delivery Sender::open_form(const Parcel& parcel) {
    if (parcel.handle.empty()) return outcome(Outcome::kRefused, "a form needs the handle of a press");
    const auto body = open_form_json(parcel.handle, *parcel.message.form, parcel.place, parcel.kind);
    if (!body) return outcome(Outcome::kRefused, "the form's data is too long");
    auto delivery = not_of_the_room(settle(call("views.open", *body), parcel.place.room));
    delivery.message.clear();
    return delivery;
}

Delivery Sender::publish(const Parcel& parcel) {
    const auto& user = parcel.message.person.empty() && !in_group(parcel) ? parcel.place.room : parcel.message.person;
    const auto page = render_page(parcel.message);
    if (user.empty() || (page.sections.empty() && page.buttons.empty())) return outcome(Outcome::kRefused, "the page is empty or nobody's");
    return not_of_the_room(settle(call("views.publish", publish_json(user, page)), parcel.place.room));
}

// A word to where a command was called, whose talk goes on in the direct chat.
bool Sender::belongs_elsewhere(const Parcel& parcel) const { return parcel.message.manner == bot::Manner::kAside && outside_.allows(parcel.reply_to); }

Delivery Sender::say(const Parcel& parcel) {
    const auto parts = render(parcel.message);
    const int texts = int(parts.size());
    const int all = texts + (parcel.message.file ? 1 : 0);
    // The press itself is acknowledged where it arrives.
    if (all == 0 && !parcel.handle.empty()) return outcome(Outcome::kSent);
    if (all == 0) return outcome(Outcome::kRefused, "the message is empty");
    const int part = std::max(parcel.part, 0);
    if (part >= all) return outcome(Outcome::kSent);
    auto delivery = part == texts                                   ? send_file(parcel)
                    : is_aside(parcel) || belongs_elsewhere(parcel) ? send_aside(parcel, parts[std::size_t(part)])
                                                                    : send_text(parcel, parts[std::size_t(part)], part == 0);
    delivery.more = delivery.outcome == Outcome::kSent && part + 1 < all;
    return delivery;
}

Sender::Reply Sender::post(const Parcel& parcel, const std::string& channel, std::string_view thread, const Part& part) {
    auto reply = show(parcel, [&](Body body) { return call("chat.postMessage", post_message_json({channel, thread}, part, body)); });
    if (reply.answer.ok && reply.answer.channel.starts_with('D')) {
        const std::lock_guard lock(mutex_);
        direct_.keep(channel, reply.answer.channel, clock_.now());
    }
    return reply;
}

Sender::Reply Sender::respond(const Parcel& parcel, const Part& part, bool to_all) {
    return show(parcel, [&](Body body) {
        const auto json = response_json(thread_of(parcel), part, body, to_all);
        return Reply{outside_.post(parcel.reply_to, kJson, json, kPatience), {}};
    });
}

Delivery Sender::send_text(const Parcel& parcel, const Part& part, bool first) {
    const auto& room = parcel.place.room;
    if (first && in_group(parcel) && !parcel.message.replaces.empty()) {
        const auto reply = show(parcel, [&](Body body) { return call("chat.update", update_json(room, parcel.message.replaces, part, body)); });
        return settle(reply, room);
    }
    const auto reply = post(parcel, room, thread_of(parcel), part);
    // A channel that the bot is not in can still be answered for a while where a command came from.
    if (in_group(parcel) && is_closed_to_us(reply.answer) && outside_.allows(parcel.reply_to)) {
        if (respond(parcel, part, true).answer.ok) return outcome(Outcome::kSent);
    }
    return settle(reply, room);
}

Delivery Sender::send_aside(const Parcel& parcel, const Part& part) {
    const auto& room = parcel.place.room;
    if (outside_.allows(parcel.reply_to)) {
        auto delivery = settle(respond(parcel, part, false), room);
        delivery.message.clear();
        const bool over = delivery.outcome != Outcome::kSent && delivery.outcome != Outcome::kPassing && delivery.outcome != Outcome::kSlower;
        if (!over) return delivery;
        if (!in_group(parcel)) return send_text(parcel, part, false);
    }
    const auto& person = parcel.message.person;
    auto reply = show(parcel, [&](Body body) { return call("chat.postEphemeral", post_ephemeral_json({room, thread_of(parcel)}, person, part, body)); });
    if (is_closed_to_us(reply.answer)) reply = post(parcel, person, {}, part);
    auto delivery = not_of_the_room(settle(reply, person));
    delivery.message.clear();
    return delivery;
}

// Files go to channels only, not to people: posting to somebody tells which channel is theirs. The text that goes before a file has done so already, unless
// the server was restarted in between.
Sender::Reply Sender::direct_channel(const Parcel& parcel, const std::string& person) {
    {
        const std::lock_guard lock(mutex_);
        if (const auto known = direct_.find(person, clock_.now())) {
            Reply reply;
            reply.answer.ok = true;
            reply.answer.channel = *known;
            return reply;
        }
    }
    bot::Outbound herald;
    herald.blocks.push_back({bot::Block::Kind::kParagraph, bot::Tone::kNeutral, "", {{bot::Style::kPlain, name_of(*parcel.message.file)}}, 0});
    return post(parcel, person, {}, render(herald).front());
}

// Only the last of these calls shows anything, so trouble before it may be met by beginning again.
Delivery Sender::send_file(const Parcel& parcel) {
    const auto& file = *parcel.message.file;
    std::string channel = parcel.place.room;
    std::string_view thread = thread_of(parcel);
    if (!in_group(parcel) || is_aside(parcel)) {
        const auto reply = direct_channel(parcel, in_group(parcel) ? parcel.message.person : parcel.place.room);
        if (!reply.answer.ok) return in_group(parcel) ? not_of_the_room(settle(reply, parcel.message.person)) : settle(reply, parcel.place.room);
        channel = reply.answer.channel;
        thread = {};
    }
    const auto name = name_of(file);
    const auto wanted = form_body({{"filename", name}, {"length", std::to_string(file.bytes.size())}});
    const Reply place{api_.call({"files.getUploadURLExternal", wanted, kPatience}), "files.getUploadURLExternal"};
    if (!place.answer.ok) return not_of_the_room(settle(place, channel));
    const auto where = decode_upload_place(place.answer.body);
    if (!where || !outside_.allows(where->url)) return outcome(Outcome::kRefused, "the platform names no place for the upload that is allowed");
    const auto uploaded = outside_.post(where->url, "application/octet-stream", file.bytes, kFilePatience);
    if (!uploaded.ok) return outcome(Outcome::kPassing, "the upload failed: " + std::to_string(uploaded.status) + " " + uploaded.error + uploaded.details);
    auto delivery = settle(call("files.completeUploadExternal", complete_upload_json(where->file, name, {channel, thread})), parcel.place.room);
    delivery.message.clear();
    return delivery;
}

}  // namespace adapters::slack
