#include "core/decoder_protocol.h"

#include <algorithm>
#include <cstring>

#include "core/check.h"
#include "core/limits.h"

namespace mobilscan::core::wire {
namespace {

constexpr std::size_t header_bytes = sizeof(Header);
template <class Entry>
constexpr std::size_t entries_max = (message_bytes_max - header_bytes) / sizeof(Entry);
constexpr std::uint32_t slots_max = 16;
constexpr std::uint64_t slot_bytes_max =
    static_cast<std::uint64_t>(limits::pixels_max) * 3 + 64ULL * limits::side_pixels_max + 4096;

tl::unexpected<Error> violation(std::string what) {
    return failure(ErrorCode::protocol_violation, "decoder protocol: " + std::move(what));
}

Result<Header> parse_header(std::span<const std::byte> message) {
    if (message.size() < header_bytes || message.size() > message_bytes_max) {
        return violation("wrong message size");
    }
    Header header{};
    std::memcpy(&header, message.data(), sizeof(header));
    if (header.magic != magic) {
        return violation("wrong magic");
    }
    if (header.version != version) {
        return violation("wrong version");
    }
    if (header.bytes != message.size()) {
        return violation("the header's size is not the message's");
    }
    return header;
}

// A message without entries.
template <class Message>
Result<Message> parse(std::span<const std::byte> message) {
    const auto header = parse_header(message);
    if (!header) {
        return failure(header.error());
    }
    if (header->type != Message::type || header->count != 0) {
        return violation("another message was expected");
    }
    if (message.size() != sizeof(Message)) {
        return violation("wrong size for its type");
    }
    Message parsed{};
    std::memcpy(&parsed, message.data(), sizeof(parsed));
    return parsed;
}

template <class Entry>
Result<std::vector<Entry>> parse_entries(std::span<const std::byte> message, Type type) {
    const auto header = parse_header(message);
    if (!header) {
        return failure(header.error());
    }
    if (header->type != type) {
        return violation("another message was expected");
    }
    if (header->count == 0 || header->count > entries_max<Entry> ||
        message.size() != header_bytes + header->count * sizeof(Entry)) {
        return violation("wrong number of entries");
    }
    std::vector<Entry> entries(header->count);
    std::memcpy(entries.data(), message.data() + header_bytes, header->count * sizeof(Entry));
    return entries;
}

template <class Entry>
std::vector<std::vector<std::byte>> pack(Type type, std::span<const Entry> entries) {
    std::vector<std::vector<std::byte>> messages;
    while (!entries.empty()) {
        const auto part = entries.first(std::min(entries.size(), entries_max<Entry>));
        const std::size_t bytes = header_bytes + part.size_bytes();
        const Header header{magic, version, type, static_cast<std::uint32_t>(bytes),
                            static_cast<std::uint32_t>(part.size())};
        std::vector<std::byte>& message = messages.emplace_back(bytes);
        std::memcpy(message.data(), &header, sizeof(header));
        std::memcpy(message.data() + header_bytes, part.data(), part.size_bytes());
        entries = entries.subspan(part.size());
    }
    return messages;
}

bool valid_orientation(std::uint8_t orientation) noexcept {
    return orientation >= static_cast<std::uint8_t>(Orientation::as_stored) &&
           orientation <= static_cast<std::uint8_t>(Orientation::rotate_anticlockwise);
}

template <std::size_t Size>
void put_text(std::array<char, Size>& field, std::string_view text) {
    text.copy(field.data(), Size - 1);
}

// What came from the decoder may reach a terminal: only printable ASCII survives.
template <std::size_t Size>
std::string take_text(const std::array<char, Size>& field) {
    std::string text(field.begin(), std::find(field.begin(), field.end(), '\0'));
    std::replace_if(text.begin(), text.end(), [](char c) { return c < 0x20 || c > 0x7E; }, '?');
    return text;
}

bool valid_name(const std::array<char, name_bytes>& field) {
    const auto end = std::find(field.begin(), field.end(), '\0');
    return end != field.begin() && end != field.end() &&
           std::all_of(field.begin(), end,
                       [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); });
}

std::size_t rounded_up(std::size_t bytes) noexcept {
    return (bytes + row_alignment - 1) / row_alignment * row_alignment;
}

}  // namespace

bool valid_size(std::int32_t width, std::int32_t height) noexcept {
    return width > 0 && height > 0 && width <= limits::side_pixels_max &&
           height <= limits::side_pixels_max &&
           static_cast<std::int64_t>(width) * height <= limits::pixels_max;
}

PictureLayout picture_layout(PixelFormat format, std::int32_t width, std::int32_t height) {
    CHECK(valid_size(width, height));
    const auto columns = static_cast<std::size_t>(width);
    const auto rows = static_cast<std::size_t>(height);
    PictureLayout layout;
    std::size_t planes = 0;
    const auto add_plane = [&](std::size_t row_bytes, std::size_t plane_rows) {
        layout.planes[planes++] = {layout.bytes, rounded_up(row_bytes), row_bytes, plane_rows};
        layout.bytes += rounded_up(row_bytes) * plane_rows;
    };
    switch (format) {
        case PixelFormat::i420:
            add_plane(columns, rows);
            add_plane((columns + 1) / 2, (rows + 1) / 2);
            add_plane((columns + 1) / 2, (rows + 1) / 2);
            break;
        case PixelFormat::nv12:
            add_plane(columns, rows);
            add_plane((columns + 1) / 2 * 2, (rows + 1) / 2);
            break;
        case PixelFormat::bgr24:
            add_plane(columns * 3, rows);
            break;
    }
    return layout;
}

SurveyHead make_survey_head(const Survey& survey) {
    auto head = make<SurveyHead>();
    put_text(head.container, survey.container);
    put_text(head.codec, survey.codec);
    head.width = survey.width;
    head.height = survey.height;
    head.duration_us = survey.duration_us;
    head.packets = static_cast<std::int64_t>(survey.packets.size());
    head.orientation = static_cast<std::uint8_t>(survey.orientation);
    head.truncated = survey.truncated ? 1 : 0;
    return head;
}

Failed make_failed(const Error& error) {
    auto failed = make<Failed>();
    failed.code = static_cast<std::uint32_t>(error.code);
    put_text(failed.detail, error.message);
    return failed;
}

std::vector<std::vector<std::byte>> pack_packets(std::span<const SurveyPacket> packets) {
    std::vector<PacketEntry> entries;
    entries.reserve(packets.size());
    for (const SurveyPacket& packet : packets) {
        entries.push_back({packet.pts_us, packet.bytes, packet.key ? 1U : 0U});
    }
    return pack<PacketEntry>(Type::survey_packets, entries);
}

std::vector<std::vector<std::byte>> pack_samples(std::span<const Sample> samples) {
    std::vector<SampleEntry> entries;
    entries.reserve(samples.size());
    for (const Sample& sample : samples) {
        entries.push_back({sample.number, sample.pts_us, sample.end});
    }
    return pack<SampleEntry>(Type::decode_samples, entries);
}

Result<Type> peek(std::span<const std::byte> message) {
    const auto header = parse_header(message);
    if (!header) {
        return failure(header.error());
    }
    if (header->type < Type::hello || header->type > Type::failed) {
        return violation("unknown message");
    }
    return header->type;
}

Result<Hello> parse_hello(std::span<const std::byte> message) {
    auto hello = parse<Hello>(message);
    if (hello && (hello->sandbox_tier < 1 || hello->sandbox_tier > 3)) {
        return violation("no such sandbox tier");
    }
    return hello;
}

Result<SurveyRequest> parse_survey_request(std::span<const std::byte> message) {
    auto request = parse<SurveyRequest>(message);
    if (request && (request->threads < 1 ||
                    request->threads > static_cast<std::uint32_t>(limits::decoder_threads_max))) {
        return violation("wrong number of threads");
    }
    return request;
}

Result<Survey> parse_survey_head(std::span<const std::byte> message,
                                 std::int64_t* expected_packets) {
    const auto head = parse<SurveyHead>(message);
    if (!head) {
        return failure(head.error());
    }
    if (!valid_name(head->container) || !valid_name(head->codec)) {
        return violation("a name is not one");
    }
    if (!valid_size(head->width, head->height)) {
        return violation("impossible picture size");
    }
    if (head->duration_us < 0 || head->duration_us > limits::duration_seconds_max * 1'000'000) {
        return violation("impossible duration");
    }
    if (head->packets < 1 || head->packets > limits::packets_max) {
        return violation("impossible number of packets");
    }
    if (!valid_orientation(head->orientation) || head->truncated > 1) {
        return violation("impossible orientation or flag");
    }
    Survey survey;
    survey.container = take_text(head->container);
    survey.codec = take_text(head->codec);
    survey.width = head->width;
    survey.height = head->height;
    survey.orientation = static_cast<Orientation>(head->orientation);
    survey.duration_us = head->duration_us;
    survey.truncated = head->truncated == 1;
    *expected_packets = head->packets;
    return survey;
}

Result<void> append_packets(std::span<const std::byte> message, std::int64_t expected_packets,
                            Survey& survey) {
    const auto entries = parse_entries<PacketEntry>(message, Type::survey_packets);
    if (!entries) {
        return failure(entries.error());
    }
    const auto have = static_cast<std::int64_t>(survey.packets.size());
    if (static_cast<std::int64_t>(entries->size()) > expected_packets - have) {
        return violation("more packets than announced");
    }
    for (const PacketEntry& entry : *entries) {
        const bool rises = survey.packets.empty() ? entry.pts_us == 0
                                                  : entry.pts_us > survey.packets.back().pts_us;
        if (!rises || entry.pts_us > survey.duration_us || entry.key > 1) {
            return violation("packets out of order");
        }
        survey.packets.push_back({entry.pts_us, entry.bytes, entry.key == 1});
    }
    return {};
}

Result<DecodeRequest> parse_decode_request(std::span<const std::byte> message) {
    auto request = parse<DecodeRequest>(message);
    if (!request) {
        return request;
    }
    if (request->first_frame < 0 || request->first_frame >= limits::packets_max) {
        return violation("impossible first frame");
    }
    if (request->samples < 1 || request->samples > limits::sampled_frames_max) {
        return violation("impossible number of samples");
    }
    if (request->slots < 1 || request->slots > slots_max || request->slot_bytes < 1 ||
        request->slot_bytes > slot_bytes_max) {
        return violation("impossible ring");
    }
    return request;
}

Result<void> append_samples(std::span<const std::byte> message, std::int64_t expected_samples,
                            std::vector<Sample>& samples) {
    const auto entries = parse_entries<SampleEntry>(message, Type::decode_samples);
    if (!entries) {
        return failure(entries.error());
    }
    const auto have = static_cast<std::int64_t>(samples.size());
    if (static_cast<std::int64_t>(entries->size()) > expected_samples - have) {
        return violation("more samples than announced");
    }
    for (const SampleEntry& entry : *entries) {
        const Sample last = samples.empty() ? Sample{-1, -1, 0} : samples.back();
        if (entry.number < last.end || entry.end <= entry.number || entry.pts_us <= last.pts_us) {
            return violation("samples out of order");
        }
        samples.push_back({entry.number, entry.pts_us, entry.end});
    }
    return {};
}

Result<StillRequest> parse_still_request(std::span<const std::byte> message) {
    auto request = parse<StillRequest>(message);
    if (request && (request->slot_bytes < 1 || request->slot_bytes > slot_bytes_max)) {
        return violation("impossible slot");
    }
    return request;
}

Result<Frame> parse_frame(std::span<const std::byte> message, std::uint32_t slots,
                          std::uint64_t slot_bytes) {
    auto frame = parse<Frame>(message);
    if (!frame) {
        return frame;
    }
    if (frame->slot >= slots) {
        return violation("no such slot");
    }
    if (!valid_size(frame->width, frame->height)) {
        return violation("impossible picture size");
    }
    if (frame->format > PixelFormat::bgr24 || frame->matrix > ColourMatrix::bt2020 ||
        frame->range > ColourRange::full || !valid_orientation(frame->orientation)) {
        return violation("unknown kind of picture");
    }
    if (frame->number < 0 || frame->pts_us < 0) {
        return violation("impossible frame number or time");
    }
    if (picture_layout(frame->format, frame->width, frame->height).bytes > slot_bytes) {
        return violation("the picture is larger than its slot");
    }
    return frame;
}

Result<Release> parse_release(std::span<const std::byte> message, std::uint32_t slots) {
    auto release = parse<Release>(message);
    if (release && release->slot >= slots) {
        return violation("no such slot");
    }
    return release;
}

Result<End> parse_end(std::span<const std::byte> message) {
    auto end = parse<End>(message);
    if (end && (end->stopped_at_us < 0 || end->damaged_frames < 0)) {
        return violation("impossible end");
    }
    return end;
}

Result<Error> parse_failed(std::span<const std::byte> message) {
    const auto failed = parse<Failed>(message);
    if (!failed) {
        return failure(failed.error());
    }
    return Error{error_code_from_number(failed->code), take_text(failed->detail)};
}

}  // namespace mobilscan::core::wire
