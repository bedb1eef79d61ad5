// Owns a look into a server's database from outside, also while it is in use: what was received, marked, sent, and what is still to be sent.
// Reads only; names the tables of bot/store/schema.cc.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace tests {

struct BookedAttempt {
    std::int64_t room = 0;  // the chat's id at the platform; of one with letters its digits
    std::string thread;
    std::string person;
    std::string question;
    std::int64_t turn = 0;
    std::string target;
    std::int64_t score = 0;
    std::string answer;
    std::string account = {};
    bool operator==(const BookedAttempt&) const = default;
};

struct Book {
    std::set<std::int64_t> received;      // ids of updates
    std::set<std::string> events;         // the same as they stand there
    std::vector<BookedAttempt> attempts;  // in the order of writing
    std::int64_t letters = 0;             // written ever
    std::int64_t unsent = 0;
    std::int64_t stranded = 0;  // of the unsent: to rooms that cannot be reached
    std::int64_t sent = 0;
    std::int64_t dead = 0;
    std::int64_t buried = 0;
    std::string integrity;
    std::string cursor;
    std::map<std::string, std::string> numbers;  // which person and which session has which number
};

// Throws if the file cannot be read.
Book read_book(const std::string& database);

// Kept open to ask often: whether these updates were received and nothing is left to send.
class BookWatch {
   public:
    explicit BookWatch(std::string database);
    ~BookWatch();
    BookWatch(const BookWatch&) = delete;
    BookWatch& operator=(const BookWatch&) = delete;
    // False also while there is no database.
    bool is_settled(std::int64_t received_at_least);
    std::int64_t number(const std::string& sql);  // -1 if it cannot be asked
    // Before a process that was killed starts anew: an open reader would spare it the recovery.
    void close();

   private:
    bool open();
    std::string database_;
    void* connection_ = nullptr;
};

}  // namespace tests
