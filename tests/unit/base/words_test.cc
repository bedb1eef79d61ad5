// Owns the tests of the small vocabulary: ids, durations and times, nearest words, fingerprints.
#include <array>

#include "bot/base/fingerprint.h"
#include "bot/base/ids.h"
#include "bot/base/nearest.h"
#include "bot/base/time.h"
#include "tests/support/catch.h"

using namespace bot;

TEST_CASE("row ids are spelled in base 36 and read back only when spelled so") {
    for (const std::int64_t value : {std::int64_t{0}, std::int64_t{1}, std::int64_t{35}, std::int64_t{36}, INT64_MAX, INT64_MIN}) {
        CHECK(from_base36(to_base36(value)) == value);
    }
    CHECK(to_base36(35) == "z");
    for (const auto* bad : {"", "01", "Z", "-0", "+1", " 1", "zzzzzzzzzzzzzz"}) CHECK_FALSE(from_base36(bad).has_value());
}

TEST_CASE("author ids are lower case words with digits and dashes, 2 to 32 long") {
    CHECK(is_author_id("go-developer"));
    CHECK(is_author_id("k8"));
    CHECK(is_author_id(std::string(32, 'a')));
    for (const auto& bad : {std::string{"a"}, std::string{"8k"}, std::string{"Go"}, std::string{"a_b"}, std::string{}, std::string(33, 'a')})
        CHECK_FALSE(is_author_id(bad));
}

TEST_CASE("durations have one number and one unit") {
    using namespace std::chrono;
    CHECK(parse_duration("90s") == Duration{seconds{90}});
    CHECK(parse_duration("5m") == Duration{minutes{5}});
    CHECK(parse_duration("365d") == Duration{days{365}});
    for (const auto* bad : {"", "5", "m", "0s", "-1s", "5 m", "366d", "99999999999s", "5mm", "1.5h"}) CHECK_FALSE(parse_duration(bad).has_value());
}

TEST_CASE("an instant has one text form") {
    CHECK(to_rfc3339(Instant{}) == "1970-01-01T00:00:00.000Z");
    CHECK(to_rfc3339(Instant{std::chrono::milliseconds{1'795'253'401'007}}) == "2026-11-21T09:30:01.007Z");
}

TEST_CASE("a typo finds the nearest known word") {
    const std::array<std::string, 4> words{"hint", "skip", "stop", "go-developer"};
    CHECK(nearest("hnit", words) == "hint");
    CHECK(nearest("stp", words) == "stop");
    CHECK(nearest("go-dev", words) == "go-developer");
    CHECK_FALSE(nearest("zebra", words).has_value());
    CHECK(did_you_mean("hnit", words) == " (did you mean hint?)");
    CHECK(did_you_mean("zebra", words).empty());
    CHECK(edit_distance("abcd", "abdc") == 1);
    CHECK(edit_distance("", "abc") == 3);
}

TEST_CASE("a fingerprint tells where its parts end") {
    CHECK(fingerprint({"ab", "c"}) != fingerprint({"a", "bc"}));
    CHECK(fingerprint({"ab", "c"}) == fingerprint({"ab", "c"}));
    CHECK(fingerprint({}).size() == 32);
    CHECK(fingerprint({}) == "e3b0c44298fc1c149afbf4c8996fb924");  // SHA-256 of nothing, FIPS 180-4
}
