// Owns the list of everything the compiler and lint can find fault with: one code each, with its severity and its explanation.
// Must not find faults. A code is never given another meaning; a retired one stays unused.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "bot/script/diagnostic.h"

namespace bot::script {

// V001..V019 files and YAML, V020..V039 values, V040..V059 packs, V060..V069 patterns, V070..V089 scripts, V090..V109 lint.
constexpr std::string_view kBadYaml = "V001";
constexpr std::string_view kNotText = "V002";
constexpr std::string_view kFileTooLarge = "V003";
constexpr std::string_view kTooDeep = "V004";
constexpr std::string_view kAnchor = "V005";
constexpr std::string_view kTag = "V006";
constexpr std::string_view kDuplicateKey = "V007";
constexpr std::string_view kSecondDocument = "V008";
constexpr std::string_view kTab = "V009";
constexpr std::string_view kUnknownFile = "V010";
constexpr std::string_view kTooManyProblems = "V011";

constexpr std::string_view kUnknownKey = "V020";
constexpr std::string_view kMissingKey = "V021";
constexpr std::string_view kWrongType = "V022";
constexpr std::string_view kNotAllowed = "V023";
constexpr std::string_view kOutOfRange = "V024";
constexpr std::string_view kBadName = "V025";
constexpr std::string_view kEmpty = "V026";
constexpr std::string_view kDuplicateId = "V027";
constexpr std::string_view kNotFileName = "V028";
constexpr std::string_view kPlaceholder = "V029";

constexpr std::string_view kNoPackFile = "V040";
constexpr std::string_view kOrderUnknown = "V041";
constexpr std::string_view kUnknownPoint = "V042";
constexpr std::string_view kUnknownMisconception = "V043";
constexpr std::string_view kSamplesWithoutQuestion = "V044";
constexpr std::string_view kRepeatedSample = "V045";
constexpr std::string_view kShadowedName = "V046";

constexpr std::string_view kUnknownName = "V060";
constexpr std::string_view kNameCycle = "V061";
constexpr std::string_view kBadRegex = "V062";
constexpr std::string_view kPatternTooLarge = "V063";
constexpr std::string_view kEmptyMatch = "V064";
constexpr std::string_view kGapAtEdge = "V065";
constexpr std::string_view kPatternTooDeep = "V066";

constexpr std::string_view kMissingTarget = "V070";
constexpr std::string_view kUnreachable = "V071";
constexpr std::string_view kNeverEnds = "V072";
constexpr std::string_view kBusyLoop = "V073";
constexpr std::string_view kNoWayOn = "V074";
constexpr std::string_view kNotOneVerb = "V075";
constexpr std::string_view kUndeclaredArgument = "V076";
constexpr std::string_view kUnusedArgument = "V077";
constexpr std::string_view kBadGuard = "V078";
constexpr std::string_view kOpenOutcomes = "V079";
constexpr std::string_view kNoAnswer = "V080";
constexpr std::string_view kNoQuestion = "V081";
constexpr std::string_view kNoFollowup = "V082";
constexpr std::string_view kUnknownMessage = "V083";
constexpr std::string_view kBadArgument = "V084";

constexpr std::string_view kPointUnmatched = "V090";
constexpr std::string_view kFalseAlarm = "V091";
constexpr std::string_view kDeadAlternative = "V092";
constexpr std::string_view kUncoveredPoint = "V093";
constexpr std::string_view kUnfinished = "V094";
constexpr std::string_view kFewSamples = "V095";
constexpr std::string_view kUnopposed = "V096";
constexpr std::string_view kUnusedName = "V097";
constexpr std::string_view kLeadEarns = "V098";

struct CodeEntry {
    std::string_view code;
    Severity severity;
    std::string_view title;
    std::string_view why;    // what is wrong and why it matters
    std::string_view wrong;  // a short failing example; the whole one is tests/golden/diagnostics/<code>-*
    std::string_view right;  // the same, mended
};

// All codes, ascending.
std::span<const CodeEntry> all_codes();

// The entry of a code of the table above; an unknown code is a broken invariant.
const CodeEntry& code_entry(std::string_view code);

// The page that documents every code (content/DIAGNOSTICS.md), in Markdown.
std::string codes_markdown();

}  // namespace bot::script
