// The life of a track: what is followed, what begins anew, what is told apart.
#include "scan/tracker.h"

#include <gtest/gtest.h>

#include "scan/tracks_test.h"

namespace mobilscan::scan {
namespace {

using Samples = std::vector<std::vector<Sight>>;

std::vector<Track> tracks_of(const Samples& samples) {
    Tracker tracker;
    for (std::size_t i = 0; i < samples.size(); ++i) {
        if (!samples[i].empty()) {
            tracker.add_sample(static_cast<std::int64_t>(i), samples[i]);
        }
    }
    return tracker.tracks();
}

TEST(Tracker, FollowsALabelThatStandsStill) {
    const auto tracks = tracks_of({{seen("AB 12", 0, box_at(50, 50))},
                                   {seen("AB 12", 1, box_at(52, 51))},
                                   {seen("AB 1Z", 2, box_at(50, 49), 0.6F)}});
    ASSERT_EQ(tracks.size(), 1U);
    EXPECT_EQ(tracks[0].sightings(), 3);
    EXPECT_EQ(tracks[0].first_seen_us, 0);
    EXPECT_EQ(tracks[0].last_seen_us, 2'000'000);
    EXPECT_EQ(tracks[0].texts.at("AB 12"), 2);
    EXPECT_EQ(tracks[0].detection().text, "AB 12");
}

TEST(Tracker, FollowsMisreadLabelsWhereOthersShowHowThePictureMoved) {
    // A pan by 300 pixels; the third label is read quite otherwise, in the place where it must be.
    const auto at = [](int second, float shift) {
        return std::vector{seen("FIRST 100", second, box_at(600 - shift, 50)),
                           seen("SECOND 200", second, box_at(600 - shift, 250)),
                           seen(second == 0 ? "KT-55123" : "KI-SSI2", second,
                                box_at(600 - shift, 450), second == 0 ? 0.9F : 0.5F)};
    };
    EXPECT_EQ(tracks_of({at(0, 0), at(1, 300)}).size(), 3U);
}

TEST(Tracker, SurvivesMissedSamplesUntilTheyAreTooMany) {
    const auto pause = [](int missed) {
        Samples samples{{seen("AB 12", 0, box_at(50, 50))}};
        samples.resize(static_cast<std::size_t>(missed) + 1);
        samples.push_back({seen("AB 12", missed + 1, box_at(50, 50))});
        return tracks_of(samples).size();
    };
    const auto missed_max = static_cast<int>(TrackerOptions{}.samples_missed_max);
    for (int missed = 0; missed <= missed_max; ++missed) {
        EXPECT_EQ(pause(missed), 1U) << missed;
    }
    EXPECT_EQ(pause(missed_max + 1), 2U);
}

TEST(Tracker, KeepsTwoEqualLabelsSideBySideApart) {
    const auto both = [](int second) {
        return std::vector{seen("AB 12", second, box_at(50, 50)),
                           seen("AB 12", second, box_at(170, 50))};
    };
    const auto tracks = tracks_of({both(0), both(1), both(2)});
    ASSERT_EQ(tracks.size(), 2U);
    EXPECT_EQ(tracks[0].sightings(), 3);
    EXPECT_EQ(tracks[1].sightings(), 3);
}

TEST(Tracker, TellsRunningNumbersApartThatPassTheSamePlace) {
    // A belt that moves on by one pitch between two samples: each number is where the one before it
    // was.
    Samples samples;
    for (int second = 0; second < 4; ++second) {
        std::vector<Sight> sights;
        for (int place = 0; place < 3; ++place) {
            sights.push_back(seen("PART " + std::to_string(1000 + second + place), second,
                                  box_at(200.0F * static_cast<float>(place) + 50, 50), 0.99F));
        }
        samples.push_back(sights);
    }
    const auto tracks = tracks_of(samples);
    ASSERT_EQ(tracks.size(), 6U);
    for (const Track& track : tracks) {
        EXPECT_EQ(track.texts.size(), 1U);
    }
}

TEST(Tracker, TakesACounterForSeveralLabels) {
    EXPECT_EQ(tracks_of({{seen("PART 1", 0, box_at(50, 50), 0.95F)},
                         {seen("PART 2", 1, box_at(50, 50), 0.95F)}})
                  .size(),
              2U);
}

TEST(Tracker, DoesNotJoinOtherTextsOrOtherKinds) {
    const Sight first = seen("AB 12", 0, box_at(50, 50));
    EXPECT_EQ(tracks_of({{first}, {seen("XY 99", 1, box_at(50, 50))}}).size(), 2U);
    EXPECT_EQ(tracks_of({{first}, {seen_code("AB 12", 1, box_at(50, 50))}}).size(), 2U);
}

TEST(Tracker, FollowsTheOnlyLabelWhereverItGoesButNotWhereOthersStandStill) {
    EXPECT_EQ(tracks_of({{seen("AB 12", 0, box_at(50, 50))}, {seen("AB 12", 1, box_at(900, 700))}})
                  .size(),
              1U);
    const auto with_others = [](int second, float x) {
        return std::vector{seen("FIRST 100", second, box_at(50, 250)),
                           seen("SECOND 200", second, box_at(450, 250)),
                           seen("AB 12", second, box_at(x, 50))};
    };
    EXPECT_EQ(tracks_of({with_others(0, 50), with_others(1, 900)}).size(), 4U);
}

TEST(Tracker, JoinsAPartAtTheEdgeWithTheWholeThatComesIn) {
    const auto tracks = tracks_of(
        {{cut(seen("4711", 0, box_at(0, 50, 60)))}, {seen("SN 4711", 1, box_at(5, 50, 105))}});
    ASSERT_EQ(tracks.size(), 1U);
    EXPECT_EQ(tracks[0].detection().text, "SN 4711");
    EXPECT_EQ(tracks[0].sightings(core::Cut::no), 1);
}

TEST(Tracker, KeepsTheWeightiestReadingsOnly) {
    Samples samples;
    for (int second = 0; second < 40; ++second) {
        samples.push_back(
            {seen("AB 12", second, box_at(50, 50), 0.5F + 0.01F * static_cast<float>(second))});
    }
    const auto tracks = tracks_of(samples);
    ASSERT_EQ(tracks.size(), 1U);
    EXPECT_EQ(tracks[0].best.size(), Track::kept_max);
    EXPECT_EQ(tracks[0].best[0].detection.timestamp_us, 39'000'000);
    EXPECT_EQ(tracks[0].sightings(), 40);
}

}  // namespace
}  // namespace mobilscan::scan
