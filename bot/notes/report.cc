// Owns DRAFT.md: what was made of the notes, what is still to write, and every line that nothing was made of.
#include <fmt/format.h>

#include "bot/base/plain.h"
#include "bot/notes/print.h"

namespace bot::notes {
namespace {

// The lines that went into a question, as ranges.
std::string ranges(const Notes& notes, int question) {
    std::string out;
    for (std::size_t i = 0; i < notes.lines.size(); ++i) {
        if (notes.lines[i].question != question) continue;
        auto end = i;
        while (end + 1 < notes.lines.size() &&
               (notes.lines[end + 1].question == question ||
                (notes.lines[end + 1].use == Use::kBlank && end + 2 < notes.lines.size() && notes.lines[end + 2].question == question)))
            ++end;
        out += fmt::format("{}{}", out.empty() ? "" : ", ", i == end ? std::to_string(i + 1) : fmt::format("{}-{}", i + 1, end + 1));
        i = end;
    }
    return out;
}

std::string of_question(const Draft& draft, const std::string& lines) {
    auto out = fmt::format("\n## {}\n\n{}\n\n- lines {}\n", draft.question.id, plain_line(draft.question.prompt), lines);
    if (draft.answered) {
        out += fmt::format("- {} points from the notes\n", draft.points.size());
    } else {
        out += fmt::format("- **to write**: the notes do not answer it; {} general points stand in\n", draft.points.size());
    }
    for (const auto& one : draft.points) {
        if (one.check.find("do not earn") != std::string::npos) out += fmt::format("- point {}: {}\n", one.point.id, one.check);
    }
    for (const auto& more : draft.question.deeper) out += fmt::format("- follow-up: {}\n", plain_line(more));
    for (const auto& remark : draft.remarks) out += fmt::format("- line {}: {}\n", remark.line, plain_line(remark.text));
    return out;
}

}  // namespace

std::string report(const DraftPack& pack, const Notes& notes) {
    std::size_t points = 0, open = 0;
    for (const auto& draft : pack.drafts) {
        points += draft.points.size();
        open += draft.answered ? 0 : 1;
    }
    auto out = fmt::format(
        "# Draft of {}\n\nMade by `viva import` from {}: {} questions, {} points, {} questions to write, {} lines not understood.\n\n"
        "Everything marked `# check` was generated. For each question: read the points against the notes, set the weights, widen the patterns by the ways "
        "people "
        "say it, write the opposite of each point as a misconception, name a primary source, and add samples.\n",
        pack.id, plain_line(pack.source), pack.drafts.size(), points, open, notes.unread.size());
    if (!notes.unread.empty()) out += "\n## Not understood\n\n";
    for (const auto& line : notes.unread) out += fmt::format("- line {} ({}): {}\n", line.line, line.why, plain_line(line.text));
    if (!notes.about.empty()) out += "\n## Sections, remarks and links, used for tags only\n\n";
    for (const auto& about : notes.about) out += fmt::format("- line {}: {}\n", about.line, plain_line(about.text));
    if (!notes.tags.empty()) {
        std::vector<std::string> tags;
        for (const auto& tag : notes.tags) tags.push_back(plain_line(tag));
        out += fmt::format("\nTags of the whole file: {}\n", fmt::join(tags, ", "));
    }
    for (std::size_t i = 0; i < pack.drafts.size(); ++i) out += of_question(pack.drafts[i], ranges(notes, static_cast<int>(i)));
    return out;
}

}  // namespace bot::notes
