// Owns the text of a draft pack's files. Must not write them.
#pragma once

#include <string>
#include <vector>

#include "bot/notes/draft.h"

namespace bot::notes {

struct File {
    std::string path;  // below the pack's folder
    std::string text;
};

// pack.yaml, questions/ID.yaml of every draft, and DRAFT.md.
std::vector<File> print(const DraftPack& pack, const Notes& notes);

std::string pack_yaml(const DraftPack& pack);
std::string question_yaml(const Draft& draft, const DraftPack& pack);
std::string report(const DraftPack& pack, const Notes& notes);  // in report.cc

}  // namespace bot::notes
