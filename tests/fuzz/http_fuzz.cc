// Owns the fuzz target of HTTP: bytes from a client and from a server, in pieces of any size, are read the same as in one, or refused, and hold little.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "adapters/net/request_reader.h"
#include "adapters/net/response_reader.h"
#include "bot/base/check.h"

namespace {

using namespace adapters::net;
constexpr std::size_t kHeadCap = 512;
constexpr std::size_t kBodyCap = 128;

const std::vector<Route>& routes() {
    static const std::vector<Route> all{{.method = "POST", .path = "/", .body_cap = kBodyCap, .handle = {}}, {.method = "GET", .path = "/", .handle = {}}};
    return all;
}

struct Read {
    RequestReader::State state = RequestReader::State::kMore;
    HttpRequest request;
};

Read read_request(std::string_view bytes, std::size_t piece) {
    RequestReader reader(routes(), kHeadCap, 16);
    Read read;
    while (!bytes.empty() && read.state == RequestReader::State::kMore) {
        const std::string part(bytes.substr(0, piece));
        bytes.remove_prefix(part.size());
        read.state = reader.feed(part);
        VIVA_CHECK(reader.held() < 8'192 + part.size() * 2);
        (void)reader.take_continue();
    }
    if (read.state == RequestReader::State::kRefused) VIVA_CHECK(reader.status() >= 400 && reader.status() < 500);
    if (read.state == RequestReader::State::kDone) read.request = reader.take();
    VIVA_CHECK(read.request.body.size() <= kBodyCap && read.request.headers.size() <= 16);
    return read;
}

void read_response(std::string_view bytes, std::size_t piece) {
    ResponseReader reader(kHeadCap, kBodyCap);
    auto state = ResponseReader::State::kMore;
    while (!bytes.empty() && state == ResponseReader::State::kMore) {
        state = reader.feed(bytes.substr(0, piece));
        bytes.remove_prefix(std::min(piece, bytes.size()));
    }
    if (state == ResponseReader::State::kMore) state = reader.end();
    VIVA_CHECK((state == ResponseReader::State::kBroken) == !reader.problem().empty());
    if (state == ResponseReader::State::kDone) VIVA_CHECK(reader.take().body.size() <= kBodyCap);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const std::size_t piece = 1 + data[0] % 64U;
    const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
    const Read whole = read_request(bytes, bytes.size() + 1);
    const Read cut = read_request(bytes, piece);
    // In pieces a refusal may come later, but nothing is let in that was not, and nothing else.
    VIVA_CHECK((whole.state == RequestReader::State::kDone) == (cut.state == RequestReader::State::kDone));
    VIVA_CHECK(whole.request.body == cut.request.body && whole.request.headers == cut.request.headers && whole.request.path == cut.request.path);
    read_response(bytes, bytes.size() + 1);
    read_response(bytes, piece);
    return 0;
}
