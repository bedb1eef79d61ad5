// Owns what naming.h promises.
#include "adapters/slack/naming.h"

#include <algorithm>
#include <utility>

namespace adapters::slack {
namespace {

constexpr std::size_t kMostUnknown = 200;
constexpr std::size_t kMostWaiting = 500;
constexpr bot::Duration kPatience{1'000};

}  // namespace

// True: somebody new is to be looked up.
bool Naming::fill_in(std::vector<bot::Inbound>& events) {
    bool news = false;
    for (auto& event : events) {
        auto& author = event.author;
        if (author.key.empty() || !author.name.empty()) continue;
        author.name = people_.remembered(author.key);
        if (!author.name.empty() || unknown_.size() >= kMostUnknown || author.key == asking_ || asked_.find(author.key, clock_.now())) continue;
        news = unknown_.insert(author.key).second || news;
    }
    return news;
}

// For whose name these events wait; "" = for none.
std::string Naming::awaited(const std::vector<bot::Inbound>& events) const {
    if (closed_ || waiting_.size() >= kMostWaiting) return "";
    for (const auto& event : events) {
        const auto& key = event.author.key;
        const bool is_behind = std::any_of(waiting_.begin(), waiting_.end(), [&](const Waiting& one) { return one.person == key; });
        const bool is_to_be_known = event.author.name.empty() && (key == asking_ || unknown_.contains(key));
        if (!key.empty() && (is_behind || (is_to_be_known && event.kind == bot::RoomKind::kGroup))) return key;
    }
    return "";
}

bool Naming::submit(std::vector<bot::Inbound> events, std::optional<bot::app::Cursor> cursor, std::function<void(bool durable)> done) {
    bool news = false;
    bool taken = true;
    {
        const std::lock_guard lock(mutex_);
        news = fill_in(events);
        if (auto person = cursor ? std::string() : awaited(events); !person.empty()) {
            waiting_.push_back({std::move(person), clock_.now(), std::move(events), std::move(done)});
        } else {
            taken = intake_.submit(std::move(events), std::move(cursor), std::move(done));
        }
    }
    if (news) news_();
    return taken;
}

bool Naming::look_up() {
    {
        const std::lock_guard lock(mutex_);
        if (unknown_.empty()) return false;
        asking_ = std::move(unknown_.extract(unknown_.begin()).value());
        asked_.keep(asking_, true, clock_.now());
    }
    const auto name = people_.name(asking_);
    const std::lock_guard lock(mutex_);
    const auto now = clock_.now();
    // Whoever waited too long takes with them what they did since.
    std::set<std::string> free{std::exchange(asking_, {})};
    for (const auto& one : waiting_) {
        if (now - one.since >= kPatience) free.insert(one.person);
    }
    std::deque<Waiting> kept;
    for (auto& one : waiting_) {
        if (!free.contains(one.person)) {
            kept.push_back(std::move(one));
            continue;
        }
        (void)fill_in(one.events);
        const auto done = one.done;
        if (!intake_.submit(std::move(one.events), std::nullopt, std::move(one.done))) done(false);
    }
    waiting_ = std::move(kept);
    return true;
}

void Naming::close() {
    std::deque<Waiting> left;
    {
        const std::lock_guard lock(mutex_);
        closed_ = true;
        left.swap(waiting_);
    }
    for (const auto& one : left) one.done(false);
}

}  // namespace adapters::slack
