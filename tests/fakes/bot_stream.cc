// Owns how updates reach the server: by long polls with their offset, or pushed to a webhook, one at a time per queue.
#include <algorithm>
#include <cstdlib>

#include "tests/fakes/bot_api.h"

namespace tests {
namespace {

constexpr std::int64_t kMostUpdates = 100;

// Messages of one chat wait for each other, presses of one person do, and everything else stands in a queue of its own.
std::string queue_of(const Json& update) {
    for (const auto* kind : {"message", "edited_message"}) {
        if (const auto found = update.find(kind); found != update.end()) return "c" + found->at("chat").at("id").dump();
    }
    if (const auto found = update.find("callback_query"); found != update.end()) return "u" + found->at("from").at("id").dump();
    if (const auto found = update.find("my_chat_member"); found != update.end()) return "m" + found->at("chat").at("id").dump();
    return "other";
}

FakeReply no_more_of(const char* why) { return {409, {{"Content-Type", "application/json"}}, refused(409, why).body.dump()}; }

}  // namespace

std::int64_t BotApi::add(Json update) {
    std::int64_t id = 0;
    {
        const std::lock_guard lock(mutex_);
        id = update.contains("update_id") ? update["update_id"].get<std::int64_t>() : next_update_;
        update["update_id"] = id;
        offer(std::move(update));
    }
    loop_->post([this] { answer_poll(); });
    return id;
}

void BotApi::add(std::vector<Json> updates) {
    {
        const std::lock_guard lock(mutex_);
        for (auto& update : updates) {
            if (!update.contains("update_id")) update["update_id"] = next_update_;
            offer(std::move(update));
        }
    }
    loop_->post([this] { answer_poll(); });
}

void BotApi::again(std::int64_t update) {
    {
        const std::lock_guard lock(mutex_);
        offer(offered_.at(update));
    }
    loop_->post([this] { answer_poll(); });
}

void BotApi::offer(Json update) {
    const auto id = update["update_id"].get<std::int64_t>();
    next_update_ = std::max(next_update_, id + 1);
    for (const auto* kind : {"message", "edited_message"}) {
        if (!update.contains(kind)) continue;
        auto& message = update[kind];
        if (!message.contains("message_id")) message["message_id"] = ++next_message_[message["chat"]["id"].get<std::int64_t>()];
        if (!message.contains("date")) message["date"] = 1'700'000'000 + id % 1000;
    }
    chats_.learn(update);
    if (keep_log_) offered_[id] = update;
    Offered offered{id, std::move(update), "", false};
    if (hook_.port == 0) {
        pending_.push_back(std::move(offered));
        return;
    }
    const auto name = queue_of(offered.update);
    auto& queue = queues_[name];
    queue.updates.push_back(std::move(offered));
    if (!queue.busy && queue.updates.size() == 1) ready_.push_back(name);
}

std::size_t BotApi::waiting() const {
    const std::lock_guard lock(mutex_);
    std::size_t count = pending_.size();
    for (const auto& [name, queue] : queues_) count += queue.updates.size();
    return count;
}

void BotApi::get_updates(HttpLoop::Peer peer, const Json& body, const Fault& fault) {
    if (hook_.port != 0) {
        return loop_->reply(peer, no_more_of("Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"));
    }
    if (poll_ && loop_->is_open(poll_->peer)) {
        loop_->reply(poll_->peer, no_more_of("Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"));
    }
    poll_.reset();
    confirm(body.value("offset", std::int64_t{0}));
    const auto limit = std::clamp<std::int64_t>(body.value("limit", kMostUpdates), 1, kMostUpdates);
    if (fault.kind != Fault::Kind::kNone) return reply(peer, granted(hand_out(limit)), fault, std::nullopt);
    const auto hold = std::chrono::seconds(std::clamp<std::int64_t>(body.value("timeout", std::int64_t{0}), 0, 50));
    poll_ = Poll{peer, limit, ++polls_};
    if (!pending_.empty() || hold.count() == 0) {
        poll_.reset();
        return loop_->reply(peer, {200, {{"Content-Type", "application/json"}}, granted(hand_out(limit)).body.dump()});
    }
    loop_->after(hold, [this, number = polls_] {
        const std::lock_guard lock(mutex_);
        if (!poll_ || poll_->number != number) return;
        loop_->reply(poll_->peer, {200, {}, R"({"ok":true,"result":[]})"});
        poll_.reset();
    });
}

// Everything below is forgotten, if it was ever seen: a second copy of something old is not.
void BotApi::confirm(std::int64_t below) {
    if (below <= 0) return;
    std::erase_if(pending_, [&](const Offered& offered) {
        if (!offered.handed || offered.id >= below) return false;
        Record record;
        record.kind = Record::Kind::kConfirmed;
        record.update = offered.id;
        keep(std::move(record));
        return true;
    });
}

Json BotApi::hand_out(std::int64_t limit) {
    std::vector<Offered*> chosen;
    for (auto& offered : pending_) {
        if (std::int64_t(chosen.size()) == limit) break;
        chosen.push_back(&offered);
    }
    // As Telegram does: by id.
    std::stable_sort(chosen.begin(), chosen.end(), [](const auto* a, const auto* b) { return a->id < b->id; });
    Json list = Json::array();
    for (auto* offered : chosen) {
        offered->handed = true;
        Record record;
        record.kind = Record::Kind::kHanded;
        record.update = offered->id;
        keep(std::move(record));
        list.push_back(offered->update);
    }
    return list;
}

// On the loop's thread: something new is there for whoever waits.
void BotApi::answer_poll() {
    {
        const std::lock_guard lock(mutex_);
        if (hook_.port != 0) return push_all();
        if (!poll_ || pending_.empty()) return;
        const auto poll = *poll_;
        poll_.reset();
        // A poll whose process died must not swallow anything; what it was given comes again anyway.
        if (loop_->is_open(poll.peer)) loop_->reply(poll.peer, {200, {{"Content-Type", "application/json"}}, granted(hand_out(poll.limit)).body.dump()});
    }
    look();
}

BotAnswer BotApi::set_webhook(const Json& body) {
    const auto url = body.value("url", std::string());
    // No TLS here: a proxy would end it.
    const std::string before = "https://127.0.0.1:";
    if (!url.starts_with(before)) return refused(400, "Bad Request: bad webhook: An HTTPS URL must be provided for webhook");
    const auto path = url.find('/', before.size());
    hook_.port = std::atoi(url.c_str() + before.size());
    hook_.path = path == std::string::npos ? "/" : url.substr(path);
    hook_.secret = body.value("secret_token", std::string());
    if (poll_ && loop_->is_open(poll_->peer)) loop_->reply(poll_->peer, no_more_of("Conflict: terminated by setWebhook request"));
    poll_.reset();
    for (auto& offered : std::exchange(pending_, {})) {
        const auto name = queue_of(offered.update);
        queues_[name].updates.push_back(std::move(offered));
        if (!queues_[name].busy && queues_[name].updates.size() == 1) ready_.push_back(name);
    }
    loop_->after(std::chrono::milliseconds(0), [this] { answer_poll(); });
    return granted(true);
}

void BotApi::push_all() {
    while (pushing_ < push_options_.connections && !ready_.empty()) {
        const auto name = ready_.front();
        ready_.pop_front();
        push(name);
    }
}

void BotApi::push(const std::string& name) {
    const auto found = queues_.find(name);
    if (found == queues_.end() || found->second.busy) return;
    auto& queue = found->second;
    queue.busy = true;
    ++pushing_;
    const auto& offered = queue.updates.front();
    Record record;
    record.kind = Record::Kind::kHanded;
    record.update = offered.id;
    keep(std::move(record));
    FakeRequest request{"POST", hook_.path, {{"Content-Type", "application/json"}, {"X-Telegram-Bot-Api-Secret-Token", hook_.secret}}, offered.update.dump()};
    // Not from here: an answer may come at once, and the lock is held.
    loop_->post([this, name, port = hook_.port, request = std::move(request)] { post(name, port, request); });
}

void BotApi::post(const std::string& name, int port, const FakeRequest& request) {
    const auto fault = fault_of(kWebhookCall, Json());
    const auto done = [this, name, fault](const FakeReply& reply) {
        {
            const std::lock_guard lock(mutex_);
            pushed(name, fault.kind == Fault::Kind::kNone ? reply : FakeReply{0, {}, {}});
            push_all();
        }
        look();
        if (fault.then) fault.then();
    };
    if (fault.is_taken()) return loop_->call(port, request, done);
    done({0, {}, {}});
}

void BotApi::pushed(const std::string& name, const FakeReply& reply) {
    auto& queue = queues_.at(name);
    --pushing_;
    queue.busy = false;
    if (reply.status >= 200 && reply.status < 300) {
        Record record;
        record.kind = Record::Kind::kConfirmed;
        record.update = queue.updates.front().id;
        keep(std::move(record));
        queue.updates.pop_front();
        queue.failures = 0;
        if (queue.updates.empty()) {
            queues_.erase(name);
        } else {
            ready_.push_back(name);
        }
        return;
    }
    // The first retry at once, then after 2, 4, 8, ... seconds, or when we were told to.
    const auto told = reply.headers.find("retry-after");
    double seconds = queue.failures == 0 ? 0.05 : double(1 << std::min(queue.failures, 6));
    if (told != reply.headers.end()) seconds = std::atof(told->second.c_str());
    ++queue.failures;
    loop_->after(std::chrono::milliseconds(int(seconds * 1000 * push_options_.pace) + 1), [this, name] {
        const std::lock_guard lock(mutex_);
        if (!queues_.contains(name)) return;
        ready_.push_back(name);
        push_all();
    });
}

}  // namespace tests
