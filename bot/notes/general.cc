// Owns the points of questions that the notes do not answer. They cannot know the facts: they look whether an answer on the subject explains, compares and
// gives cases, or, for a story, whether its parts are there. Each says so.
#include <fmt/format.h>

#include "bot/base/text.h"
#include "bot/notes/draft.h"
#include "bot/notes/stems.h"

namespace bot::notes {
namespace {

using grade::PatternNode;

struct General {
    std::string_view id;
    std::string_view want;
    std::string_view ask;
    std::string_view hint;
    std::string_view signs;  // separated by '|'; of a story patterns, separated by ' || '
    int weight;
};

constexpr General kSubject{
    "subject", "Says something about what was asked.", "What has that to do with the question?", "Take up the words of the question.", "", 2};

// Nobody earns it: without the facts no answer may be called strong.
constexpr General kFacts{"facts", "TODO the facts that the answer must hold.", "Which facts does it rest on?", "TODO a nudge.", "", 6};

constexpr General kExplains[] = {
    {"reason", "Gives a reason.", "Why is that so?", "Say because, and go on.",
     "because|since|so that|therefore|thus|hence|so|due to|means|reasons?|as a result|thanks to|that way|this way|otherwise", 2},
    {"condition", "Says when or under which condition it holds.", "When does that hold, and when not?", "Say if or when, and go on.",
     "if|when|whenever|once|until|till|unless|as soon as|as long as|only after|in case|depends", 2},
    {"contrast", "Sets it apart from something else.", "How does it differ from what is nearest to it?", "Say whereas or instead, and go on.",
     "whereas|while|instead|rather than|unlike|but|however|although|though|compared|on the other hand|without|both|different\\w*", 2},
    {"mechanism", "Says what happens one after the other.", "Who does what, step by step?", "Follow one case from start to end.",
     "then|first|next|finally|after that|afterwards|steps?|each|every|per|through|via|into", 2},
    {"case", "Names a concrete case.", "Can you give an example?", "Say for example, and go on.",
     "for example|for instance|e g|such as|like|say|imagine|suppose|typical\\w*|usual\\w*|often|in practice|case|[0-9]+\\w*|one|two|three|four", 1},
    {"cost", "Names a cost, a risk or a limit.", "What does it cost?", "What can go wrong?",
     "cost\\w*|slow\\w*|expensive|cheap\\w*|overhead|risk\\w*|limit\\w*|trade ?offs?|down "
     "?sides?|problems?|avoid\\w*|fail\\w*|errors?|leaks?|wrong|careful|safe|fast\\w*|enough|too",
     1},
};

constexpr General kStory[] = {
    {"own-part", "Says what the candidate did.", "What was your own part?", "Say I, and what you did.",
     "{story_i} ({story_adv} )*{story_did} || {story_i} ({story_adv} )*{story_do}", 3},
    {"situation", "Says where and when it was, or what was wrong.", "What was the situation?", "Where were you, and what was the problem?",
     "{story_when} || {story_problem}", 2},
    {"outcome", "Says what came of it.", "How did it end?", "What was different afterwards?", "{story_outcome} || {story_result}", 2},
    {"figure", "Gives a figure.", "How much, or how long?", "Before and after, in numbers.", "{story_figure}", 2},
    {"learnt", "Says what was learnt.", "What would you do differently?", "Look back at it.", "{story_learnt}", 1},
};

std::string subject_of(const std::set<std::string>& asked) {
    constexpr std::size_t kMost = 14;
    std::string out;
    std::size_t count = 0;
    for (const auto& stem : asked) {
        if (count++ < kMost) out += (out.empty() ? "" : "|") + stem_pattern(stem);
    }
    return out.empty() ? out : "(" + out + ")";
}

bool has_names(std::string_view pattern, const grade::Vocabulary& vocabulary) {
    for (auto at = pattern.find('{'); at != pattern.npos; at = pattern.find('{', at + 1)) {
        if (!vocabulary.contains(pattern.substr(at + 1, pattern.find('}', at) - at - 1))) return false;
    }
    return true;
}

// The signs that the prompt does not hold itself, as an alternation.
std::string unasked(std::string_view signs, std::string_view prompt) {
    std::string padded = " ";
    for (const auto& word : words_of(prompt)) padded += word + " ";
    std::string out;
    for (const auto sign : split(signs, '|')) {
        auto bare = std::string(sign.substr(0, sign.find_first_of("?\\[")));
        const bool whole = bare.size() == sign.size();
        if (!bare.empty() && padded.find(" " + bare + (whole ? " " : "")) != std::string::npos) continue;
        out += (out.empty() ? "" : "|") + std::string(sign);
    }
    return out.empty() ? out : "(" + out + ")";
}

PatternNode phrase(std::string text) {
    PatternNode node;
    node.phrase = std::move(text);
    return node;
}

DraftPoint point_of(const General& general, PatternNode pattern) {
    DraftPoint made;
    made.point.id = general.id;
    made.point.weight = general.weight;
    made.point.want = general.want;
    made.point.ask = general.ask;
    made.point.hint = general.hint;
    if (pattern.op != PatternNode::Op::kPhrase || !pattern.phrase.empty()) made.point.match = {std::move(pattern)};
    made.check = "to write: the notes do not say this; put the facts in its place";
    return made;
}

}  // namespace

std::vector<DraftPoint> general_points(const grade::Question& question, const std::set<std::string>& asked, const grade::Vocabulary& vocabulary) {
    std::vector<DraftPoint> points;
    if (question.kind == grade::Kind::kBehavioural) {
        for (const auto& part : kStory) {
            if (!has_names(part.signs, vocabulary)) continue;
            points.push_back(point_of(part, {}));
            constexpr std::string_view kOr = " || ";
            for (auto rest = part.signs; !rest.empty();) {
                const auto end = rest.find(kOr);
                points.back().point.match.push_back(phrase(std::string(rest.substr(0, end))));
                rest.remove_prefix(end == rest.npos ? rest.size() : end + kOr.size());
            }
        }
        if (!points.empty()) return points;
    }
    const auto subject = subject_of(asked);
    const auto says = unasked("is|are|has|have|can|because|if|when|then|so|by|with|uses?|gets?|makes?|does|only|not|which|that", question.prompt);
    if (!subject.empty() && !says.empty()) {
        PatternNode about;
        about.op = PatternNode::Op::kAll;
        about.items = {phrase(subject), phrase(says)};
        about.within = grade::Window::kSentence;
        points.push_back(point_of(kSubject, std::move(about)));
    }
    for (const auto& sign : kExplains) points.push_back(point_of(sign, phrase(unasked(sign.signs, question.prompt))));
    points.push_back(point_of(kFacts, phrase("todo (write|wrote) (these|those) facts")));
    return points;
}

}  // namespace bot::notes
