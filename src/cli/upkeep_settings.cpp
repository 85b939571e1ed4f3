#include "cli/upkeep_settings.h"

#include <chrono>

#include "cli/service_options.h"
#include "core/torture.h"

namespace mobilscan::cli {

worker::UpkeepSettings upkeep_settings(const config::Config& config) {
    worker::UpkeepSettings settings;
    settings.video_age = std::chrono::hours{24} * config.video_retention_days;
    settings.alive_file = config.alive_file;
    settings.foreign_settings = core::to_text(default_settings(config));
#ifdef MOBILSCAN_TORTURE
    if (const auto turn = core::torture_number("TORTURE_TURN_MS")) {
        settings.turn = std::chrono::milliseconds(*turn);
    }
#endif
    return settings;
}

}  // namespace mobilscan::cli
