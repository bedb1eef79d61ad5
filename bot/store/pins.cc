// Owns pinned content: written once, compared once a process, let go when no unfinished session needs it.
#include <fmt/format.h>

#include <utility>

#include "bot/store/sqlite_store.h"

namespace bot::store {

// The row of the pin, with exactly its files: those another session had kept are compared, since a damaged copy would stay for ever.
Result<std::int64_t> SqliteStore::keep(const Pin& pin) {
    struct Known {
        std::int64_t id = 0;
        bool kept = false;
    };
    const auto found = connection_->first(
        "SELECT id, kept FROM pin WHERE fingerprint = ?1",
        [](const Statement& row) {
            return Known{row.integer(0), row.integer(1) == 1};
        },
        pin.fingerprint);
    if (!found) return tl::unexpected(found.error());
    auto [id, kept] = found->value_or(Known{});
    if (kept) {
        const auto before = compared_.find(pin.fingerprint);
        if (before != compared_.end() && before->second) return id;
        const auto files = files_of(id);
        if (!files) return tl::unexpected(files.error());
        const bool same = *files == pin.files;
        compared_.try_emplace(pin.fingerprint, same);
        if (same) return id;
        if (auto dropped = connection_->run("DELETE FROM pinned_file WHERE pin = ?1", id); !dropped) return tl::unexpected(dropped.error());
    }
    auto written = id == 0 ? connection_->run("INSERT INTO pin(fingerprint, kept) VALUES(?1, 1)", pin.fingerprint)
                           : connection_->run("UPDATE pin SET kept = 1 WHERE id = ?1", id);
    if (!written) return tl::unexpected(written.error());
    if (id == 0) id = connection_->last_id();
    std::int64_t position = 0;
    for (const auto& file : pin.files) {
        auto added =
            connection_->run("INSERT INTO pinned_file(pin, position, path, body) VALUES(?1, ?2, ?3, ?4)", id, position++, Blob{file.path}, Blob{file.text});
        if (!added) return tl::unexpected(added.error());
    }
    return id;
}

// Lets the files of the session's pin go once no unfinished session needs them; the pin's row stays, since ended sessions name it.
Status SqliteStore::collect(SessionId ended) {
    auto released = connection_->run(
        "UPDATE pin SET kept = 0 WHERE id = (SELECT pin FROM session WHERE id = ?1) AND kept = 1 "
        "AND NOT EXISTS (SELECT 1 FROM session WHERE session.pin = pin.id AND phase <> 'ended')",
        ended);
    if (!released || connection_->changed() == 0) return released;
    return connection_->run("DELETE FROM pinned_file WHERE pin = (SELECT pin FROM session WHERE id = ?1)", ended);
}

Result<std::vector<PinnedFile>> SqliteStore::files_of(std::int64_t pin) {
    return connection_->all(
        "SELECT path, body FROM pinned_file WHERE pin = ?1 ORDER BY position",
        [](const Statement& row) {
            return PinnedFile{row.text(0), row.text(1)};
        },
        pin);
}

Result<Pin> SqliteStore::pinned(const Fingerprint& fingerprint) {
    const auto pin = connection_->number("SELECT id FROM pin WHERE fingerprint = ?1 AND kept = 1", fingerprint);
    if (!pin) return tl::unexpected(pin.error());
    if (*pin == 0) return fail(Code::kNotFound, fmt::format("the content {} is not kept: no unfinished session needs it", fingerprint));
    auto files = files_of(*pin);
    if (!files) return tl::unexpected(files.error());
    return Pin{fingerprint, std::move(*files)};
}

}  // namespace bot::store
