// JobSettings: how a job's video is read, chosen at its upload and kept with the job, so that every
// worker that ever takes a part of it reads alike.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/frame_selection.h"
#include "core/languages.h"
#include "core/result.h"

namespace mobilscan::core {

// How much work a picture is worth; what each means in the reader is said in ocr/reader.h.
enum class Profile : std::uint8_t { fast, balanced, accurate };

inline constexpr std::array<std::string_view, 3> profile_names{"fast", "balanced", "accurate"};

[[nodiscard]] constexpr std::string_view name(Profile profile) noexcept {
    return profile_names[static_cast<std::size_t>(profile)];
}

[[nodiscard]] constexpr std::optional<Profile> profile_of(std::string_view name) noexcept {
    for (std::size_t i = 0; i < profile_names.size(); ++i) {
        if (profile_names[i] == name) {
            return static_cast<Profile>(i);
        }
    }
    return std::nullopt;
}

inline constexpr std::int64_t every_frames_max = 1'000'000;

struct JobSettings {
    std::int64_t every_frames = 30;  // one of each N frames is read; 1 to every_frames_max
    FrameSelection frames = FrameSelection::sharpest;
    Profile profile = Profile::balanced;
    bool barcodes = true;
    Languages languages;

    friend bool operator==(const JobSettings&, const JobSettings&) = default;
};

// "every=30 frames=sharpest profile=balanced barcodes=on languages=all": stored with the job and
// read by people.
[[nodiscard]] std::string to_text(const JobSettings& settings);

// The settings of such a text; what it leaves out has its default. Keys come in any order.
// Errors: usage (an unknown key or value, or a key that comes twice).
[[nodiscard]] Result<JobSettings> parse_job_settings(std::string_view text);

}  // namespace mobilscan::core
