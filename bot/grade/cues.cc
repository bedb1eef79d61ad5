// Owns the turns of phrase that guards listen for, in the pattern language itself. A change here changes every rubric's fingerprint.
#include <array>
#include <string_view>

#include "bot/base/check.h"
#include "bot/grade/guards.h"

namespace bot::grade {
namespace {

struct Turn {
    Cue::Kind kind;
    std::string_view phrase;
};

constexpr auto kIgnorance = Cue::Kind::kIgnorance;
constexpr auto kAttributed = Cue::Kind::kAttributed;
constexpr auto kShunned = Cue::Kind::kShunned;
constexpr auto kRefuted = Cue::Kind::kRefuted;
constexpr auto kRefutes = Cue::Kind::kRefutes;
constexpr auto kMyth = Cue::Kind::kMyth;

constexpr std::array kTurns{
    Turn{kIgnorance,
         "(do|does|did|can|could) not( (really|exactly|even|quite|fully|actually|yet))? (know|remember|recall|understand|understood|explain|say|tell)"},
    Turn{kIgnorance,
         "(i|we)( (have|had))?( (really|personally|actually))? (never|not)( (really|ever|yet|much))? (used?|worked|heard|seen|tried|touched|learn(ed|t)|met)"},
    Turn{kIgnorance, "(am|was|are|were) not( (really|so|very|too|quite|entirely|100|completely))? (sure|certain|familiar|aware)"},
    Turn{kIgnorance, "(no idea|no clue|no experience|unsure|i forgot|i have forgotten|unfamiliar)"},
    Turn{kAttributed, "{people} ~ {believe}"},
    Turn{kAttributed, "(often|sometimes|commonly|widely|usually|frequently|wrongly|mistakenly|falsely|generally|traditionally) {believed}"},
    Turn{kAttributed, "(is|are|was|were|gets?) (said|believed|thought|supposed|assumed|claimed|rumou?red) (to|that)"},
    Turn{kAttributed, "(used to|once|first|initially|originally|earlier|wrongly|mistakenly|at first) {believe}"},
    Turn{kAttributed, "i (had |always |also |just |even )*(thought|assumed|believed|expected)"},
    Turn{kAttributed, "(myths?|misconceptions?|misunderstandings?|fallac(y|ies)|misbelie(f|fs|ves)|urban legends?|pitfalls?|traps?|gotchas?)"},
    Turn{kAttributed,
         "(common|popular|frequent|typical|usual|classic|big|serious|beginners?|rookie|newbie|often) ((made|very|wrong) "
         ")?(mistakes?|errors?|beliefs?|assumptions?|confusions?)"},
    Turn{kAttributed,
         "(wrong|false|incorrect|mistaken|untrue|mistake|error|nonsense|wrongly|dangerous) (to|that|ideas?|beliefs?|assumptions?|claims?|statements?|views?)"},
    Turn{kAttributed, "not (true|correct|right|the case|so|like) ((that|to|as if|as though|is) )?"},
    Turn{kAttributed, "(do|should|must|can|could|may|would|to|one|you) (not|never) ((just|simply|ever|always) )?{believe_now}"},
    Turn{kAttributed, "(you|one) (may|might|could|would) ((also|easily|first) )?{believe_now}"},
    Turn{kAttributed, "(contrary to|in spite of what|despite what|as if|as though)"},
    Turn{kAttributed, "(it )?would (just |simply )?be ((a|an) )?(wrong|mistake|error|incorrect|false|mistaken)"},
    Turn{kShunned, "(unlike|as opposed to|in contrast to|contrary to|compared (to|with)|opposed to)"},
    Turn{kShunned,
         "(avoid(s|ed|ing)?|prevent(s|ed|ing)?|beware|careful|risk(s|ed|ing|y)?|danger(s|ous)?|guards? against|protects? (from|against)|afraid|fear)"},
    Turn{kRefuted,
         "(is|was|are|were|be|being|sounds?|seems?) (just |simply |plain |completely |totally |clearly |of course |also |all |in fact )*((a|an|the) "
         ")?((common|big|popular|old|serious|bad) "
         ")?(wrong|false|incorrect|untrue|nonsense|mistaken|myths?|mistakes?|misconceptions?|misunderstandings?|fallacy|errors?|rubbish|trap)"},
    Turn{kRefuted,
         "(is|was|are|were|that is|this is) (just |simply |of course |actually |exactly )*not (really |quite |exactly |at all )*(true|correct|right|the "
         "case|so|how it works|what happens|accurate)"},
    Turn{kRefuted, "but ((in (fact|reality)|actually|really|that|this|it|they) )+(is|are|does|do|was)? ?(not|wrong|false|never|incorrect|untrue)"},
    Turn{kRefuted, "but (no|not|wrong|false|never)"},
    Turn{kRefutes,
         "(that|this|it|which|they)( (idea|belief|view|claim|assumption|statement))? (is|are|was|would be) (just |simply |plain |completely |totally |of "
         "course |not |a |an |the |common |big )*(wrong|false|incorrect|untrue|"
         "nonsense|mistaken|myth|mistake|misconception|misunderstanding|true|correct|right|case)"},
    Turn{kRefutes,
         "(not true|wrong|false|incorrect|nonsense|not (so|really|quite|at all|correct|right)|on the contrary|quite the (opposite|contrary)|the opposite is)"},
    Turn{kMyth, "(myths?|misconceptions?|misunderstandings?|misbeliefs?|fallacy|(common|popular|typical|classic|frequent) (mistakes?|errors?|beliefs?))"},
};

const Vocabulary& cue_names() {
    static const Vocabulary names{
        {"people", {"people",      "developers?", "programmers?", "engineers?", "beginners?", "newcomers?", "newbies", "juniors?",  "colleagues?",
                    "candidates?", "teams?",      "folks",        "others",     "everyone",   "everybody",  "some",    "many",      "most",
                    "they",        "users",       "students?",    "someone",    "somebody",   "guys",       "blogs?",  "tutorials?"}},
        {"believe",
         {"thinks?",      "thought",      "thinking",     "believed?", "believes", "believing",     "assumed?",    "assumes", "assuming", "says?",    "said",
          "claim(s|ed)?", "suppose[ds]?", "imagine[ds]?", "argued?",   "argues",   "insist(s|ed)?", "fear(s|ed)?", "expect",  "told",     "confused?"}},
        {"believe_now", {"think", "believe", "assume", "expect", "say", "suppose", "imagine", "conclude", "confuse", "rely", "claim", "be fooled"}},
        {"believed", {"thought", "believed", "assumed", "said", "claimed", "stated", "told", "confused", "heard", "repeated"}},
    };
    return names;
}

}  // namespace

std::vector<Cue> compile_cues(std::vector<Atom>& atoms) {
    Syntax syntax(cue_names());
    AtomList list(syntax);
    std::vector<Cue> cues;
    std::vector<PatternProblem> problems;
    const auto first = static_cast<int>(atoms.size());
    for (const Turn& turn : kTurns) {
        std::optional<Phrase> phrase = list.read(turn.phrase, problems);
        VIVA_CHECK(problems.empty() && phrase.has_value());
        for (int& atom : phrase->atoms) atom += first;
        cues.push_back({turn.kind, std::move(*phrase)});
    }
    atoms.insert(atoms.end(), list.atoms().begin(), list.atoms().end());
    return cues;
}

}  // namespace bot::grade
