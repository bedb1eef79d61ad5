// Owns the contract's driver over the Slack adapter: the real server in Socket Mode, the fake Slack.
#include <algorithm>
#include <map>
#include <stdexcept>
#include <thread>

#include "tests/contract/adapter_contract.h"
#include "tests/fakes/slack_text.h"
#include "tests/fakes/stage.h"

namespace tests {
namespace {

class SlackDriver : public ChatDriver {
   public:
    explicit SlackDriver(const std::string& gather) : stage_(options(gather)) { stage_.start(); }

    void say(const std::string& person, const Spot& spot, const std::string& text) override {
        add(person, spot, says(someone(person), where(person, spot), text));
    }
    // In a channel it opens the person's thread, or stands in that of the topic.
    void call(const std::string& person, const Spot& spot, const std::string& command) override {
        if (spot.room.empty()) {
            stage_.api().slash(someone(person), where(person, spot), command);
            return;
        }
        const auto update = stage_.api().add(mentions(someone(person), where(person, spot), command));
        threads_.try_emplace(thread_key(person, spot), stage_.api().ts_of(update));
    }
    void send_code(const std::string& person, const Spot& spot, const std::string& code) override { say(person, spot, "```\n" + code + "\n```"); }
    void send_caption(const std::string& person, const Spot& spot, const std::string& caption) override {
        add(person, spot, uploads(someone(person), where(person, spot), caption, "image/png"));
    }
    void send_sticker(const std::string& person, const Spot& spot) override {
        add(person, spot, uploads(someone(person), where(person, spot), "", "image/gif"));
    }
    void edit(const std::string& person, const Spot& spot, const std::string& text) override {
        stage_.api().add(edits(someone(person), where(person, spot), last_said_.at({person, spot.room}), "before", text));
    }
    bool press(const std::string& person, const Spot& spot, const std::string& label) override {
        const auto messages = records(person, spot);
        pressed_ = stage_.api().log().size();
        for (auto message = messages.rbegin(); message != messages.rend(); ++message) {
            for (const auto& button : message->buttons) {
                if (button.text != label) continue;
                auto ts = std::to_string(message->message);
                ts.insert(ts.size() - 6, ".");
                return stage_.api().press(someone(person), where(person, spot).channel, ts, button.data) != 0;
            }
        }
        return false;
    }
    std::string last_note() override {
        settle();
        const auto log = stage_.api().log();
        std::string note;
        for (auto i = pressed_; i < log.size(); ++i) {
            if (log[i].kind == Record::Kind::kMessage && !log[i].aside.empty()) note = log[i].text;
        }
        return note;
    }
    void add_bot(const std::string& person, const Spot& spot) override {
        const auto channel = where(person, spot).channel;
        const auto id = someone(person).id;
        stage_.api().with_world([&](SlackWorld& world) { world.learn(SlackChannel{channel, id, {id}, false}); });
        stage_.api().add(joins(SlackWorld::kBot, channel));
    }
    void block(const std::string&, bool) override { throw std::logic_error("nobody can block an app"); }
    void move(const Spot& from, const std::string& to) override {
        const auto old = channel(from.room);
        std::map<std::string, std::string> moved;
        for (const auto& [key, ts] : threads_) {
            if (key.starts_with(from.room + "\n")) moved[to + key.substr(from.room.size())] = ts;
        }
        threads_.merge(moved);
        stage_.api().add(moves(old, channel(to)));
    }
    // What is for this person, or everybody.
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
    SlackPerson someone(const std::string& person) {
        const auto [found, fresh] = people_.try_emplace(person, "U" + std::to_string(700 + people_.size()));
        const SlackPerson made{found->second, person};
        if (fresh) stage_.api().with_world([&](SlackWorld& world) { world.learn(made); });
        return made;
    }
    std::string channel(const std::string& name) { return rooms_.try_emplace(name, "C" + std::to_string(5000 + rooms_.size())).first->second; }
    static std::string thread_key(const std::string& person, const Spot& spot) { return spot.room + "\n" + (spot.topic.empty() ? person : "#" + spot.topic); }
    SlackSpot where(const std::string& person, const Spot& spot) {
        if (spot.room.empty()) return direct(someone(person));
        const auto thread = threads_.find(thread_key(person, spot));
        return {channel(spot.room), thread == threads_.end() ? "" : thread->second};
    }
    void add(const std::string& person, const Spot& spot, Json event) {
        const auto update = stage_.api().add(std::move(event));
        last_said_[{person, spot.room}] = stage_.api().ts_of(update);
    }

    // Everything was acknowledged, and nothing is gathered or left to send.
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
        const auto remarks = stage_.api().remarks();
        if (!remarks.empty()) throw std::runtime_error("Slack remarks: " + remarks.front());
    }
    std::vector<Record> records(const std::string& person, const Spot& spot) {
        settle();
        const auto place = where(person, spot);
        const auto id = someone(person).id;
        auto all = stage_.api().messages(slack_number(place.channel));
        std::erase_if(all, [&](const Record& record) {
            const bool elsewhere = !spot.topic.empty() && record.topic != slack_number(place.thread);
            // Without a topic the whole room is looked at, but for the topics that have a name.
            return elsewhere || (!record.aside.empty() && record.aside != id) || (spot.topic.empty() && is_of_topic(spot, record.topic));
        });
        return all;
    }
    bool is_of_topic(const Spot& spot, std::int64_t thread) const {
        return std::any_of(threads_.begin(), threads_.end(),
                           [&](const auto& one) { return one.first.starts_with(spot.room + "\n#") && slack_number(one.second) == thread; });
    }

    SlackStage stage_;
    std::map<std::string, std::string> people_;
    std::map<std::string, std::string> rooms_;
    std::map<std::string, std::string> threads_;  // by room and topic, or person
    std::map<std::pair<std::string, std::string>, std::string> last_said_;
    std::size_t pressed_ = 0;
};

}  // namespace

Driver slack_driver() {
    return {"slack", {Has::kButtons, Has::kMedia, Has::kGroups, Has::kMoves, Has::kCloses, Has::kGathers}, [](const std::string& gather) {
                return std::make_unique<SlackDriver>(gather);
            }};
}

}  // namespace tests
