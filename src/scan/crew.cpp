#include "scan/crew.h"

#include "core/check.h"

namespace mobilscan::scan {

Crew::Crew(const ocr::TextReaders& readers) {
    CHECK(!readers.empty());
    threads_.reserve(readers.size());
    for (const auto& reader : readers) {
        threads_.emplace_back([this, &reader](const std::stop_token& stop) { run(stop, *reader); });
    }
}

Crew::~Crew() = default;

void Crew::add(Work work) {
    {
        const std::scoped_lock lock(mutex_);
        works_.push_back(std::move(work));
    }
    given_.notify_one();
}

void Crew::run(const std::stop_token& stop, ocr::TextReader& reader) {
    std::unique_lock lock(mutex_);
    while (given_.wait(lock, stop, [this] { return !works_.empty(); }) && !stop.stop_requested()) {
        const Work work = std::move(works_.front());
        works_.pop_front();
        lock.unlock();
        work(reader);
        lock.lock();
    }
}

}  // namespace mobilscan::scan
