// Owns the log: one line an event, plain or JSON, with fields. Passed by reference; there is no global one.
// Must not be given secrets, answers or other texts of people. Safe from any thread; writes at once.
#pragma once

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <iosfwd>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace bot::app {

enum class LogLevel { kDebug, kInfo, kWarn, kError };
enum class LogFormat { kPlain, kJson };

// A name and a value beside the message: {"turn", "k3f"}, {"events", 12}.
struct Field {
    std::string_view name;
    std::variant<std::string_view, std::int64_t> value;

    Field(std::string_view field, std::string_view text) : name(field), value(text) {}
    Field(std::string_view field, const std::string& text) : name(field), value(std::string_view(text)) {}
    Field(std::string_view field, const char* text) : name(field), value(std::string_view(text)) {}
    template <std::integral Number>
    Field(std::string_view field, Number number) : name(field), value(static_cast<std::int64_t>(number)) {}
};

class Log {
   public:
    // Lines on standard error; those below the level are dropped.
    Log(LogFormat format, LogLevel level);
    // Lines to a file descriptor's stream given by the caller (tests).
    Log(LogFormat format, LogLevel level, std::ostream& out);
    ~Log();
    Log(const Log&) = delete;
    Log& operator=(const Log&) = delete;

    // message: lower case, says what happened in words that stay the same from time to time; what differs stands in fields.
    void write(LogLevel level, std::string_view message, std::initializer_list<Field> fields = {});
    void debug(std::string_view message, std::initializer_list<Field> fields = {}) { write(LogLevel::kDebug, message, fields); }
    void info(std::string_view message, std::initializer_list<Field> fields = {}) { write(LogLevel::kInfo, message, fields); }
    void warn(std::string_view message, std::initializer_list<Field> fields = {}) { write(LogLevel::kWarn, message, fields); }
    void error(std::string_view message, std::initializer_list<Field> fields = {}) { write(LogLevel::kError, message, fields); }

   private:
    struct Sink;
    std::unique_ptr<Sink> sink_;
    LogFormat format_;
};

// Words of the configuration; nullopt for others.
std::optional<LogLevel> log_level_of(std::string_view word);    // debug, info, warn, error
std::optional<LogFormat> log_format_of(std::string_view word);  // plain, json

// One field list as a line's tail: ` turn=k3f events=12`, or as JSON members with leading commas. Hostile bytes come out harmless.
std::string fields_plain(std::initializer_list<Field> fields);
std::string fields_json(std::initializer_list<Field> fields);  // log_json.cc
std::string text_json(std::string_view text);                  // a JSON string with its quotes; log_json.cc

}  // namespace bot::app
