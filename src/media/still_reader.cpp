#include "media/still_reader.h"

#include <array>
#include <utility>

#include "core/decoder_protocol.h"
#include "core/limits.h"
#include "media/connection.h"
#include "media/input_file.h"
#include "media/pixel_ring.h"

namespace mobilscan::media {
namespace {

namespace wire = core::wire;
using core::ErrorCode;

// The longest that a BGR picture within the limits can be: every row padded.
constexpr std::size_t picture_bytes_max =
    static_cast<std::size_t>(limits::pixels_max) * 3 +
    wire::row_alignment * static_cast<std::size_t>(limits::side_pixels_max);

// Errors after which the decoder is well and can take the next image.
bool decoder_survives(ErrorCode code) {
    switch (code) {
        case ErrorCode::unsupported_container:
        case ErrorCode::unsupported_codec:
        case ErrorCode::corrupt_media:
        case ErrorCode::too_many_pixels:
        case ErrorCode::over_budget:
            return true;
        default:
            return false;
    }
}

}  // namespace

StillReader::StillReader(DecoderSettings settings) : settings_(std::move(settings)) {}
StillReader::~StillReader() = default;
StillReader::StillReader(StillReader&&) noexcept = default;
StillReader& StillReader::operator=(StillReader&&) noexcept = default;

Result<image::Image> StillReader::read(const std::filesystem::path& path) {
    const auto file = open_input(path);
    if (!file) {
        return failure(file.error());
    }
    if (const auto connected = connect(); !connected) {
        return failure(connected.error());
    }
    auto picture = exchange(file->get());
    if (!picture && (!connection_->is_alive() || !decoder_survives(picture.error().code))) {
        connection_.reset();
    }
    return picture;
}

Result<void> StillReader::connect() {
    if (connection_) {
        return {};
    }
    auto ring = PixelRing::create(1, picture_bytes_max);
    if (!ring) {
        return failure(ring.error());
    }
    auto connection = Connection::open(settings_);
    if (!connection) {
        return failure(connection.error());
    }
    ring_ = std::move(*ring);
    connection_ = std::move(*connection);
    ring_is_known_ = false;
    return {};
}

Result<image::Image> StillReader::exchange(int file) {
    auto request = wire::make<wire::StillRequest>();
    request.slot_bytes = ring_->slot_bytes();
    const std::array descriptors{file, ring_->memory()};
    const auto sent = connection_->send(wire::bytes_of(request),
                                        std::span(descriptors).first(ring_is_known_ ? 1 : 2));
    if (!sent) {
        return failure(sent.error());
    }
    ring_is_known_ = true;
    const auto patience = Patience{settings_.still, settings_.still + settings_.still};
    return connection_->receive(patience)
        .and_then([&](std::span<const std::byte> message) {
            return wire::parse_frame(message, ring_->slots(), ring_->slot_bytes());
        })
        .map([&](const wire::Frame& frame) { return image::to_bgr(ring_->picture(frame)); });
}

}  // namespace mobilscan::media
