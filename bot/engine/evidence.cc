// Owns the copying of deciding words out of an answer.
#include "bot/engine/evidence.h"

#include "bot/base/text.h"

namespace bot::engine {
namespace {

int at(const std::vector<int>& values, std::size_t i) { return i < values.size() ? values[i] : 0; }

std::string on_one_line(std::string_view text) {
    std::string out;
    for (const char c : trim(text)) {
        const bool space = static_cast<unsigned char>(c) <= ' ' || c == 0x7F;
        if (!space) {
            out += c;
        } else if (!out.empty() && out.back() != ' ') {
            out += ' ';
        }
    }
    return out;
}

}  // namespace

std::string quote_of(std::string_view text, const std::optional<grade::Span>& span) {
    constexpr std::string_view kEllipsis = "…";
    if (!span || span->begin >= span->end || span->end > text.size()) return {};
    std::string quote = on_one_line(to_utf8(text.substr(span->begin, span->end - span->begin)));
    if (quote.size() <= kMaxQuoteBytes) return quote;
    std::string_view cut = utf8_prefix(quote, kMaxQuoteBytes - kEllipsis.size());
    if (const auto space = cut.rfind(' '); space != std::string_view::npos && space > cut.size() / 2) cut = cut.substr(0, space);
    return std::string{cut} + std::string{kEllipsis};
}

void note_first(Asked& asked, const grade::Question& question, const grade::Findings& findings, std::string_view text) {
    asked.points.assign(question.points.size(), {});
    asked.claims.assign(question.misconceptions.size(), {});
    for (std::size_t i = 0; i < asked.points.size() && i < findings.points.size(); ++i) {
        asked.points[i] = {findings.points[i].status, quote_of(text, findings.points[i].span)};
    }
    for (std::size_t i = 0; i < asked.claims.size() && i < findings.misconceptions.size(); ++i) {
        asked.claims[i] = {findings.misconceptions[i].status, quote_of(text, findings.misconceptions[i].span)};
    }
}

void note_followup(Asked& asked, const grade::Question& question, const grade::Probe& probe, const grade::Tally& before, const grade::Findings& findings,
                   std::string_view text) {
    asked.points.resize(question.points.size());
    asked.claims.resize(question.misconceptions.size());
    for (std::size_t i = 0; i < asked.points.size() && i < findings.points.size(); ++i) {
        const bool gained = at(asked.tally.credit, i) > at(before.credit, i);
        const bool asked_about = probe.kind == grade::Probe::Kind::kPoint && probe.index == int(i);
        const bool denied = asked_about && at(asked.tally.credit, i) == 0 && findings.points[i].status != grade::PointStatus::kMissed;
        if (gained || denied) asked.points[i] = {findings.points[i].status, quote_of(text, findings.points[i].span)};
    }
    for (std::size_t i = 0; i < asked.claims.size() && i < findings.misconceptions.size(); ++i) {
        const int now = at(asked.tally.penalty, i);
        const int then = at(before.penalty, i);
        if (now > then) asked.claims[i] = {findings.misconceptions[i].status, quote_of(text, findings.misconceptions[i].span)};
        if (now < then) asked.claims[i].status = grade::ClaimStatus::kRefuted;  // the quote stays: it is what was taken back
    }
}

}  // namespace bot::engine
