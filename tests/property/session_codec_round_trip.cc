// Owns the proof that the codec loses nothing and believes nothing: exact round trips, and a total decoder over damaged bytes.
#include <algorithm>
#include <cstdlib>
#include <string>

#include "bot/base/text.h"
#include "tests/property/session_codec_random.h"
#include "tests/support/catch.h"

using namespace bot;
using namespace bot::store;

namespace {

// Cases to try; VIVA_SEEDS asks for more in the long tests.
std::uint64_t seeds() {
    const char* wanted = std::getenv("VIVA_SEEDS");
    return static_cast<std::uint64_t>(std::max(500, wanted ? std::atoi(wanted) : 0));
}

// One to three edits: a byte replaced, taken out or put in, a stretch doubled or dropped, or the end cut off.
std::string damaged(std::string bytes, Random& random) {
    for (auto left = 1 + random.below(3); left > 0 && !bytes.empty(); --left) {
        const auto at = random.below(bytes.size());
        const auto length = 1 + random.below(40);
        switch (random.below(6)) {
            case 0: bytes[at] = static_cast<char>(random.below(256)); break;
            case 1: bytes.erase(at, 1); break;
            case 2: bytes.insert(at, 1, "{}[]\",:0-e1tfn\\ "[random.below(16)]); break;
            case 3: bytes.insert(at, bytes.substr(at, length)); break;
            case 4: bytes.erase(at, length); break;
            default: bytes.resize(at);
        }
    }
    return bytes;
}

}  // namespace

TEST_CASE("a session comes back from its stored form exactly as it was") {
    for (std::uint64_t seed = 0, end = seeds(); seed < end; ++seed) {
        CAPTURE(seed);
        const auto session = Random(seed).session();
        const auto bytes = encode(session);
        REQUIRE(is_utf8(bytes));
        const auto back = decode_session(bytes);
        REQUIRE(back);
        REQUIRE(*back == session);
        REQUIRE(encode(*back) == bytes);
    }
}

TEST_CASE("what an attempt was marked comes back exactly as it was") {
    for (std::uint64_t seed = 0, end = seeds(); seed < end; ++seed) {
        CAPTURE(seed);
        const auto marked = Random(seed).marked();
        const auto back = decode_marked(encode(marked));
        REQUIRE(back);
        REQUIRE(*back == marked);
    }
}

TEST_CASE("damaged bytes are refused with a reason or read as a value that is stored the same way again") {
    int refused = 0;
    int read = 0;
    for (std::uint64_t seed = 0, end = seeds(); seed < end; ++seed) {
        CAPTURE(seed);
        Random random(seed);
        const auto bytes = encode(random.session());
        for (int round = 0; round < 20; ++round) {
            const auto back = decode_session(damaged(bytes, random));
            if (back) {
                ++read;
                const auto again = decode_session(encode(*back));
                REQUIRE(again);
                REQUIRE(*again == *back);
            } else {
                ++refused;
                REQUIRE(back.error().code == Code::kCorrupt);
                REQUIRE(back.error().message.size() > std::string("the stored session cannot be read: ").size());
            }
        }
    }
    // Edits inside a text or a number are still sessions; most edits are not.
    REQUIRE(refused > read);
    REQUIRE(read > 0);
}
