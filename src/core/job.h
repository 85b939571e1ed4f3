// A job as users see it: its states and its progress.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace mobilscan::core {

//   pending --> processing --> completed
//      |            |  \-----> failed -----\   retry
//      \------------+--------> cancelled ---+--------> pending
enum class JobStatus : std::uint8_t { pending, processing, completed, failed, cancelled };

inline constexpr std::array<std::string_view, 5> job_status_names{
    "pending", "processing", "completed", "failed", "cancelled"};

[[nodiscard]] constexpr std::string_view name(JobStatus status) noexcept {
    return job_status_names[static_cast<std::size_t>(status)];
}

[[nodiscard]] constexpr std::optional<JobStatus> job_status(std::string_view name) noexcept {
    for (std::size_t i = 0; i < job_status_names.size(); ++i) {
        if (job_status_names[i] == name) {
            return static_cast<JobStatus>(i);
        }
    }
    return std::nullopt;
}

// Nothing more will happen to it unless somebody asks for it.
[[nodiscard]] constexpr bool is_terminal(JobStatus status) noexcept {
    return status != JobStatus::pending && status != JobStatus::processing;
}

// 0 to 100. 100 only for a completed job: the last frame is read before its items are made.
[[nodiscard]] constexpr double progress_percent(JobStatus status, std::int64_t processed_frames,
                                                std::int64_t total_frames) noexcept {
    if (status == JobStatus::completed) {
        return 100;
    }
    if (total_frames <= 0) {
        return 0;
    }
    const double share = static_cast<double>(processed_frames) / static_cast<double>(total_frames);
    return std::clamp(share * 100, 0.0, 99.9);
}

}  // namespace mobilscan::core
