// Result<T>: a value, or the Error that says why there is none.
//
// Expected failures (a broken file, a missing model) travel as values; a bug is a CHECK
// (core/check.h). Exceptions of third-party libraries become an Error inside the folder that
// owns the library and never leave it.
#pragma once

#include <tl/expected.hpp>
#include <utility>

#include "core/error.h"

namespace mobilscan {

template <class T>
using Result = tl::expected<T, core::Error>;

// The failed Result: `return failure(ErrorCode::file_not_found, "...")`.
[[nodiscard]] inline tl::unexpected<core::Error> failure(core::ErrorCode code,
                                                         std::string message) {
    return tl::unexpected(core::Error{code, std::move(message)});
}

[[nodiscard]] inline tl::unexpected<core::Error> failure(core::Error error) {
    return tl::unexpected(std::move(error));
}

}  // namespace mobilscan
