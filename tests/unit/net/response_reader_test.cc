// Owns the tests of the response reader that need no connection: limits hold however the bytes are cut.
#include "adapters/net/response_reader.h"

#include "tests/support/catch.h"

using adapters::net::ResponseReader;
using State = adapters::net::ResponseReader::State;

TEST_CASE("a reply's head is bounded however it is cut, interim replies too") {
    for (const std::size_t piece : {std::size_t{1}, std::size_t{7}, std::size_t{300}, std::size_t{10'000}}) {
        std::string head = "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n";
        for (int i = 0; i < 10; ++i) {
            head += "x: " + std::string(60, 'x') + "\r\n";
            ResponseReader reader(512, 100);
            State state = State::kMore;
            std::size_t fed = 0;
            for (std::string_view rest = "HTTP/1.1 100 Continue\r\n\r\n"; !rest.empty(); rest.remove_prefix(std::min(piece, rest.size())))
                (void)reader.feed(rest.substr(0, piece));
            const std::string whole = head + "\r\n";
            for (; fed < whole.size() && state == State::kMore; fed += piece) state = reader.feed(std::string_view(whole).substr(fed, piece));
            INFO(whole.size() << " bytes in pieces of " << piece);
            CHECK(state == (whole.size() > 512 ? State::kBroken : State::kDone));
            if (state == State::kBroken) CHECK(reader.problem() == "the answer's headers are longer than allowed");
            if (state == State::kBroken && piece < 300) CHECK(fed <= 512 + piece);
        }
    }
}

TEST_CASE("interim replies do not go on for ever") {
    ResponseReader reader(512, 100);
    State state = State::kMore;
    int fed = 0;
    for (; fed < 100 && state == State::kMore; ++fed) state = reader.feed("HTTP/1.1 100 Continue\r\n\r\n");
    CHECK(state == State::kBroken);
    CHECK(fed < 20);
}
