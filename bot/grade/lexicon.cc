// Owns the word tables of lexicon.h, merged and indexed at compile time. Must not know sentences.
#include "bot/grade/lexicon.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "bot/grade/word_index.h"

namespace bot::grade {
namespace {

struct List {
    std::uint16_t bits;
    std::string_view words;
};

constexpr List kLists[] = {
    {kFunctionWord,
     "a an the this that these those some any each every all both either neither such same other another own its it he she they them their theirs his her hers "
     "him "
     "i me my mine myself we us our ours ourselves you your yours yourself themselves itself himself one ones who whom whose which what when where why how "
     "is are was were be been being am do does did doing done have has had having will would shall should can could may might must ought need needs needed "
     "of in on at by for with about against between into through during before after above below to from up down out off over under again further then once "
     "here "
     "there and or nor but if because as until while although though whereas since unless than so yet however therefore hence thus else otherwise "
     "not no never none nobody nothing without cannot only just also too very quite rather really actually basically simply still already even ever always "
     "often "
     "sometimes usually mostly mainly maybe perhaps probably likely now soon later much many more most less least few fewer several lot lots enough "
     "first second last next new good better best well right way ways thing things something anything everything someone anyone everyone somebody "
     "etc via per within upon toward towards across along around among instead whether yes ok okay s e ie eg vs"},
    {kCommonVerb,
     "get gets got getting go goes going gone went make makes made making use uses used using let lets keep keeps kept take takes taken "
     "took give gives given gave come comes came put puts say says said tell tells told see sees seen saw look looks want wants wanted "
     "know knows known knew think thinks thought believe mean means meant like likes seem seems become becomes happen happens happened "
     "work works worked working help helps helped run runs running ran start starts try tries tried allow allows call called calls"},
    {kNegator, "not no never none nobody nothing nowhere neither nor without cannot hardly barely lack lacks lacking lacked non"},
    {kNumberWord,
     "zero two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty "
     "sixty seventy "
     "eighty ninety hundred hundreds thousand thousands million millions billion dozen dozens half twice thrice double triple quarter percent"},
    {kClauseStart, "but while whereas because although though however"},
    {kScopeEnd,
     "but while whereas because although though however since so therefore hence thus otherwise else when whenever if which who where as otherwise then"},
    {kLimit, "until till unless except before"},
    {kSubject, "it they we you he she i the this that these those each every both one a an then there its so another other others everyone nobody someone"},
};

struct Entry {
    std::string_view word;
    std::uint16_t bits = 0;
};

constexpr std::size_t count_words() {
    std::size_t count = 0;
    for (const List& list : kLists) {
        bool inside = false;
        for (const char c : list.words) {
            if (c != ' ' && !inside) ++count;
            inside = c != ' ';
        }
    }
    return count;
}

constexpr auto sorted_entries() {
    std::array<Entry, count_words()> entries{};
    std::size_t count = 0;
    for (const List& list : kLists) {
        std::size_t begin = 0;
        while (begin < list.words.size()) {
            std::size_t end = list.words.find(' ', begin);
            if (end == std::string_view::npos) end = list.words.size();
            if (end > begin) entries[count++] = {list.words.substr(begin, end - begin), list.bits};
            begin = end + 1;
        }
    }
    std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) { return a.word < b.word; });
    for (std::size_t i = 1; i < entries.size(); ++i) {
        if (entries[i].word == entries[i - 1].word) entries[i].bits |= entries[i - 1].bits;
    }
    for (std::size_t i = entries.size() - 1; i > 0; --i) {
        if (entries[i].word == entries[i - 1].word) entries[i - 1].bits = entries[i].bits;
    }
    return entries;
}

constexpr auto kEntries = sorted_entries();
constexpr FixedIndex<1024> kEntryIndex(kEntries);
constexpr std::size_t kLongestEntry = 10;
static_assert(kEntries.size() <= 512);
static_assert(std::all_of(kEntries.begin(), kEntries.end(), [](const Entry& entry) { return entry.word.size() <= kLongestEntry; }));

struct Spelling {
    std::string_view word;
    std::string_view full;
};

constexpr Spelling kSpellings[] = {
    {"aint", "is not"},     {"arent", "are not"},       {"cannot", "can not"},    {"cant", "can not"},    {"couldnt", "could not"}, {"didnt", "did not"},
    {"doesnt", "does not"}, {"dont", "do not"},         {"dunno", "do not know"}, {"gonna", "going to"},  {"gotta", "have to"},     {"hadnt", "had not"},
    {"hasnt", "has not"},   {"havent", "have not"},     {"im", "i am"},           {"isnt", "is not"},     {"ive", "i have"},        {"mustnt", "must not"},
    {"neednt", "need not"}, {"shouldnt", "should not"}, {"thats", "that is"},     {"theres", "there is"}, {"theyre", "they are"},   {"wanna", "want to"},
    {"wasnt", "was not"},   {"werent", "were not"},     {"whats", "what is"},     {"wont", "will not"},   {"wouldnt", "would not"}, {"youre", "you are"},
};
constexpr FixedIndex<64> kSpellingIndex(kSpellings);
constexpr std::size_t kLongestSpelling = 8;
static_assert(std::size(kSpellings) <= 32);
static_assert(std::all_of(std::begin(kSpellings), std::end(kSpellings), [](const Spelling& entry) { return entry.word.size() <= kLongestSpelling; }));

constexpr std::string_view kTakesIs[] = {"it", "that", "there", "what", "here", "he", "she", "who", "where", "how", "this", "everything", "nothing"};

}  // namespace

std::uint16_t word_class(std::string_view word) {
    if (word.size() > kLongestEntry) return 0;
    const auto* found = kEntryIndex.find(kEntries, word);
    return found == nullptr ? std::uint16_t{0} : found->bits;
}

std::string_view expansion(std::string_view word) {
    if (word.size() < 2 || word.size() > kLongestSpelling) return {};
    const auto* found = kSpellingIndex.find(kSpellings, word);
    return found == nullptr ? std::string_view{} : found->full;
}

Contraction contraction(std::string_view base, std::string_view suffix) {
    if (suffix == "t" && base.ends_with('n') && base.size() > 1) {
        if (base == "can") return {"not", "", 0};
        if (base == "won") return {"not", "will", 0};
        if (base == "shan") return {"not", "shall", 0};
        if (base == "ain") return {"not", "is", 0};
        return {"not", "", 1};
    }
    if (suffix == "nt") return {"not", "", 0};
    if (suffix == "s") {
        if (base == "let") return {"us", "", 0};
        for (const std::string_view word : kTakesIs) {
            if (base == word) return {"is", "", 0};
        }
        return {"s", "", 0};
    }
    if (suffix == "re") return {"are", "", 0};
    if (suffix == "ve") return {"have", "", 0};
    if (suffix == "ll") return {"will", "", 0};
    if (suffix == "d") return {"would", "", 0};
    if (suffix == "m") return {"am", "", 0};
    return {};
}

}  // namespace bot::grade
