// Owns the fake's calls: which fault meets them, what is answered, what is logged. What happens in the workspace stands in slack_happen.cc.
#include "tests/fakes/slack_api.h"

#include <algorithm>
#include <ctime>
#include <future>

#include "tests/fakes/slack_json.h"

namespace tests {
namespace {

constexpr std::chrono::milliseconds kTick{2};

std::string decoded(const std::string& text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '+') {
            out += ' ';
        } else if (text[i] == '%' && i + 2 < text.size()) {
            out += char(std::strtol(text.substr(i + 1, 2).c_str(), nullptr, 16));
            i += 2;
        } else {
            out += text[i];
        }
    }
    return out;
}

// Nested values stand in it as JSON.
Json read_form(const std::string& body) {
    Json form = Json::object();
    for (std::size_t at = 0; at < body.size();) {
        const auto end = std::min(body.find('&', at), body.size());
        const auto pair = body.substr(at, end - at);
        const auto equals = std::min(pair.find('='), pair.size());
        const auto name = decoded(pair.substr(0, equals));
        const auto value = equals < pair.size() ? decoded(pair.substr(equals + 1)) : "";
        const bool is_nested = name == "blocks" || name == "view" || name == "files" || name == "attachments";
        form[name] = is_nested ? Json::parse(value, nullptr, false) : Json(value);
        at = end + 1;
    }
    return form;
}

std::string header(const FakeRequest& request, const char* name) {
    const auto found = request.headers.find(name);
    return found == request.headers.end() ? "" : found->second;
}

// Methods that only read: their arguments come as a form or in the address.
bool takes_no_json(const std::string& method) {
    return method.ends_with(".info") || method.ends_with(".list") || method.ends_with(".members") || method == "files.getUploadURLExternal";
}

std::string date() {
    const auto now = std::time(nullptr);
    std::tm parts{};
    ::gmtime_r(&now, &parts);
    char text[40];
    std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &parts);
    return text;
}

FakeReply http(const SlackAnswer& answer, const std::string& scopes = {}) {
    FakeReply reply{answer.status, {{"Content-Type", "application/json; charset=utf-8"}, {"Date", date()}}, answer.body.dump()};
    if (!scopes.empty()) reply.headers["x-oauth-scopes"] = scopes;
    return reply;
}

}  // namespace

SlackApi::SlackApi() {
    loop_ = std::make_unique<HttpLoop>([this](HttpLoop::Peer peer, const FakeRequest& request) { on_request(peer, request); });
    line_ = std::make_unique<SlackLine>(*loop_,
                                        SlackLine::Told{[this](Record record) { keep(std::move(record)); }, [this](const std::string& what) { remark(what); },
                                                        [this](const Envelope& envelope, const Json& answer) { on_answer(envelope, answer); },
                                                        [this](const std::function<void()>& act) { inside(act); }});
    world_.set_base(origin());
    loop_->post([this] { tick(); });
}

SlackApi::~SlackApi() = default;

void SlackApi::inside(const std::function<void()>& act) {
    {
        const std::lock_guard lock(mutex_);
        act();
    }
    changed_.notify_all();
}

void SlackApi::on_loop(std::function<void()> act) {
    loop_->post([this, act = std::move(act)] { inside(act); });
}

void SlackApi::tick() {
    inside([this] { line_->tick(); });
    loop_->after(kTick, [this] { tick(); });
}

void SlackApi::on_request(HttpLoop::Peer peer, const FakeRequest& request) {
    if (request.target.starts_with("/api/")) return on_method(peer, request);
    if (request.target.starts_with("/link/")) return upgrade(peer, request);
    if (request.target.starts_with("/upload/")) return on_upload(peer, request);
    if (request.target.starts_with("/response/")) return on_response(peer, request);
    loop_->reply(peer, {404, {}, ""});
}

void SlackApi::on_method(HttpLoop::Peer peer, const FakeRequest& request) {
    const auto query = std::min(request.target.find('?'), request.target.size());
    const auto method = request.target.substr(5, query - 5);
    const bool is_json = header(request, "content-type").starts_with("application/json");
    Json args = is_json && !request.body.empty() ? Json::parse(request.body, nullptr, false) : read_form(request.body);
    if (!args.is_object()) return loop_->reply(peer, http(slack_refused("invalid_json")));
    if (query < request.target.size()) args.update(read_form(request.target.substr(query + 1)));
    const auto authorization = header(request, "authorization");
    const auto token = authorization.starts_with("Bearer ") ? authorization.substr(7) : "";
    const auto fault = fault_of(method, args);
    inside([&] {
        if (args.contains("token")) remark("a token among the arguments of " + method);
        if (fail(peer, method, fault)) return;
        Record record;
        const bool misread = is_json && !request.body.empty() && takes_no_json(method);
        const auto said = misread ? slack_refused("invalid_arguments") : answer(method, args, token, record);
        record.answered = fault.kind == Fault::Kind::kNone || fault.kind == Fault::Kind::kDelay;
        if (!said.body.value("ok", false)) {
            record.kind = Record::Kind::kRefused;
            record.text = method + ": " + text_in(said.body, "error");
        }
        for (const auto& what : record.remarks) remark(method + ": " + what);
        reply(peer, said, fault, keep(std::move(record)));
        tell_news();
    });
    if (fault.then) fault.then();
}

SlackAnswer SlackApi::answer(const std::string& method, const Json& args, const std::string& token, Record& record) {
    if (const auto trouble = token_trouble(method, token); !trouble.empty()) return slack_refused(trouble);
    if (method != "apps.connections.open") return world_.call(method, args, record);
    record.kind = Record::Kind::kAcknowledged;
    record.query = method;
    const auto ticket = "t" + std::to_string(calls_[method]);
    tickets_.insert(ticket);
    return {200, {{"ok", true}, {"url", "ws" + origin().substr(4) + "/link/?ticket=" + ticket + "&app_id=" + SlackWorld::kApp}}};
}

std::string SlackApi::token_trouble(const std::string& method, const std::string& token) const {
    if (token.empty()) return "not_authed";
    if (token != kBotToken && token != kAppToken) return "invalid_auth";
    const bool wants_app = method == "apps.connections.open";
    return (token == kAppToken) == wants_app ? "" : "not_allowed_token_type";
}

void SlackApi::upgrade(HttpLoop::Peer peer, const FakeRequest& request) {
    const auto from = request.target.find("ticket=");
    const auto ticket = from == std::string::npos ? "" : request.target.substr(from + 7, request.target.find('&', from) - from - 7);
    inside([&] {
        const auto key = header(request, "sec-websocket-key");
        if (tickets_.erase(ticket) == 0 || key.empty()) {
            remark("a connection without a fresh ticket");
            return loop_->reply(peer, {403, {}, ""});
        }
        line_->welcome(peer, key);
    });
    loop_->take_over(peer, [this, peer](const std::string& bytes, bool ended) { inside([&] { line_->take(peer, bytes, ended); }); });
}

void SlackApi::on_upload(HttpLoop::Peer peer, const FakeRequest& request) {
    inside([&] { loop_->reply(peer, {world_.upload(request.target, request.body), {}, "OK - " + std::to_string(request.body.size())}); });
}

void SlackApi::on_response(HttpLoop::Peer peer, const FakeRequest& request) {
    const auto body = Json::parse(request.body, nullptr, false);
    const auto fault = fault_of("response_url", body);
    inside([&] {
        if (!header(request, "authorization").empty()) remark("a token to a response_url");
        if (fail(peer, "response_url", fault)) return;
        Record record;
        const auto said = body.is_object() ? world_.respond(request.target, body, record) : SlackAnswer{400, {{"ok", false}}};
        record.answered = fault.kind == Fault::Kind::kNone || fault.kind == Fault::Kind::kDelay;
        for (const auto& what : record.remarks) remark("response_url: " + what);
        reply(peer, said, fault, keep(std::move(record)));
        tell_news();
    });
    if (fault.then) fault.then();
}

// Counts the call. Asks without the lock: a fault may look at us.
Fault SlackApi::fault_of(const std::string& method, const Json& args) {
    Faults faults;
    int nth = 0;
    {
        const std::lock_guard lock(mutex_);
        nth = ++calls_[method];
        last_calls_[method] = args;
        faults = faults_;
    }
    return faults ? faults({method, args, nth}) : Fault{};
}

// What is not taken at all.
bool SlackApi::fail(HttpLoop::Peer peer, const std::string& method, const Fault& fault) {
    using Kind = Fault::Kind;
    if (fault.is_taken()) return false;
    Record record;
    record.kind = Record::Kind::kTrouble;
    record.text = method + " " + std::to_string(int(fault.kind));
    keep(std::move(record));
    switch (fault.kind) {
        case Kind::kCut: loop_->cut(peer); break;
        case Kind::kHang:
            if (fault.wait.count() > 0) loop_->after(fault.wait, [this, peer] { loop_->cut(peer); });
            break;
        case Kind::kGarbage: loop_->reply(peer, {200, {}, "<<< this is no JSON"}); break;
        case Kind::kConflict: loop_->reply(peer, http(slack_refused("internal_error"))); break;
        case Kind::kServerError:
            loop_->reply(peer, {503, {{"Content-Type", "text/html"}}, "<html><body><h1>503 Service Unavailable</h1></body></html>"});
            break;
        default: {
            auto refused = http(slack_refused("ratelimited"));
            refused.status = 429;
            refused.headers["Retry-After"] = std::to_string(fault.seconds);
            loop_->reply(peer, refused);
            break;
        }
    }
    return true;
}

void SlackApi::reply(HttpLoop::Peer peer, const SlackAnswer& answer, const Fault& fault, std::size_t record) {
    using Kind = Fault::Kind;
    const auto bytes = http(answer, world_.scopes());
    switch (fault.kind) {
        case Kind::kDelay: loop_->after(fault.wait, [this, peer, bytes] { loop_->reply(peer, bytes); }); break;
        case Kind::kDropAnswer: loop_->cut(peer); break;
        case Kind::kHangAfter:
            if (fault.wait.count() > 0) loop_->after(fault.wait, [this, peer] { loop_->cut(peer); });
            break;
        case Kind::kHalfAnswer:
        case Kind::kGarbageAfter:
            loop_->write(peer,
                         fault.kind == Kind::kHalfAnswer ? "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{\"ok\":tr" : "\x01\x02 no HTTP at all\r\n\r\n");
            loop_->after(std::chrono::milliseconds(1), [this, peer] { loop_->cut(peer); });
            break;
        default: loop_->reply(peer, bytes); break;
    }
    log_[record].answered = log_[record].answered && loop_->is_open(peer);
}

std::size_t SlackApi::keep(Record record) {
    record.at = Steady::now();
    log_.push_back(std::move(record));
    return log_.size() - 1;
}

void SlackApi::settle() {
    for (int round = 0; round < 3; ++round) {
        std::promise<void> passed;
        loop_->post([&passed] { passed.set_value(); });
        passed.get_future().wait();
    }
}

bool SlackApi::wait_for(const std::function<bool(const BotLog&)>& condition, std::chrono::seconds most) const {
    const auto until = Steady::now() + most;
    std::unique_lock lock(mutex_);
    while (!condition(log_)) {
        if (Steady::now() >= until) return false;
        changed_.wait_for(lock, std::chrono::milliseconds(20));
    }
    return true;
}

}  // namespace tests
