#include "scan/frame_readers.h"

#include <memory>
#include <utility>

#include "core/check.h"

namespace mobilscan::scan {

bool FrameReaders::ready() const {
    return !works_.empty() &&
           works_.front().wait_for(std::chrono::seconds(0)) == std::future_status::ready;
}

void FrameReaders::add(image::Frame frame) {
    CHECK(!full());
    const auto shared = std::make_shared<image::Frame>(std::move(frame));
    works_.push_back(crew_.give([shared, this](ocr::TextReader& reader) {
        const auto begin = std::chrono::steady_clock::now();
        auto reading = read_frame(*shared, reader, options_);
        return ReadFrame{std::move(*shared), std::move(reading),
                         std::chrono::steady_clock::now() - begin};
    }));
}

FrameReaders::ReadFrame FrameReaders::next() {
    CHECK(!works_.empty());
    auto first = std::move(works_.front());
    works_.pop_front();
    return first.get();
}

}  // namespace mobilscan::scan
