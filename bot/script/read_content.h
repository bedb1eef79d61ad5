// Owns the way from the trees of packs, samples, vocabularies and messages to values, with every check inside one file.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "bot/script/content.h"
#include "bot/script/yaml_document.h"

namespace bot::script {

// One phrase of a vocabulary and where it stands.
struct Phrase {
    std::string text;
    Place place;
};

struct NamedPhrases {
    std::string name;
    Place place;
    std::vector<Phrase> phrases;
};

// Title, bar and so on; no questions. order keeps the places for messages.
struct PackHeader {
    Pack pack;
    std::vector<Phrase> order;
};

PackHeader read_pack(const YamlNode& root, Report& report);
std::vector<NamedPhrases> read_vocabulary(const YamlNode& root);
std::map<std::string, Catalogue::Entry, std::less<>> read_messages(const YamlNode& root);

// question may be null when its own file could not be compiled: names are not checked then.
std::vector<grade::Sample> read_samples(const YamlNode& root, const grade::Question* question, Report& report);

}  // namespace bot::script
