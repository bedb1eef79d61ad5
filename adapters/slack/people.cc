// Owns what people.h promises.
#include "adapters/slack/people.h"

#include "adapters/slack/delivery.h"

namespace adapters::slack {
namespace {

using bot::app::Delivery;
using Outcome = Delivery::Outcome;

constexpr bot::Duration kPatience{10'000};
constexpr bot::Duration kNamePatience{1'000};

Delivery answered(bool administers, const std::string& zone = {}) {
    Delivery delivery;
    delivery.outcome = Outcome::kSent;
    delivery.administers = administers;
    delivery.zone = zone;
    return delivery;
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

Delivery People::role(const std::string& room, const std::string& person) {
    if (person.empty()) return answered(false);
    auto member = known(person);
    if (!member) {
        const auto body = form_body({{"user", person}});
        const auto answer = api_.call({"users.info", body, kPatience});
        auto delivery = judge(answer);
        if (delivery.outcome == Outcome::kGone) return answered(false);
        if (delivery.outcome != Outcome::kSent) return delivery;
        member = decode_member(answer.body).value_or(Member{});
        keep(person, *member);
    }
    if (member->administers || room.empty()) return answered(member->administers, member->zone);
    std::optional<std::string> creator;
    {
        const std::lock_guard lock(mutex_);
        creator = creators_.find(room, clock_.now());
    }
    if (!creator) {
        const auto body = form_body({{"channel", room}});
        const auto answer = api_.call({"conversations.info", body, kPatience});
        auto delivery = judge(answer);
        if (delivery.outcome == Outcome::kGone) return answered(false, member->zone);
        if (delivery.outcome != Outcome::kSent) return delivery;
        creator = decode_channel(answer.body).value_or(Channel{}).creator;
        const std::lock_guard lock(mutex_);
        creators_.keep(room, *creator, clock_.now());
    }
    return answered(*creator == person, member->zone);
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
