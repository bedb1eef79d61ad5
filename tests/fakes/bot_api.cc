// Owns the fake's calls: which fault meets them, what is answered, what is logged. Polls and pushes stand in bot_stream.cc.
#include "tests/fakes/bot_api.h"

#include <future>

namespace tests {
namespace {

const Json kNothing = Json::object();

// The fields of a form with files; of a file its name.
Json read_form(const std::string& body, const std::string& type) {
    Json form = Json::object();
    const auto at = type.find("boundary=");
    if (at == std::string::npos) return form;
    const auto boundary = "--" + type.substr(at + 9);
    for (auto begin = body.find(boundary); begin != std::string::npos;) {
        const auto next = body.find(boundary, begin + boundary.size());
        if (next == std::string::npos) break;
        const auto part = body.substr(begin + boundary.size() + 2, next - begin - boundary.size() - 4);
        const auto head = part.find("\r\n\r\n");
        const auto quoted = [&](const std::string& key) {
            const auto from = part.find(key + "=\"");
            if (from == std::string::npos || from > head) return std::string();
            return part.substr(from + key.size() + 2, part.find('"', from + key.size() + 2) - from - key.size() - 2);
        };
        if (head != std::string::npos) {
            const auto file = quoted("filename");
            const auto value = file.empty() ? part.substr(head + 4) : file;
            auto parsed = value.starts_with('{') ? Json::parse(value, nullptr, false) : Json(value);
            form[quoted(" name")] = parsed.is_discarded() ? Json(value) : std::move(parsed);
        }
        begin = next;
    }
    return form;
}

FakeReply http(const BotAnswer& answer) {
    FakeReply reply{answer.status, {{"Content-Type", "application/json"}}, answer.body.dump()};
    if (answer.status == 429) reply.headers["Retry-After"] = std::to_string(answer.body["parameters"].value("retry_after", 1));
    return reply;
}

}  // namespace

BotApi::BotApi() {
    loop_ = std::make_unique<HttpLoop>([this](HttpLoop::Peer peer, const FakeRequest& request) { on_request(peer, request); });
}
BotApi::~BotApi() = default;

// Counts the call. Asks without the lock: a fault may look at us.
Fault BotApi::fault_of(const std::string& method, const Json& body) {
    Faults faults;
    int nth = 0;
    {
        const std::lock_guard lock(mutex_);
        nth = ++calls_[method];
        if (keep_log_) last_calls_[method] = body;
        faults = faults_;
    }
    return faults ? faults({method, body, nth}) : Fault{};
}

void BotApi::on_request(HttpLoop::Peer peer, const FakeRequest& request) {
    const auto slash = request.target.rfind('/');
    const auto method = request.target.substr(slash + 1);
    if (request.target.substr(0, slash) != std::string("/bot") + kToken) return loop_->reply(peer, http(refused(401, "Unauthorized")));
    const auto type = request.headers.find("content-type");
    const bool is_form = type != request.headers.end() && type->second.starts_with("multipart/");
    Json body = is_form ? read_form(request.body, type->second) : request.body.empty() ? kNothing : Json::parse(request.body, nullptr, false);
    if (!body.is_object()) return loop_->reply(peer, http(refused(400, "Bad Request: can't parse request body as JSON")));
    const auto fault = fault_of(method, body);
    {
        const std::lock_guard lock(mutex_);
        serve(peer, method, body, fault);
    }
    look();
    if (fault.then) fault.then();
}

void BotApi::serve(HttpLoop::Peer peer, const std::string& method, const Json& body, const Fault& fault) {
    if (fail(peer, method, fault)) return;
    if (method == "getUpdates") return get_updates(peer, body, fault);
    Record record;
    if (auto said = chats_.call(method, body, record)) {
        // An answer that never arrives: the caller cannot know that it was taken.
        record.answered = fault.kind == Fault::Kind::kNone || fault.kind == Fault::Kind::kDelay;
        return reply(peer, *said, fault, keep(std::move(record)));
    }
    reply(peer, others(method, body), fault, std::nullopt);
}

// What is not taken at all.
bool BotApi::fail(HttpLoop::Peer peer, const std::string& method, const Fault& fault) {
    using Kind = Fault::Kind;
    if (fault.is_taken()) return false;
    Record record;
    record.kind = Record::Kind::kTrouble;
    record.text = method + " " + std::to_string(int(fault.kind));
    keep(std::move(record));
    switch (fault.kind) {
        case Kind::kCut: loop_->cut(peer); break;
        case Kind::kHang: silence(peer, fault); break;
        case Kind::kGarbage: loop_->reply(peer, {200, {}, "<<< this is no JSON"}); break;
        case Kind::kConflict:
            loop_->reply(peer, http(refused(409, "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running")));
            break;
        case Kind::kServerError: loop_->reply(peer, {502, {{"Content-Type", "text/html"}}, "<html><body><h1>502 Bad Gateway</h1></body></html>"}); break;
        default:
            loop_->reply(peer, http(refused(429, "Too Many Requests: retry after " + std::to_string(fault.seconds), {{"retry_after", fault.seconds}})));
            break;
    }
    return true;
}

void BotApi::silence(HttpLoop::Peer peer, const Fault& fault) {
    if (fault.wait.count() > 0) loop_->after(fault.wait, [this, peer] { loop_->cut(peer); });
}

void BotApi::reply(HttpLoop::Peer peer, const BotAnswer& answer, const Fault& fault, std::optional<std::size_t> record) {
    using Kind = Fault::Kind;
    switch (fault.kind) {
        case Kind::kDelay: loop_->after(fault.wait, [this, peer, answer] { loop_->reply(peer, http(answer)); }); break;
        case Kind::kDropAnswer: loop_->cut(peer); break;
        case Kind::kHalfAnswer:
            loop_->write(peer, "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{\"ok\":true,\"resu");
            loop_->after(std::chrono::milliseconds(1), [this, peer] { loop_->cut(peer); });
            break;
        case Kind::kHangAfter: silence(peer, fault); break;
        case Kind::kGarbageAfter:
            loop_->write(peer, "\x01\x02 no HTTP at all\r\n\r\n");
            loop_->after(std::chrono::milliseconds(1), [this, peer] { loop_->cut(peer); });
            break;
        default: loop_->reply(peer, http(answer)); break;
    }
    if (record && keep_log_) log_[*record].answered = log_[*record].answered && loop_->is_open(peer);
}

BotAnswer BotApi::others(const std::string& method, const Json& body) {
    if (method == "getMe") {
        return granted(
            {{"id", 123456}, {"is_bot", true}, {"first_name", "Viva"}, {"username", kName}, {"can_join_groups", true}, {"can_read_all_group_messages", false}});
    }
    if (method == "setWebhook") return set_webhook(body);
    if (method == "deleteWebhook") {
        hook_ = {};
        return granted(true);
    }
    if (method == "getWebhookInfo") {
        const auto url = hook_.port == 0 ? "" : "http://127.0.0.1:" + std::to_string(hook_.port) + hook_.path;
        return granted({{"url", url}, {"has_custom_certificate", false}, {"pending_update_count", pending_.size()}});
    }
    if (method == "setMyCommands" || method == "sendChatAction" || method == "deleteMyCommands") return granted(true);
    return chats_.look_up(method, body).value_or(refused(404, "Not Found"));
}

std::size_t BotApi::keep(Record record) {
    record.at = Steady::now();
    if (watcher_) watcher_(record);
    if (!keep_log_) return 0;
    log_.push_back(std::move(record));
    return log_.size() - 1;
}

void BotApi::set_faults(Faults faults) {
    const std::lock_guard lock(mutex_);
    faults_ = std::move(faults);
}

void BotApi::set_watcher(std::function<void(const Record&)> watcher) {
    const std::lock_guard lock(mutex_);
    watcher_ = std::move(watcher);
    keep_log_ = keep_log_ && !watcher_;
}

void BotApi::set_pushing(PushOptions options) {
    const std::lock_guard lock(mutex_);
    push_options_ = options;
}

void BotApi::with_chats(const std::function<void(BotChats&)>& act) {
    const std::lock_guard lock(mutex_);
    act(chats_);
}

BotLog BotApi::log() const {
    const std::lock_guard lock(mutex_);
    return log_;
}

void BotApi::note(Record::Kind kind) {
    Record record;
    record.kind = kind;
    const std::lock_guard lock(mutex_);
    keep(std::move(record));
}

int BotApi::calls(const std::string& method) const {
    const std::lock_guard lock(mutex_);
    const auto found = calls_.find(method);
    return found == calls_.end() ? 0 : found->second;
}

Json BotApi::last_call(const std::string& method) const {
    const std::lock_guard lock(mutex_);
    const auto found = last_calls_.find(method);
    return found == last_calls_.end() ? Json() : found->second;
}

std::vector<Record> BotApi::messages(std::int64_t chat) const {
    const std::lock_guard lock(mutex_);
    std::vector<Record> messages;
    for (const auto& record : log_) {
        if (record.kind == Record::Kind::kMessage && record.chat == chat) messages.push_back(record);
    }
    return messages;
}

void BotApi::settle() {
    for (int round = 0; round < 3; ++round) {
        std::promise<void> passed;
        loop_->post([&passed] { passed.set_value(); });
        passed.get_future().wait();
    }
}

bool BotApi::wait_for(const std::function<bool(const BotLog&)>& condition, std::chrono::seconds most) const {
    const auto until = Steady::now() + most;
    std::unique_lock lock(mutex_);
    while (!condition(log_)) {
        if (Steady::now() >= until) return false;
        changed_.wait_for(lock, std::chrono::milliseconds(20));
    }
    return true;
}

bool BotApi::wait_for_messages(std::int64_t chat, std::size_t count) const {
    return wait_for([&](const BotLog& log) {
        return count <= std::size_t(std::count_if(log.begin(), log.end(),
                                                  [&](const Record& record) { return record.kind == Record::Kind::kMessage && record.chat == chat; }));
    });
}

bool BotApi::wait_for_calls(const std::string& method, int count) const {
    return wait_for([&](const BotLog&) {
        const auto found = calls_.find(method);
        return found != calls_.end() && found->second >= count;
    });
}

}  // namespace tests
