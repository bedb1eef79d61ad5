// Owns who is connected: how many, how much memory they hold, who is overdue and who has to go first. Must not touch a socket or read a clock.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <list>
#include <memory>
#include <optional>
#include <vector>

namespace adapters::net {

using Moment = std::chrono::steady_clock::time_point;

// What a connection is doing, in the order in which connections have to go when room is needed.
enum class Phase {
    kClosing,    // answered; waits for the other end to have read that
    kFresh,      // accepted, not a byte yet
    kIdle,       // kept, between requests
    kReading,    // within a request
    kWriting,    // within an answer
    kAnswering,  // a route has the request: never sent away
    kGone,
};

class Crowd;

// A connection as the crowd sees it.
class Member {
   public:
    virtual ~Member() = default;
    virtual void expire() = 0;  // its deadline has passed
    virtual void drop() = 0;    // closes it and leaves the crowd

    Phase phase() const { return phase_; }
    Moment deadline() const { return deadline_; }

   private:
    friend class Crowd;
    Phase phase_ = Phase::kGone;
    Moment deadline_ = Moment::max();
    std::size_t held_ = 0;
    std::list<std::shared_ptr<Member>>::iterator place_;
};

// All on one thread.
class Crowd {
   public:
    Crowd(std::size_t members, std::size_t memory) : member_cap_(members), memory_cap_(memory) {}

    void enter(std::shared_ptr<Member> member, Moment deadline);  // as kFresh
    void move(Member& member, Phase phase, Moment deadline);      // the youngest of its new phase; never to kGone
    void leave(Member& member);                                   // may destroy it
    void hold(Member& member, std::size_t bytes);                 // from now on, instead of what it held
    std::size_t size() const { return size_; }

    std::shared_ptr<Member> first_to_go() const;  // null if all have to stay
    bool is_full() const { return size_ >= member_cap_; }
    std::shared_ptr<Member> over_memory() const;                     // who has to go for the memory limit to hold; null = it holds
    std::vector<std::shared_ptr<Member>> overdue(Moment now) const;  // whose deadline has passed
    std::vector<std::shared_ptr<Member>> in(std::initializer_list<Phase> phases) const;
    std::optional<Moment> earliest() const;

   private:
    std::shared_ptr<Member> oldest(Phase first, Phase last) const;

    std::array<std::list<std::shared_ptr<Member>>, 6> by_phase_;
    std::size_t size_ = 0;
    std::size_t held_ = 0;
    std::size_t member_cap_;
    std::size_t memory_cap_;
};

}  // namespace adapters::net
