#include "api/upload.h"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <span>

#include "api/handler.h"
#include "api/settings_form.h"
#include "api/shapes.h"
#include "api/video_kind.h"
#include "core/text.h"
#include "http/multipart.h"
#include "store/identity.h"

namespace mobilscan::api {
namespace {

using core::ErrorCode;
using http::Request;
using http::Response;

constexpr std::size_t field_bytes_max = 1'000;
constexpr std::size_t key_characters_max = 255;
constexpr std::int64_t reserve_bytes = 64 << 20;  // kept free for rows and evidence

std::string megabytes(std::int64_t bytes) {
    return std::to_string(bytes >> 20) + " MB";
}

core::Error too_large(const Services& services) {
    return {ErrorCode::too_large, "the video is larger than " +
                                      megabytes(services.settings.upload_bytes_max) +
                                      ", the most that is taken; cut it, or film it in parts"};
}

// SHA-256 of a short text, in hexadecimal.
std::string digest(std::string_view text) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> hash{};
    unsigned int size = 0;
    EVP_Digest(text.data(), text.size(), hash.data(), &size, EVP_sha256(), nullptr);
    return core::hexadecimal(std::span(hash).first(size));
}

// `job`: a row, or what became one.
template <class Job>
Result<void> announce(const Services& services, store::JobStore& jobs, const Job& job) {
    return services.doorbell.announce({job.job_id, job.video_path, job.video_name}).and_then([&] {
        return jobs.mark_pushed(job.job_id);
    });
}

// One upload. The form's parts come to it; the answer leaves it.
class Upload final : public http::BodySink, private http::PartSink {
public:
    Upload(const Services& services, UploadStyle style, const Request& request,
           std::string_view boundary)
        : services_(services),
          style_(style),
          request_(request),
          parser_(boundary, *this),
          settings_(services.settings.defaults),
          job_id_(store::new_uuid()) {}

    std::optional<Response> write(std::string_view bytes) override {
        const auto fed = parser_.feed(bytes);
        return fed ? std::nullopt : std::optional(answer_to(fed.error()));
    }

    Response finish() override {
        auto finished = parser_.finish().and_then([&] { return complete(); });
        return finished ? *std::move(finished) : answer_to(finished.error());
    }

private:
    // --- the form ---------------------------------------------------------------------------
    // The original's framework passes over what it does not know.
    enum class Part : std::uint8_t { file, field, ignored };

    static Part part_of(const http::PartHead& head) {
        if (head.filename) {
            return head.name == "file" ? Part::file : Part::ignored;
        }
        return head.name == "if_seen" || is_setting(head.name) ? Part::field : Part::ignored;
    }

    Result<void> begin(const http::PartHead& head) override {
        field_ = head.name;
        value_.clear();
        part_ = part_of(head);
        if (part_ == Part::ignored && style_ == UploadStyle::version_1) {
            return failure(ErrorCode::invalid_value,
                           "the form has no field '" + shown_name(head.name) +
                               "'; it takes file, every, profile, barcodes, languages and if_seen");
        }
        if (part_ != Part::file) {
            return {};
        }
        if (writer_ || written_) {
            return failure(ErrorCode::bad_request, "only one file can be uploaded at a time");
        }
        const auto& allowed =
            style_ == UploadStyle::original ? original_video_extensions() : video_extensions();
        const auto extension = video_extension(*head.filename, allowed);
        if (!extension) {
            std::string names;
            for (const std::string& each : allowed) {
                names += (names.empty() ? "" : ", ") + each;
            }
            return failure(ErrorCode::unsupported_type, "Invalid file type. Allowed: " + names);
        }
        extension_ = *extension;
        video_name_ = shown_name(*head.filename);
        auto writer = services_.videos.create(job_id_ + extension_);
        if (!writer) {
            return failure(writer.error());
        }
        writer_ = *std::move(writer);
        return {};
    }

    Result<void> data(std::string_view bytes) override {
        if (part_ == Part::file) {
            return file_data(bytes);
        }
        if (part_ == Part::ignored) {
            return {};
        }
        value_ += bytes;
        if (value_.size() > field_bytes_max) {
            return failure(ErrorCode::bad_request,
                           "the field '" + core::printable(field_) + "' of the form is too long");
        }
        return {};
    }

    Result<void> end() override {
        if (part_ == Part::file) {
            return check_magic(true);
        }
        if (part_ == Part::ignored) {
            return {};
        }
        if (field_ == "if_seen") {
            if (value_ != "scan" && value_ != "ask") {
                return failure(ErrorCode::invalid_value, "if_seen must be scan or ask");
            }
            ask_if_seen_ = value_ == "ask";
            return {};
        }
        return take_setting(field_, value_, settings_);
    }

    Result<void> file_data(std::string_view bytes) {
        size_ += static_cast<std::int64_t>(bytes.size());
        if (size_ > services_.settings.upload_bytes_max) {
            return failure(too_large(services_));
        }
        if (first_bytes_.size() < magic_bytes) {
            first_bytes_ += bytes.substr(0, magic_bytes - first_bytes_.size());
            if (auto checked = check_magic(false); !checked) {
                return checked;
            }
        }
        return writer_->write(std::as_bytes(std::span(bytes)));
    }

    // As soon as there are enough bytes, or at the end of a file that has fewer.
    Result<void> check_magic(bool is_end) {
        if (checked_ || (first_bytes_.size() < magic_bytes && !is_end)) {
            return {};
        }
        checked_ = true;
        if (first_bytes_.empty()) {
            return failure(ErrorCode::unsupported_type, "the file is empty");
        }
        if (auto fault = magic_fault(extension_, first_bytes_)) {
            return failure(ErrorCode::unsupported_type, *std::move(fault));
        }
        return {};
    }

    // --- the job ----------------------------------------------------------------------------
    Result<Response> complete() {
        if (!writer_) {
            has_no_file_ = true;
            return failure(ErrorCode::invalid_value, "the form has no file in its field 'file'");
        }
        const auto written = writer_->finish();
        writer_.reset();
        written_ = true;
        auto accepted =
            written.and_then([&](const blobs::Written& file) { return known_or_accepted(file); });
        if (!accepted || !accepted->is_new) {
            // The row of this upload does not exist, so its file must not stay.
            static_cast<void>(services_.videos.remove(job_id_ + extension_));
        }
        return accepted.and_then(
            [&](const store::Accepted& done) { return accepted_answer(done); });
    }

    Result<store::Accepted> known_or_accepted(const blobs::Written& written) {
        if (ask_if_seen_) {
            auto known = with_store(services_, [&](store::sql::Connection& connection) {
                return store::JobStore(connection)
                    .find_same_file(written.sha256, core::to_text(settings_));
            });
            if (!known) {
                return failure(known.error());
            }
            if (*known) {
                return store::Accepted{(*known)->job_id, false};
            }
        }
        store::NewJob job;
        job.job_id = job_id_;
        job.video_name = video_name_;
        job.video_path = services_.videos.path_of(job_id_ + extension_);
        job.sha256 = written.sha256;
        job.size_bytes = written.bytes;
        job.settings = core::to_text(settings_);
        job.traceparent = std::string(request_.header("traceparent").substr(0, 100));
        job.idempotency_key = std::string(request_.header("idempotency-key"));
        job.fingerprint = digest(written.sha256 + " " + job.settings);
        return accept_job(services_, job);
    }

    Result<Response> accepted_answer(const store::Accepted& accepted) {
        if (style_ == UploadStyle::version_1) {
            return upload_answer(services_, accepted.job_id, accepted.is_new);
        }
        constexpr double mebibyte = 1 << 20;
        const double size = std::round(static_cast<double>(size_) * 100 / mebibyte) / 100;
        return json_answer(status_ok,
                           {{"success", true},
                            {"job_id", accepted.job_id},
                            {"video_name", video_name_},
                            {"file_size_mb", size},
                            {"status", "queued"},
                            {"message", "Video uploaded successfully and queued for processing"}});
    }

    [[nodiscard]] Response answer_to(const core::Error& error) {
        if (has_no_file_ && style_ == UploadStyle::original) {
            return validation_answer("missing", "body", "file", "Field required", nullptr);
        }
        const bool is_form_fault = error.code == ErrorCode::usage;
        return error_answer(
            request_, is_form_fault ? core::Error{ErrorCode::bad_request, error.message} : error);
    }

    const Services& services_;
    UploadStyle style_;
    Request request_;
    http::MultipartParser parser_;
    core::JobSettings settings_;
    std::string job_id_;
    std::string video_name_;
    std::string extension_;
    std::unique_ptr<blobs::BlobWriter> writer_;
    bool written_ = false;
    Part part_ = Part::ignored;
    bool has_no_file_ = false;
    bool checked_ = false;
    bool ask_if_seen_ = false;
    std::string field_;
    std::string value_;
    std::string first_bytes_;
    std::int64_t size_ = 0;
};

// The head's part: what can be refused before a byte of the body was read.
std::optional<core::Error> head_fault(const Services& services, const Request& request) {
    const std::string_view key = request.header("idempotency-key");
    const bool printable =
        std::all_of(key.begin(), key.end(), [](char c) { return c >= 0x20 && c < 0x7f; });
    if (key.size() > key_characters_max || !printable) {
        return core::Error{ErrorCode::bad_request,
                           "Idempotency-Key must be 1 to 255 printable ASCII characters"};
    }
    const std::string length(request.header("content-length"));
    const std::int64_t bytes = length.empty() ? 0 : std::stoll(length);
    if (bytes > services.settings.upload_bytes_max + limits::form_overhead_bytes) {
        return too_large(services);
    }
    return disk_fault(services, bytes);
}

}  // namespace

std::string shown_name(std::string_view client_name) {
    const std::size_t slash = client_name.find_last_of("/\\");
    if (slash != std::string_view::npos) {
        client_name.remove_prefix(slash + 1);
    }
    const std::string name =
        core::shortened(core::printable(client_name), store::video_name_characters_max);
    return name.empty() ? "video" : name;
}

std::optional<core::Error> disk_fault(const Services& services, std::int64_t bytes) {
    constexpr std::int64_t percent = 100;
    const auto space = services.videos.space();
    if (!space) {
        return space.error();
    }
    const std::int64_t floor =
        space->total_bytes / percent * (percent - services.settings.disk_refuse_percent);
    if (space->free_bytes - bytes > std::max(floor, reserve_bytes)) {
        return std::nullopt;
    }
    return core::Error{ErrorCode::disk_full, "the disk of the server is nearly full (" +
                                                 megabytes(space->free_bytes) +
                                                 " free): remove old jobs, then upload again"};
}

void announce_waiting(const Services& services, const std::string& job_id) {
    static_cast<void>(with_store(services, [&](store::sql::Connection& connection) {
        store::JobStore jobs(connection);
        return jobs.find(job_id).and_then([&](const store::Job& job) {
            return job.status == core::JobStatus::pending ? announce(services, jobs, job)
                                                          : Result<void>();
        });
    }));
}

Result<store::Accepted> accept_job(const Services& services, const store::NewJob& job) {
    return with_store(services, [&](store::sql::Connection& connection) {
        store::JobStore jobs(connection);
        return jobs.accept(job).map([&](const store::Accepted& accepted) {
            if (accepted.is_new) {
                // Should this fail, the upkeep announces it: no harm.
                static_cast<void>(announce(services, jobs, job));
            }
            return accepted;
        });
    });
}

Result<Response> upload_answer(const Services& services, const std::string& job_id, bool created) {
    return with_store(services,
                      [&](store::sql::Connection& connection) {
                          return store::JobStore(connection).find(job_id);
                      })
        .map([&](const store::Job& job) {
            return json_answer(created ? status_created : status_ok,
                               {{"job", job_json(job, now_us(), services)}, {"created", created}});
        });
}

http::UploadHandler upload_handler(const Services& services, UploadStyle style) {
    using Outcome = std::variant<std::unique_ptr<http::BodySink>, Response>;
    return [&services, style](const Request& request) -> Outcome {
        const auto boundary = http::multipart_boundary(request.header("content-type"));
        if (!boundary) {
            return style == UploadStyle::original
                       ? validation_answer("missing", "body", "file", "Field required", nullptr)
                       : error_answer(request, {ErrorCode::bad_request,
                                                "an upload is a multipart/form-data form with a "
                                                "field 'file'"});
        }
        if (auto fault = head_fault(services, request)) {
            return error_answer(request, *fault);
        }
        return std::make_unique<Upload>(services, style, request, *boundary);
    };
}

}  // namespace mobilscan::api
