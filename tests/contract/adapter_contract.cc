// The behaviours of a mock round as a person sees it, over each adapter.
#include "tests/fakes/stage.h"
#include "tests/support/catch.h"

using namespace tests;

TEST_CASE("a person who says hello is told what to do") {
    const Someone anna{101, "Anna"};
    Stage stage;
    stage.start();
    stage.api().add(says(anna, direct(anna), "hello"));
    REQUIRE(stage.api().wait_for_messages(anna.id, 1));
    CHECK_FALSE(stage.api().messages(anna.id).front().buttons.empty());
}
