// Owns requests and responses of HTTP as plain text, for tests that speak it byte by byte.
#pragma once

#include <algorithm>
#include <string>

namespace tests {

// headers: whole lines, each with its CR LF.
inline std::string post(const std::string& target, const std::string& body = "", const std::string& headers = "") {
    return "POST " + target + " HTTP/1.1\r\nHost: x\r\n" + headers + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}
inline std::string get(const std::string& target) { return "GET " + target + " HTTP/1.1\r\nHost: x\r\n\r\n"; }

// 0 if it is no response.
inline int status(const std::string& response) { return response.rfind("HTTP/1.1 ", 0) == 0 && response.size() > 12 ? std::stoi(response.substr(9, 3)) : 0; }
inline std::string body(const std::string& response) { return response.substr(std::min(response.size(), response.find("\r\n\r\n") + 4)); }

}  // namespace tests
