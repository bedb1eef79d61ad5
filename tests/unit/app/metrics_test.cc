// The exposition: names, values, and the rules for names.
#include "bot/app/metrics.h"

#include <sstream>

#include "tests/support/catch.h"

using bot::app::Metrics;

namespace {

std::string value_of(const std::string& text, const std::string& name) {
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with(name + " ")) return line.substr(name.size() + 1);
    }
    return "none";
}

}  // namespace

TEST_CASE("what was counted stands in the exposition") {
    Metrics metrics("1.2.3");
    metrics.events_taken(3);
    metrics.events_refused(2);
    metrics.webhook_refused("secret");
    metrics.webhook_refused("nonsense");
    metrics.duplicate();
    metrics.buried();
    metrics.committed(3, 0.004);
    metrics.sent(bot::app::Delivery::Outcome::kSlower, 0.1);
    metrics.timer_fired(true);
    Metrics::Now now;
    now.queue = 7;
    now.letters = 5;
    now.oldest_letter_seconds = 1.5;
    now.ready = true;
    const auto text = metrics.text(now);
    CHECK(value_of(text, "viva_events_total") == "3");
    CHECK(value_of(text, "viva_events_refused_total") == "2");
    CHECK(value_of(text, "viva_event_duplicates_total") == "1");
    CHECK(value_of(text, "viva_webhook_refused_total{why=\"secret\"}") == "1");
    for (const std::string why : {"clock", "body", "shape", "full", "size", "slow", "form"})
        CHECK(value_of(text, "viva_webhook_refused_total{why=\"" + why + "\"}") == "0");
    CHECK(value_of(text, "viva_events_buried_total") == "1");
    CHECK(value_of(text, "viva_commits_total") == "1");
    CHECK(value_of(text, "viva_sends_total{outcome=\"slower\"}") == "1");
    CHECK(value_of(text, "viva_sends_total{outcome=\"sent\"}") == "0");
    CHECK(value_of(text, "viva_timers_total{late=\"yes\"}") == "1");
    CHECK(value_of(text, "viva_queue_events") == "7");
    CHECK(value_of(text, "viva_outbox_oldest_seconds") == "1.5");
    CHECK(value_of(text, "viva_platforms_ready") == "1");
    CHECK(value_of(text, "viva_build_info{version=\"1.2.3\"}") == "1");
    CHECK(value_of(text, "viva_commit_seconds_count") == "1");
}

TEST_CASE("every metric has the prefix, a help text, and a name by the rules") {
    Metrics metrics("1");
    std::istringstream lines(metrics.text({}));
    std::string helped;
    int types = 0;
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with("# HELP ")) helped = line.substr(7, line.find(' ', 7) - 7);
        if (!line.starts_with("# TYPE ")) continue;
        ++types;
        const auto name = line.substr(7, line.find(' ', 7) - 7);
        const auto type = line.substr(line.rfind(' ') + 1);
        CHECK(name == helped);
        CHECK(name.starts_with("viva_"));
        CHECK(name.ends_with("_total") == (type == "counter"));
        if (type == "histogram") CHECK((name.ends_with("_seconds") || name == "viva_batch_events"));
    }
    CHECK(types >= 15);
}
