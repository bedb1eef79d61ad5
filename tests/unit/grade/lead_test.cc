// Owns the tests of leads: what a fragment earns behind one, what nobody may earn by one, and where the quote lies.
#include "bot/grade/lead.h"

#include "tests/support/catch.h"
#include "tests/unit/grade/make.h"

namespace bot::grade {
namespace {

using namespace testing;

std::shared_ptr<const Rubric> asking(std::vector<std::string> leads, const std::string& pattern, const std::string& wrong = "nowhere in the text") {
    Point asked = point("p", {phrase(pattern)});
    asked.want = "The sender waits.";
    asked.ask = "What does the sender do?";
    asked.lead = std::move(leads);
    Misconception claim = misconception("m", {phrase(wrong)});
    claim.opposes = "p";
    return rubric({asked, point("other", {phrase("sender ~ leaves")})}, {claim});
}

std::string quote(std::string_view text, const std::optional<Span>& span) { return span ? std::string(text.substr(span->begin, span->end - span->begin)) : ""; }

// "matched: the person's words" for the point, then what is claimed.
std::string heard(const Rubric& rubric, std::string_view text) {
    const Findings findings = examine_followup(rubric, text, 0).findings;
    const PointFinding& found = findings.points.at(0);
    std::string out(to_string(found.status));
    if (found.span) out += ": " + quote(text, found.span);
    if (findings.misconceptions.at(0).status == ClaimStatus::kClaimed) out += "; claimed: " + quote(text, findings.misconceptions.at(0).span);
    return out;
}

TEST_CASE("a fragment earns its point behind the lead, and the quote holds the person's words only") {
    const auto rubric = asking({"the sender"}, "sender ~ {blocks}", "sender ~ drops it");
    CHECK(heard(*rubric, "waits") == "matched: waits");
    CHECK(heard(*rubric, "  *Waits*, of course.") == "matched: Waits");
    CHECK(heard(*rubric, "Yes, it blocks.") == "matched: it blocks");
    CHECK(heard(*rubric, "No, it waits.") == "matched: it waits");
    CHECK(heard(*rubric, "Well. Waits.") == "matched: Waits");
    CHECK(heard(*rubric, "eats cake") == "missed");
    CHECK(heard(*rubric, "The sender waits.") == "matched: sender waits");
    CHECK(examine(*rubric, "waits").points[0].status == PointStatus::kMissed);  // a first answer has no lead
}

TEST_CASE("a lead may stand round the answer, and the first that earns the point is told") {
    const auto rubric = asking({"the sender", "... decides who runs"}, "kernel ~ decides");
    CHECK(heard(*rubric, "The kernel.") == "matched: kernel");
    CHECK(heard(*rubric, "the kernel, not the program") == "matched: kernel");
    CHECK(heard(*rubric, "not the kernel") == "missed");
    CHECK(examine_followup(*rubric, "the kernel", 0).lead == 1);
    CHECK(examine_followup(*rubric, "the kernel decides", 0).lead == -1);
    CHECK(examine_followup(*rubric, "no idea", 0).lead == -1);
}

TEST_CASE("a denial behind a lead denies") {
    const auto rubric = asking({"the sender"}, "sender ~ {blocks}");
    CHECK(heard(*rubric, "never waits") == "missed");
    CHECK(heard(*rubric, "No, it does not wait.") == "missed");
    CHECK(heard(*rubric, "does not block") == "missed");
    CHECK(heard(*rubric, "The sender never waits.") == "negated: sender never waits");  // said in full it is shown as a denial
}

TEST_CASE("an answer that says nothing earns nothing, however much the lead says") {
    const auto rubric = asking({"the sender waits", "the sender waits ... for its receiver"}, "sender ~ {blocks}", "sender ~~ for");
    for (const auto* text :
         {"yes", "no", "No, it does not.", "it does", "maybe", "I don't know", "good question", "it depends", "nothing", "never", "", " ?! "}) {
        INFO(text);
        CHECK(heard(*rubric, text) == "missed");
    }
    // What the lead says alone counts for nothing.
    CHECK(heard(*rubric, "a blue bicycle") == "contradicted: a blue bicycle; claimed: a blue bicycle");
    CHECK(heard(*asking({"the sender waits"}, "sender ~ {blocks}"), "a blue bicycle") == "missed");
}

TEST_CASE("a wrong fragment is heard as the misconception that it is, and contradicts the point") {
    const auto rubric = asking({"the sender"}, "sender ~ {blocks}", "sender ~ drops it");
    CHECK(heard(*rubric, "drops it") == "contradicted: drops it; claimed: drops it");
    CHECK(heard(*rubric, "never drops it") == "missed");
    CHECK(heard(*rubric, "The sender drops it. Waits.") == "contradicted: sender drops it; claimed: sender drops it");
}

TEST_CASE("a lead serves its own point and short answers only") {
    const auto rubric = asking({"the sender"}, "sender ~ {blocks}");
    CHECK(examine_followup(*rubric, "leaves", 0).findings.points[1].status == PointStatus::kMissed);
    std::string text = "waits";
    for (std::size_t i = 1; i < kFragmentWords; ++i) text += " long";
    CHECK(heard(*rubric, text) == "matched: waits");
    CHECK(heard(*rubric, text + " long") == "missed");
    for (const int nowhere : {-1, 2, 99}) CHECK(examine_followup(*rubric, "waits", nowhere).findings == examine(*rubric, "waits"));
}

TEST_CASE("quotes lie in the text as given, whatever bytes it holds") {
    const auto rubric = asking({"the sender", "the sender ... for it"}, "sender ~ {blocks}");
    const std::string_view texts[] = {"\xEF\xBB\xBFwaits", "“waits”",      "\xFF waits",         "- waits\n- and waits",
                                      "w a i t s",         "so, `waits`!", "yes yes yes, waits", "n\xC3\xA3o, waits"};
    for (const std::string_view text : texts) {
        const auto findings = examine_followup(*rubric, text, 0).findings;
        INFO(text);
        if (!findings.points[0].span) continue;
        CHECK(findings.points[0].span->end <= text.size());
        CHECK(quote(text, findings.points[0].span).ends_with("waits"));
    }
    CHECK(heard(*rubric, "\xFF waits") == "matched: waits");
}

TEST_CASE("leads are part of a rubric's identity, and no lead changes nothing") {
    const auto one = asking({"the sender"}, "x");
    CHECK(fingerprint_of(*one) != fingerprint_of(*asking({}, "x")));
    CHECK(fingerprint_of(*one) != fingerprint_of(*asking({"a sender"}, "x")));
    CHECK(fingerprint_of(*one) == fingerprint_of(*asking({"the sender"}, "x")));
}

TEST_CASE("a lead that decides by itself is found, and so is one that says what only the want says") {
    CHECK(neutral_answer_heard(*asking({"the sender"}, "sender ~ {blocks}"), 0, 0) == std::nullopt);
    CHECK(neutral_answer_heard(*asking({"the sender"}, "sender \\w+ \\w+"), 0, 0).has_value());
    CHECK(neutral_answer_heard(*asking({"the sender"}, "sender ~ {blocks}", "sender ~ aunt"), 0, 0) == "Because my aunt likes tea.");
    CHECK(word_given_away(question_of(*asking({"the sender waits"}, "x")), 0, 0) == "wait");
    CHECK(word_given_away(question_of(*asking({"what the sender does is"}, "x")), 0, 0) == std::nullopt);
}

}  // namespace
}  // namespace bot::grade
