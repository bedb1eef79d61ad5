// Owns the bookkeeping of the crowd: a list a phase, oldest first, so that room is made without a search.
#include "adapters/net/crowd.h"

#include <algorithm>

#include "bot/base/check.h"

namespace adapters::net {

void Crowd::enter(std::shared_ptr<Member> member, Moment deadline) {
    VIVA_CHECK(member->phase_ == Phase::kGone);
    Member& entered = *member;
    auto& list = by_phase_[static_cast<std::size_t>(Phase::kFresh)];
    entered.place_ = list.insert(list.end(), std::move(member));
    entered.phase_ = Phase::kFresh;
    entered.deadline_ = deadline;
    ++size_;
}

void Crowd::move(Member& member, Phase phase, Moment deadline) {
    VIVA_CHECK(member.phase_ != Phase::kGone && phase != Phase::kGone);
    auto& to = by_phase_[static_cast<std::size_t>(phase)];
    to.splice(to.end(), by_phase_[static_cast<std::size_t>(member.phase_)], member.place_);
    member.phase_ = phase;
    member.deadline_ = deadline;
}

void Crowd::leave(Member& member) {
    VIVA_CHECK(member.phase_ != Phase::kGone);
    held_ -= member.held_;
    member.held_ = 0;
    --size_;
    auto& from = by_phase_[static_cast<std::size_t>(member.phase_)];
    member.phase_ = Phase::kGone;
    from.erase(member.place_);
}

void Crowd::hold(Member& member, std::size_t bytes) {
    held_ = held_ - member.held_ + bytes;
    member.held_ = bytes;
}

std::shared_ptr<Member> Crowd::oldest(Phase first, Phase last) const {
    for (auto i = static_cast<std::size_t>(first); i <= static_cast<std::size_t>(last); ++i) {
        if (!by_phase_[i].empty()) return by_phase_[i].front();
    }
    return nullptr;
}

std::shared_ptr<Member> Crowd::first_to_go() const { return oldest(Phase::kClosing, Phase::kWriting); }

std::shared_ptr<Member> Crowd::over_memory() const { return held_ <= memory_cap_ ? nullptr : oldest(Phase::kReading, Phase::kWriting); }

std::vector<std::shared_ptr<Member>> Crowd::overdue(Moment now) const {
    std::vector<std::shared_ptr<Member>> found;
    for (const auto& list : by_phase_) {
        std::copy_if(list.begin(), list.end(), std::back_inserter(found), [&](const auto& member) { return member->deadline_ <= now; });
    }
    return found;
}

std::vector<std::shared_ptr<Member>> Crowd::in(std::initializer_list<Phase> phases) const {
    std::vector<std::shared_ptr<Member>> found;
    for (const Phase phase : phases) {
        const auto& list = by_phase_[static_cast<std::size_t>(phase)];
        found.insert(found.end(), list.begin(), list.end());
    }
    return found;
}

std::optional<Moment> Crowd::earliest() const {
    Moment first = Moment::max();
    for (const auto& list : by_phase_) {
        for (const auto& member : list) first = std::min(first, member->deadline_);
    }
    if (first == Moment::max()) return std::nullopt;
    return first;
}

}  // namespace adapters::net
