// Owns a program running in a pseudo-terminal, driven by a test: what is typed, what is shown, how it ends. Waits for output, never for time.
#pragma once

#include <sys/types.h>
#include <termios.h>

#include <map>
#include <string>
#include <string_view>
#include <vector>

class Pty {
   public:
    using Variables = std::map<std::string, std::string>;

    // Starts the program with exactly these variables. Both ends of the terminal are closed at destruction, the child reaped.
    Pty(const std::vector<std::string>& command, const Variables& environment, int columns, int rows = 24);
    ~Pty();
    Pty(const Pty&) = delete;
    Pty& operator=(const Pty&) = delete;

    void type(std::string_view keys);
    void resize(int columns, int rows);
    void signal(int number);
    void hang_up();  // closes the terminal, as a closed window does

    // Types keys that the program does not show, and waits until it has read them; false after ten seconds.
    bool type_unseen(std::string_view keys);

    // Reads until text was shown behind what earlier calls found; false after ten seconds or at the end of the program.
    bool shows(std::string_view text);

    // Exit code, after reading all there is; 128 + signal if it was killed, -1 if it does not end within ten seconds.
    int ends();

    // Everything shown so far, and the same without escape sequences and carriage returns.
    const std::string& raw() const { return shown_; }
    std::string text() const;

    // The terminal's modes, as the program left them.
    termios modes() const;

   private:
    bool read_some(int timeout);
    long bytes_read() const;  // by the program since it began, from anywhere

    int terminal_ = -1;
    int spare_ = -1;  // keeps the terminal alive after the program ended, so that modes() can look
    pid_t child_ = -1;
    std::string shown_;
    std::size_t found_ = 0;
};

// text without escape sequences; a line drawn anew counts once.
std::string without_escapes(std::string_view text);
