// Owns the finding of a session's content.
#include "bot/app/pins.h"

#include <fmt/format.h>

#include <algorithm>

namespace bot::app {

std::string selection_of(const engine::Session& session) {
    const auto found = session.arguments.find("pack");
    return found == session.arguments.end() ? std::string("any") : found->second;
}

const store::Pin& Pins::pin(const engine::Program& program, const std::string& selection) {
    // Two packs may have a script of one id, but a selection names at most one pack.
    const auto key = program.id + '\n' + selection;
    if (const auto found = known_.find(key); found != known_.end()) return *found->second;
    auto made = current_->pin(program, selection);
    const auto& kept = pins_.emplace(made.fingerprint, std::move(made)).first->second;
    known_.emplace(key, &kept);
    return kept;
}

Result<Pins::Found> Pins::content_of(store::Store& store, const Fingerprint& fingerprint, const engine::Session& session) {
    const auto selection = selection_of(session);
    if (const auto* program = current_->script(session.script, selection)) {
        if (pin(*program, selection).fingerprint == fingerprint) return Found{current_, program};
    }
    auto kept = std::find_if(kept_.begin(), kept_.end(), [&](const Kept& entry) { return entry.fingerprint == fingerprint; });
    if (kept == kept_.end()) {
        const auto stored = store.pinned(fingerprint);
        if (!stored) return tl::unexpected(stored.error());
        auto library = current_->from_pin(*stored);
        if (!library) return tl::unexpected(library.error());
        kept_.push_front({fingerprint, *library});
        if (kept_.size() > kKept) kept_.pop_back();
    } else {
        kept_.splice(kept_.begin(), kept_, kept);
    }
    const auto& library = kept_.front().library;
    const auto* program = library->script(session.script, selection);
    if (!program) return fail(Code::kCorrupt, fmt::format("the stored session names a script {} that its pinned content lacks", session.script));
    return Found{library, program};
}

}  // namespace bot::app
