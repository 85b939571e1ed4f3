#include "scan/frame_readers.h"

#include <utility>

#include "core/check.h"

namespace mobilscan::scan {

FrameReaders::FrameReaders(const ocr::TextReaders& readers, const ReadOptions& options)
    : options_(options), room_(readers.size() + 1) {
    CHECK(!readers.empty());
    threads_.reserve(readers.size());
    for (const auto& reader : readers) {
        threads_.emplace_back(
            [this, &reader](const std::stop_token& stop) { work(stop, *reader); });
    }
}

FrameReaders::~FrameReaders() = default;

bool FrameReaders::empty() const {
    const std::scoped_lock lock(mutex_);
    return works_.empty();
}

bool FrameReaders::full() const {
    const std::scoped_lock lock(mutex_);
    return works_.size() >= room_;
}

bool FrameReaders::ready() const {
    const std::scoped_lock lock(mutex_);
    return !works_.empty() && works_.front()->reading;
}

void FrameReaders::add(image::Frame frame) {
    auto work = std::make_unique<Work>();
    work->frame = std::move(frame);
    {
        const std::scoped_lock lock(mutex_);
        CHECK(works_.size() < room_);
        works_.push_back(std::move(work));
        ++untouched_;
    }
    begun_.notify_one();
}

std::int64_t FrameReaders::first_number() const {
    const std::scoped_lock lock(mutex_);
    CHECK(!works_.empty());
    return works_.front()->frame.number;
}

ReadFrame FrameReaders::next() {
    std::unique_lock lock(mutex_);
    CHECK(!works_.empty());
    done_.wait(lock, [this] { return works_.front()->reading.has_value(); });
    Work& first = *works_.front();
    ReadFrame read{std::move(first.frame), *std::move(first.reading), first.took};
    works_.pop_front();
    return read;
}

void FrameReaders::work(const std::stop_token& stop, ocr::TextReader& reader) {
    std::unique_lock lock(mutex_);
    const auto has_work = [this] { return untouched_ > 0; };
    while (begun_.wait(lock, stop, has_work) && !stop.stop_requested()) {
        Work& mine = *works_[works_.size() - untouched_];
        --untouched_;
        lock.unlock();
        const auto begin = std::chrono::steady_clock::now();
        auto reading = read_frame(mine.frame, reader, options_);
        mine.took = std::chrono::steady_clock::now() - begin;
        lock.lock();
        mine.reading = std::move(reading);
        done_.notify_one();
    }
}

}  // namespace mobilscan::scan
