// Proves, with the real decoder in its real sandbox: every supported codec and container is read,
// frame by frame the same as by the ffmpeg command, with right numbers, times and orientation;
// and what is cut, damaged or not supported ends in words.
#include "media/video.h"

#include <gmock/gmock.h>
#include <sys/wait.h>

#include <thread>

#include "core/plan.h"
#include "media/test_media.h"
#include "media/video_frame_source.h"

namespace mobilscan::media {
namespace {

using core::ErrorCode;
using core::Orientation;

struct Reading {
    core::Survey survey;
    std::vector<image::Frame> frames;
    EndReport report;
    std::optional<core::Error> error;
};

Reading read(const std::filesystem::path& path, std::int64_t every,
             core::FrameSelection selection = core::FrameSelection::first) {
    Reading reading;
    auto video = Video::open(path, test_settings());
    if (!video) {
        reading.error = video.error();
        return reading;
    }
    reading.survey = video->survey();
    auto plan = core::make_plan(reading.survey, {every, selection});
    VideoFrameSource source(std::move(*video), {0, plan->samples});
    for (;;) {
        auto frame = source.next();
        if (!frame || !*frame) {
            reading.report = source.report();
            if (!frame) {
                reading.error = frame.error();
            }
            return reading;
        }
        reading.frames.push_back(std::move(**frame));
    }
}

void expect_sound(const Reading& reading) {
    EXPECT_FALSE(reading.error.has_value()) << reading.error->message;
    EXPECT_EQ(reading.report.reason, EndReport::Reason::complete);
    EXPECT_EQ(reading.report.missing_samples, 0);
    EXPECT_EQ(reading.report.damaged_frames, 0);
    EXPECT_FALSE(reading.survey.truncated);
    for (std::size_t i = 0; i < reading.frames.size(); ++i) {
        EXPECT_EQ(reading.frames[i].number, static_cast<std::int64_t>(i));
        EXPECT_EQ(reading.frames[i].timestamp_us, reading.survey.packets[i].pts_us);
    }
}

struct Clip {
    const char* name;
    const char* container;
    const char* codec;
    std::size_t frames;
};

// Measured with these clips: two ways of converting colours differ by up to 5 of 255 (chroma is
// thinned out and brought back), a frame and its neighbour by 9 and more.
constexpr double same_frame_difference = 6;

// How googletest names the case.
std::ostream& operator<<(std::ostream& stream, const Clip& clip) {
    return stream << clip.name;
}

class EveryClip : public ::testing::TestWithParam<Clip> {};

TEST_P(EveryClip, IsReadFrameByFrameAsFfmpegReadsIt) {
    const auto path = clip(GetParam().name);
    const Reading reading = read(path, 1);
    expect_sound(reading);
    EXPECT_EQ(reading.survey.container, GetParam().container);
    EXPECT_EQ(reading.survey.codec, GetParam().codec);
    EXPECT_EQ(reading.frames.size(), GetParam().frames);

    const std::string expected = ffmpeg_frames(path);
    std::size_t at = 0;
    for (const image::Frame& frame : reading.frames) {
        const auto bytes =
            static_cast<std::size_t>(frame.picture.stride() * frame.picture.height());
        ASSERT_LE(at + bytes, expected.size());
        ASSERT_LT(mean_difference(frame.picture, std::string_view(expected).substr(at, bytes)),
                  same_frame_difference)
            << "frame " << frame.number;
        at += bytes;
    }
    EXPECT_EQ(at, expected.size()) << "ffmpeg has another number of frames";
}

TEST_P(EveryClip, GivesTheSameFramesWhateverOthersAreAskedFor) {
    constexpr std::int64_t every = 3;
    const auto path = clip(GetParam().name);
    const Reading all = read(path, 1);
    const Reading some = read(path, every);
    EXPECT_FALSE(some.error.has_value());
    EXPECT_EQ(some.report.missing_samples, 0);
    EXPECT_EQ(some.report.damaged_frames, 0);
    const Reading sharpest = read(path, every, core::FrameSelection::sharpest);
    EXPECT_EQ(sharpest.frames.size(), some.frames.size());
    for (std::size_t i = 0; i < some.frames.size(); ++i) {
        EXPECT_EQ(some.frames[i].number, static_cast<std::int64_t>(i) * every);
        EXPECT_EQ(sharpest.frames[i].number / every, static_cast<std::int64_t>(i));
        for (const image::Frame& frame : {some.frames[i], sharpest.frames[i]}) {
            EXPECT_TRUE(frame.picture == all.frames[static_cast<std::size_t>(frame.number)].picture)
                << "frame " << frame.number;
        }
    }
}

INSTANTIATE_TEST_SUITE_P(
    Video, EveryClip,
    ::testing::Values(
        Clip{"h264.mp4", "mp4", "h264", 20}, Clip{"h264.mov", "mp4", "h264", 20},
        Clip{"h264.mkv", "matroska", "h264", 20}, Clip{"h264.avi", "avi", "h264", 20},
        Clip{"h264-b-frames.mp4", "mp4", "h264", 30},
        Clip{"h264-b-frames.mkv", "matroska", "h264", 30},
        Clip{"h264-b-frames.avi", "avi", "h264", 30}, Clip{"hevc.mp4", "mp4", "hevc", 20},
        Clip{"hevc.mkv", "matroska", "hevc", 20}, Clip{"hevc-10-bit.mp4", "mp4", "hevc", 10},
        Clip{"vp8.webm", "matroska", "vp8", 30}, Clip{"vp9.webm", "matroska", "vp9", 20},
        Clip{"av1.mp4", "mp4", "av1", 10}, Clip{"av1.mkv", "matroska", "av1", 10},
        Clip{"mpeg4.mp4", "mp4", "mpeg4", 20}, Clip{"mpeg4-b-frames.avi", "avi", "mpeg4", 30},
        Clip{"h263.3gp", "mp4", "h263", 20}, Clip{"mjpeg.avi", "avi", "mjpeg", 20},
        Clip{"mjpeg.mov", "mp4", "mjpeg", 20}, Clip{"mjpeg.mkv", "matroska", "mjpeg", 20},
        Clip{"mjpeg-422.avi", "avi", "mjpeg", 10}, Clip{"h264-444.mp4", "mp4", "h264", 10},
        Clip{"h264-rgb.mkv", "matroska", "h264", 10},
        Clip{"odd-size-444.mkv", "matroska", "h264", 10},
        Clip{"odd-size-420.mkv", "matroska", "vp9", 10},
        Clip{"variable-rate.mp4", "mp4", "h264", 24}, Clip{"negative-start.mp4", "mp4", "h264", 32},
        Clip{"no-duration.mkv", "matroska", "h264", 20}, Clip{"fragmented.mp4", "mp4", "h264", 30},
        Clip{"corner-90.mp4", "mp4", "h264", 5}, Clip{"corner-180.mp4", "mp4", "h264", 5},
        Clip{"corner-270.mp4", "mp4", "h264", 5}, Clip{"size-change.mkv", "matroska", "h264", 20}));

TEST(Video, TellsOrientationsAndTurnsTheFrames) {
    const Reading upright = read(clip("corner-90.mp4"), 1);
    EXPECT_TRUE(core::swaps_sides(upright.survey.orientation));
    ASSERT_FALSE(upright.frames.empty());
    EXPECT_EQ(upright.survey.width, 160);
    EXPECT_EQ(upright.frames[0].picture.width(), 120);
    EXPECT_EQ(upright.frames[0].picture.height(), 160);
    EXPECT_EQ(read(clip("corner-180.mp4"), 1).survey.orientation, Orientation::rotate_180);
}

TEST(Video, KeepsTheSurveysSizeWhereTheStreamChangesItsOwn) {
    const Reading reading = read(clip("size-change.mkv"), 1);
    ASSERT_EQ(reading.frames.size(), 20U);
    EXPECT_EQ(reading.frames.back().picture.width(), reading.frames.front().picture.width());
    EXPECT_EQ(reading.frames.back().picture.height(), 120);
}

TEST(Video, TellsTheUnevenTimesOfAVariableRate) {
    const Reading reading = read(clip("variable-rate.mp4"), 1);
    ASSERT_EQ(reading.frames.size(), 24U);
    EXPECT_NEAR(static_cast<double>(reading.frames[2].timestamp_us), 100'000, 1'000);
    EXPECT_NEAR(static_cast<double>(reading.frames[3].timestamp_us), 250'000, 1'000);
}

TEST(Video, DeliversExactlyTheSamplesOfThePlan) {
    const Reading reading = read(clip("h264-b-frames.mp4"), 7);
    std::vector<std::int64_t> numbers;
    for (const auto& frame : reading.frames) {
        numbers.push_back(frame.number);
    }
    EXPECT_THAT(numbers, ::testing::ElementsAre(0, 7, 14, 21, 28));
    EXPECT_EQ(reading.report.missing_samples, 0);
}

TEST(Video, DeliversTheSharpestFrameOfEachSample) {
    // Blurred but for frames 6, 16 and 26; a sample ends where the next begins or the video ends.
    const Reading reading = read(clip("focus-hunting.mp4"), 10, core::FrameSelection::sharpest);
    std::vector<std::int64_t> numbers;
    for (const auto& frame : reading.frames) {
        numbers.push_back(frame.number);
        EXPECT_EQ(frame.timestamp_us,
                  reading.survey.packets[static_cast<std::size_t>(frame.number)].pts_us);
    }
    EXPECT_THAT(numbers, ::testing::ElementsAre(6, 16, 26));
    EXPECT_EQ(reading.report.missing_samples, 0);
}

TEST(Video, ChoosesTheLargestOfSeveralVideoStreams) {
    const Reading reading = read(clip("two-streams.mkv"), 1);
    EXPECT_EQ(reading.survey.width, 160);
    EXPECT_EQ(reading.frames.size(), 10U);
}

class Resuming : public ::testing::TestWithParam<const char*> {};

TEST_P(Resuming, ASegmentGivesTheSamePixelsAsTheWholeVideo) {
    const auto path = clip(GetParam());
    const Reading whole = read(path, 10, core::FrameSelection::sharpest);
    const auto plan = core::make_plan(whole.survey, {10});
    ASSERT_GE(plan->segments.size(), 2U);
    for (const core::Segment& segment : plan->segments) {
        // From its second sample on: a resume in the middle of a segment.
        const std::size_t begin = segment.samples.begin + 1;
        auto video = Video::open(path, test_settings());
        ASSERT_TRUE(video.has_value());
        VideoFrameSource source(
            std::move(*video),
            {segment.first_frame,
             {plan->samples.begin() + static_cast<std::ptrdiff_t>(begin),
              plan->samples.begin() + static_cast<std::ptrdiff_t>(segment.samples.end)}});
        for (std::size_t i = begin; i < segment.samples.end; ++i) {
            const auto frame = source.next();
            ASSERT_TRUE(frame.has_value() && frame->has_value()) << "sample " << i;
            EXPECT_EQ((*frame)->number, whole.frames[i].number);
            EXPECT_EQ((*frame)->picture, whole.frames[i].picture);
        }
        const auto end = source.next();
        ASSERT_TRUE(end.has_value());
        EXPECT_FALSE(end->has_value());
    }
}

INSTANTIATE_TEST_SUITE_P(Video, Resuming,
                         ::testing::Values("many-key-frames.mp4", "many-key-frames.mkv"));

TEST(Video, ReadsWhatACutFileStillHoldsAndSaysWhereItStops) {
    TemporaryFolder folder;
    for (const char* name : {"front-index.mp4", "fragmented.mp4", "h264.mkv", "mjpeg.avi"}) {
        const std::string whole = read_file(clip(name));
        const auto cut = folder.path() / name;
        write_file(cut, std::string_view(whole).substr(0, whole.size() * 6 / 10));
        const Reading all = read(clip(name), 1);
        const Reading reading = read(cut, 1);
        EXPECT_FALSE(reading.error.has_value()) << name << ": " << reading.error->message;
        EXPECT_TRUE(reading.survey.truncated) << name;
        EXPECT_EQ(reading.report.reason, EndReport::Reason::truncated) << name;
        EXPECT_GT(reading.frames.size(), all.frames.size() / 3) << name;
        EXPECT_LT(reading.frames.size(), all.frames.size()) << name;
        EXPECT_GT(reading.report.stopped_at_us, 0) << name;
        EXPECT_LT(reading.report.stopped_at_us, all.report.stopped_at_us) << name;
    }
}

TEST(Video, GoesOnBehindDamageAndCountsIt) {
    TemporaryFolder folder;
    std::string bytes = read_file(clip("h264.mkv"));
    for (std::size_t at = bytes.size() / 3; at < bytes.size() / 3 + 1'500; ++at) {
        bytes[at] = static_cast<char>(at * 37);
    }
    const auto path = folder.path() / "damaged.mkv";
    write_file(path, bytes);
    const Reading reading = read(path, 1);
    EXPECT_FALSE(reading.error.has_value());
    EXPECT_GT(reading.report.damaged_frames, 0);
    EXPECT_GT(reading.frames.size(), 10U);
}

TEST(Video, SaysWhyAFileIsNotRead) {
    TemporaryFolder folder;
    const auto code_of = [](const std::filesystem::path& path) {
        const auto video = Video::open(path, test_settings());
        return video ? ErrorCode::count_ : video.error().code;
    };
    const auto written = [&](const char* name, std::string_view bytes) {
        write_file(folder.path() / name, bytes);
        return folder.path() / name;
    };
    EXPECT_EQ(code_of(folder.path() / "missing.mp4"), ErrorCode::file_not_found);
    EXPECT_EQ(code_of(folder.path()), ErrorCode::file_unreadable);
    EXPECT_EQ(code_of(written("empty.mp4", "")), ErrorCode::file_unreadable);
    EXPECT_EQ(code_of(written("list.mp4", "#EXTM3U\n#EXT-X-TARGETDURATION:1\n/etc/passwd\n")),
              ErrorCode::unsupported_container);
    EXPECT_EQ(code_of(written("head.mp4", std::string_view("\0\0\0\x10"
                                                           "ftypisom\0\0\0\0",
                                                           16))),
              ErrorCode::corrupt_media);
    EXPECT_EQ(code_of(clip("ffv1.mkv")), ErrorCode::unsupported_codec);
    EXPECT_EQ(code_of(clip("sound-only.mp4")), ErrorCode::no_video);
}

TEST(Video, RefusesToStartAReadingAtAFrameThatIsNoKeyFrame) {
    auto video = Video::open(clip("h264.mp4"), test_settings());
    ASSERT_TRUE(video.has_value());
    VideoFrameSource source(std::move(*video), {5, {{7, 700'000, 8}}});
    const auto frame = source.next();
    ASSERT_FALSE(frame.has_value());
    EXPECT_EQ(frame.error().code, ErrorCode::usage);
}

TEST(Video, StaysAtItsEndAndAtItsError) {
    auto video = Video::open(clip("h264.mp4"), test_settings());
    ASSERT_TRUE(video.has_value());
    VideoFrameSource source(std::move(*video), {0, {}});
    EXPECT_FALSE(source.next()->has_value());
    EXPECT_FALSE(source.next()->has_value());

    video = Video::open(clip("h264.mp4"), test_settings());
    VideoFrameSource wrong(std::move(*video), {5, {{7, 1, 8}}});
    EXPECT_EQ(wrong.next().error().code, ErrorCode::usage);
    EXPECT_EQ(wrong.next().error().code, ErrorCode::usage);
}

TEST(Video, MayBeReadByAnotherThreadThanTheOneThatOpenedIt) {
    std::optional<Video> video;
    std::thread([&] { video = std::move(*Video::open(clip("h264.mp4"), test_settings())); }).join();
    VideoFrameSource source(std::move(*video), {0, {{0, 0, 1}}});
    const auto frame = source.next();
    ASSERT_TRUE(frame.has_value());
    EXPECT_TRUE(frame->has_value());
}

TEST(Video, IsCancelledWithinAMomentAndLeavesNothingBehind) {
    const auto path = clip("front-index.mp4");
    const auto before = open_descriptors();
    auto video = Video::open(path, test_settings());
    ASSERT_TRUE(video.has_value());
    const auto plan = core::make_plan(video->survey(), {1});
    std::optional<VideoFrameSource> source;
    source.emplace(std::move(*video), FrameRequest{0, plan->samples});
    ASSERT_TRUE(source->next()->has_value());
    const auto begin = std::chrono::steady_clock::now();
    source.reset();
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::milliseconds(500));
    EXPECT_EQ(open_descriptors(), before);
    EXPECT_EQ(::waitpid(-1, nullptr, WNOHANG), -1) << "a child was not reaped";
}

TEST(Video, HasTheFullSandboxWhereTheKernelOffersIt) {
    const auto video = Video::open(clip("h264.mp4"), test_settings());
    ASSERT_TRUE(video.has_value());
    EXPECT_GE(video->sandbox_tier(), 2) << "every kernel that we support has seccomp";
}

}  // namespace
}  // namespace mobilscan::media
