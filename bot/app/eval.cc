// Owns grading the samples and adding up what they say.
#include "bot/app/eval.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <set>

#include "bot/base/nearest.h"
#include "bot/base/text.h"
#include "bot/grade/tally.h"

namespace bot::app {
namespace {

std::vector<std::string> words_of(std::string_view text) {
    std::vector<std::string> words;
    std::string word;
    for (const char c : fold(text) + " ") {
        const bool inside = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || (static_cast<unsigned char>(c) & 0x80) != 0;
        if (inside) {
            word += c;
        } else if (!word.empty()) {
            words.push_back(std::move(word));
            word.clear();
        }
    }
    return words;
}

// Marks of the least-squares line through (feature, expert), rounded to 0..10.
std::vector<int> fitted(const std::vector<double>& feature, const std::vector<int>& expert) {
    const double n = double(feature.size());
    double sx = 0, sy = 0, sxx = 0, sxy = 0;
    for (std::size_t i = 0; i < feature.size(); ++i) {
        sx += feature[i];
        sy += expert[i];
        sxx += feature[i] * feature[i];
        sxy += feature[i] * expert[i];
    }
    const double spread = n * sxx - sx * sx;
    const double slope = spread > 0 ? (n * sxy - sx * sy) / spread : 0;
    const double base = (sy - slope * sx) / n;
    std::vector<int> marks;
    marks.reserve(feature.size());
    for (const double x : feature) marks.push_back(int(std::lround(std::clamp(base + slope * x, 0.0, 10.0))));
    return marks;
}

void count_hits(std::map<std::string, Hits>& hits, const std::string& name, bool expected, bool found) {
    auto& entry = hits[name];
    entry.expected += expected ? 1 : 0;
    entry.found += found ? 1 : 0;
    entry.expected_found += expected && found ? 1 : 0;
}

bool holds(const std::vector<std::string>& ids, const std::string& id) { return std::find(ids.begin(), ids.end(), id) != ids.end(); }

void count_annotations(Report& report, const grade::Question& question, const Graded& graded) {
    if (graded.sample->points) {
        for (std::size_t i = 0; i < question.points.size(); ++i) {
            count_hits(report.points, graded.question + ":" + question.points[i].id, holds(*graded.sample->points, question.points[i].id),
                       graded.findings.points[i].status == grade::PointStatus::kMatched);
        }
    }
    if (graded.sample->misconceptions) {
        for (std::size_t i = 0; i < question.misconceptions.size(); ++i) {
            count_hits(report.misconceptions, graded.question + ":" + question.misconceptions[i].id,
                       holds(*graded.sample->misconceptions, question.misconceptions[i].id),
                       graded.findings.misconceptions[i].status == grade::ClaimStatus::kClaimed);
        }
    }
}

void count_style(Report& report, const Graded& graded) {
    auto& row = report.styles[graded.sample->style.empty() ? "(none)" : graded.sample->style];
    ++row.count;
    row.expert += graded.sample->mark;
    row.grader += graded.mark.score / 10.0;
    row.highest = std::max(row.highest, graded.mark.score);
    row.lowest = std::min(row.lowest, graded.mark.score);
    row.accepted += graded.mark.band > grade::Band::kWeak ? 1 : 0;
    row.distance += std::abs(graded.mark.score - 10 * graded.sample->mark);
}

// One question's chosen samples, graded.
Status grade_question(const Library& library, const std::string& key, const std::vector<grade::Sample>& samples, const EvalRequest& request,
                      std::vector<Graded>& out) {
    const auto rubric = library.rubric(key);
    if (!rubric) return fail(Code::kInvalidInput, fmt::format("the rubric of {} does not compile; viva lint says why", key));
    const auto& question = grade::question_of(*rubric);
    for (const auto& sample : samples) {
        const bool test = !request.imported && grade::split_of(sample.text) == grade::Split::kTest;
        if (request.split != SplitChoice::kAll && !request.imported && test != (request.split == SplitChoice::kTest)) continue;
        Graded graded{key, &sample, grade::examine(*rubric, sample.text), {}, 0, 0, test};
        const auto tally = grade::first_tally(question, graded.findings, {});
        graded.mark = grade::mark(question, tally);
        graded.tenths = grade::to_tenths(graded.mark.score);
        graded.rubric_only = grade::to_tenths(grade::mark(question, tally, grade::kRubricOnly).score);
        out.push_back(std::move(graded));
    }
    return {};
}

Result<std::vector<Graded>> grade_all(const Library& library, const EvalRequest& request) {
    std::vector<Graded> graded;
    std::vector<std::string> known;
    for (const auto& pack : library.content().packs) known.push_back(pack.id);
    for (const auto& id : request.packs) {
        if (!library.pack(id)) return fail(Code::kNotFound, fmt::format("no pack is named {}{}; viva packs lists them", id, did_you_mean(id, known)));
    }
    for (const auto& pack : library.content().packs) {
        if (!request.packs.empty() && !holds(request.packs, pack.id)) continue;
        for (const auto& question : pack.questions) {
            const auto key = pack.id + "/" + question.id;
            if (request.question && *request.question != key) continue;
            const std::vector<grade::Sample>* samples = nullptr;
            if (request.imported) {
                const auto found = request.imported->find(key);
                samples = found == request.imported->end() ? nullptr : &found->second;
            } else {
                const auto found = pack.samples.find(question.id);
                samples = found == pack.samples.end() ? nullptr : &found->second;
            }
            if (!samples) continue;
            if (auto done = grade_question(library, key, *samples, request, graded); !done) return tl::unexpected(done.error());
        }
    }
    if (graded.empty()) return fail(Code::kInvalidInput, "there are no samples to grade; add some to the pack's samples/ folder or choose another split");
    return graded;
}

constexpr int kStrongMark = 8;  // of 10: the band strong
constexpr int kWeakMark = 3;    // at most: the bands weak and none

void add_order(PairOrder& to, const PairOrder& more) {
    to.pairs += more.pairs;
    to.halves += more.halves;
}

PairOrder order_of(const std::vector<const Graded*>& graded) {
    PairOrder order;
    for (const auto* strong : graded) {
        if (strong->sample->mark < kStrongMark) continue;
        for (const auto* weak : graded) {
            if (weak->sample->mark > kWeakMark) continue;
            ++order.pairs;
            order.halves += strong->mark.score > weak->mark.score ? 2 : strong->mark.score == weak->mark.score ? 1 : 0;
        }
    }
    return order;
}

struct Marks {
    std::vector<int> expert, grader, rubric_only;
    void add(const Graded& graded) {
        expert.push_back(graded.sample->mark);
        grader.push_back(graded.tenths);
        rubric_only.push_back(graded.rubric_only);
    }
};

void add_baselines(Report& report, const Library& library, const std::vector<Graded>& graded, const std::vector<int>& expert) {
    std::vector<double> lengths, shares;
    for (const auto& each : graded) {
        const auto said = words_of(each.sample->text);
        lengths.push_back(std::log1p(double(said.size())));
        const auto* question = library.question(each.question);
        std::set<std::string> keywords;
        for (auto& word : words_of(question->answer)) {
            if (word.size() > 3) keywords.insert(std::move(word));
        }
        const std::set<std::string> distinct(said.begin(), said.end());
        const auto hit = std::count_if(keywords.begin(), keywords.end(), [&](const auto& word) { return distinct.contains(word); });
        shares.push_back(keywords.empty() ? 0 : double(hit) / double(keywords.size()));
    }
    report.length_only = grade::agreement(expert, fitted(lengths, expert));
    report.keyword_only = grade::agreement(expert, fitted(shares, expert));
}

}  // namespace

Result<Report> evaluate(const Library& library, const EvalRequest& request) {
    auto graded = grade_all(library, request);
    if (!graded) return tl::unexpected(graded.error());

    Report report;
    report.samples = int(graded->size());
    Marks all;
    std::map<std::string, Marks> packs, questions;
    std::map<std::string, std::vector<const Graded*>> of_question;
    for (const auto& each : *graded) {
        of_question[each.question].push_back(&each);
        all.add(each);
        packs[each.question.substr(0, each.question.find('/'))].add(each);
        questions[each.question].add(each);
        count_style(report, each);
        count_annotations(report, *library.question(each.question), each);
    }
    report.all = grade::agreement(all.expert, all.grader);
    report.rubric_only = grade::agreement(all.expert, all.rubric_only);
    add_baselines(report, library, *graded, all.expert);
    for (const auto& [id, marks] : packs) {
        const auto& figures = report.packs[id] = grade::agreement(marks.expert, marks.grader);
        report.packs_rubric_only[id] = grade::agreement(marks.expert, marks.rubric_only);
        const auto& bar = library.pack(id)->bar;
        if (!request.question && (figures.qwk < bar.qwk || figures.band < bar.band)) {
            report.below_bar.push_back(fmt::format("{}: qwk {:.3f} (bar {:.2f}), band {:.3f} (bar {:.2f})", id, figures.qwk, bar.qwk, figures.band, bar.band));
        }
    }
    for (const auto& [key, each] : of_question) {
        const auto order = report.question_order[key] = order_of(each);
        add_order(report.pack_order[key.substr(0, key.find('/'))], order);
        add_order(report.order, order);
    }
    for (const auto& [key, marks] : questions) report.questions[key] = grade::agreement(marks.expert, marks.grader);
    for (auto& [style, row] : report.styles) {
        row.expert /= row.count;
        row.grader /= row.count;
        row.distance /= row.count;
    }
    std::erase_if(*graded, [](const Graded& each) { return each.test; });
    std::stable_sort(graded->begin(), graded->end(), [](const Graded& a, const Graded& b) {
        return std::abs(10 * a.sample->mark - a.mark.score) > std::abs(10 * b.sample->mark - b.mark.score);
    });
    if (graded->size() > std::size_t(std::max(0, request.worst))) graded->resize(std::size_t(std::max(0, request.worst)));
    report.worst = std::move(*graded);
    return report;
}

}  // namespace bot::app
