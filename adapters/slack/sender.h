// Owns bringing one part of a parcel to the platform: which call it is, and which one is next when the platform refuses the first.
// Must not wait for anything but the answers, or send a part that was not asked for.
#pragma once

#include <functional>
#include <mutex>
#include <string>
#include <string_view>

#include "adapters/slack/api.h"
#include "adapters/slack/call_json.h"
#include "adapters/slack/delivery.h"
#include "adapters/slack/outside.h"
#include "adapters/slack/people.h"
#include "bot/app/log.h"
#include "bot/app/ports.h"

namespace adapters::slack {

// Safe from any thread.
class Sender {
   public:
    Sender(const Api& api, const Outside& outside, People& people, bot::app::Clock& clock, bot::app::Log* log)
        : api_(api), outside_(outside), people_(people), clock_(clock), log_(log) {}

    // At most six calls, each within its deadline.
    bot::app::Delivery deliver(const bot::app::Parcel& parcel);

   private:
    // An answer, and the method it came from; "" = none of the Web API's.
    struct Reply {
        Answer answer;
        std::string_view method;
    };

    bot::app::Delivery settle(const Reply& reply, const std::string& room);
    bot::app::Delivery ask(const bot::app::Parcel& parcel);
    bot::app::Delivery open_form(const bot::app::Parcel& parcel);
    bot::app::Delivery publish(const bot::app::Parcel& parcel);
    bot::app::Delivery say(const bot::app::Parcel& parcel);
    bot::app::Delivery send_text(const bot::app::Parcel& parcel, const Part& part, bool first);
    bool belongs_elsewhere(const bot::app::Parcel& parcel) const;
    bot::app::Delivery send_aside(const bot::app::Parcel& parcel, const Part& part);
    bot::app::Delivery send_file(const bot::app::Parcel& parcel);
    Reply call(std::string_view method, std::string_view body);
    Reply show(const bot::app::Parcel& parcel, const std::function<Reply(Body)>& send);
    Reply post(const bot::app::Parcel& parcel, const std::string& channel, std::string_view thread, const Part& part);
    Reply respond(const bot::app::Parcel& parcel, const Part& part, bool to_all);
    Reply direct_channel(const bot::app::Parcel& parcel, const std::string& person);  // answer.channel

    const Api& api_;
    const Outside& outside_;
    People& people_;
    bot::app::Clock& clock_;
    bot::app::Log* log_;
    Patience patience_;
    std::mutex mutex_;
    Kept<std::string> direct_{2'000, bot::Duration(24 * 3'600'000)};  // people's direct chats, as the platform calls them
};

}  // namespace adapters::slack
