// Owns what poller.h promises.
#include "adapters/telegram/poller.h"

#include <charconv>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <utility>

#include "adapters/telegram/call_json.h"
#include "adapters/telegram/meaning.h"
#include "bot/base/text.h"

namespace adapters::telegram {
namespace {

using bot::Duration;

constexpr Duration kNow{0};
constexpr Duration kQuick{500};  // an empty answer sooner than this was not held open
constexpr Duration kAgain{1'000};
constexpr Duration kProbe{3'000};

}  // namespace

// How the intake's answers to submissions come back. It outlives the poller if the intake answers later.
struct Poller::Receipt {
    std::mutex mutex;
    std::condition_variable wake;
    std::uint64_t expected = 0;   // number of the submission waited for
    std::optional<bool> durable;  // of it
    bool stopped = false;
};

Poller::Poller(const Api& api, Pulse& pulse, bot::app::Clock& clock, bot::app::Log* log, PollerOptions options)
    : api_(api),
      pulse_(pulse),
      clock_(clock),
      log_(log),
      options_(std::move(options)),
      network_(Duration(1'000), Duration(60'000), options_.seed),
      conflicts_(Duration(6'500), Duration(60'000), options_.seed + 1),
      full_(Duration(50), Duration(2'000), options_.seed + 2),
      idle_(Duration(100), Duration(1'000), options_.seed + 3),
      receipt_(std::make_shared<Receipt>()) {}

void Poller::begin_at(const std::optional<std::string>& cursor) {
    offset_ = 0;
    if (!cursor) return;
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(cursor->data(), cursor->data() + cursor->size(), value);
    // A negative offset would make the platform forget updates.
    if (error == std::errc{} && end == cursor->data() + cursor->size() && value > 0) offset_ = value;
}

std::optional<Duration> Poller::step(bot::app::Intake& intake) {
    if (kept_.empty()) return ask(intake);
    const auto updates = decode_updates(kept_);
    if (updates) return hand_in(intake, *updates);
    kept_.clear();
    return kAgain;
}

std::optional<Duration> Poller::ask(bot::app::Intake& intake) {
    // After trouble a short one, to learn soon that it is over.
    const auto hold = std::chrono::duration_cast<std::chrono::seconds>(troubled_ ? std::min(options_.hold, kProbe) : options_.hold);
    const auto asked = clock_.now();
    auto answer = api_.call({"getUpdates", get_updates_json(offset_, hold.count()), hold + options_.grace});
    const auto now = clock_.now();
    if (pause_.ended()) return kNow;
    if (answer.understood) pulse_.heard(now);
    if (!answer.ok) return refused(answer);
    const auto updates = decode_updates(answer.body);
    if (!updates) return trouble("the answer to a poll cannot be read: " + updates.error().message, network_);
    for (std::size_t i = 0; i < updates->wrong && options_.refused; ++i) options_.refused("shape");
    if (!updates->last && updates->wrong > 0) return trouble("the answer to a poll holds updates without an id", network_);
    network_.reset();
    conflicts_.reset();
    pulse_.well();
    troubled_ = false;
    if (!updates->last) {
        // The hold was not kept: asking on at once would spin.
        if (now - asked < kQuick && options_.hold >= kAgain) return idle_.next();
        idle_.reset();
        return kNow;
    }
    idle_.reset();
    kept_ = std::move(answer.body);
    return hand_in(intake, *updates);
}

Duration Poller::hand_in(bot::app::Intake& intake, const Updates& updates) {
    const auto self = pulse_.self();
    std::vector<bot::Inbound> events;
    events.reserve(updates.list.size());
    for (const auto& update : updates.list) {
        if (auto event = meaning(update, self)) events.push_back(std::move(*event));
    }
    const std::int64_t next = *updates.last + 1;
    std::uint64_t number = 0;
    {
        const std::lock_guard lock(receipt_->mutex);
        number = ++receipt_->expected;
        receipt_->durable.reset();
    }
    const auto done = [receipt = receipt_, number](bool durable) {
        {
            const std::lock_guard lock(receipt->mutex);
            if (receipt->expected != number) return;
            receipt->durable = durable;
        }
        receipt->wake.notify_all();
    };
    if (!intake.submit(std::move(events), bot::app::Cursor{std::to_string(self.id), std::to_string(next)}, done)) return full_.next();
    std::unique_lock lock(receipt_->mutex);
    receipt_->wake.wait(lock, [&] { return receipt_->durable || receipt_->stopped; });
    if (!receipt_->durable.value_or(false)) return full_.next();
    lock.unlock();
    full_.reset();
    kept_.clear();
    const bool stands = next == offset_;
    offset_ = next;
    return stands ? kAgain : kNow;
}

Duration Poller::trouble(std::string text, net::Growing& growing) {
    const auto wait = growing.next();
    troubled_ = true;
    if (pulse_.unwell(text) && log_) log_->warn("polling has trouble", {{"trouble", text}});
    return wait;
}

std::optional<Duration> Poller::refused(const Answer& answer) {
    if (answer.code == 0) return trouble("no answer: " + answer.description, network_);
    if (!answer.understood || answer.code >= 500) return trouble("the platform answers " + std::to_string(answer.code), network_);
    if (answer.code == 409) return conflict(answer);
    if (answer.code == 429) {
        const auto wait = trouble("the platform asks for patience", network_);
        return std::max<Duration>(wait, std::chrono::seconds(std::min<std::int64_t>(answer.retry_after.value_or(1), 3600)));
    }
    if (answer.code == 401 || answer.code == 404) {
        const std::string text = "the token is not valid any more; ask @BotFather for it, put it in and restart";
        if (pulse_.unwell(text) && log_) log_->error("polling has ended", {{"trouble", text}});
        return std::nullopt;
    }
    return trouble("the platform refuses to be polled: " + std::to_string(answer.code) + " " + answer.description, network_);
}

Duration Poller::conflict(const Answer& answer) {
    if (bot::to_lower_ascii(answer.description).find("webhook") == std::string::npos) {
        return trouble("another program polls with this token; stop it", conflicts_);
    }
    if (!options_.take_over) return trouble("a webhook is set for this bot, so it cannot be polled; use mode webhook, or take_over to remove it", conflicts_);
    const auto wait = trouble("a webhook is set for this bot; removing it", conflicts_);
    // Without dropping what waits there.
    return api_.call({"deleteWebhook", R"({"drop_pending_updates":false})"}).ok ? kAgain : wait;
}

void Poller::run(bot::app::Intake& intake) {
    while (!pause_.ended()) {
        const auto wait = step(intake);
        if (!wait) return pause_.wait_for_end();
        if (*wait > kNow) pause_.wait(*wait);
    }
}

void Poller::stop() {
    pause_.end();
    {
        const std::lock_guard lock(receipt_->mutex);
        receipt_->stopped = true;
    }
    receipt_->wake.notify_all();
}

}  // namespace adapters::telegram
