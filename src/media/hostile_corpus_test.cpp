// Proves, for every hostile file of the corpus in MOBILSCAN_DATA: it ends as
// tests/media/hostile_expected.tsv says (an error by name, or `decodes`), within its time and
// memory; and where it decodes, the ffmpeg command decodes a frame of it, too. Skipped where the
// corpus is not there. A new outcome shows here by name: judge it, then change the table.
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <limits>
#include <map>
#include <optional>
#include <set>
#include <sstream>

#include "core/plan.h"
#include "media/still_reader.h"
#include "media/test_media.h"
#include "media/video_frame_source.h"

namespace mobilscan::media {
namespace {

// AddressSanitizer keeps freed memory and fills it with shadows: nothing to learn there.
#ifdef MOBILSCAN_ADDRESS_SANITIZER
constexpr std::int64_t memory_bytes_max = std::numeric_limits<std::int64_t>::max();
#else
constexpr std::int64_t memory_bytes_max = 1'500'000'000;
#endif
constexpr std::chrono::seconds file_seconds_max{60};

std::string name_of(const core::Error& error) {
    return std::string(core::info(error.code).name);
}

// Files with the name of an image are read as one, all others as a video.
bool is_image(const std::filesystem::path& path) {
    static const std::set<std::string> extensions{".avif", ".blp",  ".bmp", ".dds",  ".eps", ".fli",
                                                  ".gif",  ".icns", ".ico", ".j2k",  ".jp2", ".jpg",
                                                  ".msp",  ".p7",   ".pcx", ".png",  ".psd", ".sgi",
                                                  ".svg",  ".tga",  ".tif", ".tiff", ".webp"};
    return extensions.contains(path.extension().string());
}

std::string outcome_of_video(const std::filesystem::path& path) {
    auto video = Video::open(path, test_settings());
    if (!video) {
        return name_of(video.error());
    }
    const auto plan = core::make_plan(video->survey(), {1});
    if (!plan) {
        return name_of(plan.error());
    }
    VideoFrameSource source(std::move(*video), {0, plan->samples});
    for (bool any = false;; any = true) {
        const auto frame = source.next();
        if (!frame) {
            return name_of(frame.error());
        }
        if (!*frame) {
            return any ? "decodes" : "nothing";
        }
    }
}

std::string outcome_of_image(StillReader& reader, const std::filesystem::path& path) {
    const auto picture = reader.read(path);
    return picture ? "decodes" : name_of(picture.error());
}

std::map<std::string, std::string> expected_outcomes() {
    std::map<std::string, std::string> outcomes;
    std::istringstream lines(read_file(MOBILSCAN_TEST_HOSTILE_TABLE));
    for (std::string path, outcome;
         std::getline(lines, path, '\t') && std::getline(lines, outcome);) {
        outcomes[path] = outcome;
    }
    return outcomes;
}

bool ffmpeg_decodes(const std::filesystem::path& path) {
    const std::string command = "timeout 30 ffmpeg -nostdin -v quiet -i " + quoted(path) +
                                " -map 0:v:0 -frames:v 1 -f framemd5 - | grep -qv '^#'";
    return std::system(command.c_str()) == 0;
}

std::int64_t largest_resident_bytes(int who) {
    rusage usage{};
    ::getrusage(who, &usage);
    return static_cast<std::int64_t>(usage.ru_maxrss) * 1024;
}

class HostileCorpus : public ::testing::Test {
protected:
    void SetUp() override {
        const char* folder = std::getenv("MOBILSCAN_DATA");
        if (folder == nullptr || !std::filesystem::is_directory(folder)) {
            GTEST_SKIP() << "MOBILSCAN_DATA does not name the folder of the hostile corpus";
        }
        folder_ = folder;
    }

    std::filesystem::path folder_;
};

TEST_F(HostileCorpus, EndsFileByFileAsTheTableSays) {
    const auto outcomes = expected_outcomes();
    ASSERT_EQ(outcomes.size(), 194U);
    std::optional<StillReader> reader(test_settings());
    for (const auto& [name, expected] : outcomes) {
        const auto path = folder_ / name;
        const auto begin = std::chrono::steady_clock::now();
        const std::string outcome =
            is_image(path) ? outcome_of_image(*reader, path) : outcome_of_video(path);
        EXPECT_EQ(outcome, expected) << name;
        EXPECT_LT(std::chrono::steady_clock::now() - begin, file_seconds_max) << name;
    }
    reader.reset();  // a child counts once it is reaped
    EXPECT_LT(largest_resident_bytes(RUSAGE_CHILDREN) + largest_resident_bytes(RUSAGE_SELF),
              memory_bytes_max);
}

TEST_F(HostileCorpus, DecodesOnlyWhatFfmpegDecodes) {
    for (const auto& [name, expected] : expected_outcomes()) {
        if (expected == "decodes") {
            EXPECT_TRUE(ffmpeg_decodes(folder_ / name)) << name;
        }
    }
}

// An image's decoders must survive videos and the reverse: names prove nothing.
TEST_F(HostileCorpus, KillsNoDecoderAlsoUnderTheOtherName) {
    const std::set<std::string> unwanted{"decoder_crashed", "decoder_timeout",
                                         "decoder_unavailable", "protocol_violation"};
    StillReader reader(test_settings());
    for (const auto& [name, ignored] : expected_outcomes()) {
        const auto path = folder_ / name;
        const std::string outcome =
            is_image(path) ? outcome_of_video(path) : outcome_of_image(reader, path);
        EXPECT_FALSE(unwanted.contains(outcome)) << name << ": " << outcome;
    }
}

}  // namespace
}  // namespace mobilscan::media
