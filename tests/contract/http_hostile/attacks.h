// Owns attacks on an HTTP server, each as raw bytes: the rows of what servers are known to fall to. They know a port and a path, nothing of the server inside.
#pragma once

#include <string>
#include <vector>

namespace tests::hostile {

struct Target {
    int port = 0;
    std::string path = "/";  // takes POST
    std::string smuggled;    // a whole request that this server would take, if it ever read it as one
};

struct Outcome {
    std::string response;  // all that came back
    bool closed = false;   // the server ended the connection
    std::size_t sent = 0;  // bytes it took from us
    double seconds = 0;    // from our last byte to the end of its answer
};

struct Attack {
    std::string name;
    std::vector<int> statuses;  // any of them is a right answer; 200 for who lets everybody in, 401 for who does not
    Outcome (*run)(const Target&);
};

const std::vector<Attack>& attacks();

// How many responses an outcome holds: more than one means that something was smuggled.
int responses(const std::string& text);

}  // namespace tests::hostile
