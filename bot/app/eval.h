// Owns the evaluation of rubrics against marked samples: agreement per pack and question, baselines, errors worth reading.
// Must not print. Test samples are counted, never shown.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "bot/app/library.h"
#include "bot/base/result.h"
#include "bot/grade/agreement.h"
#include "bot/grade/mark.h"

namespace bot::app {

enum class SplitChoice { kDev, kTest, kAll };

struct EvalRequest {
    std::vector<std::string> packs;       // empty = all
    std::optional<std::string> question;  // key
    SplitChoice split = SplitChoice::kAll;
    int worst = 0;  // how many of the worst dev answers to report
    // Samples from elsewhere instead of the packs' own, by question key; these may all be shown.
    std::optional<std::map<std::string, std::vector<grade::Sample>>> imported;
};

// One graded sample.
struct Graded {
    std::string question;  // key
    const grade::Sample* sample = nullptr;
    grade::Findings findings;
    grade::Mark mark;
    int tenths = 0;       // the grader's mark, 0..10
    int rubric_only = 0;  // the same without effort and evidence
    bool test = false;
};

struct Hits {
    int expected_found = 0;
    int expected = 0;
    int found = 0;
};

// How well marks order answers: over all pairs of a strong and a weak answer to the same question, as experts mark them. A tie counts half.
struct PairOrder {
    std::int64_t pairs = 0;
    std::int64_t halves = 0;  // two for each pair in order, one for a tie
    double share() const { return pairs == 0 ? 0 : double(halves) / (2.0 * double(pairs)); }
};

struct StyleRow {
    int count = 0;
    double expert = 0;
    double grader = 0;
    int highest = 0;  // score, 0..100
    int lowest = 100;
    int accepted = 0;     // above weak
    double distance = 0;  // mean absolute difference, in points of 100
};

struct Report {
    grade::Agreement all;
    grade::Agreement rubric_only;   // without the effort and evidence components
    grade::Agreement length_only;   // a straight line through log(words), fitted on these very answers
    grade::Agreement keyword_only;  // a straight line through the share of the model answer's words, fitted likewise
    std::map<std::string, grade::Agreement> packs;
    std::map<std::string, grade::Agreement> packs_rubric_only;  // without the effort and evidence components
    std::map<std::string, grade::Agreement> questions;
    PairOrder order;                              // all questions together
    std::map<std::string, PairOrder> pack_order;  // pairs are of one question always
    std::map<std::string, PairOrder> question_order;
    std::map<std::string, StyleRow> styles;
    std::map<std::string, Hits> points;  // "pack/question:point"; annotated samples only
    std::map<std::string, Hits> misconceptions;
    std::vector<Graded> worst;  // dev answers (or imported ones), largest difference first
    int samples = 0;
    std::vector<std::string> below_bar;  // packs below their stated bar, with the figures
};

// Grades the samples and adds up. kInvalidInput if a chosen pack is unknown or there is no sample to grade.
Result<Report> evaluate(const Library& library, const EvalRequest& request);

// Samples from CSV: a header naming the columns question, mark (0..10) and text (also answer); RFC 4180 quoting. kInvalidInput names the line.
Result<std::map<std::string, std::vector<grade::Sample>>> samples_from_csv(const Library& library, std::string_view csv);

// The same from JSON lines with the keys question, mark and text; others are passed over. In appeal_samples_json.cc.
Result<std::map<std::string, std::vector<grade::Sample>>> samples_from_lines(const Library& library, std::string_view lines);

std::string report_json(const Report& report);  // in eval_json.cc

}  // namespace bot::app
