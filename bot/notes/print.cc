// Owns the YAML of drafts. Texts are double-quoted, patterns single-quoted, answers literal blocks: nothing in a note can become YAML.
#include "bot/notes/print.h"

#include <fmt/format.h>

#include "bot/base/plain.h"
#include "bot/base/text.h"

namespace bot::notes {
namespace {

using grade::PatternNode;

std::string quoted(std::string_view text) {
    std::string out = "\"";
    for (const char c : plain_line(text)) {
        if (c == '"' || c == '\\') out += '\\';
        out += c;
    }
    return out + "\"";
}

std::string single(std::string_view text) {
    std::string out = "'";
    for (const char c : text) {
        if (c == '\'') out += '\'';
        out += c;
    }
    return out + "'";
}

std::string pattern_yaml(const PatternNode& node) {
    if (node.op == PatternNode::Op::kPhrase) return single(node.phrase);
    std::string items;
    for (const auto& item : node.items) items += (items.empty() ? "" : ", ") + pattern_yaml(item);
    const bool near = node.op == PatternNode::Op::kNear;
    std::string rest = near ? fmt::format(", words: {}", node.words) : "";
    constexpr std::string_view kWindows[] = {"clause", "sentence", "pair", "answer"};
    if (node.within) rest += fmt::format(", within: {}", kWindows[static_cast<std::size_t>(*node.within)]);
    return fmt::format("{{{}: [{}]{}}}",
                       near                                 ? "near"
                       : node.op == PatternNode::Op::kAny   ? "any"
                       : node.op == PatternNode::Op::kOrder ? "order"
                                                            : "all",
                       items, rest);
}

// A literal block; every line is indented, none is empty at the start or end.
std::string block(std::string_view text, std::string_view margin) {
    std::string out;
    for (const auto line : split(text, '\n')) {
        std::string spaced;
        for (const char c : line) spaced += c == '\t' ? std::string(4, ' ') : std::string(1, c);
        const auto end = spaced.find_last_not_of(' ');
        spaced.resize(end == std::string::npos ? 0 : end + 1);
        out += spaced.empty() ? "\n" : fmt::format("{}{}\n", margin, spaced);
    }
    return out;
}

std::string_view kind_word(grade::Kind kind) {
    switch (kind) {
        case grade::Kind::kTechnical: return "technical";
        case grade::Kind::kBehavioural: return "behavioural";
        case grade::Kind::kCode: return "code";
    }
    return "technical";
}

std::string lines_of(const DraftPoint& one) {
    if (one.first == 0) return "";
    return one.first == one.last ? fmt::format(" (line {})", one.first) : fmt::format(" (lines {}-{})", one.first, one.last);
}

std::string point_yaml(const DraftPoint& one) {
    const auto& point = one.point;
    auto out = fmt::format("  - id: {}\n    weight: {} # check: {}{}\n    want: {}\n    ask: {}\n    hint: {}\n    match: # check: generated\n", point.id,
                           point.weight, one.check, lines_of(one), quoted(point.want), quoted(point.ask), quoted(point.hint));
    for (const auto& pattern : point.match) out += fmt::format("      - {}\n", pattern_yaml(pattern));
    return out;
}

}  // namespace

std::string pack_yaml(const DraftPack& pack) {
    std::vector<std::string> order;
    for (const auto& draft : pack.drafts) order.push_back(draft.question.id);
    return fmt::format(
        "# yaml-language-server: $schema=../../schema/pack.json\n# A draft of viva import; DRAFT.md says what to check.\nid: {}\ntitle: {}\ndescription: {}\n"
        "language: en\nversion: 1\norder: [{}]\n",
        pack.id, quoted(pack.title), quoted(fmt::format("Drafted from {}, not checked yet.", pack.source)), fmt::join(order, ", "));
}

std::string question_yaml(const Draft& draft, const DraftPack& pack) {
    const auto& question = draft.question;
    auto out = fmt::format(
        "# yaml-language-server: $schema=../../../schema/question.json\n# check: drafted from {} line {}; remove these comments as you check.\n"
        "id: {}\nprompt: {}\nkind: {} # check\nlevel: middle # check\ntags: [{}]\nminutes: {}\n",
        plain_line(pack.source), draft.line, question.id, quoted(question.prompt), kind_word(question.kind), fmt::join(question.tags, ", "), question.minutes);
    out += question.answer.empty() ? "answer: TODO the model answer; the notes have none\n" : "answer: |\n" + block(question.answer, "  ");
    if (!question.references.empty()) out += "references: # check: links of the notes, primary sources first\n";
    for (const auto& link : question.references) out += fmt::format("  - {{title: {}, url: {}}}\n", quoted(link.title), quoted(link.url));
    out += "parts: # check: what the question asks for, and the points that answer it\n";
    for (const auto& part : question.parts) out += fmt::format("  {}: [{}]\n", part.id, fmt::join(part.points, ", "));
    out += "points:\n";
    for (const auto& one : draft.points) out += point_yaml(one);
    out += "misconceptions: [] # check: write the opposite of each point\n";
    if (!question.deeper.empty()) out += "deeper:\n";
    for (const auto& more : question.deeper) out += fmt::format("  - {}\n", quoted(more));
    return out;
}

std::vector<File> print(const DraftPack& pack, const Notes& notes) {
    std::vector<File> files{{"pack.yaml", pack_yaml(pack)}};
    for (const auto& draft : pack.drafts) files.push_back({fmt::format("questions/{}.yaml", draft.question.id), question_yaml(draft, pack)});
    files.push_back({"DRAFT.md", report(pack, notes)});
    return files;
}

}  // namespace bot::notes
