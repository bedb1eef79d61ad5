// Owns the compiler's front door: source files in, content and diagnostics out. Pure: it reads no disk.
// Must not throw: yaml-cpp's exceptions are turned into diagnostics here.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/base/catalogue.h"
#include "bot/base/shared_text.h"
#include "bot/engine/program.h"
#include "bot/grade/grader.h"
#include "bot/grade/rubric.h"
#include "bot/script/diagnostic.h"

namespace bot::script {

// One file of a content root, path relative to the root with forward slashes ("packs/go-developer/pack.yaml", "scripts/round.yaml").
// origin is how the file is named in diagnostics (a path the person can open).
struct Source {
    std::string path;
    std::string origin;
    SharedText text;
};

struct Bar {
    double qwk = 0;
    double band = 0;
};

struct Pack {
    std::string id;
    std::string title;
    std::string description;
    std::string language;
    int version = 1;
    Bar bar;
    std::vector<grade::Question> questions;                                  // in the pack's order, then by id
    grade::Vocabulary vocabulary;                                            // shared entries, shadowed by the pack's own
    std::vector<std::string> vocabulary_words;                               // grade::words_of(vocabulary) if the patterns were compiled, else empty
    std::map<std::string, std::vector<grade::Sample>, std::less<>> samples;  // by question id
    std::vector<engine::Program> scripts;                                    // the pack's own
    Fingerprint fingerprint;  // of all its sources but samples, and of the shared vocabulary: what running depends on
};

struct Content {
    std::vector<Pack> packs;               // by id
    std::vector<engine::Program> scripts;  // shared ones, by id
    Catalogue catalogue;                   // of messages/en.yaml, or of the first language there is
};

struct Compiled {
    Content content;                      // what could be compiled; complete only if there are no errors
    std::vector<Diagnostic> diagnostics;  // sorted by file, line, column
    // By pack/id, only with Options.patterns, only of questions whose patterns are sound.
    std::map<std::string, std::shared_ptr<const grade::Rubric>, std::less<>> rubrics;
};

// What to do beyond what running needs.
struct Options {
    bool samples = false;   // read sample files too (lint, eval)
    bool patterns = false;  // compile every pattern and report its problems (lint); otherwise patterns are compiled at first use
    bool lean = false;      // leave the authored patterns out of the questions: nine tenths of their memory, read again when one is asked (with_patterns)
};

// Compiles a whole content root. Of two sources with the same path the later one counts. Files at unknown paths are diagnosed. What a state says is checked
// only if there are messages files. Limits: 1 MiB a file, no anchors, aliases, tags, duplicate keys or second documents, depth 32, 500 states a script.
Compiled compile(const std::vector<Source>& sources, Options options);

// A question of a lean compilation with its patterns, read again from its own source.
grade::Question with_patterns(const grade::Question& lean, const Source& source);

}  // namespace bot::script
