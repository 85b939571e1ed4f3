// The proof: frames, crops, posters, and the video itself with Range.
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>

#include "api/handler.h"
#include "api/parameters.h"
#include "api/picture_cache.h"
#include "api/routes.h"
#include "api/shapes.h"
#include "blobs/names.h"
#include "core/limits.h"
#include "http/byte_range.h"
#include "image/jpeg.h"
#include "image/transform.h"

namespace mobilscan::api {
namespace {

using core::ErrorCode;
using http::Request;
using http::Response;

constexpr int crop_jpeg_quality = 85;
constexpr std::int64_t width_min = 16;
constexpr std::int64_t width_max = 4'096;

// What was stored does not change: a page may keep it for a day.
constexpr const char* unchanging = "private, max-age=86400, immutable";

core::Error no_picture() {
    return {ErrorCode::not_found, "there is no picture of this; it was removed, or never kept"};
}

Result<std::string> whole_file(const core::Descriptor& file) {
    struct stat status{};
    if (::fstat(file.get(), &status) != 0 || status.st_size > limits::still_bytes_max) {
        return failure(no_picture());
    }
    std::string bytes(static_cast<std::size_t>(status.st_size), '\0');
    std::size_t at = 0;
    while (at < bytes.size()) {
        const ssize_t got =
            ::pread(file.get(), bytes.data() + at, bytes.size() - at, static_cast<off_t>(at));
        if (got <= 0) {
            return failure(no_picture());
        }
        at += static_cast<std::size_t>(got);
    }
    return bytes;
}

Response jpeg_answer(std::string bytes) {
    return http::text_response(status_ok, "image/jpeg", std::move(bytes))
        .with("Cache-Control", unchanging);
}

Result<std::string> as_jpeg(image::ImageView picture) {
    return image::to_jpeg(picture, crop_jpeg_quality)
        .map([](const std::vector<std::uint8_t>& bytes) {
            return std::string(bytes.begin(), bytes.end());
        });
}

// A stored file that is missing is a picture that is not there, whatever the reason.
template <class T>
Result<T> or_no_picture(Result<T> result) {
    return std::move(result).map_error([](core::Error error) {
        const bool missing = error.code == ErrorCode::file_not_found ||
                             error.code == ErrorCode::path_outside ||
                             error.code == ErrorCode::file_unreadable;
        return missing ? no_picture() : std::move(error);
    });
}

Result<std::string> stored_jpeg(const Services& services, const std::string& name) {
    return or_no_picture(services.frames.read(name).and_then(whole_file));
}

Result<image::Image> decoded(const std::string& jpeg) {
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(jpeg.data());
    return image::from_jpeg(std::span(bytes, jpeg.size()));
}

Result<std::string> scaled(const std::string& jpeg, std::int64_t width) {
    auto picture = decoded(jpeg);
    if (!picture) {
        return failure(picture.error());
    }
    if (picture->width() <= width) {
        return jpeg;
    }
    const auto height =
        std::max<std::int64_t>(1, picture->height() * width / std::max(picture->width(), 1));
    const image::Image small = image::resized(picture->view(), static_cast<std::int32_t>(width),
                                              static_cast<std::int32_t>(height));
    return as_jpeg(small.view());
}

Result<Response> poster(const Request& request, const Services& services) {
    return captured_job(request, services)
        .and_then([&](const store::Job& job) {
            return stored_jpeg(services, blobs::poster_name(job.job_id));
        })
        .map(jpeg_answer);
}

Result<Response> frame(const Request& request, const Services& services) {
    const auto job = captured_job(request, services);
    if (!job) {
        return failure(job.error());
    }
    const auto number = captured_number(request, "frame_number", 0);
    const auto width = number_parameter(request, "width", width_min, width_max, 0);
    if (!number || !width) {
        return failure(number ? width.error() : number.error());
    }
    auto jpeg = stored_jpeg(services, blobs::frame_name(job->job_id, *number));
    if (jpeg && *width > 0) {
        jpeg = scaled(*jpeg, *width);
    }
    return jpeg.map(jpeg_answer);
}

Result<store::StoredDetection> captured_detection(const Request& request,
                                                  const Services& services) {
    const auto id = captured_number(request, "detection_id", 1);
    if (!id) {
        return failure(id.error());
    }
    return with_store(services,
                      [&](store::sql::Connection& connection) -> Result<store::StoredDetection> {
                          auto found = store::DetectionStore(connection).find(*id);
                          if (!found) {
                              return failure(found.error());
                          }
                          if (!*found) {
                              return failure(ErrorCode::not_found, "Detection not found");
                          }
                          // Of a job that was removed nothing is shown.
                          auto job = store::JobStore(connection).find((*found)->job_id);
                          return job.map([&](const store::Job&) { return **found; });
                      });
}

core::Quad quad_of(const store::StoredDetection& detection) {
    if (detection.has_quad || !detection.box) {
        return detection.detection.quad;
    }
    const auto x1 = static_cast<float>(detection.box->x1);
    const auto y1 = static_cast<float>(detection.box->y1);
    const auto x2 = static_cast<float>(detection.box->x2);
    const auto y2 = static_cast<float>(detection.box->y2);
    return {{{x1, y1}, {x2, y1}, {x2, y2}, {x1, y2}}};
}

Result<Response> detection_crop(const Request& request, const Services& services,
                                PictureCache& cache) {
    const auto detection = captured_detection(request, services);
    if (!detection) {
        return failure(detection.error());
    }
    if (detection->frame_path.empty() || (!detection->has_quad && !detection->box)) {
        return failure(no_picture());
    }
    if (auto known = cache.crop(detection->id)) {
        return jpeg_answer(*std::move(known));
    }
    const auto load = [&] {
        return or_no_picture(
                   services.frames.read_foreign(detection->frame_path).and_then(whole_file))
            .and_then(decoded);
    };
    return cache.frame(detection->frame_path, load)
        .and_then([&](const std::shared_ptr<const image::Image>& picture) {
            return as_jpeg(image::around(picture->view(), quad_of(*detection)));
        })
        .map([&](const std::string& jpeg) {
            cache.keep_crop(detection->id, jpeg);
            return jpeg_answer(jpeg);
        });
}

Result<Response> item_crop(const Request& request, const Services& services) {
    const std::string& id = request.captured.at("item_id");
    const auto item = with_store(services, [&](store::sql::Connection& connection) {
        return store::ItemStore(connection).find(id);
    });
    if (!item) {
        return failure(item.error());
    }
    if (!*item) {
        return failure(ErrorCode::not_found, "Item not found");
    }
    // While the job runs there is no picture of the item yet, but the frame is there.
    const auto cut = [&](const core::Error&) {
        const core::BestSighting& best = (*item)->item.best;
        return stored_jpeg(services, blobs::frame_name((*item)->job_id, best.frame_number))
            .and_then(decoded)
            .and_then([&](const image::Image& frame) {
                return as_jpeg(image::around(frame.view(), best.quad));
            });
    };
    // A retried job makes its items anew under the same ids, perhaps with other pictures.
    return stored_jpeg(services, blobs::crop_name((*item)->job_id, id))
        .or_else(cut)
        .map([](std::string jpeg) {
            return http::text_response(status_ok, "image/jpeg", std::move(jpeg))
                .with("Cache-Control", "private, max-age=60");
        });
}

Response ranged(const Request& request, core::Descriptor file, std::uint64_t size) {
    const auto range = http::parse_range(request.header("range"), size);
    Response response;
    response.with("Accept-Ranges", "bytes");
    if (std::holds_alternative<http::Unsatisfiable>(range)) {
        response = json_answer(416, {{"detail", "the range lies behind the end of the video"},
                                     {"code", "range_not_satisfiable"}});
        response.with("Content-Range", "bytes */" + std::to_string(size));
        return response;
    }
    http::FileRange part{std::move(file), 0, size};
    if (const auto* bytes = std::get_if<http::ByteRange>(&range)) {
        response.status = 206;
        response.with("Content-Range", "bytes " + std::to_string(bytes->first) + "-" +
                                           std::to_string(bytes->last) + "/" +
                                           std::to_string(size));
        part.first = bytes->first;
        part.size = bytes->size();
    }
    response.body = std::move(part);
    return response;
}

Result<Response> video(const Request& request, const Services& services) {
    const auto job = captured_job(request, services);
    if (!job) {
        return failure(job.error());
    }
    if (job->video_removed) {
        return failure(ErrorCode::not_found,
                       "the video was removed by age; what was read from it is kept");
    }
    auto file = services.videos.read_foreign(job->video_path);
    struct stat status{};
    if (!file || ::fstat(file->get(), &status) != 0) {
        return failure(ErrorCode::not_found, "the video of this job is not there any more");
    }
    Response response =
        ranged(request, *std::move(file), static_cast<std::uint64_t>(status.st_size));
    if (response.status < 400) {
        response.with("Content-Type", video_type(job->video_path))
            .with("Cache-Control", "private, max-age=3600");
    }
    return response;
}

}  // namespace

void add_picture_routes(http::Router& router, const Services& services) {
    const auto get = [&](const char* pattern, auto handle) {
        add_get(router, services, pattern, handle);
    };
    get("/api/v1/jobs/{job_id}/poster.jpg", poster);
    get("/api/v1/jobs/{job_id}/frames/{frame_number}", frame);
    get("/api/v1/items/{item_id}/crop", item_crop);
    get("/api/v1/jobs/{job_id}/video", video);
    const auto cache = std::make_shared<PictureCache>();
    router.add({"GET", "/api/v1/detections/{detection_id}/crop",
                answering([&services, cache](const Request& request) {
                    return detection_crop(request, services, *cache);
                }),
                0});
}

}  // namespace mobilscan::api
