// Owns the vocabulary between deciding and doing: the acts that an event at a place leads to, as values.
// Must not do anything.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "bot/app/appeal.h"
#include "bot/app/commands.h"
#include "bot/app/gathering.h"
#include "bot/app/library.h"
#include "bot/app/presses.h"
#include "bot/base/inbound.h"
#include "bot/base/message.h"
#include "bot/daily/schedule.h"
#include "bot/engine/event.h"
#include "bot/store/ledger.h"

namespace bot::app::acts {

// One more event of the session at hand. quiet: nobody is there to read what it says.
struct Step {
    std::variant<engine::Answered, engine::Commanded, engine::TimerFired> what;
    bool quiet = false;
};
struct Begin {  // a new session; the person's own defaults and history are filled in by the reception
    SessionRequest request;
    std::uint64_t seed = 0;
    std::vector<engine::Standing> history = {};
    std::optional<std::string> answer = {};  // given with it
    std::optional<store::SlotId> slot = {};  // the team's question that it answers
};
// About the session at hand; about the person; about nobody, but for who asked; for everybody there.
enum class To { kSession, kPerson, kAsker, kRoom };
struct Tell {
    Outbound message;
    To to = To::kPerson;
};
struct Toast {  // acknowledges a press; text empty = the platform's sign of it suffices
    std::string text;
};
struct Note {  // to who called from elsewhere, there
    std::string key;
};
struct OpenForm {  // for the answer to the question at hand; label filled in by the reception
    Form form;
};
struct Gather {
    std::string draft;
    Instant due{};
};
struct DropDraft {};
struct Reach {
    bool reachable = true;
    std::string reason;
};
struct Greeted {};
struct Move {
    std::string to;
};
struct Remember {
    std::string name;
    std::string value;
};
struct Erase {};
struct Silence {};  // the session at hand cannot be read: it must not come up by itself again

// What the reception does to a team's book when it writes.
struct RunOrder {
    daily::Order order;
    std::string zone;    // the person's, "" = unknown
    bool topic = false;  // questions belong into the topic that it was ordered in
};
struct LinkBoard {  // to the room's page; off: no link leads there any more
    bool off = false;
};
struct RunAppeal {
    AppealWish wish;
};
struct AskRole {  // whether the author administers the room; both come back with the answer
    std::string what;
    bool topic = false;
};

// What needs the ledger before it can be said; the reception replaces these before anything is done.
struct TellProgress {};
struct TellSettings {};
struct TellDossier {};
struct TellPage {};
struct TellBoard {
    std::string words;
};
struct AnswerSlot {
    std::optional<std::int64_t> ticket;  // as TeamDesk::ticket; nullopt: the question that is open
    std::optional<std::string> text;     // written in a form
    bool may_open = false;               // a form
};
struct Share {
    store::SlotId slot;
};
struct ExplainLast {};  // why, when the session is over
struct TellHidden {};   // somebody the platform hides cannot be examined; said once a room
struct BeginWanted {};  // stop the session at hand and start what was asked for before

}  // namespace bot::app::acts

namespace bot::app {

using Act = std::variant<acts::Step, acts::Begin, acts::Tell, acts::Toast, acts::Note, acts::OpenForm, acts::Gather, acts::DropDraft, acts::Reach,
                         acts::Greeted, acts::Move, acts::Remember, acts::Erase, acts::Silence, acts::TellProgress, acts::TellSettings, acts::TellDossier,
                         acts::TellPage, acts::RunOrder, acts::LinkBoard, acts::RunAppeal, acts::AskRole, acts::TellBoard, acts::AnswerSlot, acts::Share,
                         acts::ExplainLast, acts::TellHidden, acts::BeginWanted>;

}  // namespace bot::app
