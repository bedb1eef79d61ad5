// Owns the stage for tests of chats: people say things in rooms, time goes by as told, what would be sent is looked at.
#pragma once

#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "bot/app/dispatcher.h"
#include "bot/app/sources.h"
#include "tests/support/catch.h"
#include "tests/support/memory_ledger.h"
#include "tests/support/process.h"

namespace chat {

using namespace bot;
using namespace std::chrono_literals;
using app::Library;

class FakeClock : public app::Clock {
   public:
    Instant now() override { return at; }
    Instant at{std::chrono::milliseconds{1'700'000'000'000}};
};

// A small content root of its own, so that these tests do not change with the shipped questions.
std::vector<script::Source> sources(const std::string& wait = "5m");

std::shared_ptr<const Library> library(std::vector<script::Source> from = sources());

std::string text_of(const Outbound& message);

constexpr const char* kGood = "The sender waits for a receiver, and both sides meet.";
constexpr const char* kHalf = "The sender waits for a receiver.";

// Where somebody writes.
struct Seat {
    std::string person;
    std::string room;  // "" = the person's direct chat
    std::string thread = "";
    Place place() const { return {"bot", room.empty() ? person : room, thread}; }
    RoomKind kind() const { return room.empty() ? RoomKind::kDirect : RoomKind::kGroup; }
};

struct Stage {
    FakeClock clock;
    std::unique_ptr<tests::Scratch> scratch;
    std::unique_ptr<store::Ledger> ledger;
    tests::MemoryLedger* memory = nullptr;
    std::shared_ptr<const Library> content = library();
    std::ostringstream lines;
    app::Log log{app::LogFormat::kPlain, app::LogLevel::kWarn, lines};
    app::Metrics metrics{"test"};
    app::ReceptionOptions options;
    app::DispatcherOptions pipeline;
    std::unique_ptr<app::Reception> reception;
    std::unique_ptr<app::Dispatcher> dispatcher;
    std::vector<store::Letter> sent;
    int events = 0;
    int acknowledged = 0;
    int refused = 0;  // done(false)

    // real: the ledger on a disk.
    explicit Stage(bool real = false, Duration gather = Duration{0});
    // A new process on what was stored.
    void restart();

    template <class What>
    Inbound event(const Seat& seat, What what) {
        Inbound made;
        made.event = std::to_string(++events);
        made.place = seat.place();
        made.kind = seat.kind();
        made.author = {seat.person, seat.person.empty() ? "" : "Name of " + seat.person, "en"};
        made.message = "m" + made.event;
        made.sent = clock.at;
        made.what = std::move(what);
        return made;
    }
    bool submit(std::vector<Inbound> all, std::optional<app::Cursor> cursor = std::nullopt);
    // What the bot said to it, in text.
    template <class What>
    std::string happens(const Seat& seat, What what) {
        return handle({event(seat, std::move(what))});
    }
    std::string handle(std::vector<Inbound> all);
    std::string since(std::size_t before) const;
    std::string say(const Seat& seat, std::string text);
    std::string call(const Seat& seat, std::string command, std::string rest = "");
    std::string press(const Seat& seat, std::string data);
    std::optional<Instant> next_deadline() const;
    // Lets time go by, handling each deadline when it comes.
    std::string pass(Duration time);
    // The button with this verb in the last message that has one.
    std::string button(const std::string& verb) const;
    std::string text(std::string_view key, Arguments arguments = {}) const { return content->content().catalogue.text(key, arguments); }
    std::size_t attempts() const { return memory->state.attempts.size(); }
};

inline bool holds(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace chat
