// ProgressBar: how far a video is, on a terminal; silent anywhere else.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace mobilscan::cli {

struct Progress {
    std::string name;        // of the video
    std::int64_t done = 0;   // frames read
    std::int64_t total = 0;  // frames to be read, at least 1
    std::int64_t found = 0;  // detections so far
    std::chrono::duration<double> elapsed{0};
};

// One line of at most `columns` columns: name, bar, percentage, frames, findings, remaining time.
// Pure. The remaining time is left out until the first frame is read.
[[nodiscard]] std::string render(const Progress& progress, int columns);

// Draws on standard error when that is a terminal, at most ten times a second, and clears its line
// when destroyed.
class ProgressBar {
public:
    ProgressBar(std::string name, std::int64_t total);
    ~ProgressBar();
    ProgressBar(const ProgressBar&) = delete;
    ProgressBar& operator=(const ProgressBar&) = delete;

    void advance(std::int64_t found);

private:
    using Clock = std::chrono::steady_clock;

    void draw() const;

    Progress progress_;
    Clock::time_point started_ = Clock::now();
    Clock::time_point drawn_{};
    bool on_terminal_;
};

}  // namespace mobilscan::cli
