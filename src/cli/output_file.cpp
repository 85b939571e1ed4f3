#include "cli/output_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <system_error>

namespace mobilscan::cli {
namespace {

tl::unexpected<core::Error> write_failure(const std::filesystem::path& path, int error) {
    return failure(core::ErrorCode::output_unwritable,
                   "cannot write " + (path.empty() ? "to standard output" : path.string()) + ": " +
                       std::strerror(error));
}

// What mkstemp makes is for the owner alone; results get the permissions of any other new file.
void give_usual_permissions(int file) {
    const mode_t mask = ::umask(0);
    ::umask(mask);
    ::fchmod(file, 0666U & ~mask);
}

}  // namespace

void OutputFile::Closer::operator()(std::FILE* file) const noexcept {
    if (file != stdout) {
        std::fclose(file);
    }
}

OutputFile::~OutputFile() {
    if (!temporary_.empty()) {
        file_.reset();
        ::unlink(temporary_.c_str());
    }
}

Result<OutputFile> OutputFile::open(const std::filesystem::path& path) {
    if (path.empty() || path == "-") {
        return OutputFile({}, {}, stdout);
    }
    std::error_code error;
    const std::filesystem::path target =
        std::filesystem::weakly_canonical(std::filesystem::absolute(path), error);
    if (error) {
        return write_failure(path, error.value());
    }
    const auto status = std::filesystem::status(target, error);
    if (!path.has_filename() || std::filesystem::is_directory(status)) {
        return write_failure(path, EISDIR);
    }
    if (std::filesystem::exists(status) && !std::filesystem::is_regular_file(status)) {
        std::FILE* file = std::fopen(target.c_str(), "wbe");
        return file == nullptr ? Result<OutputFile>(write_failure(path, errno))
                               : OutputFile(path, {}, file);
    }
    std::filesystem::create_directories(target.parent_path(), error);
    if (error) {
        return write_failure(path, error.value());
    }
    return open_beside(target);
}

Result<OutputFile> OutputFile::open_beside(const std::filesystem::path& path) {
    std::string name = (path.parent_path() / ("." + path.filename().string() + ".XXXXXX")).string();
    const int descriptor = ::mkostemp(name.data(), O_CLOEXEC);
    if (descriptor < 0) {
        return write_failure(path, errno);
    }
    give_usual_permissions(descriptor);
    return OutputFile(path, name, ::fdopen(descriptor, "wb"));
}

Result<void> OutputFile::write(std::string_view text) {
    if (std::fwrite(text.data(), 1, text.size(), file_.get()) != text.size() ||
        std::fflush(file_.get()) != 0) {
        return write_failure(path_, errno);
    }
    return {};
}

Result<void> OutputFile::finish() {
    if (path_.empty()) {
        return {};
    }
    if (std::fclose(file_.release()) != 0) {
        return write_failure(path_, errno);
    }
    if (!temporary_.empty()) {
        if (::rename(temporary_.c_str(), path_.c_str()) != 0) {
            return write_failure(path_, errno);
        }
        temporary_.clear();
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

bool same_file(const std::filesystem::path& a, const std::filesystem::path& b) {
    std::error_code error;
    return std::filesystem::equivalent(a, b, error) && !error;
}

}  // namespace mobilscan::cli
