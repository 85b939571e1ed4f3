#include "scan/read_ahead.h"

#include <algorithm>
#include <utility>

#include "core/check.h"
#include "core/limits.h"

namespace mobilscan::scan {

ReadAhead::ReadAhead(image::FrameSource& source, const ocr::TextReaders& readers,
                     const ReadOptions& options, std::vector<core::ChunkFrames> chunks)
    : ReadAhead(source, readers, options, std::move(chunks), Memory(options.every_frames)) {}

ReadAhead::ReadAhead(image::FrameSource& source, const ocr::TextReaders& readers,
                     const ReadOptions& options, std::vector<core::ChunkFrames> chunks,
                     Memory memory)
    : source_(source),
      options_(options),
      chunks_(std::move(chunks)),
      memory_(std::move(memory)),
      crew_(readers) {
    CHECK(!chunks_.empty());
}

Result<std::optional<std::int64_t>> ReadAhead::peek() {
    if (ready_.empty()) {
        const auto any = read_group();
        if (!any) {
            return failure(any.error());
        }
        if (!*any) {
            return std::nullopt;
        }
    }
    return ready_.front().frame.number;
}

Result<std::optional<ReadFrame>> ReadAhead::next() {
    return peek().map([this](std::optional<std::int64_t> number) {
        if (!number) {
            return std::optional<ReadFrame>();
        }
        std::optional<ReadFrame> first = std::move(ready_.front());
        ready_.pop_front();
        return first;
    });
}

// The next group, while which the following one is fetched; false at the end.
Result<bool> ReadAhead::read_group() {
    if (reading_error_) {
        return failure(*reading_error_);
    }
    Group group = upcoming_.reading ? std::exchange(upcoming_, {}) : gather();
    if (group.reading->empty()) {
        return more_ ? Result<bool>(false) : failure(more_.error());
    }
    enter(group.chunk);
    auto read = group.reading->begin(memory_).and_then([&] {
        upcoming_ = gather();
        return group.reading->finish();
    });
    if (!read) {
        reading_error_ = read.error();
        return failure(std::move(read.error()));
    }
    if (options_.carries) {
        for (const ReadFrame& each : *read) {
            memory_.add(each.frame.number, each.reading.sights);
        }
        memory_.see(read->back().frame);
    }
    std::move(read->begin(), read->end(), std::back_inserter(ready_));
    return true;
}

// What is known of the chunk before serves the next one; across a gap, or the edge of a segment,
// others may have read.
void ReadAhead::enter(std::size_t chunk) {
    for (std::size_t next = next_chunk_; next <= chunk; ++next) {
        if (chunks_[next].begins_segment) {
            memory_ = Memory(options_.every_frames);
        }
    }
    if (chunk > next_chunk_) {
        memory_.forget_view();
    }
    next_chunk_ = chunk + 1;
}

ReadAhead::Group ReadAhead::gather() {
    Group group{0, std::make_unique<GroupReading>(crew_, options_)};
    std::int64_t bytes = 0;
    while (auto frame = fetch()) {
        const std::size_t chunk = chunk_of(*frame);
        if (!group.reading->empty() && chunk != group.chunk) {
            held_ = std::move(frame);
            break;
        }
        group.chunk = chunk;
        const bool is_last = frame->number >= chunks_[chunk].last;
        bytes += frame->picture.stride() * frame->picture.height();
        group.reading->add(*std::move(frame));
        if (is_last || bytes >= limits::group_bytes_max) {
            break;
        }
    }
    return group;
}

std::optional<image::Frame> ReadAhead::fetch() {
    if (held_) {
        return std::exchange(held_, std::nullopt);
    }
    while (more_ && *more_) {
        auto frame = source_.next();
        if (!frame) {
            more_ = failure(frame.error());
        } else if (!*frame) {
            more_ = false;
        } else if ((*frame)->number >= chunks_.front().first) {
            return *std::move(frame);
        } else if (options_.carries) {
            memory_.see(**frame);
        }
    }
    return std::nullopt;
}

std::size_t ReadAhead::chunk_of(const image::Frame& frame) const {
    const auto chunk = std::upper_bound(
        chunks_.begin(), chunks_.end(), frame.number,
        [](std::int64_t number, const core::ChunkFrames& frames) { return number < frames.end; });
    CHECK(chunk != chunks_.end());
    return static_cast<std::size_t>(chunk - chunks_.begin());
}

}  // namespace mobilscan::scan
