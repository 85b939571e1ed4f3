// OutputFile: where results go: standard output, or a file that appears only when it is whole.
#pragma once

#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "core/result.h"

namespace mobilscan::cli {

class OutputFile {
public:
    // An empty path or "-" is standard output. A regular or new file is written under a temporary
    // name beside it (a link is followed first); anything else (a pipe, a device) is written as it
    // is. Missing folders are made. Error: output_unwritable, also for a folder.
    [[nodiscard]] static Result<OutputFile> open(const std::filesystem::path& path);

    [[nodiscard]] Result<void> write(std::string_view text);

    // Everything is written: the file takes its name. Without it the file does not appear.
    [[nodiscard]] Result<void> finish();

    OutputFile(OutputFile&& other) noexcept
        : path_(std::move(other.path_)),
          temporary_(std::exchange(other.temporary_, {})),
          file_(std::move(other.file_)) {}
    OutputFile& operator=(OutputFile&&) = delete;
    ~OutputFile();

private:
    struct Closer {
        void operator()(std::FILE* file) const noexcept;
    };

    OutputFile(std::filesystem::path path, std::filesystem::path temporary, std::FILE* file)
        : path_(std::move(path)), temporary_(std::move(temporary)), file_(file) {}

    [[nodiscard]] static Result<OutputFile> open_beside(const std::filesystem::path& path);

    std::filesystem::path path_;       // empty: standard output
    std::filesystem::path temporary_;  // empty: written in place
    std::unique_ptr<std::FILE, Closer> file_;
};

// Writes bytes whole, as OutputFile does. Error: output_unwritable.
[[nodiscard]] Result<void> write_file(const std::filesystem::path& path, std::string_view bytes);

// Whether both paths lead to the same existing file, through links too.
[[nodiscard]] bool same_file(const std::filesystem::path& a, const std::filesystem::path& b);

}  // namespace mobilscan::cli
