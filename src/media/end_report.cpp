#include "media/end_report.h"

#include <algorithm>
#include <array>
#include <sstream>

#include "core/clock_time.h"

namespace mobilscan::media {
namespace {

using Reason = EndReport::Reason;

constexpr std::array<std::string_view, 3> reason_names{"complete", "truncated", "damaged"};

}  // namespace

EndReport joined(const EndReport& earlier, const EndReport& later) {
    const bool truncated = earlier.reason == Reason::truncated || later.reason == Reason::truncated;
    return {.reason = truncated ? Reason::truncated : later.reason,
            .stopped_at_us = std::max(earlier.stopped_at_us, later.stopped_at_us),
            .damaged_frames = earlier.damaged_frames + later.damaged_frames,
            .missing_samples = earlier.missing_samples + later.missing_samples,
            .duration_us = std::max(earlier.duration_us, later.duration_us)};
}

std::vector<std::string> warnings(const EndReport& report) {
    std::vector<std::string> sentences;
    std::string missing;
    if (report.missing_samples > 0) {
        missing = "; " + frames_text(report.missing_samples) + " of the plan could not be read";
    }
    if (report.reason == Reason::truncated) {
        sentences.push_back("the file is cut off: what is there ends at " +
                            core::clock_time(report.duration_us) + missing);
    } else if (report.reason == Reason::damaged) {
        sentences.push_back("the video is damaged: it could be read up to " +
                            core::clock_time(report.stopped_at_us) + missing);
    } else if (!missing.empty()) {
        sentences.push_back("the video is damaged" + missing);
    }
    if (report.damaged_frames > 0) {
        sentences.push_back("decoding met " + frames_text(report.damaged_frames) +
                            " with errors; their text may be wrong");
    }
    return sentences;
}

std::string to_text(const EndReport& report) {
    return std::string(reason_names[static_cast<std::size_t>(report.reason)]) + " " +
           std::to_string(report.stopped_at_us) + " " + std::to_string(report.damaged_frames) +
           " " + std::to_string(report.missing_samples) + " " + std::to_string(report.duration_us);
}

std::optional<EndReport> parse_end_report(std::string_view text) {
    std::istringstream stream{std::string(text)};
    std::string reason;
    EndReport report;
    stream >> reason >> report.stopped_at_us >> report.damaged_frames >> report.missing_samples >>
        report.duration_us;
    const auto known = std::find(reason_names.begin(), reason_names.end(), reason);
    if (!stream || known == reason_names.end() || !(stream >> std::ws).eof()) {
        return std::nullopt;
    }
    report.reason = static_cast<Reason>(known - reason_names.begin());
    return report;
}

std::string frames_text(std::int64_t count) {
    return count == 1 ? "1 frame" : std::to_string(count) + " frames";
}

}  // namespace mobilscan::media
