// Owns the JSON of an evaluation.
#include <nlohmann/json.hpp>

#include "bot/app/eval.h"

namespace bot::app {
namespace {

using Json = nlohmann::ordered_json;

Json of(const grade::Agreement& agreement) {
    return {{"count", agreement.count},
            {"qwk", agreement.qwk},
            {"pearson", agreement.pearson},
            {"band", agreement.band},
            {"mae", agreement.mae},
            {"false_accepts", agreement.false_accepts},
            {"false_rejects", agreement.false_rejects}};
}

Json of(const std::map<std::string, grade::Agreement>& rows) {
    Json json = Json::object();
    for (const auto& [name, agreement] : rows) json[name] = of(agreement);
    return json;
}

Json of(const std::map<std::string, Hits>& rows) {
    Json json = Json::object();
    for (const auto& [name, hits] : rows) json[name] = {{"expected", hits.expected}, {"found", hits.found}, {"both", hits.expected_found}};
    return json;
}

Json of(const std::map<std::string, PairOrder>& rows) {
    Json json = Json::object();
    for (const auto& [name, order] : rows) json[name] = {{"pairs", order.pairs}, {"share", order.share()}};
    return json;
}

}  // namespace

std::string report_json(const Report& report) {
    Json json;
    json["samples"] = report.samples;
    json["all"] = of(report.all);
    json["baselines"] = {{"rubric_only", of(report.rubric_only)}, {"length_only", of(report.length_only)}, {"keyword_only", of(report.keyword_only)}};
    json["packs"] = of(report.packs);
    json["packs_rubric_only"] = of(report.packs_rubric_only);
    json["questions"] = of(report.questions);
    json["order"] = {
        {"pairs", report.order.pairs}, {"share", report.order.share()}, {"packs", of(report.pack_order)}, {"questions", of(report.question_order)}};
    json["styles"] = Json::object();
    for (const auto& [style, row] : report.styles) {
        json["styles"][style] = {{"count", row.count},     {"expert", row.expert},     {"grader", row.grader},    {"lowest", row.lowest},
                                 {"highest", row.highest}, {"accepted", row.accepted}, {"distance", row.distance}};
    }
    json["points"] = of(report.points);
    json["misconceptions"] = of(report.misconceptions);
    json["worst"] = Json::array();
    for (const auto& graded : report.worst) {
        json["worst"].push_back({{"question", graded.question},
                                 {"expert", graded.sample->mark},
                                 {"score", graded.mark.score},
                                 {"style", graded.sample->style},
                                 {"text", graded.sample->text}});
    }
    json["below_bar"] = report.below_bar;
    return json.dump(2, ' ', false, Json::error_handler_t::replace);
}

}  // namespace bot::app
