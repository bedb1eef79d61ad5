// Owns the stage for dialogues in tests: a small pack, the shipped texts, scripts built by hand, and a person who talks to step().
// Must not read YAML through the compiler: these tests stand below it.
#pragma once

#include <fstream>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "bot/base/text.h"
#include "bot/engine/step.h"
#include "tests/support/catch.h"

namespace stage {

using namespace bot;
using namespace bot::engine;

// The shipped catalogue: one `key: "text"` or `key: {one: "text", other: "text"}` a line.
inline const Catalogue& texts() {
    static const Catalogue catalogue = [] {
        std::map<std::string, Catalogue::Entry, std::less<>> entries;
        std::ifstream file{VIVA_SOURCE_DIR "/content/messages/en.yaml"};
        const auto quoted = [](std::string_view line, std::string_view label) {
            const auto begin = line.find(label);
            if (begin == std::string_view::npos) return std::string{};
            std::string out;
            for (auto i = begin + label.size(); i < line.size() && line[i] != '"'; ++i) out += line[i] == '\\' ? line[++i] : line[i];
            return out;
        };
        for (std::string line; std::getline(file, line);) {
            const auto colon = line.find(':');
            if (line.empty() || line[0] == '#' || colon == std::string::npos) continue;
            const bool plural = line.find("one: \"") != std::string::npos && line[colon + 2] == '{';
            entries[line.substr(0, colon)] =
                plural ? Catalogue::Entry{quoted(line, "other: \""), quoted(line, "one: \"")} : Catalogue::Entry{quoted(line, ": \""), ""};
        }
        return Catalogue{"en", std::move(entries)};
    }();
    return catalogue;
}

inline grade::PatternNode phrase(std::string text) {
    grade::PatternNode node;
    node.phrase = std::move(text);
    return node;
}

inline grade::Point point(std::string id, int weight, std::string want, std::string ask, std::string hint, std::string match) {
    grade::Point made;
    made.id = std::move(id);
    made.weight = weight;
    made.want = std::move(want);
    made.ask = std::move(ask);
    made.hint = std::move(hint);
    made.match = {phrase(std::move(match))};
    return made;
}

inline grade::Question channels() {
    grade::Question question;
    question.id = "channels";
    question.pack = "go";
    question.prompt = "How do channels with and without a buffer differ?";
    question.tags = {"go", "concurrency"};
    question.minutes = 4;
    question.answer = "An unbuffered send **waits**.\n\n```\nch <- 1\n```\n- full blocks";
    question.references = {{"Effective Go", "https://go.dev/doc/effective_go"}};
    question.points = {point("rendezvous", 5, "An unbuffered send waits for its receiver.", "What does the sender do while nobody receives?",
                             "Think of a parcel handed over in person.", "waits for the receiver"),
                       point("full-blocks", 3, "A buffered send waits only while the buffer is full.", "When does a buffered send wait?",
                             "Think of a full shelf.", "blocks when it is full"),
                       point("burst", 2, "A buffer takes up bursts.", "What is a buffer good for?", "Think of rush hour.", "smooths bursts")};
    question.parts = {{"unbuffered", {"rendezvous"}, {}}, {"buffered", {"full-blocks", "burst"}, {}}};
    grade::Misconception drops;
    drops.id = "drops";
    drops.weight = 3;
    drops.claim = "An unbuffered channel drops values.";
    drops.challenge = "Where would the value go?";
    drops.opposes = "rendezvous";
    drops.match = {phrase("drops the value")};
    question.misconceptions = {drops};
    question.deeper = {"When would you not use a buffer?", "And who closes it?"};
    return question;
}

inline grade::Question simple(std::string id, std::vector<std::string> tags = {"basics"}) {
    grade::Question question;
    question.id = std::move(id);
    question.pack = "go";
    question.prompt = "What is " + question.id + "?";
    question.tags = std::move(tags);
    question.answer = "The model answer to " + question.id + ".";
    question.points = {point("what", 3, "It is a " + question.id + ".", "What is it, then?", "You use it daily.", "it is a tool"),
                       point("why", 2, "It saves time.", "Why use it?", "Think of your evenings.", "saves time")};
    question.parts = {{"what", {"what"}, {}}, {"why", {"why"}, {}}};
    return question;
}

class Bank : public QuestionBank {
   public:
    explicit Bank(std::vector<grade::Question> questions) {
        for (auto& question : questions) {
            auto key = question.pack + "/" + question.id;
            auto compiled = grade::compile(question, {});
            REQUIRE(compiled.rubric);
            order_.push_back(key);
            questions_.emplace(key, std::move(question));
            rubrics_.emplace(std::move(key), std::move(compiled.rubric));
        }
    }
    std::vector<std::string> keys(std::string_view selection) const override {
        std::vector<std::string> found;
        const auto mark = selection.find('#');
        const auto base = mark == 0 ? "any" : selection.substr(0, mark);
        for (const auto& key : order_) {
            const auto& question = questions_.at(key);
            const auto tagged = [&] {
                for (const auto& tag : question.tags) {
                    if (mark != selection.npos && tag == selection.substr(mark + 1)) return true;
                }
                return mark == selection.npos;
            };
            if (!lost.contains(key) && (base == "any" || base == question.pack || base == key) && tagged()) found.push_back(key);
        }
        return found;
    }
    const grade::Question* question(std::string_view key) const override {
        const auto found = questions_.find(std::string{key});
        return found == questions_.end() || lost.contains(found->first) ? nullptr : &found->second;
    }
    std::shared_ptr<const grade::Rubric> rubric(std::string_view key) const override { return question(key) ? rubrics_.at(std::string{key}) : nullptr; }

    std::set<std::string> lost;  // keys that content lost since

   private:
    std::vector<std::string> order_;
    std::map<std::string, grade::Question> questions_;
    std::map<std::string, std::shared_ptr<const grade::Rubric>> rubrics_;
};

inline State state(std::string id, Verb verb) {
    State made;
    made.id = std::move(id);
    made.verb = verb;
    return made;
}

// The machine of the design's round: next -> ask -> mark -> probe -> mark ... -> end.
inline Program round(std::string questions = "2", std::string followups = "2") {
    Program program;
    program.id = "round";
    program.fingerprint = "f00d";
    program.parameters = {{"pack", "any"}, {"questions", std::move(questions)}, {"minutes", "30"}, {"followups", std::move(followups)}};
    auto next = state("next", Verb::kPick);
    next.from = "$pack";
    next.prefer = {Preference::kDue, Preference::kUnseen, Preference::kWeakest};
    next.limit = Amount{0, "questions"};
    next.next = 1;
    next.none = 4;
    auto ask = state("ask", Verb::kAsk);
    ask.on_answer = 2;
    ask.on_skip = 0;
    ask.timeout = Timeout{std::chrono::minutes{5}, "nudge", 0};
    auto mark = state("mark", Verb::kGrade);
    mark.outcomes = {{{Guard::Kind::kFollowupLeft, 0, ""}, 3}, {{}, 0}};
    auto probe = state("probe", Verb::kAsk);
    probe.subject = Subject::kFollowup;
    probe.on_answer = 2;
    probe.on_skip = 0;
    probe.timeout = Timeout{std::chrono::minutes{3}, "", 0};
    auto end = state("end", Verb::kSay);
    end.say = "scorecard";
    end.ends = true;
    program.states = {next, ask, mark, probe, end};
    return program;
}

inline std::string plain(const std::vector<Run>& runs) {
    std::string out;
    for (const auto& run : runs) out += run.text;
    return out;
}

// A message as lines: "# heading", "? question", "+ item", "label 62%", "[status]", "| code"; a line of dashes between messages.
inline std::string transcript(const std::vector<Effect>& effects) {
    std::string out;
    for (const auto& effect : effects) {
        const auto* said = std::get_if<Say>(&effect);
        if (!said) continue;
        if (!out.empty()) out += "---\n";
        for (const auto& block : said->message.blocks) {
            const auto text = plain(block.runs);
            switch (block.kind) {
                case Block::Kind::kHeading: out += "# " + text; break;
                case Block::Kind::kQuestion: out += "? " + text; break;
                case Block::Kind::kItem: out += (block.sign.empty() ? "*" : block.sign) + " " + text; break;
                case Block::Kind::kCode: out += "| " + text; break;
                case Block::Kind::kQuote: out += "> " + text; break;
                case Block::Kind::kMeter: out += text + " " + std::to_string(block.percent) + "%"; break;
                case Block::Kind::kStatus: out += "[" + text + "]"; break;
                case Block::Kind::kParagraph: out += text; break;
            }
            out += "\n";
        }
    }
    return out;
}

// A person in a session. Each call is one event a second after the last and returns what the person then sees.
class Talk {
   public:
    Talk(const Program& program, const Bank& bank) : program_(program), bank_(bank) {}

    std::string starts(std::map<std::string, std::string> arguments = {}, std::uint64_t seed = 7, std::vector<Standing> history = {}) {
        return happens(Started{std::move(arguments), seed, std::move(history)});
    }
    std::string answers(std::string text) { return happens(Answered{std::move(text)}); }
    std::string types(Command command) { return happens(Commanded{command}); }
    std::string comes_back() { return happens(Reopened{}); }
    // The running deadline passes.
    std::string is_silent(bool late = false) {
        REQUIRE(session.timer);
        now = session.timer->due - std::chrono::seconds{1};
        return happens(TimerFired{session.timer->id, late});
    }
    template <class What>
    std::string happens(What what) {
        now += std::chrono::seconds{1};
        auto stepped = step({program_, bank_, texts()}, session, Event{now, std::move(what)});
        session = std::move(stepped.session);
        effects = std::move(stepped.effects);
        return transcript(effects);
    }

    const Asked& question() const { return session.asked.back(); }
    int score() const { return question().mark.score; }
    template <class Kind>
    std::vector<Kind> all() const {
        std::vector<Kind> found;
        for (const auto& effect : effects) {
            if (const auto* one = std::get_if<Kind>(&effect)) found.push_back(*one);
        }
        return found;
    }

    Session session;
    std::vector<Effect> effects;
    Instant now{std::chrono::hours{24 * 365 * 50}};

   private:
    const Program& program_;
    const Bank& bank_;
};

inline bool has(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

}  // namespace stage

// Show the whole reply when it is not as expected.
#define SAYS(reply, part)               \
    do {                                \
        const std::string said_{reply}; \
        INFO(said_);                    \
        CHECK(stage::has(said_, part)); \
    } while (false)
#define DOES_NOT_SAY(reply, part)             \
    do {                                      \
        const std::string said_{reply};       \
        INFO(said_);                          \
        CHECK_FALSE(stage::has(said_, part)); \
    } while (false)
