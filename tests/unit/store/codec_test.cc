// Owns the codec's refusals, each with its words, and the bytes of each format.
#include <string>

#include "bot/store/session_codec.h"
#include "tests/support/catch.h"
#include "tests/unit/store/fixture.h"

using namespace bot;
using namespace bot::store;

namespace {

std::string replaced(std::string text, const std::string& from, const std::string& to) {
    const auto found = text.find(from);
    VIVA_CHECK(found != std::string::npos);
    return text.replace(found, from.size(), to);
}

std::string refusal(const std::string& bytes) {
    const auto decoded = decode_session(bytes);
    REQUIRE_FALSE(decoded);
    REQUIRE(decoded.error().code == Code::kCorrupt);
    const std::string start = "the stored session cannot be read: ";
    REQUIRE(decoded.error().message.substr(0, start.size()) == start);
    return decoded.error().message.substr(start.size());
}

// What the formats are: files in the field hold them, so the newest changes only together with kCodecVersion and the others never.
const std::string kFormat1 =
    R"({"v":1,"session":{"script":"round","program":"program","arguments":[["pack","go"]],"seed":7,"phase":"paused","state":"ask","steps":1,"started":0,)"
    R"("last_event":60000,"paused_for":250,"paused_at":90000,"timer":{"id":3,"due":120000,"nudged":true},"queues":[["next",["go/question-1"]]],)"
    R"("asked":[{"question":"go/question-0","rubric":"","skipped":false,"answered":true,"finished":false,"followups":1,"hinted":"01",)"
    R"("tally":{"credit":[10,0],"penalty":[],"content_words":0,"numbers":0,"term_list":false},)"
    R"("mark":{"score":62,"band":"partial","earned":0,"lost":0,"full":0,"rubric":0,"effort":0,"evidence":0,"untouched_parts":0,"capped_parts":false,"capped_list":false},)"
    R"("first_score":55,"points":[{"status":"matched","quote":"it \"waits\""},{"status":"missed","quote":""}],"claims":[{"status":"refuted","quote":{"hex":"ff00"}}],)"
    R"("probe":{"kind":"point","index":1},"probed":[{"kind":"point","index":1}]}]}})";

const std::string kFormat2 =
    R"({"v":2,"session":{"script":"round","program":"program","arguments":[["pack","go"]],"seed":7,"phase":"paused","state":"ask","steps":1,"last_event":60000,)"
    R"("paused_for":250,"paused_at":90000,"timer":{"id":3,"due":120000,"nudged":true},"queues":[["next",["go/question-1"]]],"asked":[{"question":"go/question-0",)"
    R"("answered":true,"followups":1,"hinted":"01","tally":{"credit":[10,0]},"mark":{"score":62,"band":"partial"},"first_score":55,)"
    R"("points":[{"status":"matched","quote":"it \"waits\""},{}],"claims":[{"status":"refuted","quote":{"hex":"ff00"}}],"probe":{"kind":"point","index":1},"probed":[{"kind":"point","index":1}]}]}})";

const std::string kFormat3 =
    R"({"v":3,"session":{"script":"round","program":"program","arguments":[["pack","go"]],"seed":7,"phase":"paused","state":"ask","steps":1,"last_event":60000,)"
    R"("paused_for":250,"paused_at":90000,"timer":{"id":3,"due":120000,"nudged":true},"queues":[["next",["go/question-1"]]],"asked":[{"question":"go/question-0",)"
    R"("answered":true,"followups":1,"hinted":"01","tally":{"credit":[10,0],"subject_words":48,"on_subject":true},"mark":{"score":62,"band":"partial",)"
    R"("elaboration":120},"first_score":55,)"
    R"("points":[{"status":"matched","quote":"it \"waits\""},{}],"claims":[{"status":"refuted","quote":{"hex":"ff00"}}],"probe":{"kind":"point","index":1},"probed":[{"kind":"point","index":1}]}]}})";

engine::Session session_in_full() {
    auto session = session_after(1, engine::Phase::kPaused);
    session.paused_for = Duration(250);
    session.paused_at = Instant(Duration(90000));
    session.timer = engine::Timer{3, at(2), true};
    session.queues = {{"next", {"go/question-1"}}};
    auto& asked = session.asked.front();
    asked.answered = true;
    asked.followups = 1;
    asked.hinted = {false, true};
    asked.mark.score = 62;
    asked.mark.band = grade::Band::kPartial;
    asked.first_score = 55;
    asked.points = {{grade::PointStatus::kMatched, "it \"waits\""}, {grade::PointStatus::kMissed, ""}};
    asked.claims = {{grade::ClaimStatus::kRefuted, std::string("\xff\0", 2)}};
    asked.probe = grade::Probe{grade::Probe::Kind::kPoint, 1};
    asked.probed = {*asked.probe};
    return session;
}

}  // namespace

TEST_CASE("format 3 is written and read as it was on the day it was fixed") {
    auto session = session_in_full();
    session.asked.front().tally.subject_words = 48;
    session.asked.front().tally.on_subject = true;
    session.asked.front().mark.elaboration = 120;
    REQUIRE(encode(session) == kFormat3);
    for (const auto& back : {decode_session(kFormat3), decode_session_tolerantly(kFormat3)}) {
        REQUIRE(back);
        REQUIRE(*back == session);
    }
}

TEST_CASE("format 2 is still read") {
    for (const auto& back : {decode_session(kFormat2), decode_session_tolerantly(kFormat2)}) {
        REQUIRE(back);
        REQUIRE(*back == session_in_full());
    }
}

TEST_CASE("format 1 is still read") {
    const auto back = decode_session(kFormat1);
    REQUIRE(back);
    REQUIRE(*back == session_in_full());
}

TEST_CASE("a field that is left out has its usual value, from format 2 on") {
    engine::Session bare;
    REQUIRE(encode(bare) == R"({"v":3,"session":{}})");
    REQUIRE(decode_session(R"({"v":2,"session":{}})") == bare);
    REQUIRE(decode_session(R"({"v":3,"session":{}})") == bare);
    REQUIRE(refusal(R"({"v":1,"session":{}})") == "session: script is missing");
    REQUIRE(refusal(R"({"v":2})") == "session is missing");
    // A usual value that stands there is read as well.
    REQUIRE(decode_session(replaced(kFormat1, R"("v":1)", R"("v":2)")) == session_in_full());
    REQUIRE(decode_marked(R"({"v":2,"marks":{"findings":{"points":[{}]}}})")->findings.points.front() == grade::PointFinding{});
    REQUIRE(encode(Marked{{}, {}, {.points = {{}}, .misconceptions = {{}}}}) == R"({"v":3,"marks":{"findings":{"points":[{}],"misconceptions":[{}]}}})");
}

TEST_CASE("the members of an object may come in any order and with white space") {
    const auto swapped = replaced(kFormat1, R"("script":"round","program":"program")", "\"program\" : \"program\",\n \"script\":\"round\"");
    const auto back = decode_session(swapped);
    REQUIRE(back);
    REQUIRE(*back == session_in_full());
}

TEST_CASE("what is no session is refused with the place and the reason") {
    REQUIRE(refusal("") == "not JSON");
    REQUIRE(refusal("viva") == "not JSON");
    REQUIRE(refusal(kFormat1.substr(0, kFormat1.size() - 1)) == "not JSON");
    REQUIRE(refusal(kFormat1 + "{}") == "not JSON");
    REQUIRE(refusal(std::string("\xff\xfe", 2)) == "not JSON");
    REQUIRE(refusal("[1]") == "not an object");
    REQUIRE(refusal("{}") == "v is missing");
    REQUIRE(refusal(R"({"v":1})") == "session is missing");
    REQUIRE(refusal(R"({"v":"1"})") == "v: not a whole number");
    REQUIRE(refusal(R"({"v":1,"session":null})") == "session: not an object");
}

TEST_CASE("a format of the future is named") {
    REQUIRE(refusal(R"({"v":4,"anything":[]})") == "format 4 is not known to this program, which reads up to format 3");
    REQUIRE(refusal(replaced(kFormat1, R"("v":1)", R"("v":0)")) == "format 0 is not known to this program, which reads up to format 3");
}

TEST_CASE("a field that is missing, unknown or doubled is refused") {
    REQUIRE(refusal(replaced(kFormat1, R"("seed":7,)", "")) == "session: seed is missing");
    REQUIRE(refusal(replaced(kFormat1, R"("hinted":"01",)", "")) == "session.asked[0]: hinted is missing");
    REQUIRE(refusal(replaced(kFormat1, R"("seed":7,)", R"("seed":7,"sead":7,)")) == "session: a field that is not known");
    REQUIRE(refusal(replaced(kFormat1, R"("v":1,)", R"("v":1,"w":1,)")) == "a field that is not known");
    REQUIRE(refusal(replaced(kFormat1, R"("seed":7,)", R"("seed":7,"seed":8,)")) == "a field stands twice");
    REQUIRE(refusal(replaced(kFormat1, R"({"hex":"ff00"})", R"({"hex":"ff00","hex":"ff"})")) == "a field stands twice");
}

TEST_CASE("a value of the wrong type or size is refused") {
    REQUIRE(refusal(replaced(kFormat1, R"("seed":7)", R"("seed":7.0)")) == "session.seed: not a whole number");
    REQUIRE(refusal(replaced(kFormat1, R"("seed":7)", R"("seed":-7)")) == "session.seed: a number out of range");
    REQUIRE(refusal(replaced(kFormat1, R"("followups":1)", R"("followups":2147483648)")) == "session.asked[0].followups: a number out of range");
    REQUIRE(refusal(replaced(kFormat1, R"("followups":1)", R"("followups":-2147483649)")) == "session.asked[0].followups: a number out of range");
    REQUIRE(refusal(replaced(kFormat1, R"("steps":1)", R"("steps":9223372036854775808)")) == "session.steps: a number out of range");
    REQUIRE(refusal(replaced(kFormat1, R"("phase":"paused")", R"("phase":"running")")) == "session.phase: not one of its words");
    REQUIRE(refusal(replaced(kFormat1, R"("phase":"paused")", R"("phase":1)")) == "session.phase: not one of its words");
    REQUIRE(refusal(replaced(kFormat1, R"("script":"round")", R"("script":null)")) == "session.script: not a text");
    REQUIRE(refusal(replaced(kFormat1, R"("skipped":false)", R"("skipped":0)")) == "session.asked[0].skipped: not true or false");
    REQUIRE(refusal(replaced(kFormat1, R"("hinted":"01")", R"("hinted":"02")")) == "session.asked[0].hinted: not a text of 0 and 1");
    REQUIRE(refusal(replaced(kFormat1, R"("penalty":[])", R"("penalty":{})")) == "session.asked[0].tally.penalty: not a list");
    REQUIRE(refusal(replaced(kFormat1, R"("credit":[10,0])", R"("credit":[10,"0"])")) == "session.asked[0].tally.credit[1]: not a whole number");
    REQUIRE(refusal(replaced(kFormat1, R"("hex":"ff00")", R"("hex":"ff0")")) == "session.asked[0].claims[0].quote: an odd number of hex digits");
    REQUIRE(refusal(replaced(kFormat1, R"("hex":"ff00")", R"("hex":"fg00")")) == "session.asked[0].claims[0].quote: not hex digits");
    REQUIRE(refusal(replaced(kFormat1, R"("hex":"ff00")", R"("oct":"7700")")) == "session.asked[0].claims[0].quote: not a text");
    REQUIRE(refusal(replaced(kFormat1, R"([["pack","go"]])", R"([["pack"]])")) == "session.arguments: not pairs");
    REQUIRE(refusal(replaced(kFormat1, R"([["pack","go"]])", R"([["pack","go"],["pack","k8s"]])")) == "session.arguments: names twice or out of order");
}

TEST_CASE("the deepest session is read and one level too many is refused") {
    const std::string deep = std::string(70, '[') + std::string(70, ']');
    REQUIRE(refusal(replaced(kFormat1, R"("penalty":[])", "\"penalty\":" + deep)) == "nested deeper than 64");
    REQUIRE(refusal(std::string(500'000, '[')) == "nested deeper than 64");
    const std::string shallow = std::string(40, '[') + std::string(40, ']');
    REQUIRE(refusal(replaced(kFormat1, R"("penalty":[])", "\"penalty\":" + shallow)) == "session.asked[0].tally.penalty[0]: not a whole number");
}

TEST_CASE("a text that is too long is refused before it is looked at") {
    REQUIRE(refusal(std::string(kMaxEncodedBytes + 1, ' ')) == "longer than 4194304 bytes");
    auto session = session_after(1);
    session.asked.front().points = {{grade::PointStatus::kMatched, std::string(kMaxEncodedBytes - 2000, 'x')}};
    const auto back = decode_session(encode(session));
    REQUIRE(back);
    REQUIRE(*back == session);
}

TEST_CASE("text of any bytes is stored so that it comes back") {
    for (const std::string& odd : {std::string("\0", 1), std::string("\x1b[31m"), std::string("\xc3"), std::string("\xed\xa0\x80"),
                                   std::string("\xf4\x90\x80\x80"), std::string("\xef\xbf\xbe"), std::string("a\"b\\c/\n\r\t\x7f\u2028")}) {
        CAPTURE(odd);
        engine::Session session;
        session.state = odd;
        session.arguments = {{odd, odd}};
        session.queues = {{odd, {odd}}};
        const auto back = decode_session(encode(session));
        REQUIRE(back);
        REQUIRE(*back == session);
    }
}

TEST_CASE("marks are stored under their own name, so that a session is never read as marks") {
    const auto bytes = encode(Marked{});
    REQUIRE(decode_marked(bytes) == Marked{});
    REQUIRE_FALSE(decode_session(bytes));
    const auto wrong = decode_marked(kFormat1);
    REQUIRE_FALSE(wrong);
    REQUIRE(wrong.error().message == "the stored marks cannot be read: marks is missing");
}
