// Owns the life of a real `viva serve` in a test: started on a database, killed or asked to end, its log kept in a file.
// Must not be used on anything but our own binary.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <map>
#include <mutex>
#include <optional>
#include <string>

namespace tests {

struct ServerOptions {
    std::string folder;  // of the test: database, configuration and log stand there
    std::string api_base;
    // Appended to the configuration below as it is.
    std::string config = {};
    bool is_durable = true;  // durability: full
    bool is_paced = false;   // with the platform's usual limits; else none, and nothing is gathered
    int port = 0;            // to listen on; 0 = a free one
    bool serves_telegram = true;
    std::map<std::string, std::string> environment = {};
};

class ServerProcess {
   public:
    explicit ServerProcess(ServerOptions options);
    ~ServerProcess();
    ServerProcess(const ServerProcess&) = delete;
    ServerProcess& operator=(const ServerProcess&) = delete;

    // Throws if it runs already.
    void start(const std::map<std::string, std::string>& environment = {});
    bool runs() const { return pid_ > 0; }
    pid_t pid() const { return pid_; }
    // SIGKILL, from any thread; the process is gone at return of the next wait().
    void kill() const;
    void ask_to_end() const;  // SIGTERM
    // Waits for its end: exit code, or -signal; nullopt if it still runs after `most`.
    std::optional<int> wait(std::chrono::milliseconds most = std::chrono::seconds(20));
    bool has_ended();  // looks, does not wait

    std::string database() const { return options_.folder + "/viva.db"; }
    std::string log() const;
    int port() const { return options_.port; }
    // What /metrics says of one sample, e.g. `viva_events_total`, labels as they are written; nullopt if it is not there.
    std::optional<double> metric(const std::string& sample) const;
    // Until its log of this life says so; false if it ends or takes 20 seconds.
    bool wait_until_serving();

   private:
    ServerOptions options_;
    mutable std::mutex reaping_;  // so that nobody kills a number that was given back
    pid_t pid_ = -1;
    std::optional<int> ended_;
    std::size_t log_before_ = 0;  // bytes of the log at the begin of this life
};

// A port that was free a moment ago.
int free_port();

constexpr const char* kWebhookPath = "/hook";
constexpr const char* kWebhookSecret = "s3cret";
// The same server, reached over a webhook that it sets itself.
ServerOptions over_webhook(ServerOptions options = {});

}  // namespace tests
