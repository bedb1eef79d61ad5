// Owns the reading of Markdown: which line is what, and what is bold, code or a link in one. The only file that knows cmark is markdown.cc.
// Must not know questions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "bot/base/result.h"
#include "bot/notes/notes.h"

namespace bot::notes {

// The lines of a notes file, in order. A byte order mark is dropped, CR LF and CR are line ends. kInvalidInput names the line of a NUL or ill-formed UTF-8
// and every limit of notes.h that is passed.
Result<std::vector<Line>> read_markdown(std::string_view file);

struct Link {
    std::string title;
    std::string url;
    bool image = false;
};

// Inline Markdown, taken apart.
struct Inline {
    struct Span {
        std::size_t begin = 0;  // in plain
        std::size_t end = 0;
        bool code = false;  // else bold
    };
    std::string plain;   // as it reads
    std::string marked;  // the same with code in backquotes
    std::vector<Span> spans;
    std::vector<Link> links;
    bool image = false;
    bool aside = false;  // all of it in italics: a remark
};
Inline read_inline(std::string_view text);

}  // namespace bot::notes
