// Owns the tests of the command line as a person meets it: bad input gives one clear line and exit code 2, good input does what it says.
#include <filesystem>

#include "tests/e2e/refused.h"

namespace {

using tests::refused;

const std::string kViva = VIVA_BINARY_DIR "/viva";

tests::Finished viva(std::vector<std::string> words, const std::string& input = "", std::map<std::string, std::string> environment = {}) {
    words.insert(words.begin(), kViva);
    return tests::run({words, input, std::move(environment), "/", 0});
}

std::vector<std::string> console(const std::string& database, std::vector<std::string> more = {}) {
    std::vector<std::string> words = {"console", "--pack", "go-developer", "--questions", "2", "--seed", "7", "--db", database};
    words.insert(words.end(), more.begin(), more.end());
    return words;
}

}  // namespace

TEST_CASE("every command has help with an example, and a version") {
    for (const std::string command : {"console", "grade", "lint", "eval", "graph", "packs", "history", "new", "schema", "import", "serve", "health", "doctor",
                                      "backup", "board", "regrade", "appeals", "slack"}) {
        INFO(command);
        const auto help = viva({command, "--help"});
        CHECK(help.exit_code == 0);
        CHECK(help.out.find("Example") != std::string::npos);
        CHECK(help.out.find("Usage: viva " + command + " ") != std::string::npos);
        CHECK(help.err.empty());
        CHECK(viva({command, "--version"}).out.starts_with("viva "));
    }
    CHECK(viva({"--help"}).out.find("Examples:") != std::string::npos);
    CHECK(viva({"help"}).out == viva({"--help"}).out);
    CHECK(viva({"help"}).exit_code == 0);
    CHECK(viva({"--version"}).out.starts_with("viva "));
}

TEST_CASE("a typo names the nearest command, option, pack, question or script") {
    refused(viva({"consle"}), "did you mean console?");
    refused(viva({"console", "--pak", "go-developer"}), "did you mean --pack?");
    refused(viva({"console", "--pack", "go-develper"}), "did you mean go-developer?");
    refused(viva({"console", "--pack", "go-developer", "--script", "ronud"}), "did you mean round?");
    refused(viva({"grade", "--question", "gmp-modl"}), "did you mean gmp-model?");
    refused(viva({"eval", "go-develper"}), "did you mean go-developer?");
    refused(viva({"graph", "ronud"}), "did you mean round?");
}

TEST_CASE("the manifest of the Slack app is printed for either transport, and nothing else is") {
    const auto socket = viva({"slack", "manifest"});
    CHECK(socket.exit_code == 0);
    CHECK(socket.out.find("socket_mode_enabled: true\n") != std::string::npos);
    CHECK(socket.out.find("request_url") == std::string::npos);
    CHECK(socket.err.find("SLACK_APP_TOKEN") != std::string::npos);
    const auto http = viva({"slack", "manifest", "--http", "https://viva.example.com/"});
    CHECK(http.exit_code == 0);
    CHECK(http.out.find("socket_mode_enabled: false\n") != std::string::npos);
    CHECK(http.out.find("request_url: https://viva.example.com/slack/events\n") != std::string::npos);
    CHECK(http.err.find("SLACK_SIGNING_SECRET") != std::string::npos);
    CHECK(viva({"slack", "manifest", "--help"}).out.find("Examples:") != std::string::npos);

    refused(viva({"slack", "manifest", "--http", "viva.example.com"}), "https://");
    refused(viva({"slack", "manifest", "--http", ""}), "https://");
    refused(viva({"slack", "manifest", "--htpp", "https://x"}), {"did you mean --http?", "see viva slack manifest --help"});
    refused(viva({"slack", "manifset"}), "did you mean manifest?");
    refused(viva({"slack"}), "see viva slack --help");
}

TEST_CASE("a missing or impossible value is refused") {
    refused(viva({"grade"}), "--question");
    refused(viva({"console", "--pack", "go-developer", "--questions", "0"}), "--questions");
    refused(viva({"console", "--pack", "go-developer", "--questions", "many"}), "--questions");
    refused(viva({"console"}, ""), "--pack");
    refused(viva({"eval", "--split", "tset"}), "tset");
    refused(viva({"packs", "--content", "/nonexistent"}), "/nonexistent");
    refused(viva({"packs"}, "", {{"VIVA_CONTENT", "/nonexistent"}}), "/nonexistent");
    refused(viva({"grade", "--question", "gmp-model", "/nonexistent"}), "/nonexistent");
    refused(viva({"grade", "--batch", "/nonexistent"}), "/nonexistent");
}

TEST_CASE("a seed that is none is refused with what is allowed, and the largest is taken") {
    tests::Scratch scratch;
    for (const std::string seed : {"-1", "18446744073709551616", "", "seven", "7x", "0x7", "1.5", " 7", "+7"}) {
        INFO(seed);
        refused(viva({"console", "--pack", "go-developer", "--seed", seed}), "a whole number from 0 to 18446744073709551615");
        refused(viva({"console", "--pack", "go-developer", "--seed=" + seed}), "--seed");
    }
    for (const std::string seed : {"0", "18446744073709551615"}) {
        CHECK(viva({"console", "--pack", "go-developer", "--seed", seed, "--db", scratch.path() + "/" + seed + ".db"}, "").exit_code == 0);
    }
}

TEST_CASE("an unreadable, foreign or newer database is refused by name and left as it is") {
    tests::Scratch scratch;
    const auto text = scratch.file("notes.db", "these are notes, not a database, and long enough to be read as a header " + std::string(4096, 'x'));
    const auto before = tests::read_file(text);
    refused(viva(console(text)), "notes.db");
    CHECK(tests::read_file(text) == before);
    refused(viva(console(scratch.path())), scratch.path());
    refused(viva(console(text + "/under/a/file.db")), "notes.db");
    refused(viva(console("/proc/viva.db")), "/proc/viva.db");
    refused(viva({"history", "--db", text}), "notes.db");
}

TEST_CASE("a full disk is told in one line, and what was committed before is kept") {
    tests::Scratch scratch;
    const auto database = scratch.path() + "/x.db";
    const auto first = viva(console(database), "An answer that is stored.\n");
    CHECK(first.exit_code == 0);
    tests::Run again{{}, std::string(8000, 'a') + "\n" + std::string(8000, 'b') + "\n" + std::string(8000, 'c') + "\n", {}, "/", 0};
    again.command = {kViva, "console", "--resume", "--db", database};
    again.file_size_limit = 24 * 1024;  // the log of a few turns
    const auto full = tests::run(again);
    INFO(full.err);
    CHECK(full.exit_code == 2);
    CHECK(full.err.find("disk") != std::string::npos);
    const auto history = viva({"history", "--db", database});
    CHECK(history.exit_code == 0);
    CHECK(std::count(history.out.begin(), history.out.end(), '\n') >= 1);
}

TEST_CASE("binary, invalid and huge answers are taken, cut and explained, never a crash") {
    tests::Scratch scratch;
    const auto huge = viva({"grade", "--question", "gmp-model"}, "A goroutine is G. " + std::string(10'000'000, 'x'));
    CHECK(huge.exit_code == 0);
    CHECK(huge.err.find("16 KiB") != std::string::npos);
    std::string binary;
    for (int i = 0; i < 5000; ++i) binary += char(i * 7919 >> 3);
    const auto odd = viva({"grade", "--question", "gmp-model", "--json"}, binary);
    CHECK(odd.exit_code == 0);
    CHECK(odd.err.find("U+FFFD") != std::string::npos);
    CHECK(odd.out.find("\"repaired\":true") != std::string::npos);
    for (const auto& input : {std::string(10'000'000, 'y') + "\n", binary + "\n", std::string("\xff\xfe\x80 goroutines\n"), std::string(3000, '\0') + "\n"}) {
        const auto talk = viva(console(scratch.path() + "/" + std::to_string(input.size()) + ".db"), input);
        CHECK(talk.exit_code == 0);
        CHECK(talk.out.size() < 200'000);
        CHECK(talk.out.find('\0') == std::string::npos);
    }
}

TEST_CASE("input that ends in mid-answer loses nothing: the answer is taken and the session paused") {
    tests::Scratch scratch;
    const auto database = scratch.path() + "/x.db";
    const auto cut_off = viva(console(database), "G is a goroutine and M is an OS thread \\");
    INFO(cut_off.out);
    CHECK(cut_off.exit_code == 0);
    CHECK(cut_off.out.find("--resume") != std::string::npos);
    CHECK(viva({"history", "--db", database}).out.find("go-developer/") != std::string::npos);
}

TEST_CASE("a batch keeps the order, answers bad lines in place and exits 2") {
    std::string input;
    for (int i = 0; i < 300; ++i) {
        input += i % 100 == 50 ? "{\"id\":" + std::to_string(i) + ",\"question\":\"nope\",\"answer\":\"x\"}\n"
                               : "{\"id\":" + std::to_string(i) + ",\"question\":\"gmp-model\",\"answer\":\"G is a goroutine. " + std::to_string(i) + "\"}\n";
    }
    const auto one = viva({"grade", "--batch", "-"}, input);
    const auto four = viva({"grade", "--batch", "-", "--jobs", "4"}, input);
    CHECK(one.exit_code == 2);
    CHECK(one.err.find("3 of 300") != std::string::npos);
    CHECK(one.out == four.out);
    std::size_t at = 0;
    for (int i = 0; i < 300; ++i) {
        const auto end = one.out.find('\n', at);
        REQUIRE(end != std::string::npos);
        CHECK(one.out.substr(at, end - at).starts_with("{\"id\":" + std::to_string(i) + ","));
        at = end + 1;
    }
    const auto good = viva({"grade", "--batch", "-"}, "{\"id\":\"a\",\"question\":\"go-developer/gmp-model\",\"answer\":\"M is an OS thread\"}\n\n");
    CHECK(good.exit_code == 0);
    CHECK(good.out.find("\"status\":\"matched\"") != std::string::npos);
    const auto followed = viva({"grade", "--batch", "-"},
                               "{\"question\":\"thread-ownership\",\"followup\":\"os-schedules\",\"answer\":\"the kernel\"}\n"
                               "{\"question\":\"thread-ownership\",\"followup\":\"nowhere\",\"answer\":\"the kernel\"}\n");
    CHECK(followed.out.find("\"status\":\"matched\",\"credit\":0.6") != std::string::npos);
    CHECK(followed.exit_code == 2);
    CHECK(followed.err.find("1 of 2 lines") != std::string::npos);
    refused(viva({"grade", "--batch", "-"}, ""), "no lines");
}

TEST_CASE("a new question lints clean but for what is still to write") {
    tests::Scratch scratch;
    scratch.file("mine/pack.yaml", "id: mine\ntitle: Mine\nlanguage: en\nversion: 1\nbar: {qwk: 0.5, band: 0.5}\norder: []\n");
    const auto pack = scratch.path() + "/mine";
    const auto made = viva({"new", "question", "my-topic", "--in", pack});
    INFO(made.err);
    CHECK(made.exit_code == 0);
    CHECK(tests::read_file(pack + "/questions/my-topic.yaml").starts_with("# yaml-language-server: $schema="));
    refused(viva({"new", "question", "my-topic", "--in", pack}), "my-topic");
    refused(viva({"new", "question", "My Topic"}), "My Topic");
    const auto lint = viva({"lint", pack});
    INFO(lint.out);
    CHECK(lint.exit_code == 0);
    CHECK(lint.out.find(" error ") == std::string::npos);
}

TEST_CASE("content on disk adds a pack or replaces one whole, and says so") {
    tests::Scratch scratch;
    scratch.file("go-developer/pack.yaml", "id: go-developer\ntitle: Replaced\nlanguage: en\nversion: 1\nbar: {qwk: 0.5, band: 0.5}\norder: []\n");
    REQUIRE(viva({"new", "question", "my-topic", "--in", scratch.path() + "/go-developer"}).exit_code == 0);
    const auto packs = viva({"packs", "--content", scratch.path() + "/go-developer"});
    CHECK(packs.out.find("Replaced") != std::string::npos);
    CHECK(packs.out.find("1 question") != std::string::npos);
    CHECK(packs.err.find("go-developer") != std::string::npos);
}

namespace {

// The commands, each with words that make it print something.
std::vector<std::vector<std::string>> printing_commands(const tests::Scratch& scratch) {
    return {{"--help"},
            {"--version"},
            {"packs"},
            {"packs", "--questions"},
            {"grade", "--question", "gmp-model", scratch.file("answer.txt", "G is a goroutine")},
            {"grade", "--question", "gmp-model", "--json", scratch.path() + "/answer.txt"},
            {"grade", "--batch", scratch.file("lines.jsonl", R"({"id":1,"question":"gmp-model","answer":"G"})")},
            {"lint", scratch.file("root/packs/mine/pack.yaml", "id: theirs\n")},
            {"eval", "go-developer", "--split", "dev"},
            {"graph", "round"},
            {"history", "--db", scratch.path() + "/x.db"},
            {"new", "question", "my-topic"},
            {"schema", "--out", scratch.path() + "/schema"},
            {"console", "--pack", "go-developer", "--seed", "7", "--db", scratch.path() + "/y.db"}};
}

// The words, run by a shell that sends the output where redirection says.
tests::Finished redirected(const std::vector<std::string>& words, const std::string& redirection) {
    std::vector<std::string> command = {"/bin/sh", "-c", "\"$0\" \"$@\" " + redirection, kViva};
    command.insert(command.end(), words.begin(), words.end());
    return tests::run({command, "", {}, "/", 0});
}

// The words, writing into a pipe that nobody reads: the reader has ended before they start.
tests::Finished gone_reader(const std::vector<std::string>& words) {
    std::vector<std::string> command = {"/bin/bash", "-c", "exec 3> >(exec true); wait $!; \"$0\" \"$@\" >&3", kViva};
    command.insert(command.end(), words.begin(), words.end());
    return tests::run({command, "", {}, "/", 0});
}

}  // namespace

TEST_CASE("every command notices that its output cannot be written, and none minds a reader that left") {
    tests::Scratch scratch;
    REQUIRE(viva(console(scratch.path() + "/x.db"), "An answer.\n").exit_code == 0);
    for (const auto& words : printing_commands(scratch)) {
        INFO(words.front() + " " + words.back());
        for (const std::string place : {">/dev/full", ">&-"}) {
            if (words.front() == "console" && place == ">&-") continue;  // there, a terminal that went away is a person who left
            const auto full = redirected(words, place);
            INFO(place + ": " + full.err);
            CHECK(full.exit_code == 2);
            CHECK(full.err.find("viva: ") != std::string::npos);
        }
        const auto sound = viva(words).exit_code;
        const auto left = gone_reader(words);
        INFO(left.err);
        CHECK(left.exit_code == sound);
        CHECK(left.err.find("viva: cannot") == std::string::npos);
        const auto mute = redirected(words, ">/dev/null 2>/dev/full");
        CHECK(mute.exit_code == sound);
    }
}

TEST_CASE("a mistake with nobody to tell it to is exit code 2 and no abort") {
    for (const std::string words : {"packs --nope", "consle", "grade --question nope", "history --db /nonexistent/x.db", "packs --content /nonexistent"}) {
        const auto finished = tests::run({{"/bin/sh", "-c", "$0 " + words + " 2>/dev/full", kViva}, "", {}, "/", 0});
        INFO(words);
        CHECK(finished.exit_code == 2);
    }
}

TEST_CASE("a program that waits for each mark before it sends the next answer gets it, at any number of jobs") {
    for (const std::string jobs : {"1", "2", "5"}) {
        tests::Child child({{kViva, "grade", "--batch", "-", "--jobs", jobs}, "", {}, "/", 0});
        for (int i = 0; i < 20; ++i) {
            child.write("{\"id\":" + std::to_string(i) + ",\"question\":\"gmp-model\",\"answer\":\"G is a goroutine\"}\n");
            REQUIRE(child.read_until("{\"id\":" + std::to_string(i) + ","));
        }
        child.close_input();
        CHECK(child.wait() == 0);
    }
}

TEST_CASE("a line without end is refused after a bound, and nothing after it is read") {
    for (const std::string jobs : {"1", "2"}) {
        const auto zero = viva({"grade", "--batch", "/dev/zero", "--jobs", jobs});
        CHECK(zero.exit_code == 2);
        CHECK(std::count(zero.out.begin(), zero.out.end(), '\n') == 1);
        CHECK(zero.out.find("longer than 16 MiB") != std::string::npos);
        CHECK(std::count(zero.err.begin(), zero.err.end(), '\n') == 1);
        CHECK(zero.err.find("/dev/zero") != std::string::npos);
    }
}

TEST_CASE("options that contradict each other are refused") {
    for (const auto& [option, value] :
         std::map<std::string, std::string>{{"--pack", "go-developer"}, {"--script", "round"}, {"--questions", "2"}, {"--minutes", "5"}, {"--seed", "7"}}) {
        refused(viva({"console", "--resume", option, value}), option);
    }
    refused(viva({"grade", "--batch", "-", "--explain"}), "--explain");
    refused(viva({"grade", "--batch", "-", "--json"}), "--json");
    refused(viva({"grade", "--batch", "-", "answer.txt"}), "FILE");
}

TEST_CASE("looking makes no files: history and --resume leave a folder that is not there alone") {
    tests::Scratch scratch;
    const auto absent = scratch.path() + "/state/x.db";
    refused(viva({"history", "--db", absent}), absent);
    refused(viva({"console", "--resume", "--db", absent}), absent);
    const std::map<std::string, std::string> home = {{"XDG_STATE_HOME", scratch.path() + "/state"}};
    const auto nothing = viva({"history"}, "", home);
    CHECK(nothing.exit_code == 0);
    CHECK(nothing.err.find("nothing answered yet") != std::string::npos);
    refused(viva({"console", "--resume"}, "", home), "nothing to resume");
    refused(viva({"console", "--pack", "go-developer", "--script", "ronud"}, "", home), "did you mean round?");
    CHECK_FALSE(std::filesystem::exists(scratch.path() + "/state"));
}

TEST_CASE("lint takes the nearest pack, and shows only what was asked for") {
    tests::Scratch scratch;
    const std::string pack = "\ntitle: T\nlanguage: en\nversion: 1\nbar: {qwk: 0.5, band: 0.5}\norder: []\n";
    scratch.file("packs/aa/pack.yaml", "id: aa" + pack);
    scratch.file("packs/aab/pack.yaml", "id: aab" + pack + "nope: 1\n");
    scratch.file("work/mine/pack.yaml", "id: mine" + pack + "wrong: 1\n");
    const auto one = viva({"lint", scratch.path() + "/packs/aa"});
    CHECK(one.exit_code == 0);
    CHECK(one.out.find("aab") == std::string::npos);
    const auto all = viva({"lint", scratch.path() + "/packs"});
    CHECK(all.exit_code == 1);
    CHECK(all.out.find("'nope'") != std::string::npos);
    const auto mine = viva({"lint", scratch.path() + "/work/mine/pack.yaml"});
    CHECK(mine.exit_code == 1);
    CHECK(mine.out.find("'wrong'") != std::string::npos);
    CHECK(mine.out.find("'nope'") == std::string::npos);
}

TEST_CASE("an import that is too large is refused, not cut") {
    tests::Scratch scratch;
    const auto csv = scratch.file("big.csv", "question,mark,text\ngmp-model,5,x\n");
    std::filesystem::resize_file(csv, 64 * 1024 * 1024 + 1);
    refused(viva({"eval", "--import", csv}), "larger than 64 MiB");
}

TEST_CASE("the first commands of the authors' guide work as they are written") {
    tests::Scratch scratch;
    const auto guide = tests::read_file(VIVA_SOURCE_DIR "/content/AUTHORING.md");
    const auto begin = guide.find("```sh\n") + 6;
    const auto commands = guide.substr(begin, guide.find("```", begin) - begin);
    REQUIRE(commands.find("viva new question") != std::string::npos);
    const auto done = tests::run({{"/bin/sh", "-ec", "viva() { " + kViva + " \"$@\" || [ $? = 1 ]; }\n" + commands},
                                  "an answer\nstop\n",
                                  {{"VIVA_DB", scratch.path() + "/x.db"}},
                                  scratch.path(),
                                  0});
    INFO(done.err);
    CHECK(done.exit_code == 0);
    CHECK(done.out.find("wrote ./pack.yaml") != std::string::npos);
    refused(viva({"new", "question", "my-topic", "--in", scratch.path() + "/My Pack"}), "My Pack");
    CHECK_FALSE(std::filesystem::exists(scratch.path() + "/My Pack"));
}

TEST_CASE("no pack, answer or argument can steer the terminal") {
    tests::Scratch scratch;
    const auto pack = scratch.path() + "/mine";
    scratch.file("mine/pack.yaml", "id: mine\ntitle: \"T\\e[2J\\x9b31m\"\nlanguage: en\nversion: 1\nbar: {qwk: 0.5, band: 0.5}\norder: []\n");
    REQUIRE(viva({"new", "question", "my-topic", "--in", pack}).exit_code == 0);
    auto question = tests::read_file(pack + "/questions/my-topic.yaml");
    const auto prompt = question.find("\nprompt:") + 1;
    const auto after = question.find_first_not_of(' ', question.find('\n', prompt) + 1);
    REQUIRE(prompt != 0);
    REQUIRE(after != std::string::npos);
    question.replace(prompt, question.find('\n', prompt) - prompt, "prompt: \"What\\e]0;x\\a is \\x9b31m\\u202e it?\"");
    scratch.file("mine/questions/my-topic.yaml", question);
    const auto packs = viva({"packs", "--questions", "--content", pack});
    INFO(packs.err);
    CHECK(packs.out.find("T^[[2J\uFFFD31m") != std::string::npos);
    CHECK(packs.out.find("What^[]0;x^G is \uFFFD31m\uFFFD it?") != std::string::npos);
    CHECK(packs.out.find('\x1b') == std::string::npos);

    refused(viva({"con\x1b[2J\nviva: all is well"}), "unknown command con^[[2J viva: all is well");
    refused(viva({"packs", "--content", "/none\x1b\n\xc2\x9b"}), "/none^[ \uFFFD");
    const std::string answer = "A goroutine \x1b[2J is G \u009b";
    CHECK(viva({"grade", "--question", "gmp-model"}, answer).out.find('\x1b') == std::string::npos);
    const auto json = viva({"grade", "--question", "gmp-model", "--json"}, answer);
    CHECK(json.exit_code == 0);
    CHECK(json.out.find('\x1b') == std::string::npos);
}

TEST_CASE("a new question is written whole or not at all") {
    tests::Scratch scratch;
    const auto pack = scratch.path() + "/my-pack";
    scratch.file("my-pack/pack.yaml", "id: my-pack\ntitle: Mine\nlanguage: en\nversion: 1\nbar: {qwk: 0.5, band: 0.5}\norder: []\n");
    scratch.file("my-pack/samples", "a file where a folder should be");
    refused(viva({"new", "question", "my-topic", "--in", pack}), "samples/my-topic.yaml");
    CHECK_THROWS(tests::read_file(pack + "/questions/my-topic.yaml"));
}
