// Owns getting content sources together: the embedded files, content folders on disk, and which of them wins.
// Must not interpret them (script does).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "bot/base/result.h"
#include "bot/script/content.h"

namespace bot::app {

// The files shipped in the binary.
std::vector<script::Source> embedded_sources();

// Gives the memory of the shipped files' texts back to the system, which reads them from the program's file again when they are looked at. Any thread.
void rest_embedded_sources();

// All YAML files of a folder: a content root (holds packs/, or any of scripts/, vocabulary/, messages/) or one pack (holds pack.yaml).
// What is named like one but is not (x.yml, a folder or a pipe x.yaml) is refused by name. Paths in the result are relative to a content root. Fails with
// kInvalidInput if the folder cannot be read or is neither. Files over 1 MiB are read only that far plus one byte, so that the compiler can refuse them by
// name.
Result<std::vector<script::Source>> read_folder(const std::string& folder);

struct Layered {
    std::vector<script::Source> sources;
    std::vector<std::string> notes;  // "pack go-developer: DIR replaces the shipped one"
};

// Lays a folder over what is there: a pack of the same id replaces the whole pack, any other file the file of the same path.
void lay_over(Layered& below, std::vector<script::Source> above, std::string_view name);

}  // namespace bot::app
