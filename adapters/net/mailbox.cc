// Owns handing answers over in bundles: one wake-up for all that came while the server's thread was busy.
#include "adapters/net/mailbox.h"

#include "adapters/net/response_text.h"

namespace adapters::net {

void Mailbox::settle() {
    const std::lock_guard lock(mutex_);
    home_ = std::this_thread::get_id();
}

void Mailbox::put(Letter letter) {
    {
        const std::lock_guard lock(mutex_);
        if (closed_) return;
        if (home_ != std::this_thread::get_id()) {
            waiting_.push_back(std::move(letter));
            if (waiting_.size() == 1) wake_();  // under the lock: close() must not come between
            return;
        }
    }
    deliver_(std::move(letter));
}

void Mailbox::take_all() {
    std::vector<Letter> letters;
    {
        const std::lock_guard lock(mutex_);
        letters.swap(waiting_);
    }
    for (Letter& letter : letters) deliver_(std::move(letter));
}

void Mailbox::close() {
    std::vector<Letter> letters;  // destroyed outside the lock
    const std::lock_guard lock(mutex_);
    closed_ = true;
    letters.swap(waiting_);
}

namespace {

class Answer {
   public:
    Answer(std::weak_ptr<Connection> connection, std::shared_ptr<Mailbox> mailbox) : connection_(std::move(connection)), mailbox_(std::move(mailbox)) {}
    Answer(const Answer&) = delete;
    Answer& operator=(const Answer&) = delete;
    ~Answer() {
        if (given_.load()) return;
        try {
            give(refusal(500, {}));
        } catch (...) {  // no memory: the connection ends at a deadline or with the server
        }
    }

    void give(HttpResponse response) {
        if (!given_.exchange(true)) mailbox_->put({connection_, std::move(response)});
    }

   private:
    std::atomic<bool> given_ = false;
    std::weak_ptr<Connection> connection_;
    std::shared_ptr<Mailbox> mailbox_;
};

}  // namespace

Respond respond_to(std::weak_ptr<Connection> connection, std::shared_ptr<Mailbox> mailbox) {
    return [answer = std::make_shared<Answer>(std::move(connection), std::move(mailbox))](HttpResponse response) { answer->give(std::move(response)); };
}

}  // namespace adapters::net
