// Owns what naming.h promises.
#include "adapters/slack/naming.h"

#include <utility>

namespace adapters::slack {
namespace {

constexpr std::size_t kMostUnknown = 200;

}  // namespace

bool Naming::submit(std::vector<bot::Inbound> events, std::optional<bot::app::Cursor> cursor, std::function<void(bool durable)> done) {
    bool news = false;
    for (auto& event : events) {
        auto& author = event.author;
        if (author.key.empty() || !author.name.empty()) continue;
        author.name = people_.remembered(author.key);
        if (!author.name.empty()) continue;
        const std::lock_guard lock(mutex_);
        if (unknown_.size() >= kMostUnknown || asked_.find(author.key, clock_.now())) continue;
        news = unknown_.insert(author.key).second || news;
    }
    const bool taken = intake_.submit(std::move(events), std::move(cursor), std::move(done));
    if (news) news_();
    return taken;
}

bool Naming::look_up() {
    std::string person;
    {
        const std::lock_guard lock(mutex_);
        if (unknown_.empty()) return false;
        person = std::move(unknown_.extract(unknown_.begin()).value());
        asked_.keep(person, true, clock_.now());
    }
    (void)people_.name(person);
    return true;
}

}  // namespace adapters::slack
