// Owns a text that many hold and nobody changes: put there at build time, or kept alive by whoever holds it last.
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace bot {

// Cheap to copy; any thread.
class SharedText {
   public:
    SharedText() = default;
    SharedText(std::string text) : owned_(std::make_shared<const std::string>(std::move(text))), view_(*owned_) {}
    SharedText(const char* text) : SharedText(std::string(text)) {}

    // Of a text that lives as long as the program.
    static SharedText of_program(std::string_view text) {
        SharedText shared;
        shared.view_ = text;
        return shared;
    }

    operator std::string_view() const { return view_; }
    std::string_view view() const { return view_; }

   private:
    std::shared_ptr<const std::string> owned_;
    std::string_view view_;
};

}  // namespace bot
