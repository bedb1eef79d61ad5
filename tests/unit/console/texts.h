// Owns reading the shipped catalogue for the console's tests.
#pragma once

#include <yaml-cpp/yaml.h>

#include "bot/base/catalogue.h"

inline bot::Catalogue shipped_texts() {
    std::map<std::string, bot::Catalogue::Entry, std::less<>> entries;
    for (const auto& entry : YAML::LoadFile(VIVA_SOURCE_DIR "/content/messages/en.yaml")) {
        const auto& value = entry.second;
        entries[entry.first.as<std::string>()] = value.IsMap() ? bot::Catalogue::Entry{value["other"].as<std::string>(), value["one"].as<std::string>()}
                                                               : bot::Catalogue::Entry{value.as<std::string>(), ""};
    }
    return {"en", std::move(entries)};
}
