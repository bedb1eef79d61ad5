// Owns the proofs of the message codec and of reading quickly: exact round trips, and never another value than the tolerant reader's.
#include "bot/store/message_codec.h"

#include <algorithm>
#include <cstdlib>
#include <string>

#include "bot/base/text.h"
#include "bot/store/field_writer.h"
#include "bot/store/plain_text.h"
#include "bot/store/quick_reader.h"
#include "bot/store/session_codec.h"
#include "bot/store/session_fields.h"
#include "tests/property/session_codec_random.h"
#include "tests/support/catch.h"

using namespace bot;
using namespace bot::store;

namespace {

std::uint64_t seeds() {
    const char* wanted = std::getenv("VIVA_SEEDS");
    return static_cast<std::uint64_t>(std::max(300, wanted ? std::atoi(wanted) : 0));
}

Outbound random_message(Random& random) {
    Outbound message;
    message.blocks = random.list(6, [&] {
        Block block;
        block.kind = random.one_of<Block::Kind>(8);
        block.tone = random.one_of<Tone>(5);
        block.sign = random.text(3);
        block.runs = random.list(4, [&] { return Run{random.one_of<Style>(4), random.text(200)}; });
        block.percent = random.number<int>();
        return block;
    });
    message.choices = random.list(4, [&] { return Choice{random.text(10), random.text(20), random.text(64)}; });
    if (random.coin()) message.file = Attachment{random.text(20), random.text(3000)};
    return message;
}

std::string damaged(std::string bytes, Random& random) {
    for (auto left = 1 + random.below(2); left > 0 && !bytes.empty(); --left) {
        const auto at = random.below(bytes.size());
        switch (random.below(4)) {
            case 0: bytes[at] = static_cast<char>(random.below(256)); break;
            case 1: bytes.erase(at, 1 + random.below(20)); break;
            case 2: bytes.insert(at, 1, "{}[]\",:0-e1tfn\\ "[random.below(16)]); break;
            default: bytes.resize(at);
        }
    }
    return bytes;
}

template <class T>
bool begins_as_left_out() {
    // All fields left out, with a blank so that no short cut is taken.
    return codec::QuickReader::document<std::vector<T>>(R"({"v":2,"x":[{}]})", 2, "x") == std::vector<T>(1) &&
           codec::FieldWriter().document(2, "x", T{}) == R"({"v":2,"x":{}})";
}

}  // namespace

TEST_CASE("a message comes back from its stored form exactly as it was") {
    for (std::uint64_t seed = 0, end = seeds(); seed < end; ++seed) {
        CAPTURE(seed);
        Random random(seed);
        const auto message = random_message(random);
        const auto bytes = encode(message);
        REQUIRE(is_utf8(bytes));
        const auto back = decode_message(bytes);
        REQUIRE(back);
        REQUIRE(*back == message);
    }
}

TEST_CASE("a damaged message is refused or read as one that is stored in the same bytes") {
    int refused = 0;
    int read = 0;
    for (std::uint64_t seed = 0, end = seeds(); seed < end; ++seed) {
        CAPTURE(seed);
        Random random(seed);
        const auto bytes = encode(random_message(random));
        for (int round = 0; round < 20; ++round) {
            const auto back = decode_message(damaged(bytes, random));
            ++(back ? read : refused);
            if (back) REQUIRE(decode_message(encode(*back)) == *back);
            if (!back) REQUIRE(back.error() == Error{Code::kCorrupt, "the stored message cannot be read: not one of format 1"});
        }
    }
    REQUIRE(refused > read);
    REQUIRE(read > 0);
}

TEST_CASE("the form of messages is the one of the day it was fixed") {
    Outbound message;
    message.blocks = {{Block::Kind::kItem, Tone::kGood, "+", {{Style::kStrong, "a"}, {Style::kPlain, "b"}}, 0},
                      {Block::Kind::kMeter, Tone::kNeutral, "", {}, 40}};
    message.choices = {{"hint", "Hint", "1:hint:a:1"}};
    message.file = Attachment{"x", "\xff"};
    const std::string form =
        R"({"v":1,"message":{"blocks":[{"kind":"item","tone":"good","sign":"+","runs":[{"style":"strong","text":"a"},{"text":"b"}]},{"kind":"meter","percent":40}],)"
        R"("choices":[{"verb":"hint","label":"Hint","data":"1:hint:a:1"}],"file":{"name":"x","bytes":{"hex":"ff"}}}})";
    REQUIRE(encode(message) == form);
    REQUIRE(decode_message(form) == message);
    REQUIRE(encode(Outbound{}) == R"({"v":1,"message":{}})");
    for (const char* other : {"", "{}", R"({"v":2,"message":{}})", R"({"v":1,"message":{}} )", R"({"v":1,"message":null})", R"({"v":1,"session":{}})"}) {
        CAPTURE(other);
        REQUIRE_FALSE(decode_message(other));
    }
    REQUIRE_FALSE(decode_message(std::string(kMaxMessageBytes + 1, ' ')));
}

TEST_CASE("what is read quickly is what the tolerant reader reads") {
    int quick = 0;
    int left_to_the_other = 0;
    for (std::uint64_t seed = 0, end = seeds(); seed < end; ++seed) {
        CAPTURE(seed);
        Random random(seed);
        const auto session = random.session();
        const auto bytes = encode(session);
        const auto read = [](std::string_view text) { return codec::QuickReader::document<engine::Session>(text, kCodecVersion, "session"); };
        REQUIRE(read(bytes) == session);
        REQUIRE(decode_session_tolerantly(bytes) == session);
        for (int round = 0; round < 20; ++round) {
            const auto text = damaged(bytes, random);
            const auto back = read(text);
            ++(back ? quick : left_to_the_other);
            if (!back) continue;
            const auto slow = decode_session_tolerantly(text);
            if (!slow) FAIL(slow.error().message);
            REQUIRE(*slow == *back);
        }
    }
    REQUIRE(quick > 0);
    REQUIRE(left_to_the_other > 0);
}

TEST_CASE("a new value is one with all its fields left out") {
    REQUIRE(begins_as_left_out<engine::Session>());
    REQUIRE(begins_as_left_out<engine::Asked>());
    REQUIRE(begins_as_left_out<engine::Timer>());
    REQUIRE(begins_as_left_out<engine::PointEvidence>());
    REQUIRE(begins_as_left_out<engine::ClaimEvidence>());
    REQUIRE(begins_as_left_out<grade::Probe>());
    REQUIRE(begins_as_left_out<grade::Mark>());
    REQUIRE(begins_as_left_out<grade::Tally>());
    REQUIRE(begins_as_left_out<grade::Findings>());
    REQUIRE(begins_as_left_out<grade::PointFinding>());
    REQUIRE(begins_as_left_out<grade::ClaimFinding>());
    REQUIRE(begins_as_left_out<grade::Span>());
    REQUIRE(begins_as_left_out<Marked>());
}

TEST_CASE("numbers are read as they would be written and not otherwise") {
    const auto read = [](const std::string& number) {
        return codec::QuickReader::document<std::vector<std::int64_t>>(R"({"v":1,"x":[)" + number + "]}", 1, "x");
    };
    REQUIRE(read("0") == std::vector<std::int64_t>{0});
    REQUIRE(read("-10,7") == std::vector<std::int64_t>{-10, 7});
    REQUIRE(read("-9223372036854775808") == std::vector<std::int64_t>{std::numeric_limits<std::int64_t>::min()});
    for (const char* odd : {"-0", "00", "01", "-01", "+1", "1.0", "1e2", "-", " 1", "1,", "9223372036854775808", "0x1"}) {
        CAPTURE(odd);
        REQUIRE_FALSE(read(odd));
    }
}

TEST_CASE("a text is looked at the same way wherever its odd byte stands") {
    const auto slowly = [](const std::string& text) {
        if (!is_utf8(text)) return codec::Text::kBytes;
        auto found = codec::Text::kPlain;
        for (const char c : text) {
            if (c == '"' || c == '\\' || c == '\n' || c == '\t' || c == '\r') found = codec::Text::kEscaped;
        }
        for (const char c : text) {
            if (static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t' && c != '\r') found = codec::Text::kBytes;
        }
        return found;
    };
    for (int byte = 0; byte < 256; ++byte) {
        for (std::size_t length : {1, 7, 8, 9, 16, 17}) {
            for (std::size_t place = 0; place < length; ++place) {
                for (const char* filler : {"x", "\x7f", "\xc2\xa0", "\xe6\x97\xa5", "\n"}) {
                    std::string text;
                    while (text.size() < place) text += filler;
                    text += static_cast<char>(byte);
                    while (text.size() < length) text += filler;
                    CAPTURE(text);
                    if (codec::look_at(text) != slowly(text)) FAIL("another answer");
                    const auto special =
                        std::find_if(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\'; });
                    if (codec::plain_length(text) != static_cast<std::size_t>(special - text.begin())) FAIL("another length");
                }
            }
        }
    }
    SUCCEED();
}
