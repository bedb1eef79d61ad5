// Owns the tests of the client without TLS: deadlines, cancelling, limits, kept connections, and what it never does.
#include "adapters/net/http_client.h"

#include <thread>

#include "adapters/net/dial.h"
#include "adapters/net/http_server.h"
#include "tests/support/catch.h"
#include "tests/unit/net/scripted_server.h"

using adapters::net::HttpCall;
using adapters::net::HttpClient;
using adapters::net::HttpRequest;
using adapters::net::HttpServer;
using adapters::net::Respond;
using tests::RawPeer;
using tests::ScriptedServer;
using namespace std::chrono_literals;

namespace {

std::unique_ptr<HttpClient> client_of(const std::string& url, const adapters::net::ClientLimits& limits = {}) {
    auto opened = HttpClient::open(url, limits);
    REQUIRE(opened);
    return std::move(*opened);
}

const std::string kOk = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok";

}  // namespace

TEST_CASE("a call brings its answer, and the next uses the same connection") {
    auto server =
        HttpServer::open({}, {{"POST", "/bot/send", 1 << 23,
                               [](HttpRequest request, const Respond& respond) {
                                   respond({.status = 201,
                                            .body = *request.header("content-type") + " " + *request.header("x-id") + " " + request.query + " " + request.body,
                                            .keep_alive = true});
                               }},
                              {"GET", "/bot/me", 0, [](const HttpRequest& request, const Respond& respond) {
                                   respond({.body = *request.header("host"), .headers = {{"x-a", "1"}}, .keep_alive = true});
                               }}});
    REQUIRE(server);
    const std::string place = "127.0.0.1:" + std::to_string((*server)->port());
    const auto client = client_of("http://" + place + "/bot/");
    const auto reply = client->exchange({.path = "/send?x=1", .content_type = "text/plain", .body = "hello", .headers = {{"X-Id", "7"}}});
    REQUIRE(reply);
    CHECK(reply->status == 201);
    CHECK(reply->body == "text/plain 7 x=1 hello");
    const auto got = client->get("/me");
    REQUIRE(got);
    CHECK(got->body == place);
    CHECK(*got->header("x-a") == "1");
    CHECK(client->get("/nowhere")->status == 404);
    const std::string text(5'000'000, 'x');
    const auto longer = client->exchange({.path = "/send", .content_type = "a/b", .body = text, .headers = {{"X-Id", "8"}}});
    REQUIRE(longer);
    CHECK(longer->body.size() == text.size() + 7);
    CHECK((*server)->counts().accepted == 2);  // 404 closes
}

TEST_CASE("one client serves many threads") {
    auto server = HttpServer::open(
        {}, {{"POST", "/", 64, [](const HttpRequest& request, const Respond& respond) { respond({.body = request.body, .keep_alive = true}); }}});
    REQUIRE(server);
    const auto client = client_of("http://127.0.0.1:" + std::to_string((*server)->port()));
    std::atomic<int> right = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&, i] {
            for (int j = 0; j < 50; ++j) {
                const std::string body = std::to_string(i * 1000 + j);
                const auto reply = client->post("/", "text/plain", body);
                right += reply && reply->body == body ? 1 : 0;
            }
        });
    }
    for (std::thread& thread : threads) thread.join();
    CHECK(right == 200);
    CHECK((*server)->counts().accepted <= 4);
}

TEST_CASE("the deadline is for the whole exchange, and its error keeps the path to itself") {
    ScriptedServer server([](RawPeer& peer, int) {
        (void)peer.read_request();
        (void)peer.send("HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n");
        while (!peer.is_closed(5) && peer.send("x")) {  // a byte now and then
        }
    });
    const auto client = client_of(server.url());
    const auto reply = client->post("/bot123:secret/send", "text/plain", "body", 60ms);
    REQUIRE_FALSE(reply);
    CHECK(reply.error().code == bot::Code::kUnavailable);
    CHECK(reply.error().message == "127.0.0.1:" + std::to_string(server.port()) + " did not answer within 0.06 s");
}

TEST_CASE("cancelling ends calls at once, and later ones until reset") {
    std::unique_ptr<HttpClient> client;
    ScriptedServer server([&](RawPeer& peer, int number) {
        (void)peer.read_request();
        if (number > 1) {
            (void)peer.send(kOk);
            return;
        }
        client->cancel();
        (void)peer.is_closed(20'000);
    });
    client = client_of(server.url());
    const auto reply = client->get("/", 20s);
    REQUIRE_FALSE(reply);
    CHECK(reply.error().message.find("was cancelled") != std::string::npos);
    CHECK_FALSE(client->get("/", 20s));
    server.wait_for_finished(1);
    CHECK(server.accepted() == 1);
    client->reset();
    CHECK(client->get("/"));
}

TEST_CASE("an answer is bounded in head and body, however it is framed") {
    const std::string big(2'000, 'x');
    const std::vector<std::string> answers{
        "HTTP/1.1 200 OK\r\ncontent-length: 2000\r\n\r\n",
        "HTTP/1.1 200 OK\r\ncontent-length: 18446744073709551615\r\n\r\n",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n7d0\r\n" + big + "\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3f0\r\n" + big.substr(0, 0x3f0) + "\r\n3f0\r\n" + big.substr(0, 0x3f0) + "\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n" + std::string(9'000, '0'),
        "HTTP/1.1 200 OK\r\n\r\n" + big,
        "HTTP/1.1 200 OK\r\nx: " + big + "\r\n\r\n",
        "HTTP/1.1 200 " + big + "\r\n\r\n",
    };
    ScriptedServer server([&](RawPeer& peer, int number) {
        (void)peer.read_request();
        (void)peer.send(answers[static_cast<std::size_t>(number - 1)]);
        peer.end_of_sending();
        (void)peer.is_closed();
    });
    const auto client = client_of(server.url(), {.head_cap = 512, .response_cap = 1'024});
    for (std::size_t i = 0; i < answers.size(); ++i) {
        const auto reply = client->get("/");
        INFO(i);
        REQUIRE_FALSE(reply);
        CHECK(reply.error().code == bot::Code::kCorrupt);
        CHECK(reply.error().message.find("longer than allowed") != std::string::npos);
    }
}

TEST_CASE("answers are understood however they are framed, and garbage is not") {
    const std::vector<std::pair<std::string, std::string>> answers{
        {"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok", "ok"},
        {"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok", "ok"},
        {"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1;a=b\r\no\r\n1\r\nk\r\n0\r\nx: trailer\r\n\r\n", "ok"},
        {"HTTP/1.1 200 OK\r\n\r\nok", "ok"},
        {"HTTP/1.0 200 OK\r\n\r\nok", "ok"},
        {"HTTP/1.1 204 No Content\r\n\r\n", ""},
        {"HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 2\r\n\r\nok", "ok"},
        {"HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\nok", "cut off"},
        {"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\nok\r\n", "cut off"},
        {"HTTP/1.1 200 OK\r\ncontent-le", "cut off"},
        {"HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\nok", "no HTTP"},
        {"HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\n\r\n", "no HTTP"},
        {"SSH-2.0-OpenSSH_9.2\r\n\r\n", "no HTTP"},
        {"", "closed the connection"},
    };
    for (const bool dripped : {false, true}) {
        ScriptedServer server([&](RawPeer& peer, int number) {
            (void)peer.read_request();
            const std::string& text = answers[static_cast<std::size_t>(number - 1)].first;
            for (std::size_t i = 0; i < text.size(); i += dripped ? 1 : text.size()) (void)peer.send(text.substr(i, dripped ? 1 : text.size()));
            peer.end_of_sending();
            (void)peer.is_closed();
        });
        for (const auto& [answer, expected] : answers) {
            const auto client = client_of(server.url());
            const auto reply = client->post("/", "", "");
            INFO(answer);
            if (reply) CHECK(reply->body == expected);
            if (!reply) CHECK(reply.error().message.find(expected) != std::string::npos);
            CHECK(reply.has_value() == (expected == "ok" || expected.empty()));
        }
        CHECK(server.accepted() == static_cast<int>(answers.size()));
    }
}

TEST_CASE("a request that could be understood as more than one is never sent") {
    ScriptedServer server([](RawPeer& peer, int) {
        (void)peer.read_request();
        (void)peer.send(kOk);
    });
    const auto client = client_of(server.url());
    const std::vector<HttpCall> calls{
        {.path = "/a b", .content_type = "", .body = ""},
        {.path = "/a\r\nX: secret", .content_type = "", .body = ""},
        {.path = "secret", .content_type = "", .body = ""},
        {.path = "", .content_type = "", .body = ""},
        {.path = "/secret#a", .content_type = "", .body = ""},
        {.path = "/\xc3\xa4secret", .content_type = "", .body = ""},
        {.path = "/", .content_type = "a/b\r\nX: secret", .body = ""},
        {.path = "/", .content_type = "", .body = "", .headers = {{"x", "a\r\nX: secret"}}},
        {.path = "/", .content_type = "", .body = "", .headers = {{"x", std::string("a\0secret", 8)}}},
        {.path = "/", .content_type = "", .body = "", .headers = {{"x\r\nsecret", "a"}}},
        {.path = "/", .content_type = "", .body = "", .headers = {{"Content-Length", "7"}}},
        {.path = "/", .content_type = "", .body = "", .headers = {{"Host", "secret"}}},
        {.method = "GET /secret HTTP/1.1\r\n", .path = "/", .content_type = "", .body = ""},
    };
    for (const HttpCall& call : calls) {
        const auto reply = client->exchange(call);
        REQUIRE_FALSE(reply);
        CHECK(reply.error().code == bot::Code::kInvalidInput);
        CHECK(reply.error().message.find("secret") == std::string::npos);
    }
    CHECK(server.accepted() == 0);
}

TEST_CASE("a kept connection that was closed meanwhile is not used") {
    ScriptedServer server([](RawPeer& peer, int) {
        (void)peer.read_request();
        (void)peer.send(kOk);
    });
    const auto client = client_of(server.url());
    for (int i = 1; i <= 3; ++i) {
        CHECK(client->post("/", "", ""));
        server.wait_for_finished(i);
    }
    CHECK(server.accepted() == 3);
}

TEST_CASE("a connection on which something came unasked is not used") {
    ScriptedServer server([](RawPeer& peer, int number) {
        for (std::string request = peer.read_request(); !request.empty(); request = peer.read_request()) (void)peer.send(number == 1 ? kOk + kOk : kOk);
    });
    const auto client = client_of(server.url());
    CHECK(client->get("/"));
    CHECK(client->get("/"));
    CHECK(client->get("/"));
    CHECK(server.accepted() == 2);
}

TEST_CASE("only what may be done twice is tried twice, once, and only before an answer began") {
    // The first request on each connection is answered; the second is read and the connection closed.
    const auto script = [](const std::string& last_words) {
        return [last_words](RawPeer& peer, int number) {
            (void)peer.read_request();
            (void)peer.send(kOk);
            if (number > 1) {
                (void)peer.is_closed();
                return;
            }
            (void)peer.read_request();
            (void)peer.send(last_words);
            if (!last_words.empty()) peer.reset();
        };
    };
    SECTION("a post is not") {
        ScriptedServer server(script(""));
        const auto client = client_of(server.url());
        CHECK(client->post("/", "", "1"));
        const auto second = client->post("/", "", "2");
        REQUIRE_FALSE(second);
        CHECK(second.error().message.find("closed the connection") != std::string::npos);
        CHECK(server.accepted() == 1);
    }
    SECTION("a get is") {
        ScriptedServer server(script(""));
        {
            const auto client = client_of(server.url());
            CHECK(client->get("/"));
            CHECK(client->get("/"));
        }
        CHECK(server.accepted() == 2);
    }
    SECTION("a get whose answer had begun is not") {
        ScriptedServer server(script("HTTP/1.1 2"));
        const auto client = client_of(server.url());
        CHECK(client->get("/"));
        CHECK_FALSE(client->get("/"));
        CHECK(server.accepted() == 1);
    }
    SECTION("a get on a new connection is not") {
        ScriptedServer server([](RawPeer& peer, int) { (void)peer.read_request(); });
        const auto client = client_of(server.url());
        CHECK_FALSE(client->get("/"));
        server.wait_for_finished(1);
        CHECK(server.accepted() == 1);
    }
}

TEST_CASE("a server that refuses a long body is heard") {
    auto server = HttpServer::open({}, {{"POST", "/", 10, {}}});
    REQUIRE(server);
    const auto client = client_of("http://127.0.0.1:" + std::to_string((*server)->port()));
    for (const std::size_t size : {300'000, 16'000'000}) {  // the longer one is cut while it is sent
        const auto reply = client->post("/", "text/plain", std::string(size, 'x'));
        REQUIRE(reply);
        CHECK(reply->status == 413);
    }
}

TEST_CASE("where there is nobody the error says so") {
    int free_port = 0;
    {
        const ScriptedServer gone([](RawPeer&, int) {});
        free_port = gone.port();
    }
    const auto refused = client_of("http://127.0.0.1:" + std::to_string(free_port))->get("/secret");
    REQUIRE_FALSE(refused);
    CHECK(refused.error().message == "no connection to 127.0.0.1:" + std::to_string(free_port) + ": connection refused");
    const auto nameless = client_of("http://nobody.invalid", {.connect = 200ms})->get("/secret");
    REQUIRE_FALSE(nameless);
    CHECK(nameless.error().code == bot::Code::kUnavailable);
    CHECK(nameless.error().message.rfind("no connection to nobody.invalid", 0) == 0);
    CHECK(nameless.error().message.find("secret") == std::string::npos);
}

TEST_CASE("names and IPv6 lead to the server") {
    const auto serve = [](const std::string& host) {
        return HttpServer::open({.host = host, .port = 0},
                                {{"GET", "/", 0, [](const HttpRequest& request, const Respond& respond) { respond({.body = *request.header("host")}); }}});
    };
    auto server = serve("127.0.0.1");
    REQUIRE(server);
    const std::string port = std::to_string((*server)->port());
    CHECK(client_of("http://LocalHost:" + port)->get("/")->body == "localhost:" + port);
    auto six = serve("::1");
    if (!six) return;  // a machine without IPv6
    const std::string port6 = std::to_string((*six)->port());
    CHECK(client_of("http://[::1]:" + port6)->get("/")->body == "[::1]:" + port6);
}

TEST_CASE("a dead address does not keep a living one waiting") {
    ScriptedServer server([](RawPeer& peer, int) { (void)peer.is_closed(); });
    const adapters::net::Flag never;
    const adapters::net::Watch watch{std::chrono::steady_clock::now() + 5s, &never};
    const auto address_of = [&](int port) { return adapters::net::Resolver("127.0.0.1", std::to_string(port)).addresses(watch)->front(); };
    // Whoever knocks at a full door hears nothing.
    const adapters::net::Descriptor door(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof at;
    REQUIRE(::bind(door.number(), reinterpret_cast<sockaddr*>(&at), size) == 0);
    REQUIRE(::listen(door.number(), 0) == 0);
    REQUIRE(::getsockname(door.number(), reinterpret_cast<sockaddr*>(&at), &size) == 0);
    std::vector<adapters::net::Descriptor> knocking;
    for (int i = 0; i < 3; ++i) {
        knocking.emplace_back(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
        (void)::connect(knocking.back().number(), reinterpret_cast<const sockaddr*>(&at), size);
    }
    const auto dead = address_of(ntohs(at.sin_port));
    CHECK(adapters::net::dial({dead, address_of(server.port())}, watch));
    server.wait_for_finished(1);
    const auto nobody = adapters::net::dial({dead}, watch.earlier(30ms));
    REQUIRE_FALSE(nobody);
    CHECK(nobody.error().kind == adapters::net::Trouble::Kind::kTimedOut);
    CHECK_FALSE(adapters::net::dial({}, watch));
}

TEST_CASE("the families take turns") {
    const auto of = [](int family, int number) {
        adapters::net::Address address;
        address.bytes.ss_family = static_cast<sa_family_t>(family);
        address.size = static_cast<socklen_t>(number);
        return address;
    };
    const auto order = [&](std::vector<adapters::net::Address> all) {
        std::string numbers;
        for (const auto& one : adapters::net::taking_turns(all)) numbers += std::to_string(one.size);
        return numbers;
    };
    CHECK(order({of(AF_INET6, 1), of(AF_INET6, 2), of(AF_INET6, 3), of(AF_INET, 4), of(AF_INET, 5)}) == "14253");
    CHECK(order({of(AF_INET, 1), of(AF_INET6, 2), of(AF_INET6, 3), of(AF_INET6, 4)}) == "1234");
    CHECK(order({of(AF_INET, 1), of(AF_INET, 2)}) == "12");
    CHECK(order({}).empty());
}

TEST_CASE("a base URL has few forms") {
    for (const char* good : {"http://h", "https://api.example.org", "HTTPS://h:8443/a/b/", "http://127.0.0.1:80/", "http://[::1]:8081"})
        CHECK(HttpClient::open(good));
    for (const char* bad :
         {"", "h", "ftp://h", "http://", "http:///a", "http://u:secret@h", "http://h?secret", "http://h/#secret", "http://h:0", "http://h:70000", "http://h:x",
          "http://h:", "http://[::1", "http://[::1]x", "http://h\r\nsecret", "http://h /", "http://h/\nsecret", "http://:80", "http://h/a b"}) {
        const auto opened = HttpClient::open(bad);
        INFO(bad);
        REQUIRE_FALSE(opened);
        CHECK(opened.error().code == bot::Code::kInvalidInput);
        CHECK(opened.error().message.find("secret") == std::string::npos);
    }
}
