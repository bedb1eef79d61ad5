// Owns attacks on an HTTP server, each as raw bytes: the rows of what servers are known to fall to. They know a port and a path, nothing of the server inside.
#pragma once

#include <string>
#include <vector>

namespace tests::hostile {

struct Target {
    int port = 0;
    std::string path = "/";  // takes POST
};

struct Outcome {
    std::string response;  // all that came back
    bool closed = false;   // the server ended the connection
    std::size_t sent = 0;  // bytes it took from us
};

struct Attack {
    std::string name;
    std::vector<int> statuses;  // any of them is a right answer; 0 = closed without one
    Outcome (*run)(const Target&);
};

const std::vector<Attack>& attacks();

// How many responses an outcome holds: more than one means that something was smuggled.
int responses(const std::string& text);
int status(const std::string& response);  // 0 if it is none

}  // namespace tests::hostile
