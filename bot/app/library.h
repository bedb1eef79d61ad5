// Owns the loaded content at run time: finding packs, questions and scripts by name, and the bounded cache of compiled rubrics.
// Must not read files (sources.h does) or know sessions' state.
#pragma once

#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/base/result.h"
#include "bot/engine/step.h"
#include "bot/script/content.h"
#include "bot/store/store.h"

namespace bot::app {

// Immutable but for the cache, which is guarded: safe from any thread.
class Library : public engine::QuestionBank {
   public:
    // Rubrics kept compiled at most; at least one is always kept.
    static constexpr std::size_t kCacheBytes = std::size_t{64} * 1024 * 1024;

    // Takes content that compiled without errors, and the sources it came from (for pins).
    Library(script::Content content, std::vector<script::Source> sources, std::size_t cache_bytes = kCacheBytes);

    const script::Content& content() const { return content_; }

    std::vector<std::string> keys(std::string_view selection) const override;
    const grade::Question* question(std::string_view key) const override;
    std::shared_ptr<const grade::Rubric> rubric(std::string_view key) const override;

    const script::Pack* pack(std::string_view id) const;

    // A script by id: the pack's own first, then the shared ones. Null if there is none.
    const engine::Program* script(std::string_view id, std::string_view pack) const;

    // What a person may type to choose questions ("any", a pack, "#tag" or a tag, a question) as a selection that keys() understands.
    // kNotFound names the nearest.
    Result<std::string> resolve_selection(std::string_view text) const;

    // What resolve_selection() would have understood and the text comes near to, if anything.
    std::optional<std::string> nearest_selection(std::string_view text) const;

    // The key of one question, given its id or pack/id. kNotFound names the nearest; kInvalidInput if two packs have the id.
    Result<std::string> resolve_question(std::string_view text) const;

    // The content a session over this selection and script depends on.
    store::Pin pin(const engine::Program& script, std::string_view selection) const;

    // Compiled pinned content, with this library's texts. kCorrupt if it no longer compiles.
    Result<std::shared_ptr<Library>> from_pin(const store::Pin& pin) const;

   private:
    std::vector<std::string> known_selections() const;
    std::shared_ptr<const grade::Rubric> cached(std::string_view key) const;  // null if it is not; under mutex_
    grade::Question whole(const grade::Question& question) const;             // with its patterns
    void keep(std::string_view key, std::shared_ptr<const grade::Rubric> rubric) const;

    struct Cached {
        std::string key;
        std::shared_ptr<const grade::Rubric> rubric;
    };

    script::Content content_;
    std::vector<script::Source> sources_;
    std::map<std::string, std::pair<const script::Pack*, const grade::Question*>, std::less<>> questions_;
    std::size_t cache_bytes_;
    mutable std::mutex mutex_;
    mutable std::list<Cached> cache_;                                                            // most recently used first
    mutable std::map<std::string, std::optional<std::vector<std::string>>, std::less<>> words_;  // by pack: grade::words_of its vocabulary, once needed
    mutable std::map<std::string, std::mutex, std::less<>> making_;                              // by question: held while it is compiled
};

}  // namespace bot::app
