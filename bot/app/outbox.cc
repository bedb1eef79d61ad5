// Owns which letter goes next and what a delivery means for it and for those behind it.
#include "bot/app/outbox.h"

#include <algorithm>
#include <utility>

#include "bot/base/check.h"

namespace bot::app {
namespace {

using store::Letter;
using store::Settled;
using Outcome = Delivery::Outcome;

// Threads look at the clock at least this often, since a waiting thread cannot see it move.
constexpr Duration kLook{1000};

Parcel parcel_of(const Letter& letter) { return {letter.id, letter.place, letter.kind, letter.handle, letter.reply_to, letter.message, letter.part}; }

Settled settled(const Letter& letter, Settled::How how, std::string reason = {}) { return {letter.id, how, std::move(reason), {}}; }

// The same letter asked again makes the same event, so its answer is taken in once.
Inbound vouched(const Letter& letter, const Delivery& delivery, Instant now) {
    Inbound event;
    event.event = "vouched:" + std::to_string(letter.id);
    event.place = letter.place;
    event.kind = letter.kind;
    event.author = {letter.message.person, letter.message.inquiry->name, "", ""};
    event.message = letter.reply_to;
    event.sent = now;
    event.what = Vouched{delivery.administers, letter.message.inquiry->what, delivery.zone, letter.message.inquiry->topic};
    return event;
}

}  // namespace

Outbox::Outbox(Clock& clock, OutboxOptions options, OutboxSinks sinks)
    : clock_(clock), options_(options), sinks_(std::move(sinks)), pace_(options.pace), chance_(options.seed) {}

Outbox::~Outbox() { drain(Duration::zero()); }

void Outbox::add(Platform& platform) {
    const std::lock_guard lock(mutex_);
    accounts_[std::string(platform.account())].platform = &platform;
}

Instant Outbox::lane_due(const std::string& account, const LaneKey& key, const Lane& lane) const {
    if (key.press) return lane.not_before;
    return std::max(lane.not_before, pace_.room_ready(account, key.room, lane.letters.front().kind, lane.not_before));
}

void Outbox::shelve(Account& account, const std::string& name, const LaneKey& key) {
    const auto found = account.lanes.find(key);
    if (found == account.lanes.end()) return;
    if (found->second.letters.empty()) {
        std::erase_if(account.behind, [&](const auto& entry) { return entry.second == key; });
        account.lanes.erase(found);
    } else {
        found->second.shelved = lane_due(name, key, found->second);
        account.ready.insert({found->second.shelved, key});
    }
}

void Outbox::put(Letter letter) {
    last_ = std::max(last_, letter.id);
    const auto known = accounts_.find(letter.place.account);
    // An account that this process does not serve: its letters wait in the ledger for one that does.
    if (known == accounts_.end()) return;
    auto& account = known->second;
    LaneKey key{letter.place.room, !letter.handle.empty()};
    if (const auto before = account.behind.find(key); before != account.behind.end()) key = before->second;
    const std::string name = known->first;
    ++waiting_;
    auto& lane = account.lanes[key];
    lane.letters.push_back(std::move(letter));
    if (!lane.busy && lane.letters.size() == 1) shelve(account, name, key);
}

void Outbox::post(std::vector<Letter> letters) {
    {
        const std::lock_guard lock(mutex_);
        for (auto& letter : letters) {
            // Once one is left to the ledger all later ones are, or a room's order would break.
            behind_ = behind_ || waiting_ >= options_.most_in_memory;
            if (behind_) break;
            put(std::move(letter));
        }
    }
    wake_.notify_one();
}

void Outbox::refilled(std::vector<Letter> letters, bool complete) {
    {
        const std::lock_guard lock(mutex_);
        for (auto& letter : letters) {
            if (letter.id > last_) put(std::move(letter));
        }
        behind_ = !complete;
        refilling_ = false;
    }
    wake_.notify_one();
    begin();  // a page that held nothing for us must not be the last
}

// The lane's letters go to the new key, those behind the one that is on its way.
void Outbox::move_waiting(Account& account, const std::string& name, const LaneKey& key, const std::string& to) {
    const auto found = account.lanes.find(key);
    if (found == account.lanes.end() || found->second.letters.empty()) return;
    auto& lane = found->second;
    const LaneKey target{to, key.press};
    if (lane.busy) {
        // The first is on its way under the old key; nobody overtakes it.
        for (auto letter = lane.letters.begin() + 1; letter != lane.letters.end(); ++letter) letter->place.room = to;
        account.behind.insert_or_assign(target, key);
        return;
    }
    account.ready.erase({lane.shelved, key});
    move_lane(account, key, to);
    if (!account.lanes.at(target).busy) shelve(account, name, target);
    shelve(account, name, key);
}

void Outbox::room_moved(const std::string& account_name, const std::string& from, const std::string& to) {
    {
        const std::lock_guard lock(mutex_);
        const auto known = accounts_.find(account_name);
        if (known == accounts_.end() || from == to) return;
        for (const bool press : {false, true}) move_waiting(known->second, account_name, {from, press}, to);
    }
    wake_.notify_all();
}

std::optional<std::int64_t> Outbox::wants_refill() {
    if (!behind_ || refilling_ || closing_ || waiting_ > options_.most_in_memory / 2) return std::nullopt;
    refilling_ = true;
    return last_;
}

void Outbox::begin() {
    std::optional<std::int64_t> after;
    {
        const std::lock_guard lock(mutex_);
        after = wants_refill();
    }
    if (after) sinks_.refill(*after, static_cast<int>(options_.most_in_memory / 2 + 1));
}

void Outbox::start() {
    begin();
    for (int i = 0; i < options_.senders; ++i) senders_.emplace_back([this] { work(); });
}

std::optional<Instant> Outbox::earliest(Instant now) const {
    std::optional<Instant> first;
    for (const auto& [name, account] : accounts_) {
        if (account.stopped || !account.platform || account.ready.empty()) continue;
        const auto due = std::max(account.ready.begin()->first, pace_.account_ready(name, now));
        if (!first || due < *first) first = due;
    }
    return first;
}

std::optional<Instant> Outbox::next_due() const {
    const std::lock_guard lock(mutex_);
    return earliest(clock_.now());
}

std::optional<Outbox::Job> Outbox::take(Instant now) {
    if (closing_) return std::nullopt;
    for (auto& [name, account] : accounts_) {
        if (account.stopped || !account.platform) continue;
        while (!account.ready.empty() && std::max(account.ready.begin()->first, pace_.account_ready(name, now)) <= now) {
            const LaneKey key = account.ready.begin()->second;
            account.ready.erase(account.ready.begin());
            auto& lane = account.lanes.at(key);
            // The room may have been asked for patience since the lane was put here.
            if (lane_due(name, key, lane) > now) {
                shelve(account, name, key);
                continue;
            }
            lane.busy = true;
            ++in_flight_;
            if (!key.press) pace_.spend_room(name, key.room, lane.letters.front().kind, now);
            pace_.spend_account(name, now);
            return Job{name, key, lane.letters.front(), account.platform};
        }
    }
    return std::nullopt;
}

void Outbox::bury_lane(Account& account, const LaneKey& key, const std::string& reason, std::vector<Settled>& dead) {
    const auto found = account.lanes.find(key);
    if (found == account.lanes.end()) return;
    for (const auto& letter : found->second.letters) dead.push_back(settled(letter, Settled::How::kDead, reason));
    waiting_ -= found->second.letters.size();
    found->second.letters.clear();
}

void Outbox::move_lane(Account& account, const LaneKey& key, const std::string& to) {
    auto& from = account.lanes.at(key);
    const LaneKey target{to, key.press};
    auto& lane = account.lanes[target];
    const bool was_empty = lane.letters.empty();
    if (!was_empty && !lane.busy) account.ready.erase({lane.shelved, target});
    for (auto& letter : from.letters) {
        letter.place.room = to;
        lane.letters.push_back(std::move(letter));
    }
    from.letters.clear();
    // Some may have come under the new key already; ids are the order of writing. The one being sent from there stays first.
    std::stable_sort(lane.letters.begin() + (lane.busy && !was_empty ? 1 : 0), lane.letters.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
}

// Called with the lock; calls the sinks without it.
void Outbox::finish(const Job& job, const Delivery& delivery, Instant now, std::unique_lock<std::mutex>& lock) {
    auto& account = accounts_.at(job.account);
    auto& lane = account.lanes.at(job.lane);
    auto& letter = lane.letters.front();
    VIVA_CHECK(letter.id == job.letter.id);
    std::vector<Settled> done;
    bool moved = false;
    bool gone = false;
    const auto leave = [&](Settled::How how, std::string reason) {
        done.push_back(settled(letter, how, std::move(reason)));
        lane.letters.pop_front();
        --waiting_;
        lane.not_before = now;
    };
    switch (delivery.outcome) {
        case Outcome::kSent:
            if (delivery.more) {
                ++letter.part;
                letter.tries = 0;
                lane.not_before = now;
                done.push_back(settled(letter, Settled::How::kPartSent));
                if (letter.message.keep_id) done.back().message = delivery.message;
            } else {
                const bool keep = letter.message.keep_id;
                leave(Settled::How::kSent, {});
                if (keep) done.back().message = delivery.message;
            }
            break;
        case Outcome::kSlower:
            if (delivery.whole_account) {
                pace_.hold_account(job.account, now + delivery.after);
            } else {
                pace_.hold_room(job.account, job.lane.room, now + delivery.after);
            }
            lane.not_before = now + delivery.after;
            break;
        case Outcome::kPassing:
            if (now - letter.written >= options_.give_up) {
                leave(Settled::How::kDead, "given up: " + delivery.reason);
            } else {
                ++letter.tries;
                lane.not_before = now + backoff(letter.tries, chance_(), options_.backoff);
                done.push_back(settled(letter, Settled::How::kTriedAgainLater, delivery.reason));
            }
            break;
        case Outcome::kRefused: leave(Settled::How::kDead, delivery.reason); break;
        case Outcome::kGone:
            gone = true;
            bury_lane(account, job.lane, delivery.reason, done);
            break;
        case Outcome::kMoved:
            moved = !delivery.room.empty() && delivery.room != job.lane.room;
            if (moved) {
                move_lane(account, job.lane, delivery.room);
                if (const LaneKey target{delivery.room, job.lane.press}; !account.lanes.at(target).busy) shelve(account, job.account, target);
                move_waiting(account, job.account, {job.lane.room, !job.lane.press}, delivery.room);
            } else {
                leave(Settled::How::kDead, "the room moved to nowhere");
            }
            break;
        case Outcome::kStopped: account.stopped = true; break;
    }
    auto& left = account.lanes.at(job.lane);
    left.busy = false;
    shelve(account, job.account, job.lane);
    --in_flight_;
    const auto after = wants_refill();
    lock.unlock();
    for (auto& one : done) sinks_.settle(std::move(one));
    if (gone) sinks_.room_gone(job.account, job.lane.room, delivery.reason);
    if (moved) sinks_.room_moved(job.account, job.lane.room, delivery.room);
    if (after) sinks_.refill(*after, static_cast<int>(options_.most_in_memory / 2 + 1));
    lock.lock();
    if (in_flight_ == 0) landed_.notify_all();
}

bool Outbox::send_one() {
    std::unique_lock lock(mutex_);
    const Instant now = clock_.now();
    const auto job = take(now);
    if (!job) return false;
    // Each who finds work wakes the next: waking all for one letter would cost more than sending it.
    if (const auto more = earliest(now); more && *more <= now) wake_.notify_one();
    lock.unlock();
    Delivery delivery;
    if (job->lane.press && now - job->letter.written > options_.press_patience) {
        delivery.outcome = Outcome::kRefused;
        delivery.reason = "too late to acknowledge a press";
    } else {
        delivery = job->platform->deliver(parcel_of(job->letter));
    }
    const Instant then = clock_.now();
    if (delivery.outcome == Outcome::kSent && job->letter.message.inquiry && sinks_.vouched && !sinks_.vouched(vouched(job->letter, delivery, then))) {
        delivery.outcome = Outcome::kPassing;
        delivery.reason = "its answer cannot be taken in now";
    }
    if (sinks_.observe) sinks_.observe(job->letter, delivery, then - now);
    lock.lock();
    finish(*job, delivery, then, lock);
    return true;
}

void Outbox::work() {
    for (;;) {
        if (send_one()) continue;
        std::unique_lock lock(mutex_);
        if (closing_) return;
        const Instant now = clock_.now();
        const auto due = earliest(now);
        if (due && *due <= now) continue;
        wake_.wait_for(lock, due ? std::min(kLook, *due - now) : kLook);
    }
}

void Outbox::drain(Duration deadline) {
    {
        std::unique_lock lock(mutex_);
        if (senders_.empty()) return;
        const auto until = clock_.now() + deadline;
        // What the platform's pace or a backoff keeps back beyond the deadline need not be waited for: it is durable.
        while (clock_.now() < until) {
            const auto due = earliest(clock_.now());
            if (in_flight_ == 0 && (!due || *due > until)) break;
            landed_.wait_for(lock, std::min<Duration>(Duration(50), until - clock_.now()));
        }
        closing_ = true;
        // Who still waits for an answer waits as long as the adapter's own deadline: longer than a service manager does.
        if (in_flight_ > 0) {
            for (const auto& [name, account] : accounts_) account.platform->hang_up();
        }
    }
    wake_.notify_all();
    for (auto& sender : senders_) sender.join();
    senders_.clear();
}

Outbox::Depth Outbox::depth() const {
    const std::lock_guard lock(mutex_);
    Depth depth;
    depth.in_flight = in_flight_;
    depth.waiting = waiting_;
    depth.behind = behind_;
    for (const auto& [name, account] : accounts_) {
        if (account.stopped) depth.stopped.push_back(name);
        for (const auto& [key, lane] : account.lanes) {
            if (lane.letters.empty()) continue;
            const auto written = lane.letters.front().written;
            if (!depth.oldest || written < *depth.oldest) depth.oldest = written;
        }
    }
    return depth;
}

}  // namespace bot::app
