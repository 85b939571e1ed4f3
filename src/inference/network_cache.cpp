#include "inference/network_cache.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdint>
#include <cstring>
#include <span>
#include <system_error>

#include "core/descriptor.h"
#include "inference/sha256.h"

namespace mobilscan::inference {
namespace {

// A file is this line, the SHA-256 of the rest in hexadecimal, and the rest: the key, the number of
// pairs of metadata, those, the network; each text and the network behind its length.
constexpr std::string_view first_line = "mobilscan compiled network 1\n";
constexpr std::size_t digest_length = 64;
constexpr std::size_t header_length = first_line.size() + digest_length;

class Writer {
public:
    void number(std::uint64_t value) {
        const auto* bytes = reinterpret_cast<const std::byte*>(&value);
        body_.insert(body_.end(), bytes, bytes + sizeof value);
    }
    void bytes(std::span<const std::byte> content) {
        number(content.size());
        body_.insert(body_.end(), content.begin(), content.end());
    }
    void text(std::string_view content) { bytes(std::as_bytes(std::span(content))); }

    [[nodiscard]] std::span<const std::byte> body() const { return body_; }

private:
    std::vector<std::byte> body_;
};

// What a Writer wrote; nothing where it ends too early.
class Parser {
public:
    explicit Parser(std::span<const std::byte> body) : rest_(body) {}

    std::optional<std::uint64_t> number() {
        std::uint64_t value = 0;
        if (rest_.size() < sizeof value) {
            return std::nullopt;
        }
        std::memcpy(&value, rest_.data(), sizeof value);
        rest_ = rest_.subspan(sizeof value);
        return value;
    }
    std::optional<std::span<const std::byte>> bytes() {
        const auto length = number();
        if (!length || *length > rest_.size()) {
            return std::nullopt;
        }
        const auto content = rest_.first(*length);
        rest_ = rest_.subspan(*length);
        return content;
    }
    std::optional<std::string> text() {
        const auto content = bytes();
        if (!content) {
            return std::nullopt;
        }
        return std::string(reinterpret_cast<const char*>(content->data()), content->size());
    }

private:
    std::span<const std::byte> rest_;
};

bool is_this_users_alone(const struct stat& status) {
    return status.st_uid == ::geteuid() && (status.st_mode & (S_IWGRP | S_IWOTH)) == 0;
}

bool write_all(int file, std::span<const std::byte> bytes) {
    while (!bytes.empty()) {
        const ssize_t written = ::write(file, bytes.data(), bytes.size());
        if (written < 0 && errno != EINTR) {
            return false;
        }
        bytes = bytes.subspan(static_cast<std::size_t>(std::max<ssize_t>(written, 0)));
    }
    return true;
}

// The whole of a file that only this user could have written.
std::optional<std::vector<std::byte>> read_own(const std::filesystem::path& path) {
    const core::Descriptor file(
        ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
    struct stat status{};
    if (!file.is_open() || ::fstat(file.get(), &status) != 0 || !S_ISREG(status.st_mode) ||
        !is_this_users_alone(status)) {
        return std::nullopt;
    }
    std::vector<std::byte> content(static_cast<std::size_t>(status.st_size));
    std::size_t filled = 0;
    while (filled < content.size()) {
        const ssize_t got = ::read(file.get(), content.data() + filled, content.size() - filled);
        if (got == 0 || (got < 0 && errno != EINTR)) {
            return std::nullopt;
        }
        filled += static_cast<std::size_t>(std::max<ssize_t>(got, 0));
    }
    return content;
}

// Parts that a process left which was killed while it wrote them.
void remove_old_parts(const std::filesystem::path& folder, const std::string& name) {
    constexpr std::chrono::hours old{1};
    std::error_code error;
    for (std::filesystem::directory_iterator entry(folder, error), end; !error && entry != end;
         entry.increment(error)) {
        std::error_code gone;
        if (entry->path().filename().string().starts_with(name + ".") &&
            std::filesystem::file_time_type::clock::now() - entry->last_write_time(gone) > old) {
            std::filesystem::remove(entry->path(), gone);
        }
    }
}

std::optional<CompiledNetwork> parsed(std::span<const std::byte> body, std::string_view key) {
    Parser parser(body);
    if (parser.text() != key) {
        return std::nullopt;
    }
    CompiledNetwork network;
    for (std::uint64_t pairs = parser.number().value_or(0); pairs > 0; --pairs) {
        auto name = parser.text();
        auto value = parser.text();
        if (!name || !value) {
            return std::nullopt;
        }
        network.metadata.insert_or_assign(*std::move(name), *std::move(value));
    }
    const auto bytes = parser.bytes();
    if (!bytes || bytes->empty()) {
        return std::nullopt;
    }
    network.bytes.assign(bytes->begin(), bytes->end());
    return network;
}

}  // namespace

std::optional<CompiledNetwork> NetworkCache::find(const std::string& name,
                                                  std::string_view key) const {
    const auto content = is_used() ? read_own(folder_ / name) : std::nullopt;
    if (!content || content->size() < header_length) {
        return std::nullopt;
    }
    const std::span<const std::byte> body = std::span(*content).subspan(header_length);
    const std::string header = std::string(first_line) + sha256(body);
    if (std::memcmp(content->data(), header.data(), header_length) != 0) {
        return std::nullopt;
    }
    return parsed(body, key);
}

void NetworkCache::keep(const std::string& name, std::string_view key,
                        const CompiledNetwork& network) const {
    if (!is_used()) {
        return;
    }
    std::error_code error;
    if (!folder_.parent_path().empty()) {
        std::filesystem::create_directories(folder_.parent_path(), error);
    }
    struct stat status{};
    if ((::mkdir(folder_.c_str(), S_IRWXU) != 0 && errno != EEXIST) ||
        ::stat(folder_.c_str(), &status) != 0 || !is_this_users_alone(status)) {
        return;
    }
    Writer writer;
    writer.text(key);
    writer.number(network.metadata.size());
    for (const auto& [word, value] : network.metadata) {
        writer.text(word);
        writer.text(value);
    }
    writer.bytes(network.bytes);
    const std::string header = std::string(first_line) + sha256(writer.body());

    remove_old_parts(folder_, name);
    // Under another name until it is whole: a process that ends here leaves no half entry.
    std::string part = (folder_ / (name + ".XXXXXX")).string();
    const core::Descriptor file(::mkostemp(part.data(), O_CLOEXEC));
    if (!file.is_open()) {
        return;
    }
    const bool written = write_all(file.get(), std::as_bytes(std::span(header))) &&
                         write_all(file.get(), writer.body());
    if (!written || ::rename(part.c_str(), (folder_ / name).c_str()) != 0) {
        ::unlink(part.c_str());
    }
}

}  // namespace mobilscan::inference
