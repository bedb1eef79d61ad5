// Owns the bodies of the calls we make. Pure. Texts must be UTF-8.
// Must not send them or know the token.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/telegram/keyboard.h"
#include "bot/base/message.h"

namespace adapters::telegram {

// Where something goes: numbers as text, as in bot::Place.
struct Target {
    std::string_view chat;
    std::string_view topic = {};     // "" = none
    std::string_view reply_to = {};  // a message's id, "" = none
};

// keyboard: null or empty = no buttons. is_html: text holds markup.
std::string send_message_json(const Target& target, std::string_view text, bool is_html, const Keyboard* keyboard);

// Puts a text in the place of an earlier message of ours.
std::string edit_message_json(const Target& target, std::string_view message, std::string_view text, bool is_html, const Keyboard* keyboard);

// What a person is in a chat.
std::string get_member_json(std::string_view chat, std::string_view user);

// "" = no note.
std::string answer_query_json(std::string_view query, std::string_view note);

std::string get_updates_json(std::int64_t offset, std::int64_t hold_seconds);

std::string set_webhook_json(std::string_view url, std::string_view secret, int connections);

struct MenuEntry {
    std::string command;      // [a-z0-9_]{1,32}
    std::string description;  // 1 to 256 characters
    bool operator==(const MenuEntry&) const = default;
};

// scope: "default", "all_private_chats", "all_group_chats" or "all_chat_administrators".
std::string set_commands_json(const std::vector<MenuEntry>& entries, std::string_view scope);

// A call that carries a file.
struct Multipart {
    std::string content_type;
    std::string body;
};
Multipart send_document(const Target& target, const bot::Attachment& file, const Keyboard* keyboard);

}  // namespace adapters::telegram
