// Owns the tests of the pattern compiler: syntax trees, spellings, atoms, plans, and the mistakes that authors make.
#include "bot/grade/pattern.h"

#include "bot/grade/atoms.h"
#include "bot/grade/compiled.h"
#include "bot/grade/index.h"
#include "bot/grade/spell.h"
#include "bot/grade/syntax.h"
#include "tests/support/catch.h"
#include "tests/unit/grade/make.h"

namespace bot::grade {
namespace {

using namespace testing;

std::string expression(std::string_view pattern) {
    Syntax syntax(vocabulary());
    Fault fault;
    const int root = syntax.read(pattern, fault);
    return root < 0 ? "fault at " + std::to_string(fault.offset) + ": " + fault.reason : syntax.expression(root);
}

struct Row {
    std::string_view pattern;
    std::string_view expected;
};

TEST_CASE("a pattern becomes an expression over words with one space between them") {
    const Row rows[] = {
        {"block", " block "},
        {"Block", " block "},
        {"a b", " a b "},
        {"a  b", " a b "},
        {"hand ?off", " hand(?: )?off "},
        {"hand-off", " hand off "},
        {"hand[- ]?off", " hand(?: )?off "},
        {"acks=all", " acks all "},
        {"acks = \"all\"", " acks all "},
        {"block\\w*", " block(?:[^ ])* "},
        {"(a|b c)?d", " (?:(?:a|b c))?d "},
        {"(?:a|b)", " (?:a|b) "},
        {"[0-9]+ ?k", " (?:[0123456789])+(?: )?k "},
        {"x{2,3}", " (?:x){2,3} "},
        {"{tiny}", " (?:x|y) "},
        {"go\\.mod", " go mod "},
        {"isn't", " is not "},
        {"cannot", " can not "},
        {"(just |simply )*b", " (?:(?:just |simply ))*b "},
        {"\\(x\\)", " x "},
        {"[xX_]", " [_x] "},
        {"-short-", " short "},
    };
    for (const Row& row : rows) {
        INFO(row.pattern);
        CHECK(expression(row.pattern) == row.expected);
        CHECK_FALSE(inspect(row.expected).fault.has_value());
    }
}

TEST_CASE("faults in a pattern say where and what") {
    const Row rows[] = {
        {"(a|b", "fault at 0: missing )"},
        {"a)", "fault at 1: unexpected )"},
        {"a|*", "fault at 2: no argument for repetition operator: *"},
        {"a**", "fault at 2: bad repetition operator: **"},
        {"[ab", "fault at 0: missing ]"},
        {"[b-a]", "fault at 0: bad character class range: b-a"},
        {"a.*b", "fault at 2: write a gap (\" ~ \" or \" ~~ \") instead of .* or .+"},
        {"(?=a)", "fault at 1: invalid perl operator: (?="},
        {"a\\1", "fault at 1: invalid escape sequence: \\1"},
        {"a\\", "fault at 1: trailing \\"},
        {"^a", "fault at 0: ^ has no meaning here: patterns match whole words anywhere in a sentence"},
        {"{tinny}", "fault at 0: unknown vocabulary name {tinny} (did you mean tiny?)"},
        {"x{9,2}", "fault at 0: invalid repetition size"},
    };
    for (const Row& row : rows) {
        INFO(row.pattern);
        CHECK(expression(row.pattern) == row.expected);
    }
}

std::string first_words(std::string_view pattern) {
    Syntax syntax(vocabulary());
    Fault fault;
    Speller speller(syntax);
    Spellings spellings = speller.spell(syntax.read(pattern, fault));
    std::sort(spellings.first_words.begin(), spellings.first_words.end());
    std::string out = spellings.exact ? "exactly" : "first";
    for (const std::string& word : spellings.first_words) out += " " + word;
    return out;
}

TEST_CASE("an atom is found by the words it can begin with") {
    const Row rows[] = {
        {"block(s|ed)?", "exactly block blocked blocks"},
        {"block\\w*", "exactly block*"},
        {"block\\w+", "first block?"},
        {"(a |the )?send", "first a send the"},
        {"hand ?off", "first hand handoff"},
        {"un[- ]?buffered", "first un unbuffered"},
        {"(just |simply )*drops?", "first drop drops just simply"},
        {"[0-9]k", "exactly 0k 1k 2k 3k 4k 5k 6k 7k 8k 9k"},
        {"\\w+ing", "first"},
        {"[a-z]x", "first"},
        {"(x\\w*)?y", "first x? y"},
        {"a b|c", "first a c"},
    };
    for (const Row& row : rows) {
        INFO(row.pattern);
        CHECK(first_words(row.pattern) == row.expected);
    }
}

TEST_CASE("the index finds exact words, stems and any-word atoms") {
    FirstWords index;
    index.add(0, {"block", "wait*"});
    index.add(1, {"blocks", "b*"});
    index.add(2, {});
    const auto find = [&](std::string_view word) {
        std::vector<int> atoms;
        index.find(word, atoms);
        std::sort(atoms.begin(), atoms.end());
        return atoms;
    };
    CHECK(find("block") == std::vector<int>{0, 1, 2});
    CHECK(find("blocks") == std::vector<int>{1, 1, 2});
    CHECK(find("waiting") == std::vector<int>{0, 2});
    CHECK(find("wai") == std::vector<int>{2});
    CHECK(find("zebra") == std::vector<int>{2});
    CHECK(find("") == std::vector<int>{2});
}

std::string cut(std::string_view text) {
    Syntax syntax(vocabulary());
    AtomList atoms(syntax);
    std::vector<PatternProblem> problems;
    const std::optional<Phrase> phrase = atoms.read(text, problems);
    if (!phrase) return "at " + std::to_string(problems.at(0).offset) + ": " + problems.at(0).reason;
    std::string out;
    for (std::size_t i = 0; i < phrase->atoms.size(); ++i) {
        if (i > 0) out += phrase->gaps[i] == 0 ? " + " : " +" + std::to_string(phrase->gaps[i]) + " ";
        const std::string& whole = atoms.atoms()[static_cast<std::size_t>(phrase->atoms[i])].expression;
        out += whole.size() > 40 ? "NAME" : whole.substr(1, whole.size() - 2);
    }
    return out;
}

TEST_CASE("a phrase is cut at gaps and around large names") {
    const Row rows[] = {
        {"a b", "a b"},
        {"a ~ b ~~ c", "a +3 b +8 c"},
        {"{blocks} until", "NAME + until"},
        {"not {blocks}", "not + NAME"},
        {"{blocks} ~ (until|for) ~ {receiver}", "NAME +3 (?:until|for) +3 NAME"},
        {"{tiny} z", "(?:x|y) z"},
        {"a ~ - ~ b", "at 4: the pattern spells no word: punctuation only separates words"},
        {"~ a", "at 0: a gap must stand between two words"},
        {"a ~", "at 3: a gap must stand between two words"},
        {"a ~~~ b", "at 2: a gap is \" ~ \" (up to 3 words) or \" ~~ \" (up to 8 words)"},
        {"a~b", "at 1: a gap needs a space on each side"},
        {"(a ~ b)", "at 3: a gap cannot stand inside ( ) or [ ]: write the alternatives as two patterns"},
        {"", "at 0: the pattern is empty"},
        {"a ~ (b)?", "at 4: this part between gaps can match nothing at all: leave it out or make a word of it needed"},
        {"a?", "at 0: the pattern can match nothing at all: make a word of it needed"},
        {"a (b", "at 2: missing ): a (b"},
        {"{nope} a", "at 0: unknown vocabulary name {nope}"},
    };
    for (const Row& row : rows) {
        INFO(row.pattern);
        CHECK(cut(row.pattern) == row.expected);
    }
}

TEST_CASE("an optional word beside a name keeps the phrase in one piece") {
    CHECK(point_in("x? {blocks}", "it blocks") == "matched: blocks");
    CHECK(point_in("(a |the )?{receiver} reads", "now the receiver reads") == "matched: the receiver reads");
}

TEST_CASE("equal atoms are compiled once") {
    Syntax syntax(vocabulary());
    AtomList atoms(syntax);
    std::vector<PatternProblem> problems;
    const auto first = atoms.read("{blocks} until", problems);
    const auto second = atoms.read("until ~ {blocks}", problems);
    REQUIRE(first.has_value());
    REQUIRE(second.has_value());
    CHECK(atoms.atoms().size() == 2);
    CHECK(first->atoms[0] == second->atoms[1]);
}

TEST_CASE("compile reports every problem with its place") {
    Question question;
    question.points = {point("p", {phrase("(a"), phrase("fine"), phrase("{unknown_name}")})};
    question.points[0].match[0].place = {7, 3};
    question.points[0].match[2].place = {9, 5};
    const CompiledRubric compiled = compile(question, vocabulary());
    CHECK(compiled.rubric == nullptr);
    REQUIRE(compiled.problems.size() == 2);
    CHECK(compiled.problems[0].kind == PatternProblem::Kind::kBadRegex);
    CHECK(compiled.problems[0].place == Place{7, 3});
    CHECK(compiled.problems[0].phrase == "(a");
    CHECK(compiled.problems[1].kind == PatternProblem::Kind::kUnknownName);
    CHECK(compiled.problems[1].place == Place{9, 5});
}

std::vector<PatternProblem> problems_of(const PatternNode& pattern, const Vocabulary& names = vocabulary()) {
    Question question;
    question.points = {point("p", {pattern})};
    return compile(question, names).problems;
}

PatternProblem::Kind only_problem(const PatternNode& pattern, const Vocabulary& names = vocabulary()) {
    const std::vector<PatternProblem> problems = problems_of(pattern, names);
    REQUIRE(problems.size() == 1);
    return problems[0].kind;
}

TEST_CASE("each kind of problem has a case") {
    using Kind = PatternProblem::Kind;
    CHECK(only_problem(phrase("[")) == Kind::kBadRegex);
    CHECK(only_problem(phrase("{none}")) == Kind::kUnknownName);
    CHECK(only_problem(phrase("x ~")) == Kind::kGapAtEdge);
    CHECK(only_problem(phrase("x?")) == Kind::kEmptyMatch);
}

TEST_CASE("names that use each other in a circle are refused") {
    const Vocabulary names{{"a", {"x {b}"}}, {"b", {"{a} y"}}};
    CHECK(only_problem(phrase("{a}"), names) == PatternProblem::Kind::kNameCycle);
    CHECK(only_problem(phrase("see {b} here"), names) == PatternProblem::Kind::kNameCycle);
    Vocabulary chain{{"n0", {"x"}}};
    for (int i = 1; i < 200; ++i) chain["n" + std::to_string(i)] = {"{n" + std::to_string(i - 1) + "}"};
    CHECK(only_problem(phrase("{n199}"), chain) == PatternProblem::Kind::kBadRegex);
}

// Each name is four times the next; the last is one letter.
Vocabulary bomb(int levels) {
    Vocabulary names;
    for (int i = 0; i < levels; ++i) {
        const std::string next = "{v" + std::to_string(i + 1) + "}";
        names["v" + std::to_string(i)] = {next + " " + next + " " + next + " " + next};
    }
    names["v" + std::to_string(levels)] = {"a"};
    return names;
}

TEST_CASE("a vocabulary that grows without measure is refused before it is written out") {
    CHECK(problems_of(phrase("{v0}"), bomb(3)).empty());
    for (const int levels : {10, 14, 15}) {
        INFO(levels);
        const Vocabulary names = bomb(levels);
        CHECK(only_problem(phrase("{v0}"), names) == PatternProblem::Kind::kTooLarge);
        CHECK(problems_of(phrase("{v0}"), names).front().reason.find("with its vocabulary filled in") != std::string::npos);
        CHECK(problems_of(phrase("word"), names).empty());
        Syntax syntax(names);
        Fault fault;
        CHECK(syntax.read_name("v0", fault) == -1);
    }
    CHECK(only_problem(phrase("{v0}"), bomb(40)) == PatternProblem::Kind::kBadRegex);  // by depth
    CHECK(problems_of(phrase("word"), bomb(40)).empty());
    std::string many;
    for (int i = 0; i < 300; ++i) many += "{v2} ";
    CHECK(only_problem(phrase(many + "b"), bomb(7)) == PatternProblem::Kind::kTooLarge);
    // What is repeated is written twice, level by level.
    Vocabulary twice{{"r0", {"a b"}}};
    for (int i = 1; i < 15; ++i) twice["r" + std::to_string(i)] = {"((({r" + std::to_string(i - 1) + "} c){2,3} d){2,3} e){2,3}"};
    CHECK(only_problem(phrase("{r14}"), twice) == PatternProblem::Kind::kTooLarge);
}

TEST_CASE("a long chain of names is refused at any end, and its reason stays short") {
    Vocabulary chain{{"m00000", {"x"}}};
    const auto name = [](int i) { return "m" + std::to_string(100000 + i).substr(1); };
    for (int i = 1; i < 30'000; ++i) chain[name(i)] = {"{" + name(i - 1) + "}"};
    Syntax syntax(chain);
    Fault fault;
    for (int i = 0; i < Syntax::kMaxNameDepth; ++i) CHECK(syntax.read_name(name(i), fault) >= 0);
    for (int i = Syntax::kMaxNameDepth; i < 30'000; ++i) {
        if (syntax.read_name(name(i), fault) >= 0) FAIL(i);
    }
    CHECK(fault.reason == "vocabulary names nest deeper than 16 at {m00016}");
    CHECK(only_problem(phrase("{m29999}"), chain) == PatternProblem::Kind::kBadRegex);
    chain["m00000"] = {"(x"};
    Syntax broken(chain);
    for (int i = 0; i < 30'000; ++i) broken.read_name(name(i), fault);
    CHECK(fault.reason.size() < 200);
}

TEST_CASE("patterns have a size") {
    std::string huge = "a";
    for (int i = 0; i < 700; ++i) huge += "|w" + std::to_string(i);
    CHECK(only_problem(phrase(huge)) == PatternProblem::Kind::kTooLarge);                      // bytes
    CHECK(only_problem(phrase("(((a{20}b){20}c){20}d)")) == PatternProblem::Kind::kTooLarge);  // instructions
    Vocabulary names{{"many", {}}};
    for (int i = 0; i < 4000; ++i) names["many"].push_back("word" + std::to_string(i * 7919));
    CHECK(only_problem(phrase("({many})"), names) == PatternProblem::Kind::kTooLarge);  // after expansion
}

TEST_CASE("operators nest four deep and not five") {
    PatternNode deep = phrase("x");
    for (int i = 0; i < 3; ++i) deep = all({deep});
    Question question;
    question.points = {point("p", {deep})};
    CHECK(compile(question, vocabulary()).problems.empty());
    CHECK(only_problem(all({deep})) == PatternProblem::Kind::kTooDeep);
    CHECK(only_problem(all({})) == PatternProblem::Kind::kEmptyMatch);
}

TEST_CASE("a fingerprint changes with what decides a mark and with nothing else") {
    const auto print = [](const Question& question, const Vocabulary& names) { return fingerprint_of(*compile(question, names).rubric); };
    Question question;
    question.id = "q";
    question.points = {point("p", {phrase("{blocks} until")}, 2)};
    const Fingerprint base = print(question, vocabulary());
    CHECK(base == print(question, vocabulary()));
    Question other = question;
    other.points[0].hint = "shown only";
    other.points[0].place = {3, 4};
    CHECK(print(other, vocabulary()) == base);
    other = question;
    other.points[0].weight = 3;
    CHECK(print(other, vocabulary()) != base);
    other = question;
    other.points[0].match[0].phrase = "{blocks} till";
    CHECK(print(other, vocabulary()) != base);
    Vocabulary names = vocabulary();
    names["blocks"].push_back("snoozes");
    CHECK(print(question, names) != base);
}

TEST_CASE("a rubric says how much memory it may take") {
    const auto small = rubric({point("p", {phrase("a")})});
    const auto large = rubric({point("p", {phrase("{blocks} until {receiver}"), phrase("{receiver} ~ {blocks} ~ (a|b|c)")})});
    CHECK(memory_of(*small) > 1000);
    CHECK(memory_of(*large) > memory_of(*small));
    const auto before = memory_of(*large);
    const auto found = examine(*large, "it blocks until the receiver is ready");
    CHECK(found.words > 0);
    CHECK(memory_of(*large) > before);
}

}  // namespace
}  // namespace bot::grade
