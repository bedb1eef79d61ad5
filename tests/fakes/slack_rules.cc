// Owns what slack_rules.h promises.
#include "tests/fakes/slack_rules.h"

#include <algorithm>
#include <set>
#include <string_view>

#include "tests/fakes/slack_text.h"

namespace tests {
namespace {

using nlohmann::json;

constexpr std::size_t kMostText = 40'000;
constexpr std::size_t kMostInBlocks = 13'000;
constexpr std::size_t kMostViewBytes = 250'000;

const json* member(const json& object, const char* name) {
    if (!object.is_object()) return nullptr;
    const auto found = object.find(name);
    return found == object.end() || found->is_null() ? nullptr : &*found;
}

std::string text_in(const json& object, const char* name) {
    const auto* value = member(object, name);
    return value && value->is_string() ? value->get<std::string>() : "";
}

enum class Surface { kMessage, kModal, kHome };

// Reads blocks in their order; the first mistake ends it.
class Blocks {
   public:
    Blocks(SlackSeen& seen, Surface surface) : seen_(seen), surface_(surface) {}

    bool read(const json& blocks) {
        if (!blocks.is_array()) return wrong("blocks must be an array", "");
        if (blocks.size() > (surface_ == Surface::kMessage ? 50U : 100U)) return wrong("no more than 50 items allowed", "");
        for (std::size_t i = 0; i < blocks.size(); ++i) {
            if (!block(blocks[i], "/blocks/" + std::to_string(i))) return false;
        }
        return true;
    }
    std::size_t units() const { return units_; }
    bool has_input() const { return has_input_; }

    bool wrong(const std::string& what, const std::string& where) {
        if (seen_.refusal.empty()) {
            seen_.refusal = surface_ == Surface::kMessage ? "invalid_blocks" : "invalid_arguments";
            seen_.detail = "[ERROR] " + what + " [json-pointer:" + where + "]";
        }
        return false;
    }

    // A text object, as a line of what is seen unless it is a label.
    bool text(const json& object, const std::string& where, std::size_t most, bool plain_only, std::string* into = nullptr) {
        const auto type = text_in(object, "type");
        if (type != "plain_text" && (plain_only || type != "mrkdwn")) return wrong("unsupported type: " + type, where + "/type");
        const auto* value = member(object, "text");
        if (!value || !value->is_string()) return wrong("missing required field: text", where);
        const auto& said = value->get_ref<const std::string&>();
        if (said.empty()) return wrong("must be more than 0 characters", where + "/text");
        if (utf16_units(said) > most) return wrong("must be less than " + std::to_string(most + 1) + " characters", where + "/text");
        if (!only(object, {"type", "text", type == "mrkdwn" ? "verbatim" : "emoji"}, where)) return false;
        units_ += utf16_units(said);
        const auto shown = type == "mrkdwn" ? mrkdwn(said) : said;
        if (into) {
            *into = shown;
        } else {
            line(shown);
        }
        return seen_.refusal.empty();
    }

    std::string mrkdwn(const std::string& said) {
        auto read = read_mrkdwn(said);
        if (!read.ping.empty()) {
            seen_.refusal = "ping";
            seen_.detail = "calls people: " + read.ping;
        }
        if (!read.mention.empty()) seen_.remarks.push_back("a mention: " + read.mention);
        if (!read.slip.empty()) seen_.remarks.push_back("not escaped: " + read.slip);
        return read.text;
    }

   private:
    void line(const std::string& text) {
        if (!seen_.text.empty()) seen_.text += "\n";
        seen_.text += text;
    }

    bool only(const json& object, std::set<std::string> allowed, const std::string& where) {
        for (const auto& [name, value] : object.items()) {
            if (!allowed.contains(name)) return wrong("invalid additional property: " + name, where);
        }
        return true;
    }

    bool id(const json& object, const char* name, const std::string& where, std::set<std::string>* taken) {
        const auto* value = member(object, name);
        if (!value) return true;
        if (!value->is_string()) return wrong(std::string(name) + " must be a string", where);
        const auto& said = value->get_ref<const std::string&>();
        if (said.empty() || said.size() > 255) return wrong("must be 1 to 255 characters", where + "/" + name);
        if (taken && !taken->insert(said).second) return wrong(std::string("`") + name + "` already exists", where + "/" + name);
        return true;
    }

    bool block(const json& block, const std::string& where) {
        if (!block.is_object()) return wrong("must be an object", where);
        if (!id(block, "block_id", where, &block_ids_)) return false;
        const auto type = text_in(block, "type");
        if (type == "section") return section(block, where);
        if (type == "header") return only(block, {"type", "block_id", "text"}, where) && text(of(block, "text"), where + "/text", 150, true);
        if (type == "divider") return only(block, {"type", "block_id"}, where);
        if (type == "context") return context(block, where);
        if (type == "actions") return actions(block, where);
        if (type == "input") return input(block, where);
        return wrong("unsupported type: " + type, where + "/type");
    }

    static json of(const json& object, const char* name) {
        const auto* value = member(object, name);
        return value ? *value : json();
    }

    bool section(const json& block, const std::string& where) {
        if (!only(block, {"type", "block_id", "text", "fields", "accessory", "expand"}, where)) return false;
        const auto* fields = member(block, "fields");
        if (!member(block, "text") && !fields) return wrong("missing required field: text", where);
        if (member(block, "text") && !text(block["text"], where + "/text", 3000, false)) return false;
        if (fields) {
            if (!fields->is_array() || fields->empty() || fields->size() > 10) return wrong("1 to 10 items allowed", where + "/fields");
            for (const auto& field : *fields) {
                if (!text(field, where + "/fields", 2000, false)) return false;
            }
        }
        std::set<std::string> ids;
        return !member(block, "accessory") || button(block["accessory"], where + "/accessory", ids);
    }

    bool context(const json& block, const std::string& where) {
        if (!only(block, {"type", "block_id", "elements"}, where)) return false;
        const auto elements = of(block, "elements");
        if (!elements.is_array() || elements.empty() || elements.size() > 10) return wrong("1 to 10 items allowed", where + "/elements");
        return std::all_of(elements.begin(), elements.end(), [&](const json& element) { return text(element, where + "/elements", 3000, false); });
    }

    bool actions(const json& block, const std::string& where) {
        if (!only(block, {"type", "block_id", "elements"}, where)) return false;
        const auto elements = of(block, "elements");
        if (!elements.is_array() || elements.empty() || elements.size() > 25) return wrong("1 to 25 items allowed", where + "/elements");
        std::set<std::string> ids;
        return std::all_of(elements.begin(), elements.end(), [&](const json& element) { return button(element, where + "/elements", ids); });
    }

    bool button(const json& element, const std::string& where, std::set<std::string>& ids) {
        if (text_in(element, "type") != "button") return wrong("unsupported type: " + text_in(element, "type"), where + "/type");
        if (!only(element, {"type", "text", "action_id", "url", "value", "style", "confirm", "accessibility_label"}, where)) return false;
        if (!id(element, "action_id", where, &ids)) return false;
        SeenButton seen{"", text_in(element, "value")};
        if (!text(of(element, "text"), where + "/text", 75, true, &seen.text)) return false;
        if (utf16_units(seen.data) > 2000) return wrong("must be less than 2001 characters", where + "/value");
        if (member(element, "value") && seen.data.empty()) return wrong("must be more than 0 characters", where + "/value");
        const auto style = text_in(element, "style");
        if (member(element, "style") && style != "primary" && style != "danger") return wrong("must be primary or danger", where + "/style");
        if (utf16_units(text_in(element, "url")) > 3000) return wrong("must be less than 3001 characters", where + "/url");
        seen_.buttons.push_back(std::move(seen));
        return true;
    }

    bool input(const json& block, const std::string& where) {
        has_input_ = true;
        if (!only(block, {"type", "block_id", "label", "element", "dispatch_action", "hint", "optional"}, where)) return false;
        if (!text(of(block, "label"), where + "/label", 2000, true)) return false;
        if (member(block, "hint") && !text(block["hint"], where + "/hint", 2000, true)) return false;
        const auto element = of(block, "element");
        if (text_in(element, "type") != "plain_text_input") return wrong("unsupported type: " + text_in(element, "type"), where + "/element/type");
        if (!only(element,
                  {"type", "action_id", "initial_value", "multiline", "min_length", "max_length", "placeholder", "dispatch_action_config", "focus_on_load"},
                  where + "/element"))
            return false;
        if (!id(element, "action_id", where, nullptr)) return false;
        const auto least = element.value("min_length", 0);
        const auto most = element.value("max_length", 3000);
        if (least < 0 || most < 1 || most > 3000 || least > most) return wrong("lengths out of bounds", where + "/element");
        if (utf16_units(text_in(element, "initial_value")) > std::size_t(most)) return wrong("initial_value is too long", where + "/element");
        std::string hint;
        return !member(element, "placeholder") || text(element["placeholder"], where + "/element/placeholder", 150, true, &hint);
    }

    SlackSeen& seen_;
    Surface surface_;
    std::set<std::string> block_ids_;
    std::size_t units_ = 0;
    bool has_input_ = false;
};

void check_titles(Blocks& blocks, const json& view, SlackSeen& seen) {
    for (const auto* name : {"title", "submit", "close"}) {
        std::string shown;
        if (member(view, name)) blocks.text(view[name], std::string("/view/") + name, 24, true, &shown);
        if (std::string(name) == "title") seen.text = shown;
    }
    if (!member(view, "title")) blocks.wrong("missing required field: title", "/view");
}

}  // namespace

SlackSeen check_slack_message(const json& call) {
    SlackSeen seen;
    const auto text = text_in(call, "text");
    const auto* blocks = member(call, "blocks");
    const bool has_blocks = blocks && !(blocks->is_array() && blocks->empty());
    if (text.empty() && !has_blocks) {
        seen.refusal = "no_text";
        return seen;
    }
    if (utf16_units(text) > kMostText) {
        seen.refusal = "msg_too_long";
        return seen;
    }
    Blocks reader(seen, Surface::kMessage);
    const auto plain = call.value("mrkdwn", true) ? reader.mrkdwn(text) : text;
    if (!seen.refusal.empty()) return seen;
    if (has_blocks) {
        if (text.empty()) seen.remarks.push_back("no text beside the blocks");
        if (!reader.read(*blocks)) return seen;
        if (reader.units() > kMostInBlocks) seen.refusal = "msg_blocks_too_long";
    } else {
        seen.text = plain;
    }
    if (call.value("link_names", false) || text_in(call, "parse") == "full") seen.remarks.push_back("names in it call people");
    return seen;
}

SlackSeen check_slack_view(const json& view) {
    SlackSeen seen;
    const auto type = text_in(view, "type");
    Blocks reader(seen, type == "home" ? Surface::kHome : Surface::kModal);
    if (type != "modal" && type != "home") {
        reader.wrong("unsupported type: " + type, "/view/type");
        return seen;
    }
    if (view.dump(-1, ' ', false, json::error_handler_t::replace).size() > kMostViewBytes) {
        seen.refusal = "view_too_large";
        return seen;
    }
    if (type == "modal") check_titles(reader, view, seen);
    if (!member(view, "blocks")) reader.wrong("missing required field: blocks", "/view");
    if (utf16_units(text_in(view, "private_metadata")) > 3000) reader.wrong("must be less than 3001 characters", "/view/private_metadata");
    if (text_in(view, "callback_id").size() > 255) reader.wrong("must be less than 256 characters", "/view/callback_id");
    if (text_in(view, "external_id").size() > 255) reader.wrong("must be less than 256 characters", "/view/external_id");
    if (!seen.refusal.empty() || !reader.read(view["blocks"])) return seen;
    if (type == "modal" && reader.has_input() && !member(view, "submit")) reader.wrong("submit is required with an input block", "/view");
    return seen;
}

std::vector<json> slack_buttons(const json& blocks) {
    std::vector<json> buttons;
    if (!blocks.is_array()) return buttons;
    for (std::size_t i = 0; i < blocks.size(); ++i) {
        const auto* elements = member(blocks[i], "elements");
        std::vector<json> all;
        if (elements && elements->is_array()) all.assign(elements->begin(), elements->end());
        if (const auto* accessory = member(blocks[i], "accessory")) all.push_back(*accessory);
        for (auto& element : all) {
            if (text_in(element, "type") != "button") continue;
            const auto id = text_in(blocks[i], "block_id");
            element["block_id"] = id.empty() ? "b" + std::to_string(i) : id;
            buttons.push_back(element);
        }
    }
    return buttons;
}

}  // namespace tests
