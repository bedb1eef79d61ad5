// Owns step(): the whole behaviour of a session. Pure and total: it never throws, reads no clock and no random source.
// Must not do I/O; what it needs of content it asks of a QuestionBank, whose answers never change during a session.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "bot/base/catalogue.h"
#include "bot/engine/effect.h"
#include "bot/engine/event.h"
#include "bot/engine/program.h"
#include "bot/engine/session.h"
#include "bot/grade/grader.h"

namespace bot::engine {

// The questions a session may use. Answers are the same for the same key as long as the bank lives.
class QuestionBank {
   public:
    virtual ~QuestionBank() = default;
    // Keys (pack/id) of all questions of a pack in the pack's order; "any" = all packs. Also accepts a tag as "#tag" and one question's key.
    virtual std::vector<std::string> keys(std::string_view selection) const = 0;
    // Null if there is no such question.
    virtual const grade::Question* question(std::string_view key) const = 0;
    // Compiled at first use. Null if there is no such question.
    virtual std::shared_ptr<const grade::Rubric> rubric(std::string_view key) const = 0;
};

struct Material {
    const Program& program;
    const QuestionBank& bank;
    const Catalogue& catalogue;
};

struct Stepped {
    Session session;
    std::vector<Effect> effects;
};

// The session after the event and what is to be done. An event that does not fit (a stale timer, an answer to an ended session) changes nothing and says so or
// stays silent.
Stepped step(const Material& material, Session session, const Event& event);

}  // namespace bot::engine
