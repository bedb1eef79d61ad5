// Owns the contract's driver over the Telegram adapter: the real server, the fake Bot API.
#include <algorithm>
#include <map>
#include <stdexcept>
#include <thread>

#include "tests/contract/adapter_contract.h"
#include "tests/fakes/stage.h"

namespace tests {
namespace {

class TelegramDriver : public ChatDriver {
   public:
    explicit TelegramDriver(const std::string& gather) : stage_(options(gather)) { stage_.start(); }

    void say(const std::string& person, const Spot& spot, const std::string& text) override {
        // In a group only what is said to the bot counts: a reply to its message.
        add(spot.room.empty() ? says(someone(person), where(person, spot), text) : replies(someone(person), where(person, spot), text, 123456));
    }
    void call(const std::string& person, const Spot& spot, const std::string& command) override {
        add(says(someone(person), where(person, spot), "/" + command));
    }
    void send_code(const std::string& person, const Spot& spot, const std::string& code) override {
        add(sends_code(someone(person), where(person, spot), "", code));
    }
    void send_caption(const std::string& person, const Spot& spot, const std::string& caption) override {
        add(captions(someone(person), where(person, spot), caption));
    }
    void send_sticker(const std::string& person, const Spot& spot) override { add(sends(someone(person), where(person, spot), "sticker")); }
    void edit(const std::string& person, const Spot& spot, const std::string& text) override { add(edits(someone(person), where(person, spot), text)); }
    bool press(const std::string& person, const Spot& spot, const std::string& label) override {
        const auto messages = records(person, spot);
        for (auto message = messages.rbegin(); message != messages.rend(); ++message) {
            for (const auto& button : message->buttons) {
                if (button.text != label) continue;
                add(presses(someone(person), where(person, spot), button.data, "q" + std::to_string(++queries_), message->message));
                return true;
            }
        }
        return false;
    }
    std::string last_note() override {
        settle();
        const auto log = stage_.api().log();
        const auto found = std::find_if(log.rbegin(), log.rend(), [](const Record& record) { return record.kind == Record::Kind::kAcknowledged; });
        return found == log.rend() ? "(none)" : found->text;
    }
    void add_bot(const std::string& person, const Spot& spot) override { add(membership(someone(person), where(person, spot), "left", "member")); }
    void block(const std::string& person, bool is_blocked) override {
        add(membership(someone(person), where(person, {}), is_blocked ? "member" : "kicked", is_blocked ? "kicked" : "member"));
    }
    void move(const Spot& from, const std::string& to) override {
        const auto old = room(from.room);
        add(migrates(group(old), room(to)));
    }
    std::vector<Seen> seen(const std::string& person, const Spot& spot) override {
        std::vector<Seen> seen;
        for (const auto& record : records(person, spot)) {
            seen.push_back({record.text, {}});
            for (const auto& button : record.buttons) seen.back().buttons.push_back(button.text);
        }
        return seen;
    }
    int marked_answers() override {
        settle();
        return int(stage_.number("SELECT count(*) FROM attempt"));
    }

   private:
    static ServerOptions options(const std::string& gather) {
        ServerOptions options;
        options.is_durable = false;
        options.is_paced = true;  // then the limits stand here
        options.config = "gather: " + gather + "\nlimits: {room_per_second: 0, group_per_minute: 0, account_per_second: 0}\n";
        return options;
    }
    Someone someone(const std::string& person) {
        const auto [found, fresh] = people_.try_emplace(person, 700 + std::int64_t(people_.size()));
        return {found->second, person};
    }
    std::int64_t room(const std::string& name) { return rooms_.try_emplace(name, -1000 - std::int64_t(rooms_.size())).first->second; }
    Where where(const std::string& person, const Spot& spot) {
        if (spot.room.empty()) return direct(someone(person));
        return group(room(spot.room), spot.topic.empty() ? 0 : topics_.try_emplace(spot.topic, 10 + std::int64_t(topics_.size())).first->second);
    }
    void add(Json update) { stage_.api().add(std::move(update)); }

    // Everything was asked for by a later poll, and nothing is gathered or left to send.
    void settle() {
        const auto idle = [&] {
            return stage_.api().waiting() == 0 &&
                   stage_.number("SELECT NOT EXISTS(SELECT 1 FROM outbox) AND NOT EXISTS(SELECT 1 FROM chat WHERE draft_due IS NOT NULL)") == 1;
        };
        const auto until = Steady::now() + std::chrono::seconds(20);
        while (!idle()) {
            if (Steady::now() > until) throw std::runtime_error("does not settle: " + stage_.server().log());
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
    }
    std::vector<Record> records(const std::string& person, const Spot& spot) {
        settle();
        const auto place = where(person, spot);
        auto all = stage_.api().messages(place.chat);
        std::erase_if(all, [&](const Record& record) { return record.topic != place.topic; });
        return all;
    }

    Stage stage_;
    std::map<std::string, std::int64_t> people_;
    std::map<std::string, std::int64_t> rooms_;
    std::map<std::string, std::int64_t> topics_;
    int queries_ = 0;
};

}  // namespace

Driver telegram_driver() {
    return {"telegram",
            {Has::kButtons, Has::kNotes, Has::kMedia, Has::kGroups, Has::kBlocks, Has::kMoves, Has::kCloses, Has::kGathers},
            [](const std::string& gather) { return std::make_unique<TelegramDriver>(gather); }};
}

}  // namespace tests
