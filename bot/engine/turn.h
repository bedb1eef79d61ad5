// Owns one event's run through a session: the machine behind step(). Lives for one call.
// Must not outlive the material, do I/O, or throw; whatever the script, session or event holds, it comes to rest.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/engine/render.h"
#include "bot/engine/scene.h"
#include "bot/engine/step.h"

namespace bot::engine {

class Turn {
   public:
    Turn(const Material& material, Session session, Instant at);

    // One of these, once; then finish().
    void start(const Started& started);       // turn_events.cc
    void answer(const Answered& answered);    // turn_events.cc
    void timer(const TimerFired& fired);      // turn_events.cc
    void reopen();                            // turn_events.cc
    void command(Command command);            // turn_commands.cc
    void command_when_over(Command command);  // turn_commands.cc: says, and leaves the session as it is
    Stepped finish() &&;                      // turn.cc

   private:
    struct Taken {  // an answer that was taken in and is to be graded
        std::string text;
        grade::Findings findings;
        bool cut = false;
        bool repaired = false;
    };

    // Running through states (turn_machine.cc).
    void run_from(std::optional<StateIndex> index);
    std::optional<StateIndex> run(const State& state);  // where to go on; nullopt = at rest
    std::optional<StateIndex> say(const State& state);
    std::optional<StateIndex> pick(const State& state);
    std::optional<StateIndex> ask(const State& state);
    bool holds(const Transition& outcome) const;
    void leave_question();
    void end();
    void wait(const State& state, bool nudged);

    // Grading (turn_grade.cc).
    std::optional<StateIndex> grade(const State& state);
    void grade_first(const grade::Question& question, const Taken& taken, Reaction& reaction);
    void grade_followup(const grade::Question& question, const Taken& taken, const grade::Probe& probe, bool hinted, Reaction& reaction);
    std::optional<Taken> read(std::string_view raw);  // nullopt: it was no answer, and that was said

    // Commands (turn_commands.cc).
    void hint();
    void skip();
    void pause();
    void resume(std::string_view key);
    void stop();
    void refuse_while_paused(Command command);
    void present();  // asks again what is open

    // Writing (turn.cc).
    Scene scene() const { return {material_, session_}; }
    Asked* current();
    Outbound& page();  // the message being written
    void new_page();   // the next block starts a message
    void note(std::string_view key, Arguments arguments = {}, Tone tone = Tone::kNeutral) { render_line(page(), scene(), key, arguments, tone); }
    void start_timer(Duration after, bool nudged);
    void cancel_timer();

    const Material& material_;
    Session session_;
    Instant at_;
    std::optional<Taken> taken_;
    bool time_up_said_ = false;
    std::vector<Outbound> pages_;
    bool page_open_ = false;
    bool status_ = true;  // a message to a waiting session ends with the status line
    std::vector<Effect> effects_;
};

}  // namespace bot::engine
