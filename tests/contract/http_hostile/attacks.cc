// Owns the bytes of each attack.
#include "tests/contract/http_hostile/attacks.h"

#include <chrono>

#include "tests/unit/net/raw_peer.h"

namespace tests::hostile {

namespace {

constexpr std::size_t kFlood = std::size_t{200} * 1024 * 1024;  // what an unbounded server held

std::string start(const Target& target) { return "POST " + target.path + " HTTP/1.1\r\nHost: x\r\n"; }

Outcome finish(RawPeer& peer, std::size_t sent) {
    Outcome outcome;
    outcome.sent = sent;
    const auto begin = std::chrono::steady_clock::now();
    outcome.response = peer.read_response(8'000);
    outcome.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    outcome.response += peer.read_all(8'000);
    outcome.closed = peer.is_closed(0);
    return outcome;
}

Outcome say(const Target& target, const std::string& bytes) {
    RawPeer peer(target.port);
    (void)peer.send(bytes);
    return finish(peer, bytes.size());
}

// begin, then piece over and over until the server has had enough or we have.
Outcome flood(const Target& target, const std::string& begin, const std::string& piece) {
    RawPeer peer(target.port);
    std::size_t sent = begin.size();
    if (!peer.send(begin)) return finish(peer, 0);
    while (sent < kFlood && peer.send(piece)) sent += piece.size();
    return finish(peer, sent);
}

std::string many(const std::string& text, std::size_t times) {
    std::string all;
    for (std::size_t i = 0; i < times; ++i) all += text;
    return all;
}

Outcome endless_request_line(const Target& target) { return flood(target, "POST /", std::string(65'536, 'a')); }
Outcome endless_method(const Target& target) { return flood(target, "P", std::string(65'536, 'O')); }
Outcome endless_header(const Target& target) { return flood(target, start(target) + "X: ", std::string(65'536, 'a')); }
Outcome endless_header_name(const Target& target) { return flood(target, start(target), std::string(65'536, 'a')); }
Outcome endless_fold(const Target& target) { return flood(target, start(target) + "X: a\r\n", many(" a\r\n", 10'000)); }
Outcome two_million_headers(const Target& target) { return flood(target, start(target), many("a: b\r\n", 10'000)); }

Outcome endless_chunks(const Target& target) {
    return flood(target, start(target) + "Transfer-Encoding: chunked\r\n\r\n", "10000\r\n" + std::string(65'536, 'x') + "\r\n");
}
Outcome endless_small_chunks(const Target& target) { return flood(target, start(target) + "Transfer-Encoding: chunked\r\n\r\n", many("1\r\nx\r\n", 10'000)); }
Outcome huge_chunk(const Target& target) {
    return flood(target, start(target) + "Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n", std::string(65'536, 'x'));
}
Outcome negative_chunk(const Target& target) { return flood(target, start(target) + "Transfer-Encoding: chunked\r\n\r\n-2\r\n", std::string(65'536, 'x')); }
Outcome endless_chunk_size(const Target& target) { return flood(target, start(target) + "Transfer-Encoding: chunked\r\n\r\n", std::string(65'536, '0')); }
Outcome endless_chunk_extension(const Target& target) {
    return flood(target, start(target) + "Transfer-Encoding: chunked\r\n\r\n1;a=", std::string(65'536, 'x'));
}
Outcome endless_trailer(const Target& target) { return flood(target, start(target) + "Transfer-Encoding: chunked\r\n\r\n0\r\n", many("a: b\r\n", 10'000)); }
Outcome last_chunk_in_pieces(const Target& target) {
    RawPeer peer(target.port);
    for (const char byte : start(target) + "Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n0\r\n\r\n") (void)peer.send(std::string(1, byte));
    return finish(peer, 0);
}

Outcome endless_body_without_length(const Target& target) { return flood(target, start(target) + "\r\n", std::string(65'536, 'x')); }
Outcome body_over_the_cap(const Target& target) { return flood(target, start(target) + "Content-Length: 300000000\r\n\r\n", std::string(65'536, 'x')); }
Outcome length_over_the_cap_without_a_body(const Target& target) { return say(target, start(target) + "Content-Length: 300000000\r\n\r\n"); }
Outcome length_that_overflows(const Target& target) { return say(target, start(target) + "Content-Length: 18446744073709551617\r\n\r\n"); }

Outcome two_lengths(const Target& target) {
    return say(target, start(target) + "Content-Length: 0\r\nContent-Length: " + std::to_string(target.smuggled.size()) + "\r\n\r\n" + target.smuggled);
}
Outcome list_of_lengths(const Target& target) {
    return say(target, start(target) + "Content-Length: 0, " + std::to_string(target.smuggled.size()) + "\r\n\r\n" + target.smuggled);
}
Outcome length_and_chunks(const Target& target) {
    return say(target, start(target) + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + target.smuggled);
}
Outcome chunks_and_length(const Target& target) {
    return say(target, start(target) + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n" + target.smuggled);
}
Outcome gzip_and_chunks(const Target& target) {
    RawPeer peer(target.port);
    (void)peer.send(start(target) + "Transfer-Encoding: gzip, chunked\r\n\r\n");
    (void)peer.send("5\r\nhello\r\n0\r\n\r\n" + target.smuggled);  // in a later packet
    return finish(peer, 0);
}
Outcome space_before_the_colon(const Target& target) { return say(target, start(target) + "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n" + target.smuggled); }
Outcome folded_length(const Target& target) { return say(target, start(target) + "X: a\r\n Content-Length: 5\r\n\r\n" + target.smuggled); }
Outcome bare_line_feeds(const Target& target) {
    return say(target, "POST " + target.path + " HTTP/1.1\nHost: x\nContent-Length: 0\n\n" + target.smuggled + "\r\n\r\n");
}
Outcome body_of_a_get(const Target& target) {
    return say(target,
               "GET " + target.path + " HTTP/1.1\r\nHost: x\r\nContent-Length: " + std::to_string(target.smuggled.size()) + "\r\n\r\n" + target.smuggled);
}
Outcome body_of_a_head(const Target& target) {
    return say(target,
               "HEAD " + target.path + " HTTP/1.1\r\nHost: x\r\nContent-Length: " + std::to_string(target.smuggled.size()) + "\r\n\r\n" + target.smuggled);
}
Outcome second_request(const Target& target) { return say(target, start(target) + "Content-Length: 1\r\n\r\nx" + target.smuggled); }
Outcome absolute_target(const Target& target) { return say(target, "POST http://other" + target.path + " HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n"); }
Outcome two_hosts(const Target& target) { return say(target, start(target) + "Host: y\r\nContent-Length: 0\r\n\r\n"); }

Outcome gzip_bomb(const Target& target) { return flood(target, start(target) + "Content-Encoding: gzip\r\nContent-Length: 60000\r\n\r\n", "\x1f\x8b\x08"); }
Outcome multipart(const Target& target) {
    return say(target, start(target) + "Content-Type: multipart/form-data; boundary=" + std::string(8'000, 'b') + "\r\nContent-Length: 2\r\n\r\n--");
}
Outcome range(const Target& target) { return say(target, start(target) + "Range: bytes=" + std::string(8'000, '1') + "-\r\nContent-Length: 0\r\n\r\n"); }
Outcome encoded_line_end(const Target& target) {
    return say(target, start(target) + "X-Echo: a%0D%0ASet-Cookie: injected=1%00\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
}
Outcome raw_line_end(const Target& target) { return say(target, start(target) + "X-Echo: a\rSet-Cookie: injected=1\r\nContent-Length: 0\r\n\r\n"); }
Outcome address_in_headers(const Target& target) {
    return say(target, start(target) + "REMOTE_ADDR: 6.6.6.6\r\nX-Forwarded-For: 6.6.6.6\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
}
Outcome null_in_header(const Target& target) { return say(target, start(target) + std::string("X-Echo: a\0b\r\n", 13) + "Content-Length: 0\r\n\r\n"); }
Outcome tls_greeting(const Target& target) { return say(target, std::string("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", 15)); }
Outcome nothing_but_zeros(const Target& target) { return flood(target, "", std::string(65'536, '\0')); }

}  // namespace

const std::vector<Attack>& attacks() {
    static const std::vector<Attack> all{
        {"a request line without end", {431}, endless_request_line},
        {"a method without end", {400, 431}, endless_method},
        {"a header without end", {431}, endless_header},
        {"a header's name without end", {431}, endless_header_name},
        {"a folded header without end", {400, 431}, endless_fold},
        {"two million headers", {431}, two_million_headers},
        {"chunks beyond the cap", {413}, endless_chunks},
        {"small chunks beyond the cap", {413}, endless_small_chunks},
        {"a chunk of 2^64 - 1", {413}, huge_chunk},
        {"a negative chunk size", {400}, negative_chunk},
        {"a chunk size line without end", {400}, endless_chunk_size},
        {"a chunk extension without end", {400}, endless_chunk_extension},
        {"a trailer without end", {400}, endless_trailer},
        {"the last chunk byte by byte", {200, 401}, last_chunk_in_pieces},
        {"a body without a length", {411}, endless_body_without_length},
        {"a body over the cap", {413}, body_over_the_cap},
        {"a length over the cap and no body", {413}, length_over_the_cap_without_a_body},
        {"a length that overflows", {400, 413}, length_that_overflows},
        {"two lengths", {400}, two_lengths},
        {"a list of lengths", {400}, list_of_lengths},
        {"a length and chunks", {400}, length_and_chunks},
        {"chunks and a length", {400}, chunks_and_length},
        {"gzip and chunks, the body later", {400, 501}, gzip_and_chunks},
        {"a space before the colon", {400}, space_before_the_colon},
        {"a length in a folded line", {400}, folded_length},
        {"bare line feeds", {400}, bare_line_feeds},
        {"a request in the body of a GET", {405, 413}, body_of_a_get},
        {"a request in the body of a HEAD", {405, 413}, body_of_a_head},
        {"a second request behind the first", {200, 401}, second_request},
        {"an absolute target", {400, 404}, absolute_target},
        {"two hosts", {400}, two_hosts},
        {"a gzip bomb", {415}, gzip_bomb},
        {"multipart with a long boundary", {415}, multipart},
        {"a range of 8,000 digits", {400}, range},
        {"an encoded line end in a header", {200, 401}, encoded_line_end},
        {"a raw line end in a header", {400}, raw_line_end},
        {"another address in the headers", {200, 401}, address_in_headers},
        {"a zero byte in a header", {400}, null_in_header},
        {"a TLS greeting", {400}, tls_greeting},
        {"nothing but zeros", {400}, nothing_but_zeros},
    };
    return all;
}

int responses(const std::string& text) {
    int count = 0;
    for (std::size_t at = text.find("HTTP/1.1 "); at != std::string::npos; at = text.find("HTTP/1.1 ", at + 1)) ++count;
    return count;
}

}  // namespace tests::hostile
