// Owns the few forms of a URL that a server's address may have; everything else is refused rather than guessed.
#include "adapters/net/url.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "bot/base/text.h"

namespace adapters::net {

namespace {

constexpr const char* kForm = "give http:// or https://, a host, perhaps a port and a path";

tl::unexpected<bot::Error> wrong(const char* what) { return bot::fail(bot::Code::kInvalidInput, fmt::format("the URL {}: {}", what, kForm)); }

bool is_port(std::string_view text) {
    int port = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
    return error == std::errc() && end == text.data() + text.size() && port > 0 && port <= 65'535;
}

bool is_host(std::string_view text, bool bracketed) {
    return !text.empty() && text.size() <= 253 && std::all_of(text.begin(), text.end(), [&](char c) {
        const bool common = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c == '.';
        return common || (bracketed ? c == ':' : c == '-' || c == '_');
    });
}

}  // namespace

bool is_request_target(std::string_view target) {
    return !target.empty() && target.front() == '/' && std::all_of(target.begin(), target.end(), [](char c) { return c > 0x20 && c < 0x7f && c != '#'; });
}

bot::Result<BaseUrl> parse_base_url(std::string_view text) {
    BaseUrl url;
    if (bot::to_lower_ascii(text.substr(0, 7)) == "http://") {
        text.remove_prefix(7);
    } else if (bot::to_lower_ascii(text.substr(0, 8)) == "https://") {
        url.tls = true;
        text.remove_prefix(8);
    } else {
        return wrong("does not begin with http:// or https://");
    }
    const std::size_t slash = std::min(text.find_first_of("/?#"), text.size());
    std::string_view place = text.substr(0, slash);
    std::string_view path = text.substr(slash);
    if (place.find('@') != std::string_view::npos) return wrong("holds a user or password");
    if (!path.empty() && (!is_request_target(path) || path.find('?') != std::string_view::npos))
        return wrong("holds a query, a fragment or a strange character");
    while (!path.empty() && path.back() == '/') path.remove_suffix(1);
    url.path = path;

    const bool bracketed = !place.empty() && place.front() == '[';
    const std::size_t end = bracketed ? place.find(']') : std::min(place.find(':'), place.size());
    if (end == std::string_view::npos) return wrong("has an open bracket");
    url.host = bot::to_lower_ascii(place.substr(bracketed ? 1 : 0, bracketed ? end - 1 : end));
    place.remove_prefix(std::min(place.size(), bracketed ? end + 1 : end));
    if (!is_host(url.host, bracketed)) return wrong("names no host");
    const std::string usual = url.tls ? "443" : "80";
    url.port = usual;
    if (!place.empty()) {
        if (place.front() != ':' || !is_port(place.substr(1))) return wrong("has a port that is none");
        url.port = std::to_string(std::stoi(std::string(place.substr(1))));
    }
    url.authority = bracketed ? "[" + url.host + "]" : url.host;
    if (url.port != usual) url.authority += ":" + url.port;
    return url;
}

bot::Result<SocketUrl> parse_socket_url(std::string_view text) {
    const std::string scheme = bot::to_lower_ascii(text.substr(0, 6));
    const bool tls = scheme == "wss://";
    if (!tls && scheme.substr(0, 5) != "ws://") return bot::fail(bot::Code::kInvalidInput, "the address of the websocket begins with neither wss:// nor ws://");
    text.remove_prefix(tls ? 6 : 5);
    const std::size_t end = std::min(text.find_first_of("/?#"), text.size());
    auto base = parse_base_url(std::string(tls ? "https://" : "http://") + std::string(text.substr(0, end)));
    if (!base) return tl::unexpected(base.error());
    SocketUrl url{std::move(*base), std::string(text.substr(end))};
    if (!url.target.starts_with('/')) url.target.insert(0, 1, '/');
    if (!is_request_target(url.target)) return bot::fail(bot::Code::kInvalidInput, "the address of the websocket holds a fragment or a strange character");
    return url;
}

bool is_loopback(std::string_view host) {
    if (host == "localhost" || host == "::1") return true;
    return host.starts_with("127.") && std::all_of(host.begin(), host.end(), [](char c) { return (c >= '0' && c <= '9') || c == '.'; });
}

}  // namespace adapters::net
