// Owns what meaning.h promises for places, authors and memberships; wording.h reads the texts.
#include "adapters/slack/meaning.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <utility>

#include "adapters/slack/event_codec.h"
#include "adapters/slack/plain_text.h"
#include "adapters/slack/wording.h"
#include "bot/base/text.h"

namespace adapters::slack {
namespace {

using bot::Inbound;

// Everything else with a subtype is a notice of the platform, another bot's, or a change.
constexpr std::array<std::string_view, 4> kSubtypes{"", "file_share", "thread_broadcast", "me_message"};

bot::Instant instant_of(std::int64_t seconds) { return bot::Instant(std::chrono::seconds(std::clamp<std::int64_t>(seconds, 0, 253'402'300'799))); }

// "1700000000.000100" to the millisecond; a key of another form is no time.
bot::Instant instant_of(std::string_view ts) {
    const auto dot = std::min(ts.find('.'), ts.size());
    std::int64_t seconds = 0;
    const auto [end, error] = std::from_chars(ts.data(), ts.data() + dot, seconds);
    if (error != std::errc() || end != ts.data() + dot) return {};
    auto fraction = std::string(ts.substr(std::min(ts.size(), dot + 1), 3));
    fraction.resize(3, '0');
    int milliseconds = 0;
    std::from_chars(fraction.data(), fraction.data() + 3, milliseconds);
    return instant_of(seconds) + std::chrono::milliseconds(std::clamp(milliseconds, 0, 999));
}

bot::Author author_of(const std::string& user, const std::string& name) { return {user, name, "", user}; }

bool is_direct_key(std::string_view channel) { return channel.starts_with('D'); }

bool is_direct(const Post& post) {
    if (post.channel_type == "im" || post.channel_type == "app_home") return true;
    const bool group = post.channel_type == "channel" || post.channel_type == "group" || post.channel_type == "mpim";
    return !group && is_direct_key(post.channel);
}

bool is_reply(const Post& post) { return !post.thread_ts.empty() && post.thread_ts != post.ts; }

Inbound in_direct(const Self& self, const std::string& user, const std::string& name) {
    Inbound in;
    in.place = {self.account, user, ""};
    in.kind = bot::RoomKind::kDirect;
    in.author = author_of(user, name);
    return in;
}

Inbound in_group(const Self& self, const std::string& channel, const std::string& thread) {
    Inbound in;
    in.place = {self.account, channel, thread};
    in.kind = bot::RoomKind::kGroup;
    return in;
}

// Somebody we listen to: no bot, least of all ourselves.
bool is_person(const Post& post, const Self& self) { return !post.user.empty() && !post.by_bot && post.user != self.user; }

Inbound place_of(const Post& post, const Self& self) {
    auto in = is_direct(post) ? in_direct(self, post.user, post.user_name) : in_group(self, post.channel, post.thread_ts.empty() ? post.ts : post.thread_ts);
    in.author = author_of(post.user, post.user_name);
    in.message = post.ts;
    in.sent = instant_of(post.ts);
    return in;
}

class Meaning {
   public:
    Meaning(const Event& event, const Self& self, Arrived& arrived) : event_(event), self_(self), arrived_(arrived) {}

    void operator()(const std::monostate&) {}
    void operator()(const Challenge& challenge) { arrived_.challenge = challenge.text; }

    void operator()(const Post& post) {
        if (std::find(kSubtypes.begin(), kSubtypes.end(), post.subtype) == kSubtypes.end() || !is_person(post, self_)) return;
        // An edit that adds our name says it again; the message itself came on its own.
        if (post.is_mention && post.was_edited) return;
        auto in = place_of(post, self_);
        const bool direct = in.kind == bot::RoomKind::kDirect;
        const bool addressed = direct || post.is_mention || mentions(post.text, self_.user);
        const bool in_thread = !addressed && is_reply(post);
        if (!addressed && !in_thread) return;
        // The same post may come as a message and as a mention, in any order.
        in.alias = "ts:" + post.channel + ":" + post.ts;
        // A mention alone asks for help, unless a file goes with it.
        const bool mute = post.file.empty() ? bot::trim(post.text).empty() : without_mentions(post.text, self_.user).empty();
        if (mute) {
            in.what = bot::Unreadable{post.file.empty() ? "other" : post.file, addressed, in_thread};
        } else {
            in.what = wording(post.text, self_.user, direct, addressed, in_thread);
        }
        add(std::move(in));
    }

    void operator()(const Changed& changed) {
        const auto& post = changed.post;
        // Unfurled links and new replies change the message as well.
        if (!is_person(post, self_) || post.text == changed.before) return;
        auto in = place_of(post, self_);
        const bool direct = in.kind == bot::RoomKind::kDirect;
        if (!direct && !is_reply(post) && !mentions(post.text, self_.user)) return;
        in.what = bot::Edited{direct};
        add(std::move(in));
    }

    void operator()(const Slash& slash) {
        const bool direct = is_direct_key(slash.channel) || slash.channel_name == "directmessage";
        auto in = direct ? in_direct(self_, slash.user, slash.user_name) : in_group(self_, slash.channel, "");
        in.event = "slash:" + slash.trigger;
        in.author = author_of(slash.user, slash.user_name);
        if (!direct) {
            in.aside = true;
            in.room_title = slash.channel_name == "privategroup" ? "" : slash.channel_name;
            const bool ours = !self_.response_prefix.empty() && slash.response_url.starts_with(self_.response_prefix);
            const bool plain = std::all_of(slash.response_url.begin(), slash.response_url.end(), [](char c) { return c > ' ' && c <= '~'; });
            if (ours && plain) in.message = slash.response_url;
        }
        auto command = called(slash.text);
        command.handle = slash.trigger;
        in.what = std::move(command);
        arrived_.events.push_back(std::move(in));
    }

    void operator()(const Presses& presses) {
        for (const auto& action : presses.actions) {
            if (action.type == "button" && action.id.starts_with("v:") && !action.value.empty() && !action.ts.empty()) press(presses, action);
        }
    }

    void operator()(const Submission& form) {
        if (form.callback != "answer") return;
        const bool direct = form.room_kind == "d" && form.room == form.user;
        const bool group = form.room_kind == "g" && (form.room.starts_with('C') || form.room.starts_with('G'));
        if (form.version.empty() || (!direct && !group)) {
            arrived_.wrong = true;
            return;
        }
        auto in = direct ? in_direct(self_, form.user, form.user_name) : in_group(self_, form.room, form.thread);
        in.event = "form:" + form.view + ":" + form.version;
        in.author = author_of(form.user, form.user_name);
        in.aside = group && form.thread.empty();
        in.what = bot::Filled{form.data, std::string(bot::utf8_prefix(form.text, bot::kMaxInboundBytes))};
        arrived_.events.push_back(std::move(in));
    }

    void operator()(const HomeOpened& home) {
        if (home.tab != "home" || home.user == self_.user) return;
        auto in = in_direct(self_, home.user, "");
        in.what = bot::Visited{};
        add(std::move(in));
    }

    void operator()(const Membership& membership) {
        if (!membership.user.empty() && (self_.user.empty() || membership.user != self_.user)) return;
        auto in = in_group(self_, membership.channel, "");
        if (!membership.inviter.empty()) in.author = author_of(membership.inviter, "");
        if (membership.is_in) {
            in.what = bot::Joined{};
        } else {
            in.what = bot::Left{};
        }
        add(std::move(in));
    }

    void operator()(const Archived& archived) {
        auto in = in_group(self_, archived.channel, "");
        if (archived.back) {
            in.what = bot::Returned{};
        } else {
            in.what = bot::Left{};
        }
        add(std::move(in));
    }

    void operator()(const Renamed& renamed) {
        auto in = in_group(self_, renamed.from, "");
        in.what = bot::Moved{renamed.to};
        add(std::move(in));
    }

    void operator()(const Uninstalled&) { arrived_.uninstalled = true; }

    void operator()(const Revoked& revoked) {
        arrived_.revoked = !self_.user.empty() && std::find(revoked.bots.begin(), revoked.bots.end(), self_.user) != revoked.bots.end();
    }

   private:
    void press(const Presses& presses, const Action& action) {
        // A post with replies names itself as their thread; its buttons are still in the channel.
        const auto thread = presses.thread_ts != presses.message_ts ? presses.thread_ts : std::string();
        const bool direct = presses.channel.empty() || is_direct_key(presses.channel);
        auto in = direct ? in_direct(self_, presses.user, presses.user_name) : in_group(self_, presses.channel, thread);
        const auto& where = presses.message_ts.empty() ? presses.view : presses.message_ts;
        in.event = "press:" + presses.user + ":" + where + ":" + action.id + ":" + action.ts;
        in.author = author_of(presses.user, presses.user_name);
        in.aside = !direct && thread.empty();
        if (!direct) in.room_title = presses.channel_name == "privategroup" ? "" : presses.channel_name;
        // What only one person sees cannot be changed or answered by its key.
        if (!presses.ephemeral) in.message = presses.message_ts;
        in.sent = instant_of(action.ts);
        in.what = bot::Pressed{action.value, presses.trigger, !presses.trigger.empty()};
        arrived_.events.push_back(std::move(in));
    }

    void add(Inbound in) {
        in.event = event_.id;
        if (in.sent == bot::Instant{}) in.sent = instant_of(event_.time);
        arrived_.events.push_back(std::move(in));
    }

    const Event& event_;
    const Self& self_;
    Arrived& arrived_;
};

}  // namespace

Arrived meaning(const Event& event, const Self& self) {
    Arrived arrived;
    arrived.kind = event.kind;
    arrived.wrong = event.wrong;
    const bool ours = event.team.empty() || self.team.empty() || event.team == self.team;
    if (ours) std::visit(Meaning(event, self, arrived), event.what);
    return arrived;
}

Arrived arrived(std::string_view payload, Kind kind, const Self& self) {
    const auto event = decode(payload, kind);
    if (event) return meaning(*event, self);
    Arrived nothing;
    nothing.understood = false;
    return nothing;
}

}  // namespace adapters::slack
