// Owns the JSON of the grade command: one request line in, one result line out. Must not grade.
#pragma once

#include <string>
#include <string_view>

#include "bot/base/result.h"
#include "bot/grade/grader.h"
#include "bot/grade/mark.h"

namespace bot::app {

struct GradeRequest {
    std::string id;  // the id's JSON text, so that "7" and 7 come back as they were; null if absent
    std::string question;
    std::string answer;
    std::string followup{};  // the point whose follow-up question is answered; empty = a first answer
};

// One line {"id","question","answer"} and, if it answers a follow-up, "followup"; other keys are ignored. Fails with kInvalidInput on anything else, nested
// over 8 levels included.
Result<GradeRequest> decode_request(std::string_view line);

// The id of a line that decode_request refused, as JSON text; "null" if it cannot be told.
std::string id_of_line(std::string_view line);

// {"id","question","score","band","points","misconceptions"}; only misconceptions that were claimed are listed. With explain also the components of the mark.
std::string encode_grade(std::string_view id_json, const grade::Question& question, std::string_view answer, const grade::Findings& findings,
                         const grade::Tally& tally, const grade::Mark& mark, bool explain);

std::string encode_error(std::string_view id_json, std::string_view message);

}  // namespace bot::app
