// From tracks to items: texts, votes, returns, codes with their text, and what is not believed.
#include "scan/item_making.h"

#include <gtest/gtest.h>

#include "core/printed_text.h"
#include "scan/tracker.h"
#include "scan/tracks_test.h"

namespace mobilscan::scan {
namespace {

struct Made {
    std::vector<core::Item> items;
    std::vector<std::optional<std::size_t>> item_of_sight;
};

Made made(const std::vector<std::vector<Sight>>& samples) {
    Tracker tracker;
    std::vector<std::size_t> tracks;
    for (std::size_t i = 0; i < samples.size(); ++i) {
        if (!samples[i].empty()) {
            const auto joined = tracker.add_sample(static_cast<std::int64_t>(i), samples[i]);
            tracks.insert(tracks.end(), joined.begin(), joined.end());
        }
    }
    MadeItems items = make_items(tracker.tracks());
    Made result{std::move(items.items), {}};
    for (const std::size_t track : tracks) {
        result.item_of_sight.push_back(items.item_of_track[track]);
    }
    return result;
}

std::vector<std::string> texts(const Made& made) {
    std::vector<std::string> found;
    for (const core::Item& item : made.items) {
        found.push_back(item.text);
    }
    return found;
}

using Texts = std::vector<std::string>;

TEST(MakeItems, SaysWhatMostReadingsSayAndCountsThem) {
    const Made one = made({{seen("SN 47I1", 0, box_at(50, 50), 0.5F)},
                           {seen("SN 4711", 1, box_at(50, 50), 0.8F)},
                           {seen("SN-4711", 2, box_at(50, 50), 0.7F)}});
    ASSERT_EQ(one.items.size(), 1U);
    const core::Item& item = one.items[0];
    EXPECT_EQ(item.text, "SN 4711");
    EXPECT_EQ(item.votes, 2);
    EXPECT_EQ(item.sightings, 3);
    EXPECT_EQ(item.alternatives.size(), 2U);
    EXPECT_EQ(item.characters.size(), 7U);
    EXPECT_EQ(item.best.timestamp_us, 1'000'000);
    EXPECT_EQ(one.item_of_sight, (std::vector<std::optional<std::size_t>>{0, 0, 0}));
}

TEST(MakeItems, IsTheSurerTheMoreReadingsAgree) {
    EXPECT_LT(item_confidence(0.9F, 1), item_confidence(0.9F, 3));
    EXPECT_LT(item_confidence(0.8F, 3), item_confidence(0.99F, 3));
    EXPECT_GE(item_confidence(0, 0), 0.001F);
    EXPECT_LE(item_confidence(1, 1'000'000), 0.999F);
}

std::vector<std::vector<Sight>> with_a_swing_away(const std::string& other_neighbour) {
    const auto plate = [](int second, float x, const std::string& neighbour) {
        return std::vector{seen("SN 4711", second, box_at(x, 50)),
                           seen(neighbour, second, box_at(x, 80))};
    };
    return {plate(0, 50, "PUMP A"),         plate(1, 50, "PUMP A"),        {}, {}, {}, {}, {},
            plate(7, 900, other_neighbour), plate(8, 900, other_neighbour)};
}

TEST(MakeItems, TakesALabelThatComesBackAmongTheSameOthersForOne) {
    const Made back = made(with_a_swing_away("PUMP A"));
    EXPECT_EQ(texts(back), (Texts{"SN 4711", "PUMP A"}));
    EXPECT_EQ(back.items[0].sightings, 4);
    EXPECT_FALSE(back.items[0].same_text);
}

TEST(MakeItems, TakesTheSameTextElsewhereForAnotherLabelAndSaysSo) {
    const Made elsewhere = made(with_a_swing_away("PUMP B"));
    EXPECT_EQ(texts(elsewhere), (Texts{"SN 4711", "PUMP A", "SN 4711", "PUMP B"}));
    EXPECT_TRUE(elsewhere.items[0].same_text);
    EXPECT_TRUE(elsewhere.items[2].same_text);
    EXPECT_FALSE(elsewhere.items[1].same_text);
}

TEST(MakeItems, PutsACodeAndItsTextTogether) {
    const auto label = [](int second) {
        return std::vector{seen("5 905860 100134", second, box_at(50, 100)),
                           seen_code("5905860100134", second, box_at(50, 50, 100, 40))};
    };
    const Made one = made({label(0), label(1)});
    ASSERT_EQ(texts(one), (Texts{"5905860100134"}));
    EXPECT_EQ(one.items[0].kind, core::Kind::barcode);
    EXPECT_EQ(one.items[0].printed_text, "5 905860 100134");
    EXPECT_TRUE(one.items[0].alternatives.empty());
    EXPECT_EQ(one.items[0].votes, 4);
    EXPECT_EQ(one.items[0].sightings, 2);
}

TEST(MakeItems, KeepsTwoEqualCodesWithTheirTextsApart) {
    const auto both = [](int second) {
        return std::vector{seen("X079302", second, box_at(50, 100)),
                           seen("X079302", second, box_at(450, 100)),
                           seen_code("X079302", second, box_at(50, 50, 100, 40)),
                           seen_code("X079302", second, box_at(450, 50, 100, 40))};
    };
    const Made two = made({both(0), both(1)});
    ASSERT_EQ(two.items.size(), 2U);
    EXPECT_EQ(two.items[0].sightings, 2);
    EXPECT_EQ(two.items[0].printed_text, "X079302");
    EXPECT_TRUE(two.items[0].same_text);
}

TEST(MakeItems, DoesNotBelieveWhatWasNeverSeenWhole) {
    const Made part =
        made({{cut(seen("47", 0, box_at(0, 50, 30)))}, {cut(seen("47", 1, box_at(0, 50, 30)))}});
    EXPECT_TRUE(part.items.empty());
    EXPECT_EQ(part.item_of_sight, (std::vector<std::optional<std::size_t>>(2)));
}

TEST(MakeItems, BelievesWhatMayBeCutWhereItIsNoPartOfAnother) {
    const auto at_the_edge = [](const char* text, int second) {
        return cut(seen(text, second, box_at(0, 50, 30), 0.98F), core::Cut::perhaps);
    };
    EXPECT_EQ(texts(made({{at_the_edge("AX", 0)}})), (Texts{"AX"}));
    EXPECT_EQ(texts(made({{at_the_edge("AX", 0), seen("BAX 47", 0, box_at(300, 300), 0.98F)}})),
              (Texts{"BAX 47"}));
    EXPECT_TRUE(made({{cut(seen("AX", 0, box_at(0, 50, 30), 0.98F))}}).items.empty());
}

TEST(MakeItems, CountsNoPartAgainstWholeReadings) {
    const Made label = made({{cut(seen("SW-48", 0, box_at(0, 50, 60)))},
                             {seen("SW-48891", 1, box_at(10, 50))},
                             {seen("SW-48891", 2, box_at(20, 50))}});
    ASSERT_EQ(texts(label), (Texts{"SW-48891"}));
    EXPECT_EQ(label.items[0].votes, 2);
    EXPECT_EQ(label.items[0].readings, 2);
    EXPECT_EQ(label.items[0].sightings, 3);
    EXPECT_TRUE(label.items[0].alternatives.empty());
}

TEST(MakeItems, TakesAPartOfACodeForItsPrint) {
    const Made one = made({{seen("642572 842737", 0, box_at(50, 100)),
                            seen_code("7642572842737", 0, box_at(50, 50, 100, 40))}});
    ASSERT_EQ(texts(one), (Texts{"7642572842737"}));
    EXPECT_EQ(one.items[0].printed_text, "642572 842737");
    EXPECT_EQ(one.items[0].votes, one.items[0].readings);
}

TEST(MakeItems, TellsAPrintThatSaysSomethingElse) {
    const auto label = [](float confidence) {
        return std::vector{seen("BDE14611375", 0, box_at(50, 100), confidence),
                           seen_code("BDE14617375", 0, box_at(50, 50, 100, 40))};
    };
    const Made sure = made({label(0.97F)});
    ASSERT_EQ(texts(sure), (Texts{"BDE14617375"}));
    EXPECT_EQ(sure.items[0].printed_text, "BDE14611375");
    EXPECT_TRUE(core::disagrees_with_print(sure.items[0]));
    // A slip of the reader is none of the print.
    const Made slip = made({label(0.8F)});
    ASSERT_EQ(texts(slip), (Texts{"BDE14617375"}));
    EXPECT_EQ(slip.items[0].printed_text, "");
    EXPECT_EQ(slip.items[0].alternatives, (Texts{"BDE14611375"}));
}

TEST(MakeItems, LeavesALikeTextThatStandsElsewhereByItself) {
    const Made two = made({{seen("BDE14611375", 0, box_at(50, 500), 0.97F),
                            seen_code("BDE14617375", 0, box_at(50, 50, 100, 40))}});
    EXPECT_EQ(two.items.size(), 2U);
}

TEST(MakeItems, TakesNoNumberThatRunsOnForASlip) {
    const Made rack = made({{seen("CG-23090", 0, box_at(50, 50), 0.75F)},
                            {seen("CG-23095", 1, box_at(600, 50), 0.72F)},
                            {seen("CG-23098", 2, box_at(50, 400), 0.87F)},
                            {seen("CG-23098", 3, box_at(50, 400), 0.99F)}});
    ASSERT_EQ(texts(rack), (Texts{"CG-23098"}));  // the others are not sure enough for an item
    EXPECT_EQ(rack.items[0].sightings, 2);
    EXPECT_TRUE(rack.items[0].alternatives.empty());
}

TEST(MakeItems, BelievesAWeakCodeWhenItIsSeenTwiceOrItsTextSaysTheSame) {
    const Sight weak = seen_code("4006381333931", 0, box_at(50, 50), core::weak_code_confidence);
    EXPECT_TRUE(made({{weak}}).items.empty());
    Sight again = weak;
    again.detection.timestamp_us = 1'000'000;
    EXPECT_EQ(made({{weak}, {again}}).items.size(), 1U);
    EXPECT_EQ(made({{seen("4006381333931", 0, box_at(50, 80)), weak}}).items.size(), 1U);
}

TEST(MakeItems, LeavesSignsAndUnsureSinglesOut) {
    EXPECT_TRUE(
        made({{seen("::", 0, box_at(50, 50))}, {seen("::", 1, box_at(50, 50))}}).items.empty());
    EXPECT_TRUE(made({{seen("QZ", 0, box_at(50, 50), 0.8F)}}).items.empty());
    EXPECT_EQ(made({{seen("QZ", 0, box_at(50, 50), 0.97F)}}).items.size(), 1U);
}

TEST(MakeItems, TakesASlipForAnotherReadingOfWhatItInterrupted) {
    const Made one = made({{seen("VF1ABX0X3MV617601", 0, box_at(50, 50, 300))},
                           {seen("VF1ABX0X3MV617601", 1, box_at(50, 50, 300))},
                           {seen("VF1A8XOJMV6I7", 2, box_at(350, 190, 280), 0.5F)},
                           {seen("VF1ABX0X3MV617601", 3, box_at(50, 50, 300))}});
    EXPECT_EQ(texts(one), (Texts{"VF1ABX0X3MV617601"}));
}

}  // namespace
}  // namespace mobilscan::scan
