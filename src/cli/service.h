// Service: the parts that every role of the product shares: rows, files, doorbell.
#pragma once

#include <memory>

#include "blobs/blob_folder.h"
#include "config/config.h"
#include "core/result.h"
#include "queue/doorbell.h"
#include "store/database.h"

namespace mobilscan::cli {

struct Service {
    std::unique_ptr<store::Database> database;
    blobs::BlobFolder videos;
    blobs::BlobFolder frames;
    std::unique_ptr<queue::Doorbell> doorbell;
};

// Opens what the settings name; folders and database are made where they are not there yet. A
// server of PostgreSQL may be away. Errors: usage, storage_*, store_*.
[[nodiscard]] Result<Service> open_service(const config::Config& config);

// The same, but only where a service ran before: a misspelt folder is not made.
// Errors: as above, and usage.
[[nodiscard]] Result<Service> open_existing_service(const config::Config& config);

}  // namespace mobilscan::cli
