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

TEST_CASE("seventy-five unrelated words gain next to nothing on any shipped sample") {
    int count = 0;
    std::vector<int> gained(kPaddings.size(), 0);
    std::vector<int> much(kPaddings.size(), 0);
    std::vector<int> crossed(kPaddings.size(), 0);
    for (const shipped::Set& set : shipped::sets()) {
        for (const Sample& sample : set.samples) {
            ++count;
            const int before = score(*set.rubric, sample.text);
            for (std::size_t i = 0; i < kPaddings.size(); ++i) {
                const int after = score(*set.rubric, sample.text + kPaddings[i]);
                gained[i] += after - before;
                much[i] += after - before > 10 ? 1 : 0;
                crossed[i] += before < 40 && band_of(before) <= Band::kWeak && band_of(after) > Band::kWeak ? 1 : 0;
            }
        }
    }
    REQUIRE(count > 0);
    for (std::size_t i = 0; i < kPaddings.size(); ++i) {
        INFO("padding " << i << ": " << count << " samples, gain in all " << gained[i] << ", " << much[i] << " by more than 10, " << crossed[i]
                        << " past weak");
        CHECK(gained[i] <= 4 * count);
        CHECK(much[i] * 10 <= count);
        CHECK(crossed[i] == 0);
    }
}

}  // namespace
