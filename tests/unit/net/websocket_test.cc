// Owns the tests of the websocket client against a server that says, byte for byte, what a test wants.
#include "adapters/net/websocket.h"

#include <condition_variable>
#include <mutex>
#include <thread>

#include "adapters/net/url.h"
#include "tests/support/catch.h"
#include "tests/unit/net/authority.h"
#include "tests/unit/net/frame_peer.h"
#include "tests/unit/net/scripted_server.h"

using adapters::net::WebSocket;
using adapters::net::WebSocketLimits;
using adapters::net::WebSocketLoop;
using tests::authority;
using tests::FramePeer;
using tests::RawPeer;
using tests::ScriptedServer;
using namespace std::chrono_literals;

namespace {

constexpr auto kPatience = 20s;  // for what happens at once on a healthy machine

// One websocket's server; script gets each connection after the upgrade, and the request.
class Server {
   public:
    using Script = std::function<void(FramePeer&, const std::string& request)>;
    explicit Server(Script script, const std::string& certificate = "") : server_([this, script](RawPeer& peer, int) { serve(peer, script); }) {
        if (certificate.empty()) return;
        context_ = SSL_CTX_new(TLS_server_method());
        REQUIRE(SSL_CTX_use_certificate_chain_file(context_, authority().file(certificate + ".pem").c_str()) == 1);
        REQUIRE(SSL_CTX_use_PrivateKey_file(context_, authority().file(certificate + ".key").c_str(), SSL_FILETYPE_PEM) == 1);
    }
    ~Server() { SSL_CTX_free(context_); }
    std::string url(const std::string& host = "127.0.0.1") const {
        return (context_ == nullptr ? "ws://" : "wss://") + host + ":" + std::to_string(server_.port()) + "/link/?ticket=hunter2&app_id=A1";
    }
    std::string plain_url() const { return "ws://127.0.0.1:" + std::to_string(server_.port()) + "/?ticket=hunter2"; }
    void wait_for_finished(int count) const { server_.wait_for_finished(count); }

   private:
    void serve(RawPeer& peer, const Script& script) {
        FramePeer frames(peer, context_);
        const auto request = frames.shake_hands();
        if (!request.empty()) script(frames, request);
    }

    SSL_CTX* context_ = nullptr;
    ScriptedServer server_;
};

WebSocketLimits for_tests() { return {.ca_file = authority().file("ca.pem"), .plain_loopback = true}; }

std::unique_ptr<WebSocketLoop> open_loop(const WebSocketLimits& limits = for_tests()) {
    auto loop = WebSocketLoop::open(limits);
    REQUIRE(loop);
    return std::move(*loop);
}

// What a connection brought.
class Diary {
   public:
    adapters::net::WebSocketEars ears() {
        return {[this](std::string text) { note([&] { messages_.push_back(std::move(text)); }); }, [this] { note([&] { ++signs_; }); },
                [this](const std::string& why) { note([&] { ends_.push_back(why); }); }};
    }
    std::string message(std::size_t n) {
        wait([&] { return messages_.size() > n; });
        return messages_[n];
    }
    std::string end() {
        wait([&] { return !ends_.empty(); });
        return ends_[0];
    }
    void signs(int count) {
        wait([&] { return signs_ >= count; });
    }
    std::size_t messages() {
        const std::lock_guard lock(mutex_);
        return messages_.size();
    }
    std::size_t ends() {
        const std::lock_guard lock(mutex_);
        return ends_.size();
    }

   private:
    template <class Change>
    void note(Change change) {
        const std::lock_guard lock(mutex_);
        change();
        news_.notify_all();
    }
    template <class Reached>
    void wait(Reached reached) {
        std::unique_lock lock(mutex_);
        REQUIRE(news_.wait_for(lock, kPatience, reached));
    }

    std::mutex mutex_;
    std::condition_variable news_;
    std::vector<std::string> messages_;
    std::vector<std::string> ends_;
    int signs_ = 0;
};

// What is said of a connection to that script that could be opened and is then listened to.
std::string end_of(const WebSocketLimits& limits, Server::Script script) {
    const Server server(std::move(script));
    const auto loop = open_loop(limits);
    auto socket = loop->connect(server.url());
    REQUIRE(socket);
    Diary diary;
    (*socket)->listen(diary.ears());
    auto why = diary.end();
    socket->reset();
    return why;
}

void echo(FramePeer& peer, const std::string&) {
    while (const auto frame = peer.hear_word()) {
        if (frame->opcode != tests::kText) break;
        peer.say(tests::kText, "echo " + frame->payload);
    }
}

}  // namespace

TEST_CASE("texts go both ways over TLS, with the name and the whole address told to the server") {
    std::string asked;
    const Server server(
        [&](FramePeer& peer, const std::string& request) {
            asked = request;
            echo(peer, request);
        },
        "right");
    const auto loop = open_loop();
    auto socket = loop->connect(server.url("localhost"));
    REQUIRE(socket);
    Diary diary;
    (*socket)->listen(diary.ears());
    for (int i = 0; i < 50; ++i) (*socket)->send(std::to_string(i));
    for (int i = 0; i < 50; ++i) CHECK(diary.message(std::size_t(i)) == "echo " + std::to_string(i));
    socket->reset();
    server.wait_for_finished(1);
    CHECK(asked.starts_with("GET /link/?ticket=hunter2&app_id=A1 HTTP/1.1\r\nHost: localhost:"));
}

TEST_CASE("a websocket's certificate is verified, and for its name") {
    const Server right(echo, "right");
    const Server wrong(echo, "wrong");
    const auto said = [](const WebSocketLimits& limits, const std::string& url) {
        auto socket = open_loop(limits)->connect(url);
        REQUIRE_FALSE(socket);
        CHECK(socket.error().code == bot::Code::kDenied);
        CHECK(socket.error().message.find("hunter2") == std::string::npos);
        return socket.error().message;
    };
    CHECK(said({.plain_loopback = true}, right.url("localhost")).find("is not trusted") != std::string::npos);
    CHECK(said(for_tests(), wrong.url("localhost")).find("hostname mismatch") != std::string::npos);
    CHECK(said(for_tests(), wrong.url()).find("mismatch") != std::string::npos);
    CHECK(open_loop()->connect(right.url()));
}

TEST_CASE("a plain websocket is for tests on this machine only") {
    const Server server(echo);
    auto limits = for_tests();
    CHECK(open_loop(limits)->connect(server.plain_url()));
    CHECK_FALSE(open_loop(limits)->connect("ws://192.0.2.1:9/"));
    limits.plain_loopback = false;
    const auto refused = open_loop(limits)->connect(server.plain_url());
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == bot::Code::kInvalidInput);
}

TEST_CASE("no address or ticket shows in what is said of a bad one") {
    const auto loop = open_loop();
    for (const char* url : {"https://localhost/?ticket=hunter2", "wss://user:hunter2@localhost/", "wss://localhost/ hunter2", "wss://hunter2 x/", "hunter2", "",
                            "wss://", "wss://localhost:hunter2/", "ws://127.0.0.1:1/?ticket=hunter2"}) {
        const auto refused = loop->connect(url);
        REQUIRE_FALSE(refused);
        CHECK(refused.error().message.find("hunter2") == std::string::npos);
    }
}

TEST_CASE("the address of a websocket is read with its query") {
    const auto url = adapters::net::parse_socket_url("wss://Wss-Primary.example.com/link/?ticket=a-b&app_id=1");
    REQUIRE(url);
    CHECK(url->base.host == "wss-primary.example.com");
    CHECK(url->base.port == "443");
    CHECK(url->target == "/link/?ticket=a-b&app_id=1");
    CHECK(adapters::net::parse_socket_url("ws://127.0.0.1:80?x=1")->target == "/?x=1");
    CHECK(adapters::net::is_loopback("127.0.0.1"));
    CHECK_FALSE(adapters::net::is_loopback("127.0.0.1.example.com"));
}

TEST_CASE("fragments make one message, with pings between them answered") {
    std::vector<std::string> pongs;
    const Server server([&](FramePeer& peer, const std::string&) {
        peer.say(tests::kText, "one ", false);
        peer.say(tests::kPing, "Ping from applink-1");
        peer.say(tests::kMore, "two ", false);
        peer.say(tests::kMore, "three");
        while (const auto frame = peer.hear()) {
            if (frame->opcode == tests::kPong) pongs.push_back(frame->payload);
            if (frame->opcode == tests::kText) break;
        }
        peer.say(tests::kText, std::string(300'000, 'x'));
        (void)peer.is_left();
    });
    const auto loop = open_loop();
    auto socket = loop->connect(server.url());
    REQUIRE(socket);
    Diary diary;
    (*socket)->listen(diary.ears());
    CHECK(diary.message(0) == "one two three");
    diary.signs(2);
    (*socket)->send("go on");
    CHECK(diary.message(1) == std::string(300'000, 'x'));
    socket->reset();
    server.wait_for_finished(1);
    CHECK(pongs == std::vector<std::string>{"Ping from applink-1"});
}

TEST_CASE("own pings keep a quiet connection alive") {
    auto limits = for_tests();
    limits.ping = 20ms;
    int pings = 0;
    const Server server([&](FramePeer& peer, const std::string&) {
        while (pings < 5) {
            const auto frame = peer.hear();
            if (!frame) return;
            pings += frame->opcode == tests::kPing ? 1 : 0;
            peer.say(tests::kPong, frame->payload);
        }
        peer.say(tests::kText, "still there");
        (void)peer.is_left();
    });
    const auto loop = open_loop(limits);
    auto socket = loop->connect(server.url());
    REQUIRE(socket);
    Diary diary;
    (*socket)->listen(diary.ears());
    CHECK(diary.message(0) == "still there");
}

TEST_CASE("a connection without a sign of life is given up, whether it is open, half open or drips") {
    auto limits = for_tests();
    limits.ping = 20ms;
    limits.silence = 150ms;
    CHECK(end_of(limits, [](FramePeer& peer, const std::string&) { (void)peer.is_left(); }) == "nothing was heard for too long");
    // Bytes are no sign of life: a frame that never ends is none.
    const auto drip = end_of(limits, [](FramePeer& peer, const std::string&) {
        peer.send(std::string("\x81\x7d", 2));
        while (peer.send("x")) std::this_thread::sleep_for(10ms);
    });
    CHECK((drip == "nothing was heard for too long" || drip == "a message did not end"));
}

TEST_CASE("a message that never ends is given up, though pings come between its fragments") {
    auto limits = for_tests();
    limits.silence = 300ms;
    const auto why = end_of(limits, [](FramePeer& peer, const std::string&) {
        peer.say(tests::kText, "begun", false);
        while (peer.say(tests::kPing, "")) std::this_thread::sleep_for(10ms);
    });
    CHECK(why == "a message did not end");
}

TEST_CASE("what is no text, no frame, or too long ends the connection") {
    auto limits = for_tests();
    limits.message = 1'000;
    const auto after = [&](std::string bytes) {
        return end_of(limits, [bytes](FramePeer& peer, const std::string&) {
            peer.send(bytes);
            (void)peer.is_left();
        });
    };
    CHECK(after(FramePeer::frame(tests::kBinary, "abc")) == "a message was no text");
    CHECK(after(FramePeer::frame(tests::kText, std::string(1'001, 'x'))) == "a message was too long");
    CHECK(after(FramePeer::frame(tests::kText, std::string(600, 'x'), false) + FramePeer::frame(tests::kMore, std::string(600, 'x'))) ==
          "a message was too long");
    // A length that nobody could hold is refused at its announcement.
    CHECK(after(std::string("\x81\x7f\x7f\xff\xff\xff\xff\xff\xff\xff", 10)) == "a message was too long");
    CHECK_FALSE(after(FramePeer::frame(tests::kText, "\xff\xfe")).empty());
    CHECK_FALSE(after("HTTP/1.1 400 Bad Request\r\n\r\n").empty());
    CHECK_FALSE(after(std::string("\xf1\x00", 2)).empty());
    CHECK(after(FramePeer::frame(tests::kClose, std::string("\x03\xe9", 2))) == "closed by the other end, code 1001");
}

TEST_CASE("a message just within the limit is taken") {
    auto limits = for_tests();
    limits.message = 1'000;
    const Server server([](FramePeer& peer, const std::string&) {
        peer.say(tests::kText, std::string(1'000, 'x'));
        (void)peer.is_left();
    });
    const auto loop = open_loop(limits);
    auto socket = loop->connect(server.url());
    REQUIRE(socket);
    Diary diary;
    (*socket)->listen(diary.ears());
    CHECK(diary.message(0).size() == 1'000);
}

TEST_CASE("a server that does not upgrade, or says nothing, is an error at the deadline") {
    auto limits = for_tests();
    limits.handshake = 200ms;
    ScriptedServer plain([](RawPeer& peer, int number) {
        (void)peer.read_request();
        if (number == 1) (void)peer.send("HTTP/1.1 429 Too Many Requests\r\ncontent-length: 0\r\n\r\n");
        if (number == 2) return;
        (void)peer.is_closed();
    });
    const auto loop = open_loop(limits);
    const auto said = [&](const std::string& scheme) {
        const auto socket = loop->connect(plain.url(scheme) + "/?ticket=hunter2");
        REQUIRE_FALSE(socket);
        CHECK(socket.error().code == bot::Code::kUnavailable);
        CHECK(socket.error().message.find("hunter2") == std::string::npos);
        return socket.error().message;
    };
    CHECK(said("ws").find("status 429") != std::string::npos);
    CHECK_FALSE(said("ws").empty());
    CHECK(said("ws").find("timed out") != std::string::npos);
    CHECK(said("wss").find("timed out") != std::string::npos);
}

TEST_CASE("closing sends what waits, says goodbye, and is told once") {
    std::vector<int> heard;
    const Server server([&](FramePeer& peer, const std::string&) {
        while (const auto frame = peer.hear()) {
            heard.push_back(frame->opcode);
            if (frame->opcode == tests::kClose) {
                peer.say(tests::kText, "too late");
                peer.say(tests::kClose, frame->payload);
            }
        }
    });
    const auto loop = open_loop();
    auto socket = loop->connect(server.url());
    REQUIRE(socket);
    Diary diary;
    (*socket)->listen(diary.ears());
    (*socket)->send("last");
    (*socket)->close();
    (*socket)->close();
    (*socket)->send("after the end");
    CHECK(diary.end() == "closed");
    server.wait_for_finished(1);
    CHECK(heard == std::vector<int>{tests::kText, tests::kClose});
    CHECK(diary.ends() == 1);
    CHECK(diary.messages() == 0);
}

TEST_CASE("a server that does not answer a goodbye is not waited for") {
    auto limits = for_tests();
    limits.goodbye = 50ms;
    const Server server([](FramePeer& peer, const std::string&) { (void)peer.is_left(); });
    const auto loop = open_loop(limits);
    auto socket = loop->connect(server.url());
    REQUIRE(socket);
    Diary diary;
    (*socket)->listen(diary.ears());
    (*socket)->close();
    CHECK(diary.end() == "closed");
}

TEST_CASE("a reader that does not read costs the connection, not the memory") {
    auto limits = for_tests();
    limits.write = 200ms;
    limits.queue = std::size_t{64} * 1024 * 1024;
    std::mutex busy;
    const Server slow([&](FramePeer&, const std::string&) { const std::lock_guard wait(busy); });
    std::unique_lock unread(busy);
    const auto loop = open_loop(limits);
    auto socket = loop->connect(slow.url());
    REQUIRE(socket);
    Diary diary;
    (*socket)->listen(diary.ears());
    (*socket)->send(std::string(std::size_t{32} * 1024 * 1024, 'x'));
    CHECK(diary.end() == "a message could not be sent in time");
    unread.unlock();

    limits.queue = 1'000;
    const Server idle([](FramePeer& peer, const std::string&) { (void)peer.is_left(); });
    const auto strict = open_loop(limits);
    auto other = strict->connect(idle.url());
    REQUIRE(other);
    Diary second;
    (*other)->listen(second.ears());
    (*other)->send(std::string(1'001, 'x'));
    CHECK(second.end() == "too much waits to be sent");
}

TEST_CASE("letting go ends a connection at once, and nobody is called any more") {
    const Server server([](FramePeer& peer, const std::string&) { (void)peer.is_left(); });
    const auto loop = open_loop();
    auto socket = loop->connect(server.url());
    REQUIRE(socket);
    Diary diary;
    (*socket)->listen(diary.ears());
    socket->reset();
    server.wait_for_finished(1);
    CHECK(diary.ends() == 0);
}

TEST_CASE("cancelling ends what is open and what is being opened, until reset") {
    const Server server([](FramePeer& peer, const std::string&) { (void)peer.is_left(); });
    ScriptedServer mute([](RawPeer& peer, int) { (void)peer.is_closed(); });
    const auto loop = open_loop();
    auto socket = loop->connect(server.url());
    REQUIRE(socket);
    Diary diary;
    (*socket)->listen(diary.ears());
    bool failed = false;
    std::thread waiting([&] { failed = !loop->connect(mute.url("ws")); });
    while (mute.accepted() == 0) std::this_thread::yield();
    loop->cancel();
    waiting.join();
    CHECK(failed);
    CHECK(diary.end() == "cancelled");
    CHECK_FALSE(loop->connect(server.url()));
    socket->reset();
    loop->reset();
    CHECK(loop->connect(server.url()));
}

TEST_CASE("what a listener throws stays inside, and an owner may outlive the loop") {
    const Server server(echo);
    auto loop = open_loop();
    auto socket = loop->connect(server.url());
    REQUIRE(socket);
    std::mutex mutex;
    std::condition_variable news;
    int calls = 0;
    const auto fail = [&] {
        const std::lock_guard lock(mutex);
        ++calls;
        news.notify_all();
        throw std::runtime_error("of the listener");
    };
    (*socket)->listen({[&](const std::string&) { fail(); }, nullptr, [&](const std::string&) { fail(); }});
    (*socket)->send("a");
    (*socket)->send("b");
    {
        std::unique_lock lock(mutex);
        REQUIRE(news.wait_for(lock, kPatience, [&] { return calls == 2; }));
    }
    loop.reset();
    CHECK(calls == 3);
    (*socket)->send("nobody is there");
    (*socket)->close();
}
