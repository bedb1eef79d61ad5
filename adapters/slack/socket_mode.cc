// Owns what socket_mode.h promises.
#include "adapters/slack/socket_mode.h"

#include <fmt/format.h>

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <utility>
#include <vector>

#include "adapters/slack/envelope_codec.h"
#include "adapters/slack/reopening.h"

namespace adapters::slack {
namespace {

using bot::Duration;
using bot::Instant;

constexpr Duration kNow{0};
constexpr Duration kHello{10'000};    // from the open connection to the greeting
constexpr Duration kCalm{60'000};     // all connections for so long: trouble is over
constexpr Duration kLook{60'000};     // at the latest
constexpr Duration kLastAcks{5'000};  // for a connection that was replaced

constexpr const char* kSwitchedOff =
    "Socket Mode is switched off for this app; switch it on at api.slack.com/apps (Settings, Socket Mode) and restart, or use mode http";

bool is_known(std::string_view type) { return type == "events_api" || type == "slash_commands" || type == "interactive"; }

// One connection. Its fields are the switchboard's, under its lock.
struct Line {
    enum class Stage { kGreeting, kGood, kLeaving, kGone };
    std::unique_ptr<net::WebSocket> socket;
    Stage stage = Stage::kGreeting;
    Instant since{};    // of the stage
    bool good = false;  // a greeting came once
    std::size_t unacked = 0;
};

}  // namespace

class SocketMode::Switchboard : public std::enable_shared_from_this<Switchboard> {
    using Stage = Line::Stage;
    using Lock = std::unique_lock<std::mutex>;

   public:
    Switchboard(Locate locate, Dial dial, TakeEnvelope take, bot::app::Clock& clock, bot::app::Log* log, SocketModeOptions options)
        : locate_(std::move(locate)),
          dial_(std::move(dial)),
          take_(std::move(take)),
          clock_(clock),
          log_(log),
          options_(std::move(options)),
          reopening_(options_.seed) {}

    std::optional<Duration> step();
    void stop(Duration patience);
    bot::app::Liveness liveness() const;

    net::Pause pause;

   private:
    // The step's parts; under the lock.
    void retire(Instant now);
    std::optional<Duration> next_due(Instant now);
    std::size_t count(Stage stage) const;
    void settle(Instant now);
    void postpone(Instant now, Duration at_least = kNow);
    void trouble(const std::string& text);
    void hang_up(Line& line, Instant now);

    void open_one();

    // From the sockets' thread.
    void on_text(const std::shared_ptr<Line>& line, std::string_view text);
    void on_hello(Line& line);
    void on_disconnect(Line& line, const std::string& reason);
    void on_envelope(const std::shared_ptr<Line>& line, SocketFrame frame);
    void on_closed(Line& line, const std::string& why);
    Ack ack_for(const std::shared_ptr<Line>& line, std::string id);

    struct Receipt;

    const Locate locate_;
    const Dial dial_;
    const TakeEnvelope take_;
    bot::app::Clock& clock_;
    bot::app::Log* const log_;
    const SocketModeOptions options_;

    std::mutex taking_;  // held while an envelope is handed over; taken before mutex_
    bool ended_ = false;

    mutable std::mutex mutex_;
    std::condition_variable acked_;
    std::vector<std::shared_ptr<Line>> lines_;  // the oldest first
    Reopening reopening_;
    Instant changed_{};         // the last failure or greeting
    bool over_ = false;         // no more openings
    bool closed_down_ = false;  // and no more connections
    bool told_well_ = false;
    bot::app::Liveness liveness_;
};

// Counts an envelope in hand until it is acknowledged or given up.
struct SocketMode::Switchboard::Receipt {
    std::weak_ptr<Switchboard> board;
    std::shared_ptr<Line> line;
    std::string id;
    bool used = false;

    void use() {
        const auto home = board.lock();
        if (!home) return;
        const std::lock_guard lock(home->mutex_);
        if (std::exchange(used, true)) return;
        if (line->socket) line->socket->send(ack_json(id));
    }
    ~Receipt() {
        const auto home = board.lock();
        if (!home) return;
        {
            const std::lock_guard lock(home->mutex_);
            --line->unacked;
        }
        home->acked_.notify_all();
        home->pause.ring();
    }
};

std::size_t SocketMode::Switchboard::count(Stage stage) const {
    return std::size_t(std::count_if(lines_.begin(), lines_.end(), [&](const auto& line) { return line->stage == stage; }));
}

// Trouble is over once all connections have been good for a while: one that fails beside good ones must not be tried faster for it.
void SocketMode::Switchboard::settle(Instant now) {
    if (count(Stage::kGood) >= std::size_t(options_.connections) && now - changed_ >= kCalm) reopening_.calm();
}

void SocketMode::Switchboard::postpone(Instant now, Duration at_least) {
    changed_ = now;
    reopening_.postpone(now, at_least);
}

void SocketMode::Switchboard::trouble(const std::string& text) {
    const bool news = liveness_.trouble != text;
    liveness_.trouble = text;
    told_well_ = false;
    if (!news || !log_) return;
    if (over_) {
        log_->error("socket mode has ended", {{"trouble", text}});
    } else {
        log_->warn("socket mode has trouble", {{"trouble", text}});
    }
}

// Says goodbye; nothing that comes of it matters any more.
void SocketMode::Switchboard::hang_up(Line& line, Instant now) {
    line.stage = Stage::kGone;
    line.since = now;
    if (line.socket) line.socket->close();
}

void SocketMode::Switchboard::retire(Instant now) {
    for (const auto& line : lines_) {
        if (line->stage != Stage::kGreeting || now - line->since < kHello) continue;
        hang_up(*line, now);
        postpone(now);
        trouble("a connection was not greeted");
    }
    std::size_t listening = count(Stage::kGood) + count(Stage::kLeaving);
    for (const auto& line : lines_) {
        if (line->stage != Stage::kLeaving || count(Stage::kGood) == 0 || listening <= std::size_t(options_.connections)) continue;
        if (line->unacked > 0 && now - line->since < kLastAcks) continue;
        hang_up(*line, now);
        --listening;
    }
    // What was hung up has the loop's own deadline to say goodbye; then its socket is let go.
    lines_.erase(std::remove_if(lines_.begin(), lines_.end(), [&](const auto& line) { return line->stage == Stage::kGone && !line->socket; }), lines_.end());
    settle(now);
}

std::optional<Duration> SocketMode::Switchboard::next_due(Instant now) {
    auto wait = kLook;
    for (const auto& line : lines_) {
        if (line->stage == Stage::kGreeting) wait = std::min(wait, std::chrono::ceil<Duration>(line->since + kHello - now));
        if (line->stage == Stage::kLeaving && line->unacked > 0 && now - line->since < kLastAcks) wait = std::min(wait, line->since + kLastAcks - now);
    }
    if (over_) return count(Stage::kGone) < lines_.size() ? std::optional(wait) : std::nullopt;
    const bool complete = count(Stage::kGood) >= std::size_t(options_.connections);
    if (!complete && count(Stage::kGreeting) == 0) wait = std::min(wait, std::max(kNow, reopening_.due() - now));
    return wait;
}

std::optional<Duration> SocketMode::Switchboard::step() {
    Lock lock(mutex_);
    const auto now = clock_.now();
    if (closed_down_) {
        for (const auto& line : lines_) {
            if (line->stage != Stage::kGone) hang_up(*line, now);
        }
        return std::nullopt;
    }
    reopening_.look(now);
    retire(now);
    const auto wait = next_due(now);
    if (!wait || *wait > kNow || over_) return wait;
    lock.unlock();
    open_one();
    lock.lock();
    return next_due(clock_.now());
}

void SocketMode::Switchboard::open_one() {
    const auto found = locate_();
    if (pause.ended()) return;
    if (found.url.empty()) {
        const std::lock_guard lock(mutex_);
        over_ = over_ || found.for_good;
        postpone(clock_.now(), found.patience);
        return trouble(found.trouble);
    }
    auto socket = dial_(found.url);
    if (pause.ended()) return;
    auto line = std::make_shared<Line>();
    {
        const std::lock_guard lock(mutex_);
        if (!socket) {
            postpone(clock_.now());
            return trouble(socket.error().message);
        }
        line->since = clock_.now();
        line->socket = std::move(*socket);
        lines_.push_back(line);
    }
    net::WebSocketEars ears;
    ears.message = [board = shared_from_this(), line](const std::string& text) { board->on_text(line, text); };
    ears.alive = [board = shared_from_this()] {
        const std::lock_guard lock(board->mutex_);
        board->liveness_.last_heard = board->clock_.now();
    };
    ears.closed = [board = shared_from_this(), line](const std::string& why) { board->on_closed(*line, why); };
    const std::lock_guard lock(mutex_);
    if (line->socket) line->socket->listen(std::move(ears));
}

void SocketMode::Switchboard::on_text(const std::shared_ptr<Line>& line, std::string_view text) {
    auto frame = decode_frame(text);
    const bool wants_ack = frame && frame->type != "hello" && frame->type != "disconnect";
    if (!frame || (wants_ack && frame->envelope.empty())) {
        if (options_.refused) options_.refused("shape");
        return;
    }
    if (frame->type == "hello") return on_hello(*line);
    if (frame->type == "disconnect") return on_disconnect(*line, frame->reason);
    on_envelope(line, std::move(*frame));
}

void SocketMode::Switchboard::on_hello(Line& line) {
    {
        const std::lock_guard lock(mutex_);
        if (line.stage != Stage::kGreeting) return;
        line.stage = Stage::kGood;
        line.good = true;
        line.since = changed_ = liveness_.last_heard.emplace(clock_.now());
        if (!over_) liveness_.trouble.clear();
        if (!std::exchange(told_well_, true) && log_) log_->info("socket mode is connected");
    }
    pause.ring();
}

void SocketMode::Switchboard::on_disconnect(Line& line, const std::string& reason) {
    {
        const std::lock_guard lock(mutex_);
        const auto now = clock_.now();
        if (line.stage == Stage::kGone) return;
        settle(now);
        if (reason == "link_disabled") {
            over_ = closed_down_ = true;
            trouble(kSwitchedOff);
        } else if (reason == "too_many_websockets") {
            hang_up(line, now);
            // Others listen on: no hurry.
            postpone(now, count(Stage::kGood) > 0 ? kLongest : kNow);
            trouble("too many connections with this app token; stop the other programs that use it, or lower slack.connections");
        } else if (line.stage != Stage::kLeaving) {
            // A refresh is nothing bad, unless it comes as soon as the connection is there.
            if (!line.good || now - line.since < kCalm) postpone(now);
            line.stage = Stage::kLeaving;
            line.since = now;
        }
    }
    pause.ring();
}

void SocketMode::Switchboard::on_envelope(const std::shared_ptr<Line>& line, SocketFrame frame) {
    auto ack = ack_for(line, std::move(frame.envelope));
    if (!is_known(frame.type)) {
        if (log_) log_->info("an unknown kind of envelope", {{"type", frame.type}});
        return ack();
    }
    const std::lock_guard lock(taking_);
    if (!ended_) take_({std::move(frame.type), std::move(frame.payload)}, std::move(ack));
}

void SocketMode::Switchboard::on_closed(Line& line, const std::string& why) {
    std::unique_ptr<net::WebSocket> gone;  // let go of outside the lock
    {
        const std::lock_guard lock(mutex_);
        const auto now = clock_.now();
        settle(now);
        gone = std::move(line.socket);
        if (line.stage == Stage::kGreeting || line.stage == Stage::kGood) {
            postpone(now);
            if (log_ && line.good) log_->info("a connection was lost", {{"reason", why}});
            line.stage = Stage::kGone;
            if (count(Stage::kGood) + count(Stage::kLeaving) == 0) {
                if (line.good) reopening_.hurry(now);
                trouble("the connection was lost: " + why);
            }
        }
        line.stage = Stage::kGone;
    }
    pause.ring();
}

Ack SocketMode::Switchboard::ack_for(const std::shared_ptr<Line>& line, std::string id) {
    {
        const std::lock_guard lock(mutex_);
        ++line->unacked;
    }
    auto receipt = std::make_shared<Receipt>();
    receipt->line = line;
    receipt->id = std::move(id);
    receipt->board = weak_from_this();
    return [receipt] { receipt->use(); };
}

void SocketMode::Switchboard::stop(Duration patience) {
    pause.end();
    {
        const std::lock_guard lock(taking_);
        ended_ = true;
    }
    std::vector<std::shared_ptr<Line>> lines;
    std::vector<std::unique_ptr<net::WebSocket>> sockets;
    Lock lock(mutex_);
    const auto all_acked = [&] { return std::all_of(lines_.begin(), lines_.end(), [](const auto& line) { return line->unacked == 0; }); };
    acked_.wait_for(lock, patience, all_acked);
    lines.swap(lines_);
    for (const auto& line : lines) {
        line->stage = Stage::kGone;
        if (line->socket) sockets.push_back(std::move(line->socket));
    }
    liveness_.ready = false;
}

bot::app::Liveness SocketMode::Switchboard::liveness() const {
    const std::lock_guard lock(mutex_);
    auto seen = liveness_;
    seen.ready = !closed_down_ && count(Stage::kGood) + count(Stage::kLeaving) > 0;
    return seen;
}

SocketMode::SocketMode(Locate locate, Dial dial, TakeEnvelope take, bot::app::Clock& clock, bot::app::Log* log, SocketModeOptions options)
    : board_(std::make_shared<Switchboard>(std::move(locate), std::move(dial), std::move(take), clock, log, std::move(options))) {}

SocketMode::~SocketMode() { stop(kNow); }

std::optional<Duration> SocketMode::step() { return board_->step(); }

void SocketMode::run() {
    while (!board_->pause.ended()) {
        const auto wait = board_->step();
        if (!wait) return board_->pause.wait_for_end();
        if (*wait > kNow) board_->pause.wait(*wait);
    }
}

void SocketMode::stop(Duration patience) { board_->stop(patience); }
bot::app::Liveness SocketMode::liveness() const { return board_->liveness(); }

}  // namespace adapters::slack
