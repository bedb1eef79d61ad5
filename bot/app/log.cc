// Owns the lines' shape and spdlog behind it.
#include "bot/app/log.h"

#include <fmt/format.h>
#include <spdlog/logger.h>
#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/sinks/stdout_sinks.h>

#include "bot/base/plain.h"

namespace bot::app {
namespace {

spdlog::level::level_enum level_of(LogLevel level) {
    switch (level) {
        case LogLevel::kDebug: return spdlog::level::debug;
        case LogLevel::kInfo: return spdlog::level::info;
        case LogLevel::kWarn: return spdlog::level::warn;
        case LogLevel::kError: return spdlog::level::err;
    }
    return spdlog::level::info;
}

std::string one_line(std::string_view text) {
    std::string line = plain(text);
    for (char& c : line) {
        if (c == '\n' || c == '\r') c = ' ';
    }
    return line;
}

}  // namespace

struct Log::Sink {
    Sink(spdlog::sink_ptr to, LogFormat format, LogLevel level) : logger("viva", std::move(to)) {
        logger.set_pattern(format == LogFormat::kJson ? R"({"at":"%Y-%m-%dT%H:%M:%S.%eZ","level":"%l",%v})" : "%Y-%m-%dT%H:%M:%S.%eZ %l %v",
                           spdlog::pattern_time_type::utc);
        logger.set_level(level_of(level));
        logger.flush_on(spdlog::level::trace);
        // A log that cannot be written must not end the server.
        logger.set_error_handler([](const std::string&) {});
    }
    spdlog::logger logger;
};

Log::Log(LogFormat format, LogLevel level) : sink_(std::make_unique<Sink>(std::make_shared<spdlog::sinks::stderr_sink_mt>(), format, level)), format_(format) {}
Log::Log(LogFormat format, LogLevel level, std::ostream& out)
    : sink_(std::make_unique<Sink>(std::make_shared<spdlog::sinks::ostream_sink_mt>(out, true), format, level)), format_(format) {}
Log::~Log() = default;

void Log::write(LogLevel level, std::string_view message, std::initializer_list<Field> fields) {
    const auto to = level_of(level);
    if (!sink_->logger.should_log(to)) return;
    if (format_ == LogFormat::kJson) {
        sink_->logger.log(to, "\"message\":{}{}", text_json(message), fields_json(fields));
    } else {
        sink_->logger.log(to, "{}{}", one_line(message), fields_plain(fields));
    }
}

std::string fields_plain(std::initializer_list<Field> fields) {
    std::string out;
    for (const auto& field : fields) {
        out += fmt::format(" {}=", field.name);
        if (const auto* number = std::get_if<std::int64_t>(&field.value)) {
            out += fmt::format("{}", *number);
        } else {
            const auto text = one_line(std::get<std::string_view>(field.value));
            const bool simple = !text.empty() && text.find_first_of(" =\"") == std::string::npos;
            out += simple ? text : text_json(text);
        }
    }
    return out;
}

std::optional<LogLevel> log_level_of(std::string_view word) {
    if (word == "debug") return LogLevel::kDebug;
    if (word == "info") return LogLevel::kInfo;
    if (word == "warn") return LogLevel::kWarn;
    if (word == "error") return LogLevel::kError;
    return std::nullopt;
}

std::optional<LogFormat> log_format_of(std::string_view word) {
    if (word == "plain") return LogFormat::kPlain;
    if (word == "json") return LogFormat::kJson;
    return std::nullopt;
}

}  // namespace bot::app
