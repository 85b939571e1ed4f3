// Proves: the shared memory cannot be changed in size by anybody, so that reading it never
// faults, and pictures are found where the layout says.
#include "media/pixel_ring.h"

#include <gtest/gtest.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>

namespace mobilscan::media {
namespace {

namespace wire = core::wire;

TEST(PixelRing, CannotShrinkOrGrowOrLoseItsSeals) {
    const auto ring = PixelRing::create(4, 10'000);
    ASSERT_TRUE(ring.has_value());
    EXPECT_NE(::ftruncate((*ring)->memory(), 0), 0);
    EXPECT_EQ(errno, EPERM);
    EXPECT_NE(::ftruncate((*ring)->memory(), 1 << 30), 0);
    EXPECT_EQ(errno, EPERM);
}

TEST(PixelRing, HasRoomForItsPicturesAndALittleMore) {
    const auto ring = PixelRing::create(3, 4'096);
    ASSERT_TRUE(ring.has_value());
    EXPECT_EQ((*ring)->slots(), 3U);
    EXPECT_GT((*ring)->slot_bytes(), 4'096U);
    EXPECT_EQ((*ring)->slot_bytes() % 4'096, 0U);
}

TEST(PixelRing, FindsAPictureInItsSlot) {
    const auto ring = PixelRing::create(2, 192 * 121 * 2);
    ASSERT_TRUE(ring.has_value());
    auto frame = wire::make<wire::Frame>();
    frame.width = 161;
    frame.height = 121;
    frame.orientation = 6;
    frame.slot = 0;
    const auto first = (*ring)->picture(frame);
    frame.slot = 1;
    const auto second = (*ring)->picture(frame);
    EXPECT_EQ(second.planes[0].data - first.planes[0].data,
              static_cast<std::ptrdiff_t>((*ring)->slot_bytes()));
    EXPECT_EQ(second.planes[0].stride, 192);
    EXPECT_EQ(second.planes[1].data - second.planes[0].data, 192 * 121);
    EXPECT_EQ(second.orientation, core::Orientation::rotate_clockwise);
}

TEST(PixelRingDeathTest, AbortsOnASlotThatWasNotChecked) {
    const auto ring = PixelRing::create(2, 100'000);
    ASSERT_TRUE(ring.has_value());
    auto frame = wire::make<wire::Frame>();
    frame.width = frame.height = 16;
    frame.slot = 2;
    EXPECT_DEATH(static_cast<void>((*ring)->picture(frame)), "internal error");
}

}  // namespace
}  // namespace mobilscan::media
