// Owns the reading of commands.
#include "bot/app/commands.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <vector>

#include "bot/app/command_words.h"
#include "bot/base/text.h"

namespace bot::app {
namespace {

struct Known {
    std::string_view word;
    Deed deed;
    std::string_view means = {};  // another spelling of this word
};

constexpr std::array kKnown = {
    Known{"round", Deed::kBegin},
    Known{"practice", Deed::kBegin},
    Known{"hint", Deed::kInSession},
    Known{"repeat", Deed::kInSession},
    Known{"skip", Deed::kInSession},
    Known{"pause", Deed::kInSession},
    Known{"resume", Deed::kInSession},
    Known{"stop", Deed::kInSession},
    Known{"cancel", Deed::kInSession, "stop"},
    Known{"why", Deed::kInSession},
    Known{"me", Deed::kMe},
    Known{"daily", Deed::kDaily},
    Known{"answer", Deed::kAnswer},
    Known{"board", Deed::kBoard},
    Known{"appeal", Deed::kAppeal},
    Known{"verdict", Deed::kVerdict},
    Known{"packs", Deed::kPacks},
    Known{"help", Deed::kHelp},
    Known{"start", Deed::kStart},
    Known{"settings", Deed::kSettings},
    Known{"reminders", Deed::kReminders},
    Known{"privacy", Deed::kPrivacy},
    Known{"export", Deed::kExport},
    Known{"export_me", Deed::kExport, "export"},
    Known{"exportme", Deed::kExport, "export"},
    Known{"forget", Deed::kForget},
    Known{"forget_me", Deed::kForget, "forget"},
    Known{"forgetme", Deed::kForget, "forget"},
};

std::vector<std::string_view> words_of(std::string_view text) {
    std::vector<std::string_view> words;
    for (auto line : split(text, '\n')) {
        for (const auto word : split(line, ' ')) {
            if (const auto bare = trim(word); !bare.empty()) words.push_back(bare);
        }
    }
    return words;
}

// Digits only: "05" and "5" are 5, "-5" and "5x" are no numbers.
std::optional<int> number_of(std::string_view text) {
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || text.size() > 6 || !std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; })) return std::nullopt;
    return error == std::errc() && end == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

std::string joined(std::span<const std::string_view> words, char between) {
    std::string all;
    for (const auto word : words) {
        if (!all.empty()) all += between;
        all += to_lower_ascii(word);
    }
    return all;
}

const engine::Program* shared_script(const Library& library, std::string_view id) { return library.script(id, ""); }

std::string parameter(const engine::Program& program, std::string_view name) {
    const auto found = std::find_if(program.parameters.begin(), program.parameters.end(), [&](const auto& each) { return each.name == name; });
    return found == program.parameters.end() ? std::string() : found->value;
}

// The script a round over a pack runs: one that was written for this pack, else what was asked for.
std::string script_for(const Library& library, std::string_view word, const std::string& selection) {
    if (word != "round" || !library.pack(selection)) return std::string(word);
    for (const auto& script : library.content().scripts) {
        if (parameter(script, "pack") == selection) return script.id;
    }
    return std::string(word);
}

struct Subject {
    std::string script;
    std::string selection;
};

std::variant<Subject, UnknownSubject> read_subject(const Library& library, std::string_view word, std::span<const std::string_view> words) {
    if (words.empty()) return Subject{std::string(word), "any"};
    const auto hyphened = joined(words, '-');
    for (const auto& text : {joined(words, ' '), hyphened}) {
        if (const auto selection = library.resolve_selection(text)) return Subject{script_for(library, word, *selection), *selection};
    }
    if (const auto* script = shared_script(library, hyphened)) {
        const auto pack = parameter(*script, "pack");
        return Subject{script->id, library.pack(pack) ? pack : "any"};
    }
    return UnknownSubject{std::string(utf8_prefix(joined(words, ' '), 64)), library.nearest_selection(hyphened)};
}

// "appeal 80 I said so", "appeal share" and "verdict 1a keep": what nobody would answer an exam's question with. Others need the sign.
std::optional<Order> typed_appeal(std::string_view line) {
    const bool signed_word = line.starts_with('/');
    if (signed_word) line.remove_prefix(1);
    const auto end = std::min(line.find_first_of(" \t\r\n"), line.size());
    if (end > 16) return std::nullopt;
    const auto word = to_lower_ascii(line.substr(0, end));
    if (word != "appeal" && word != "verdict") return std::nullopt;
    const auto words = words_of(line.substr(end));
    const auto is_plain = [&] {
        if (words.empty()) return true;
        if (word == "appeal") return number_of(words[0]).has_value() || to_lower_ascii(words[0]) == "share";
        const auto what = words.size() < 2 ? std::string() : to_lower_ascii(words[1]);
        return what == "all" || what == "keep";
    };
    return signed_word || is_plain() ? order_of(word, line.substr(end)) : std::nullopt;
}

}  // namespace

std::span<const std::string> chat_words() {
    static const auto kWords = [] {
        std::vector<std::string> words;
        for (const auto& known : kKnown) {
            if (known.word.find('_') == known.word.npos && known.means.empty()) words.emplace_back(known.word);
        }
        words.emplace_back("cancel");
        return words;
    }();
    return kWords;
}

std::optional<Order> order_of(std::string_view word, std::string_view rest) {
    const auto known = std::find_if(kKnown.begin(), kKnown.end(), [&](const Known& each) { return each.word == word; });
    if (known == kKnown.end()) return std::nullopt;
    Order order{known->deed, std::string(known->means.empty() ? known->word : known->means), std::string(trim(rest))};
    if (order.deed == Deed::kInSession) order.command = engine::command_of(order.word).value_or(engine::Command::kHelp);
    // "forget me yes": the "me" belongs to the word.
    if (order.deed == Deed::kExport || order.deed == Deed::kForget) {
        auto words = words_of(order.rest);
        if (!words.empty() && to_lower_ascii(words.front()) == "me") words.erase(words.begin());
        order.rest = joined(words, ' ');
    }
    return order;
}

std::optional<Order> typed_order(std::string_view text) {
    if (const auto word = lone_word(text)) {
        // Alone and without a sign they are too near to an answer.
        if ((*word == "export" || *word == "forget") && !trim(text).starts_with('/')) return std::nullopt;
        return order_of(*word, "");
    }
    auto line = trim(text);
    if (auto dispute = typed_appeal(line)) return dispute;
    if (line.starts_with('/')) line.remove_prefix(1);
    if (line.size() > 32) return std::nullopt;
    const auto lower = to_lower_ascii(line);
    for (const std::string_view whole : {"export me", "forget me", "forget me yes", "reminders off", "reminders on"}) {
        if (lower == whole) return order_of(whole.substr(0, whole.find(' ')), whole.substr(whole.find(' ') + 1));
    }
    return std::nullopt;
}

Asking read_request(const Library& library, std::string_view word, std::string_view rest) {
    auto words = words_of(rest);
    if (words.size() > 12) words.resize(12);
    const auto is_script = [&](std::string_view id) { return id == "round" || id == "practice"; };
    std::vector<int> numbers;
    while (!words.empty() && numbers.size() < 2) {
        const auto number = number_of(words.back());
        if (!number) break;
        numbers.insert(numbers.begin(), *number);
        words.pop_back();
    }
    auto subject = read_subject(library, is_script(word) ? word : "round", words);
    if (auto* unknown = std::get_if<UnknownSubject>(&subject)) return std::move(*unknown);
    auto& [script, selection] = std::get<Subject>(subject);

    SessionRequest request{script, {{"pack", selection}}};
    const auto* program = library.script(script, selection);
    if (!program) return UnknownSubject{script, std::nullopt};
    const auto take = [&](std::string_view name, std::size_t place, int most) {
        if (numbers.size() <= place) return true;
        if (numbers[place] < 1 || numbers[place] > most) return false;
        if (!parameter(*program, name).empty()) request.arguments[std::string(name)] = std::to_string(numbers[place]);
        return true;
    };
    if (!take("questions", 0, kMostQuestions) || !take("minutes", 1, kMostMinutes)) return BadNumbers{};
    return request;
}

std::optional<std::string> read_setting(std::string_view name, std::string_view value) {
    if (value == "default") return "";
    if (name == kReminders) return value == "on" ? std::optional<std::string>("") : value == kOff ? std::optional<std::string>(kOff) : std::nullopt;
    const auto number = number_of(value);
    if (!number) return std::nullopt;
    const auto most = name == "questions" ? kMostQuestions : name == "minutes" ? kMostMinutes : kMostFollowups;
    const auto least = name == "followups" ? 0 : 1;
    if (*number < least || *number > most) return std::nullopt;
    return std::to_string(*number);
}

}  // namespace bot::app
