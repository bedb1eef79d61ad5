// Owns the writing of markup: elements that are closed by construction, and texts and attributes that are escaped by construction.
// Must not know what a page shows. Names of elements and attributes are the program's own words, never a person's.
#pragma once

#include <concepts>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace bot::board {

struct Attribute {
    Attribute(std::string_view attribute, std::string_view text) : name(attribute), value(text) {}
    Attribute(std::string_view attribute, std::integral auto number) : name(attribute), value(std::to_string(number)) {}

    std::string_view name;
    std::string value;
};
using Attributes = std::initializer_list<Attribute>;

class Markup {
   public:
    void open(std::string_view element, Attributes attributes = {});
    void close();  // the innermost open element
    void text(std::string_view text);
    void leaf(std::string_view element, Attributes attributes, std::string_view text);  // opened, filled and closed
    void empty(std::string_view element, Attributes attributes = {});                   // a void element, or one of SVG without content
    void raw(std::string_view markup) { out_ += markup; }                               // only for the program's own constants

    // The document; every element must be closed.
    std::string done() &&;

   private:
    void start(std::string_view element, Attributes attributes);

    std::string out_;
    std::vector<std::string> open_;
};

// A person's text as a page may show it: one line of valid UTF-8 of at most `columns` columns, cut between characters as people see them and then ended by
// "…". Controls, invisible characters and everything that reorders text are left out, and accents piled beyond four. Empty if nothing visible is left.
std::string shown(std::string_view text, int columns);

// text between marks that keep its direction from its surroundings; for what cannot hold an element (a title, an attribute, a sentence of the catalogue).
std::string isolated(std::string_view text);

}  // namespace bot::board
