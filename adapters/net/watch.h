// Owns waiting for a descriptor: until it is ready, the time is over or somebody cancels. Must not read or write data.
#pragma once

#include <atomic>
#include <chrono>
#include <string>
#include <tl/expected.hpp>
#include <utility>

namespace adapters::net {

// Why a step of an exchange failed. text is for people, lower case, and holds no path, header or body.
struct Trouble {
    enum class Kind {
        kTimedOut,
        kCancelled,
        kClosed,     // the other end closed or reset the connection
        kUntrusted,  // its certificate
        kBroken,     // what it says is no HTTP, or too much
        kOther,
    };
    Kind kind = Kind::kOther;
    std::string text = {};
};
template <class T>
using Attempt = tl::expected<T, Trouble>;

inline tl::unexpected<Trouble> trouble(Trouble::Kind kind, std::string text) { return tl::unexpected<Trouble>(Trouble{kind, std::move(text)}); }

// The system's words for an errno, lower case.
std::string words_of(int error);

class Descriptor {
   public:
    explicit Descriptor(int number = -1) : number_(number) {}
    Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
    Descriptor& operator=(Descriptor&& other) noexcept {
        std::swap(number_, other.number_);
        return *this;
    }
    ~Descriptor();
    int number() const { return number_; }
    int release() { return std::exchange(number_, -1); }  // to another owner

   private:
    int number_;
};

// A flag that can be waited for. Safe from any thread.
class Flag {
   public:
    Flag();
    void raise();
    void lower();
    bool is_up() const { return up_; }
    int number() const { return event_.number(); }

   private:
    std::atomic<bool> up_ = false;
    Descriptor event_;
};

struct Watch {
    std::chrono::steady_clock::time_point until;
    const Flag* cancelled;

    Watch earlier(std::chrono::steady_clock::duration from_now) const;
};

// events as for poll(2). An error or hang-up counts as ready: the next read or write says which.
Attempt<void> wait_for(int number, short events, const Watch& watch);

// How long poll(2) may wait, in whole milliseconds, rounded up; 0 when the time is over.
int milliseconds_until(std::chrono::steady_clock::time_point until);

}  // namespace adapters::net
