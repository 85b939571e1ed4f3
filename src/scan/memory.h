// Memory: what is known of the labels in the frame that was read last, so that the next ones need
// not read them again. Made of stored readings and that frame alone, so that it can be made anew.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "image/frame_source.h"
#include "scan/linking.h"
#include "scan/read_frame.h"
#include "scan/tracker.h"

namespace mobilscan::scan {

class Memory {
public:
    // `every_frames`: the step between samples.
    explicit Memory(std::int64_t every_frames) : every_frames_(every_frames) {}

    // What was read in a frame, in the order of frames; one in which nothing was read may be left
    // out.
    void add(std::int64_t frame_number, const std::vector<Sight>& sights);

    // The picture of the last frame that was read; nothing may have been read in it.
    void see(const image::Frame& frame);

    // There is no frame to compare with.
    void forget_view() { view_ = {}; }

    // The places are texts of the last frame that was seen.
    [[nodiscard]] const View& view() const noexcept { return view_; }

    // The text_key() of the label at a place, as it was seen there.
    [[nodiscard]] std::string text(std::size_t place) const;

    // The readings of the label at a place; none where they say something else than it does there.
    [[nodiscard]] std::vector<Sight> readings(std::size_t place) const;

private:
    std::int64_t every_frames_;
    Tracker tracker_;
    std::vector<Sight> sights_;        // texts of the last frame that had any
    std::vector<std::size_t> tracks_;  // of each
    View view_;
};

}  // namespace mobilscan::scan
