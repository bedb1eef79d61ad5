// Owns the table of scripts.
#include "bot/script/codes.h"
#include "bot/script/tables.h"

namespace bot::script {
namespace {

using Type = Value::Type;

constexpr Value kIdText{.type = Type::kText, .format = Format::kAuthorId};
constexpr Value kSelectionText{.type = Type::kText, .format = Format::kSelection};
constexpr Value kAmountText{.type = Type::kText, .format = Format::kAmount};
constexpr Value kGuardText{.type = Type::kText, .format = Format::kGuard};
constexpr Value kDurationText{.type = Type::kText, .format = Format::kDuration};
constexpr Value kArgumentText{.type = Type::kText, .format = Format::kArgument};
constexpr Value kMessageText{.type = Type::kText, .format = Format::kMessageKey};
constexpr Value kTrueWord{.type = Type::kTrue};

constexpr Field kTimeoutFields[] = {
    {"after", &kDurationText, true, "How long to wait: 90s, 5m, 2h, 1d."},
    {"say", &kMessageText, false, "A message said once, before a second wait of the same length."},
    {"goto", &kIdText, true, "Where to go when nobody answered."},
};
constexpr Value kTimeout{.type = Type::kRecord, .fields = kTimeoutFields};
constexpr Field kOnFields[] = {
    {"answer", &kIdText, true, "Where an answer leads."},
    {"skip", &kIdText, false, "Where the command skip leads; left out = skip is not possible here."},
    {"timeout", &kTimeout, false, "What happens when nobody answers."},
};
constexpr Value kOn{.type = Type::kRecord, .fields = kOnFields};

constexpr Field kOutcomeFields[] = {
    {"when", &kGuardText, false, "The condition; the last outcome has none."},
    {"goto", &kIdText, true, "Where the outcome leads."},
};
constexpr Value kOutcome{.type = Type::kRecord, .fields = kOutcomeFields};
constexpr Value kOutcomes{.type = Type::kList, .item = &kOutcome, .fewest = 1};

constexpr std::string_view kPreferenceWords[] = {"due", "unseen", "weakest"};
constexpr Value kPreference{.type = Type::kChoice, .words = kPreferenceWords};
constexpr Value kPreferences{.type = Type::kList, .item = &kPreference};
constexpr Field kPickBody[] = {
    {"from", &kSelectionText, true, "A pack, any, or a $argument; with #tag behind it only its questions with that tag."},
    {"prefer", &kPreferences, false, "Which questions come first."},
};
constexpr Value kPick{.type = Type::kRecord, .fields = kPickBody};

constexpr std::string_view kSubjectWords[] = {"question", "followup"};
constexpr std::string_view kAnswerWords[] = {"answer"};
constexpr Value kPointIds{.type = Type::kList, .item = &kIdText};
constexpr Value kSubject{.type = Type::kChoice, .words = kSubjectWords};
constexpr Value kAnswerWord{.type = Type::kChoice, .words = kAnswerWords};

constexpr Field kSayFields[] = {
    {"say", &kMessageText, true, "A message's key, scorecard or reveal."},
    {"goto", &kIdText, false, "Where to go on."},
    {"end", &kTrueWord, false, "The session ends after it."},
};
constexpr Field kAskFields[] = {
    {"ask", &kSubject, true, "The picked question, or the follow-up worth most."},
    {"about", &kPointIds, false, "Points to follow up before all others, in this order; for ask: followup."},
    {"on", &kOn, true, "Where answer, skip and timeout lead."},
};
constexpr Field kGradeFields[] = {
    {"grade", &kAnswerWord, true, "Marks the answer."},
    {"on", &kOutcomes, true, "The first outcome whose condition holds is taken."},
};
constexpr Field kPickFields[] = {
    {"pick", &kPick, true, "Chooses the next question."},
    {"limit", &kAmountText, false, "How many questions in all."},
    {"goto", &kIdText, true, "Where a picked question leads."},
    {"none", &kIdText, true, "Where to go when nothing is left, the limit is reached or time is up."},
};
constexpr Field kWaitFields[] = {
    {"wait", &kAnswerWord, true, "Waits for an answer without asking."},
    {"on", &kOn, true, "Where answer, skip and timeout lead."},
};
constexpr Field kGotoFields[] = {
    {"goto", &kIdText, true, "Goes on at once."},
};
constexpr Field kEndFields[] = {
    {"end", &kTrueWord, true, "The session ends."},
};
constexpr Value kSay{.type = Type::kRecord, .fields = kSayFields};
constexpr Value kAsk{.type = Type::kRecord, .fields = kAskFields};
constexpr Value kGrade{.type = Type::kRecord, .fields = kGradeFields};
constexpr Value kPickState{.type = Type::kRecord, .fields = kPickFields};
constexpr Value kWait{.type = Type::kRecord, .fields = kWaitFields};
constexpr Value kGoto{.type = Type::kRecord, .fields = kGotoFields};
constexpr Value kEnd{.type = Type::kRecord, .fields = kEndFields};
constexpr const Value* kStateOptions[] = {&kSay, &kAsk, &kGrade, &kPickState, &kWait, &kGoto, &kEnd};  // goto and end last: say and pick have them too
constexpr Value kState{.type = Type::kOneOf, .about = "One state: one verb and where it leads.", .options = kStateOptions, .choice_code = kNotOneVerb};

constexpr Value kArguments{.type = Type::kTable, .item = &kArgumentText, .key_format = Format::kAuthorId};
constexpr Value kStates{.type = Type::kTable, .item = &kState, .fewest = 1, .key_format = Format::kAuthorId};
constexpr Field kScriptFields[] = {
    {"id", &kIdText, true, "The file's name without its ending."},
    {"args", &kArguments, false, "Arguments with their defaults, filled from the command; states use them as $name."},
    {"start", &kIdText, true, "The first state."},
    {"states", &kStates, true, "The machine."},
};
constexpr Value kScript{.type = Type::kRecord, .about = "An interview script: a state machine.", .fields = kScriptFields};

}  // namespace

const Value& script_value() { return kScript; }

}  // namespace bot::script
