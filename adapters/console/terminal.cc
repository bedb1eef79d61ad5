// Owns the looking: isatty, the window size, and the variables that people set.
#include "adapters/console/terminal.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <charconv>
#include <cstdlib>

#include "bot/base/text.h"

namespace adapters::console {
namespace {

constexpr int kMinWidth = 20;
constexpr int kMaxWidth = 1000;

std::optional<int> number(const std::optional<std::string>& text) {
    if (!text) return std::nullopt;
    int value = 0;
    const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), value);
    if (error != std::errc{} || end != text->data() + text->size() || value < kMinWidth || value > kMaxWidth) return std::nullopt;
    return value;
}

}  // namespace

Environment process_environment() {
    return [](const std::string& name) -> std::optional<std::string> {
        const char* value = std::getenv(name.c_str());
        if (!value || !*value) return std::nullopt;
        return value;
    };
}

bool is_utf8_locale(const Environment& environment) {
    for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
        const auto value = environment(name);
        if (!value) continue;
        const std::string lower = bot::to_lower_ascii(*value);
        return lower.find("utf-8") != std::string::npos || lower.find("utf8") != std::string::npos;
    }
    return false;
}

Terminal::Terminal(int input, int output, const Wishes& wishes, const Environment& environment)
    : input_(input), output_(output), input_tty_(::isatty(input) == 1), output_tty_(::isatty(output) == 1), fixed_width_(wishes.width) {
    const auto term = environment("TERM");
    dumb_ = !term || *term == "dumb";
    fallback_width_ = number(environment("COLUMNS")).value_or(80);
    const bool utf8 = is_utf8_locale(environment);
    look_.colour = output_tty_ && !dumb_ && !wishes.plain && !environment("NO_COLOR");
    look_.drawing = output_tty_ && !dumb_ && !wishes.plain && utf8;
    look_.ascii = output_tty_ && !utf8;
}

Layout Terminal::layout() const {
    Layout layout = look_;
    layout.width = fallback_width_;
    winsize size = {};
    if (output_tty_ && ::ioctl(output_, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) layout.width = size.ws_col;
    if (fixed_width_ > 0) layout.width = fixed_width_;
    return layout;
}

}  // namespace adapters::console
