// Owns the way of an answer from whatever thread has it to the server's thread. Must not know what a connection is.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "adapters/net/http_server.h"

namespace adapters::net {

class Connection;

// Outlives the server if answers do.
class Mailbox {
   public:
    struct Letter {
        std::weak_ptr<Connection> to;
        HttpResponse response;
    };

    // wake asks, from any thread, that the server's thread calls take_all(); deliver brings a letter at once, on that thread.
    Mailbox(std::function<void()> wake, std::function<void(Letter)> deliver) : wake_(std::move(wake)), deliver_(std::move(deliver)) {}

    void settle();            // on the server's thread, before anything else
    void put(Letter letter);  // any thread
    void take_all();          // on the server's thread
    void close();             // on the server's thread: letters go nowhere from now on

   private:
    std::mutex mutex_;
    bool closed_ = false;
    std::vector<Letter> waiting_;
    std::thread::id home_;
    std::function<void()> wake_;
    std::function<void(Letter)> deliver_;
};

// The one answer to a request of that connection; dropped, it is a 500.
Respond respond_to(std::weak_ptr<Connection> connection, std::shared_ptr<Mailbox> mailbox);

}  // namespace adapters::net
