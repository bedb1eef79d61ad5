// Owns what is said around a question: welcome, header and prompt, follow-ups, hints.
#include <algorithm>

#include "bot/engine/blocks.h"
#include "bot/engine/markdown.h"
#include "bot/engine/render.h"

namespace bot::engine {
namespace {

using grade::Probe;

std::string joined(const std::vector<std::string>& words) {
    std::string out;
    for (const auto& word : words) out += (out.empty() ? "" : ", ") + word;
    return out;
}

// "unbuffered 1 of 3, buffered 2 of 3": parts with points not earned yet.
std::string open_parts(const Scene& scene, const Asked& asked, const grade::Question& question) {
    std::vector<std::string> parts;
    for (const auto& part : question.parts) {
        int open = 0;
        for (const auto& id : part.points) {
            const auto point = std::find_if(question.points.begin(), question.points.end(), [&](const grade::Point& candidate) { return candidate.id == id; });
            const auto index = std::size_t(point - question.points.begin());
            if (index < question.points.size() && (index >= asked.tally.credit.size() || asked.tally.credit[index] == 0)) ++open;
        }
        if (open == 0) continue;
        std::string name = part.id;
        std::replace(name.begin(), name.end(), '-', ' ');
        parts.push_back(scene.texts().text("followup.part", {{"part", name}, {"open", std::int64_t{open}}, {"count", std::int64_t(part.points.size())}}));
    }
    return joined(parts);
}

struct Lead {
    std::vector<Run> lead;
    std::string question;
};

Lead lead_to(const Scene& scene, const Asked& asked, const grade::Question& question) {
    const auto index = std::size_t(asked.probe->index);
    switch (asked.probe->kind) {
        case Probe::Kind::kMisconception: {
            if (index >= question.misconceptions.size()) break;
            const std::string quote = index < asked.claims.size() ? asked.claims[index].quote : "";
            auto lead = quote.empty() ? scene.texts().runs("followup.challenge_plain") : scene.texts().runs("followup.challenge", {{"quote", quote}});
            return {std::move(lead), question.misconceptions[index].challenge};
        }
        case Probe::Kind::kPoint:
            if (index >= question.points.size()) break;
            return {scene.texts().runs("followup.point"), question.points[index].ask};
        case Probe::Kind::kDeeper:
            if (index >= question.deeper.size()) break;
            return {scene.texts().runs("followup.deeper"), question.deeper[index]};
    }
    return {scene.texts().runs("followup.none"), ""};
}

}  // namespace

void render_line(Outbound& out, const Scene& scene, std::string_view key, Arguments arguments, Tone tone) {
    out.blocks.push_back(block(Block::Kind::kParagraph, scene.texts().runs(key, arguments), tone));
}

void render_welcome(Outbound& out, const Scene& scene) {
    auto runs = scene.texts().runs("session.welcome", {{"count", std::int64_t{scene.total()}}});
    if (const auto minutes = scene.number("minutes"); minutes && *minutes > 0) {
        append(runs, " ");
        append(runs, scene.texts().runs("session.minutes", {{"count", std::int64_t{*minutes}}}));
    }
    out.blocks.push_back(block(Block::Kind::kParagraph, std::move(runs)));
}

void render_question(Outbound& out, const Scene& scene, const Asked& asked) {
    const auto* question = scene.question(asked);
    if (!question) return render_line(out, scene, "session.question_gone");
    const auto number = std::int64_t(scene.session.asked.size());
    out.blocks.push_back(block(Block::Kind::kHeading, scene.texts().runs("question.header", {{"number", number}, {"total", std::int64_t{scene.total()}}})));
    if (!question->tags.empty()) {
        render_line(out, scene, "question.about", {{"tags", joined(question->tags)}, {"count", std::int64_t{question->minutes}}}, Tone::kMuted);
    }
    out.blocks.push_back(block(Block::Kind::kQuestion, markdown_runs(question->prompt)));
    if (question->kind == grade::Kind::kCode) render_line(out, scene, "question.code", {}, Tone::kMuted);
}

void render_followup(Outbound& out, const Scene& scene, const Asked& asked) {
    const auto* question = scene.question(asked);
    if (!question || !asked.probe) return render_line(out, scene, "followup.none");
    if (const auto parts = open_parts(scene, asked, *question); !parts.empty()) render_line(out, scene, "followup.open", {{"parts", parts}}, Tone::kMuted);
    auto [lead, text] = lead_to(scene, asked, *question);
    out.blocks.push_back(block(Block::Kind::kParagraph, std::move(lead)));
    if (!text.empty()) out.blocks.push_back(block(Block::Kind::kQuestion, markdown_runs(text)));
}

void render_hint(Outbound& out, const Scene& scene, const Asked& asked, int point) {
    const auto* question = scene.question(asked);
    if (!question || point < 0 || std::size_t(point) >= question->points.size()) return render_line(out, scene, "hint.nothing");
    render_line(out, scene, "hint.text", {{"hint", question->points[std::size_t(point)].hint}});
    render_line(out, scene, "hint.cost", {}, Tone::kMuted);
}

}  // namespace bot::engine
