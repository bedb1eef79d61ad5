// Owns the small exam in a console that the fault tests run and what must be true of the file afterwards.
#pragma once

#include <algorithm>
#include <functional>
#include <optional>
#include <string>
#include <utility>

#include "tests/support/catch.h"
#include "tests/unit/store/fixture.h"

namespace bot::store {

// How far a run came: 0 nothing, 1 the person, 2 the session, 2 + n after n turns.
using Progress = int;
inline constexpr int kTurns = 5;
inline constexpr Progress kDone = 2 + kTurns;

// One step of the run; the same step again after a failure.
class SmallExam {
   public:
    static constexpr bool kGoesOnAfterwards = false;
    static constexpr int kLosses = 5;  // random ones to try at each power cut
    static constexpr Progress kDone = store::kDone;
    static Progress kept(const std::string& path);

    explicit SmallExam(std::string path, Durability durability = Durability::kFull) : path_(std::move(path)), durability_(durability) {}

    // Acknowledged so far.
    Progress progress() const { return progress_; }
    Progress next() const { return std::min(progress_ + 1, store::kDone); }
    bool done() const { return progress_ == store::kDone; }

    Status advance() {
        if (!store_) {
            auto opened = Store::open(path_, durability_);
            if (!opened) return tl::unexpected(opened.error());
            store_ = std::move(*opened);
        }
        if (progress_ == 0) {
            const auto person = store_->person("console", "local", "Ann", at(0));
            if (!person) return tl::unexpected(person.error());
            person_ = *person;
        } else if (progress_ == 1) {
            const auto id = store_->begin(person_, some_pin(), session_after(0), at(0));
            if (!id) return tl::unexpected(id.error());
            session_ = *id;
        } else {
            if (auto committed = store_->commit(turn_of(progress_ - 2, session_, person_), at(progress_)); !committed) return committed;
        }
        ++progress_;
        return {};
    }

    void close() { store_.reset(); }

   private:
    std::string path_;
    Durability durability_;
    std::unique_ptr<Store> store_;
    PersonId person_;
    SessionId session_;
    Progress progress_ = 0;
};

// Opens what is left and reads how far it came. Whole turns only, in order, with their pin; a sound file.
inline Progress SmallExam::kept(const std::string& path) {
    auto store = Store::open(path);
    if (!store) FAIL(store.error().message);
    REQUIRE(shell(path, "PRAGMA integrity_check") == "ok");
    REQUIRE(shell(path, "PRAGMA foreign_key_check").empty());
    if (shell(path, "SELECT count(*) FROM person") == "0") return 0;
    const auto person = (*store)->person("console", "local", "Ann", at(0));
    REQUIRE(person);
    const auto found = (*store)->unfinished(*person);
    REQUIRE(found);
    if (!*found) {
        REQUIRE((*store)->attempts(*person, "")->empty());
        return 1;
    }
    REQUIRE(shell(path, "SELECT count(*) FROM session") == "1");
    const auto turns = static_cast<int>((*found)->session.steps);
    REQUIRE((*found)->session == session_after(turns));
    REQUIRE((*store)->pinned("pin-one")->files == some_pin().files);
    const auto attempts = (*store)->attempts(*person, "");
    REQUIRE(attempts);
    REQUIRE(attempts->size() == static_cast<std::size_t>(turns));
    for (int turn = 0; turn < turns; ++turn) REQUIRE(attempts->at(static_cast<std::size_t>(turn)).attempt == attempt_of_turn(turn));
    return 2 + turns;
}

}  // namespace bot::store
