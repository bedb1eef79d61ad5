// Owns the tests of the JSON shapes of grading.
#include "bot/app/grade_json.h"
#include "tests/support/catch.h"

using namespace bot;
using app::decode_request;

TEST_CASE("a request's id comes back as it was written") {
    CHECK(decode_request(R"({"id":7,"question":"q","answer":"a"})")->id == "7");
    CHECK(decode_request(R"({"id":"7","question":"q","answer":"a"})")->id == "\"7\"");
    CHECK(decode_request(R"({"question":"q","answer":"a"})")->id == "null");
}

TEST_CASE("a bad request says what is wrong") {
    const auto message = [](std::string_view line) { return decode_request(line).error().message; };
    CHECK(message("{").find("not a JSON object") == 0);
    CHECK(message("[1]").find("not a JSON object") == 0);
    CHECK(message(R"({"id":1,"answer":"a"})") == "\"question\" is missing or no text");
    CHECK(message(R"({"id":1,"question":"q","answer":5})") == "\"answer\" is missing or no text");
    CHECK(message(R"({"id":{},"question":"q","answer":"a"})") == "\"id\" is neither text nor a number");
    CHECK(message(R"({"question":"q","answer":"a","followup":7})") == "\"followup\" is not the id of a point");
    CHECK(app::id_of_line(R"({"id":9,"answer":5})") == "9");
    CHECK(app::id_of_line("nonsense") == "null");
}

TEST_CASE("deep nesting is refused, not followed") {
    const std::string deep = R"({"id":1,"question":"q","answer":"a","x":)" + std::string(200000, '[') + std::string(200000, ']') + "}";
    CHECK_FALSE(decode_request(deep).has_value());
    CHECK(app::id_of_line(deep) == "null");
}

TEST_CASE("a result holds points with spans and only claimed misconceptions") {
    grade::Question question;
    question.id = "q";
    question.points = {{"found", 2, "", "", "", {}, {}, {}}, {"lost", 1, "", "", "", {}, {}, {}}};
    question.misconceptions = {{"claimed", 2, "", "", "", {}, {}}, {"absent", 1, "", "", "", {}, {}}};
    grade::Findings findings;
    findings.points = {{grade::PointStatus::kMatched, grade::Span{0, 5}, 0}, {}};
    findings.misconceptions = {{grade::ClaimStatus::kClaimed, grade::Span{6, 8}, 0}, {}};
    grade::Tally tally;
    tally.credit = {10, 0};
    tally.penalty = {10, 0};
    grade::Mark mark;
    mark.score = 42;
    mark.band = grade::Band::kPartial;
    CHECK(
        app::encode_grade("\"x\"", question, "hello \"\xc3\xa9", findings, tally, mark, false) ==
        R"({"id":"x","question":"q","score":42,"band":"partial","points":[{"id":"found","status":"matched","credit":1,"span":[0,5],"quote":"hello"},)"
        R"({"id":"lost","status":"missed","credit":0,"span":null,"quote":null}],"misconceptions":[{"id":"claimed","penalty":2.0,"span":[6,8],"quote":"\"�"}]})");
}

TEST_CASE("an error line keeps the id and escapes the message") { CHECK(app::encode_error("5", "no \"x\"") == R"({"id":5,"error":"no \"x\""})"); }
