// The language between the program and its decoder process: fixed binary messages over a
// SOCK_SEQPACKET pair (one message, one datagram), pixels in a ring of shared memory.
//
//   decoder -> hello                                   once, after its sandbox is closed
//   survey_request + file   -> survey_head, survey_packets...            | failed
//   decode_request + ring, decode_samples...  -> frame..., end           | failed
//   still_request + file [+ ring at the first] -> frame                  | failed
//   release                                    gives the slot of a frame back, no answer
//   progress                                   at any time from the decoder: still working
//
// Both ends are built from this file, but the decoder has parsed a stranger's bytes: the program
// copies each message out of the socket, then checks every field here, before use. Pixels need
// no check: whatever the decoder writes there, it is only a picture. Their place is never told
// but computed (picture_layout), so it cannot lie outside of a slot.
//
// Pure functions over bytes, no I/O. Native byte order: both ends run on one machine.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <type_traits>
#include <vector>

#include "core/error.h"
#include "core/orientation.h"
#include "core/plan.h"
#include "core/result.h"
#include "core/survey.h"

namespace mobilscan::core::wire {

inline constexpr std::uint32_t magic = 0x4453'424D;  // "MBSD"
inline constexpr std::uint16_t version = 2;
inline constexpr std::size_t message_bytes_max = 64 * 1024;
inline constexpr std::size_t name_bytes = 16;     // of a container or codec, NUL padded
inline constexpr std::size_t detail_bytes = 160;  // of a sentence, NUL padded

enum class Type : std::uint16_t {
    hello = 1,
    survey_request = 2,
    survey_head = 3,
    survey_packets = 4,
    decode_request = 5,
    decode_samples = 6,
    still_request = 7,
    frame = 8,
    release = 9,
    progress = 10,
    end = 11,
    failed = 12,
};

// Stands first in every message. `bytes` is the whole message with its header.
struct Header {
    std::uint32_t magic;
    std::uint16_t version;
    Type type;
    std::uint32_t bytes;
    std::uint32_t count;  // entries after the fixed part; 0 for messages without entries
};

struct Hello {
    static constexpr Type type = Type::hello;
    Header header;
    std::uint32_t sandbox_tier;  // 1 .. 3
    std::uint32_t reserved;
};

struct SurveyRequest {
    static constexpr Type type = Type::survey_request;
    Header header;
    std::uint32_t threads;  // of the decoder, 1 .. limits::decoder_threads_max
    std::uint32_t reserved;
};

struct SurveyHead {
    static constexpr Type type = Type::survey_head;
    Header header;
    std::array<char, name_bytes> container;
    std::array<char, name_bytes> codec;
    std::int32_t width;
    std::int32_t height;
    std::int64_t duration_us;
    std::int64_t packets;  // entries that follow in survey_packets messages
    std::uint8_t orientation;
    std::uint8_t truncated;  // 0 or 1
    std::array<std::uint8_t, 6> reserved;
};

struct PacketEntry {
    std::int64_t pts_us;
    std::uint32_t bytes;
    std::uint32_t key;  // 0 or 1
};

struct DecodeRequest {
    static constexpr Type type = Type::decode_request;
    Header header;
    std::int64_t first_frame;  // a key frame of the survey, or 0
    std::int64_t samples;      // entries that follow in decode_samples messages
    std::uint64_t slot_bytes;
    std::uint32_t slots;
    std::uint32_t reserved;
};

struct SampleEntry {
    std::int64_t number;
    std::int64_t pts_us;
    std::int64_t end;
};

struct StillRequest {
    static constexpr Type type = Type::still_request;
    Header header;
    std::uint64_t slot_bytes;  // of the ring's only slot
};

enum class PixelFormat : std::uint8_t { i420 = 0, nv12 = 1, bgr24 = 2 };
enum class ColourMatrix : std::uint8_t { bt601 = 0, bt709 = 1, bt2020 = 2 };
enum class ColourRange : std::uint8_t { limited = 0, full = 1 };

struct Frame {
    static constexpr Type type = Type::frame;
    Header header;
    std::int64_t number;
    std::int64_t pts_us;
    std::int32_t width;
    std::int32_t height;
    std::uint32_t slot;
    PixelFormat format;
    ColourMatrix matrix;
    ColourRange range;
    std::uint8_t orientation;
};

struct Release {
    static constexpr Type type = Type::release;
    Header header;
    std::uint32_t slot;
    std::uint32_t reserved;
};

struct Progress {
    static constexpr Type type = Type::progress;
    Header header;
};

struct End {
    static constexpr Type type = Type::end;
    Header header;
    std::int64_t stopped_at_us;
    std::int64_t damaged_frames;
};

struct Failed {
    static constexpr Type type = Type::failed;
    Header header;
    std::uint32_t code;  // core::ErrorCode
    std::uint32_t reserved;
    std::array<char, detail_bytes> detail;
};

// Where the planes of a picture lie in a slot. Rows start at multiples of row_alignment.
struct PlaneLayout {
    std::size_t offset = 0;
    std::size_t stride = 0;     // bytes from row to row
    std::size_t row_bytes = 0;  // that carry pixels
    std::size_t rows = 0;
};
struct PictureLayout {
    std::array<PlaneLayout, 3> planes{};
    std::size_t bytes = 0;
};
inline constexpr std::size_t row_alignment = 64;

// Sides must be within limits (see valid_size).
[[nodiscard]] PictureLayout picture_layout(PixelFormat format, std::int32_t width,
                                           std::int32_t height);

// Positive, and within limits::pixels_max and limits::side_pixels_max.
[[nodiscard]] bool valid_size(std::int32_t width, std::int32_t height) noexcept;

// --- writing -------------------------------------------------------------------------------------

// A message with its header filled in and the rest zero.
template <class Message>
[[nodiscard]] Message make() noexcept {
    Message message{};
    message.header = {magic, version, Message::type, sizeof(Message), 0};
    return message;
}

// The bytes of a fixed message, to be sent while `message` lives.
template <class Message>
[[nodiscard]] std::span<const std::byte> bytes_of(const Message& message) noexcept {
    static_assert(std::has_unique_object_representations_v<Message>, "no padding on the wire");
    return std::as_bytes(std::span(&message, 1));
}

[[nodiscard]] SurveyHead make_survey_head(const Survey& survey);
[[nodiscard]] Failed make_failed(const Error& error);

// All entries, cut into messages of at most message_bytes_max.
[[nodiscard]] std::vector<std::vector<std::byte>> pack_packets(
    std::span<const SurveyPacket> packets);
[[nodiscard]] std::vector<std::vector<std::byte>> pack_samples(std::span<const Sample> samples);

// --- reading: each checks every field; all errors are protocol_violation -------------------------

// The type of a message whose magic, version and size are right.
[[nodiscard]] Result<Type> peek(std::span<const std::byte> message);

[[nodiscard]] Result<Hello> parse_hello(std::span<const std::byte> message);
[[nodiscard]] Result<SurveyRequest> parse_survey_request(std::span<const std::byte> message);
// `packets` of the result is empty; *expected_packets receives the number to come.
[[nodiscard]] Result<Survey> parse_survey_head(std::span<const std::byte> message,
                                               std::int64_t* expected_packets);
// Appends to `survey`: times must go on rising, and not beyond `expected_packets` entries.
[[nodiscard]] Result<void> append_packets(std::span<const std::byte> message,
                                          std::int64_t expected_packets, Survey& survey);
[[nodiscard]] Result<DecodeRequest> parse_decode_request(std::span<const std::byte> message);
// Appends to `samples`: numbers and times must go on rising, none begin before the one before it
// ends, and not beyond `expected_samples`.
[[nodiscard]] Result<void> append_samples(std::span<const std::byte> message,
                                          std::int64_t expected_samples,
                                          std::vector<Sample>& samples);
[[nodiscard]] Result<StillRequest> parse_still_request(std::span<const std::byte> message);
// Checks that the slot exists and that the picture fits into it.
[[nodiscard]] Result<Frame> parse_frame(std::span<const std::byte> message, std::uint32_t slots,
                                        std::uint64_t slot_bytes);
[[nodiscard]] Result<Release> parse_release(std::span<const std::byte> message,
                                            std::uint32_t slots);
[[nodiscard]] Result<End> parse_end(std::span<const std::byte> message);
// The error that the decoder reports; its text is reduced to printable ASCII.
[[nodiscard]] Result<Error> parse_failed(std::span<const std::byte> message);

static_assert(sizeof(Header) == 16);
static_assert(sizeof(Hello) == 24);
static_assert(sizeof(SurveyRequest) == 24);
static_assert(sizeof(SurveyHead) == 80);
static_assert(sizeof(PacketEntry) == 16);
static_assert(sizeof(DecodeRequest) == 48);
static_assert(sizeof(SampleEntry) == 24);
static_assert(sizeof(StillRequest) == 24);
static_assert(sizeof(Frame) == 48);
static_assert(sizeof(Release) == 24);
static_assert(sizeof(Progress) == 16);
static_assert(sizeof(End) == 32);
static_assert(sizeof(Failed) == 184);

}  // namespace mobilscan::core::wire
