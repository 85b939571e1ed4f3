// What a worker reads with, as the settings say.
#pragma once

#include <string>

#include "cli/engine_options.h"
#include "worker/tools.h"

namespace mobilscan::cli {

// Models, library, arithmetic and version in one line: what results depend on beside the job.
[[nodiscard]] std::string engine_name(const EngineOptions& options);

// Loads readers of any profile with these options.
[[nodiscard]] worker::LoadReaders readers_loader(EngineOptions options);

}  // namespace mobilscan::cli
