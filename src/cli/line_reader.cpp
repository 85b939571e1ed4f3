#include "cli/line_reader.h"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

namespace mobilscan::cli {
namespace {

using core::ErrorCode;

constexpr std::size_t line_bytes_max = 1 << 20;
constexpr int poll_milliseconds = 100;  // between two looks at the stop token

}  // namespace

Result<LineReader> LineReader::open(const std::filesystem::path& path) {
    core::Descriptor file(path == "-" ? ::fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 0)
                                      : ::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!file.is_open()) {
        return failure(errno == ENOENT ? ErrorCode::file_not_found : ErrorCode::file_unreadable,
                       "the list " + path.string() + " cannot be opened: " + std::strerror(errno));
    }
    return LineReader(path, std::move(file));
}

Result<std::optional<std::string>> LineReader::next(const std::stop_token& stop) {
    while (true) {
        const std::size_t end = buffer_.find('\n');
        if (end != std::string::npos) {
            return take(end, end + 1);
        }
        if (buffer_.size() > line_bytes_max) {
            return failure(ErrorCode::file_unreadable,
                           "the list " + path_.string() + " is not a list of names");
        }
        const auto more = fill(stop);
        if (!more) {
            return failure(more.error());
        }
        if (!*more) {
            return buffer_.empty() ? std::nullopt
                                   : std::optional(take(buffer_.size(), buffer_.size()));
        }
    }
}

bool LineReader::is_ready() const {
    pollfd state{file_.get(), POLLIN, 0};
    return buffer_.find('\n') != std::string::npos || ::poll(&state, 1, 0) != 0;
}

std::string LineReader::take(std::size_t length, std::size_t with_end) {
    std::string line = buffer_.substr(0, length);
    buffer_.erase(0, with_end);
    if (line.ends_with('\r')) {
        line.pop_back();
    }
    return line;
}

Result<bool> LineReader::fill(const std::stop_token& stop) {
    pollfd state{file_.get(), POLLIN, 0};
    while (::poll(&state, 1, poll_milliseconds) <= 0) {
        if (stop.stop_requested()) {
            return failure(ErrorCode::cancelled, "stopped before the end of the list");
        }
    }
    std::array<char, 65'536> bytes{};
    const ssize_t got = ::read(file_.get(), bytes.data(), bytes.size());
    if (got < 0) {
        return failure(ErrorCode::file_unreadable,
                       "the list " + path_.string() + " cannot be read: " + std::strerror(errno));
    }
    buffer_.append(bytes.data(), static_cast<std::size_t>(got));
    return got > 0;
}

}  // namespace mobilscan::cli
