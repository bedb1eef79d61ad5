// Owns the temporary file and the child process.
#include "adapters/console/compose.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>

#include "adapters/console/bounded_file.h"
#include "adapters/console/input.h"
#include "adapters/console/output.h"
#include "bot/base/text.h"

namespace adapters::console {
namespace {

constexpr std::string_view kCutLine = "# --- >8 ---";

// Removes the file at the end, whatever happens.
struct Draft {
    std::string path;
    int fd = -1;
    ~Draft() {
        if (fd < 0) return;
        ::close(fd);
        ::unlink(path.c_str());
    }
};

// Ctrl-C in the editor is the editor's.
class Deaf {
   public:
    Deaf() {
        struct sigaction ignore = {};
        ignore.sa_handler = SIG_IGN;
        sigaction(SIGINT, &ignore, &interrupt_);
        sigaction(SIGQUIT, &ignore, &quit_);
    }
    ~Deaf() {
        sigaction(SIGINT, &interrupt_, nullptr);
        sigaction(SIGQUIT, &quit_, nullptr);
    }
    Deaf(const Deaf&) = delete;
    Deaf& operator=(const Deaf&) = delete;

   private:
    struct sigaction interrupt_ = {};
    struct sigaction quit_ = {};
};

// Exit status of the editor; -1 if it could not be started or was killed.
int run_editor(const std::string& editor, const std::string& path) {
    const std::string command = editor + " \"$1\"";
    const Deaf deaf;
    const pid_t child = ::fork();
    if (child < 0) return -1;
    if (child == 0) {
        for (const int signal : {SIGINT, SIGQUIT, SIGPIPE}) std::signal(signal, SIG_DFL);
        ::execl("/bin/sh", "sh", "-c", command.c_str(), "viva", path.c_str(), static_cast<char*>(nullptr));
        ::_exit(127);
    }
    int status = 0;
    while (::waitpid(child, &status, 0) < 0) {
        if (errno != EINTR) return -1;
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

}  // namespace

std::string above_cut(std::string_view text) {
    std::string out;
    for (auto line : bot::split(text, '\n')) {
        if (line.ends_with('\r')) line.remove_suffix(1);
        if (line.starts_with(kCutLine)) break;
        out += line;
        out += '\n';
    }
    while (!out.empty() && (out.back() == '\n' || out.back() == ' ' || out.back() == '\t')) out.pop_back();
    return std::string{bot::utf8_prefix(out, kMaxAnswer)};
}

bot::Result<std::string> compose(std::string_view draft_text, std::string_view below, const Environment& environment) {
    const std::string editor = environment("VISUAL").value_or(environment("EDITOR").value_or("vi"));
    Draft draft;
    draft.path = environment("TMPDIR").value_or("/tmp") + "/viva-answer-XXXXXX.md";
    draft.fd = ::mkostemps(draft.path.data(), 3, O_CLOEXEC);
    if (draft.fd < 0) return bot::fail(bot::Code::kUnavailable, "cannot create " + draft.path + ": " + std::strerror(errno));
    std::string text = std::string{draft_text} + "\n\n" + std::string{kCutLine} + "\n";
    for (const auto line : bot::split(below, '\n')) text += line.empty() ? "#\n" : "# " + std::string{line} + "\n";
    if (auto written = FdOutput{draft.fd}.write(text); !written) return tl::unexpected<bot::Error>(written.error());
    const int status = run_editor(editor, draft.path);
    if (status == 127) return bot::fail(bot::Code::kUnavailable, "cannot start the editor \"" + editor + "\": set VISUAL or EDITOR");
    if (status != 0) return bot::fail(bot::Code::kUnavailable, "the editor \"" + editor + "\" ended with an error, so nothing was sent");
    // By path: editors replace the file rather than write into it.
    return above_cut(first_bytes(draft.path, kMaxAnswer + 1));
}

}  // namespace adapters::console
