// Crew: text readers at work, each on a thread of its own.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <stop_token>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

#include "ocr/text_reader.h"

namespace mobilscan::scan {

// To be used from one thread. Destroying it waits for what is at work; what is not begun may be
// dropped.
class Crew {
public:
    // The readers, one or more, must outlive it.
    explicit Crew(const ocr::TextReaders& readers);
    ~Crew();
    Crew(const Crew&) = delete;
    Crew& operator=(const Crew&) = delete;

    [[nodiscard]] std::size_t size() const noexcept { return threads_.size(); }

    // Has one of the readers do the task, after all that were given before it. What the task refers
    // to must outlive the crew or the task.
    template <class Task>
    [[nodiscard]] auto give(Task task) {
        using Outcome = std::invoke_result_t<Task&, ocr::TextReader&>;
        auto work =
            std::make_shared<std::packaged_task<Outcome(ocr::TextReader&)>>(std::move(task));
        auto outcome = work->get_future();
        add([work](ocr::TextReader& reader) { (*work)(reader); });
        return outcome;
    }

private:
    using Work = std::function<void(ocr::TextReader&)>;

    void add(Work work);
    void run(const std::stop_token& stop, ocr::TextReader& reader);

    std::mutex mutex_;  // of all below but the threads
    std::condition_variable_any given_;
    std::deque<Work> works_;
    std::vector<std::jthread> threads_;
};

}  // namespace mobilscan::scan
