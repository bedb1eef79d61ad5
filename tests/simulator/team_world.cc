// Owns what team_world.h promises of the world.
#include "tests/simulator/team_world.h"
#include "tests/support/edit.h"

#include <cstdlib>

#include "bot/app/presses.h"

namespace teams {
namespace {

constexpr int kQuestions = 7;
constexpr int kMostLetters = 100'000;
constexpr int kMostRounds = 10'000;
constexpr const char* kAnswers[] = {chat::kGood,        chat::kHalf,           "I do not know.",
                                    "Both sides meet.", "It drops the value.", "Something else entirely, at length."};

// The content of the stage, with more questions.
std::vector<script::Source> sources() {
    auto all = chat::sources();
    const auto found = std::find_if(all.begin(), all.end(), [](const auto& source) { return source.path.ends_with("send-one.yaml"); });
    const auto model = *found;
    std::string order;
    for (int i = 4; i <= kQuestions; ++i) {
        const auto id = "send-" + std::to_string(i);
        auto more = model;
        more.path = "packs/tiny/questions/" + id + ".yaml";
        more.origin = id + ".yaml";
        tests::replace_all(more.text, "send-one", id);
        all.push_back(more);
        order += ", " + id;
    }
    for (auto& source : all) {
        if (source.path == "packs/tiny/pack.yaml") tests::replace_first(source.text, "]", order + "]");
    }
    return all;
}

const std::shared_ptr<const app::Library>& content() {
    static const auto kContent = chat::library(sources());
    return kContent;
}

// The first mark in it: that of the answer, not of follow-ups.
std::optional<int> mark_in(const std::string& said) {
    const auto at = said.find(" of 100");
    if (at == said.npos) return std::nullopt;
    auto begin = at;
    while (begin > 0 && std::isdigit(static_cast<unsigned char>(said[begin - 1]))) --begin;
    return std::atoi(said.substr(begin, at - begin).c_str());
}

}  // namespace

World::World(std::uint64_t seed, std::vector<Team> teams, Instant begin, int mortality)
    : dice_(seed), disk_(), stage_((disk_.cut_power_at(store::FaultyDisk::kNever), true)), teams_(std::move(teams)), mortality_(0) {
    stage_.content = content();
    stage_.clock.at = begin;
    stage_.restart();
    for (const auto* key : {"anna", "boris", "carl", "dora", "emil"}) people_.push_back({key});
    for (auto& team : teams_) {
        team.set_at = now();
        happens(chat::Seat{"admin", team.room}, Called{"daily", "on " + team.time + " mon-fri " + team.zone + " tiny"});
        happens(chat::Seat{"admin", team.room}, Called{"daily", std::string("revise ") + (team.revise ? "on" : "off")});
    }
    mortality_ = mortality;
}

// One process after the other, until there is nothing left to do now.
void World::run() {
    for (int round = 0; round < kMostRounds; ++round) {
        if (mortality_ > 0 && dice_.once_in(mortality_)) disk_.cut_power_at(disk_.operations() + 1 + dice_.roll(12));
        stage_.dispatcher->run_until_idle();
        if (disk_.happened()) {
            die();
            continue;
        }
        disk_.cut_power_at(store::FaultyDisk::kNever);
        unmarked_.clear();
        if (!deliver()) return;
    }
    FAIL("never comes to rest");
}

// False: there was nothing to deliver.
bool World::deliver() {
    const bool any = delivered_ < stage_.sent.size();
    while (delivered_ < stage_.sent.size()) {
        const auto letter = stage_.sent[delivered_++];
        auto& taken = taken_[letter.id];
        taken.letter = letter;
        ++taken.times;
        unmarked_.insert(letter.id);
        if (letter.message.inquiry) inquiries_.push_back(letter);
        if (mortality_ > 0 && letter.message.keep_id && dice_.once_in(mortality_)) {
            ++deaths_before_marks_;
            die();
            return true;
        }
        const auto message = "m" + std::to_string(letter.id) + "." + std::to_string(taken.times);
        stage_.dispatcher->settle({letter.id, store::Settled::How::kSent, "", message});
    }
    return any;
}

void World::die() {
    ++deaths_;
    for (const auto letter : unmarked_) ++taken_[letter].may_repeat;
    unmarked_.clear();
    disk_.stop();
    stage_.dispatcher.reset();
    stage_.reception.reset();
    stage_.ledger.reset();
    switch (dice_.roll(3)) {
        case 0: disk_.restore_process(); break;
        case 1: disk_.restore_power(); break;
        default: disk_.restore_power(std::uint64_t(dice_.roll(1 << 20))); break;
    }
    disk_.cut_power_at(store::FaultyDisk::kNever);
    stage_.restart();
    stage_.sent = stage_.ledger->unsent(0, kMostLetters).value();
    delivered_ = 0;
}

void World::live(Duration time) {
    const auto end = now() + time;
    run();
    for (auto next = stage_.next_deadline(); next && *next <= end; next = stage_.next_deadline()) {
        stage_.clock.at = std::max(now(), *next);
        run();
    }
    stage_.clock.at = end;
    run();
}

void World::sleep(Duration time) {
    outages_.push_back({now(), now() + time});
    die();
    stage_.clock.at += time;
    run();
}

// What is not acknowledged comes again.
std::string World::until_durable(Inbound event) {
    const auto before = taken_.empty() ? 0 : taken_.rbegin()->first;
    for (bool durable = false; !durable;) {
        REQUIRE(stage_.submit({event}));
        const int acknowledged = stage_.acknowledged;
        run();
        durable = stage_.acknowledged > acknowledged;
    }
    std::string said;
    for (auto taken = taken_.upper_bound(before); taken != taken_.end(); ++taken) {
        if (taken->second.letter.place.room == event.place.room) said += chat::text_of(taken->second.letter.message);
    }
    for (const auto& inquiry : std::exchange(inquiries_, {})) {
        const auto& asked = *inquiry.message.inquiry;
        said += happens(chat::Seat{inquiry.message.person, inquiry.place.room}, Vouched{true, asked.what, "", asked.topic});
    }
    return said;
}

std::int64_t World::last_ticket(const Team& team) const {
    for (auto taken = taken_.rbegin(); taken != taken_.rend(); ++taken) {
        const auto& letter = taken->second.letter;
        if (letter.place.room != team.room || !letter.message.keep_id) continue;
        return app::read_press(letter.message.choices.front().data)->number;
    }
    return 0;
}

std::string World::begins(const std::string& person, const Team& team) {
    const auto ticket = last_ticket(team);
    if (ticket == 0) return {};
    const auto said = happens(chat::Seat{person, ""}, Called{"start", app::write_press({"answer", {}, ticket})});
    for (auto& each : people_) {
        if (each.key == person && chat::holds(said, "What does send-")) each.slot = app::TeamDesk::slot_of(ticket);
    }
    return said;
}

void World::answers(const std::string& person, const std::string& text) {
    const auto who = std::find_if(people_.begin(), people_.end(), [&](const auto& each) { return each.key == person; });
    const auto slot = std::exchange(who->slot, store::SlotId{});
    if (slot.value == 0) return;
    const bool open = !book().teams().slot(slot).value()->revealed;
    const auto mark = mark_in(happens(chat::Seat{person, ""}, Said{text}));
    if (open && mark) marks_[{slot, person}].push_back(*mark);
    // A follow-up earns nothing.
    if (dice_.once_in(2)) happens(chat::Seat{person, ""}, Said{chat::kGood});
    happens(chat::Seat{person, ""}, Said{"stop"});
}

void World::somebody_does_something() {
    auto& person = people_[std::size_t(dice_.roll(int(people_.size())))];
    if (person.slot.value != 0) {
        if (!dice_.once_in(6)) return answers(person.key, dice_.one_of(kAnswers));
        person.slot = {};
        happens(chat::Seat{person.key, ""}, Said{"stop"});
        return;
    }
    begins(person.key, dice_.one_of(teams_));
    if (!dice_.once_in(4)) answers(person.key, dice_.one_of(kAnswers));
}

}  // namespace teams
