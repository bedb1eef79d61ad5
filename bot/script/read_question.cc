// Owns the reading of questions and their patterns.
#include "bot/script/read_question.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "bot/base/nearest.h"
#include "bot/script/codes.h"
#include "bot/script/read_values.h"

namespace bot::script {
namespace {

using grade::PatternNode;

std::vector<PatternNode> read_patterns(const std::vector<YamlNode>& nodes, int depth, Report& report);

struct Operator {
    std::string_view key;
    PatternNode::Op op;
};
constexpr Operator kOperators[] = {
    {"near", PatternNode::Op::kNear}, {"order", PatternNode::Op::kOrder}, {"all", PatternNode::Op::kAll}, {"any", PatternNode::Op::kAny}};

PatternNode read_pattern(const YamlNode& node, int depth, Report& report) {
    PatternNode pattern;
    pattern.place = node.place;
    if (depth == kMaxPatternDepth) {
        report.add(kPatternTooDeep, node.place, fmt::format("patterns nested more than {} deep: use several alternatives instead", kMaxPatternDepth));
        return pattern;
    }
    if (node.kind == YamlNode::Kind::kScalar) {
        pattern.phrase = node.text;
        return pattern;
    }
    for (const Operator& one : kOperators) {
        if (node.find(one.key) == nullptr) continue;
        pattern.op = one.op;
        pattern.items = read_patterns(items_at(node, one.key), depth + 1, report);
        break;
    }
    pattern.none = read_patterns(items_at(node, "not"), depth + 1, report);
    pattern.words = integer_at(node, "words", pattern.words);
    const int window = index_of(text_at(node, "within"), {"clause", "sentence", "pair", "answer"}, -1);
    if (window >= 0) pattern.within = static_cast<grade::Window>(window);
    return pattern;
}

std::vector<PatternNode> read_patterns(const std::vector<YamlNode>& nodes, int depth, Report& report) {
    std::vector<PatternNode> patterns;
    patterns.reserve(nodes.size());
    for (const YamlNode& node : nodes) patterns.push_back(read_pattern(node, depth, report));
    return patterns;
}

// Reports ids that were given before.
class Ids {
   public:
    Ids(std::string_view what, Report& report) : what_{what}, report_{report} {}

    void take(const YamlNode& node) {
        const std::string id = text_at(node, "id");
        if (id.empty()) {
            complete_ = false;
            return;
        }
        if (!ids_.insert(id).second) report_.add(kDuplicateId, place_at(node, "id"), fmt::format("{} {} is given twice: give each its own id", what_, id));
    }

    std::vector<std::string> all() const { return {ids_.begin(), ids_.end()}; }
    // True also if an id is missing: then any may be the one.
    bool has(const std::string& id) const { return !complete_ || ids_.contains(id); }

   private:
    std::string_view what_;
    Report& report_;
    std::set<std::string> ids_;
    bool complete_ = true;
};

grade::Point read_point(const YamlNode& node, Report& report) {
    grade::Point point;
    point.id = text_at(node, "id");
    point.weight = integer_at(node, "weight", 1);
    point.want = text_at(node, "want");
    point.ask = text_at(node, "ask");
    point.hint = text_at(node, "hint");
    point.lead = texts_at(node, "lead");
    point.match = read_patterns(items_at(node, "match"), 0, report);
    point.place = node.place;
    return point;
}

grade::Misconception read_misconception(const YamlNode& node, const Ids& points, Report& report) {
    grade::Misconception misconception;
    misconception.id = text_at(node, "id");
    misconception.weight = integer_at(node, "weight", 1);
    misconception.claim = text_at(node, "claim");
    misconception.challenge = text_at(node, "challenge");
    misconception.opposes = text_at(node, "opposes");
    misconception.match = read_patterns(items_at(node, "match"), 0, report);
    misconception.place = node.place;
    if (!misconception.opposes.empty() && !report.full() && !points.has(misconception.opposes)) {
        report.add(kUnknownPoint, place_at(node, "opposes"),
                   fmt::format("no point {} in this question{}", misconception.opposes, did_you_mean(misconception.opposes, points.all())));
    }
    return misconception;
}

void read_part_points(const YamlNode& list, const Ids& points, grade::Part& part, Report& report) {
    std::set<std::string_view> seen;
    for (const YamlNode& item : list.items) {
        if (report.full()) return;
        if (!seen.insert(item.text).second) {
            report.add(kDuplicateId, item.place, fmt::format("point {} stands twice in part {}: keep one", item.text, part.id));
        } else if (!item.text.empty() && !points.has(item.text)) {
            report.add(kUnknownPoint, item.place, fmt::format("no point {} in this question{}", item.text, did_you_mean(item.text, points.all())));
        }
        part.points.push_back(item.text);
    }
}

std::vector<grade::Part> read_parts(const YamlNode* node, const Ids& points, Report& report) {
    std::vector<grade::Part> parts;
    if (node == nullptr) return parts;
    for (std::size_t i = 0; i < node->keys.size(); ++i) {
        grade::Part part;
        part.id = node->keys[i].text;
        part.place = node->keys[i].place;
        if (node->items[i].kind == YamlNode::Kind::kSequence) read_part_points(node->items[i], points, part, report);
        parts.push_back(std::move(part));
    }
    return parts;
}

}  // namespace

grade::Question read_question(const YamlNode& root, Report& report) {
    grade::Question question;
    question.id = text_at(root, "id");
    question.prompt = text_at(root, "prompt");
    question.kind = static_cast<grade::Kind>(index_of(text_at(root, "kind"), {"technical", "behavioural", "code"}, 0));
    question.level = static_cast<grade::Level>(index_of(text_at(root, "level"), {"junior", "middle", "senior", "lead"}, 1));
    question.tags = texts_at(root, "tags");
    question.minutes = integer_at(root, "minutes", question.minutes);
    question.answer = text_at(root, "answer");
    question.deeper = texts_at(root, "deeper");
    for (const YamlNode& node : items_at(root, "references")) question.references.push_back({text_at(node, "title"), text_at(node, "url")});

    Ids points{"point", report};
    for (const YamlNode& node : items_at(root, "points")) {
        points.take(node);
        question.points.push_back(read_point(node, report));
    }
    Ids misconceptions{"misconception", report};
    for (const YamlNode& node : items_at(root, "misconceptions")) {
        misconceptions.take(node);
        question.misconceptions.push_back(read_misconception(node, points, report));
    }
    question.parts = read_parts(root.find("parts"), points, report);
    return question;
}

}  // namespace bot::script
