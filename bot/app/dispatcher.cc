// Owns the dispatcher's queue and life: what waits, when to work, how to end.
#include "bot/app/dispatcher.h"

#include <algorithm>
#include <exception>
#include <iterator>
#include <utility>

namespace bot::app {
namespace {

constexpr Duration kLongestWait{60'000};  // a clock that is set back must not keep deadlines waiting

}  // namespace

Dispatcher::Dispatcher(store::Ledger& ledger, Reception& reception, Clock& clock, Metrics& metrics, Log& log, LetterSinks sinks, DispatcherOptions options)
    : ledger_(ledger),
      reception_(reception),
      clock_(clock),
      metrics_(metrics),
      log_(log),
      sinks_(std::move(sinks)),
      options_(std::move(options)),
      pool_(options_.step_helpers),
      tidy_at_(clock.now() + options_.tidy_every) {}

Dispatcher::~Dispatcher() { stop(); }

bool Dispatcher::submit(std::vector<Inbound> events, std::optional<Cursor> cursor, std::function<void(bool durable)> done) {
    Submission submission{std::move(events), std::move(cursor), std::move(done), Steady::now()};
    const auto weight = weight_of(submission);
    const auto count = submission.events.size();
    {
        const std::scoped_lock lock(mutex_);
        // One that is larger than the whole queue would otherwise never be taken.
        const bool fits = weight_ + weight <= options_.queue_events || weight_ == 0;
        if (closed_ || !fits) {
            metrics_.events_refused(count);
            return false;
        }
        weight_ += weight;
        queue_.push_back(std::move(submission));
    }
    metrics_.events_taken(count);
    wake_.notify_one();
    return true;
}

void Dispatcher::settle(std::vector<store::Settled> settled) {
    if (settled.empty()) return;
    {
        const std::scoped_lock lock(mutex_);
        std::move(settled.begin(), settled.end(), std::back_inserter(controls_.settled));
    }
    wake_.notify_one();
}

void Dispatcher::settle(store::Settled settled) {
    {
        const std::scoped_lock lock(mutex_);
        controls_.settled.push_back(std::move(settled));
    }
    wake_.notify_one();
}

void Dispatcher::room_gone(const std::string& account, const std::string& room, const std::string& reason) {
    {
        const std::scoped_lock lock(mutex_);
        controls_.changes.push_back({account, room, "", reason});
    }
    wake_.notify_one();
}

void Dispatcher::room_moved(const std::string& account, const std::string& from, const std::string& to) {
    {
        const std::scoped_lock lock(mutex_);
        controls_.changes.push_back({account, from, to, ""});
    }
    wake_.notify_one();
}

void Dispatcher::refill(std::int64_t after, int limit) {
    {
        const std::scoped_lock lock(mutex_);
        controls_.refill = Refill{after, limit};
    }
    wake_.notify_one();
}

Dispatcher::Depth Dispatcher::depth() const {
    const std::scoped_lock lock(mutex_);
    return {weight_, options_.queue_events, trouble_};
}

Dispatcher::Work Dispatcher::take() {
    const std::scoped_lock lock(mutex_);
    Work work = std::exchange(controls_, {});
    while (!queue_.empty()) {
        const auto weight = weight_of(queue_.front());
        if (work.weight > 0 && work.weight + weight > options_.batch_events) break;
        work.weight += weight;
        work.submissions.push_back(std::move(queue_.front()));
        queue_.pop_front();
    }
    return work;
}

// After a batch that was not stored: what only the bot knows waits for the next one, events go back to where they came from.
void Dispatcher::give_back(Work work) {
    for (auto& submission : work.submissions) submission.done(false);
    const std::scoped_lock lock(mutex_);
    weight_ -= work.weight;
    std::move(controls_.settled.begin(), controls_.settled.end(), std::back_inserter(work.settled));
    controls_.settled = std::move(work.settled);
    std::move(controls_.changes.begin(), controls_.changes.end(), std::back_inserter(work.changes));
    controls_.changes = std::move(work.changes);
    if (!controls_.refill) controls_.refill = work.refill;
}

bool Dispatcher::turn_once() {
    now_ = clock_.now();
    if (now_ < blocked_until_) return false;
    auto work = take();
    if (!due_known_) {
        const auto next = ledger_.next_due();
        due_known_ = next.has_value();
        next_due_ = next.value_or(std::nullopt);
    }
    const bool due = next_due_ && *next_due_ <= now_;
    const bool busy = work.writes() || due || work.refill;
    if (!busy && now_ < tidy_at_) return false;

    Status done;
    try {
        if (work.writes() || due) done = handle(work);
        if (done) finished(work);
        if (done && work.refill) {
            done = answer_refill(*work.refill);
            if (done) work.refill.reset();
        }
        if (done && (!busy || now_ >= tidy_at_ + options_.tidy_at_latest)) {
            const auto more = tidy();
            if (!more) done = tl::unexpected(more.error());
            if (more && !*more) tidy_at_ = now_ + options_.tidy_every;
        }
    } catch (const std::exception& error) {
        done = fail(Code::kUnavailable, error.what());
    }
    if (done) {
        back_off_ = {};
        return true;
    }
    failed(done.error());
    give_back(std::move(work));
    return true;
}

// What was committed is in hand no longer, whatever fails after it.
void Dispatcher::finished(Work& work) {
    const auto now = Steady::now();
    for (const auto& submission : work.submissions) {
        for (std::size_t i = 0; i < submission.events.size(); ++i) metrics_.turn(std::chrono::duration<double>(now - submission.taken).count());
    }
    work.submissions.clear();
    work.settled.clear();
    work.changes.clear();
    const std::scoped_lock lock(mutex_);
    weight_ -= std::exchange(work.weight, 0);
    trouble_.clear();
}

void Dispatcher::failed(const Error& error) {
    metrics_.commit_failed();
    log_.error("a batch could not be stored", {{"reason", error.message}});
    back_off_ = std::clamp(back_off_ * 2, options_.back_off_least, options_.back_off_most);
    blocked_until_ = now_ + back_off_;
    due_known_ = false;
    letters_.clear();
    const std::scoped_lock lock(mutex_);
    trouble_ = error.message;
}

Instant Dispatcher::next_wake() {
    const std::scoped_lock lock(mutex_);
    return wake_at(!queue_.empty() || controls_.writes() || controls_.refill);
}

Instant Dispatcher::wake_at(bool waiting) const {
    if (waiting) return blocked_until_;
    return std::max(next_due_ ? std::min(tidy_at_, *next_due_) : tidy_at_, blocked_until_);
}

void Dispatcher::start() {
    thread_ = std::thread([this] { run(); });
}

void Dispatcher::run() {
    while (true) {
        if (turn_once()) continue;
        std::unique_lock lock(mutex_);
        const bool idle = queue_.empty() && !controls_.writes() && !controls_.refill;
        const bool blocked = clock_.now() < blocked_until_;
        if (stopping_ && (idle || blocked)) return;
        if (!idle && !blocked) continue;
        const auto until = std::clamp(wake_at(!idle) - clock_.now(), Duration{1}, kLongestWait);
        // While the disk is in trouble nothing that comes in can shorten the wait, only the end can.
        const bool had = stopping_;
        if (blocked) {
            wake_.wait_for(lock, until, [&] { return stopping_ != had; });
        } else {
            wake_.wait_for(lock, until, [&] { return stopping_ != had || !queue_.empty() || controls_.writes() || controls_.refill; });
        }
    }
}

void Dispatcher::close() {
    const std::scoped_lock lock(mutex_);
    closed_ = true;
}

void Dispatcher::stop() {
    {
        const std::scoped_lock lock(mutex_);
        closed_ = stopping_ = true;
    }
    wake_.notify_all();
    if (thread_.joinable()) thread_.join();
    std::deque<Submission> left;
    {
        const std::scoped_lock lock(mutex_);
        left = std::exchange(queue_, {});
        for (const auto& submission : left) weight_ -= weight_of(submission);
    }
    for (auto& submission : left) submission.done(false);
}

}  // namespace bot::app
