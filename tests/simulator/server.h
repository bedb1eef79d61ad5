// Owns the server under the simulation: the real ledger, reception, dispatcher and outbox, put together as the real server does it but without threads, on a
// disk that can lose what was not synced; its lives and deaths; and the account of what each transaction took in and said.
// Must not decide when anything happens.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "bot/app/dispatcher.h"
#include "bot/app/outbox.h"
#include "bot/store/sqlite_store.h"
#include "tests/fault/store_vfs.h"
#include "tests/simulator/people.h"
#include "tests/simulator/world.h"

namespace simulator {

// One transaction that is durable.
struct Turn {
    Instant at{};
    bool is_first = false;    // of its process
    bool is_partial = false;  // only what the ledger still held of its letters is known
    std::vector<std::vector<Inbound>> submissions;
    std::vector<app::RoomChange> changes;
    std::vector<store::Letter> letters;  // that it wrote, in order
};

// Doubles of ports that do something wrong, to see that it is found. Empty = as it should be.
struct Bugs {
    std::function<app::Delivery(const app::Parcel&, app::Platform&)> deliver;
    std::function<bool(std::vector<Inbound>, std::optional<app::Cursor>, std::function<void(bool)>, app::Intake&)> submit;
    store::Durability durability = store::Durability::kFull;
    std::function<Instant(Instant)> clock;  // what the dispatcher takes the time for
};

struct ServerOptions {
    std::string database;
    std::shared_ptr<const app::Library> library;
    app::ReceptionOptions reception;
    app::DispatcherOptions dispatcher;
    app::OutboxOptions outbox;
    Bugs bugs;
};

class Server : public app::Intake {
   public:
    Server(World& world, People& people, ServerOptions options);
    ~Server() override;

    enum class Death { kProcess, kPower, kPowerAndLuck };

    bool is_up() const { return dispatcher_ != nullptr; }
    void start();
    // One batch of the dispatcher, then perhaps its idle work. False: there was nothing to do but look.
    bool turn(bool idle_too);
    bool send();
    void kill(Death death);
    // As asked to end: handles what waits, sends what can be sent now, closes.
    void drain();
    void plan_power_cut(int changes) { disk_.cut_power_at(disk_.operations() + changes); }
    void plan_stumble(int changes, int more) { disk_.stumble_at(disk_.operations() + changes, more); }
    // Neither of the two comes any more.
    void calm();
    // When it has something to do by itself.
    std::optional<Instant> next_wake();

    bool submit(std::vector<Inbound> events, std::optional<app::Cursor> cursor, std::function<void(bool durable)> done) override;

    std::vector<Turn>& turns() { return turns_; }
    int lives() const { return lives_; }

   private:
    // The dispatcher's own, which may go wrong.
    class OwnClock : public app::Clock {
       public:
        OwnClock(app::Clock& clock, const Bugs& bugs) : clock_(clock), bugs_(bugs) {}
        Instant now() override { return bugs_.clock ? bugs_.clock(clock_.now()) : clock_.now(); }

       private:
        app::Clock& clock_;
        const Bugs& bugs_;
    };
    class Between;
    bool handle(const std::function<bool()>& work, bool idle_too);
    void build();
    bool open();
    void forget_process();
    void restore(Death death);
    void push_mark();
    void account_for(Turn turn);
    void note_received(const Inbound& event);
    void settle_doubts();
    void died();

    World& world_;
    People& people_;
    ServerOptions options_;
    store::FaultyDisk disk_;
    OwnClock clock_;
    std::ostringstream lines_;
    app::Log log_{app::LogFormat::kPlain, app::LogLevel::kError, lines_};
    app::Metrics metrics_{"simulated"};
    std::unique_ptr<store::SqliteStore> ledger_;
    std::unique_ptr<app::Reception> reception_;
    std::unique_ptr<app::Outbox> outbox_;
    std::unique_ptr<app::Dispatcher> dispatcher_;
    std::vector<std::unique_ptr<app::Platform>> between_;

    std::vector<Turn> turns_;
    int life_ = 0;
    int lives_ = 0;
    bool is_first_ = false;
    bool is_inside_ = false;                        // the double of the intake
    std::vector<std::vector<Inbound>> taken_;       // by the batch just handled
    std::vector<std::vector<Inbound>> given_back_;  // by a batch that was not stored
    std::vector<std::function<void()>> answers_;    // to the platforms, of that batch
    std::vector<app::RoomChange> changes_;          // that the outbox told and no batch has stored yet
    std::vector<store::Letter> letters_;            // of the batch just handled
    std::int64_t last_letter_ = 0;
    // A number of ours goes into each batch, so that its fate can be read after a death.
    std::int64_t mark_ = 0;
    bool mark_stored_ = false;
    std::map<std::int64_t, Turn> doubts_;  // by number: batches that failed since the last that did not; one may be found stored after a death
};

}  // namespace simulator
