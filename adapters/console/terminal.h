// Owns what is known of the terminal: is there one, how wide, which signs and colours. Must not read answers or print.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "adapters/console/format.h"

namespace adapters::console {

// The value of an environment variable; nullopt when unset or empty.
using Environment = std::function<std::optional<std::string>(const std::string& name)>;
Environment process_environment();

// What the person asked for on the command line.
struct Wishes {
    bool plain = false;  // --plain: no colour, no drawing
    int width = 0;       // --width; 0 = as wide as the terminal
};

class Terminal {
   public:
    // Looks at the two descriptors and the environment. The descriptors stay the caller's.
    Terminal(int input, int output, const Wishes& wishes, const Environment& environment);

    // A person sits at both ends; else this is a transcript.
    bool interactive() const { return input_tty_ && output_tty_; }

    // Interactive, and the terminal can move its cursor.
    bool editable() const { return interactive() && !dumb_; }

    int input() const { return input_; }
    int output() const { return output_; }

    // How to set text now; the width follows the terminal as it is resized. A transcript is the same whatever the locale: ASCII drawing, texts as they
    // are, 80 columns unless COLUMNS or --width says otherwise.
    Layout layout() const;

   private:
    int input_;
    int output_;
    bool input_tty_ = false;
    bool output_tty_ = false;
    bool dumb_ = false;
    int fixed_width_ = 0;
    int fallback_width_ = 80;
    Layout look_;
};

// True if the locale that the environment asks for uses UTF-8 (LC_ALL, else LC_CTYPE, else LANG).
bool is_utf8_locale(const Environment& environment);

}  // namespace adapters::console
