// Owns the tests of who has to go first.
#include "adapters/net/crowd.h"

#include "tests/support/catch.h"

using adapters::net::Crowd;
using adapters::net::Member;
using adapters::net::Moment;
using adapters::net::Phase;

namespace {

class FakeMember : public Member {
   public:
    void expire() override {}
    void drop() override {}
};

Moment at(int seconds) { return Moment(std::chrono::seconds(seconds)); }

struct Fixture {
    Crowd crowd{3, 1000};
    std::shared_ptr<FakeMember> a = std::make_shared<FakeMember>();
    std::shared_ptr<FakeMember> b = std::make_shared<FakeMember>();
    std::shared_ptr<FakeMember> c = std::make_shared<FakeMember>();

    Fixture() {
        crowd.enter(a, at(1));
        crowd.enter(b, at(2));
        crowd.enter(c, at(3));
    }
};

}  // namespace

TEST_CASE_METHOD(Fixture, "the oldest of those with the least to lose goes first") {
    CHECK(crowd.is_full());
    CHECK(crowd.first_to_go() == a);
    crowd.move(*a, Phase::kReading, at(5));
    CHECK(crowd.first_to_go() == b);
    crowd.move(*c, Phase::kClosing, at(5));
    CHECK(crowd.first_to_go() == c);
    crowd.move(*b, Phase::kIdle, at(5));
    crowd.move(*c, Phase::kIdle, at(5));
    CHECK(crowd.first_to_go() == b);
    crowd.move(*b, Phase::kIdle, at(6));  // used again
    CHECK(crowd.first_to_go() == c);
}

TEST_CASE_METHOD(Fixture, "one whose request is at work is never sent away") {
    for (const auto& member : {a, b, c}) crowd.move(*member, Phase::kAnswering, Moment::max());
    CHECK(crowd.first_to_go() == nullptr);
    CHECK_FALSE(crowd.earliest().has_value());
}

TEST_CASE_METHOD(Fixture, "memory is counted as it is held and given back") {
    crowd.move(*a, Phase::kReading, at(5));
    crowd.move(*b, Phase::kWriting, at(5));
    crowd.hold(*a, 600);
    crowd.hold(*b, 400);
    CHECK(crowd.over_memory() == nullptr);
    crowd.hold(*b, 401);
    CHECK(crowd.over_memory() == a);
    crowd.leave(*a);
    CHECK(crowd.over_memory() == nullptr);
    CHECK(crowd.size() == 2);
    CHECK(a->phase() == Phase::kGone);
    crowd.hold(*b, 1001);
    CHECK(crowd.over_memory() == b);
    crowd.hold(*b, 0);
    CHECK(crowd.over_memory() == nullptr);
}

TEST_CASE_METHOD(Fixture, "deadlines are found wherever they stand") {
    crowd.move(*a, Phase::kReading, at(9));
    CHECK(crowd.earliest() == at(2));
    CHECK(crowd.overdue(at(1)).empty());
    CHECK(crowd.overdue(at(2)) == std::vector<std::shared_ptr<Member>>{b});
    CHECK(crowd.overdue(at(9)).size() == 3);
    CHECK(crowd.in({Phase::kFresh}).size() == 2);
    CHECK(crowd.in({Phase::kReading, Phase::kIdle}).size() == 1);
}
