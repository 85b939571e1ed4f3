// Upkeep: what makes rows, messages and files true again, and removes what nobody needs any more.
// Each function does one turn and says what it did. Every node asks for the turn, and one of them
// gets it each time; should two do it at once, no harm comes of it, as every change is guarded by
// the rows.
#pragma once

#include <chrono>
#include <cstdint>
#include <stop_token>
#include <string>
#include <thread>

#include "blobs/blob_folder.h"
#include "core/result.h"
#include "queue/doorbell.h"
#include "store/database.h"

namespace mobilscan::worker {

struct UpkeepSettings {
    std::chrono::seconds video_age = std::chrono::hours{24} * 30;  // of ended jobs; 0: for ever
    std::chrono::seconds event_age = std::chrono::hours{24};
    std::chrono::seconds orphan_age = std::chrono::hours{24};  // of files without a row
    std::string foreign_settings;  // of jobs that another program inserted: core::to_text()
    std::string alive_file =
        {};  // touched after each turn in which the database answered; empty: none
    std::chrono::milliseconds turn = std::chrono::seconds{5};
    std::chrono::milliseconds sweep = std::chrono::hours{1};  // looking at all files takes longer
};

// Deletes the files of removed jobs whose time for undo is over, then their rows. Returns how many
// jobs.
[[nodiscard]] Result<std::int64_t> purge_removed(store::sql::Connection& connection,
                                                 const blobs::BlobFolder& videos,
                                                 const blobs::BlobFolder& frames);

// Deletes the videos of jobs that ended longer ago than `age`; the results stay. Returns how many.
[[nodiscard]] Result<std::int64_t> retire_videos(store::sql::Connection& connection,
                                                 const blobs::BlobFolder& videos,
                                                 std::chrono::seconds age);

// Runs a turn every UpkeepSettings::turn on a thread of its own until it is destroyed. What it
// refers to must outlive it. A duty that fails is logged, and the next turn tries it again.
class Upkeep {
public:
    Upkeep(store::Database& database, const blobs::BlobFolder& videos,
           const blobs::BlobFolder& frames, queue::Doorbell& doorbell, UpkeepSettings settings);
    ~Upkeep();  // joins
    Upkeep(const Upkeep&) = delete;
    Upkeep& operator=(const Upkeep&) = delete;

private:
    void run(const std::stop_token& end);
    [[nodiscard]] bool turn(store::sql::Connection& connection) const;
    void restore_rows(store::sql::Connection& connection) const;
    void restore_messages(store::sql::Connection& connection) const;
    void remove_what_is_over(store::sql::Connection& connection) const;
    void sweep(store::sql::Connection& connection) const;

    store::Database& database_;
    const blobs::BlobFolder& videos_;
    const blobs::BlobFolder& frames_;
    queue::Doorbell& doorbell_;
    UpkeepSettings settings_;
    std::jthread thread_;
};

}  // namespace mobilscan::worker
