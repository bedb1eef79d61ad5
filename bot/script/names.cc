// Owns the search for names and circles.
#include "bot/script/names.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "bot/base/nearest.h"
#include "bot/script/codes.h"

namespace bot::script {
namespace {

bool letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }

// True if the brace at `at` belongs to the escape before it: \p{..}, \P{..}, \x{..}.
bool belongs_to_escape(std::string_view phrase, std::size_t at) {
    if (at < 2 || phrase[at - 2] != '\\') return false;
    return phrase[at - 1] == 'p' || phrase[at - 1] == 'P' || phrase[at - 1] == 'x';
}

// Finds the circles among names. Iterative: a chain of names may be as long as a file.
class CircleSearch {
   public:
    explicit CircleSearch(const grade::Vocabulary& vocabulary) : vocabulary_{vocabulary} {}

    // Every circle that can be reached from name and was not found before.
    std::vector<std::vector<std::string>> from(const std::string& name) {
        std::vector<std::vector<std::string>> circles;
        enter(name);
        while (!way_.empty()) {
            Step& step = way_.back();
            if (step.next == step.uses.size()) {
                leave();
            } else if (const std::string use = step.uses[step.next++]; open_.contains(use)) {
                circles.push_back(circle_back_to(use));
            } else {
                enter(use);
            }
        }
        return circles;
    }

   private:
    struct Step {
        std::string name;
        std::vector<std::string> uses;
        std::size_t next = 0;
    };

    void enter(const std::string& name) {
        const auto entry = vocabulary_.find(name);
        if (entry == vocabulary_.end() || !seen_.insert(name).second) return;
        std::set<std::string> uses;
        for (const std::string& phrase : entry->second) {
            for (const NameUse& use : names_in(phrase)) uses.emplace(use.name);
        }
        open_.insert(name);
        way_.push_back({name, {uses.begin(), uses.end()}, 0});
    }

    void leave() {
        open_.erase(way_.back().name);
        way_.pop_back();
    }

    std::vector<std::string> circle_back_to(const std::string& name) const {
        std::vector<std::string> circle;
        for (const Step& step : way_) {
            if (!circle.empty() || step.name == name) circle.push_back(step.name);
        }
        circle.push_back(name);
        return circle;
    }

    const grade::Vocabulary& vocabulary_;
    std::vector<Step> way_;
    std::set<std::string> open_;  // names on the way
    std::set<std::string> seen_;
};

}  // namespace

std::vector<NameUse> names_in(std::string_view phrase) {
    std::vector<NameUse> uses;
    for (std::size_t at = phrase.find('{'); at != std::string_view::npos; at = phrase.find('{', at + 1)) {
        if (at + 1 >= phrase.size() || !letter(phrase[at + 1]) || belongs_to_escape(phrase, at) || (at > 0 && phrase[at - 1] == '\\')) continue;
        const auto end = phrase.find('}', at);
        if (end == std::string_view::npos) break;
        uses.push_back({phrase.substr(at + 1, end - at - 1), at + 1});
    }
    return uses;
}

void check_names(std::string_view phrase, Place place, const grade::Vocabulary& vocabulary, Report& report) {
    for (const NameUse& use : names_in(phrase)) {
        if (report.full()) return;
        if (vocabulary.find(use.name) != vocabulary.end()) continue;
        std::vector<std::string> known;
        for (const auto& [name, phrases] : vocabulary) known.push_back(name);
        report.add(kUnknownName, place_inside(report.source().text, place, use.offset),
                   fmt::format("no vocabulary name {}{}", use.name, did_you_mean(use.name, known)));
    }
}

void check_names(const std::vector<grade::PatternNode>& patterns, const grade::Vocabulary& vocabulary, Report& report) {
    for (const grade::PatternNode& pattern : patterns) {
        if (pattern.op == grade::PatternNode::Op::kPhrase) check_names(pattern.phrase, pattern.place, vocabulary, report);
        check_names(pattern.items, vocabulary, report);
        check_names(pattern.none, vocabulary, report);
    }
}

void check_cycles(const std::vector<NamedPhrases>& entries, const grade::Vocabulary& vocabulary, Report& report) {
    std::map<std::string_view, Place> places;
    for (const NamedPhrases& entry : entries) places.emplace(entry.name, entry.place);
    CircleSearch search{vocabulary};
    for (const NamedPhrases& entry : entries) {
        for (const auto& circle : search.from(entry.name)) {
            const auto own = std::find_if(circle.begin(), circle.end(), [&](const std::string& name) { return places.contains(name); });
            if (own == circle.end()) continue;  // wholly in other files
            report.add(kNameCycle, places.at(*own), fmt::format("vocabulary names go in a circle: {}", fmt::join(circle, " -> ")));
        }
    }
}

}  // namespace bot::script
