// Proves: whatever a decoder does (lies, dies, hangs, floods), the program gets one named error,
// its next request works, and neither a process nor a descriptor is left. The decoder here is
// tests/media/fake_decoder.cpp; a symbolic link's name tells it how to misbehave.
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>

#include "core/decoder_protocol.h"
#include "media/child_process.h"
#include "media/still_reader.h"
#include "media/test_media.h"
#include "media/video_frame_source.h"

namespace mobilscan::media {
namespace {

using core::ErrorCode;
using namespace std::chrono_literals;

class FaultyDecoder : public ::testing::Test {
protected:
    FaultyDecoder() { write_file(file(), "anything"); }

    [[nodiscard]] std::filesystem::path file() const { return folder_.path() / "file"; }

    // A decoder with that fault, and little patience.
    DecoderSettings faulty(const std::string& lie) {
        const auto link = folder_.path() / ("fake-decoder-" + lie);
        if (!std::filesystem::exists(link)) {
            std::filesystem::create_symlink(MOBILSCAN_TEST_FAKE_DECODER, link);
        }
        DecoderSettings settings;
        settings.program = link;
        settings.silence = 300ms;
        settings.still = 300ms;
        return settings;
    }

    // How a whole reading of two samples ends.
    core::Error end_of_reading(const std::string& lie) {
        auto video = Video::open(file(), faulty(lie));
        if (!video) {
            return video.error();
        }
        VideoFrameSource source(std::move(*video), {0, {{0, 0, 1}, {1, 40'000, 2}}});
        for (;;) {
            const auto frame = source.next();
            if (!frame) {
                return frame.error();
            }
            if (!*frame) {
                return {ErrorCode::count_, "ended well"};
            }
        }
    }

    TemporaryFolder folder_;
};

struct Fault {
    const char* lie;
    ErrorCode code;
    const char* words;  // somewhere in the message
};

std::ostream& operator<<(std::ostream& stream, const Fault& fault) {
    return stream << fault.lie;
}

class EveryFault : public FaultyDecoder, public ::testing::WithParamInterface<Fault> {};

TEST_P(EveryFault, BecomesOneErrorAndLeavesNothingBehind) {
    const auto before = open_descriptors();
    const core::Error error = end_of_reading(GetParam().lie);
    EXPECT_EQ(core::info(error.code).name, core::info(GetParam().code).name) << error.message;
    EXPECT_NE(error.message.find(GetParam().words), std::string::npos) << error.message;
    EXPECT_EQ(open_descriptors(), before);
    EXPECT_EQ(::waitpid(-1, nullptr, WNOHANG), -1) << "a child was not reaped";
}

INSTANTIATE_TEST_SUITE_P(
    FaultyDecoder, EveryFault,
    ::testing::Values(
        Fault{"exits-at-once", ErrorCode::decoder_unavailable, "status 127"},
        Fault{"crashes-at-once", ErrorCode::decoder_unavailable, "SIGSEGV"},
        Fault{"greets-with-wrong-magic", ErrorCode::protocol_violation, "magic"},
        Fault{"greets-with-wrong-version", ErrorCode::protocol_violation, "version"},
        Fault{"crashes", ErrorCode::decoder_crashed, "SIGSEGV"},
        Fault{"aborts", ErrorCode::decoder_crashed, "SIGABRT"},
        Fault{"is-killed", ErrorCode::decoder_out_of_memory, "killed by the system"},
        Fault{"uses-up-its-time", ErrorCode::over_budget, "processor time"},
        Fault{"exits", ErrorCode::decoder_crashed, "status 3"},
        Fault{"closes-the-socket", ErrorCode::decoder_crashed, "broke off"},
        Fault{"says-nothing", ErrorCode::decoder_timeout, "300 ms"},
        Fault{"sends-rubbish", ErrorCode::protocol_violation, "magic"},
        Fault{"sends-an-empty-message", ErrorCode::protocol_violation, "size"},
        Fault{"sends-a-giant-message", ErrorCode::protocol_violation, "too long"},
        Fault{"tells-a-giant-picture", ErrorCode::protocol_violation, "size"},
        Fault{"tells-endless-packets", ErrorCode::protocol_violation, "packets"},
        Fault{"tells-falling-times", ErrorCode::protocol_violation, "order"},
        Fault{"reports-an-error-with-escapes", ErrorCode::corrupt_media, "bad?]0;title?"},
        Fault{"sends-a-frame-in-no-slot", ErrorCode::protocol_violation, "slot"},
        Fault{"sends-a-giant-frame", ErrorCode::protocol_violation, "size"},
        Fault{"sends-a-frame-larger-than-its-slot", ErrorCode::protocol_violation, "larger"},
        Fault{"sends-a-frame-of-another-size", ErrorCode::protocol_violation, "another kind"},
        Fault{"sends-a-frame-turned-otherwise", ErrorCode::protocol_violation, "another kind"},
        Fault{"sends-a-frame-nobody-asked-for", ErrorCode::protocol_violation, "nobody asked"},
        Fault{"sends-a-frame-at-another-time", ErrorCode::protocol_violation, "nobody asked"},
        Fault{"sends-a-frame-twice", ErrorCode::protocol_violation, "nobody asked"},
        Fault{"sends-a-survey-for-a-frame", ErrorCode::protocol_violation, "expected"}));

TEST_F(FaultyDecoder, IsRefusedWhenItsSandboxIsWeakerThanAskedFor) {
    DecoderSettings settings = faulty("has-a-weak-sandbox");
    settings.minimum_sandbox_tier = 2;
    const auto video = Video::open(file(), settings);
    ASSERT_FALSE(video.has_value());
    EXPECT_EQ(video.error().code, ErrorCode::decoder_unavailable);
    EXPECT_NE(video.error().message.find("tier 1"), std::string::npos);
}

TEST_F(FaultyDecoder, ThatIsMissingIsNamed) {
    DecoderSettings settings;
    settings.program = folder_.path() / "no-such-decoder";
    const auto video = Video::open(file(), settings);
    ASSERT_FALSE(video.has_value());
    EXPECT_EQ(video.error().code, ErrorCode::decoder_unavailable);
    EXPECT_NE(video.error().message.find("no-such-decoder"), std::string::npos);
}

TEST_F(FaultyDecoder, ThatEndsEarlyIsReportedWithTheSamplesItOwes) {
    auto video = Video::open(file(), faulty("ends-before-the-first-frame"));
    ASSERT_TRUE(video.has_value());
    VideoFrameSource source(std::move(*video), {0, {{0, 0, 1}, {1, 40'000, 2}}});
    const auto frame = source.next();
    ASSERT_TRUE(frame.has_value());
    EXPECT_FALSE(frame->has_value());
    EXPECT_EQ(source.report().reason, EndReport::Reason::damaged);
    EXPECT_EQ(source.report().missing_samples, 2);
}

TEST_F(FaultyDecoder, CostsEachStillOneErrorAndIsStartedAgain) {
    for (const auto& [lie, code] : std::vector<std::pair<std::string, ErrorCode>>{
             {"crashes", ErrorCode::decoder_crashed},
             {"is-killed", ErrorCode::decoder_out_of_memory},
             {"says-nothing", ErrorCode::decoder_timeout},
             {"sends-rubbish", ErrorCode::protocol_violation}}) {
        StillReader reader(faulty(lie));
        EXPECT_EQ(reader.read(file()).error().code, code) << lie;
        EXPECT_EQ(reader.read(file()).error().code, code) << lie << ", again";
    }
    EXPECT_EQ(::waitpid(-1, nullptr, WNOHANG), -1) << "a child was not reaped";
}

TEST_F(FaultyDecoder, CannotBuyTimeWithSignsOfProgress) {
    StillReader reader(faulty("says-only-progress"));
    const auto begin = std::chrono::steady_clock::now();
    EXPECT_EQ(reader.read(file()).error().code, ErrorCode::over_budget);
    EXPECT_LT(std::chrono::steady_clock::now() - begin, 2s);
}

// A program that is killed cannot clean up; its decoder must notice by itself.
TEST(Decoder, DiesWithTheProgramThatStartedIt) {
    std::array<int, 2> ends{-1, -1};
    ASSERT_EQ(::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()), 0);
    const core::Descriptor ours(ends[0]);
    core::Descriptor theirs(ends[1]);
    const pid_t program = ::fork();
    ASSERT_GE(program, 0);
    if (program == 0) {
        const auto decoder = ChildProcess::start(MOBILSCAN_TEST_DECODER, theirs);
        std::array<std::byte, 64> greeting{};
        ::_exit(decoder && ::recv(ours.get(), greeting.data(), greeting.size(), 0) > 0 ? 0 : 1);
    }
    theirs.reset();
    int status = 0;
    ::waitpid(program, &status, 0);
    ASSERT_EQ(status, 0) << "the decoder did not start";
    // The decoder holds the last copy of the other end: it closes when the decoder dies.
    pollfd state{ours.get(), 0, 0};
    EXPECT_EQ(::poll(&state, 1, 5'000), 1) << "the decoder outlives its program";
    EXPECT_NE(state.revents & POLLHUP, 0);
}

TEST(Decoder, RefusesToBeStartedByHand) {
    EXPECT_NE(std::system((quoted(MOBILSCAN_TEST_DECODER) + " 2>/dev/null").c_str()), 0);
}

TEST(DeathError, NamesEveryWayToDie) {
    EXPECT_EQ(death_error(SIGKILL).code, ErrorCode::decoder_out_of_memory);
    EXPECT_EQ(death_error(SIGXCPU).code, ErrorCode::over_budget);
    EXPECT_EQ(death_error(SIGSYS).code, ErrorCode::decoder_crashed);
    EXPECT_NE(death_error(SIGSYS).message.find("SIGSYS"), std::string::npos);
    EXPECT_NE(death_error(7 << 8).message.find("status 7"), std::string::npos);
}

}  // namespace
}  // namespace mobilscan::media
