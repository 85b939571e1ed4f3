// A name that nobody else has. Internal to queue/.
#pragma once

#include <string>

#include "core/result.h"

namespace mobilscan::queue {

// 24 hexadecimal digits. Errors: storage_failed (the system gives no random numbers).
[[nodiscard]] Result<std::string> random_name();

}  // namespace mobilscan::queue
