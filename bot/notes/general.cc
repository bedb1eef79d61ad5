// Owns the points of questions that the notes do not answer. They cannot know the facts: they look whether an answer on the subject explains, compares and
// gives cases, or, for a story, whether its parts are there. Each says so.
#include <fmt/format.h>

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
    std::string_view pattern;
    int weight;
};

constexpr General kExplains[] = {
    {"reason", "Gives a reason.", "Why is that so?", "Say because, and go on.",
     "(because|since|so that|therefore|thus|hence|so|due to|that is why|which is why|means|reason|as a result|thanks to|that way|this way)", 2},
    {"condition", "Says when or under which condition it holds.", "When does that hold, and when not?", "Say if or when, and go on.",
     "(if|when|whenever|once|until|till|unless|as soon as|as long as|after|before|only|during|case)", 2},
    {"contrast", "Sets it apart from something else.", "How does it differ from what is nearest to it?", "Say whereas or instead, and go on.",
     "(whereas|while|instead|rather|unlike|but|however|although|though|compared|otherwise|on the other hand|not|no|without|than|both|different\\w*)", 2},
    {"mechanism", "Says what does what to what.", "Who does what, step by step?", "Follow one case from start to end.",
     "(then|first|next|finally|after that|step|each|every|by|through|via|into|onto|from|with|per|own|same|between)", 2},
    {"case", "Names a concrete case.", "Can you give an example?", "Say for example, and go on.",
     "(for example|for instance|example|e g|such as|like|say|imagine|suppose|typical\\w*|usual\\w*|often|in practice|case|real)", 1},
    {"cost", "Names a cost, a risk or a limit.", "What does it cost?", "What can go wrong?",
     "(cost\\w*|slow\\w*|expensive|cheap\\w*|overhead|risk\\w*|limit\\w*|trade ?offs?|down "
     "?sides?|problem\\w*|avoid\\w*|fail\\w*|error\\w*|leak\\w*|wrong|careful|never|must|safe|fast\\w*|faster)",
     1},
};

constexpr General kStory[] = {
    {"own-part", "Says what the candidate did.", "What was your own part?", "Say I, and what you did.", "{story_i} ({story_adv} )*({story_did}|{story_do})", 3},
    {"situation", "Says where and when it was, or what was wrong.", "What was the situation?", "Where were you, and what was the problem?",
     "({story_when}|{story_problem})", 2},
    {"outcome", "Says what came of it.", "How did it end?", "What was different afterwards?", "({story_outcome}|{story_result})", 2},
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

DraftPoint point_of(const General& general, const std::string& subject, grade::Window window) {
    DraftPoint made;
    made.point.id = general.id;
    made.point.weight = general.weight;
    made.point.want = general.want;
    made.point.ask = general.ask;
    made.point.hint = general.hint;
    PatternNode pattern;
    pattern.phrase = general.pattern;
    if (!subject.empty()) {
        PatternNode about;
        about.phrase = subject;
        PatternNode all;
        all.op = PatternNode::Op::kAll;
        all.items = {about, pattern};
        all.within = window;
        pattern = std::move(all);
    }
    made.point.match = {std::move(pattern)};
    made.check = "to write: the notes do not answer this; put the facts in its place";
    return made;
}

}  // namespace

std::vector<DraftPoint> general_points(const grade::Question& question, const std::set<std::string>& asked, const grade::Vocabulary& vocabulary) {
    std::vector<DraftPoint> points;
    const auto subject = subject_of(asked);
    if (question.kind == grade::Kind::kBehavioural) {
        for (const auto& part : kStory) {
            if (has_names(part.pattern, vocabulary)) points.push_back(point_of(part, "", grade::Window::kAnswer));
        }
    }
    if (points.empty()) {
        for (const auto& sign : kExplains) points.push_back(point_of(sign, subject, grade::Window::kSentence));
    }
    return points;
}

}  // namespace bot::notes
