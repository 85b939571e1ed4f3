// Services: what the routes work with. Made once by the composition root; all of it outlives the
// server and may be used from any thread.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "api/result_cache.h"
#include "blobs/blob_folder.h"
#include "core/job_settings.h"
#include "http/event_hub.h"
#include "queue/doorbell.h"
#include "store/database.h"

namespace mobilscan::api {

struct ApiSettings {
    std::string version;
    std::string database = "sqlite";        // the engine's name
    core::JobSettings defaults;             // of jobs whose upload does not say
    std::int64_t upload_bytes_max = 0;      // of one video
    std::int64_t disk_refuse_percent = 95;  // a fuller disk takes no uploads
    bool keys_required = false;
    bool only_this_machine = true;  // bound to the loopback: other host names are refused
    int sandbox_tier = 0;           // of the decoder, 1 to 3; 0: it cannot start
    std::vector<std::string> cors_origins;
    std::string sample_video;  // path of the clip that comes with the product; empty: none
    std::string web_folder;    // the built page; empty: none
};

struct WorkersState {
    int wanted = 0;
    int running = 0;
    std::string trouble;  // why they do not run; empty: all is well
};

struct Services {
    store::ConnectionPool& connections;
    const blobs::BlobFolder& videos;
    const blobs::BlobFolder& frames;
    http::EventHub& events;
    ResultCache& results;
    queue::Doorbell& doorbell;
    std::function<WorkersState()> workers;  // of this machine
    ApiSettings settings;
};

}  // namespace mobilscan::api
