// Owns what the codec of schedules promises; the walks are FieldWriter and QuickReader.
#include "bot/store/schedule_codec.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <utility>

#include "bot/store/field_writer.h"
#include "bot/store/quick_reader.h"
#include "bot/store/schedule_fields.h"

namespace bot::store {

using namespace codec;

namespace {

constexpr int kMinutesOfDay = 24 * 60;
constexpr int kEveryDayMask = 0b1111111;

int number_of(daily::LocalDate date) { return static_cast<int>(date.time_since_epoch().count()); }
daily::LocalDate date_of(int number) { return daily::LocalDate{std::chrono::days{number}}; }

bool sound(const StoredSchedule& stored) {
    const auto in_day = [](int minutes) { return 0 <= minutes && minutes < kMinutesOfDay; };
    return in_day(stored.time) && in_day(stored.reveal) && 0 <= stored.days && stored.days <= kEveryDayMask &&
           std::adjacent_find(stored.holidays.begin(), stored.holidays.end(), std::greater_equal<>()) == stored.holidays.end();
}

}  // namespace

std::string encode(const daily::Schedule& schedule) {
    // Taken apart, so that the compiler refuses a schedule with a member this has not heard of.
    const auto& [time, days, zone, selection, reveal, paused_until, holidays, open_answers, revise, remind, rounds_count, set_at] = schedule;
    StoredSchedule stored{static_cast<int>(time.count()),
                          days.mask,
                          zone,
                          selection,
                          static_cast<int>(reveal.count()),
                          {},
                          {},
                          open_answers,
                          revise,
                          remind,
                          rounds_count,
                          set_at};
    if (paused_until) stored.paused_until = number_of(*paused_until);
    for (const auto date : holidays) stored.holidays.push_back(number_of(date));
    return FieldWriter().document(kScheduleVersion, "schedule", stored);
}

Result<daily::Schedule> decode_schedule(std::string_view bytes) {
    if (bytes.size() > kMaxScheduleBytes)
        return fail(Code::kCorrupt, fmt::format("the stored schedule cannot be read: longer than {} bytes", kMaxScheduleBytes));
    auto stored = QuickReader::document<StoredSchedule>(bytes, kScheduleVersion, "schedule");
    if (!stored) return fail(Code::kCorrupt, fmt::format("the stored schedule cannot be read: not one of format {}", kScheduleVersion));
    if (!sound(*stored)) return fail(Code::kCorrupt, "the stored schedule cannot be read: a time, day or holiday in it is none");
    daily::Schedule schedule;
    auto& [time, days, zone, selection, reveal, paused_until, holidays, open_answers, revise, remind, rounds_count, set_at] = schedule;
    time = daily::TimeOfDay{stored->time};
    days.mask = static_cast<std::uint8_t>(stored->days);
    zone = std::move(stored->zone);
    selection = std::move(stored->selection);
    reveal = daily::TimeOfDay{stored->reveal};
    if (stored->paused_until) paused_until = date_of(*stored->paused_until);
    for (const auto number : stored->holidays) holidays.push_back(date_of(number));
    open_answers = stored->open_answers;
    revise = stored->revise;
    remind = stored->remind;
    rounds_count = stored->rounds_count;
    set_at = stored->set_at;
    return schedule;
}

}  // namespace bot::store
