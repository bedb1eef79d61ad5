// Owns the reading of scripts.
#include "bot/script/read_script.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "bot/base/nearest.h"
#include "bot/base/time.h"
#include "bot/script/codes.h"
#include "bot/script/guard.h"
#include "bot/script/read_values.h"

namespace bot::script {
namespace {

using engine::State;
using engine::Verb;

constexpr std::string_view kEngineArguments[] = {"pack", "questions", "minutes", "followups", "reveal"};
constexpr std::string_view kVerbs[] = {"say", "ask", "grade", "pick", "wait"};  // goto and end also stand beside a verb
constexpr std::string_view kUnlimited = "all";  // to the engine any word instead of a number sets no limit; one is enough for authors
constexpr std::string_view kComposedTexts[] = {"scorecard", "reveal"};

bool is_whole_number(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

class ScriptReader {
   public:
    ScriptReader(const YamlNode& root, Report& report) : root_{root}, report_{report} {}

    ReadScript read() {
        out_.program.id = text_at(root_, "id");
        read_arguments();
        const YamlNode* states = root_.find("states");
        if (states == nullptr || states->kind != YamlNode::Kind::kMap) return std::move(out_);
        if (states->keys.size() > kMaxStates) {
            report_.add(kFileTooLarge, states->place, fmt::format("more than {} states: split the script", kMaxStates));
            return std::move(out_);
        }
        for (const Key& key : states->keys) {
            out_.program.states.push_back({});
            out_.program.states.back().id = key.text;
            out_.states.push_back(key.place);
            ids_.push_back(key.text);
        }
        out_.program.start = target(root_, "start").value_or(0);
        for (std::size_t i = 0; i < states->items.size(); ++i) {
            if (states->items[i].kind == YamlNode::Kind::kMap) read_state(states->items[i], out_.states[i], out_.program.states[i]);
        }
        check_unused();
        return std::move(out_);
    }

   private:
    void read_arguments() {
        const YamlNode* arguments = root_.find("args");
        if (arguments == nullptr) return;
        for (std::size_t i = 0; i < arguments->keys.size(); ++i) {
            const std::string& name = arguments->keys[i].text;
            const YamlNode& value = arguments->items[i];
            out_.program.parameters.push_back({name, value.text});
            const bool number = name == "questions" || name == "minutes" || name == "followups";
            if (number && !value.text.empty()) need_number(name, value);
        }
    }

    void need_number(std::string_view name, const YamlNode& value) {
        constexpr int kMost = 1000;
        if (value.text == kUnlimited) return;
        if (is_whole_number(value.text) && value.text.size() <= 4 && std::stoi(value.text) <= kMost) return;
        report_.add(kBadArgument, value.place,
                    fmt::format("the default of {} must be a whole number up to {}, or {}, not '{}'", name, kMost, kUnlimited, value.text));
    }

    // Index of the state that the key names; reported if there is none.
    std::optional<engine::StateIndex> target(const YamlNode& map, std::string_view key) {
        const YamlNode* node = map.find(key);
        if (node == nullptr || node->kind != YamlNode::Kind::kScalar || node->text.empty()) return std::nullopt;
        const auto found = std::find(ids_.begin(), ids_.end(), node->text);
        if (found != ids_.end()) return static_cast<engine::StateIndex>(found - ids_.begin());
        report_.add(kMissingTarget, node->place, fmt::format("no state {}{}", node->text, did_you_mean(node->text, ids_)));
        return std::nullopt;
    }

    std::string message(const YamlNode& map) {
        const YamlNode* node = map.find("say");
        if (node == nullptr || node->text.empty()) return {};
        out_.messages.push_back({node->text, node->place});
        return node->text;
    }

    // Checks that "$name" is declared; gives the text back.
    std::string argument(const YamlNode& node) {
        if (!node.text.starts_with('$')) return node.text;
        const std::string name = node.text.substr(1, node.text.find('#') - 1);
        used_.insert(name);
        std::vector<std::string> known;
        for (const engine::Parameter& parameter : out_.program.parameters) known.push_back(parameter.name);
        if (std::find(known.begin(), known.end(), name) == known.end()) {
            report_.add(kUndeclaredArgument, node.place, fmt::format("${} is not declared in args{}", name, did_you_mean(name, known)));
        }
        return node.text;
    }

    void read_state(const YamlNode& node, Place place, State& state) {
        const auto verbs = std::count_if(std::begin(kVerbs), std::end(kVerbs), [&](std::string_view verb) { return node.find(verb) != nullptr; });
        if (verbs > 1) return;  // reported by the table
        if (node.find("say") != nullptr) return read_say(node, place, state);
        if (node.find("ask") != nullptr || node.find("wait") != nullptr) return read_ask(node, state);
        if (node.find("grade") != nullptr) return read_grade(node, state);
        if (node.find("pick") != nullptr) return read_pick(node, state);
        if (node.find("goto") != nullptr) {
            state.verb = Verb::kGoto;
            state.next = target(node, "goto");
            return;
        }
        state.verb = Verb::kEnd;
        state.ends = true;
    }

    void read_say(const YamlNode& node, Place place, State& state) {
        state.verb = Verb::kSay;
        state.say = message(node);
        state.ends = node.find("end") != nullptr;
        state.next = target(node, "goto");
        const bool goes = node.find("goto") != nullptr;
        if (!goes && !state.ends) report_.add(kNoWayOn, place, fmt::format("state {} leads nowhere: add goto, or end: true", state.id));
        if (goes && state.ends) report_.add(kNoWayOn, place, fmt::format("state {} has both goto and end: keep one", state.id));
    }

    void read_ask(const YamlNode& node, State& state) {
        state.verb = node.find("ask") != nullptr ? Verb::kAsk : Verb::kWait;
        state.subject = text_at(node, "ask") == "followup" ? engine::Subject::kFollowup : engine::Subject::kQuestion;
        state.about = texts_at(node, "about");
        if (const YamlNode* about = node.find("about"); about != nullptr) {
            for (const YamlNode& point : about->items) out_.points.push_back({point.text, point.place});
            if (state.subject != engine::Subject::kFollowup) report_.add(kUnknownKey, about->place, "about belongs to ask: followup; remove it here");
        }
        const YamlNode* on = node.find("on");
        if (on == nullptr || on->kind != YamlNode::Kind::kMap) return;
        state.on_answer = target(*on, "answer");
        state.on_skip = target(*on, "skip");
        const YamlNode* timeout = on->find("timeout");
        if (timeout == nullptr || timeout->kind != YamlNode::Kind::kMap) return;
        const auto after = parse_duration(text_at(*timeout, "after"));
        state.timeout = engine::Timeout{after.value_or(Duration{}), message(*timeout), target(*timeout, "goto").value_or(0)};
    }

    void read_grade(const YamlNode& node, State& state) {
        state.verb = Verb::kGrade;
        const auto& outcomes = items_at(node, "on");
        for (std::size_t i = 0; i < outcomes.size(); ++i) {
            const YamlNode& outcome = outcomes[i];
            const bool last = i + 1 == outcomes.size();
            const bool guarded = outcome.find("when") != nullptr;
            if (last && guarded) report_.add(kOpenOutcomes, outcome.place, "the last outcome must have no condition: add {goto: STATE} after it");
            if (!last && !guarded)
                report_.add(kOpenOutcomes, outcome.place, "the outcomes after this one are never taken: give it a condition or move it to the end");
            state.outcomes.push_back({read_guard(outcome), target(outcome, "goto").value_or(0)});
        }
    }

    engine::Guard read_guard(const YamlNode& outcome) {
        auto guard = parse_guard(text_at(outcome, "when")).value_or(engine::Guard{});
        if (guard.kind == engine::Guard::Kind::kMissed) out_.points.push_back({guard.name, place_at(outcome, "when")});
        if (guard.kind == engine::Guard::Kind::kClaimed) out_.misconceptions.push_back({guard.name, place_at(outcome, "when")});
        return guard;
    }

    void read_pick(const YamlNode& node, State& state) {
        state.verb = Verb::kPick;
        if (const YamlNode* pick = node.find("pick"); pick->kind == YamlNode::Kind::kMap) {
            if (const YamlNode* from = pick->find("from"); from != nullptr) state.from = argument(*from);
            for (const std::string& word : texts_at(*pick, "prefer")) {
                state.prefer.push_back(static_cast<engine::Preference>(index_of(word, {"due", "unseen", "weakest"}, 0)));
            }
        }
        if (const YamlNode* limit = node.find("limit"); limit != nullptr && !limit->text.empty()) state.limit = read_amount(*limit);
        state.next = target(node, "goto");
        state.none = target(node, "none");
    }

    engine::Amount read_amount(const YamlNode& node) {
        const std::string text = argument(node);
        if (!text.starts_with('$')) return {is_whole_number(text) && text.size() <= 6 ? std::stoi(text) : 0, {}};
        const std::string name = text.substr(1);
        const YamlNode* arguments = root_.find("args");
        const YamlNode* value = arguments != nullptr ? arguments->find(name) : nullptr;
        if (value != nullptr) need_number(name, *value);
        return {0, name};
    }

    void check_unused() {
        const YamlNode* arguments = root_.find("args");
        if (arguments == nullptr) return;
        for (const Key& key : arguments->keys) {
            const bool engine_uses = std::find(std::begin(kEngineArguments), std::end(kEngineArguments), key.text) != std::end(kEngineArguments);
            if (engine_uses || used_.contains(key.text)) continue;
            report_.add(kUnusedArgument, key.place, fmt::format("no state uses ${}: remove it", key.text));
        }
    }

    const YamlNode& root_;
    Report& report_;
    ReadScript out_;
    std::vector<std::string> ids_;
    std::set<std::string> used_;
};

}  // namespace

ReadScript read_script(const YamlNode& root, Report& report) { return ScriptReader{root, report}.read(); }

bool is_composed_text(std::string_view key) { return std::find(std::begin(kComposedTexts), std::end(kComposedTexts), key) != std::end(kComposedTexts); }

}  // namespace bot::script
