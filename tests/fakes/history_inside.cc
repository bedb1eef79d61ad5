// Owns what history_inside.h promises.
#include "tests/fakes/history_inside.h"

#include <algorithm>
#include <limits>
#include <set>

namespace tests {
namespace {

using Kind = Record::Kind;

// While a chat takes no messages, those that were unsent may go under: from a refusal until somebody is heard there again.
struct Silence {
    std::size_t from = 0;
    std::size_t until = std::numeric_limits<std::size_t>::max();
};

bool says_gone(const Record& record) { return record.kind == Kind::kReceived && record.topic == 1; }

// The transaction in which somebody is heard again may hold replies to what came before.
std::map<std::int64_t, std::vector<Silence>> silences_of(const BotLog& log) {
    std::map<std::int64_t, std::vector<Silence>> silences;
    std::map<std::int64_t, std::vector<Silence>> open;
    std::set<std::int64_t> heard;
    for (std::size_t i = 0; i < log.size(); ++i) {
        const auto& record = log[i];
        if (record.kind == Kind::kErased) silences[record.chat].push_back({i, i});
        if (record.kind == Kind::kGone || says_gone(record)) {
            open[record.chat].push_back({i});
            heard.erase(record.chat);
        } else if (record.kind == Kind::kReceived) {
            heard.insert(record.chat);
        } else if (record.kind == Kind::kSettled) {
            for (const auto chat : heard) {
                for (const auto& silence : open[chat]) silences[chat].push_back({silence.from, i});
                open[chat].clear();
            }
            heard.clear();
        }
    }
    for (auto& [chat, left] : open) silences[chat].insert(silences[chat].end(), left.begin(), left.end());
    return silences;
}

struct Written {
    std::string line;
    std::size_t at = 0;
    std::size_t sent_first = std::numeric_limits<std::size_t>::max();
    bool may_be_missing = false;
};

}  // namespace

void add(Findings& findings, std::string_view invariant, const std::string& what) { findings.push_back(std::string(invariant) + ": " + what); }

std::string shortened(std::string line) {
    std::replace(line.begin(), line.end(), '\n', ' ');
    return line.size() > 90 ? line.substr(0, 90) + "..." : line;
}

std::map<std::int64_t, std::vector<WantedLine>> written_lines(const BotLog& log) {
    std::map<std::int64_t, std::vector<Written>> chats;
    for (std::size_t i = 0; i < log.size(); ++i) {
        const auto& record = log[i];
        if (record.kind == Kind::kWritten) {
            chats[record.chat].push_back({line_of(record), i});
        } else if (record.kind == Kind::kMessage || record.kind == Kind::kRefused || record.kind == Kind::kGivenUp) {
            const auto line = line_of(record);
            for (auto& written : chats[record.chat]) {
                if (written.line != line) continue;
                if (record.kind == Kind::kMessage) written.sent_first = std::min(written.sent_first, i);
                if (record.kind != Kind::kMessage) written.may_be_missing = true;
            }
        }
    }
    const auto silences = silences_of(log);
    std::map<std::int64_t, std::vector<WantedLine>> wanted;
    for (auto& [chat, lines] : chats) {
        if (lines.empty()) continue;
        auto& all = wanted[chat];
        const auto found = silences.find(chat);
        // Of the lines behind this one, when the first was sent: the order of the chat says that this one had its turn before.
        auto later_sent = std::numeric_limits<std::size_t>::max();
        for (std::size_t i = lines.size(); i-- > 0;) {
            auto& line = lines[i];
            if (found != silences.end()) {
                for (const auto& silence : found->second) {
                    if (line.at < silence.until && later_sent > silence.from) line.may_be_missing = true;
                }
            }
            later_sent = std::min(later_sent, line.sent_first);
        }
        for (auto& line : lines) all.push_back({std::move(line.line), line.may_be_missing});
    }
    return wanted;
}

void check_acknowledgements(const BotLog& log, Findings& findings) {
    std::set<std::int64_t> durable;
    std::set<std::int64_t> told;
    const bool tells = std::any_of(log.begin(), log.end(), [](const Record& record) { return record.kind == Kind::kReceived; });
    if (!tells) return;
    for (const auto& record : log) {
        if (record.kind == Kind::kReceived) durable.insert(record.update);
        if (record.kind != Kind::kConfirmed || durable.contains(record.update) || !told.insert(record.update).second) continue;
        add(findings, record.query == "offset" ? invariant::kOffset : invariant::kCommitFirst,
            "update " + std::to_string(record.update) + " was acknowledged before it was durable");
    }
}

void check_gone(const BotLog& log, Findings& findings) {
    enum class State { kOpen, kRefused, kClosed };  // kClosed: it is durable that the chat is gone
    std::map<std::int64_t, State> chats;
    for (const auto& record : log) {
        auto& state = chats[record.chat];
        if (record.kind == Kind::kReceived) {
            if (!says_gone(record)) state = State::kOpen;
        } else if (record.kind == Kind::kKilled) {
            for (auto& [chat, one] : chats) one = one == State::kRefused ? State::kOpen : one;
        } else if (record.kind == Kind::kSettled) {
            for (auto& [chat, one] : chats) {
                if (one == State::kRefused) one = State::kClosed;
            }
        } else if (record.kind == Kind::kGone || record.kind == Kind::kMessage) {
            if (state == State::kClosed)
                add(findings, invariant::kGone,
                    "chat " + std::to_string(record.chat) + ": '" + shortened(record.text) + "' was tried, though nobody was heard there since");
            if (record.kind == Kind::kGone && state == State::kOpen) state = State::kRefused;
        }
    }
}

std::string mark_of(std::int64_t update) { return "zq" + std::to_string(update) + "zq"; }

std::vector<std::int64_t> marks_in(const std::string& text) {
    std::vector<std::int64_t> updates;
    for (auto at = text.find("zq"); at != std::string::npos; at = text.find("zq", at + 2)) {
        const auto end = text.find_first_not_of("0123456789", at + 2);
        if (end == at + 2 || end == std::string::npos || text.compare(end, 2, "zq") != 0) continue;
        updates.push_back(std::stoll(text.substr(at + 2, end - at - 2)));
        at = end;
    }
    return updates;
}

void check_privacy(const BotLog& log, const HistoryOptions& options, Findings& findings) {
    for (const auto& record : log) {
        if (record.kind != Kind::kMessage) continue;
        for (const auto update : marks_in(line_of(record))) {
            const auto readers = options.readers.find(update);
            if (readers != options.readers.end() && readers->second.contains(record.chat)) continue;
            add(findings, invariant::kPrivacy, "chat " + std::to_string(record.chat) + " was shown the words of update " + std::to_string(update));
        }
    }
}

void check_spoken(const HistoryOptions& options, Findings& findings) {
    if (!options.said || !options.expected_said) return;
    const auto& said = *options.said;
    const auto& expected = *options.expected_said;
    for (std::size_t i = 0; i < std::max(said.size(), expected.size()); ++i) {
        static const Spoken kNothing;
        const auto& one = i < said.size() ? said[i] : kNothing;
        const auto& other = i < expected.size() ? expected[i] : kNothing;
        if (one.lines == other.lines) continue;
        std::string what = "transaction " + std::to_string(i + 1);
        for (const auto* side : {&one, &other}) {
            what += side == &one ? " said" : "; expected";
            for (const auto& [chat, lines] : side->lines) {
                for (const auto& line : lines) what += " [" + std::to_string(chat) + "] '" + shortened(line) + "'";
            }
        }
        // What follows the first difference says no more.
        return add(findings, one.to_somebody ? invariant::kReplies : invariant::kTimers, what);
    }
}

}  // namespace tests
