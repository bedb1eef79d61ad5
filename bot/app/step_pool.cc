// Owns the sharing of work among the pool's threads.
#include "bot/app/step_pool.h"

namespace bot::app {

StepPool::StepPool(int helpers) {
    for (int i = 0; i < helpers; ++i) helpers_.emplace_back([this] { help(); });
}

StepPool::~StepPool() {
    {
        const std::scoped_lock lock(mutex_);
        closing_ = true;
    }
    wake_.notify_all();
    for (auto& helper : helpers_) helper.join();
}

void StepPool::share() {
    for (auto i = next_.fetch_add(1); i < count_; i = next_.fetch_add(1)) (*work_)(i);
}

void StepPool::run(std::size_t count, const std::function<void(std::size_t)>& work) {
    if (count <= 1 || helpers_.empty()) {
        for (std::size_t i = 0; i < count; ++i) work(i);
        return;
    }
    {
        const std::scoped_lock lock(mutex_);
        work_ = &work;
        count_ = count;
        next_ = 0;
        ++round_;
    }
    wake_.notify_all();
    share();
    std::unique_lock lock(mutex_);
    done_.wait(lock, [&] { return inside_ == 0; });
    work_ = nullptr;  // a helper that wakes only now finds nothing to do
}

void StepPool::help() {
    std::size_t seen = 0;
    std::unique_lock lock(mutex_);
    while (true) {
        wake_.wait(lock, [&] { return closing_ || (work_ && round_ != seen); });
        if (closing_) return;
        seen = round_;
        ++inside_;
        lock.unlock();
        share();
        lock.lock();
        if (--inside_ == 0) done_.notify_all();
    }
}

}  // namespace bot::app
