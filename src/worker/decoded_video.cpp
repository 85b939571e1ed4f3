#include <optional>
#include <utility>

#include "core/check.h"
#include "media/video.h"
#include "worker/tools.h"

namespace mobilscan::worker {
namespace {

class DecodedVideo final : public VideoReading {
public:
    explicit DecodedVideo(media::Video video) : video_(std::move(video)) {}

    [[nodiscard]] const core::Survey& survey() const override {
        return source_ ? source_->survey() : video_->survey();
    }
    void begin(media::FrameRequest request) override {
        CHECK(!source_);
        source_ = std::make_unique<media::VideoFrameSource>(*std::move(video_), std::move(request));
    }
    [[nodiscard]] Result<std::optional<image::Frame>> next() override {
        CHECK(source_);
        return source_->next();
    }
    [[nodiscard]] media::EndReport report() const override {
        CHECK(source_);
        return source_->report();
    }

private:
    std::optional<media::Video> video_;
    std::unique_ptr<media::VideoFrameSource> source_;
};

}  // namespace

OpenVideo videos_by_decoder(media::DecoderSettings settings) {
    return [settings = std::move(settings)](const core::Descriptor& file) {
        return media::Video::open(file, settings)
            .map([](media::Video&& video) -> std::unique_ptr<VideoReading> {
                return std::make_unique<DecodedVideo>(std::move(video));
            });
    };
}

}  // namespace mobilscan::worker
