// Owns what sender.h promises.
#include "adapters/telegram/sender.h"

#include <algorithm>
#include <string>
#include <utility>

#include "adapters/telegram/call_json.h"
#include "adapters/telegram/format.h"

namespace adapters::telegram {
namespace {

using bot::app::Delivery;
using bot::app::Parcel;

constexpr bot::Duration kAckPatience{8'000};       // a press is forgotten by the platform soon
constexpr bot::Duration kMessagePatience{20'000};  // for one call
constexpr bot::Duration kFilePatience{60'000};
constexpr int kMostCalls = 5;  // each of four details left out once

// What is sent; details fall away as the platform refuses them.
struct Draft {
    Target target;
    const Part* part = nullptr;  // null = the file
    const bot::Attachment* file = nullptr;
    const Keyboard* keyboard = nullptr;
    std::string_view replaces = {};
    bool is_html = true;

    // False: it was not there, or is gone already.
    bool leave_out(Without detail) {
        switch (detail) {
            case Without::kReply: return !std::exchange(target.reply_to, {}).empty();
            case Without::kTopic: return !std::exchange(target.topic, {}).empty();
            case Without::kKeyboard: return std::exchange(keyboard, nullptr) != nullptr;
            case Without::kMarkup: return part && std::exchange(is_html, false);
            case Without::kNothing: return false;
        }
        return false;
    }

    Answer send(const Api& api) const {
        if (part && !replaces.empty()) {
            const auto body = edit_message_json(target, replaces, is_html ? part->html : part->plain, is_html, keyboard);
            return api.call({"editMessageText", body, kMessagePatience, true});
        }
        if (part) {
            const auto body = send_message_json(target, is_html ? part->html : part->plain, is_html, keyboard);
            return api.call({"sendMessage", body, kMessagePatience, false});
        }
        const auto form = send_document(target, *file, keyboard);
        return api.call({"sendDocument", form.body, kFilePatience, false, form.content_type});
    }
};

Delivery refused(std::string reason) {
    Delivery delivery;
    delivery.outcome = Delivery::Outcome::kRefused;
    delivery.reason = std::move(reason);
    return delivery;
}

Delivery nothing_to_send() {
    Delivery delivery;
    delivery.outcome = Delivery::Outcome::kSent;
    return delivery;
}

}  // namespace

Delivery Sender::settle(Delivery delivery, const Parcel& parcel) {
    if (delivery.outcome == Delivery::Outcome::kSlower) delivery.whole_account = patience_.whole_account(parcel.place.room, clock_.now());
    return delivery;
}

Delivery Sender::deliver(const Parcel& parcel) {
    if (parcel.message.inquiry) return settle(ask(parcel), parcel);
    if (parcel.handle.empty()) return settle(send(parcel), parcel);
    const auto body = answer_query_json(parcel.handle, toast(parcel.message));
    auto delivery = judge(api_.call({"answerCallbackQuery", body, kAckPatience})).delivery;
    // A press that cannot be acknowledged says nothing about the room.
    if (delivery.outcome == Delivery::Outcome::kGone || delivery.outcome == Delivery::Outcome::kMoved) delivery = refused(delivery.reason);
    return settle(std::move(delivery), parcel);
}

Delivery Sender::ask(const Parcel& parcel) {
    const auto answer = api_.call({"getChatMember", get_member_json(parcel.place.room, parcel.message.person), kMessagePatience});
    auto delivery = judge(answer).delivery;
    // Whoever cannot be looked up administers nothing.
    if (delivery.outcome == Delivery::Outcome::kGone || delivery.outcome == Delivery::Outcome::kRefused) delivery = nothing_to_send();
    if (answer.ok) delivery.administers = decode_administers(answer.body).value_or(false);
    return delivery;
}

// A link into a direct chat holds our name. What is due right at the start would go without, and such a message is never sent again.
std::optional<Delivery> Sender::without_name(const Parcel& parcel) {
    const auto& choices = parcel.message.choices;
    const bool links = parcel.kind == bot::RoomKind::kGroup &&
                       std::any_of(choices.begin(), choices.end(), [](const bot::Choice& choice) { return choice.opens == bot::Choice::Opens::kPrivate; });
    if (!links || !pulse_.self().username.empty()) return std::nullopt;
    const auto answer = api_.call({"getMe", "{}", kAckPatience});
    if (!answer.ok) {
        auto delivery = judge(answer).delivery;
        // Whatever is wrong is not wrong with the room.
        if (delivery.outcome == Delivery::Outcome::kGone || delivery.outcome == Delivery::Outcome::kRefused) delivery.outcome = Delivery::Outcome::kPassing;
        return delivery;
    }
    if (const auto profile = decode_profile(answer.body)) pulse_.learn(profile->self.username);
    return std::nullopt;
}

Delivery Sender::send(const Parcel& parcel) {
    // There are no pages of persons here.
    if (parcel.message.manner == bot::Manner::kPage) return nothing_to_send();
    if (auto not_yet = without_name(parcel)) return std::move(*not_yet);
    const auto self = pulse_.self();
    const auto rendered = render(parcel.message, {parcel.kind == bot::RoomKind::kGroup, self.username});
    const int texts = int(rendered.parts.size());
    const int parts = texts + (parcel.message.file ? 1 : 0);
    if (parts == 0) return refused("the message is empty");
    const int part = std::max(parcel.part, 0);
    if (part >= parts) return nothing_to_send();
    Draft draft;
    draft.target = {parcel.place.room, parcel.place.thread, part == 0 ? std::string_view(parcel.reply_to) : std::string_view{}};
    if (part < texts) draft.part = &rendered.parts[std::size_t(part)];
    if (!draft.part) draft.file = &*parcel.message.file;
    if (part == 0) draft.replaces = parcel.message.replaces;
    // Under the last text, or under the file if there is none.
    if (part == std::max(texts, 1) - 1) draft.keyboard = &rendered.keyboard;
    Verdict verdict;
    for (int call = 0; call < kMostCalls; ++call) {
        const auto answer = draft.send(api_);
        verdict = judge(answer);
        if (answer.ok && part == 0) verdict.delivery.message = decode_message_id(answer.body);
        if (verdict.retry == Without::kNothing) break;
        if (log_) log_->warn("a message was refused as it was", {{"letter", parcel.id}, {"reason", verdict.delivery.reason}});
        if (draft.leave_out(verdict.retry)) continue;
        // The markup is out already: the buttons are the last thing that may be in the way.
        if (verdict.retry != Without::kMarkup || !draft.leave_out(Without::kKeyboard)) break;
    }
    verdict.delivery.more = verdict.delivery.outcome == Delivery::Outcome::kSent && part + 1 < parts;
    return verdict.delivery;
}

}  // namespace adapters::telegram
