// Owns the waves of a batch: at most one event of each conversation at a time; read by one thread, stepped by several, written by one.
#include <algorithm>
#include <exception>
#include <utility>

#include "bot/app/concerns.h"
#include "bot/app/dispatcher.h"
#include "bot/base/ids.h"

namespace bot::app {
namespace {

// Sessions in memory at once.
constexpr std::size_t kWaveSize = 64;

// The disk's trouble is the batch's; everything else is the event's own.
bool of_the_disk(const Error& error) { return error.code == Code::kUnavailable || error.code == Code::kDenied; }

// Names a turn in the log; FNV-1a (Fowler, Noll, Vo).
std::string correlation(const Inbound& event) {
    std::uint64_t hash = 14695981039346656037u;
    for (const auto* text : {&event.place.account, &event.event}) {
        for (const char c : *text) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211u;
    }
    return to_base36(std::int64_t(hash >> 16));
}

bool grades(const Task& task) {
    return std::any_of(task.acts.begin(), task.acts.end(), [](const Act& act) {
        const auto* step = std::get_if<acts::Step>(&act);
        return step && std::holds_alternative<engine::Answered>(step->what);
    });
}

// Of a deadline that was met in this turn, whether it was late; nullopt if there was none.
std::optional<bool> fired_late(const Task& task) {
    for (const auto& act : task.acts) {
        const auto* step = std::get_if<acts::Step>(&act);
        if (const auto* fired = step ? std::get_if<engine::TimerFired>(&step->what) : nullptr) return fired->late;
    }
    return std::nullopt;
}

}  // namespace

Status Dispatcher::run_chains(std::vector<std::vector<Item*>> chains) {
    std::vector<std::size_t> at(chains.size(), 0);
    std::vector<std::size_t> alive;
    for (std::size_t i = 0; i < chains.size(); ++i) alive.push_back(i);
    while (!alive.empty()) {
        for (std::size_t begin = 0; begin < alive.size(); begin += kWaveSize) {
            std::vector<Item*> wave;
            for (std::size_t i = begin; i < std::min(alive.size(), begin + kWaveSize); ++i) wave.push_back(chains[alive[i]][at[alive[i]]]);
            if (auto done = run_wave(wave); !done) return done;
        }
        std::erase_if(alive, [&](std::size_t chain) {
            if (chains[chain][at[chain]]->finished) ++at[chain];
            return at[chain] == chains[chain].size();
        });
    }
    return {};
}

Status Dispatcher::run_wave(const std::vector<Item*>& wave) {
    std::vector<InHand> hands;
    hands.reserve(wave.size());
    for (auto* item : wave) {
        InHand hand{item, std::nullopt, "", 0};
        if (auto done = prepare(hand); !done) return done;
        if (!item->finished) hands.push_back(std::move(hand));
    }
    step(hands);
    std::vector<InHand*> good;
    for (auto& hand : hands) {
        if (hand.trouble.empty() && hand.task) {
            good.push_back(&hand);
        } else if (auto done = give_up(hand); !done) {
            return done;
        }
    }
    if (good.empty()) return {};
    const auto stored = write(good);
    if (!stored) return tl::unexpected(stored.error());
    if (*stored) return {};
    reception_.undone();
    if (good.size() == 1) return give_up(*good.front());
    // One of them cannot be stored. Which one shows when each is played again, alone.
    for (const auto* hand : good) {
        if (auto done = run_wave({hand->item}); !done) return done;
    }
    return {};
}

Status Dispatcher::prepare(InHand& hand) {
    auto& item = *hand.item;
    if (item.event && !item.received && concerns_session_only(*item.event)) {
        const auto examined = ledger_.in_session(item.event->place, item.event->author.key, item.event->sent);
        if (!examined) return tl::unexpected(examined.error());
        item.finished = !*examined;
        if (item.finished) return {};
    }
    if (item.event && !item.received) {
        const auto fresh = ledger_.receive(*item.event, now_);
        if (!fresh && fresh.error().code != Code::kInvalidInput) return tl::unexpected(fresh.error());
        if (!fresh) {
            hand.trouble = fresh.error().message;
            return {};
        }
        item.received = true;
        if (!*fresh) {
            item.finished = true;
            metrics_.duplicate();
            log_.debug("a duplicate", {{"turn", correlation(*item.event)}, {"event", item.event->event}});
            return {};
        }
    }
    try {
        auto task = item.event ? reception_.prepare(*item.event, now_) : reception_.prepare_due(item.due, now_);
        if (task) {
            hand.task = std::move(*task);
        } else if (of_the_disk(task.error())) {
            return tl::unexpected(task.error());
        } else {
            hand.trouble = task.error().message;
        }
    } catch (const std::exception& error) {
        hand.trouble = error.what();
    }
    return {};
}

void Dispatcher::step(std::vector<InHand>& hands) {
    pool_.run(hands.size(), [&](std::size_t i) {
        auto& hand = hands[i];
        if (!hand.task) return;
        const bool graded = grades(*hand.task);
        const auto began = Steady::now();
        try {
            reception_.step(*hand.task);
        } catch (const std::exception& error) {
            hand.trouble = error.what();
        }
        hand.seconds = graded ? std::chrono::duration<double>(Steady::now() - began).count() : -1;
    });
}

// All in one savepoint: one for each would cost a tenth of the turn. False: nothing of it was stored, for the last one's trouble.
Result<bool> Dispatcher::write(const std::vector<InHand*>& hands) {
    const auto letters_before = letters_.size();
    auto scope = ledger_.scope();
    if (!scope) return tl::unexpected(scope.error());
    std::vector<std::size_t> letters;
    Status done;
    for (auto* hand : hands) {
        try {
            done = reception_.write(*hand->task, letters_);
        } catch (const std::exception& error) {
            done = fail(Code::kCorrupt, error.what());
        }
        letters.push_back(letters_.size());
        if (!done) break;
    }
    if (done) done = (*scope)->keep();
    if (!done) {
        letters_.resize(letters_before);
        if (of_the_disk(done.error())) return tl::unexpected(done.error());
        for (auto* hand : hands) hand->trouble = done.error().message;
        return false;
    }
    for (std::size_t i = 0; i < hands.size(); ++i) tell(*hands[i], letters[i] - (i == 0 ? letters_before : letters[i - 1]));
    return true;
}

// What was stored, for the log and the metrics.
void Dispatcher::tell(const InHand& hand, std::size_t letters) {
    auto& item = *hand.item;
    item.finished = !hand.task->again;
    if (hand.seconds >= 0) metrics_.graded(hand.seconds);
    if (item.event) log_.debug("a turn", {{"turn", correlation(*item.event)}, {"event", item.event->event}, {"letters", letters}});
    if (const auto late = fired_late(*hand.task)) metrics_.timer_fired(*late);
}

Status Dispatcher::give_up(InHand& hand) {
    hand.item->finished = true;
    return bury(hand);
}

// Alone: the rest of the batch goes on as if it had never come.
Status Dispatcher::bury(InHand& hand) {
    const auto& item = *hand.item;
    metrics_.buried();
    log_.warn("an event could not be handled", {{"turn", item.event ? correlation(*item.event) : to_base36(item.due.value)}, {"reason", hand.trouble}});
    const auto in_scope = [&](const auto& act) -> Status {
        auto scope = ledger_.scope();
        if (!scope) return tl::unexpected(scope.error());
        auto done = act();
        if (done) done = (*scope)->keep();
        // What cannot even be buried would come again for ever, so only the disk's trouble counts here.
        return !done && of_the_disk(done.error()) ? done : Status();
    };
    if (auto done = in_scope([&] { return item.event ? ledger_.bury(*item.event, hand.trouble, now_) : ledger_.silence(item.due); }); !done) return done;
    if (hand.task && hand.task->again) {
        // It was the gathered answer that failed: it must not stand in the way of every later word.
        if (auto done = in_scope([&] { return ledger_.set_draft(hand.task->chat->stored.id, "", std::nullopt); }); !done) return done;
    }
    if (!item.event) return {};
    const auto letters_before = letters_.size();
    bool said = false;
    auto done = in_scope([&] {
        auto status = reception_.apologise(*item.event, now_, letters_);
        said = status.has_value();
        return status;
    });
    if (!done || !said) letters_.resize(letters_before);
    return done;
}

}  // namespace bot::app
