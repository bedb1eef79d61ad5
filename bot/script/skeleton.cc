// Owns the words of a new question's files.
#include "bot/script/skeleton.h"

#include <fmt/format.h>

namespace bot::script {

std::string question_skeleton(std::string_view id) {
    return fmt::format(R"(# yaml-language-server: $schema=../../../schema/question.json
id: {}
prompt: TODO the question as you would ask it
kind: technical # technical | behavioural | code
level: middle # junior | middle | senior | lead
tags: [general]
minutes: 4
answer: |
  TODO the model answer: short, correct, quotable.
references:
  - {{title: TODO a primary source, url: "https://example.org/"}}
parts: {{first-part: [first-point], second-part: [second-point]}} # what the question asks for, and the points that answer it
points: # 6 to 8 of them
  - id: first-point
    weight: 3 # the decisive fact weighs most
    want: TODO the statement that earns the point, in one sentence.
    ask: TODO the follow-up question when it was missed; do not give the answer away.
    hint: TODO a nudge.
    match: # any of these; 3 to 6 ways to say it
      - 'TODO ~ words people use'
  - id: second-point
    weight: 2
    want: TODO the second statement.
    ask: TODO its follow-up question.
    hint: TODO its nudge.
    match:
      - 'TODO ~ other words'
misconceptions: # the opposite of every point, and the common wrong beliefs
  - id: first-opposite
    weight: 3
    claim: TODO the wrong belief, in one sentence.
    challenge: TODO what you would ask back.
    match: ['TODO ~ wrong words']
deeper: [TODO a further question once nothing is missed]
)",
                       id);
}

std::string samples_skeleton() {
    constexpr struct {
        int mark;
        std::string_view style;
    } kStyles[] = {{9, "strong-terse"}, {10, "strong-long"}, {8, "non-native"}, {6, "partial"},   {5, "partial"},   {4, "partial"},
                   {2, "weak"},         {1, "weak"},         {1, "wrong"},      {3, "term-list"}, {0, "off-topic"}, {5, "mixed"}};
    std::string out =
        "# yaml-language-server: $schema=../../../schema/samples.json\n"
        "# Best written by someone who has seen only the question.\n"
        "samples:\n";
    int number = 0;
    for (const auto& [mark, style] : kStyles) {
        out += fmt::format("  - mark: {}\n    style: {}\n    text: |-\n      TODO answer {}, as somebody would type it.\n", mark, style, ++number);
    }
    return out;
}

}  // namespace bot::script
