// Owns one person's exam in one place: turns typed text into events, steps the session, commits, and only then replies.
// Must not render (engine does) or know how the text arrived. One thread.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>

#include "bot/app/library.h"
#include "bot/app/ports.h"
#include "bot/store/store.h"

namespace bot::app {

// What a new session is started with.
struct ExamRequest {
    std::string script;                            // "round", "practice" or one of a pack's own
    std::map<std::string, std::string> arguments;  // pack, questions, minutes ...; pack already resolved to a selection
    std::uint64_t seed = 0;
};

class Exam : public Conversation {
   public:
    // A session that begins at open(). kNotFound names the nearest script.
    static Result<std::unique_ptr<Exam>> fresh(store::Store& store, std::shared_ptr<const Library> library, Clock& clock, PersonId person, ExamRequest request);

    // The person's latest unfinished session, on the content it was started with; null if there is none.
    static Result<std::unique_ptr<Exam>> resumed(store::Store& store, const std::shared_ptr<const Library>& library, Clock& clock, PersonId person);

    // Which session this is, for a person who may go on with it ("Go developer, question 2").
    std::string about() const;

    Result<Reply> open() override;
    Result<Reply> take(std::string_view text) override;
    Result<Reply> leave() override;

   private:
    Exam(store::Store& store, std::shared_ptr<const Library> library, Clock& clock, PersonId person)
        : store_(store), current_(library), library_(std::move(library)), clock_(clock), person_(person) {}

    // Steps and commits one event. On error the session is as before.
    Result<Reply> turn(const engine::Event& event);
    Result<Reply> pause();
    Result<Reply> progress();  // the command me
    Result<Reply> appeal(std::string_view rest);
    Reply say(std::string_view key, Arguments arguments = {}) const;
    Reply unknown_command(std::string_view typed, const std::optional<std::string>& nearest) const;

    store::Store& store_;
    std::shared_ptr<const Library> current_;  // what is shipped now: texts, packs
    std::shared_ptr<const Library> library_;  // what the session is pinned to
    Clock& clock_;
    PersonId person_;
    const engine::Program* program_ = nullptr;
    std::optional<ExamRequest> request_;           // until open()
    std::optional<store::StoredSession> session_;  // from open(), or from the store
};

}  // namespace bot::app
