// Owns what view_json.h promises.
#include "adapters/slack/view_json.h"

#include "adapters/slack/call_json.h"
#include "adapters/slack/json_object.h"
#include "bot/base/plain.h"
#include "bot/base/text.h"

namespace adapters::slack {
namespace {

constexpr std::size_t kMaxMetadata = 3'000;
constexpr std::size_t kMaxTitle = 24;
constexpr std::size_t kMaxLabel = 2'000;

std::string plain_json(std::string_view text) { return JsonObject().text("type", "plain_text").text("text", text).flag("emoji", false).done(); }

// A plain text that may not be empty.
std::string caption(std::string_view text, std::size_t units, std::string_view otherwise) {
    const std::string line = bot::plain(text);
    const auto trimmed = bot::trim(line);
    return shortened(trimmed.empty() ? otherwise : trimmed, units);
}

std::string field_json(const bot::Form& form) {
    JsonObject field;
    field.text("type", "plain_text_input").text("action_id", kAnswerField).flag("multiline", true).raw("max_length", std::to_string(kMostAnswer));
    if (!form.text.empty()) field.text("initial_value", shortened(bot::plain(form.text), kMostAnswer));
    JsonObject input;
    input.text("type", "input").text("block_id", kAnswerForm).raw("label", plain_json(caption(form.label, kMaxLabel, "Your answer")));
    return input.raw("element", field.done()).done();
}

}  // namespace

std::optional<std::string> open_form_json(std::string_view trigger, const bot::Form& form, const bot::Place& place, bot::RoomKind kind) {
    JsonObject metadata;
    metadata.text("d", form.data).text("r", place.room).text("t", place.thread).text("k", kind == bot::RoomKind::kGroup ? "g" : "d");
    const auto kept = metadata.done();
    if (kept.size() > kMaxMetadata) return std::nullopt;
    JsonObject view;
    view.text("type", "modal").text("callback_id", kAnswerForm).text("private_metadata", kept);
    view.raw("title", plain_json(caption(bot::plain_line(form.title), kMaxTitle, "Viva")));
    view.raw("submit", plain_json("Send")).raw("close", plain_json("Cancel"));
    view.raw("blocks", "[" + field_json(form) + "]");
    return JsonObject().text("trigger_id", trigger).raw("view", view.done()).done();
}

std::string publish_json(std::string_view user, const Page& page) {
    const auto view = JsonObject().text("type", "home").raw("blocks", blocks_json(page.sections, page.buttons)).done();
    return JsonObject().text("user_id", user).raw("view", view).done();
}

}  // namespace adapters::slack
