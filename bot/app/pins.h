// Owns which content a session runs on: the current library where it is the same, else the pinned one, compiled and kept while in use.
// Must not decide what is pinned (Library does). One thread: the dispatcher's; libraries it gives out are safe from any thread.
#pragma once

#include <list>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "bot/app/library.h"

namespace bot::app {

class Pins {
   public:
    // Pinned libraries kept compiled at most; each may hold a cache of rubrics.
    static constexpr std::size_t kKept = 4;

    explicit Pins(std::shared_ptr<const Library> current) : current_(std::move(current)) {}

    const std::shared_ptr<const Library>& current() const { return current_; }

    // What a new session over this selection depends on; worked out once per script and selection.
    const store::Pin& pin(const engine::Program& program, const std::string& selection);

    // The content of a stored session. kCorrupt if it no longer compiles or lacks the session's script; errors of the store.
    struct Found {
        std::shared_ptr<const Library> library;
        const engine::Program* program = nullptr;  // in library
    };
    Result<Found> content_of(store::Store& store, const Fingerprint& fingerprint, const engine::Session& session);

   private:
    struct Kept {
        Fingerprint fingerprint;
        std::shared_ptr<const Library> library;
    };

    std::shared_ptr<const Library> current_;
    std::map<std::string, const store::Pin*, std::less<>> known_;  // by script and selection
    std::map<Fingerprint, store::Pin> pins_;                       // few: one per set of packs and script
    std::list<Kept> kept_;                                         // most recently used first
};

// What a session's questions are chosen from.
std::string selection_of(const engine::Session& session);

}  // namespace bot::app
