// A file is taken for a video when its name and its first bytes agree.
#include "api/video_kind.h"

#include <gtest/gtest.h>

namespace mobilscan::api {
namespace {

using namespace std::string_view_literals;

constexpr std::string_view mp4 =
    "\0\0\0\x18"
    "ftypmp42"sv;
constexpr std::string_view old_mov =
    "\0\0\0\x08"
    "wide\0\0\0\0"sv;
constexpr std::string_view avi = "RIFF\x10\x20\x30\0AVI "sv;
constexpr std::string_view mkv = "\x1A\x45\xDF\xA3\x01\0\0\0\0\0\0\x23"sv;

TEST(VideoExtension, is_found_in_any_case_and_only_at_the_end) {
    const auto& all = video_extensions();
    EXPECT_EQ(video_extension("Clip.MP4", all), ".mp4");
    EXPECT_EQ(video_extension("a.b.mkv", all), ".mkv");
    EXPECT_EQ(video_extension("a.WebM", all), ".webm");
    EXPECT_EQ(video_extension("clip.mp4.exe", all), std::nullopt);
    EXPECT_EQ(video_extension("mp4", all), std::nullopt);
    EXPECT_EQ(video_extension("", all), std::nullopt);
    // The original's upload takes what it always took.
    EXPECT_EQ(video_extension("a.mkv", original_video_extensions()), ".mkv");
    EXPECT_EQ(video_extension("a.webm", original_video_extensions()), std::nullopt);
}

TEST(MagicFault, name_and_content_that_agree_have_none) {
    EXPECT_EQ(magic_fault(".mp4", mp4), std::nullopt);
    EXPECT_EQ(magic_fault(".mov", mp4), std::nullopt);
    EXPECT_EQ(magic_fault(".mov", old_mov), std::nullopt);
    EXPECT_EQ(magic_fault(".avi", avi), std::nullopt);
    EXPECT_EQ(magic_fault(".mkv", mkv), std::nullopt);
    EXPECT_EQ(magic_fault(".webm", mkv), std::nullopt);
}

TEST(MagicFault, another_container_is_named_with_what_to_do) {
    EXPECT_EQ(magic_fault(".mp4", mkv),
              "the file is named .mp4 but holds Matroska video; rename it to .mkv");
    EXPECT_EQ(magic_fault(".avi", mp4),
              "the file is named .avi but holds MP4 video; rename it to .mp4");
}

TEST(MagicFault, what_is_no_video_is_refused) {
    for (const std::string_view bytes :
         {"#EXTM3U\nfile:a"sv, "ffconcat ver"sv, "RIFF\0\0\0\0WAVE"sv, ""sv,
          "\0\0\0\x18"
          "fty"sv}) {
        for (const std::string& extension : video_extensions()) {
            EXPECT_NE(magic_fault(extension, bytes), std::nullopt) << bytes;
        }
    }
    EXPECT_NE(magic_fault(".mp4", old_mov), std::nullopt);
}

}  // namespace
}  // namespace mobilscan::api
