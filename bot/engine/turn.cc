// Owns the life of a turn: taking an event in, writing messages, handing out the effects.
#include "bot/engine/turn.h"

#include <utility>

namespace bot::engine {

Turn::Turn(const Material& material, Session session, Instant at) : material_(material), session_(std::move(session)), at_(at) {}

Stepped Turn::finish() && {
    if (status_ && !pages_.empty() && session_.phase != Phase::kEnded) render_status(pages_.back(), scene());
    std::vector<Effect> effects;
    const bool ended = !effects_.empty() && std::holds_alternative<Ended>(effects_.back());
    if (ended) effects_.pop_back();
    for (auto& effect : effects_) effects.push_back(std::move(effect));
    for (auto& message : pages_) {
        if (!message.blocks.empty()) effects.emplace_back(Say{std::move(message)});
    }
    if (ended) effects.emplace_back(Ended{});
    return {std::move(session_), std::move(effects)};
}

Asked* Turn::current() { return session_.asked.empty() || session_.asked.back().finished ? nullptr : &session_.asked.back(); }

Outbound& Turn::page() {
    if (!page_open_) pages_.emplace_back();
    page_open_ = true;
    return pages_.back();
}

void Turn::new_page() { page_open_ = false; }

void Turn::start_timer(Duration after, bool nudged) {
    session_.timer = Timer{session_.steps, at_ + after, nudged};
    effects_.emplace_back(StartTimer{*session_.timer});
}

void Turn::cancel_timer() {
    if (session_.timer) effects_.emplace_back(CancelTimer{session_.timer->id});
    session_.timer.reset();
}

}  // namespace bot::engine
