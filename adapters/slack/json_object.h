// Owns writing one flat JSON object at a time. Must not parse.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "bot/app/log.h"

namespace adapters::slack {

class JsonObject {
   public:
    JsonObject& text(std::string_view name, std::string_view value) { return raw(name, bot::app::text_json(value)); }
    JsonObject& flag(std::string_view name, bool value) { return raw(name, value ? "true" : "false"); }
    JsonObject& raw(std::string_view name, std::string_view json) {
        if (out_.size() > 1) out_ += ',';
        out_ += bot::app::text_json(name);
        out_ += ':';
        out_ += json;
        return *this;
    }
    std::string done() { return std::move(out_) + '}'; }

   private:
    std::string out_ = "{";
};

}  // namespace adapters::slack
