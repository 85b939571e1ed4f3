#include "media/video.h"

#include <array>
#include <utility>

#include "core/decoder_protocol.h"
#include "core/limits.h"
#include "media/connection.h"
#include "media/input_file.h"

namespace mobilscan::media {
namespace {

namespace wire = core::wire;

Result<core::Survey> receive_survey(Connection& connection, const DecoderSettings& settings) {
    const Patience patience{settings.silence,
                            limits::decoder_survey_seconds + limits::decoder_silence_seconds};
    std::int64_t packets = 0;
    auto survey = connection.receive(patience).and_then(
        [&](std::span<const std::byte> head) { return wire::parse_survey_head(head, &packets); });
    while (survey && static_cast<std::int64_t>(survey->packets.size()) < packets) {
        const auto appended =
            connection.receive(patience).and_then([&](std::span<const std::byte> part) {
                return wire::append_packets(part, packets, *survey);
            });
        if (!appended) {
            return failure(appended.error());
        }
    }
    return survey;
}

}  // namespace

Result<Video> Video::open(const std::filesystem::path& path, const DecoderSettings& settings) {
    return open_input(path).and_then(
        [&](const core::Descriptor& file) { return open(file, settings); });
}

Result<Video> Video::open(const core::Descriptor& file, const DecoderSettings& settings) {
    if (auto fit = check_input(file); !fit) {
        return failure(std::move(fit.error()));
    }
    auto connection = Connection::open(settings);
    if (!connection) {
        return failure(connection.error());
    }
    auto request = wire::make<wire::SurveyRequest>();
    request.threads = static_cast<std::uint32_t>(settings.threads);
    const std::array descriptors{file.get()};
    return (*connection)
        ->send(wire::bytes_of(request), descriptors)
        .and_then([&] { return receive_survey(**connection, settings); })
        .map([&](core::Survey&& survey) {
            return Video(std::move(*connection), std::move(survey), settings);
        });
}

Video::Video(std::unique_ptr<Connection> connection, core::Survey survey, DecoderSettings settings)
    : connection_(std::move(connection)),
      survey_(std::move(survey)),
      settings_(std::move(settings)) {}
Video::Video(Video&&) noexcept = default;
Video& Video::operator=(Video&&) noexcept = default;
Video::~Video() = default;

int Video::sandbox_tier() const noexcept {
    return connection_->sandbox_tier();
}

Result<core::Survey> survey(const std::filesystem::path& path, const DecoderSettings& settings) {
    return Video::open(path, settings).map([](Video&& video) { return video.survey(); });
}

}  // namespace mobilscan::media
