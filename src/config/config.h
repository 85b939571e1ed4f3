// Config: every setting of the services, as one value that was checked as a whole.
//
// A setting has one key (`web_port`) and may come from five places; the first that names it wins:
//   1. a flag of the command               --web-port 80
//   2. its variable                        MOBILSCAN_WEB_PORT=80
//   3. the original product's variable     STREAMLIT_SERVER_PORT=80
//   4. the TOML file of --config or MOBILSCAN_CONFIG      web_port = 80
//   5. the default
// A key or MOBILSCAN_ variable that does not exist is an error that names the nearest one.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace mobilscan::config {

struct Config {
    // --- where things are -----------------------------------------------------------------------
    std::string data_dir = "data";  // database, videos, frames, doorbell, keys
    std::string database_url;       // empty: sqlite:///DATA_DIR/mobilscan.db
    std::string database_url_file;  // a file whose first line is it, for secrets
    std::string redis_url;          // of `api` and `worker`; empty: none
    std::string redis_url_file;     // as above
    std::string videos_folder;      // empty: DATA_DIR/videos
    std::string frames_folder;      // empty: DATA_DIR/frames
    std::string models_dir;         // empty: beside the program
    std::string model_cache;        // of compiled networks; empty: the user's; "none"
    std::string web_dir;            // the built page; empty: beside the program
    std::string sample_video;       // the clip to try; empty: beside the program

    // --- the network ----------------------------------------------------------------------------
    std::string host = "127.0.0.1";
    std::int64_t port = 8000;      // the API; 0: a free one
    std::int64_t web_port = 8501;  // the page and the API; 0: a free one
    std::string auth = "off";      // off | keys
    std::string tls_cert;          // PEM files; both or none
    std::string tls_key;
    std::string cors_origins;  // exact origins, commas between; empty: no other origin
    // Addresses whose X-Forwarded-For and -Proto count, and that may have any number of
    // connections; commas between.
    std::string trusted_proxies;

    // --- work -----------------------------------------------------------------------------------
    std::int64_t workers = 1;
    std::int64_t frame_interval = 30;          // of each N frames one is read
    std::string frame_selection = "sharpest";  // sharpest | first
    std::string profile = "balanced";          // fast | balanced | accurate
    std::int64_t threads = 0;                  // of the networks; 0: one per core
    std::string precision = "auto";            // auto | f32 | bf16
    bool use_gpu = false;                      // the networks run on a GPU, else nothing is read
    std::string languages = "all";             // as core::parse_languages() takes them

    // --- keeping --------------------------------------------------------------------------------
    std::int64_t upload_mb_max = 500;        // MiB
    std::int64_t video_retention_days = 30;  // 0: for ever
    std::int64_t disk_refuse_percent = 95;   // uploads are refused above
    std::string files_group;                 // a group that may read videos and frames
    std::string alive_file;                  // touched while the database answers; empty: none
    std::string log_level = "info";          // debug | info | warning | error

    // What stands where a value was left empty.
    [[nodiscard]] std::string videos() const;
    [[nodiscard]] std::string frames() const;
    [[nodiscard]] std::string doorbell() const;
    // The SQLite file that database_url names. Empty when it names another engine.
    [[nodiscard]] std::string sqlite_path() const;
    // The PostgreSQL server that database_url names, as libpq takes it. Empty when it names another
    // engine.
    [[nodiscard]] std::string postgres_url() const;
};

struct Sources {
    std::map<std::string, std::string> flags;        // key -> value, of the command line
    std::map<std::string, std::string> environment;  // name -> value
    std::string file;                                // TOML; empty: MOBILSCAN_CONFIG, else none
};

struct Loaded {
    Config config;
    std::map<std::string, std::string> origins;  // key -> where its value came from, for people
    std::vector<std::string> warnings;
};

// Errors: usage (with the setting's name and what it takes), file_unreadable (the TOML file).
[[nodiscard]] Result<Loaded> load(const Sources& sources);

// The environment of this process.
[[nodiscard]] std::map<std::string, std::string> process_environment();

// The effective settings as TOML, each with where it came from; secrets are hidden.
[[nodiscard]] std::string effective_toml(const Loaded& loaded);

}  // namespace mobilscan::config
