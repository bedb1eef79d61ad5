// Owns the queue's order and bounds.
#include "bot/app/work_queue.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace bot::app {
namespace {

template <class T>
void prepend(std::vector<T>& to, std::vector<T> front) {
    std::move(to.begin(), to.end(), std::back_inserter(front));
    to = std::move(front);
}

}  // namespace

bool WorkQueue::push(Submission submission) {
    {
        const std::scoped_lock lock(mutex_);
        const auto weight = submission.weight();
        if (closed_ || (weight_ > 0 && weight_ + weight > capacity_)) return false;
        weight_ += weight;
        submissions_.push_back(std::move(submission));
    }
    wake_.notify_one();
    return true;
}

void WorkQueue::push(store::Settled settled) {
    {
        const std::scoped_lock lock(mutex_);
        if (rest_.settled.empty()) first_mark_ = Steady::now();
        rest_.settled.push_back(std::move(settled));
        // The dispatcher has to hear of the first, to know until when to wait, and of the one that makes it many.
        if (rest_.settled.size() != 1 && rest_.settled.size() != kManyMarks) return;
    }
    wake_.notify_one();
}

void WorkQueue::push(RoomChange change) {
    {
        const std::scoped_lock lock(mutex_);
        rest_.changes.push_back(std::move(change));
    }
    wake_.notify_one();
}

void WorkQueue::push(Refill refill) {
    {
        const std::scoped_lock lock(mutex_);
        rest_.refill = refill;
    }
    wake_.notify_one();
}

Work WorkQueue::take(std::size_t events) {
    const std::scoped_lock lock(mutex_);
    Work work = std::exchange(rest_, {});
    std::size_t taken = 0;
    while (!submissions_.empty()) {
        const auto weight = submissions_.front().weight();
        if (taken > 0 && taken + weight > events) break;
        taken += weight;
        work.submissions.push_back(std::move(submissions_.front()));
        submissions_.pop_front();
    }
    return work;
}

void WorkQueue::release(const std::vector<Submission>& submissions) {
    const std::scoped_lock lock(mutex_);
    for (const auto& submission : submissions) weight_ -= submission.weight();
}

void WorkQueue::put_back(Work work) {
    const std::scoped_lock lock(mutex_);
    prepend(rest_.settled, std::move(work.settled));
    prepend(rest_.changes, std::move(work.changes));
    if (!rest_.refill) rest_.refill = work.refill;
}

bool WorkQueue::empty() const {
    const std::scoped_lock lock(mutex_);
    return idle();
}

std::size_t WorkQueue::weight() const {
    const std::scoped_lock lock(mutex_);
    return weight_;
}

bool WorkQueue::waits_for_company() const {
    const std::scoped_lock lock(mutex_);
    return !stopping_ && marks_alone() && Steady::now() < first_mark_ + kMarkPatience;
}

bool WorkQueue::wait(Duration longest, bool any) {
    std::unique_lock lock(mutex_);
    const auto until = Steady::now() + longest;
    while (!stopping_ && !(any && !idle() && !marks_alone())) {
        const auto now = Steady::now();
        const auto stop = any && marks_alone() ? std::min(until, first_mark_ + kMarkPatience) : until;
        if (now >= stop) break;
        wake_.wait_until(lock, stop);
    }
    return stopping_;
}

void WorkQueue::close() {
    const std::scoped_lock lock(mutex_);
    closed_ = true;
}

void WorkQueue::stop() {
    {
        const std::scoped_lock lock(mutex_);
        closed_ = stopping_ = true;
    }
    wake_.notify_all();
}

}  // namespace bot::app
