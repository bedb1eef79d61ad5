// Owns the property that words beside the point gain next to nothing. Samples are counted here, never shown.
#include "bot/grade/grader.h"
#include "bot/grade/mark.h"
#include "bot/grade/tally.h"
#include "tests/property/grade_content.h"
#include "tests/property/grade_random.h"

using namespace bot::grade;

namespace {

// Seventy-five words each, about nothing that is asked: prose, prose with figures, one breathless sentence, and a bare string of words.
const std::vector<std::string> kPaddings{
    " My grandmother baked bread every Sunday morning while the cat slept near the warm oven. The village church rang its bells at noon and children ran "
    "through muddy fields. Later we walked along "
    "the river, counted ducks, and collected smooth pebbles for the garden path. In winter snow covered the wooden fence, so the old farmer painted it bright "
    "green again each spring before tourists "
    "arrived with cameras and picnic baskets.",
    " In 2019 I bought 3 red bicycles for 450 euros and rode 1200 kilometres across 5 countries. The weather was 24 degrees on 17 days, with 9 rainy mornings "
    "near the coast. We ate 40 oranges, 12 "
    "melons and 7 cakes, slept in 21 hotels, and photographed 88 castles. My brother lost 2 gloves, found 6 coins, painted 4 landscapes, and returned home "
    "after 63 wonderful days with 11 souvenirs from "
    "sleepy mountain villages.",
    " and then my neighbour planted tulips beside the garage because his daughter loves yellow flowers and they watered them each evening while listening to "
    "jazz records from the attic where dusty "
    "violins and broken chairs waited for somebody to repair them before the wedding of their cousin who lives near a lighthouse and collects antique teapots "
    "with painted birds and silver handles from "
    "distant islands that sailors visited long ago during stormy autumn nights full of lightning",
    " banana sofa trumpet glacier pillow violin carpet walnut harbour lantern meadow thimble orchard saddle pepper curtain whistle anchor blossom candle "
    "dragon feather goblet hammer island jacket "
    "kettle lemon marble needle ocean parrot quilt rabbit spoon teapot umbrella velvet wagon xylophone yogurt zebra acorn bonnet cherry daisy eagle fiddle "
    "grape honey iris jasmine koala lobster mango "
    "napkin otter peach quail raisin salmon turtle urchin vase willow yarn zinnia almond beetle cactus dolphin ember falcon garlic hazel",
};

int words_in(const std::string& text) {
    int words = 0;
    for (std::size_t i = 0; i < text.size(); ++i) words += text[i] != ' ' && (i == 0 || text[i - 1] == ' ') ? 1 : 0;
    return words;
}

int score(const Rubric& rubric, const std::string& text) {
    const Question& question = question_of(rubric);
    return mark(question, first_tally(question, examine(rubric, text), {})).score;
}

TEST_CASE("the paddings are as long as they say") {
    for (const std::string& padding : kPaddings) {
        CHECK(words_in(padding) >= 70);
        CHECK(words_in(padding) <= 80);
    }
}

// What padding brings on the shipped samples of some kinds of question: in all, how often more than 10, how often past weak.
struct Gains {
    int count = 0;
    std::vector<int> gained = std::vector<int>(kPaddings.size(), 0);
    std::vector<int> much = std::vector<int>(kPaddings.size(), 0);
    std::vector<int> crossed = std::vector<int>(kPaddings.size(), 0);
};

Gains gains(bool behavioural) {
    Gains all;
    for (const shipped::Set& set : shipped::sets()) {
        if ((question_of(*set.rubric).kind == Kind::kBehavioural) != behavioural) continue;
        for (const Sample& sample : set.samples) {
            ++all.count;
            const int before = score(*set.rubric, sample.text);
            for (std::size_t i = 0; i < kPaddings.size(); ++i) {
                const int after = score(*set.rubric, sample.text + kPaddings[i]);
                all.gained[i] += after - before;
                all.much[i] += after - before > 10 ? 1 : 0;
                all.crossed[i] += before < 40 && band_of(before) <= Band::kWeak && band_of(after) > Band::kWeak ? 1 : 0;
            }
        }
    }
    REQUIRE(all.count > 0);
    return all;
}

TEST_CASE("seventy-five unrelated words gain next to nothing on any shipped sample") {
    const Gains all = gains(false);
    for (std::size_t i = 0; i < kPaddings.size(); ++i) {
        INFO("padding " << i << ": " << all.count << " samples, gain in all " << all.gained[i] << ", " << all.much[i] << " by more than 10, " << all.crossed[i]
                        << " past weak");
        CHECK(all.gained[i] <= 4 * all.count);
        CHECK(all.much[i] * 10 <= all.count);
        CHECK(all.crossed[i] * 90 <= all.count);
    }
}

// Points for the parts of a story cannot tell whose story it is: one about bicycles, told in the first person, is a story too. The bounds are what is reached
// (8.4 in the mean, a third, one in seven), not what is wanted: nothing.
TEST_CASE("a story about something else gains little on questions about one's work") {
    const Gains all = gains(true);
    for (std::size_t i = 0; i < kPaddings.size(); ++i) {
        INFO("padding " << i << ": " << all.count << " samples, gain in all " << all.gained[i] << ", " << all.much[i] << " by more than 10, " << all.crossed[i]
                        << " past weak");
        CHECK(all.gained[i] <= 9 * all.count);
        CHECK(all.much[i] * 100 <= 35 * all.count);
        CHECK(all.crossed[i] * 100 <= 15 * all.count);
    }
}

}  // namespace
