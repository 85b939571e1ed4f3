// Messages: the list that tells workers, ours and those of the original product, of new jobs.
//
// A message is the original's JSON object of job_id, video_path and video_name. The rows are the
// truth: the list may lose everything and is made whole again from them by these functions, which
// the upkeep of one node at a time calls.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/result.h"
#include "queue/doorbell.h"

namespace mobilscan::queue {

[[nodiscard]] std::string encoded(const Announcement& job);

// Nothing for bytes that are no such object. The id is that of a job, the path a stranger's word.
[[nodiscard]] std::optional<Announcement> decoded(const std::string& message);

// A message in the hands of a worker that is gone.
struct LeftMessage {
    std::string worker;
    std::string message;
};

enum class Disposal { to_the_list, drop };

// Errors of all: queue_unavailable. Any thread.
class Messages {
public:
    virtual ~Messages() = default;
    Messages(const Messages&) = delete;
    Messages& operator=(const Messages&) = delete;

    // Whether the server lost its data since note_whole() was last called.
    [[nodiscard]] virtual Result<bool> lost_data() = 0;
    [[nodiscard]] virtual Result<void> note_whole() = 0;

    // How many messages there are, in the list and in the hands of workers.
    [[nodiscard]] virtual Result<std::int64_t> count() = 0;

    // The jobs of all these messages: whoever is missing was lost, or is being taken this moment.
    [[nodiscard]] virtual Result<std::vector<std::string>> job_ids() = 0;

    // Puts messages for these jobs, oldest first, where they are taken next: they waited before.
    [[nodiscard]] virtual Result<void> restore(std::span<const Announcement> jobs) = 0;

    // What workers held whose sign of life ran out.
    [[nodiscard]] virtual Result<std::vector<LeftMessage>> left_behind() = 0;
    // Moves or drops such a message, unless its worker came back.
    [[nodiscard]] virtual Result<void> dispose(const LeftMessage& left, Disposal disposal) = 0;

protected:
    Messages() = default;
};

}  // namespace mobilscan::queue
