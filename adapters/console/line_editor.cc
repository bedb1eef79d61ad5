// Owns the libedit session: its keys, its prompt, its history, and the terminal modes around each answer.
#include "adapters/console/line_editor.h"

#include <histedit.h>
#include <locale.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>

#include "adapters/console/input.h"
#include "adapters/console/keyboard.h"
#include "adapters/console/plain.h"
#include "adapters/console/wrap.h"
#include "bot/base/check.h"
#include "bot/base/text.h"

namespace adapters::console {
namespace {

// Stands for "insert what was pasted" in the stream of keys that libedit reads; nobody types it (Ctrl-^).
constexpr wchar_t kInsertKey = 0x1E;

struct CloseFile {
    void operator()(FILE* file) const { std::fclose(file); }
};
using File = std::unique_ptr<FILE, CloseFile>;

File copy_of(int fd, const char* mode) { return File{::fdopen(::dup(fd), mode)}; }

// libedit asks the C library for widths and encodings: this thread speaks UTF-8 while it lives, whatever the process does.
class Utf8Here {
   public:
    Utf8Here() : locale_(::newlocale(LC_CTYPE_MASK, "C.UTF-8", locale_t{})) {
        if (locale_) old_ = ::uselocale(locale_);
    }
    ~Utf8Here() {
        if (!locale_) return;
        ::uselocale(old_);
        ::freelocale(locale_);
    }
    Utf8Here(const Utf8Here&) = delete;
    Utf8Here& operator=(const Utf8Here&) = delete;

   private:
    locale_t locale_;
    locale_t old_{};
};

// Line ends as '\n', no other control character but tabs.
std::wstring insertable(std::string_view text) {
    std::wstring out;
    const std::wstring wide = widen(text);
    for (std::size_t i = 0; i < wide.size(); ++i) {
        if (wide[i] == L'\r') {
            if (i + 1 == wide.size() || wide[i + 1] != L'\n') out += L'\n';
        } else if (wide[i] == L'\n' || wide[i] == L'\t' || (wide[i] >= 0x20 && wide[i] != 0x7F && !(wide[i] >= 0x80 && wide[i] < 0xA0))) {
            out += wide[i];
        }
    }
    return out;
}

}  // namespace

// Everything behind the interface. libedit calls back through the static functions, with this as its client data.
class LineEditor::Typing {
   public:
    Typing(const Terminal& terminal, SignalWatch& signals, std::string history_path)
        : fd_(terminal.input()), signals_(signals), past_(std::move(history_path)), in_(copy_of(terminal.input(), "r")), out_(copy_of(terminal.output(), "w")) {
        errors_.reset(std::fopen("/dev/null", "w"));
        VIVA_CHECK(in_ && out_ && errors_);
        const Utf8Here utf8;
        edit_ = ::el_init("viva", in_.get(), out_.get(), errors_.get());
        VIVA_CHECK(edit_);
        history_ = ::history_winit();
        VIVA_CHECK(history_);
        HistEventW event;
        ::history_w(history_, &event, H_SETSIZE, int(kMaxHistory));
        for (const auto& entry : past_.entries()) remember_in_editor(entry);
        ::el_wset(edit_, EL_CLIENTDATA, this);
        ::el_wset(edit_, EL_SIGNAL, 0);
        ::el_wset(edit_, EL_EDITOR, L"emacs");
        ::el_wset(edit_, EL_HIST, ::history_w, history_);
        ::el_wset(edit_, EL_PROMPT, &Typing::prompt_of);
        ::el_wset(edit_, EL_GETCFN, &Typing::read_key);
        ::el_source(edit_, nullptr);
        bind_keys();
    }

    ~Typing() {
        const Utf8Here utf8;
        ::history_wend(history_);
        ::el_end(edit_);
    }

    Typing(const Typing&) = delete;
    Typing& operator=(const Typing&) = delete;

    // One edited text. kText holds it, possibly blank.
    Heard edit(const std::string& prompt) {
        if (over_) return {signals_.leaving() ? Heard::Kind::kLeave : Heard::Kind::kEnd, {}, false, false};
        const Utf8Here utf8;
        prompt_ = widen(plain(prompt));
        cut_ = false;
        // Before the prompt shows, so that no key typed at it is still the kernel's.
        ::el_wset(edit_, EL_PREP_TERM, 1);
        say("\x1b[?2004h");
        int size = 0;
        const wchar_t* line = ::el_wgets(edit_, &size);
        std::string text = line ? narrow({line, std::size_t(size)}) : "";
        say("\x1b[?2004l");
        if (line) return {Heard::Kind::kText, std::move(text), cut_, false};
        over_ = true;
        say("\n");
        return {signals_.leaving() ? Heard::Kind::kLeave : Heard::Kind::kEnd, {}, false, false};
    }

    void remember(const std::string& text) {
        const auto before = past_.entries().size();
        past_.add(text);
        if (past_.entries().size() != before || before == kMaxHistory) remember_in_editor(text);
        // A history that cannot be written is no reason to disturb an exam.
        [[maybe_unused]] const auto saved = past_.save();
    }

    void offer(std::string_view text) { offered_ = insertable(text); }

   private:
    static Typing& self(EditLine* edit) {
        void* data = nullptr;
        ::el_wget(edit, EL_CLIENTDATA, &data);
        return *static_cast<Typing*>(data);
    }
    static wchar_t* prompt_of(EditLine* edit) { return self(edit).prompt_.data(); }
    static int read_key(EditLine* edit, wchar_t* key) { return self(edit).next_key(*key); }
    static unsigned char insert_pasted(EditLine* edit, wint_t) { return self(edit).insert(std::exchange(self(edit).pasted_, {})); }
    static unsigned char insert_newline(EditLine* edit, wint_t) { return self(edit).insert(L"\n"); }
    static unsigned char bracketed(EditLine* edit, wint_t) { return self(edit).take_bracketed_paste(); }

    void bind_keys() {
        ::el_wset(edit_, EL_ADDFN, L"viva-insert", L"insert pasted text", &Typing::insert_pasted);
        ::el_wset(edit_, EL_ADDFN, L"viva-newline", L"go on in a new line", &Typing::insert_newline);
        ::el_wset(edit_, EL_ADDFN, L"viva-paste", L"take a bracketed paste", &Typing::bracketed);
        const wchar_t* keys[][2] = {{L"^^", L"viva-insert"},        {L"\\e\\n", L"viva-newline"},        {L"\\e\\r", L"viva-newline"},
                                    {L"\\e[200~", L"viva-paste"},   {L"\\e[1;5C", L"em-next-word"},      {L"\\e[1;5D", L"ed-prev-word"},
                                    {L"\\e[H", L"ed-move-to-beg"},  {L"\\e[F", L"ed-move-to-end"},       {L"\\e[1~", L"ed-move-to-beg"},
                                    {L"\\e[4~", L"ed-move-to-end"}, {L"\\e[3~", L"ed-delete-next-char"}, {L"^R", L"em-inc-search-prev"}};
        for (const auto& [key, function] : keys) ::el_wset(edit_, EL_BIND, key, function, static_cast<wchar_t*>(nullptr));
    }

    void remember_in_editor(const std::string& text) {
        HistEventW event;
        ::history_w(history_, &event, H_ENTER, widen(text).c_str());
    }

    void say(const char* text) {
        std::fputs(text, out_.get());
        std::fflush(out_.get());
    }

    std::wstring_view line() const {
        const LineInfoW* info = ::el_wline(edit_);
        return {info->buffer, std::size_t(info->lastchar - info->buffer)};
    }
    bool at_end() const {
        const LineInfoW* info = ::el_wline(edit_);
        return info->cursor == info->lastchar;
    }

    // libedit's read function: 1 = a key, 0 = no more.
    int next_key(wchar_t& key) {
        if (!offered_.empty()) {
            pasted_ = std::exchange(offered_, {});
            key = kInsertKey;
            return 1;
        }
        while (!keys_.whole()) {
            if (!wait_for_bytes()) return 0;
        }
        if (const auto burst = keys_.take_burst(); !burst.empty()) {
            pasted_ = insertable(burst);
            key = kInsertKey;
            return 1;
        }
        key = keys_.next();
        if (key != L'\n' && key != L'\r') return 1;
        // Enter: text that comes right behind it was pasted with it.
        key = L'\n';
        if (!more_waits() && !(at_end() && goes_on(narrow(line())))) return 1;
        pasted_ = L"\n";
        key = kInsertKey;
        return 1;
    }

    bool more_waits() {
        if (!keys_.empty()) return true;
        pollfd ready{fd_, POLLIN, 0};
        return ::poll(&ready, 1, int(kPasteGap.count())) > 0 && (ready.revents & POLLIN);
    }

    // False when there is nothing more to come: end of input, or the person leaves.
    bool wait_for_bytes() {
        pollfd ready[2] = {{fd_, POLLIN, 0}, {signals_.fd(), POLLIN, 0}};
        if (::poll(ready, 2, -1) < 0 && errno != EINTR) return false;
        if (ready[1].revents || signals_.leaving()) {
            if (!obey_signals()) return false;
            return true;
        }
        if (!ready[0].revents) return true;
        char bytes[4096];
        const ssize_t size = ::read(fd_, bytes, sizeof bytes);
        if (size < 0 && (errno == EINTR || errno == EAGAIN)) return true;
        if (size <= 0) return stop();
        keys_.add({bytes, std::size_t(size)});
        return true;
    }

    bool stop() {
        if (!paste_.empty()) insert_paste();  // cut off in the middle: kept with what was typed
        if (const auto unsent = narrow(line()); !bot::trim(unsent).empty()) remember(unsent);
        return false;
    }

    bool obey_signals() {
        const auto seen = signals_.drain();
        if (seen.leave) return stop();
        if (seen.suspend) {
            ::el_wset(edit_, EL_PREP_TERM, 0);
            say("\x1b[?2004l");
            signals_.suspend();
            signals_.drain();
            if (signals_.leaving()) return stop();
        }
        if (seen.suspend || seen.continued) {
            // Whoever had the terminal meanwhile left it in a mode of its own, and the cursor on a line of its own.
            ::el_wset(edit_, EL_PREP_TERM, 0);
            ::el_wset(edit_, EL_PREP_TERM, 1);
            say(seen.suspend ? "\x1b[?2004h" : "\r\n\x1b[?2004h");
            ::el_resize(edit_);
            ::el_wset(edit_, EL_REFRESH);
        } else if (seen.resized) {
            redraw();
        }
        return true;
    }

    // Terminals break the typed text anew when their width changes, so libedit's cursor is not where it thinks: back to the prompt, and draw again.
    void redraw() {
        winsize size = {};
        if (::ioctl(::fileno(out_.get()), TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return;
        const LineInfoW* info = ::el_wline(edit_);
        const std::wstring before = prompt_ + std::wstring(info->buffer, std::size_t(info->cursor - info->buffer));
        const int up = std::min(rows_above_end(narrow(before), size.ws_col), std::max(0, size.ws_row - 1));
        say((up > 0 ? "\r\x1b[" + std::to_string(up) + "A\x1b[J" : std::string{"\r\x1b[J"}).c_str());
        ::el_resize(edit_);
        ::el_wset(edit_, EL_REFRESH);
    }

    unsigned char insert(const std::wstring& text) {
        const std::size_t room = kMaxAnswer - std::min(kMaxAnswer, line().size());
        if (text.size() > room) cut_ = true;
        const std::wstring fits = text.substr(0, room);
        return !fits.empty() && ::el_winsertstr(edit_, fits.c_str()) == 0 ? CC_REFRESH : CC_NORM;
    }

    unsigned char take_bracketed_paste() {
        for (bool ended = false; !ended;) {
            // What is too long is read all the same, so that it does not arrive as keys.
            const auto part = keys_.take_paste(&ended);
            if (paste_.size() <= kMaxAnswer * 4) paste_ += part;
            if (!ended && !wait_for_bytes()) return CC_EOF;
        }
        return insert_paste();
    }

    unsigned char insert_paste() {
        auto pasted = std::exchange(paste_, {});
        while (pasted.ends_with('\n') || pasted.ends_with('\r')) pasted.pop_back();
        return insert(insertable(pasted));
    }

    int fd_;
    SignalWatch& signals_;
    History past_;
    File in_;
    File out_;
    File errors_;
    EditLine* edit_ = nullptr;
    HistoryW* history_ = nullptr;
    KeyBuffer keys_;
    std::wstring prompt_;
    std::string paste_;    // a bracketed paste whose end has not come yet
    std::wstring pasted_;  // waits for kInsertKey to be carried out
    std::wstring offered_;
    bool cut_ = false;
    bool over_ = false;
};

LineEditor::LineEditor(const Terminal& terminal, SignalWatch& signals, std::string history_path)
    : typing_(std::make_unique<Typing>(terminal, signals, std::move(history_path))) {}

LineEditor::~LineEditor() = default;

void LineEditor::offer(std::string_view text) { typing_->offer(text); }

Heard LineEditor::hear(const Prompt& prompt) {
    AnswerAssembler assembler{AnswerAssembler::Rule::kPaste};
    bool cut = false;
    while (true) {
        Heard heard = typing_->edit(assembler.goes_on() ? prompt.more : prompt.first);
        if (heard.kind == Heard::Kind::kText) {
            cut = cut || heard.cut;
            assembler.add(heard.text.ends_with('\n') ? heard.text : heard.text + "\n", Millis{0});
        } else {
            assembler.close();
        }
        auto answer = assembler.take(kPasteGap);
        if (!answer) {
            if (heard.kind != Heard::Kind::kText) return heard;
            if (prompt.blank && !assembler.goes_on()) return {};
            continue;
        }
        if (prompt.keep) typing_->remember(answer->text);
        // Someone who leaves in the middle of an answer finds it in the history; at the end of input it is sent.
        if (heard.kind == Heard::Kind::kLeave) return heard;
        return {Heard::Kind::kText, std::move(answer->text), answer->cut || cut, answer->unfinished};
    }
}

}  // namespace adapters::console
