// Owns the words of the page: texts of the catalogue's group "page.", dates and numbers as people write them. Must not write markup.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "bot/board/page.h"

namespace bot::board {

class Words {
   public:
    using Date = Page::Date;

    explicit Words(const Catalogue& texts);  // which must outlive it
    explicit Words(Catalogue&&) = delete;

    // The text "page.<key>".
    std::string operator()(std::string_view key, Arguments arguments = {}) const;
    // The same for an amount: {count} chooses the form, {number} is the amount as people write it.
    std::string counted(std::string_view key, std::int64_t count) const;

    std::string number(std::int64_t number) const;           // 12 345, grouped by a narrow space that does not break
    std::string date(Date date) const;                       // 22 Nov 2026
    std::string weekday_date(Date date) const;               // Sun 22 Nov 2026
    std::string range(Date from, Date to) const;             // 16 – 22 Nov 2026; up to 22 Nov 2026, if it begins before 1970
    std::string month(unsigned month) const;                 // 1..12: Jan
    std::string month_year(unsigned month, int year) const;  // Jan 2026
    std::string weekday(unsigned from_monday) const;         // 0..6: Mon
    std::string name(std::string_view name) const;           // a person's, or what stands for one that shows nothing
    const std::string& language() const { return texts_.language(); }
    std::string band(int mark) const;  // strong, partial, ...

   private:
    const Catalogue& texts_;
    std::vector<std::string> months_, weekdays_;
};

}  // namespace bot::board
