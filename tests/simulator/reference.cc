// Owns the reference run and the verdict.
#include <algorithm>
#include <set>

#include "bot/app/concerns.h"
#include "tests/fakes/history_inside.h"
#include "tests/simulator/simulation.h"
#include "tests/support/chat_stage.h"
#include "tests/unit/store/fixture.h"

namespace simulator {
namespace {

// The dispatcher and the store as they are, without an outbox, a death or a duplicate.
class Undisturbed {
   public:
    Undisturbed(const History& run, bool with_repeats) : run_(run), with_repeats_(with_repeats) {
        auto opened = store::Ledger::open(database(), store::Durability::kNormal);
        if (!opened) FAIL(opened.error().message);
        ledger_ = std::move(*opened);
    }

    std::vector<Turn> play() {
        std::vector<Turn> turns;
        for (const auto& turn : run_.turns) turns.push_back(again(turn));
        return turns;
    }
    tests::Book book() {
        dispatcher_.reset();
        reception_.reset();
        ledger_.reset();
        return tests::read_book(database());
    }

   private:
    std::string database() const { return folder_ / "reference.db"; }

    void begin_process() {
        dispatcher_.reset();
        reception_ = std::make_unique<app::Reception>(*ledger_, small_library(), run_.reception);
        app::DispatcherOptions options;
        options.step_helpers = 0;
        app::LetterSinks sinks;
        sinks.post = [this](std::vector<store::Letter> letters) { letters_ = std::move(letters); };
        dispatcher_ = std::make_unique<app::Dispatcher>(*ledger_, *reception_, clock_, metrics_, log_, std::move(sinks), options);
    }

    bool is_fresh(const Inbound& event) {
        if (!seen_.insert({event.place.account, event.event}).second) return false;
        return event.alias.empty() || aliases_.insert({event.place.account, event.alias}).second;
    }

    Turn again(const Turn& turn) {
        if (turn.is_first || !dispatcher_) begin_process();
        clock_.at = turn.at;
        letters_.clear();
        Turn played;
        played.at = turn.at;
        played.submissions = turn.submissions;
        for (const auto& change : turn.changes) {
            change.to.empty() ? dispatcher_->room_gone(change.account, change.room, change.reason)
                              : dispatcher_->room_moved(change.account, change.room, change.to);
        }
        for (auto events : turn.submissions) {
            std::erase_if(events, [&](Inbound& event) {
                if (is_fresh(event)) return false;
                // Words of which the inbox knows nothing are to do no more than in the first run, where they did nothing: they were said before every call.
                if (with_repeats_ && app::concerns_session_only(event)) event.sent = Instant(Duration(1));
                return !with_repeats_;
            });
            REQUIRE(dispatcher_->submit(std::move(events), std::nullopt, [](bool stored) { REQUIRE(stored); }));
        }
        dispatcher_->turn_once();
        played.letters = std::move(letters_);
        return played;
    }

    const History& run_;
    bool with_repeats_;
    store::TempFolder folder_;
    HandClock clock_;
    std::ostringstream lines_;
    app::Log log_{app::LogFormat::kPlain, app::LogLevel::kError, lines_};
    app::Metrics metrics_{"reference"};
    std::unique_ptr<store::Ledger> ledger_;
    std::unique_ptr<app::Reception> reception_;
    std::unique_ptr<app::Dispatcher> dispatcher_;
    std::vector<store::Letter> letters_;
    std::set<std::pair<std::string, std::string>> seen_;
    std::set<std::pair<std::string, std::string>> aliases_;
};

std::int64_t chat_of(const History& run, const Place& place) {
    const auto found = run.chats.find({place.account, place.room});
    return found == run.chats.end() ? -1 : found->second;
}

}  // namespace

std::shared_ptr<const app::Library> small_library() {
    static const auto library = chat::library();
    return library;
}

// Without the letters' numbers, which follow the order of writing within a transaction.
std::vector<tests::Spoken> spoken_in(const History& run, const std::vector<Turn>& turns) {
    std::vector<tests::Spoken> all;
    for (const auto& turn : turns) {
        auto& spoken = all.emplace_back();
        spoken.to_somebody = !turn.submissions.empty();
        for (const auto& letter : turn.letters) {
            // Said once by each process, and once more after a batch that was not stored.
            if (chat::holds(chat::text_of(letter.message), small_library()->content().catalogue.text("chat.hidden", {}))) continue;
            const auto chat = chat_of(run, letter.place);
            std::string line = letter.handle.empty() ? "" : "answers the press " + letter.handle + ": ";
            auto message = letter.message;
            // An export tells what is still to be sent, which is more when sending fails.
            if (message.file) message.file->bytes.clear();
            for (int part = 0; part < parts_of(message); ++part) line += tests::line_of(record_of(0, letter.place, message, part, chat));
            spoken.lines[chat].push_back(std::move(line));
        }
        for (auto& [chat, lines] : spoken.lines) {
            if (run.groups.contains(chat)) std::sort(lines.begin(), lines.end());
        }
    }
    return all;
}

namespace {

std::size_t lines_in(const tests::Spoken& spoken) {
    std::size_t lines = 0;
    for (const auto& [chat, all] : spoken.lines) lines += all.size();
    return lines;
}

// Whether the first transaction that differs says as much, only otherwise.
bool is_reordered(const std::vector<tests::Spoken>& expected, const std::vector<tests::Spoken>& said) {
    const auto [one, other] =
        std::mismatch(expected.begin(), expected.end(), said.begin(), said.end(), [](const auto& a, const auto& b) { return a.lines == b.lines; });
    return one != expected.end() && other != said.end() && lines_in(*one) == lines_in(*other);
}

}  // namespace

Reference reference_of(const History& run) {
    for (const bool with_repeats : {false, true}) {
        Undisturbed undisturbed(run, with_repeats);
        Reference reference;
        reference.spoken = spoken_in(run, undisturbed.play());
        const auto book = undisturbed.book();
        reference.undisturbed = tests::undisturbed({}, book);
        // A repeat in a transaction can change the order in which several conversations take their turns, of which none is promised; then sessions have other
        // numbers (which buttons carry), or another one is a person's last. Never does that say more or less.
        if (with_repeats || (book.numbers == run.book.numbers && !is_reordered(reference.spoken, spoken_in(run, run.turns)))) return reference;
    }
    return {};
}

std::vector<std::string> judge(const History& run) {
    auto reference = reference_of(run);
    const auto said = spoken_in(run, run.turns);
    for (std::size_t i = 0; i < said.size(); ++i) {
        if (run.turns[i].is_partial) reference.spoken[i] = said[i];
    }
    tests::HistoryOptions options;
    options.expected = &reference.undisturbed;
    options.said = &said;
    options.expected_said = &reference.spoken;
    options.is_forgetful = true;
    options.answers_fade = run.end - run.turns.front().at > run.reception.answers_kept;
    for (const auto& [number, one] : run.happened) {
        auto& readers = options.readers[number];
        readers.insert(one.chat);
        for (const auto& [key, chat] : run.chats) {
            if (key == std::pair(one.account, one.person)) readers.insert(chat);
        }
        if (!one.heard || one.twin || run.end - one.at > run.inbox_kept) options.unheard.insert(number);
    }
    auto findings = tests::violations(run.log, run.book, options);
    if (!run.is_settled) tests::add(findings, tests::invariant::kEmptyOutbox, "the world did not come to rest");
    return findings;
}

}  // namespace simulator
