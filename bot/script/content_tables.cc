// Owns the tables of packs, questions, samples, vocabularies and messages.
#include "bot/script/tables.h"

namespace bot::script {
namespace {

using Type = Value::Type;

constexpr Value kFreeText{.type = Type::kText};
constexpr Value kIdText{.type = Type::kText, .format = Format::kAuthorId};
constexpr Value kLanguageText{.type = Type::kText, .format = Format::kLanguage};
constexpr Value kAddressText{.type = Type::kText, .format = Format::kAddress};
constexpr Value kIds{.type = Type::kList, .item = &kIdText};
constexpr Value kIdsNotEmpty{.type = Type::kList, .item = &kIdText, .fewest = 1};
constexpr Value kTexts{.type = Type::kList, .item = &kFreeText};
constexpr Value kTextsNotEmpty{.type = Type::kList, .item = &kFreeText, .fewest = 1};

// pack.yaml

constexpr Value kShare{.type = Type::kDecimal, .least = 0, .most = 1};
constexpr Value kVersion{.type = Type::kInteger, .least = 1, .most = 1'000'000};
constexpr Field kBarFields[] = {
    {"qwk", &kShare, false, "Quadratic weighted kappa that `viva eval` must reach over the pack's samples."},
    {"band", &kShare, false, "Share of samples that must get the experts' band."},
};
constexpr Value kBar{.type = Type::kRecord, .fields = kBarFields};
constexpr Field kPackFields[] = {
    {"id", &kIdText, true, "The folder's name."},
    {"title", &kFreeText, true, "Shown to people."},
    {"description", &kFreeText, false, "One or two sentences, shown by `viva packs`."},
    {"language", &kLanguageText, true, "The language of prompts and answers."},
    {"version", &kVersion, true, "Counted up with every published change."},
    {"bar", &kBar, false, "The agreement with human marks below which `viva eval` fails."},
    {"order", &kIds, false, "Question ids in the order of teaching; questions not named come after, by id."},
};
constexpr Value kPack{.type = Type::kRecord, .about = "A pack of questions.", .fields = kPackFields};

// Patterns

extern const Value kPattern;
constexpr Value kPatterns{.type = Type::kList, .item = &kPattern, .fewest = 1};
constexpr Value kWords{.type = Type::kInteger, .least = 1, .most = 50};
constexpr std::string_view kWindowWords[] = {"clause", "sentence", "pair", "answer"};
constexpr Value kWindow{.type = Type::kChoice, .words = kWindowWords};
constexpr std::string_view kNotAbout = "None of these in the same window.";
constexpr std::string_view kWithinAbout = "The window: clause, sentence, pair (two neighbouring sentences; the default of points) or answer.";
constexpr Field kNearFields[] = {
    {"near", &kPatterns, true, "All of these within `words` words of each other, in any order."},
    {"words", &kWords, false, "The longest distance in words; 8 if left out."},
    {"not", &kPatterns, false, kNotAbout},
    {"within", &kWindow, false, kWithinAbout},
};
constexpr Field kOrderFields[] = {
    {"order", &kPatterns, true, "These one after the other."},
    {"not", &kPatterns, false, kNotAbout},
    {"within", &kWindow, false, kWithinAbout},
};
constexpr Field kAllFields[] = {
    {"all", &kPatterns, true, "Every one of these in the window, in any order."},
    {"not", &kPatterns, false, kNotAbout},
    {"within", &kWindow, false, kWithinAbout},
};
constexpr Field kAnyFields[] = {
    {"any", &kPatterns, true, "One of these."},
    {"not", &kPatterns, false, kNotAbout},
    {"within", &kWindow, false, kWithinAbout},
};
constexpr Value kPhrase{.type = Type::kText,
                        .about =
                            "RE2 on the normalised text as whole words; a space stands for separators, {name} for a vocabulary entry, ' ~ ' for up to 3 words "
                            "between, ' ~~ ' for up to 8."};
constexpr Value kNear{.type = Type::kRecord, .fields = kNearFields};
constexpr Value kOrder{.type = Type::kRecord, .fields = kOrderFields};
constexpr Value kAll{.type = Type::kRecord, .fields = kAllFields};
constexpr Value kAny{.type = Type::kRecord, .fields = kAnyFields};
constexpr const Value* kPatternOptions[] = {&kPhrase, &kNear, &kOrder, &kAll, &kAny};
const Value kPattern{.type = Type::kOneOf, .about = "A phrase, or an operator over patterns.", .options = kPatternOptions};

// questions/ID.yaml

constexpr std::string_view kKindWords[] = {"technical", "behavioural", "code"};
constexpr std::string_view kLevelWords[] = {"junior", "middle", "senior", "lead"};
constexpr Value kKind{.type = Type::kChoice, .words = kKindWords};
constexpr Value kLevel{.type = Type::kChoice, .words = kLevelWords};
constexpr Value kMinutes{.type = Type::kInteger, .least = 1, .most = 120};
constexpr Value kWeight{.type = Type::kInteger, .least = 1, .most = 100};
constexpr Field kReferenceFields[] = {
    {"title", &kFreeText, true, "What people see."},
    {"url", &kAddressText, true, "A primary source."},
};
constexpr Value kReference{.type = Type::kRecord, .fields = kReferenceFields};
constexpr Value kReferences{.type = Type::kList, .item = &kReference};
constexpr Value kParts{.type = Type::kTable, .item = &kIdsNotEmpty, .fewest = 1, .key_format = Format::kAuthorId};
constexpr Field kPointFields[] = {
    {"id", &kIdText, true, "Names the point in marks and stored answers; never changed."},
    {"weight", &kWeight, true, "How much it counts; three quarters of all weight is full marks."},
    {"want", &kFreeText, true, "The statement that earns the point, in one sentence; shown to people."},
    {"ask", &kFreeText, false, "The follow-up question when it was missed; must not give the answer away."},
    {"hint", &kFreeText, false, "Shown on demand; halves the credit."},
    {"lead", &kTextsNotEmpty, false, "Beginnings of the sentence that a short answer to `ask` leaves out; never shown."},
    {"match", &kPatterns, true, "Any of these earns the point."},
};
constexpr Value kPoint{.type = Type::kRecord, .fields = kPointFields};
constexpr Value kPoints{.type = Type::kList, .item = &kPoint, .fewest = 1};
constexpr Field kMisconceptionFields[] = {
    {"id", &kIdText, true, "Names the misconception in marks and stored answers; never changed."},
    {"weight", &kWeight, true, "Costs one and a half times as much."},
    {"claim", &kFreeText, true, "The wrong belief in one sentence; shown to people."},
    {"challenge", &kFreeText, false, "What the examiner asks back."},
    {"opposes", &kIdText, false, "The point that it contradicts."},
    {"match", &kPatterns, true, "Any of these is the claim; looked for within one sentence."},
};
constexpr Value kMisconception{.type = Type::kRecord, .fields = kMisconceptionFields};
constexpr Value kMisconceptions{.type = Type::kList, .item = &kMisconception};
constexpr Field kQuestionFields[] = {
    {"id", &kIdText, true, "The file's name without its ending; never changed."},
    {"prompt", &kFreeText, true, "The question as it is asked."},
    {"kind", &kKind, true, "technical, behavioural (a story) or code."},
    {"level", &kLevel, true, "Whom it is for."},
    {"tags", &kIds, false, "For choosing and for the scorecard's bars."},
    {"minutes", &kMinutes, true, "How long a good answer takes."},
    {"answer", &kFreeText, true, "The model answer, Markdown."},
    {"references", &kReferences, false, "Primary sources, the best first."},
    {"parts", &kParts, false, "What the question asks for: part to point ids. A part none of whose points is earned was left out."},
    {"points", &kPoints, true, "What earns the mark, 6 to 8 of them."},
    {"misconceptions", &kMisconceptions, false, "What costs; best the opposite of every point."},
    {"deeper", &kTexts, false, "Further questions once nothing is missed."},
};
constexpr Value kQuestion{.type = Type::kRecord, .about = "One question and its rubric.", .fields = kQuestionFields};

// samples/ID.yaml

constexpr Value kMark{.type = Type::kInteger, .least = 0, .most = 10};
constexpr Field kSampleFields[] = {
    {"mark", &kMark, true, "What an expert gives, 0 to 10."},
    {"style", &kFreeText, true, "strong, partial, weak, wrong, stuffed, off-topic, ..."},
    {"text", &kFreeText, true, "The answer as somebody would type it."},
    {"points", &kIds, false, "Points that a second reader says it earns; left out = not annotated."},
    {"misconceptions", &kIds, false, "Misconceptions that a second reader says it holds; left out = not annotated."},
};
constexpr Value kSample{.type = Type::kRecord, .fields = kSampleFields};
constexpr Value kSampleList{.type = Type::kList, .item = &kSample};
constexpr Field kSamplesFields[] = {
    {"samples", &kSampleList, true, "Marked answers, 12 or more, by someone who saw only the question."},
};
constexpr Value kSamples{.type = Type::kRecord, .about = "Marked answers to one question.", .fields = kSamplesFields};

// vocabulary.yaml, messages/LANGUAGE.yaml

constexpr Value kPhrases{.type = Type::kList, .item = &kFreeText, .fewest = 1};
constexpr Value kVocabulary{.type = Type::kTable,
                            .about = "Names and the phrases they stand for. A phrase has no gaps and may use {other} names.",
                            .item = &kPhrases,
                            .key_format = Format::kVocabularyName};
constexpr Field kPluralFields[] = {
    {"one", &kFreeText, true, "When the argument count is 1."},
    {"other", &kFreeText, true, "Otherwise."},
};
constexpr Value kPlural{.type = Type::kRecord, .fields = kPluralFields};
constexpr const Value* kMessageOptions[] = {&kFreeText, &kPlural};
constexpr Value kMessage{.type = Type::kOneOf, .about = "A text with {arguments}, **strong**, *emphasis* and `code`.", .options = kMessageOptions};
constexpr Value kMessages{.type = Type::kTable, .about = "Every text that people see, by key.", .item = &kMessage, .key_format = Format::kMessageKey};

}  // namespace

const Value& pack_value() { return kPack; }
const Value& question_value() { return kQuestion; }
const Value& samples_value() { return kSamples; }
const Value& vocabulary_value() { return kVocabulary; }
const Value& messages_value() { return kMessages; }

}  // namespace bot::script
