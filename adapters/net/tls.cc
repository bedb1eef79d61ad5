// Owns TLS: OpenSSL on a descriptor that does not block, through a BIO of our own, because OpenSSL's writes without MSG_NOSIGNAL.
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>

#include "adapters/net/tls.h"
#include "adapters/net/wire.h"
#include "bot/base/text.h"

namespace adapters::net {

namespace {

int number_of(BIO* bio) { return static_cast<const Descriptor*>(BIO_get_data(bio))->number(); }

int bio_write(BIO* bio, const char* bytes, int size) {
    BIO_clear_retry_flags(bio);
    const ssize_t count = ::send(number_of(bio), bytes, static_cast<std::size_t>(size), MSG_NOSIGNAL);
    if (count < 0 && (errno == EAGAIN || errno == EINTR)) BIO_set_retry_write(bio);
    return static_cast<int>(count);
}

int bio_read(BIO* bio, char* bytes, int size) {
    BIO_clear_retry_flags(bio);
    const ssize_t count = ::recv(number_of(bio), bytes, static_cast<std::size_t>(size), 0);
    if (count < 0 && (errno == EAGAIN || errno == EINTR)) BIO_set_retry_read(bio);
    if (count == 0) BIO_set_flags(bio, BIO_FLAGS_IN_EOF);
    return static_cast<int>(count);
}

long bio_control(BIO* bio, int command, long, void*) {
    if (command == BIO_CTRL_EOF) return BIO_test_flags(bio, BIO_FLAGS_IN_EOF) != 0 ? 1 : 0;
    return command == BIO_CTRL_FLUSH ? 1 : 0;
}

struct FreeMethod {
    void operator()(BIO_METHOD* method) const { BIO_meth_free(method); }
};
struct FreeContext {
    void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
};
struct FreeSession {
    void operator()(SSL* session) const { SSL_free(session); }
};
using Session = std::unique_ptr<SSL, FreeSession>;

std::string last_reason() {
    const unsigned long error = ERR_peek_last_error();
    const char* words = error == 0 ? nullptr : ERR_reason_error_string(error);
    return words == nullptr ? "no reason given" : bot::to_lower_ascii(words);
}

bool is_address(const std::string& host) {
    ASN1_OCTET_STRING* address = a2i_IPADDRESS(host.c_str());
    ASN1_OCTET_STRING_free(address);
    return address != nullptr;
}

class TlsWire final : public Wire {
   public:
    // bio is the session's.
    TlsWire(Descriptor socket, Session session, BIO* bio) : socket_(std::move(socket)), session_(std::move(session)) {
        BIO_set_data(bio, &socket_);
        BIO_set_init(bio, 1);
    }
    ~TlsWire() override {
        if (!failed_ && SSL_is_init_finished(session_.get()) == 1) {
            ERR_clear_error();
            SSL_shutdown(session_.get());  // says goodbye if there is room; nobody waits for the answer
        }
    }

    Attempt<void> shake_hands(const Watch& watch) {
        return repeat(watch, [&] { return SSL_connect(session_.get()); }).map([](int) {});
    }

    Attempt<std::size_t> read(std::span<char> into, const Watch& watch) override {
        return repeat(watch, [&] { return SSL_read(session_.get(), into.data(), static_cast<int>(into.size())); }).map([](int count) {
            return static_cast<std::size_t>(count);
        });
    }

    Attempt<void> write(std::string_view bytes, const Watch& watch) override {
        while (!bytes.empty()) {
            const int size = static_cast<int>(std::min(bytes.size(), std::size_t{1} << 20));
            auto written = repeat(watch, [&] { return SSL_write(session_.get(), bytes.data(), size); });
            if (!written) return tl::unexpected(written.error());
            if (*written == 0) return trouble(Trouble::Kind::kClosed, "closed");
            bytes.remove_prefix(static_cast<std::size_t>(*written));
        }
        return {};
    }

    bool is_quiet() override {
        char byte = 0;
        if (::recv(socket_.number(), &byte, 1, MSG_PEEK | MSG_DONTWAIT) < 0) return errno == EAGAIN && SSL_pending(session_.get()) == 0;
        // Session tickets come unasked and mean no harm; SSL_peek takes them in.
        ERR_clear_error();
        const int count = SSL_peek(session_.get(), &byte, 1);
        const bool quiet = count <= 0 && SSL_get_error(session_.get(), count) == SSL_ERROR_WANT_READ;
        ERR_clear_error();
        return quiet;
    }

   private:
    // Calls step until it gives more than 0; 0 if the other end has said goodbye.
    template <class Step>
    Attempt<int> repeat(const Watch& watch, Step step) {
        for (;;) {
            ERR_clear_error();
            errno = 0;
            const int count = step();
            if (count > 0) return count;
            const int saved = errno;
            short events = 0;
            switch (SSL_get_error(session_.get(), count)) {
                case SSL_ERROR_WANT_READ: events = POLLIN; break;
                case SSL_ERROR_WANT_WRITE: events = POLLOUT; break;
                case SSL_ERROR_ZERO_RETURN: return 0;
                default: return failure(saved);
            }
            if (auto ready = wait_for(socket_.number(), events, watch); !ready) {
                failed_ = true;
                return tl::unexpected(ready.error());
            }
        }
    }

    Attempt<int> failure(int error) {
        failed_ = true;
        if (SSL_is_init_finished(session_.get()) == 0) {
            if (auto why = distrust(session_.get())) return trouble(Trouble::Kind::kUntrusted, std::move(*why));
        }
        const bool cut = ERR_GET_REASON(ERR_peek_last_error()) == SSL_R_UNEXPECTED_EOF_WHILE_READING;
        if (cut || error == EPIPE || error == ECONNRESET || (ERR_peek_last_error() == 0 && error == 0)) return trouble(Trouble::Kind::kClosed, "closed");
        const std::string reason = ERR_peek_last_error() == 0 ? words_of(error) : last_reason();
        ERR_clear_error();
        return trouble(Trouble::Kind::kOther, reason);
    }

    Descriptor socket_;
    Session session_;
    bool failed_ = false;
};

}  // namespace

bot::Status trust_only(SSL_CTX* context, const std::string& ca_file) {
    ERR_clear_error();
    SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nullptr);
    const int loaded = ca_file.empty() ? SSL_CTX_set_default_verify_paths(context) : SSL_CTX_load_verify_file(context, ca_file.c_str());
    if (loaded != 1) return bot::fail(bot::Code::kInvalidInput, "cannot read the trusted authorities " + ca_file + ": " + last_reason());
    return {};
}

bool expect_host(SSL* session, const std::string& host) {
    if (is_address(host)) return X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(session), host.c_str()) == 1;
    SSL_set_hostflags(session, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
    return SSL_set1_host(session, host.c_str()) == 1 && SSL_set_tlsext_host_name(session, host.c_str()) == 1;
}

std::optional<std::string> distrust(SSL* session) {
    const long verdict = SSL_get_verify_result(session);
    if (verdict == X509_V_OK) return std::nullopt;
    return bot::to_lower_ascii(X509_verify_cert_error_string(verdict));
}

struct Trust::Context {
    std::unique_ptr<SSL_CTX, FreeContext> tls;
    std::unique_ptr<BIO_METHOD, FreeMethod> method;
};

Trust::Trust(std::unique_ptr<Context> context) : context_(std::move(context)) {}
Trust::~Trust() = default;

bot::Result<std::unique_ptr<Trust>> Trust::open(const std::string& ca_file) {
    ERR_clear_error();
    auto context = std::make_unique<Context>();
    context->tls.reset(SSL_CTX_new(TLS_client_method()));
    context->method.reset(BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK | BIO_TYPE_DESCRIPTOR, "socket"));
    if (context->tls == nullptr || context->method == nullptr) return bot::fail(bot::Code::kUnavailable, "no TLS: " + last_reason());
    BIO_meth_set_write(context->method.get(), bio_write);
    BIO_meth_set_read(context->method.get(), bio_read);
    BIO_meth_set_ctrl(context->method.get(), bio_control);
    SSL_CTX* tls = context->tls.get();
    SSL_CTX_set_mode(tls, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    SSL_CTX_clear_mode(tls, SSL_MODE_AUTO_RETRY);
    if (auto strict = trust_only(tls, ca_file); !strict) return tl::unexpected(strict.error());
    return std::unique_ptr<Trust>(new Trust(std::move(context)));
}

Attempt<std::unique_ptr<Wire>> Trust::secure(Descriptor socket, const std::string& host, const Watch& watch) const {
    ERR_clear_error();
    Session session(SSL_new(context_->tls.get()));
    BIO* bio = BIO_new(context_->method.get());
    if (session == nullptr || bio == nullptr) {
        BIO_free(bio);
        return trouble(Trouble::Kind::kOther, "no TLS: " + last_reason());
    }
    SSL_set_bio(session.get(), bio, bio);
    if (!expect_host(session.get(), host)) return trouble(Trouble::Kind::kOther, "no TLS: " + last_reason());
    auto wire = std::make_unique<TlsWire>(std::move(socket), std::move(session), bio);
    if (auto shaken = wire->shake_hands(watch); !shaken) return tl::unexpected(shaken.error());
    return std::unique_ptr<Wire>(std::move(wire));
}

}  // namespace adapters::net
