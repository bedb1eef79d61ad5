// Owns what http_loop.h promises.
#include "tests/fakes/http_loop.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <optional>
#include <stdexcept>
#include <utility>

namespace tests {
namespace {

constexpr HttpLoop::Peer kListener = 1;
constexpr HttpLoop::Peer kWake = 2;

sockaddr_in loopback(int port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(std::uint16_t(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

void no_delay(int descriptor) {
    const int on = 1;
    ::setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

struct Head {
    std::string first;
    std::map<std::string, std::string> headers;
    std::size_t length = 0;  // of the head
    std::size_t body = 0;
};

std::optional<Head> read_head(const std::string& in) {
    const auto end = in.find("\r\n\r\n");
    if (end == std::string::npos) return std::nullopt;
    Head head;
    head.length = end + 4;
    std::size_t at = in.find("\r\n");
    head.first = in.substr(0, at);
    while (at < end) {
        at += 2;
        const auto next = std::min(in.find("\r\n", at), end);
        const auto line = in.substr(at, next - at);
        if (const auto colon = line.find(':'); colon != std::string::npos) {
            auto name = line.substr(0, colon);
            std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return char(std::tolower(c)); });
            const auto value = line.find_first_not_of(' ', colon + 1);
            head.headers[name] = value == std::string::npos ? "" : line.substr(value);
        }
        at = next;
    }
    if (const auto length = head.headers.find("content-length"); length != head.headers.end())
        head.body = std::size_t(std::strtoull(length->second.c_str(), nullptr, 10));
    return head;
}

}  // namespace

HttpLoop::HttpLoop(OnRequest on_request, int port) : on_request_(std::move(on_request)) {
    listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    const int on = 1;
    ::setsockopt(listener_, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    auto address = loopback(port);
    socklen_t size = sizeof address;
    if (::bind(listener_, reinterpret_cast<sockaddr*>(&address), size) != 0 || ::listen(listener_, 1024) != 0) throw std::runtime_error("fake: cannot listen");
    ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
    poll_ = ::epoll_create1(EPOLL_CLOEXEC);
    wake_ = ::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    for (const auto& [descriptor, id] : {std::pair{listener_, kListener}, std::pair{wake_, kWake}}) {
        epoll_event event{};
        event.events = EPOLLIN;
        event.data.u64 = id;
        ::epoll_ctl(poll_, EPOLL_CTL_ADD, descriptor, &event);
    }
    thread_ = std::thread([this] { run(); });
}

HttpLoop::~HttpLoop() {
    stopping_ = true;
    post([] {});
    thread_.join();
    for (const auto& [peer, socket] : sockets_) ::close(socket.descriptor);
    for (const int descriptor : {listener_, poll_, wake_}) ::close(descriptor);
}

void HttpLoop::post(std::function<void()> task) {
    {
        const std::lock_guard lock(mutex_);
        tasks_.push_back(std::move(task));
    }
    const std::uint64_t one = 1;
    [[maybe_unused]] const auto written = ::write(wake_, &one, sizeof one);
}

void HttpLoop::run() {
    std::array<epoll_event, 256> events{};
    while (!stopping_) {
        const int count = ::epoll_wait(poll_, events.data(), int(events.size()), run_timers());
        for (int i = 0; i < count; ++i) {
            const auto id = events[std::size_t(i)].data.u64;
            if (id == kListener) {
                accept_all();
            } else if (id == kWake) {
                std::uint64_t ignored = 0;
                [[maybe_unused]] const auto got = ::read(wake_, &ignored, sizeof ignored);
            } else {
                ready(id, events[std::size_t(i)].events);
            }
        }
        run_tasks();
    }
}

void HttpLoop::run_tasks() {
    std::deque<std::function<void()>> tasks;
    {
        const std::lock_guard lock(mutex_);
        tasks.swap(tasks_);
    }
    for (auto& task : tasks) task();
}

int HttpLoop::run_timers() {
    while (!timers_.empty()) {
        const auto first = timers_.begin();
        const auto left = first->first - Steady::now();
        if (left > Steady::duration::zero()) return int(std::min<std::int64_t>(std::chrono::duration_cast<std::chrono::milliseconds>(left).count() + 1, 1000));
        auto task = std::move(first->second);
        timers_.erase(first);
        task();
    }
    return 1000;
}

void HttpLoop::after(std::chrono::milliseconds wait, std::function<void()> task) { timers_.emplace(Steady::now() + wait, std::move(task)); }

HttpLoop::Peer HttpLoop::add(int descriptor) {
    no_delay(descriptor);
    const Peer peer = next_++;
    sockets_[peer].descriptor = descriptor;
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.u64 = peer;
    ::epoll_ctl(poll_, EPOLL_CTL_ADD, descriptor, &event);
    return peer;
}

void HttpLoop::accept_all() {
    for (;;) {
        const int descriptor = ::accept4(listener_, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (descriptor < 0) return;
        add(descriptor);
    }
}

void HttpLoop::ready(Peer peer, unsigned events) {
    if (!is_open(peer)) return;
    if (events & (EPOLLIN | EPOLLHUP | EPOLLERR)) read_all(peer);
    if (is_open(peer) && (events & EPOLLOUT)) flush(peer);
}

void HttpLoop::read_all(Peer peer) {
    auto& socket = sockets_.at(peer);
    std::array<char, 65536> buffer;
    bool ended = false;
    for (;;) {
        const auto got = ::recv(socket.descriptor, buffer.data(), buffer.size(), 0);
        if (got > 0) {
            socket.in.append(buffer.data(), std::size_t(got));
            if (std::size_t(got) < buffer.size()) break;
            continue;
        }
        if (got < 0 && errno == EINTR) continue;
        ended = got == 0 || (errno != EAGAIN && errno != EWOULDBLOCK);
        break;
    }
    if (socket.on_bytes) return take_bytes(peer, ended);
    if (socket.calls) return take_reply(peer, ended);
    take_requests(peer);
    if (ended) drop(peer);
}

void HttpLoop::take_requests(Peer peer) {
    while (is_open(peer)) {
        auto& socket = sockets_.at(peer);
        if (socket.busy) return;
        const auto head = read_head(socket.in);
        if (!head || socket.in.size() < head->length + head->body) return;
        FakeRequest request;
        const auto first = head->first.find(' ');
        request.method = head->first.substr(0, first);
        request.target = head->first.substr(first + 1, head->first.rfind(' ') - first - 1);
        request.headers = head->headers;
        request.body = socket.in.substr(head->length, head->body);
        socket.in.erase(0, head->length + head->body);
        socket.busy = true;
        on_request_(peer, std::move(request));
    }
}

void HttpLoop::take_over(Peer peer, OnBytes on_bytes) {
    if (!is_open(peer)) return;
    sockets_.at(peer).on_bytes = std::move(on_bytes);
    if (!sockets_.at(peer).in.empty()) take_bytes(peer, false);
}

void HttpLoop::take_bytes(Peer peer, bool ended) {
    // A copy: what it does may be the end of the connection.
    const auto on_bytes = sockets_.at(peer).on_bytes;
    const auto bytes = std::exchange(sockets_.at(peer).in, {});
    if (ended) drop(peer);
    if (!bytes.empty() || ended) on_bytes(bytes, ended);
}

void HttpLoop::finish(Peer peer) {
    if (!is_open(peer)) return;
    flush(peer);
    if (is_open(peer)) ::shutdown(sockets_.at(peer).descriptor, SHUT_WR);
}

void HttpLoop::reply(Peer peer, const FakeReply& reply) {
    std::string bytes = "HTTP/1.1 " + std::to_string(reply.status) + " X\r\nContent-Length: " + std::to_string(reply.body.size()) + "\r\n";
    for (const auto& [name, value] : reply.headers) bytes += name + ": " + value + "\r\n";
    write(peer, bytes + "\r\n" + reply.body);
    if (!is_open(peer)) return;
    sockets_.at(peer).busy = false;
    take_requests(peer);
}

void HttpLoop::write(Peer peer, const std::string& bytes) {
    if (!is_open(peer)) return;
    sockets_.at(peer).out += bytes;
    flush(peer);
}

void HttpLoop::flush(Peer peer) {
    auto& socket = sockets_.at(peer);
    while (!socket.out.empty()) {
        const auto sent = ::send(socket.descriptor, socket.out.data(), socket.out.size(), MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR) continue;
        if (sent < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) break;
        if (sent < 0) return socket.calls ? take_reply(peer, true) : drop(peer);
        socket.out.erase(0, std::size_t(sent));
    }
    watch(peer, socket);
}

void HttpLoop::watch(Peer peer, Socket& socket) {
    if (socket.writes == !socket.out.empty()) return;
    socket.writes = !socket.out.empty();
    epoll_event event{};
    event.events = EPOLLIN | (socket.writes ? unsigned(EPOLLOUT) : 0U);
    event.data.u64 = peer;
    ::epoll_ctl(poll_, EPOLL_CTL_MOD, socket.descriptor, &event);
}

void HttpLoop::cut(Peer peer) {
    if (!is_open(peer)) return;
    const linger at_once{1, 0};
    ::setsockopt(sockets_.at(peer).descriptor, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    drop(peer);
}

void HttpLoop::drop(Peer peer) {
    const auto found = sockets_.find(peer);
    if (found == sockets_.end()) return;
    ::close(found->second.descriptor);
    sockets_.erase(found);
}

void HttpLoop::call(int port, const FakeRequest& request, OnReply done) {
    Peer peer = 0;
    auto& idle = idle_[port];
    while (peer == 0 && !idle.empty()) {
        if (is_open(idle.back())) peer = idle.back();
        idle.pop_back();
    }
    if (peer == 0) {
        const int descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        auto address = loopback(port);
        // On loopback a connection is made or refused at once.
        if (::connect(descriptor, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
            ::close(descriptor);
            return done({0, {}, {}});
        }
        int nonblocking = 1;
        ::ioctl(descriptor, FIONBIO, &nonblocking);
        peer = add(descriptor);
        sockets_.at(peer).calls = true;
        sockets_.at(peer).to = port;
    }
    auto& socket = sockets_.at(peer);
    socket.busy = true;
    socket.done = std::move(done);
    std::string bytes =
        request.method + " " + request.target + " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: " + std::to_string(request.body.size()) + "\r\n";
    for (const auto& [name, value] : request.headers) bytes += name + ": " + value + "\r\n";
    write(peer, bytes + "\r\n" + request.body);
}

void HttpLoop::take_reply(Peer peer, bool ended) {
    auto& socket = sockets_.at(peer);
    const auto head = read_head(socket.in);
    const bool whole = head && socket.in.size() >= head->length + head->body;
    if (!whole && !ended) return;
    FakeReply reply{0, {}, {}};
    if (whole && socket.busy) {
        reply.status = std::atoi(head->first.substr(head->first.find(' ') + 1).c_str());
        reply.headers = head->headers;
        reply.body = socket.in.substr(head->length, head->body);
        socket.in.erase(0, head->length + head->body);
    }
    const bool was_busy = socket.busy;
    auto done = std::move(socket.done);
    const auto connection = reply.headers.find("connection");
    const bool keep = whole && !ended && !(connection != reply.headers.end() && connection->second == "close");
    const int port = socket.to;
    socket.busy = false;
    if (keep) {
        idle_[port].push_back(peer);
    } else {
        drop(peer);
    }
    if (was_busy && done) done(std::move(reply));
}

}  // namespace tests
