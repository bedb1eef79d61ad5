// Owns what the bot says in a chat outside of sessions: greeting, help, settings, privacy. All words from the catalogue. Pure.
// Must not decide when.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "bot/app/library.h"
#include "bot/base/catalogue.h"
#include "bot/base/inbound.h"
#include "bot/base/message.h"
#include "bot/base/time.h"
#include "bot/engine/session.h"

namespace bot::app {

// One paragraph.
Outbound paragraph(const Catalogue& texts, std::string_view key, Arguments arguments = {});
void add_line(Outbound& out, const Catalogue& texts, std::string_view key, Arguments arguments = {}, Block::Kind kind = Block::Kind::kParagraph);

// Buttons of commands that work anywhere ("round", "practice").
void offer(Outbound& out, const Catalogue& texts, std::initializer_list<std::string_view> words);

// The button that opens a form for the answer, before the others of a question.
void offer_form(Outbound& out, const Catalogue& texts);

Outbound greeting(const Catalogue& texts);
Outbound chat_help(const Catalogue& texts, RoomKind kind, bool hello);
Outbound privacy(const Catalogue& texts, Duration answers_kept);
Outbound settings(const Catalogue& texts, const std::map<std::string, std::string>& values);
// The list of packs with a button each.
Outbound pack_list(const Catalogue& texts, const Library& library);
// Asks before everything is removed; the button is obeyed from this person only.
Outbound ask_to_forget(const Catalogue& texts, PersonId person);
// The document in files of at most 1 MiB.
std::vector<Outbound> dossier(const Catalogue& texts, std::string_view json);

// Which session that is: "Go developer, question 2".
std::string about(const Catalogue& texts, const Library& content, const engine::Session& session);

// What a message to a group begins with, so that everybody sees whom it is for. A name may be anything: it is cut and cleaned.
std::string shown_name(const Catalogue& texts, std::string_view name);
void name_person(Outbound& out, const std::string& name);

}  // namespace bot::app
