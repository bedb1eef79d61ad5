// Owns the tests of TLS: whom the client trusts. Authorities and certificates are made by the openssl program for this run.
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <pthread.h>

#include <csignal>
#include <mutex>

#include "adapters/net/http_client.h"
#include "tests/support/catch.h"
#include "tests/unit/net/authority.h"
#include "tests/unit/net/scripted_server.h"

using adapters::net::HttpClient;
using tests::Authority;
using tests::authority;
using tests::RawPeer;
using tests::ScriptedServer;
using namespace std::chrono_literals;

namespace {

// Answers requests over TLS with the name the client asked for; says goodbye unless rude.
class TlsServer {
   public:
    TlsServer(const Authority& authority, const std::string& name, int newest = 0, bool rude = false, const std::string& answer = "")
        : context_(SSL_CTX_new(TLS_server_method())), answer_(answer), server_([this, rude](RawPeer& peer, int) { serve(peer, rude); }) {
        REQUIRE(SSL_CTX_use_certificate_chain_file(context_, authority.file(name + ".pem").c_str()) == 1);
        REQUIRE(SSL_CTX_use_PrivateKey_file(context_, authority.file(name + ".key").c_str(), SSL_FILETYPE_PEM) == 1);
        if (newest != 0) SSL_CTX_set_max_proto_version(context_, newest);
        if (newest != 0 && newest < TLS1_2_VERSION) SSL_CTX_set_cipher_list(context_, "DEFAULT@SECLEVEL=0");
    }
    ~TlsServer() { SSL_CTX_free(context_); }
    std::string url(const std::string& host) const { return "https://" + host + ":" + std::to_string(server_.port()); }
    int accepted() const { return server_.accepted(); }

   private:
    void serve(RawPeer& peer, bool rude) {
        sigset_t pipe;
        sigemptyset(&pipe);
        sigaddset(&pipe, SIGPIPE);
        pthread_sigmask(SIG_BLOCK, &pipe, nullptr);  // of this thread only: the client must not raise it
        SSL* session = SSL_new(context_);
        SSL_set_fd(session, peer.fd());
        if (SSL_accept(session) == 1) {
            char buffer[4096];
            while (SSL_read(session, buffer, sizeof buffer) > 0) {
                const char* name = SSL_get_servername(session, TLSEXT_NAMETYPE_host_name);
                const std::string body = name == nullptr ? "nobody" : name;
                const std::string text = answer_.empty() ? "HTTP/1.1 200 OK\r\ncontent-length: " + std::to_string(body.size()) + "\r\n\r\n" + body : answer_;
                (void)SSL_write(session, text.data(), static_cast<int>(text.size()));
                if (!answer_.empty()) break;
            }
            if (!rude) SSL_shutdown(session);
        }
        ERR_clear_error();
        SSL_free(session);
    }

    SSL_CTX* context_;
    std::string answer_;
    ScriptedServer server_;
};

bot::Result<adapters::net::HttpReply> get(const std::string& url, const std::string& ca_file) {
    auto client = HttpClient::open(url, {.ca_file = ca_file});
    REQUIRE(client);
    return (*client)->get("/secret");
}

}  // namespace

TEST_CASE("a server with the right name is trusted, told the name, and its connection kept") {
    const TlsServer server(authority(), "right");
    auto client = HttpClient::open(server.url("localhost"), {.ca_file = authority().file("ca.pem")});
    REQUIRE(client);
    for (int i = 0; i < 3; ++i) {
        const auto reply = (*client)->post("/", "text/plain", "hello");
        REQUIRE(reply);
        CHECK(reply->body == "localhost");
    }
    CHECK(server.accepted() == 1);
}

TEST_CASE("an address is verified as an address and sends no name") {
    const TlsServer server(authority(), "right");
    const auto reply = get(server.url("127.0.0.1"), authority().file("ca.pem"));
    REQUIRE(reply);
    CHECK(reply->body == "nobody");
}

TEST_CASE("a certificate for another name is refused") {
    const TlsServer server(authority(), "wrong");
    for (const char* host : {"localhost", "127.0.0.1"}) {
        const auto reply = get(server.url(host), authority().file("ca.pem"));
        REQUIRE_FALSE(reply);
        CHECK(reply.error().code == bot::Code::kDenied);
        CHECK(reply.error().message.find("mismatch") != std::string::npos);
        CHECK(reply.error().message.find("secret") == std::string::npos);
    }
}

TEST_CASE("a certificate of an unknown authority is refused") {
    const TlsServer server(authority(), "right");
    for (const std::string& ca_file : {std::string(), [] {
                                           static const Authority other;
                                           return other.file("ca.pem");
                                       }()}) {
        const auto reply = get(server.url("localhost"), ca_file);
        REQUIRE_FALSE(reply);
        CHECK(reply.error().code == bot::Code::kDenied);
    }
}

TEST_CASE("TLS older than 1.2 is refused, 1.2 is not") {
    const TlsServer old(authority(), "right", TLS1_1_VERSION);
    CHECK_FALSE(get(old.url("localhost"), authority().file("ca.pem")));
    const TlsServer good(authority(), "right", TLS1_2_VERSION);
    CHECK(get(good.url("localhost"), authority().file("ca.pem")));
}

TEST_CASE("an answer whose end was cut off is not taken for whole") {
    const std::string until_the_end = "HTTP/1.1 200 OK\r\n\r\nok";
    const TlsServer rude(authority(), "right", 0, true, until_the_end);
    CHECK_FALSE(get(rude.url("localhost"), authority().file("ca.pem")));
    const TlsServer polite(authority(), "right", 0, false, until_the_end);
    const auto reply = get(polite.url("localhost"), authority().file("ca.pem"));
    REQUIRE(reply);
    CHECK(reply->body == "ok");
}

TEST_CASE("a server that speaks no TLS, or nothing, ends in an error at the deadline for connecting") {
    ScriptedServer plain([](RawPeer& peer, int number) {
        if (number == 1) (void)peer.send("HTTP/1.1 400 Bad Request\r\n\r\n");
        (void)peer.is_closed();
    });
    const auto client = HttpClient::open(plain.url("https"), {.connect = 60ms});
    REQUIRE(client);
    const auto first = (*client)->get("/");
    REQUIRE_FALSE(first);
    CHECK(first.error().message.rfind("no connection to 127.0.0.1", 0) == 0);
    const auto second = (*client)->get("/");
    REQUIRE_FALSE(second);
    CHECK(second.error().message.find("within 0.06 s") != std::string::npos);
}

TEST_CASE("authorities that cannot be read are an error at once") {
    const auto client = HttpClient::open("https://localhost", {.ca_file = "/nonexistent/ca.pem"});
    REQUIRE_FALSE(client);
    CHECK(client.error().message.rfind("cannot read the trusted authorities /nonexistent/ca.pem", 0) == 0);
}
