// OutputFile: where results go: standard output, or a file that appears only when it is whole.
#pragma once

#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "core/result.h"

namespace mobilscan::cli {

// Writes bytes to a temporary name beside `path`, then renames. Error: output_unwritable.
[[nodiscard]] Result<void> write_file(const std::filesystem::path& path, std::string_view bytes);

class OutputFile {
public:
    // An empty path is standard output. Error: output_unwritable.
    [[nodiscard]] static Result<OutputFile> open(const std::filesystem::path& path);

    [[nodiscard]] Result<void> write(std::string_view text);

    // Everything is written: the file takes its name. Without it the file does not appear.
    [[nodiscard]] Result<void> finish();

    OutputFile(OutputFile&&) noexcept = default;
    OutputFile& operator=(OutputFile&&) noexcept = default;
    ~OutputFile();

private:
    struct Closer {
        void operator()(std::FILE* file) const noexcept;
    };

    OutputFile(std::filesystem::path path, std::FILE* file) : path_(std::move(path)), file_(file) {}
    [[nodiscard]] std::filesystem::path temporary() const;
    [[nodiscard]] tl::unexpected<core::Error> write_failure() const;

    std::filesystem::path path_;
    std::unique_ptr<std::FILE, Closer> file_;
};

}  // namespace mobilscan::cli
