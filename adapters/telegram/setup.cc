// Owns what setup.h promises.
#include "adapters/telegram/setup.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace adapters::telegram {
namespace {

constexpr bot::Duration kPatience{10'000};  // for one call

}  // namespace

Setup::Setup(const Api& api, Pulse& pulse, bot::app::Clock& clock, bot::app::Log* log, const SetupOptions& options)
    : api_(api), pulse_(pulse), clock_(clock), log_(log), growing_(bot::Duration(1'000), bot::Duration(300'000), options.seed) {
    tasks_.push_back({"getMe", "{}"});
    if (options.webhook && !options.url.empty()) tasks_.push_back({"setWebhook", set_webhook_json(options.url, options.secret, options.connections)});
    const auto menu = [&](const std::vector<MenuEntry>& entries, std::string_view scope) {
        if (!entries.empty()) tasks_.push_back({"setMyCommands", set_commands_json(entries, scope)});
    };
    menu(options.menus.direct, "default");
    menu(options.menus.direct, "all_private_chats");
    menu(options.menus.group, "all_group_chats");
    menu(options.menus.admin, "all_chat_administrators");
}

std::optional<bot::Duration> Setup::step() {
    if (next_ >= tasks_.size()) return std::nullopt;
    const auto& task = tasks_[next_];
    const auto answer = api_.call({task.method, task.body, kPatience});
    if (answer.understood) pulse_.heard(clock_.now());
    return after(task, answer);
}

void Setup::done(const Task& task, const Answer& answer) {
    if (task.method == "getMe") {
        if (const auto profile = decode_profile(answer.body)) {
            pulse_.learn(profile->self.username);
            if (log_) log_->info("the platform knows us", {{"name", profile->self.username}});
        }
        // A poll may be held for long before it says anything. Where somebody else sets the webhook, our part is done.
        if (std::none_of(tasks_.begin(), tasks_.end(), [](const Task& one) { return one.method == "setWebhook"; })) pulse_.hopeful();
    }
    if (task.method == "setWebhook") pulse_.well();
}

std::optional<bot::Duration> Setup::after(const Task& task, const Answer& answer) {
    const bool menu = task.method == "setMyCommands";
    if (!answer.ok && answer.understood && (answer.code == 401 || answer.code == 404)) {
        const std::string text = "the token is not valid any more; ask @BotFather for it, put it in and restart";
        if (pulse_.unwell(text) && log_) log_->error("the platform does not know us", {{"trouble", text}});
        return std::nullopt;
    }
    if (answer.ok || (menu && answer.understood && answer.code == 400)) {
        if (answer.ok) {
            done(task, answer);
        } else if (log_) {
            log_->warn("a menu was refused", {{"answer", answer.description}});
        }
        growing_.reset();
        ++next_;
        if (next_ >= tasks_.size()) return std::nullopt;
        return bot::Duration::zero();
    }
    auto wait = growing_.next();
    if (answer.retry_after) wait = std::max<bot::Duration>(wait, std::chrono::seconds(std::min<std::int64_t>(*answer.retry_after, 3600)));
    const std::string text = task.method + " failed: " + (answer.code == 0 ? "" : std::to_string(answer.code) + " ") + answer.description;
    if (task.method == "setWebhook") {
        if (pulse_.unwell(text) && log_) log_->warn("the webhook is not set", {{"trouble", text}});
    } else if (log_) {
        log_->warn("telling the platform about us failed; it is tried again", {{"trouble", text}});
    }
    return wait;
}

}  // namespace adapters::telegram
