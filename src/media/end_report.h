// EndReport: how the reading of a video, or of a stretch of it, ended; and what is said of it.
// Values and pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mobilscan::media {

struct EndReport {
    enum class Reason : std::uint8_t {
        complete,   // the video was read to its end
        truncated,  // the file ends before its container says it should; what is there was read
        damaged,    // the last samples asked for could not be decoded
    };
    Reason reason = Reason::complete;
    std::int64_t stopped_at_us = 0;    // time of the last frame that was decoded
    std::int64_t damaged_frames = 0;   // decoded with errors, or lost to errors
    std::int64_t missing_samples = 0;  // asked for and never delivered
    std::int64_t duration_us = 0;      // of the whole video, or of what is there of it

    friend bool operator==(const EndReport&, const EndReport&) = default;
};

// The report of two stretches of one video as if they had been read in one go.
[[nodiscard]] EndReport joined(const EndReport& earlier, const EndReport& later);

// What a user must know: sentences, none when all went well.
[[nodiscard]] std::vector<std::string> warnings(const EndReport& report);

// "truncated 1234567 3 10 2000000": reason, and the numbers in their order; and back.
[[nodiscard]] std::string to_text(const EndReport& report);
[[nodiscard]] std::optional<EndReport> parse_end_report(std::string_view text);

// "1 frame", "12 frames".
[[nodiscard]] std::string frames_text(std::int64_t count);

}  // namespace mobilscan::media
