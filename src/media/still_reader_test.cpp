// Proves, with the real decoder: the five kinds of stills are read in their colours and turned
// upright, broken ones cost one error each, and one process serves them all.
#include "media/still_reader.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "media/test_media.h"

namespace mobilscan::media {
namespace {

using core::ErrorCode;

// Green with red in the top left quarter, 80 x 60.
constexpr const char* corner = "color=lime:size=80x60:duration=1:rate=1,drawbox=0:0:40:30:red:fill";

class StillReaderTest : public ::testing::Test {
protected:
    // Written by ffmpeg, as its extension says.
    std::filesystem::path make(const std::string& name, const std::string& options = "",
                               const std::string& source = corner) {
        const auto path = folder_.path() / name;
        const std::string command = "ffmpeg -nostdin -v error -y -f lavfi -i '" + source +
                                    "' -frames:v 1 " + options + " " + quoted(path);
        EXPECT_EQ(std::system(command.c_str()), 0) << name;
        return path;
    }

    struct Bgr {
        int blue, green, red;
    };
    static Bgr pixel(const image::Image& picture, int x, int y) {
        const std::uint8_t* at = picture.data() + y * picture.stride() + x * 3;
        return {at[0], at[1], at[2]};
    }
    static bool is_red(const Bgr& pixel) { return pixel.red > 200 && pixel.green < 60; }
    static bool is_green(const Bgr& pixel) { return pixel.green > 200 && pixel.red < 60; }

    TemporaryFolder folder_;
    StillReader reader_{test_settings()};
};

TEST_F(StillReaderTest, ReadsEveryKindInItsColours) {
    for (const auto& [name, options] :
         std::vector<std::pair<std::string, std::string>>{{"a.jpg", "-q:v 2"},
                                                          {"b.png", ""},
                                                          {"c.webp", "-c:v libwebp -lossless 1"},
                                                          {"d.bmp", ""},
                                                          {"e.tiff", ""},
                                                          {"f.png", "-pix_fmt rgb48be"},
                                                          {"g.jpg", "-q:v 2 -pix_fmt yuvj444p"},
                                                          {"h.webp", "-c:v libwebp -quality 95"}}) {
        const auto picture = reader_.read(make(name, options));
        ASSERT_TRUE(picture.has_value()) << name << ": " << picture.error().message;
        EXPECT_EQ(picture->width(), 80) << name;
        EXPECT_EQ(picture->height(), 60) << name;
        EXPECT_EQ(picture->channels(), 3) << name;
        EXPECT_TRUE(is_red(pixel(*picture, 10, 10))) << name;
        EXPECT_TRUE(is_green(pixel(*picture, 70, 10))) << name;
        EXPECT_TRUE(is_green(pixel(*picture, 10, 50))) << name;
    }
}

TEST_F(StillReaderTest, ReadsGreyAndBlackAndWhite) {
    for (const char* format : {"gray", "monob", "gray16be", "pal8"}) {
        const auto picture = reader_.read(make("grey.png", std::string("-pix_fmt ") + format,
                                               "color=white:size=34x18:duration=1:rate=1"));
        ASSERT_TRUE(picture.has_value()) << format;
        EXPECT_EQ(picture->width(), 34);
        EXPECT_GT(pixel(*picture, 16, 8).green, 250) << format;
    }
}

TEST_F(StillReaderTest, TurnsAPictureAsItsExifSays) {
    using namespace std::string_literals;
    const std::string jpeg = read_file(make("plain.jpg", "-q:v 2"));
    const std::string exif =
        "\xFF\xE1\0\x22"
        "Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0"s;
    const auto path = folder_.path() / "turned.jpg";
    write_file(path, jpeg.substr(0, 2) + exif + jpeg.substr(2));
    const auto picture = reader_.read(path);
    ASSERT_TRUE(picture.has_value()) << picture.error().message;
    EXPECT_EQ(picture->width(), 60);
    EXPECT_EQ(picture->height(), 80);
    EXPECT_TRUE(is_red(pixel(*picture, 50, 10))) << "the top left corner goes to the top right";
    EXPECT_TRUE(is_green(pixel(*picture, 10, 10)));
}

TEST_F(StillReaderTest, LaysTransparencyOnWhite) {
    const auto picture = reader_.read(make(
        "clear.png", "-pix_fmt rgba", "color=black@0.0:size=20x20:duration=1:rate=1,format=rgba"));
    ASSERT_TRUE(picture.has_value());
    EXPECT_EQ(pixel(*picture, 10, 10).blue, 255);
    EXPECT_EQ(pixel(*picture, 10, 10).red, 255);
}

TEST_F(StillReaderTest, ReadsOnAfterBrokenAndForeignFiles) {
    const auto good = make("good.png");
    const std::string bytes = read_file(good);
    const auto broken = folder_.path() / "broken.png";
    write_file(broken, bytes.substr(0, 60));
    const auto text = folder_.path() / "text.png";
    write_file(text, "no picture at all");
    for (int round = 0; round < 3; ++round) {
        EXPECT_EQ(reader_.read(broken).error().code, ErrorCode::corrupt_media);
        EXPECT_EQ(reader_.read(text).error().code, ErrorCode::unsupported_container);
        EXPECT_TRUE(reader_.read(good).has_value());
    }
}

TEST_F(StillReaderTest, SaysWhyAFileIsNotOpened) {
    const auto queue = folder_.path() / "queue";
    ASSERT_EQ(::mkfifo(queue.c_str(), 0600), 0);
    EXPECT_EQ(reader_.read(queue).error().code, ErrorCode::file_unreadable);
    EXPECT_EQ(reader_.read("/dev/zero").error().code, ErrorCode::file_unreadable);
    EXPECT_EQ(reader_.read(folder_.path()).error().code, ErrorCode::file_unreadable);
    EXPECT_EQ(reader_.read(folder_.path() / "none.png").error().code, ErrorCode::file_not_found);
}

TEST_F(StillReaderTest, RefusesAPictureBeyondThePixelLimitByItsName) {
    const auto larger = reader_.read(
        make("large.png", "-pix_fmt monob", "color=white:size=6002x6002:duration=1:rate=1"));
    ASSERT_FALSE(larger.has_value());
    EXPECT_EQ(larger.error().code, ErrorCode::too_many_pixels);
    const auto largest = reader_.read(
        make("largest.png", "-pix_fmt monob", "color=white:size=6000x6000:duration=1:rate=1"));
    ASSERT_TRUE(largest.has_value()) << largest.error().message;
    EXPECT_EQ(largest->width(), 6000);
}

TEST_F(StillReaderTest, ReadsManyWithOneProcessAndLeavesNoDescriptorOpen) {
    const auto path = make("many.png");
    ASSERT_TRUE(reader_.read(path).has_value());
    const auto before = open_descriptors();
    for (int i = 0; i < 100; ++i) {
        ASSERT_TRUE(reader_.read(path).has_value());
    }
    EXPECT_EQ(open_descriptors(), before);
}

}  // namespace
}  // namespace mobilscan::media
