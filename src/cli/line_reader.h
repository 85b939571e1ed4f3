// LineReader: the lines of a file or of standard input, which may be a pipe that is still being
// written. Waiting for a line ends when a stop is requested.
#pragma once

#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>

#include "core/descriptor.h"
#include "core/result.h"

namespace mobilscan::cli {

class LineReader {
public:
    // "-" is standard input. Errors: file_not_found, file_unreadable (also for a folder).
    [[nodiscard]] static Result<LineReader> open(const std::filesystem::path& path);

    // The next line without its end (LF or CR LF), also a last one that has none; nothing at the
    // end. Errors: file_unreadable (also a line longer than 1 MiB), cancelled.
    [[nodiscard]] Result<std::optional<std::string>> next(const std::stop_token& stop);

    // Whether next() has something to go on with: a pipe's writer may be slow, or wait for us.
    [[nodiscard]] bool is_ready() const;

private:
    LineReader(std::filesystem::path path, core::Descriptor file)
        : path_(std::move(path)), file_(std::move(file)) {}

    // Reads more into buffer_; false at the end.
    [[nodiscard]] Result<bool> fill(const std::stop_token& stop);
    [[nodiscard]] std::string take(std::size_t length, std::size_t with_end);

    std::filesystem::path path_;
    core::Descriptor file_;
    std::string buffer_;
};

}  // namespace mobilscan::cli
