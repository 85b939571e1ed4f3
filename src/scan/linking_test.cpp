// Places of two frames are linked when they show the same: not when they only look alike, and not
// when the picture does not say how it moved.
#include "scan/linking.h"

#include <gtest/gtest.h>

#include "scan/pictures_test.h"

namespace mobilscan::scan {
namespace {

View view_of(const Wall& wall, float left, float top) {
    const image::Image picture = wall.seen(left, top);
    View view{image::scene_of(picture.view()), {}};
    for (const Wall::Label& label : wall.labels()) {
        const core::Quad quad = Wall::quad_of(label, left, top);
        if (Wall::is_in_view(quad)) {
            view.places.push_back({quad, image::patch_of(picture.view(), quad)});
        }
    }
    return view;
}

using Indices = std::vector<std::optional<std::size_t>>;

TEST(Linking, FollowsLabelsThroughAMovement) {
    const Wall wall({{1, 40, 40}, {2, 300, 60}, {3, 120, 200}});
    const Links links = linked(view_of(wall, 0, 0), view_of(wall, 30, 20));
    EXPECT_EQ(links.before, (Indices{0, 1, 2}));
    ASSERT_TRUE(links.movement);
    const core::Point there = core::moved(core::Point{100, 100}, *links.movement);
    EXPECT_NEAR(there.x, 70, 4);
    EXPECT_NEAR(there.y, 80, 4);
}

TEST(Linking, LinksNothingNew) {
    const Wall wall({{1, 40, 40}, {2, 300, 60}, {3, 700, 200}});
    const Links links = linked(view_of(wall, 0, 0), view_of(wall, 260, 0));
    EXPECT_EQ(links.before, (Indices{1, std::nullopt}));
}

TEST(Linking, TellsEqualLabelsInARowApartByWhatIsAroundThem) {
    // One pitch further, each label stands where another one, just like it, stood before.
    const Wall wall({{7, 20, 100}, {7, 220, 100}, {7, 420, 100}, {7, 620, 100}});
    const Links links = linked(view_of(wall, 0, 0), view_of(wall, 200, 0));
    EXPECT_EQ(links.before, (Indices{1, 2, std::nullopt}));
}

TEST(Linking, IsNotSureInFrontOfAnotherScene) {
    const Wall here({{1, 40, 40}, {2, 300, 60}, {3, 60, 160}, {4, 400, 250}});
    const Wall elsewhere({{1, 5'040, 40}, {5, 5'420, 120}, {6, 5'050, 240}, {7, 5'300, 300}});
    const Links links = linked(view_of(here, 0, 0), view_of(elsewhere, 5'000, 0));
    EXPECT_FALSE(links.movement);
    EXPECT_EQ(links.before, Indices(4));
}

TEST(Linking, HasNothingToSayOfEmptyViews) {
    const Wall wall({{1, 40, 40}});
    EXPECT_EQ(linked({}, view_of(wall, 0, 0)).before, (Indices{std::nullopt}));
    EXPECT_TRUE(linked(view_of(wall, 0, 0), {}).before.empty());
}

}  // namespace
}  // namespace mobilscan::scan
