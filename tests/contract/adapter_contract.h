// Owns what the contract asks of an adapter's test: people who do things in chats, and what they see there. One driver for each platform.
// Must not name a platform.
#pragma once

#include <functional>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace tests {

struct Spot {
    std::string room;   // "" = the person's direct chat
    std::string topic;  // "" = none
};

struct Seen {
    std::string text;
    std::vector<std::string> buttons;  // labels
};

class ChatDriver {
   public:
    virtual ~ChatDriver() = default;
    virtual void say(const std::string& person, const Spot& spot, const std::string& text) = 0;
    virtual void call(const std::string& person, const Spot& spot, const std::string& command) = 0;  // "round tiny 1", in the platform's own way
    virtual void send_code(const std::string& person, const Spot& spot, const std::string& code) = 0;
    virtual void send_caption(const std::string& person, const Spot& spot, const std::string& caption) = 0;
    virtual void send_sticker(const std::string& person, const Spot& spot) = 0;
    virtual void edit(const std::string& person, const Spot& spot, const std::string& text) = 0;
    // The button of that label under the last message there that has one; false if none has.
    virtual bool press(const std::string& person, const Spot& spot, const std::string& label) = 0;
    virtual std::string last_note() = 0;  // what acknowledged the last press and only its person sees; "" = nothing in words
    virtual void add_bot(const std::string& person, const Spot& spot) = 0;
    virtual void block(const std::string& person, bool is_blocked) = 0;
    virtual void move(const Spot& from, const std::string& to) = 0;  // the room goes on under another name

    // All that was seen there once everything done so far has had its effect.
    virtual std::vector<Seen> seen(const std::string& person, const Spot& spot) = 0;
    virtual int marked_answers() = 0;
};

// What a platform may lack. Its driver is not asked for what it lacks.
enum class Has {
    kButtons,
    kNotes,   // a press is acknowledged apart from the chat, also in a direct chat
    kMedia,   // stickers and photos, and edits of messages
    kGroups,  // more than one person, in rooms that have topics
    kBlocks,  // a person can block the bot
    kMoves,   // a room can get another name
    kCloses,  // "stop" ends the round and shows its scorecard; elsewhere one may go on later
    kGathers  // several messages are one answer: the driver heeds `gather`
};

struct Driver {
    std::string name;
    std::set<Has> has;
    std::function<std::unique_ptr<ChatDriver>(const std::string& gather)> open;

    std::unique_ptr<ChatDriver> operator()(const std::string& gather = "0") const { return open(gather); }
};

Driver console_driver();
Driver telegram_driver();
Driver slack_driver();
// Those that have all of it. VIVA_DRIVER leaves one of them.
std::vector<Driver> drivers_with(const std::set<Has>& wanted);

}  // namespace tests
