// Owns a headless Chromium for tests, spoken to over a pair of pipes (no port): it shows pages that the test itself serves and tells what they did.
// Must not let a request out: every one is answered here or refused, and written down.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/support/process.h"

namespace tests {

class Browser {
   public:
    Browser();  // the program that VIVA_CHROMIUM names, or else chromium on the path
    ~Browser();
    Browser(const Browser&) = delete;
    Browser& operator=(const Browser&) = delete;

    // Before open().
    void look(int width, int height, bool dark);
    void print_media(bool print);

    // Serves html at kAddress under the policy (none if empty) and waits until it is loaded. What the page does from then on is written down below.
    void open(const std::string& html, const std::string& policy);
    nlohmann::json evaluate(const std::string& expression);  // in a world of its own, which no policy of the page reaches
    void press(const std::string& key, int code);            // a key goes down and up
    void screenshot(const std::string& path);                // PNG of the whole page
    void pdf(const std::string& path);

    static constexpr const char* kAddress = "http://board.test/room";
    std::vector<std::string> requests;    // addresses, the page's own first
    std::vector<std::string> complaints;  // of the console, the browser's log and uncaught exceptions
    std::vector<std::string> dialogs;     // alert() and its kin: a script ran

   private:
    nlohmann::json call(const std::string& method, const nlohmann::json& parameters = nlohmann::json::object());
    nlohmann::json read();
    void take(const nlohmann::json& event);
    void send(const std::string& method, const nlohmann::json& parameters);

    Scratch home_;
    int pid_ = -1, to_ = -1, from_ = -1, last_id_ = 0;
    std::string buffer_, session_, html_, policy_;
    bool loaded_ = false;
};

}  // namespace tests
