#include "cli/tls_files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "core/descriptor.h"
#include "http/tls.h"

namespace mobilscan::cli {
namespace {

using core::ErrorCode;
namespace files = std::filesystem;

constexpr int certificate_days = 800;  // browsers take at most 825
constexpr std::chrono::hours renew_after{24 * 700};
constexpr mode_t secret_mode = 0600;

Result<std::string> content_of(const files::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    if (!file) {
        return failure(files::exists(path) ? ErrorCode::file_unreadable : ErrorCode::file_not_found,
                       "the TLS file " + path.string() + " cannot be read");
    }
    return std::move(text).str();
}

// Never readable by others, not even for a moment.
Result<void> keep(const files::path& path, const std::string& text) {
    const core::Descriptor file(
        ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, secret_mode));
    const bool written =
        file.is_open() && ::fchmod(file.get(), secret_mode) == 0 &&
        ::write(file.get(), text.data(), text.size()) == static_cast<ssize_t>(text.size());
    if (!written) {
        return failure(ErrorCode::storage_failed, "cannot write " + path.string());
    }
    return {};
}

std::string lines(const std::vector<std::string>& names) {
    std::string text;
    for (const std::string& name : names) {
        text += name + "\n";
    }
    return text;
}

bool is_fresh(const files::path& path) {
    std::error_code error;
    const auto written = files::last_write_time(path, error);
    return !error && files::file_time_type::clock::now() - written < renew_after;
}

}  // namespace

Result<http::TlsIdentity> given_certificate(const config::Config& config) {
    auto certificate = content_of(config.tls_cert);
    auto key = content_of(config.tls_key);
    if (!certificate || !key) {
        return failure(certificate ? key.error() : certificate.error());
    }
    return http::TlsIdentity{*std::move(certificate), *std::move(key)};
}

Result<http::TlsIdentity> own_certificate(const config::Config& config,
                                          const std::vector<std::string>& names) {
    const files::path folder = files::path(config.data_dir) / "tls";
    std::error_code error;
    files::create_directories(folder, error);
    files::permissions(folder, files::perms::owner_all, error);
    const files::path certificate_path = folder / "certificate.pem";
    const files::path key_path = folder / "key.pem";
    const files::path names_path = folder / "names.txt";
    if (is_fresh(certificate_path) && content_of(names_path).value_or("") == lines(names)) {
        auto certificate = content_of(certificate_path);
        auto key = content_of(key_path);
        if (certificate && key) {
            return http::TlsIdentity{*std::move(certificate), *std::move(key)};
        }
    }
    auto made = http::make_self_signed(names, certificate_days);
    if (!made) {
        return made;
    }
    auto kept = keep(key_path, made->key_pem)
                    .and_then([&] { return keep(certificate_path, made->certificate_pem); })
                    .and_then([&] { return keep(names_path, lines(names)); });
    if (!kept) {
        return failure(kept.error());
    }
    return made;
}

}  // namespace mobilscan::cli
