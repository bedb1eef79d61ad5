// Owns the tests of how a response is written.
#include "adapters/net/response_text.h"

#include "tests/support/catch.h"

using adapters::net::HttpResponse;
using adapters::net::response_head;

TEST_CASE("a response says its length and whether the connection stays") {
    HttpResponse response{.status = 200, .body = "hello", .headers = {{"retry-after", "3"}}};
    CHECK(response_head(response, false) ==
          "HTTP/1.1 200 OK\r\ncontent-type: text/plain; charset=utf-8\r\ncontent-length: 5\r\nretry-after: 3\r\nconnection: keep-alive\r\n\r\n");
    CHECK(response_head(response, true).find("connection: close\r\n\r\n") != std::string::npos);
}

TEST_CASE("a response without a body has no length") {
    HttpResponse response{.status = 204, .body = "hello"};
    CHECK(response_head(response, true) == "HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n");
    CHECK(response.body.empty());
}

TEST_CASE("what would end a header's line is never sent") {
    for (const HttpResponse& bad : {HttpResponse{.body = "secret", .headers = {{"x", "a\r\nset-cookie: b"}}}, HttpResponse{.headers = {{"x\r\ny", "a"}}},
                                    HttpResponse{.headers = {{"", "a"}}}, HttpResponse{.headers = {{"x", std::string("a\0b", 3)}}},
                                    HttpResponse{.content_type = "text/html\r\nx: y"}, HttpResponse{.status = 100}, HttpResponse{.status = 99'999}}) {
        HttpResponse response = bad;
        const std::string head = response_head(response, true);
        CHECK(head.rfind("HTTP/1.1 500 Internal Server Error\r\n", 0) == 0);
        CHECK(head.find("cookie") == std::string::npos);
        CHECK(response.body == "Internal Server Error\n");
    }
}
