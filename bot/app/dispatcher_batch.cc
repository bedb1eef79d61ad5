// Owns one transaction of the dispatcher: what stands in it, in which order, and what follows its commit.
#include <deque>
#include <unordered_map>
#include <utility>

#include "bot/app/aside.h"
#include "bot/app/concerns.h"
#include "bot/app/dispatcher.h"
#include "bot/base/ids.h"

namespace bot::app {
namespace {

constexpr int kMostDue = 256;

// Events of one conversation keep their order; others may overtake each other.
std::string conversation_of(const Inbound& event) {
    std::string key;
    key.reserve(event.place.account.size() + event.place.room.size() + event.place.thread.size() + event.author.key.size() + 3);
    for (const auto* part : {&event.place.account, &event.place.room, &event.place.thread}) (key += *part) += '\0';
    return key += event.author.key;
}

bool passing(const Error& error) { return error.code == Code::kUnavailable || error.code == Code::kDenied; }

}  // namespace

Status Dispatcher::handle(Work& work) {
    const auto began = Steady::now();
    letters_.clear();
    auto batch = ledger_.batch();
    if (!batch) return tl::unexpected(batch.error());
    // Marks first: a letter that was sent is sent whatever else happens here.
    if (auto done = mark(work.settled); !done) return done;
    if (auto done = change_rooms(work.changes); !done) return done;
    if (auto done = handle_events(work.submissions); !done) return done;
    // Deadlines after the events: who answered in time is not late because the server was busy.
    if (auto done = handle_due(); !done) return done;
    for (const auto& submission : work.submissions) {
        if (!submission.cursor) continue;
        if (auto done = ledger_.set_cursor(submission.cursor->account, submission.cursor->value); !done) return done;
    }
    if (auto done = handle_teams(); !done) return done;
    const auto next = next_deadline();
    if (!next) return tl::unexpected(next.error());
    if (auto done = (*batch)->commit(); !done) return done;
    next_due_ = *next;
    due_known_ = true;
    std::size_t events = 0;
    for (auto& submission : work.submissions) {
        events += submission.events.size();
        for (const auto& event : submission.events) {
            if (const auto* moved = std::get_if<Moved>(&event.what)) follow(event.place, moved->to);
        }
        submission.done(true);
    }
    metrics_.committed(events, std::chrono::duration<double>(Steady::now() - began).count());
    if (!letters_.empty() && sinks_.post) sinks_.post(std::exchange(letters_, {}));
    return {};
}

// Letters of this batch may have been written before the room moved.
void Dispatcher::follow(const Place& from, const std::string& to) {
    for (auto& letter : letters_) {
        if (letter.place.account == from.account && letter.place.room == from.room) letter.place.room = to;
    }
    if (sinks_.moved) sinks_.moved(from.account, from.room, to);
}

Status Dispatcher::mark(const std::vector<store::Settled>& settled) {
    if (settled.empty()) return {};
    auto scope = ledger_.scope();
    if (!scope) return tl::unexpected(scope.error());
    auto done = ledger_.settle(settled, now_);
    if (done) done = (*scope)->keep();
    if (done) {
        scope->reset();
        return follow_up(settled);
    }
    if (passing(done.error())) return done;
    log_.error("marks of letters could not be stored", {{"reason", done.error().message}, {"letters", settled.size()}});
    return {};
}

// What was waiting for the platform's id of a message.
Status Dispatcher::follow_up(const std::vector<store::Settled>& settled) {
    for (const auto& one : settled) {
        if (one.how != store::Settled::How::kSent || one.message.empty()) continue;
        const auto letters_before = letters_.size();
        auto scope = ledger_.scope();
        if (!scope) return tl::unexpected(scope.error());
        auto done = reception_.settled(one.letter, now_, letters_);
        if (done) done = (*scope)->keep();
        if (done) continue;
        letters_.resize(letters_before);
        if (passing(done.error())) return done;
        log_.error("what follows a letter could not be done", {{"letter", one.letter}, {"reason", done.error().message}});
    }
    return {};
}

Status Dispatcher::change_rooms(const std::vector<RoomChange>& changes) {
    for (const auto& change : changes) {
        auto scope = ledger_.scope();
        if (!scope) return tl::unexpected(scope.error());
        Status done;
        if (!change.to.empty()) {
            done = ledger_.move_room(change.account, change.room, change.to);
        } else {
            const auto room = ledger_.find_room(change.account, change.room);
            if (!room) done = tl::unexpected(room.error());
            if (room && *room) done = ledger_.set_reachable((*room)->id, false, change.reason);
        }
        if (done) done = (*scope)->keep();
        if (!done && passing(done.error())) return done;
        if (!done) log_.error("a room could not be changed", {{"reason", done.error().message}});
    }
    return {};
}

Status Dispatcher::handle_events(const std::vector<Submission>& submissions) {
    std::vector<Item> items;
    for (const auto& submission : submissions) {
        for (const auto& event : submission.events) items.push_back({&event, {}, false, false});
    }
    // Before the chains are made: what belongs to one conversation must stand in one chain.
    std::deque<Inbound> elsewhere;
    for (auto& item : items) {
        auto talk = talk_place(*item.event);
        if (!talk) continue;
        auto& event = elsewhere.emplace_back(*item.event);
        event.place = std::move(talk->place);
        event.kind = talk->kind;
        if (talk->kind == RoomKind::kDirect) event.room_title.clear();
        item.event = &event;
    }
    std::vector<std::vector<Item*>> chains;
    std::unordered_map<std::string, std::size_t> places;
    const auto run = [&]() -> Status {
        places.clear();
        return run_chains(std::exchange(chains, {}));
    };
    for (auto& item : items) {
        if (!concerns_us(*item.event)) continue;
        const bool alone = stands_alone(*item.event);
        if (alone) {
            if (auto done = run(); !done) return done;
        }
        const auto [place, fresh] = places.try_emplace(conversation_of(*item.event), chains.size());
        if (fresh) chains.emplace_back();
        chains[place->second].push_back(&item);
        if (alone) {
            if (auto done = run(); !done) return done;
        }
    }
    return run();
}

Status Dispatcher::handle_due() {
    const auto due = ledger_.due(now_, kMostDue);
    if (!due) return tl::unexpected(due.error());
    std::vector<Item> items;
    for (const auto session : *due) items.push_back({nullptr, session, true, false});
    std::vector<std::vector<Item*>> chains;
    chains.reserve(items.size());
    for (auto& item : items) chains.push_back({&item});
    return run_chains(std::move(chains));
}

// Of a session or of a team, whichever is first.
Result<std::optional<Instant>> Dispatcher::next_deadline() {
    auto next = ledger_.next_due();
    if (!next) return next;
    const auto team = ledger_.teams().next_team_due();
    if (!team) return tl::unexpected(team.error());
    if (*team && (!*next || **team < **next)) *next = *team;
    return next;
}

Status Dispatcher::handle_teams() {
    const auto due = ledger_.teams().teams_due(now_, kMostDue);
    if (!due) return tl::unexpected(due.error());
    for (const auto room : *due) {
        const auto letters_before = letters_.size();
        auto scope = ledger_.scope();
        if (!scope) return tl::unexpected(scope.error());
        auto done = reception_.run_team(room, now_, letters_);
        if (done) done = (*scope)->keep();
        if (done) continue;
        letters_.resize(letters_before);
        if (passing(done.error())) return done;
        log_.error("a team's daily question could not be handled", {{"room", to_base36(room.value)}, {"reason", done.error().message}});
        scope->reset();
        // It must not come up for ever.
        auto silent = ledger_.scope();
        if (!silent) return tl::unexpected(silent.error());
        done = ledger_.teams().silence_team(room);
        if (done) done = (*silent)->keep();
        if (!done && passing(done.error())) return done;
    }
    return {};
}

Status Dispatcher::answer_refill(const Refill& refill) {
    auto letters = ledger_.unsent(refill.after, refill.limit);
    if (!letters) return tl::unexpected(letters.error());
    const bool complete = letters->size() < std::size_t(refill.limit);
    if (sinks_.refill) sinks_.refill(std::move(*letters), complete);
    return {};
}

Result<bool> Dispatcher::tidy() {
    const auto removed = ledger_.forget_old(now_, options_.retention, options_.tidy_slice);
    if (!removed) return tl::unexpected(removed.error());
    return *removed >= options_.tidy_slice;
}

}  // namespace bot::app
