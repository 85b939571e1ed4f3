// Video: an open video file with its survey, and the decoder process that holds it.
//
// Nothing in this folder parses media: the file is opened here, and its descriptor is handed to
// a sandboxed child (src/decoder), which answers over a socket with values that are checked
// (core/decoder_protocol.h). Destroying a Video kills and reaps its child at once.
// A Video may be moved between threads; it is used by one at a time.
#pragma once

#include <filesystem>
#include <memory>

#include "core/descriptor.h"
#include "core/result.h"
#include "core/survey.h"
#include "media/decoder_settings.h"

namespace mobilscan::media {

class Connection;

class Video {
public:
    // Opens the file, starts a decoder and lets it survey the video: one pass over the packets,
    // about 0.2 s for 450 MB in the page cache.
    // Errors: file_not_found, file_unreadable, unsupported_container, unsupported_codec,
    // no_video, corrupt_media, too_many_pixels, over_budget, and decoder_* .
    [[nodiscard]] static Result<Video> open(const std::filesystem::path& path,
                                            const DecoderSettings& settings);

    // The same for a file that is open already, which the decoder gets a copy of.
    // Errors: file_unreadable (no regular file, empty), and the others from unsupported_container.
    [[nodiscard]] static Result<Video> open(const core::Descriptor& file,
                                            const DecoderSettings& settings);

    Video(Video&&) noexcept;
    Video& operator=(Video&&) noexcept;
    ~Video();

    [[nodiscard]] const core::Survey& survey() const noexcept { return survey_; }

    // What encloses the decoder: 3 seccomp and Landlock, 2 seccomp, 1 resource limits.
    // Not after the video was given to a VideoFrameSource.
    [[nodiscard]] int sandbox_tier() const noexcept;

private:
    friend class VideoFrameSource;
    Video(std::unique_ptr<Connection> connection, core::Survey survey, DecoderSettings settings);

    std::unique_ptr<Connection> connection_;
    core::Survey survey_;
    DecoderSettings settings_;
};

// Only the survey: Video::open without keeping the decoder.
[[nodiscard]] Result<core::Survey> survey(const std::filesystem::path& path,
                                          const DecoderSettings& settings);

}  // namespace mobilscan::media
