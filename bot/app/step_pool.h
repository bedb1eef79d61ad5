// Owns a few threads that share one pile of work at a time with the caller. Must not know what the work is.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace bot::app {

class StepPool {
   public:
    // helpers: threads beside the caller's; 0 = the caller does all of it.
    explicit StepPool(int helpers);
    ~StepPool();
    StepPool(const StepPool&) = delete;
    StepPool& operator=(const StepPool&) = delete;

    // Calls work(0) .. work(count - 1), each once, on any of the threads; returns when all are done. work must not throw. One call at a time.
    void run(std::size_t count, const std::function<void(std::size_t)>& work);

   private:
    void help();
    void share();  // takes pieces until none is left

    std::mutex mutex_;
    std::condition_variable wake_;
    std::condition_variable done_;
    const std::function<void(std::size_t)>* work_ = nullptr;
    std::size_t count_ = 0;
    std::atomic<std::size_t> next_{0};
    std::size_t round_ = 0;   // counts calls of run, so that a helper joins each once
    std::size_t inside_ = 0;  // helpers at work
    bool closing_ = false;
    std::vector<std::thread> helpers_;
};

}  // namespace bot::app
