// Owns turning a notes file into a draft pack that is proved to compile: what `viva import` writes and says.
// Must not touch the file system.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "bot/base/result.h"
#include "bot/notes/print.h"

namespace bot::app {

struct ImportedQuestion {
    std::string id;
    std::string prompt;
    int line = 0;
    int points = 0;
    bool answered = false;
};

struct Imported {
    std::string pack;                // id
    std::vector<notes::File> files;  // below the pack's folder
    std::vector<ImportedQuestion> questions;
    std::vector<notes::Unread> unread;
    int warnings = 0;  // of lint: what is still to write
};

// text: the notes; name: how the file is called in texts; pack: the id. kInvalidInput if the notes cannot be read or hold no question. The files compile
// over the shipped content.
Result<Imported> import_notes(std::string_view text, const std::string& name, const std::string& pack);

// The pack id a file name stands for; empty if it holds no letters of the Latin script.
std::string pack_id_of(std::string_view file_name);

}  // namespace bot::app
