// Owns the names, helps and buckets.
#include "bot/app/metrics.h"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <array>

namespace bot::app {
namespace {

using Outcome = Delivery::Outcome;
using prometheus::Registry;

struct Named {
    Outcome outcome;
    const char* word;
};
constexpr std::array<const char*, 8> kRefusals{"secret", "clock", "body", "shape", "full", "size", "slow", "form"};
constexpr std::array<Named, 7> kOutcomes{{{Outcome::kSent, "sent"},
                                          {Outcome::kPassing, "passing"},
                                          {Outcome::kSlower, "slower"},
                                          {Outcome::kRefused, "refused"},
                                          {Outcome::kGone, "gone"},
                                          {Outcome::kMoved, "moved"},
                                          {Outcome::kStopped, "stopped"}}};

const prometheus::Histogram::BucketBoundaries kSeconds{0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10};
const prometheus::Histogram::BucketBoundaries kGrading{0.00005, 0.0001, 0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05};
const prometheus::Histogram::BucketBoundaries kEvents{1, 2, 4, 8, 16, 32, 64, 128, 256};

prometheus::Counter& counter(Registry& registry, const char* name, const char* help, const prometheus::Labels& labels = {}) {
    return prometheus::BuildCounter().Name(name).Help(help).Register(registry).Add(labels);
}
prometheus::Gauge& gauge(Registry& registry, const char* name, const char* help, const prometheus::Labels& labels = {}) {
    return prometheus::BuildGauge().Name(name).Help(help).Register(registry).Add(labels);
}
prometheus::Histogram& histogram(Registry& registry, const char* name, const char* help, const prometheus::Histogram::BucketBoundaries& buckets) {
    return prometheus::BuildHistogram().Name(name).Help(help).Register(registry).Add({}, buckets);
}

}  // namespace

struct Metrics::Families {
    Registry registry;
    prometheus::Counter& taken = counter(registry, "viva_events_total", "Events that platforms handed in.");
    prometheus::Counter& refused = counter(registry, "viva_events_refused_total", "Events not taken because the queue was full or closing.");
    prometheus::Counter& duplicates = counter(registry, "viva_event_duplicates_total", "Events that had been taken in before.");
    prometheus::Counter& buried = counter(registry, "viva_events_buried_total", "Events that could not be handled and were put aside.");
    prometheus::Counter& commits = counter(registry, "viva_commits_total", "Batches that became durable.");
    prometheus::Counter& failed = counter(registry, "viva_commits_failed_total", "Batches that could not be stored.");
    prometheus::Histogram& batch = histogram(registry, "viva_batch_events", "Events in a batch.", kEvents);
    prometheus::Histogram& commit_seconds = histogram(registry, "viva_commit_seconds", "Time to make a batch durable.", kSeconds);
    prometheus::Histogram& turn = histogram(registry, "viva_turn_seconds", "Time from handing an event in to its commit.", kSeconds);
    prometheus::Histogram& grading = histogram(registry, "viva_grading_seconds", "Time of a step that grades an answer.", kGrading);
    prometheus::Counter& timers = counter(registry, "viva_timers_total", "Deadlines that fired.", {{"late", "no"}});
    prometheus::Counter& late = counter(registry, "viva_timers_total", "Deadlines that fired.", {{"late", "yes"}});
    std::array<prometheus::Counter*, kOutcomes.size()> sends{};
    std::array<prometheus::Counter*, kRefusals.size()> refusals{};
    prometheus::Histogram& send = histogram(registry, "viva_send_seconds", "Time a platform takes for a message.", kSeconds);
    prometheus::Gauge& queue = gauge(registry, "viva_queue_events", "Events waiting for the dispatcher.");
    prometheus::Gauge& letters = gauge(registry, "viva_outbox_letters", "Letters in memory that are not sent.");
    prometheus::Gauge& oldest = gauge(registry, "viva_outbox_oldest_seconds", "Age of the oldest unsent letter in memory.");
    prometheus::Gauge& ready = gauge(registry, "viva_platforms_ready", "1 if all platforms can deliver events.");
    prometheus::Gauge& heard = gauge(registry, "viva_platform_silence_seconds", "Time since the platform that is silent longest last answered.");
    prometheus::Gauge& stopped = gauge(registry, "viva_account_stopped", "1 if an account may not send: its token is not valid any more.");
};

Metrics::Metrics(std::string_view version) : families_(std::make_unique<Families>()) {
    auto& registry = families_->registry;
    for (std::size_t i = 0; i < kOutcomes.size(); ++i) {
        families_->sends[i] = &counter(registry, "viva_sends_total", "Messages by what the platform made of them.", {{"outcome", kOutcomes[i].word}});
    }
    for (std::size_t i = 0; i < kRefusals.size(); ++i) {
        families_->refusals[i] = &counter(registry, "viva_webhook_refused_total", "Webhook calls that were refused, by the reason.", {{"why", kRefusals[i]}});
    }
    gauge(registry, "viva_build_info", "Always 1; the version stands in the label.", {{"version", std::string(version)}}).Set(1);
}
Metrics::~Metrics() = default;

void Metrics::events_taken(std::size_t count) { families_->taken.Increment(static_cast<double>(count)); }
void Metrics::events_refused(std::size_t count) { families_->refused.Increment(static_cast<double>(count)); }
void Metrics::webhook_refused(std::string_view why) {
    for (std::size_t i = 0; i < kRefusals.size(); ++i) {
        if (kRefusals[i] == why) families_->refusals[i]->Increment();
    }
}
void Metrics::duplicate() { families_->duplicates.Increment(); }
void Metrics::buried() { families_->buried.Increment(); }
void Metrics::committed(std::size_t events, double seconds) {
    families_->commits.Increment();
    families_->batch.Observe(static_cast<double>(events));
    families_->commit_seconds.Observe(seconds);
}
void Metrics::commit_failed() { families_->failed.Increment(); }
void Metrics::turn(double seconds) { families_->turn.Observe(seconds); }
void Metrics::graded(double seconds) { families_->grading.Observe(seconds); }
void Metrics::timer_fired(bool late) { (late ? families_->late : families_->timers).Increment(); }

void Metrics::sent(Outcome outcome, double seconds) {
    for (std::size_t i = 0; i < kOutcomes.size(); ++i) {
        if (kOutcomes[i].outcome == outcome) families_->sends[i]->Increment();
    }
    families_->send.Observe(seconds);
}

std::string Metrics::text(const Now& now) {
    families_->queue.Set(static_cast<double>(now.queue));
    families_->letters.Set(static_cast<double>(now.letters));
    families_->oldest.Set(now.oldest_letter_seconds);
    families_->ready.Set(now.ready ? 1 : 0);
    families_->heard.Set(now.heard_seconds);
    families_->stopped.Set(now.stopped ? 1 : 0);
    return prometheus::TextSerializer().Serialize(families_->registry.Collect());
}

}  // namespace bot::app
