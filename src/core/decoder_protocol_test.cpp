// Proves: what one end packs the other end reads, and every single field that a broken or hostile
// decoder could fill in wrongly is refused as a protocol violation.
#include "core/decoder_protocol.h"

#include <gtest/gtest.h>

#include <cstring>
#include <functional>
#include <limits>

#include "core/limits.h"

namespace mobilscan::core::wire {
namespace {

Survey small_survey() {
    Survey survey;
    survey.container = "mp4";
    survey.codec = "h264";
    survey.width = 640;
    survey.height = 360;
    survey.orientation = Orientation::rotate_clockwise;
    survey.duration_us = 120'000;
    survey.truncated = true;
    survey.packets = {{0, 500, true}, {40'000, 50, false}, {80'000, 60, false}};
    return survey;
}

Frame small_frame() {
    auto frame = make<Frame>();
    frame.number = 30;
    frame.pts_us = 1'000'000;
    frame.width = 640;
    frame.height = 360;
    frame.slot = 3;
    frame.orientation = 1;
    return frame;
}
constexpr std::uint32_t slots = 4;
constexpr std::uint64_t slot_bytes = 640 * 360 * 2;

template <class Value>
void expect_violation(const Result<Value>& result, const char* what) {
    ASSERT_FALSE(result.has_value()) << what;
    EXPECT_EQ(result.error().code, ErrorCode::protocol_violation) << what;
}

// A field made wrong, by name.
template <class Message>
struct Mutation {
    const char* what;
    std::function<void(Message&)> apply;
};

template <class Message, class Parse>
void expect_all_refused(const Message& good, const std::vector<Mutation<Message>>& mutations,
                        Parse parse) {
    ASSERT_TRUE(parse(bytes_of(good)).has_value());
    const std::vector<Mutation<Message>> of_every_header{
        {"magic", [](Message& m) { m.header.magic ^= 1; }},
        {"version", [](Message& m) { ++m.header.version; }},
        {"type", [](Message& m) { m.header.type = Type::progress; }},
        {"size", [](Message& m) { ++m.header.bytes; }},
        {"count", [](Message& m) { m.header.count = 1; }},
    };
    for (const auto* list : {&of_every_header, &mutations}) {
        for (const auto& mutation : *list) {
            Message bad = good;
            mutation.apply(bad);
            expect_violation(parse(bytes_of(bad)), mutation.what);
        }
    }
    for (std::size_t cut = 0; cut < sizeof(Message); ++cut) {
        expect_violation(parse(bytes_of(good).first(cut)), "cut short");
    }
}

TEST(DecoderProtocol, CarriesASurveyWithAllItsFields) {
    const Survey survey = small_survey();
    std::int64_t expected = 0;
    auto read = parse_survey_head(bytes_of(make_survey_head(survey)), &expected);
    ASSERT_TRUE(read.has_value());
    EXPECT_EQ(expected, 3);
    for (const auto& part : pack_packets(survey.packets)) {
        ASSERT_TRUE(append_packets(part, expected, *read).has_value());
    }
    EXPECT_EQ(read->container, "mp4");
    EXPECT_EQ(read->codec, "h264");
    EXPECT_EQ(read->width, 640);
    EXPECT_EQ(read->height, 360);
    EXPECT_EQ(read->orientation, Orientation::rotate_clockwise);
    EXPECT_EQ(read->duration_us, 120'000);
    EXPECT_TRUE(read->truncated);
    ASSERT_EQ(read->packets.size(), 3U);
    EXPECT_EQ(read->packets[1].pts_us, 40'000);
    EXPECT_EQ(read->packets[1].bytes, 50U);
    EXPECT_TRUE(read->packets[0].key);
    EXPECT_FALSE(read->packets[1].key);
}

TEST(DecoderProtocol, RefusesEveryWrongFieldOfASurvey) {
    std::int64_t expected = 0;
    expect_all_refused<SurveyHead>(
        make_survey_head(small_survey()),
        {{"no container", [](auto& m) { m.container[0] = '\0'; }},
         {"escape in the container", [](auto& m) { m.container[0] = '\x1B'; }},
         {"endless codec", [](auto& m) { m.codec.fill('a'); }},
         {"no width", [](auto& m) { m.width = 0; }},
         {"negative height", [](auto& m) { m.height = -1; }},
         {"wide", [](auto& m) { m.width = limits::side_pixels_max + 1; }},
         {"too many pixels", [](auto& m) { m.width = m.height = 6'001; }},
         {"negative duration", [](auto& m) { m.duration_us = -1; }},
         {"long", [](auto& m) { m.duration_us = limits::duration_seconds_max * 1'000'000 + 1; }},
         {"no packets", [](auto& m) { m.packets = 0; }},
         {"too many packets", [](auto& m) { m.packets = limits::packets_max + 1; }},
         {"orientation 0", [](auto& m) { m.orientation = 0; }},
         {"orientation 9", [](auto& m) { m.orientation = 9; }},
         {"flag", [](auto& m) { m.truncated = 2; }}},
        [&](std::span<const std::byte> bytes) { return parse_survey_head(bytes, &expected); });
}

TEST(DecoderProtocol, RefusesPacketsThatDoNotRiseOrWereNotAnnounced) {
    const auto appended = [](std::vector<SurveyPacket> packets, std::int64_t expected) {
        Survey survey = small_survey();
        survey.packets.clear();
        return append_packets(pack_packets(packets).front(), expected, survey);
    };
    EXPECT_TRUE(appended({{0, 1, true}, {120'000, 1, false}}, 2).has_value());
    expect_violation(appended({{1, 1, true}}, 1), "does not begin at 0");
    expect_violation(appended({{0, 1, true}, {0, 1, false}}, 2), "same time twice");
    expect_violation(appended({{0, 1, true}, {120'001, 1, false}}, 2), "behind the end");
    expect_violation(appended({{0, 1, true}, {5, 1, false}}, 1), "one too many");

    Survey survey = small_survey();
    survey.packets.clear();
    auto message = pack_packets(small_survey().packets).front();
    message[sizeof(Header) + 12] = std::byte{2};  // key flag of the first
    expect_violation(append_packets(message, 3, survey), "flag");
    message = pack_packets(small_survey().packets).front();
    message.resize(message.size() - 1);
    expect_violation(append_packets(message, 3, survey), "cut");
    auto header = make<Progress>();
    header.header.type = Type::survey_packets;
    expect_violation(append_packets(bytes_of(header), 3, survey), "no entries");
}

TEST(DecoderProtocol, CutsLongListsIntoMessagesThatFit) {
    Survey survey = small_survey();
    survey.duration_us = 10'000;
    survey.packets.clear();
    for (std::int64_t i = 0; i < 10'000; ++i) {
        survey.packets.push_back({i, 1, true});
    }
    const auto messages = pack_packets(survey.packets);
    EXPECT_EQ(messages.size(), 3U);
    Survey read = survey;
    read.packets.clear();
    for (const auto& message : messages) {
        EXPECT_LE(message.size(), message_bytes_max);
        ASSERT_TRUE(append_packets(message, 10'000, read).has_value());
    }
    EXPECT_EQ(read.packets.size(), 10'000U);
}

TEST(DecoderProtocol, CarriesSamplesAndRefusesThoseOutOfOrder) {
    const std::vector<Sample> samples{{0, 0, 30}, {30, 1'000'000, 31}};
    std::vector<Sample> read;
    ASSERT_TRUE(append_samples(pack_samples(samples).front(), 2, read).has_value());
    EXPECT_EQ(read, samples);
    expect_violation(append_samples(pack_samples(samples).front(), 2, read), "more than told");
    read.clear();
    for (const std::vector<Sample>& bad :
         std::vector<std::vector<Sample>>{{{-1, 0, 1}},
                                          {{0, -1, 1}},
                                          {{0, 0, 0}},
                                          {{5, 5, 6}, {5, 6, 7}},
                                          {{5, 5, 8}, {7, 6, 9}},
                                          {{5, 5, 6}, {6, 5, 7}}}) {
        read.clear();
        expect_violation(append_samples(pack_samples(bad).front(), 9, read), "order");
    }
}

TEST(DecoderProtocol, RefusesEveryWrongFieldOfAFrame) {
    expect_all_refused<Frame>(
        small_frame(),
        {{"slot", [](auto& m) { m.slot = slots; }},
         {"far slot", [](auto& m) { m.slot = std::numeric_limits<std::uint32_t>::max(); }},
         {"negative width", [](auto& m) { m.width = -640; }},
         {"no height", [](auto& m) { m.height = 0; }},
         {"overflowing size", [](auto& m) { m.width = m.height = 0x7FFF'FFFF; }},
         {"larger than the slot", [](auto& m) { m.height = 600; }},
         {"colour that needs more", [](auto& m) { m.format = PixelFormat::bgr24; }},
         {"format", [](auto& m) { m.format = static_cast<PixelFormat>(3); }},
         {"matrix", [](auto& m) { m.matrix = static_cast<ColourMatrix>(3); }},
         {"range", [](auto& m) { m.range = static_cast<ColourRange>(2); }},
         {"orientation", [](auto& m) { m.orientation = 0; }},
         {"number", [](auto& m) { m.number = -1; }},
         {"time", [](auto& m) { m.pts_us = -1; }}},
        [](std::span<const std::byte> bytes) { return parse_frame(bytes, slots, slot_bytes); });
}

TEST(DecoderProtocol, RefusesEveryWrongFieldOfTheSmallMessages) {
    auto hello = make<Hello>();
    hello.sandbox_tier = 3;
    expect_all_refused<Hello>(hello,
                              {{"tier 0", [](auto& m) { m.sandbox_tier = 0; }},
                               {"tier 4", [](auto& m) { m.sandbox_tier = 4; }}},
                              parse_hello);
    auto end = make<End>();
    expect_all_refused<End>(end,
                            {{"time", [](auto& m) { m.stopped_at_us = -1; }},
                             {"count", [](auto& m) { m.damaged_frames = -1; }}},
                            parse_end);
    auto release = make<Release>();
    expect_all_refused<Release>(
        release, {{"slot", [](auto& m) { m.slot = slots; }}},
        [](std::span<const std::byte> bytes) { return parse_release(bytes, slots); });
    auto survey = make<SurveyRequest>();
    survey.threads = 1;
    expect_all_refused<SurveyRequest>(survey,
                                      {{"no threads", [](auto& m) { m.threads = 0; }},
                                       {"threads", [](auto& m) { m.threads = 100; }}},
                                      parse_survey_request);
    auto still = make<StillRequest>();
    still.slot_bytes = 4096;
    expect_all_refused<StillRequest>(still,
                                     {{"no slot", [](auto& m) { m.slot_bytes = 0; }},
                                      {"slot", [](auto& m) { m.slot_bytes = 1ULL << 40; }}},
                                     parse_still_request);
    auto decode = make<DecodeRequest>();
    decode.samples = 1;
    decode.slots = 4;
    decode.slot_bytes = 4096;
    expect_all_refused<DecodeRequest>(
        decode,
        {{"first frame", [](auto& m) { m.first_frame = -1; }},
         {"far first frame", [](auto& m) { m.first_frame = limits::packets_max; }},
         {"no samples", [](auto& m) { m.samples = 0; }},
         {"samples", [](auto& m) { m.samples = limits::sampled_frames_max + 1; }},
         {"no slots", [](auto& m) { m.slots = 0; }},
         {"slots", [](auto& m) { m.slots = 17; }},
         {"no slot bytes", [](auto& m) { m.slot_bytes = 0; }},
         {"slot bytes", [](auto& m) { m.slot_bytes = 1ULL << 62; }}},
        parse_decode_request);
}

TEST(DecoderProtocol, CarriesAnErrorAndLetsNothingUnprintableThrough) {
    const auto error = parse_failed(
        bytes_of(make_failed({ErrorCode::unsupported_codec, "bad\x1B[2Jcodec\n\xC3"})));
    ASSERT_TRUE(error.has_value());
    EXPECT_EQ(error->code, ErrorCode::unsupported_codec);
    EXPECT_EQ(error->message, "bad?[2Jcodec??");
}

TEST(DecoderProtocol, TakesAnUnknownErrorNumberForAViolationAndCutsLongWords) {
    auto failed = make_failed({ErrorCode::corrupt_media, std::string(1000, 'x')});
    failed.code = 65'000;
    const auto error = parse_failed(bytes_of(failed));
    ASSERT_TRUE(error.has_value());
    EXPECT_EQ(error->code, ErrorCode::protocol_violation);
    EXPECT_EQ(error->message.size(), detail_bytes - 1);
}

TEST(DecoderProtocol, NamesTheTypeOfAMessageOnlyWhenItKnowsIt) {
    EXPECT_EQ(peek(bytes_of(make<Progress>())), Type::progress);
    for (const int number : {0, 13, 65'535}) {
        auto message = make<Progress>();
        message.header.type = static_cast<Type>(number);
        expect_violation(peek(bytes_of(message)), "type");
    }
    expect_violation(peek(std::vector<std::byte>(message_bytes_max + 1)), "long");
}

TEST(DecoderProtocol, LaysOutOddPicturesWithChromaRoundedUp) {
    const PictureLayout i420 = picture_layout(PixelFormat::i420, 161, 121);
    EXPECT_EQ(i420.planes[0].row_bytes, 161U);
    EXPECT_EQ(i420.planes[0].stride, 192U);
    EXPECT_EQ(i420.planes[1].row_bytes, 81U);
    EXPECT_EQ(i420.planes[1].rows, 61U);
    EXPECT_EQ(i420.planes[2].offset, 192U * 121 + 128U * 61);
    EXPECT_EQ(i420.bytes, 192U * 121 + 2 * 128U * 61);
    const PictureLayout nv12 = picture_layout(PixelFormat::nv12, 161, 121);
    EXPECT_EQ(nv12.planes[1].row_bytes, 162U);
    EXPECT_EQ(nv12.planes[2].rows, 0U);
    EXPECT_EQ(picture_layout(PixelFormat::bgr24, 161, 121).bytes, 512U * 121);
}

}  // namespace
}  // namespace mobilscan::core::wire
