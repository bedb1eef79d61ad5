// Owns the JSON shapes of grading.
#include "bot/app/grade_json.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

namespace bot::app {
namespace {

using Json = nlohmann::ordered_json;
constexpr int kMaxDepth = 8;

std::string write(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

// Never throws; discarded on any fault. Depth is bounded because copying deep foreign JSON overflows the stack.
Json parse(std::string_view line) {
    bool too_deep = false;
    auto json = Json::parse(
        line.begin(), line.end(),
        [&](int depth, Json::parse_event_t, Json&) {
            too_deep |= depth > kMaxDepth;
            return !too_deep;
        },
        false);
    return too_deep ? Json(Json::value_t::discarded) : json;
}

const std::string* text_of(const Json& object, const char* key) {
    const auto found = object.find(key);
    return found != object.end() ? found->get_ptr<const std::string*>() : nullptr;
}

Json span_of(const std::optional<grade::Span>& span) { return span ? Json::array({span->begin, span->end}) : Json(nullptr); }

Json quote_of(const std::optional<grade::Span>& span, std::string_view answer) {
    return span && span->end <= answer.size() ? Json(std::string(answer.substr(span->begin, span->end - span->begin))) : Json(nullptr);
}

}  // namespace

Result<GradeRequest> decode_request(std::string_view line) {
    const auto json = parse(line);
    if (!json.is_object()) return fail(Code::kInvalidInput, "not a JSON object; each line is {\"id\":...,\"question\":\"...\",\"answer\":\"...\"}");
    GradeRequest request{"null", {}, {}, {}};
    if (const auto id = json.find("id"); id != json.end()) {
        if (!id->is_string() && !id->is_number() && !id->is_null()) return fail(Code::kInvalidInput, "\"id\" is neither text nor a number");
        request.id = write(*id);
    }
    const auto* question = text_of(json, "question");
    const auto* answer = text_of(json, "answer");
    if (!question) return fail(Code::kInvalidInput, "\"question\" is missing or no text");
    if (!answer) return fail(Code::kInvalidInput, "\"answer\" is missing or no text");
    request.question = *question;
    request.answer = *answer;
    if (const auto followup = json.find("followup"); followup != json.end()) {
        const auto* point = followup->get_ptr<const std::string*>();
        if (!point || point->empty()) return fail(Code::kInvalidInput, "\"followup\" is not the id of a point");
        request.followup = *point;
    }
    return request;
}

std::string id_of_line(std::string_view line) {
    const auto json = parse(line);
    if (!json.is_object()) return "null";
    const auto id = json.find("id");
    return id != json.end() && (id->is_string() || id->is_number()) ? write(*id) : "null";
}

std::string encode_grade(std::string_view id_json, const grade::Question& question, std::string_view answer, const grade::Findings& findings,
                         const grade::Tally& tally, const grade::Mark& mark, bool explain) {
    Json json;
    json["id"] = parse(id_json);
    json["question"] = question.id;
    json["score"] = mark.score;
    json["band"] = grade::to_string(mark.band);
    json["points"] = Json::array();
    for (std::size_t i = 0; i < question.points.size(); ++i) {
        const auto& finding = findings.points[i];
        json["points"].push_back({{"id", question.points[i].id},
                                  {"status", grade::to_string(finding.status)},
                                  {"credit", tally.credit[i] == 10  ? Json(1)
                                             : tally.credit[i] == 0 ? Json(0)
                                                                    : Json(tally.credit[i] / 10.0)},
                                  {"span", span_of(finding.span)},
                                  {"quote", quote_of(finding.span, answer)}});
    }
    json["misconceptions"] = Json::array();
    for (std::size_t i = 0; i < question.misconceptions.size(); ++i) {
        const auto& finding = findings.misconceptions[i];
        if (finding.status != grade::ClaimStatus::kClaimed) continue;
        json["misconceptions"].push_back({{"id", question.misconceptions[i].id},
                                          {"penalty", question.misconceptions[i].weight * grade::kPenalty * tally.penalty[i] / 1000.0},
                                          {"span", span_of(finding.span)},
                                          {"quote", quote_of(finding.span, answer)}});
    }
    if (findings.cut) json["cut"] = true;
    if (findings.repaired) json["repaired"] = true;
    if (findings.other_language) json["other_language"] = true;
    if (explain) {
        json["components"] = {{"earned", mark.earned / 10.0},
                              {"lost", mark.lost / 10.0},
                              {"full", mark.full / 10.0},
                              {"rubric", mark.rubric / 1000.0},
                              {"elaboration", mark.elaboration / 1000.0},
                              {"worth", grade::worth_of(mark) / 1000.0},
                              {"effort", mark.effort / 1000.0},
                              {"evidence", mark.evidence / 1000.0},
                              {"untouched_parts", mark.untouched_parts},
                              {"capped_parts", mark.capped_parts},
                              {"capped_list", mark.capped_list},
                              {"raised", mark.raised}};
    }
    return write(json);
}

std::string encode_error(std::string_view id_json, std::string_view message) { return write(Json{{"id", parse(id_json)}, {"error", message}}); }

}  // namespace bot::app
