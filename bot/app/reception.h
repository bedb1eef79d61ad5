// Owns the turn of one person at one place: what is read before it, the pure step in the middle, what is written after it.
// Must not wait, send, or decide about batches (the dispatcher does). prepare and write: the dispatcher's thread; step: any thread, one task each.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "bot/app/pins.h"
#include "bot/app/reception_decide.h"
#include "bot/app/team_desk.h"
#include "bot/base/result.h"
#include "bot/store/ledger.h"

namespace bot::app {

struct ReceptionOptions {
    Patience patience;
    Duration answers_kept{};  // what the privacy notice says; 0 = for ever
    std::string public_url;   // where the server's own pages are reached, without a slash at the end; "" = nowhere
};

// One turn on its way through. Filled by prepare, changed by step, carried out by write.
struct Task {
    // Where and who.
    Place place;
    RoomKind kind = RoomKind::kDirect;
    RoomId room;
    PersonId person;
    SessionId due;          // whose deadline has come
    std::string author;     // the key of who did it, "" = nobody who can be spoken to alone
    std::string name;       // as shown in groups
    std::string reply_to;   // in groups: the message that is answered
    std::string handle;     // of the press to acknowledge, or to open a form with
    std::string called_at;  // where a call came from that is answered here
    Instant now{};
    Instant sent{};  // by the platform's clock; of an event

    std::vector<Act> acts;
    bool again = false;  // the answer that was being gathered goes first; prepare the event once more after this turn

    // The session at hand and what it runs on.
    std::optional<store::ChatSession> chat;
    Pins::Found content;
    // A session that begins in this turn.
    std::optional<engine::Session> begun;
    std::vector<engine::Attempt> begun_attempts;
    std::optional<store::SlotId> begun_slot;
    Pins::Found begun_content;
    const store::Pin* begun_pin = nullptr;

    // What step made of it.
    struct Message {
        Outbound out;
        enum class Of { kNobody, kPerson, kChat, kBegun } of = Of::kNobody;
    };
    std::vector<Message> messages;
    std::vector<engine::Attempt> attempts;
    std::vector<engine::Asked> left;  // questions that were finished in this turn
    bool stepped = false;             // chat's session is to be stored
    bool ended = false;               // chat's session or the begun one ended in this turn
};

class Reception {
   public:
    Reception(store::Ledger& ledger, std::shared_ptr<const Library> library, ReceptionOptions options);

    // Reads what the event's turn needs. An error of the event (kCorrupt, kInvalidInput ...) or of the disk (kUnavailable, kDenied).
    Result<Task> prepare(const Inbound& event, Instant now);
    // The same for a session whose deadline has come.
    Result<Task> prepare_due(SessionId session, Instant now);

    // Pure but for the library's cache.
    void step(Task& task) const;

    // Writes all of it; letters get what is to be sent after the commit. To be undone by the caller on error.
    Status write(Task& task, std::vector<store::Letter>& letters);

    // Nothing since the last commit was stored: what is said only once may have to be said again.
    void undone() { hidden_told_.clear(); }

    // What a team's schedule owes by now.
    Status run_team(RoomId room, Instant now, std::vector<store::Letter>& letters) { return desk_.run_due(room, now, letters); }

    // A letter was marked as sent, and the platform gave it an id.
    Status settled(std::int64_t letter, Instant now, std::vector<store::Letter>& letters) { return desk_.settled(letter, now, letters); }

    // A word to somebody whose event could not be handled.
    Status apologise(const Inbound& event, Instant now, std::vector<store::Letter>& letters);

   private:
    // reception.cc
    Status read_person(const Inbound& event, Task& task, Standpoint& here);
    Status read_session(Result<std::optional<store::ChatSession>> found, Task& task, Standpoint& here);
    bool administers(const Inbound& event, Instant now);
    Result<std::optional<PersonId>> press_owner(const Inbound& event, const Task& task);
    // reception_fill.cc: acts that need the ledger become acts that do not.
    Status fill(Task& task);
    Result<std::vector<Act>> fill(Task& task, Act act);
    Result<std::vector<Act>> begin_wanted(Task& task);
    Result<std::vector<Act>> explain_last(Task& task);
    Result<std::vector<Act>> tell_page(Task& task);
    Result<std::vector<Act>> answer_slot(Task& task, const acts::AnswerSlot& wanted);
    std::vector<Act> answer_again(const Task& task, const acts::AnswerSlot& wanted) const;
    Result<std::vector<Act>> tell_board(Task& task, const std::string& words);
    Result<std::map<std::string, std::string>> own_settings(PersonId person);
    std::string asked_now(const Task& task) const;
    Status fill_begin(Task& task, acts::Begin& begin);
    // reception_write.cc
    Status write_act(Task& task, const Act& act, std::vector<store::Letter>& letters);
    Status write_sessions(Task& task, SessionId& begun, std::vector<store::Letter>& letters);
    Status write_letters(Task& task, SessionId begun, std::vector<store::Letter>& letters);
    Status write_begun(Task& task, SessionId& begun, std::vector<store::Letter>& letters);
    Status count(Task& task, const store::StoredSession& stored, const std::vector<engine::Attempt>& attempts, std::vector<store::Letter>& letters);
    Status run_order(Task& task, const acts::RunOrder& run, std::vector<store::Letter>& letters);
    Status link_board(Task& task, const acts::LinkBoard& link, std::vector<store::Letter>& letters);
    Status run_appeal(Task& task, const acts::RunAppeal& run, std::vector<store::Letter>& letters);
    Status write_notes(Task& task, std::vector<store::Letter>& letters);
    Status post(const Task& task, std::string handle, std::string reply_to, Outbound message, std::vector<store::Letter>& letters);

    const Catalogue& texts() const { return pins_.current()->content().catalogue; }

    store::Ledger& ledger_;
    Pins pins_;
    TeamDesk desk_;
    AppealDesk appeals_;
    ReceptionOptions options_;
    std::map<std::string, Instant> admins_;  // until when a person is known to administer a room
    std::set<std::string> hidden_told_;      // rooms where a hidden author was told that they cannot be examined
};

}  // namespace bot::app
