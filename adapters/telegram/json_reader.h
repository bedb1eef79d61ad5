// Owns reading JSON in one pass, without building it: the caller asks for what it expects, anything else is skipped. Total and strict about structure,
// forgiving about characters: ill-formed UTF-8 and lone surrogates become U+FFFD, so that one bad character cannot hold up an account.
// Must not hold more than one value at a time; depth is bounded.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace adapters::telegram {

constexpr int kMaxDepth = 64;  // of nested JSON; real updates stay below 20

// Stands before a value; each call but peeking ones takes exactly one value, whatever it is. After a syntax error all calls do nothing.
class JsonReader {
   public:
    explicit JsonReader(std::string_view text) : text_(text) {}

    // Calls on_member(name) for each member of an object; on_member must take the value. False: it was something else, and is taken.
    template <class OnMember>
    bool object(OnMember on_member) {
        if (!open('{')) return false;
        if (!closes('}')) {
            do {
                const std::string_view name = key();
                if (failed()) break;
                on_member(name);
            } while (goes_on('}'));
        }
        --depth_;
        return !failed();
    }

    // Calls on_item() for each item of an array; on_item must take it.
    template <class OnItem>
    bool array(OnItem on_item) {
        if (!open('[')) return false;
        if (!closes(']')) {
            do on_item();
            while (goes_on(']'));
        }
        --depth_;
        return !failed();
    }

    std::optional<std::int64_t> whole();                      // nullopt: no integer of 64 bits
    std::optional<std::string> words(std::size_t max_bytes);  // cut on a character; nullopt: no text
    bool is_true();                                           // false: anything else
    bool present();                                           // anything but null
    void skip() { (void)present(); }

    bool is_object() { return next() == '{'; }  // peeks

    // Nothing but white space follows.
    bool at_end();
    bool failed() const { return failed_; }
    bool too_deep() const { return too_deep_; }

   private:
    char next();  // the next character behind white space, not taken; 0 = the end, or failed
    bool open(char bracket);
    bool closes(char bracket);
    bool goes_on(char bracket);
    std::string_view key();
    bool string(std::string* into);  // takes a string; null = skips it
    bool escape(std::string* into);  // behind a backslash
    std::optional<std::uint32_t> hex4();
    bool literal(std::string_view word);
    std::string_view number();  // "" = none
    void fail() { failed_ = true; }

    std::string_view text_;
    std::size_t at_ = 0;
    int depth_ = 0;
    bool failed_ = false;
    bool too_deep_ = false;
    std::string name_;  // of a member whose name holds escapes
};

}  // namespace adapters::telegram
