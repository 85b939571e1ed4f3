// GroupReading: some frames that follow one another, read together: text is found in all of them,
// and recognised where that can change the answer.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <future>
#include <memory>
#include <optional>
#include <vector>

#include "core/result.h"
#include "image/frame_source.h"
#include "scan/chain.h"
#include "scan/chaining.h"
#include "scan/crew.h"
#include "scan/look.h"
#include "scan/memory.h"
#include "scan/read_frame.h"

namespace mobilscan::scan {

// A frame and what is in it.
struct ReadFrame {
    image::Frame frame;
    FrameReading reading;
    std::int64_t crops_seen = 0;  // regions of text
    std::int64_t crops_read = 0;  // that were recognised, each time counted
};

// To be used from one thread, in the order of its functions. What it reads depends on the frames,
// the memory and the options alone. Destroying it waits for what is
// being read at that moment.
class GroupReading {
public:
    // The crew and the options must outlive it.
    GroupReading(Crew& crew, const ReadOptions& options) : crew_(crew), options_(options) {}
    ~GroupReading();
    GroupReading(const GroupReading&) = delete;
    GroupReading& operator=(const GroupReading&) = delete;

    // Begins to look at the frame.
    void add(image::Frame frame);

    [[nodiscard]] bool empty() const noexcept { return frames_.empty(); }
    [[nodiscard]] std::size_t size() const noexcept { return frames_.size(); }

    // Begins to read what is worth it, once all frames are looked at. Error: inference_failed.
    [[nodiscard]] Result<void> begin(const Memory& memory);

    // The frames in their order, once they are read. Error: inference_failed.
    [[nodiscard]] Result<std::vector<ReadFrame>> finish();

private:
    struct InHand {
        image::Frame frame;
        std::future<Look> looking;
        std::optional<Look> look;
        std::vector<CropPlace> crops;              // of each region
        std::vector<std::optional<Sight>> sights;  // of each region
        std::vector<Sight> combined;               // that several regions make
        bool reads_whole = false;                  // all regions at once
        std::vector<std::size_t> wanted;           // regions that are being read
        std::int64_t crops_read = 0;
        std::vector<core::Unread> unread;
        std::future<Result<std::vector<ocr::TextLine>>> reading;
    };

    void make_chains(const Memory& memory);
    [[nodiscard]] Crop& crop_of(const InHand& in_hand, std::size_t region);
    [[nodiscard]] std::vector<Sight> readings_of(const Chain& chain) const;
    [[nodiscard]] std::vector<std::size_t> wanted(const Chain& chain) const;
    [[nodiscard]] std::optional<std::size_t> doubtful(const Chain& chain,
                                                      const Sight& standing) const;
    [[nodiscard]] const image::Patch& patch_of(const Crop& crop) const;
    [[nodiscard]] bool give_round();
    static void want_with_group(InHand& in_hand, std::size_t region);
    [[nodiscard]] Result<void> take_round();
    void take(InHand& in_hand, std::vector<ocr::TextLine> lines);
    void carry();
    void note_unread_labels();
    [[nodiscard]] static FrameReading reading_of(InHand& in_hand);

    Crew& crew_;
    const ReadOptions& options_;
    std::atomic<bool> abandoned_ = false;  // nobody waits for what is not begun
    std::vector<std::unique_ptr<InHand>> frames_;
    std::vector<Chain> chains_;
};

}  // namespace mobilscan::scan
