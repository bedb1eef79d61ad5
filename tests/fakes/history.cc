// Owns what history.h promises.
#include "tests/fakes/history.h"

#include <algorithm>
#include <optional>
#include <tuple>

#include "tests/fakes/history_inside.h"

namespace tests {
namespace {

using Kind = Record::Kind;

// "1:hint:a:2" -> "hint 2": the verb and the question it belongs to.
std::string press_of(const std::string& data) {
    const auto first = data.find(':');
    const auto second = data.find(':', first + 1);
    const auto third = data.find(':', second + 1);
    if (third == std::string::npos) return data;
    return data.substr(first + 1, second - first - 1) + " " + data.substr(third + 1);
}

std::string conversation_of(const BookedAttempt& attempt) {
    return attempt.account + "/" + std::to_string(attempt.room) + "/" + attempt.thread + "/" + attempt.person;
}

std::map<std::string, std::vector<BookedAttempt>> by_conversation(const Book& book) {
    std::map<std::string, std::vector<BookedAttempt>> sorted;
    for (const auto& attempt : book.attempts) sorted[conversation_of(attempt)].push_back(attempt);
    return sorted;
}

struct SentLine {
    std::string line;
    std::size_t at = 0;  // place in the log
    bool answered = true;
};

std::map<std::int64_t, std::vector<SentLine>> by_chat(const BotLog& log) {
    std::map<std::int64_t, std::vector<SentLine>> chats;
    for (std::size_t i = 0; i < log.size(); ++i) {
        if (log[i].kind == Kind::kMessage) chats[log[i].chat].push_back({line_of(log[i]), i, log[i].answered});
    }
    return chats;
}

// Where repeats may come from.
class Disturbances {
   public:
    explicit Disturbances(const BotLog& log) {
        for (std::size_t i = 0; i < log.size(); ++i) {
            if (log[i].kind == Kind::kKilled) kills_.push_back(i);
            if (log[i].kind == Kind::kSettled) settled_.push_back(i);
        }
    }
    bool killed(std::size_t from, std::size_t until) const {
        const auto kill = std::lower_bound(kills_.begin(), kills_.end(), from);
        return kill != kills_.end() && *kill < until;
    }
    // A send at `first` may be followed by the same at `second`: it was not answered, or a kill came between before its mark can have been durable.
    bool explain(const SentLine& first, const SentLine& second) const {
        if (!first.answered) return true;
        const auto kill = std::lower_bound(kills_.begin(), kills_.end(), first.at);
        if (kill == kills_.end() || *kill > second.at) return false;
        const auto mark = std::lower_bound(settled_.begin(), settled_.end(), first.at);
        return mark == settled_.end() || *mark > *kill;
    }

   private:
    std::vector<std::size_t> kills_;
    std::vector<std::size_t> settled_;
};

// Fits what was sent to what was to be sent. Equal lines make it ambiguous, so it tries; not for ever, for what is far from fitting has more ways than time.
class Fit {
   public:
    Fit(const std::vector<SentLine>& sent, const std::vector<WantedLine>& wanted, const Disturbances& disturbances, bool is_finished)
        : sent_(sent), wanted_(wanted), disturbances_(disturbances), is_finished_(is_finished), last_(wanted.size()) {}

    // The invariant that is broken and how; nullopt = fits.
    std::optional<std::pair<std::string_view, std::string>> judge() {
        if (from(0, 0, 0)) return std::nullopt;
        if (furthest_ == sent_.size()) return {{invariant::kAllSent, "missing: '" + shortened(wanted_[missing_].line) + "'"}};
        const auto& line = sent_[furthest_].line;
        const auto place = "message " + std::to_string(furthest_ + 1) + " '" + shortened(line) + "'";
        const auto known = std::count_if(wanted_.begin(), wanted_.end(), [&](const WantedLine& one) { return one.line == line; });
        const auto before = std::count_if(sent_.begin(), sent_.begin() + std::ptrdiff_t(furthest_), [&](const SentLine& one) { return one.line == line; });
        if (known == 0) return {{invariant::kPrivacy, place + " was never to be sent here"}};
        if (before >= known) return {{invariant::kRepeats, place + " was repeated without a reason"}};
        return {
            {invariant::kOrder, place + " came out of order; '" + (missing_ < wanted_.size() ? shortened(wanted_[missing_].line) : "nothing") + "' was next"}};
    }

   private:
    // sent_[j..] fits if wanted_[p] is next and wanted_[reached] was never sent. Of those between p and reached any may be left out: they are known to be sent.
    bool from(std::size_t j, std::size_t p, std::size_t reached) {
        if (++tries_ > kMostTries) return false;
        if (j > furthest_ || (j == furthest_ && reached >= missing_)) {
            furthest_ = j;
            missing_ = reached;
        }
        if (j == sent_.size() && (!is_finished_ || reached == wanted_.size())) return true;
        if (j < sent_.size()) {
            for (auto q = p; q < wanted_.size() && q <= reached; ++q) {
                if (is_line(j, q) && (q == reached || may_repeat(q, j)) && take(j, q, reached)) return true;
            }
            for (auto q = p; q-- > 0;) {
                if (is_line(j, q) && may_repeat(q, j) && may_go_back(q, p, j) && take(j, q, reached)) return true;
            }
        }
        return reached < wanted_.size() && wanted_[reached].may_be_missing && from(j, p, reached + 1);
    }
    bool take(std::size_t j, std::size_t p, std::size_t reached) {
        const auto before = last_[p];
        last_[p] = j;
        if (from(j + 1, p + 1, std::max(reached, p + 1))) return true;
        last_[p] = before;
        return false;
    }
    bool is_line(std::size_t j, std::size_t p) const { return sent_[j].line == wanted_[p].line; }
    // One that was left out as given up may come all the same, if a kill undid that: whether one can have, says may_go_back.
    bool may_repeat(std::size_t p, std::size_t j) const { return last_[p] ? disturbances_.explain(sent_[*last_[p]], sent_[j]) : wanted_[p].may_be_missing; }
    // To the one just sent if there was no answer to it, to others only by a kill.
    bool may_go_back(std::size_t to, std::size_t p, std::size_t j) const { return (to + 1 == p && j > 0 && !sent_[j - 1].answered) || killed_before(j); }
    bool killed_before(std::size_t j) const { return disturbances_.killed(j > 0 ? sent_[j - 1].at : 0, sent_[j].at); }

    const std::vector<SentLine>& sent_;
    const std::vector<WantedLine>& wanted_;
    const Disturbances& disturbances_;
    bool is_finished_;
    std::vector<std::optional<std::size_t>> last_;  // which of sent_ was last taken for this line
    std::size_t furthest_ = 0;
    std::size_t missing_ = 0;
    static constexpr int kMostTries = 3'000'000;
    int tries_ = 0;
};

void check_updates(const BotLog& log, const Book& book, const std::set<std::int64_t>& unheard, Findings& findings) {
    std::set<std::int64_t> handed;
    std::set<std::int64_t> lost;
    for (const auto& record : log) {
        if (record.kind == Kind::kHanded) handed.insert(record.update);
        if (record.kind != Kind::kConfirmed || unheard.contains(record.update)) continue;
        if (!book.received.contains(record.update)) lost.insert(record.update);
    }
    for (const auto update : lost) add(findings, invariant::kNothingLost, "update " + std::to_string(update) + " was acknowledged and is lost");
    for (const auto update : book.received) {
        if (!handed.contains(update)) add(findings, invariant::kNothingLost, "update " + std::to_string(update) + " was never handed out and is in the inbox");
    }
}

bool is_same(const BookedAttempt& found, const BookedAttempt& wanted, bool answers_fade) {
    if (found == wanted) return true;
    if (!answers_fade || !found.answer.empty()) return false;
    auto faded = wanted;
    faded.answer.clear();
    return found == faded;
}

void check_attempts(const Book& book, const HistoryOptions& options, Findings& findings) {
    std::set<std::tuple<std::string, std::string, std::int64_t, std::string, std::string>> seen;
    std::set<std::int64_t> marked;
    for (const auto& attempt : book.attempts) {
        // Where words carry marks, others may well be said twice.
        if (attempt.answer.empty() || (!options.readers.empty() && attempt.answer.find("zq") == std::string::npos)) continue;
        for (const auto update : marks_in(attempt.answer)) {
            if (!options.readers.empty() && !marked.insert(update).second)
                add(findings, invariant::kGradedOnce, conversation_of(attempt) + ": the words of update " + std::to_string(update) + " were graded twice");
        }
        if (!seen.insert({conversation_of(attempt), attempt.question, attempt.turn, attempt.target, attempt.answer}).second)
            add(findings, invariant::kGradedOnce, conversation_of(attempt) + ": '" + shortened(attempt.answer) + "' was graded twice");
    }
    if (!options.expected) return;
    const auto booked = by_conversation(book);
    for (const auto& [conversation, attempts] : booked) {
        if (!options.expected->attempts.contains(conversation)) add(findings, invariant::kScores, conversation + ": nothing was to be graded here");
    }
    for (const auto& [conversation, wanted] : options.expected->attempts) {
        const auto found = booked.find(conversation);
        const std::vector<BookedAttempt> none;
        const auto& got = found == booked.end() ? none : found->second;
        const auto [a, b] = std::mismatch(got.begin(), got.end(), wanted.begin(), wanted.end(),
                                          [&](const auto& one, const auto& other) { return is_same(one, other, options.answers_fade); });
        if (a == got.end() && b == wanted.end()) continue;
        const auto place = conversation + ": attempt " + std::to_string(a - got.begin() + 1) + " ";
        if (a == got.end()) {
            add(findings, invariant::kScores, place + "is missing: '" + shortened(b->answer) + "'");
        } else if (b == wanted.end()) {
            add(findings, invariant::kScores, place + "is one too many: '" + shortened(a->answer) + "'");
        } else {
            add(findings, invariant::kScores,
                place + "differs: '" + shortened(a->answer) + "' " + std::to_string(a->score) + ", expected '" + shortened(b->answer) + "' " +
                    std::to_string(b->score));
        }
    }
}

// What is to be sent: as the server itself wrote it, where the log tells, or as an undisturbed run sent it.
std::map<std::int64_t, std::vector<WantedLine>> wanted_lines(const BotLog& log, const HistoryOptions& options) {
    auto wanted = written_lines(log);
    if (!wanted.empty() || !options.expected) return wanted;
    for (const auto& [chat, lines] : options.expected->messages) {
        for (const auto& line : lines) wanted[chat].push_back({line, false});
    }
    return wanted;
}

void check_messages(const BotLog& log, const HistoryOptions& options, Findings& findings) {
    const auto wanted = wanted_lines(log, options);
    if (wanted.empty() && !options.expected) return;
    const Disturbances disturbances(log);
    auto chats = by_chat(log);
    for (const auto& [chat, lines] : wanted) chats[chat];
    static const std::vector<WantedLine> kNone;
    for (const auto& [chat, sent] : chats) {
        const auto lines = wanted.find(chat);
        const auto why = Fit(sent, lines == wanted.end() ? kNone : lines->second, disturbances, options.is_finished).judge();
        if (why) add(findings, why->first, "chat " + std::to_string(chat) + ": " + why->second);
    }
}

void check_letters(const BotLog& log, const Book& book, const HistoryOptions& options, Findings& findings) {
    const auto left = book.unsent - book.stranded;
    if (options.is_finished && left != 0) add(findings, invariant::kEmptyOutbox, std::to_string(left) + " letters were never sent");
    if (book.integrity != "ok") add(findings, invariant::kSound, "the database is damaged: " + shortened(book.integrity));
    if (options.is_forgetful) return;
    const auto refused = std::count_if(log.begin(), log.end(), [](const Record& record) { return record.kind == Kind::kRefused; });
    if (book.dead > refused)
        add(findings, invariant::kSound, std::to_string(book.dead) + " letters were given up, and " + std::to_string(refused) + " were refused");
    const auto taken =
        std::count_if(log.begin(), log.end(), [](const Record& record) { return record.kind == Kind::kMessage || record.kind == Kind::kAcknowledged; });
    if (taken < book.sent && !options.is_silent)
        add(findings, invariant::kSound, std::to_string(book.sent) + " letters are marked as sent, and only " + std::to_string(taken) + " arrived");
    if (book.sent + book.dead + book.unsent != book.letters)
        add(findings, invariant::kSound,
            "of " + std::to_string(book.letters) + " letters " + std::to_string(book.sent + book.dead + book.unsent) + " are accounted for");
}

}  // namespace

std::string line_of(const Record& message) {
    std::string line = message.text;
    if (message.topic != 0) line += "\n@" + std::to_string(message.topic);
    if (!message.aside.empty()) line += "\nto " + message.aside;
    if (!message.file.empty()) line += "\n#" + message.file;
    for (const auto& button : message.buttons) line += "\n[" + button.text + "|" + press_of(button.data) + "]";
    return line;
}

Undisturbed undisturbed(const BotLog& log, const Book& book) {
    Undisturbed expected;
    for (const auto& record : log) {
        if (record.kind == Kind::kMessage) expected.messages[record.chat].push_back(line_of(record));
    }
    expected.attempts = by_conversation(book);
    return expected;
}

std::vector<std::string> violations(const BotLog& log, const Book& book, const HistoryOptions& options) {
    Findings findings;
    check_updates(log, book, options.unheard, findings);
    check_attempts(book, options, findings);
    check_messages(log, options, findings);
    check_letters(log, book, options, findings);
    check_acknowledgements(log, findings);
    check_gone(log, findings);
    check_privacy(log, options, findings);
    check_spoken(options, findings);
    return findings;
}

}  // namespace tests
