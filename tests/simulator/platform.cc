// Owns what platform.h promises.
#include "tests/simulator/platform.h"

#include <algorithm>

namespace simulator {
namespace {

using tests::Record;
using Kind = tests::Record::Kind;
using Outcome = app::Delivery::Outcome;

constexpr Duration kRemembered{24 * 3600 * 1000};
constexpr std::size_t kOnePart = 700;

std::string text_of(const Outbound& message) {
    std::string all;
    for (const auto& block : message.blocks) {
        for (const auto& run : block.runs) all += run.text;
        all += '\n';
    }
    return all;
}

app::Delivery delivery(Outcome outcome, std::string reason) {
    app::Delivery made;
    made.outcome = outcome;
    made.reason = std::move(reason);
    return made;
}

}  // namespace

int parts_of(const Outbound& message) { return 1 + int(std::min<std::size_t>(2, text_of(message).size() / kOnePart)); }

Record record_of(std::int64_t letter, const Place& place, const Outbound& message, int part, std::int64_t chat) {
    Record record;
    record.kind = Kind::kMessage;
    record.chat = chat;
    record.topic = place.thread.empty() ? 0 : std::stoll(place.thread);
    record.text = "#" + std::to_string(letter) + "." + std::to_string(part) + " " +
                  text_of(message).substr(std::size_t(part) * kOnePart, part == 2 ? std::string::npos : kOnePart);
    if (part + 1 < parts_of(message)) return record;
    for (const auto& choice : message.choices) record.buttons.push_back({choice.label, choice.data});
    if (message.file) record.file = message.file->name + " " + message.file->bytes;
    return record;
}

Chat* Platform::chat_of(const std::string& key) {
    for (auto& chat : chats_) {
        if (chat.key == key || std::find(chat.old_keys.begin(), chat.old_keys.end(), key) != chat.old_keys.end()) return &chat;
    }
    return nullptr;
}

void Platform::take(std::int64_t number, std::int64_t chat, Inbound event) { waiting_.push_back({number, chat, std::move(event), world_.clock.at}); }

Status Platform::start(app::Intake& intake, std::optional<std::string> cursor) {
    intake_ = &intake;
    if (way_ == Way::kPoll) offset_ = cursor ? std::stoll(*cursor) : 0;
    return {};
}

void Platform::hang_off() {
    intake_ = nullptr;
    ++life_;
    polling_ = false;
    busy_.clear();
}

bool Platform::hand_over() {
    if (!intake_) return false;
    // What nobody acknowledged for a day is given up by platforms.
    std::erase_if(waiting_, [&](const Update& update) { return update.at + kRemembered < world_.clock.at && !busy_.contains(update.chat); });
    return way_ == Way::kPoll ? poll() : call_webhook();
}

void Platform::confirm(std::int64_t number) {
    const auto found = std::find_if(waiting_.begin(), waiting_.end(), [&](const Update& update) { return update.number == number; });
    if (found == waiting_.end()) return;
    auto& record = world_.note(Kind::kConfirmed, found->chat, number);
    if (way_ == Way::kPoll) record.query = "offset";
    old_.push_back(std::move(*found));
    waiting_.erase(found);
    while (!old_.empty() && old_.front().at + kRemembered < world_.clock.at) old_.pop_front();
}

void Platform::confirm_below(std::int64_t offset) {
    while (!waiting_.empty() && waiting_.front().number < offset) confirm(waiting_.front().number);
}

bool Platform::poll() {
    if (polling_) return false;
    confirm_below(offset_);
    if (waiting_.empty() || world_.chance.percent(world_.weather.lost_acks)) return false;
    std::vector<Inbound> events;
    const auto most = std::min<std::size_t>(waiting_.size(), std::size_t(world_.chance.between(1, 20)));
    for (std::size_t i = 0; i < most; ++i) {
        world_.note(Kind::kHanded, waiting_[i].chat, waiting_[i].number);
        events.push_back(waiting_[i].event);
    }
    const auto next = waiting_[most - 1].number + 1;
    polling_ = true;
    const bool taken = intake_->submit(std::move(events), app::Cursor{account_, std::to_string(next)}, [this, next, life = life_](bool durable) {
        if (life != life_) return;
        polling_ = false;
        if (durable) offset_ = next;
    });
    if (!taken) polling_ = false;
    return taken;
}

bool Platform::submit(const Update& update, std::int64_t number) {
    world_.note(Kind::kHanded, update.chat, number);
    busy_.insert(update.chat);
    const bool taken = intake_->submit({update.event}, std::nullopt, [this, number, chat = update.chat, life = life_](bool durable) {
        if (life != life_) return;
        busy_.erase(chat);
        if (durable && !world_.chance.percent(world_.weather.lost_acks)) confirm(number);
    });
    if (!taken) busy_.erase(update.chat);
    return taken;
}

// The oldest update of any chat: a platform keeps the order within a chat only.
bool Platform::call_webhook() {
    std::vector<const Update*> first;
    auto seen = busy_;
    for (const auto& update : waiting_) {
        if (seen.insert(update.chat).second) first.push_back(&update);
    }
    if (first.empty()) return false;
    const auto update = *world_.chance.pick(first);
    return submit(update, update.number);
}

void Platform::repeat() {
    if (!intake_ || way_ != Way::kWebhook || old_.empty()) return;
    const auto& update = world_.chance.pick(old_);
    if (update.at + kRemembered < world_.clock.at || busy_.contains(update.chat)) return;
    const auto copy = update;
    submit(copy, copy.number);
}

void Platform::arrive(const app::Parcel& parcel, Chat* chat, bool answered) {
    auto record = record_of(parcel.id, parcel.place, parcel.message, parcel.part, chat ? chat->number : -1);
    record.answered = answered;
    if (chat) {
        for (const auto& button : record.buttons) chat->buttons.push_back(button.data);
        if (chat->buttons.size() > 12) chat->buttons.erase(chat->buttons.begin(), chat->buttons.end() - 12);
    }
    world_.note(std::move(record));
}

app::Delivery Platform::acknowledge(const app::Parcel& parcel, Chat* chat) {
    if (chat && parcel.message.form) chat->form = parcel.message.form->data;
    auto& record = world_.note(Kind::kAcknowledged, chat ? chat->number : -1);
    record.query = parcel.handle;
    return delivery(Outcome::kSent, "");
}

app::Delivery Platform::deliver(const app::Parcel& parcel) {
    auto& chance = world_.chance;
    const auto& weather = world_.weather;
    world_.pass(Duration(chance.between(1, 40)));
    auto* chat = chat_of(parcel.place.room);
    const bool dies = chance.permille(weather.deaths);
    if (dies) world_.dying = true;
    const bool arrives = !dies || chance.percent(50);
    if (!arrives) return delivery(Outcome::kPassing, "the process died");
    if (chat && chat->key != parcel.place.room) {
        auto moved = delivery(Outcome::kMoved, "moved");
        moved.room = chat->key;
        return moved;
    }
    if (!parcel.handle.empty()) return acknowledge(parcel, chat);
    const auto unsent = [&](Kind kind) {
        auto record = record_of(parcel.id, parcel.place, parcel.message, parcel.part, chat ? chat->number : -1);
        record.kind = kind;
        world_.note(std::move(record));
    };
    if (chat && chat->blocked) {
        unsent(Kind::kGone);
        return delivery(Outcome::kGone, "blocked");
    }
    if (chance.percent(weather.patience)) {
        unsent(Kind::kTrouble);
        auto slower = delivery(Outcome::kSlower, "429");
        slower.after = Duration(1000 * chance.between(1, 30));
        slower.whole_account = chance.percent(20);
        return slower;
    }
    if (refused_.contains(parcel.id) || chance.permille(weather.refused)) {
        refused_.insert(parcel.id);
        // Its later parts are given up with it.
        for (auto later = parcel; later.part < parts_of(later.message); ++later.part) {
            auto record = record_of(later.id, later.place, later.message, later.part, chat ? chat->number : -1);
            record.kind = Kind::kRefused;
            world_.note(std::move(record));
        }
        return delivery(Outcome::kRefused, "400");
    }
    const bool fails = chance.percent(weather.failing);
    if (fails && chance.percent(50)) {
        unsent(Kind::kTrouble);
        return delivery(Outcome::kPassing, "502");
    }
    if (fails) world_.pass(Duration(chance.between(0, 20'000)));
    arrive(parcel, chat, !fails);
    if (fails) return delivery(Outcome::kPassing, "no answer in time");
    auto sent = delivery(Outcome::kSent, "");
    sent.more = parcel.part + 1 < parts_of(parcel.message);
    return sent;
}

}  // namespace simulator
