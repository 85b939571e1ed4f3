// Uploads: a form with a video, streamed to the disk while it is hashed. Internal to api/.
#pragma once

#include <string>

#include "api/answer.h"
#include "api/services.h"
#include "core/result.h"
#include "http/router.h"
#include "store/job_store.h"

namespace mobilscan::api {

enum class UploadStyle : std::uint8_t {
    original,   // POST /upload
    version_1,  // POST /api/v1/jobs
};

[[nodiscard]] http::UploadHandler upload_handler(const Services& services, UploadStyle style);

// Why no upload of that size is taken now: the disk is nearly full. Nothing: it is.
[[nodiscard]] std::optional<core::Error> disk_fault(const Services& services, std::int64_t bytes);

// The row for a video that is on the disk, and the ring after it: from here on nothing is lost.
// Errors: those of JobStore::accept.
[[nodiscard]] Result<store::Accepted> accept_job(const Services& services,
                                                 const store::NewJob& job);

// Announces a job that waits again. Should that fail, the upkeep does it.
void announce_waiting(const Services& services, const std::string& job_id);

// UploadAnswer of openapi.yaml for the job of that id.
[[nodiscard]] Result<http::Response> upload_answer(const Services& services,
                                                   const std::string& job_id, bool created);

// A name for people: control characters replaced, never empty, no folders.
[[nodiscard]] std::string shown_name(std::string_view client_name);

}  // namespace mobilscan::api
