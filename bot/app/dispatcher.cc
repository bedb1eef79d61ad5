// Owns the dispatcher's queue and life: what waits, when to work, how to end.
#include "bot/app/dispatcher.h"

#include <algorithm>
#include <exception>
#include <limits>
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
      options_(options),
      pool_(options_.step_helpers),
      queue_(options_.queue_events),
      tidy_at_(clock.now() + options_.tidy_every) {}

Dispatcher::~Dispatcher() { stop(); }

bool Dispatcher::submit(std::vector<Inbound> events, std::optional<Cursor> cursor, std::function<void(bool durable)> done) {
    const auto count = events.size();
    const bool taken = queue_.push(Submission{std::move(events), std::move(cursor), std::move(done), Steady::now()});
    taken ? metrics_.events_taken(count) : metrics_.events_refused(count);
    return taken;
}

void Dispatcher::settle(store::Settled settled) { queue_.push(std::move(settled)); }

void Dispatcher::room_gone(const std::string& account, const std::string& room, const std::string& reason) {
    queue_.push(RoomChange{account, room, "", reason});
}

void Dispatcher::room_moved(const std::string& account, const std::string& from, const std::string& to) { queue_.push(RoomChange{account, from, to, ""}); }

void Dispatcher::refill(std::int64_t after, int limit) { queue_.push(Refill{after, limit}); }

Dispatcher::Depth Dispatcher::depth() const {
    const std::scoped_lock lock(mutex_);
    return {queue_.weight(), queue_.capacity(), trouble_};
}

void Dispatcher::run_until_idle() {
    while (turn_once()) {
    }
}

bool Dispatcher::turn_once() {
    now_ = clock_.now();
    if (now_ < blocked_until_) return false;
    auto work = queue_.take(options_.batch_events);
    if (!due_known_) {
        const auto next = next_deadline();
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
    failed(done.error(), std::move(work));
    return true;
}

// What was committed is in hand no longer, whatever fails after it.
void Dispatcher::finished(Work& work) {
    const auto now = Steady::now();
    for (const auto& submission : work.submissions) {
        for (std::size_t i = 0; i < submission.events.size(); ++i) metrics_.turn(std::chrono::duration<double>(now - submission.taken).count());
    }
    queue_.release(work.submissions);
    work.submissions.clear();
    work.settled.clear();
    work.changes.clear();
    const std::scoped_lock lock(mutex_);
    trouble_.clear();
}

// Nothing of the batch was stored: what only the bot knows waits for the next one, events go back to where they came from.
void Dispatcher::failed(const Error& error, Work work) {
    metrics_.commit_failed();
    log_.error("a batch could not be stored", {{"reason", error.message}});
    back_off_ = std::clamp(back_off_ * 2, options_.back_off_least, options_.back_off_most);
    blocked_until_ = now_ + back_off_;
    due_known_ = false;
    letters_.clear();
    reception_.undone();
    queue_.release(work.submissions);
    for (auto& submission : work.submissions) submission.done(false);
    queue_.put_back(std::move(work));
    const std::scoped_lock lock(mutex_);
    trouble_ = error.message;
}

Instant Dispatcher::next_wake() { return wake_at(!queue_.empty()); }

Instant Dispatcher::wake_at(bool waiting) const {
    if (waiting) return blocked_until_;
    return std::max(next_due_ ? std::min(tidy_at_, *next_due_) : tidy_at_, blocked_until_);
}

void Dispatcher::start() {
    thread_ = std::thread([this] { run(); });
}

void Dispatcher::run() {
    for (bool stopping = false; true;) {
        const bool later = queue_.waits_for_company() && clock_.now() < wake_at(false);
        if (!later && turn_once()) continue;
        const bool idle = queue_.empty() || queue_.waits_for_company();
        const bool blocked = clock_.now() < blocked_until_;
        if (stopping && (idle || blocked)) return finish();
        // While the disk is in trouble nothing that comes in can shorten the wait, only the end can.
        stopping = queue_.wait(std::clamp(wake_at(!idle) - clock_.now(), Duration{1}, kLongestWait), !blocked);
    }
}

void Dispatcher::finish() {
    blocked_until_ = {};
    while (!queue_.empty() && clock_.now() >= blocked_until_) turn_once();
}

void Dispatcher::close() { queue_.close(); }

void Dispatcher::stop() {
    queue_.stop();
    if (thread_.joinable()) thread_.join();
    auto left = queue_.take(std::numeric_limits<std::size_t>::max());
    queue_.release(left.submissions);
    for (auto& submission : left.submissions) submission.done(false);
}

}  // namespace bot::app
