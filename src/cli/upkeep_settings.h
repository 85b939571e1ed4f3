// How the upkeep of a service is set up by the settings.
#pragma once

#include "config/config.h"
#include "worker/upkeep.h"

namespace mobilscan::cli {

[[nodiscard]] worker::UpkeepSettings upkeep_settings(const config::Config& config);

}  // namespace mobilscan::cli
