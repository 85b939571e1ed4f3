#include "cli/output_file.h"

#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>

namespace mobilscan::cli {

void OutputFile::Closer::operator()(std::FILE* file) const noexcept {
    if (file != stdout) {
        std::fclose(file);
    }
}

OutputFile::~OutputFile() {
    if (file_ != nullptr && !path_.empty()) {
        file_.reset();
        std::error_code error;
        std::filesystem::remove(temporary(), error);
    }
}

std::filesystem::path OutputFile::temporary() const {
    std::filesystem::path name = path_;
    name += ".part";
    return name;
}

tl::unexpected<core::Error> OutputFile::write_failure() const {
    return failure(core::ErrorCode::output_unwritable,
                   "cannot write " + (path_.empty() ? "to standard output" : path_.string()) +
                       ": " + std::strerror(errno));
}

Result<OutputFile> OutputFile::open(const std::filesystem::path& path) {
    if (path.empty()) {
        return OutputFile(path, stdout);
    }
    std::error_code error;
    if (path.has_parent_path()) {
        std::filesystem::create_directories(path.parent_path(), error);
    }
    OutputFile output(path, nullptr);
    output.file_.reset(std::fopen(output.temporary().c_str(), "wbe"));
    if (output.file_ == nullptr) {
        return output.write_failure();
    }
    return output;
}

Result<void> OutputFile::write(std::string_view text) {
    if (std::fwrite(text.data(), 1, text.size(), file_.get()) != text.size() ||
        std::fflush(file_.get()) != 0) {
        return write_failure();
    }
    return {};
}

Result<void> OutputFile::finish() {
    if (path_.empty()) {
        return {};
    }
    if (std::fclose(file_.release()) != 0) {
        return write_failure();
    }
    std::error_code error;
    std::filesystem::rename(temporary(), path_, error);
    if (error) {
        errno = error.value();
        return write_failure();
    }
    return {};
}

Result<void> write_file(const std::filesystem::path& path, std::string_view bytes) {
    auto file = OutputFile::open(path);
    if (!file) {
        return failure(file.error());
    }
    return file->write(bytes).and_then([&] { return file->finish(); });
}

}  // namespace mobilscan::cli
