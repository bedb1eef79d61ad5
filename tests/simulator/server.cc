// Owns what server.h promises.
#include "tests/simulator/server.h"

#include <algorithm>

#include "bot/base/check.h"

namespace simulator {
namespace {

using Kind = tests::Record::Kind;

constexpr const char* kMarkAccount = "mark";
constexpr int kMostLetters = 100'000;

// Whether the event removes all that is kept of its author.
bool erases(const Inbound& event) {
    if (const auto* said = std::get_if<Said>(&event.what)) return said->text.find("forget me yes") != std::string::npos;
    if (const auto* called = std::get_if<Called>(&event.what)) return called->command == "forget";
    if (const auto* pressed = std::get_if<Pressed>(&event.what)) return pressed->data.find("forget") != std::string::npos;
    return false;
}

// Whether letters that were written in it may have been removed in it.
bool takes_letters_back(const Turn& turn) {
    return !turn.changes.empty() || std::any_of(turn.submissions.begin(), turn.submissions.end(), [](const std::vector<Inbound>& events) {
        return std::any_of(events.begin(), events.end(), [](const Inbound& event) { return erases(event) || std::holds_alternative<Left>(event.what); });
    });
}

}  // namespace

// Stands between the outbox and a platform.
class Server::Between : public app::Platform {
   public:
    Between(app::Platform& inner, const Bugs& bugs) : inner_(inner), bugs_(bugs) {}
    std::string_view account() const override { return inner_.account(); }
    Status start(app::Intake& intake, std::optional<std::string> cursor) override { return inner_.start(intake, std::move(cursor)); }
    void stop() override { inner_.stop(); }
    app::Delivery deliver(const app::Parcel& parcel) override { return bugs_.deliver ? bugs_.deliver(parcel, inner_) : inner_.deliver(parcel); }
    void hang_up() override {}
    app::Liveness liveness() const override { return inner_.liveness(); }
    std::vector<app::Check> checks() override { return {}; }

   private:
    app::Platform& inner_;
    const Bugs& bugs_;
};

Server::Server(World& world, People& people, ServerOptions options)
    : world_(world), people_(people), options_(std::move(options)), clock_(world.clock, options_.bugs) {
    disk_.cut_power_at(store::FaultyDisk::kNever);
}

Server::~Server() {
    ++life_;
    forget_process();
}

void Server::start() {
    while (!open()) restore(Death::kPowerAndLuck);
}

// False: the disk failed while the process began, which ends it.
bool Server::open() {
    world_.note(Kind::kStarted);
    ++lives_;
    auto opened = store::SqliteStore::open(options_.database, options_.bugs.durability);
    if (!opened) {
        world_.note(Kind::kKilled);
        return false;
    }
    ledger_ = std::move(*opened);
    // The log is copied into the file every few batches, so that deaths meet this too.
    VIVA_CHECK(ledger_->connection().script("PRAGMA wal_autocheckpoint = 60").has_value());
    settle_doubts();
    build();
    return true;
}

void Server::build() {
    reception_ = std::make_unique<app::Reception>(*ledger_, options_.library, options_.reception);
    app::OutboxSinks after;
    after.settle = [this](store::Settled one) { dispatcher_->settle(std::move(one)); };
    after.room_gone = [this](const auto& account, const auto& room, const auto& reason) {
        changes_.push_back({account, room, "", reason});
        dispatcher_->room_gone(account, room, reason);
    };
    after.room_moved = [this](const auto& account, const auto& from, const auto& to) {
        changes_.push_back({account, from, to, ""});
        dispatcher_->room_moved(account, from, to);
    };
    after.refill = [this](std::int64_t behind, int limit) { dispatcher_->refill(behind, limit); };
    after.observe = [this](const store::Letter& letter, const app::Delivery& delivery, Duration) {
        const bool is_given_up = delivery.outcome == app::Delivery::Outcome::kPassing && world_.clock.at - letter.written >= options_.outbox.give_up;
        if (!is_given_up || !letter.handle.empty()) return;
        for (int part = letter.part; part < parts_of(letter.message); ++part) {
            world_.note(record_of(letter.id, letter.place, letter.message, part, people_.chat_at(letter.place))).kind = Kind::kGivenUp;
        }
    };
    outbox_ = std::make_unique<app::Outbox>(world_.clock, options_.outbox, std::move(after));
    app::LetterSinks letters;
    letters.post = [this](std::vector<store::Letter> written) {
        letters_ = written;
        outbox_->post(std::move(written));
    };
    letters.refill = [this](std::vector<store::Letter> unsent, bool complete) { outbox_->refilled(std::move(unsent), complete); };
    letters.moved = [this](const auto& account, const auto& from, const auto& to) { outbox_->room_moved(account, from, to); };
    dispatcher_ = std::make_unique<app::Dispatcher>(*ledger_, *reception_, clock_, metrics_, log_, std::move(letters), options_.dispatcher);
    is_first_ = true;
    push_mark();
    for (auto& platform : people_.platforms()) {
        auto cursor = ledger_->cursor(platform->account());
        VIVA_CHECK(cursor.has_value());
        outbox_->add(*between_.emplace_back(std::make_unique<Between>(*platform, options_.bugs)));
        VIVA_CHECK(platform->start(*this, std::move(*cursor)).has_value());
    }
    outbox_->begin();
}

void Server::push_mark() {
    ++mark_;
    dispatcher_->submit({}, app::Cursor{kMarkAccount, std::to_string(mark_)}, [this, life = life_](bool durable) {
        if (life == life_ && durable) mark_stored_ = true;
    });
}

bool Server::submit(std::vector<Inbound> events, std::optional<app::Cursor> cursor, std::function<void(bool)> done) {
    if (options_.bugs.submit && !is_inside_) {
        is_inside_ = true;
        const bool taken = options_.bugs.submit(std::move(events), std::move(cursor), std::move(done), *this);
        is_inside_ = false;
        return taken;
    }
    auto copy = events;
    return dispatcher_->submit(std::move(events), std::move(cursor), [this, life = life_, copy = std::move(copy), done = std::move(done)](bool durable) {
        if (life != life_) return;
        (durable ? taken_ : given_back_).push_back(copy);
        answers_.push_back([done, durable] { done(durable); });
    });
}

bool Server::turn(bool idle_too) {
    return handle([&] { return dispatcher_->turn_once(); }, idle_too);
}

bool Server::handle(const std::function<bool()>& work, bool idle_too) {
    mark_stored_ = false;
    taken_.clear();
    given_back_.clear();
    letters_.clear();
    answers_.clear();
    Turn turn;
    const auto turn_began = clock_.now();
    turn.at = world_.clock.at;
    turn.is_first = is_first_;
    turn.changes = changes_;
    if (!work()) return false;
    const bool stored = mark_stored_;
    turn.submissions = stored ? taken_ : given_back_;
    if (stored) {
        turn.letters = std::move(letters_);
        doubts_.clear();
        changes_.clear();
        is_first_ = false;
        account_for(std::move(turn));
    } else {
        doubts_.insert_or_assign(mark_, std::move(turn));
    }
    // What was told to the platform, in the order in which it can be known outside: after what is durable by now.
    for (const auto& answer : std::exchange(answers_, {})) answer();
    // Idle work is done only if nothing else is; deadlines wait for the next turn.
    const auto due = ledger_->due(turn_began, 1);
    const bool idled = stored && idle_too && !disk_.happened() && due && due->empty() && dispatcher_->turn_once();
    push_mark();
    if (disk_.happened() || world_.dying) died();
    return idled || (!turns_.empty() && !turns_.back().submissions.empty());
}

bool Server::send() {
    const bool sent = outbox_->send_one();
    if (world_.dying) died();
    return sent;
}

void Server::calm() {
    disk_.stumble_at(0, 0);
    disk_.cut_power_at(store::FaultyDisk::kNever);
}

void Server::died() {
    static constexpr Death kDeaths[] = {Death::kProcess, Death::kPower, Death::kPowerAndLuck};
    kill(world_.chance.pick(kDeaths));
}

void Server::kill(Death death) {
    ++life_;
    world_.dying = false;
    disk_.stop();
    forget_process();
    world_.note(Kind::kKilled);
    restore(death);
}

void Server::forget_process() {
    for (auto& platform : people_.platforms()) platform->hang_off();
    dispatcher_.reset();
    outbox_.reset();
    between_.clear();
    reception_.reset();
    ledger_.reset();
}

void Server::restore(Death death) {
    switch (death) {
        case Death::kProcess: disk_.restore_process(); break;
        case Death::kPower: disk_.restore_power(); break;
        case Death::kPowerAndLuck: disk_.restore_power(world_.chance.any()); break;
    }
    disk_.cut_power_at(store::FaultyDisk::kNever);
    disk_.stumble_at(0, 0);
}

void Server::drain() {
    for (auto& platform : people_.platforms()) platform->stop();
    for (int i = 0; is_up() && dispatcher_->depth().events > 1 && i < 10; ++i) turn(false);
    while (is_up() && send()) {
    }
    if (is_up()) handle([&] { return dispatcher_->finish(), true; }, false);
    if (!is_up()) return;
    // The disk failed to the last: to the world that is a death.
    const bool is_clean = doubts_.empty();
    ++life_;
    dispatcher_->stop();
    forget_process();
    if (is_clean && !disk_.happened()) return;
    world_.note(Kind::kKilled);
    if (disk_.happened()) restore(Death::kPower);
}

std::optional<Instant> Server::next_wake() {
    const auto due = ledger_->next_due();
    const auto send = outbox_->next_due();
    if (!due || !*due || !send) return due && *due ? *due : send;
    return std::min(**due, *send);
}

// A batch that the last process did not see stored may be stored all the same.
void Server::settle_doubts() {
    changes_.clear();
    const auto doubts = std::exchange(doubts_, {});
    const auto stored = ledger_->cursor(kMarkAccount);
    VIVA_CHECK(stored.has_value());
    const auto found = doubts.find(*stored ? std::stoll(**stored) : 0);
    if (found == doubts.end()) return;
    auto turn = found->second;
    auto letters = ledger_->unsent(last_letter_, kMostLetters);
    VIVA_CHECK(letters.has_value());
    turn.letters = std::move(*letters);
    turn.is_partial = takes_letters_back(turn);
    account_for(std::move(turn));
}

void Server::note_received(const Inbound& event) {
    auto& record = world_.note(Kind::kReceived, people_.chat_at(event.place), std::stoll(event.event));
    if (std::holds_alternative<Left>(event.what)) record.topic = 1;
    // It is taken up there.
    if (event.aside) world_.note(Kind::kReceived, people_.own_chat(event.place.account, event.author.key), std::stoll(event.event));
}

void Server::account_for(Turn turn) {
    for (const auto& events : turn.submissions) {
        for (const auto& event : events) note_received(event);
    }
    for (const auto& letter : turn.letters) {
        last_letter_ = std::max(last_letter_, letter.id);
        if (!letter.handle.empty()) continue;
        for (int part = 0; part < parts_of(letter.message); ++part)
            world_.note(record_of(letter.id, letter.place, letter.message, part, people_.chat_at(letter.place))).kind = Kind::kWritten;
    }
    for (const auto& events : turn.submissions) {
        for (const auto& event : events) {
            if (erases(event)) world_.note(Kind::kErased, people_.own_chat(event.place.account, event.author.key));
        }
    }
    world_.note(Kind::kSettled);
    turns_.push_back(std::move(turn));
}

}  // namespace simulator
