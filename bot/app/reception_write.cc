// Owns the writing of a turn: sessions, what people said about themselves and rooms, then the letters.
#include "bot/app/reception.h"
#include "bot/app/reception_texts.h"
#include "bot/base/ids.h"
#include "bot/base/overloaded.h"

namespace bot::app {
Status Reception::write(Task& task, std::vector<store::Letter>& letters) {
    for (const auto& act : task.acts) {
        if (auto done = write_act(task, act, letters); !done) return done;
    }
    SessionId begun;
    if (auto done = write_sessions(task, begun, letters); !done) return done;
    return write_letters(task, begun, letters);
}

Status Reception::write_act(Task& task, const Act& act, std::vector<store::Letter>& letters) {
    return std::visit(Overloaded{
                          [&](const acts::Gather& gather) { return ledger_.set_draft(task.chat->stored.id, gather.draft, gather.due); },
                          [&](const acts::DropDraft&) { return task.chat ? ledger_.set_draft(task.chat->stored.id, "", std::nullopt) : Status(); },
                          [&](const acts::Reach& reach) { return ledger_.set_reachable(task.room, reach.reachable, reach.reason); },
                          [&](const acts::Greeted&) { return ledger_.set_greeted(task.room); },
                          [&](const acts::Move& move) { return ledger_.move_room(task.place.account, task.place.room, move.to); },
                          [&](const acts::Remember& remember) { return ledger_.set_setting(task.person, remember.name, remember.value); },
                          [&](const acts::Silence&) { return ledger_.silence(task.due); },
                          [&](const acts::Erase&) { return desk_.forget(task.person, task.now, letters); },
                          [&](const auto&) { return Status(); },
                      },
                      act);
}

Status Reception::write_sessions(Task& task, SessionId& begun, std::vector<store::Letter>& letters) {
    if (task.stepped) {
        const store::Turn turn{task.chat->stored, std::move(task.attempts)};
        if (auto done = ledger_.commit(turn, task.now); !done) return done;
        if (auto done = count(task, turn.session, turn.attempts, letters); !done) return done;
    }
    if (task.begun) {
        if (auto done = write_begun(task, begun, letters); !done) return done;
    }
    for (const auto& asked : task.left) {
        if (auto done = desk_.left(task.person, asked, task.now); !done) return done;
    }
    if (!task.ended) return {};
    const bool chat_ended = task.stepped && task.chat->stored.session.phase == engine::Phase::kEnded;
    return ledger_.set_setting(task.person, "last", to_base36(chat_ended ? task.chat->stored.id.value : begun.value));
}

Status Reception::write_begun(Task& task, SessionId& begun, std::vector<store::Letter>& letters) {
    const auto id = ledger_.begin_at(task.person, task.room, task.place.thread, *task.begun_pin, *task.begun, task.now, task.sent);
    if (!id) return tl::unexpected(id.error());
    begun = *id;
    if (task.begun_slot) {
        if (auto done = desk_.begun(*task.begun_slot, task.person, begun); !done) return done;
    }
    if (task.begun_attempts.empty()) return {};
    const store::Turn turn{{begun, task.person, task.begun_pin->fingerprint, *task.begun}, std::move(task.begun_attempts)};
    if (auto done = ledger_.commit(turn, task.now); !done) return done;
    return count(task, turn.session, turn.attempts, letters);
}

// First answers earn points where they do.
Status Reception::count(Task& task, const store::StoredSession& stored, const std::vector<engine::Attempt>& attempts, std::vector<store::Letter>& letters) {
    for (const auto& attempt : attempts) {
        if (attempt.turn != 0) continue;
        auto share = desk_.answered(stored, task.room, task.kind, attempt, task.now, letters);
        if (!share) return tl::unexpected(share.error());
        if (*share && !task.messages.empty()) task.messages.back().out.choices.push_back(std::move(**share));
    }
    return {};
}

Status Reception::run_order(Task& task, const acts::RunOrder& run, std::vector<store::Letter>& letters) {
    TeamDesk::Orderer orderer{task.room, task.place, task.kind, task.person, run.zone};
    if (!run.topic) orderer.place.thread.clear();
    auto said = desk_.obey(orderer, run.order, task.now, letters);
    if (!said) return tl::unexpected(said.error());
    // What is coming is for who asked; what has changed, for everybody.
    const bool secret = std::holds_alternative<daily::order::Preview>(run.order) || std::holds_alternative<daily::order::Skip>(run.order);
    if (secret && task.kind == RoomKind::kGroup) {
        said->manner = Manner::kAside;
        said->person = task.author;
    }
    return post(task, "", task.reply_to, std::move(*said), letters);
}

Status Reception::link_board(Task& task, const acts::LinkBoard& link, std::vector<store::Letter>& letters) {
    auto said = link.off ? desk_.unlink(task.room) : desk_.link(task.room, options_.public_url, task.now);
    if (!said) return tl::unexpected(said.error());
    if (task.kind == RoomKind::kGroup) {
        said->manner = Manner::kAside;
        said->person = task.author;
    }
    return post(task, "", task.reply_to, std::move(*said), letters);
}

Status Reception::run_appeal(Task& task, const acts::RunAppeal& run, std::vector<store::Letter>& letters) {
    auto said = appeals_.contest({task.person, task.kind}, run.wish, task.now, letters);
    if (!said) return tl::unexpected(said.error());
    for (auto& message : *said) {
        if (task.kind == RoomKind::kGroup) {
            message.manner = Manner::kAside;
            message.person = task.author;
        }
        if (auto done = post(task, "", task.reply_to, std::move(message), letters); !done) return done;
    }
    return {};
}

Status Reception::write_letters(Task& task, SessionId begun, std::vector<store::Letter>& letters) {
    using Of = Task::Message::Of;
    for (const auto& act : task.acts) {
        const auto* toast = std::get_if<acts::Toast>(&act);
        if (!toast || task.handle.empty()) continue;
        Outbound out;
        if (!toast->text.empty()) {
            out.blocks.push_back({Block::Kind::kParagraph, Tone::kNeutral, "", {{Style::kPlain, toast->text}}});
            out.manner = Manner::kAside;
            out.person = task.author;
        }
        if (auto done = post(task, task.handle, task.reply_to, std::move(out), letters); !done) return done;
    }
    if (auto done = write_notes(task, letters); !done) return done;
    for (auto& message : task.messages) {
        if (message.of == Of::kChat || message.of == Of::kBegun) offer_form(message.out, texts());
        if (message.of == Of::kChat) wire_choices(message.out, task.chat->stored.id, std::int64_t(task.chat->stored.session.asked.size()));
        if (message.of == Of::kBegun) wire_choices(message.out, begun, std::int64_t(task.begun->asked.size()));
        if (task.kind == RoomKind::kGroup && message.of != Of::kNobody) name_person(message.out, task.name);
        if (auto done = post(task, "", task.reply_to, std::move(message.out), letters); !done) return done;
    }
    return {};
}

// Notes to where a call came from, and forms.
Status Reception::write_notes(Task& task, std::vector<store::Letter>& letters) {
    for (const auto& act : task.acts) {
        Outbound out;
        std::string handle;
        std::string reply_to = task.called_at;
        if (const auto* note = std::get_if<acts::Note>(&act)) {
            out = paragraph(texts(), note->key);
            out.manner = Manner::kAside;
        } else if (const auto* open = std::get_if<acts::OpenForm>(&act)) {
            out.form = open->form;
            handle = task.handle;
            reply_to = task.reply_to;
        } else if (const auto* ask = std::get_if<acts::AskRole>(&act)) {
            out.inquiry = Inquiry{task.name, ask->what, ask->topic};
            reply_to = task.reply_to;
        } else if (const auto* run = std::get_if<acts::RunOrder>(&act)) {
            if (auto done = run_order(task, *run, letters); !done) return done;
            continue;
        } else if (const auto* link = std::get_if<acts::LinkBoard>(&act)) {
            if (auto done = link_board(task, *link, letters); !done) return done;
            continue;
        } else if (const auto* contest = std::get_if<acts::RunAppeal>(&act)) {
            if (auto done = run_appeal(task, *contest, letters); !done) return done;
            continue;
        } else {
            continue;
        }
        out.person = task.author;
        if (auto done = post(task, std::move(handle), std::move(reply_to), std::move(out), letters); !done) return done;
    }
    return {};
}

Status Reception::post(const Task& task, std::string handle, std::string reply_to, Outbound message, std::vector<store::Letter>& letters) {
    store::Letter letter{.place = task.place,
                         .kind = task.kind,
                         .handle = std::move(handle),
                         .reply_to = std::move(reply_to),
                         .message = std::move(message),
                         .written = task.now};
    const auto id = ledger_.write(letter);
    if (!id) return tl::unexpected(id.error());
    letter.id = *id;
    letters.push_back(std::move(letter));
    return {};
}

Status Reception::apologise(const Inbound& event, Instant now, std::vector<store::Letter>& letters) {
    Task task;
    task.place = event.place;
    task.kind = event.kind;
    task.now = now;
    if (event.kind == RoomKind::kGroup) task.reply_to = event.message;
    const auto* pressed = std::get_if<Pressed>(&event.what);
    const auto* said = std::get_if<Said>(&event.what);
    if (!pressed && !std::holds_alternative<Called>(event.what) && !(said && (said->addressed || event.kind == RoomKind::kDirect))) return {};
    auto sorry = paragraph(texts(), "chat.trouble");
    sorry.person = event.author.key;
    if (event.kind == RoomKind::kGroup && !sorry.person.empty()) sorry.manner = Manner::kAside;
    return post(task, pressed ? pressed->handle : "", task.reply_to, std::move(sorry), letters);
}

}  // namespace bot::app
