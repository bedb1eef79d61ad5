// Owns the JSON lines of appeals, both ways.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "bot/app/appeal_samples.h"
#include "bot/app/eval.h"
#include "bot/base/text.h"

namespace bot::app {
namespace {

using Json = nlohmann::ordered_json;
constexpr int kMaxDepth = 4;

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

}  // namespace

Result<std::vector<std::string>> appeal_samples(store::TeamBook& book) {
    const auto appeals = book.appeals();
    if (!appeals) return tl::unexpected(appeals.error());
    std::vector<std::string> lines;
    for (const auto& appeal : *appeals) {
        const auto score = appeal.decided ? appeal.verdict : appeal.own_mark;
        if (!appeal.consent || !score) continue;
        const auto text = book.answer_text(appeal.attempt);
        if (!text && text.error().code == Code::kNotFound) continue;
        if (!text) return tl::unexpected(text.error());
        if (text->empty()) continue;
        const Json line{
            {"question", appeal.question}, {"mark", (*score + 5) / 10}, {"score", *score}, {"by", appeal.decided ? "judge" : "person"}, {"text", *text}};
        lines.push_back(line.dump(-1, ' ', false, Json::error_handler_t::replace));
    }
    return lines;
}

Result<std::map<std::string, std::vector<grade::Sample>>> samples_from_lines(const Library& library, std::string_view lines) {
    std::map<std::string, std::vector<grade::Sample>> samples;
    int number = 0;
    for (const auto line : split(lines, '\n')) {
        ++number;
        if (trim(line).empty()) continue;
        const auto wrong = [&](std::string_view what) { return fail(Code::kInvalidInput, fmt::format("line {}: {}", number, what)); };
        const auto json = parse(line);
        if (!json.is_object()) return wrong("not a JSON object; each line is {\"question\":\"...\",\"mark\":0..10,\"text\":\"...\"}");
        const auto* question = text_of(json, "question");
        const auto* text = text_of(json, "text");
        if (!question || !text) return wrong("\"question\" or \"text\" is missing or no text");
        const auto key = library.resolve_question(*question);
        if (!key) return wrong(key.error().message);
        const auto mark = json.find("mark");
        const bool whole = mark != json.end() && mark->is_number_unsigned() && mark->get<std::uint64_t>() <= 10;
        if (!whole) return wrong("\"mark\" is no whole number from 0 to 10");
        grade::Sample sample;
        sample.mark = mark->get<int>();
        sample.text = *text;
        sample.place.line = number;
        samples[*key].push_back(std::move(sample));
    }
    return samples;
}

}  // namespace bot::app
