// Owns what people.h promises.
#include "adapters/slack/people.h"

#include <utility>

#include "adapters/slack/delivery.h"

namespace adapters::slack {
namespace {

using Outcome = bot::app::Delivery::Outcome;

constexpr bot::Duration kPatience{10'000};
constexpr bot::Duration kNamePatience{3'000};

People::Role answered(bool administers) {
    People::Role role;
    role.delivery.outcome = Outcome::kSent;
    role.delivery.administers = administers;
    return role;
}

}  // namespace

std::optional<Member> People::known(const std::string& person) {
    const std::lock_guard lock(mutex_);
    return members_.find(person, clock_.now());
}

void People::keep(const std::string& person, const Member& member) {
    const std::lock_guard lock(mutex_);
    members_.keep(person, member, clock_.now());
}

People::Role People::role(const std::string& room, const std::string& person) {
    if (person.empty()) return answered(false);
    auto member = known(person);
    if (!member) {
        const auto body = form_body({{"user", person}});
        const auto answer = api_.call({"users.info", body, kPatience});
        auto delivery = judge(answer);
        if (delivery.outcome == Outcome::kGone) return answered(false);
        if (delivery.outcome != Outcome::kSent) return {std::move(delivery), "users.info"};
        member = decode_member(answer.body).value_or(Member{});
        keep(person, *member);
    }
    if (member->administers || room.empty()) return answered(member->administers);
    std::optional<std::string> creator;
    {
        const std::lock_guard lock(mutex_);
        creator = creators_.find(room, clock_.now());
    }
    if (!creator) {
        const auto body = form_body({{"channel", room}});
        const auto answer = api_.call({"conversations.info", body, kPatience});
        auto delivery = judge(answer);
        if (delivery.outcome == Outcome::kGone) return answered(false);
        if (delivery.outcome != Outcome::kSent) return {std::move(delivery), "conversations.info"};
        creator = decode_channel(answer.body).value_or(Channel{}).creator;
        const std::lock_guard lock(mutex_);
        creators_.keep(room, *creator, clock_.now());
    }
    return answered(*creator == person);
}

std::string People::remembered(const std::string& person) {
    const auto member = known(person);
    return member ? member->name : "";
}

std::string People::name(const std::string& person) {
    if (person.empty()) return "";
    if (const auto member = known(person)) return member->name;
    const auto body = form_body({{"user", person}});
    const auto answer = api_.call({"users.info", body, kNamePatience});
    if (!answer.ok) return "";
    const auto member = decode_member(answer.body).value_or(Member{});
    keep(person, member);
    return member.name;
}

}  // namespace adapters::slack
