// Owns what call_json.h promises. Written by hand: the bodies are flat.
#include "adapters/slack/call_json.h"

#include <algorithm>
#include <span>

#include "adapters/slack/json_object.h"

namespace adapters::slack {
namespace {

constexpr std::size_t kRow = 25;  // buttons in one block

class List {
   public:
    void add(std::string_view json) {
        if (out_.size() > 1) out_ += ',';
        out_ += json;
    }
    std::string done() { return std::move(out_) + ']'; }

   private:
    std::string out_ = "[";
};

// verbatim: nothing that looks like a channel's or a person's name becomes one.
std::string mrkdwn_json(std::string_view text) { return JsonObject().text("type", "mrkdwn").text("text", text).flag("verbatim", true).done(); }

std::string section_json(const Section& section) {
    if (section.small) return JsonObject().text("type", "context").raw("elements", "[" + mrkdwn_json(section.mrkdwn) + "]").done();
    return JsonObject().text("type", "section").raw("text", mrkdwn_json(section.mrkdwn)).done();
}

std::string button_json(const Button& button) {
    JsonObject out;
    out.text("type", "button").raw("text", JsonObject().text("type", "plain_text").text("text", button.text).flag("emoji", false).done());
    out.text("action_id", button.action_id).text("value", button.value);
    if (button.primary) out.text("style", "primary");
    return out.done();
}

void put_body(JsonObject& out, const Part& part, Body body) {
    out.text("text", body == Body::kText ? part.whole : part.text);
    if (body == Body::kBlocks) out.raw("blocks", blocks_json(part.sections, part.buttons));
}

void put_thread(JsonObject& out, std::string_view thread) {
    if (!thread.empty()) out.text("thread_ts", thread);
}

void put_no_previews(JsonObject& out) { out.flag("unfurl_links", false).flag("unfurl_media", false); }

}  // namespace

std::string blocks_json(const std::vector<Section>& sections, const std::vector<Button>& buttons) {
    List out;
    for (const auto& section : sections) out.add(section_json(section));
    for (std::span<const Button> rest(buttons); !rest.empty(); rest = rest.subspan(std::min(kRow, rest.size()))) {
        List row;
        for (const auto& button : rest.first(std::min(kRow, rest.size()))) row.add(button_json(button));
        out.add(JsonObject().text("type", "actions").raw("elements", row.done()).done());
    }
    return out.done();
}

std::string post_message_json(const Target& target, const Part& part, Body body) {
    JsonObject out;
    out.text("channel", target.channel);
    put_thread(out, target.thread);
    put_body(out, part, body);
    put_no_previews(out);
    return out.done();
}

std::string post_ephemeral_json(const Target& target, std::string_view user, const Part& part, Body body) {
    JsonObject out;
    out.text("channel", target.channel).text("user", user);
    put_thread(out, target.thread);
    put_body(out, part, body);
    return out.done();
}

std::string update_json(std::string_view channel, std::string_view ts, const Part& part, Body body) {
    JsonObject out;
    out.text("channel", channel).text("ts", ts);
    put_body(out, part, body);
    return out.done();
}

std::string response_json(std::string_view thread, const Part& part, Body body, bool to_all) {
    JsonObject out;
    out.text("response_type", to_all ? "in_channel" : "ephemeral").flag("replace_original", false);
    put_thread(out, thread);
    put_body(out, part, body);
    put_no_previews(out);
    return out.done();
}

std::string complete_upload_json(std::string_view file, std::string_view title, const Target& target) {
    JsonObject out;
    out.raw("files", "[" + JsonObject().text("id", file).text("title", title).done() + "]").text("channel_id", target.channel);
    put_thread(out, target.thread);
    return out.done();
}

}  // namespace adapters::slack
