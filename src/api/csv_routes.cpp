// Detections and items as CSV, streamed page by page: any number of rows in the same memory.
#include <algorithm>
#include <ctime>

#include "api/handler.h"
#include "api/parameters.h"
#include "api/routes.h"
#include "api/shapes.h"
#include "core/utc_time.h"
#include "report/csv.h"
#include "report/item_csv.h"
#include "store/detection_store.h"
#include "store/item_store.h"

namespace mobilscan::api {
namespace {

using core::ErrorCode;
using http::Request;
using http::Response;

constexpr std::size_t jobs_max = 100;

constexpr std::string_view header =
    "Video,Frame,Timestamp,Detected_Text,Confidence,BBox_X1,BBox_Y1,BBox_X2,BBox_Y2,"
    "Kind,Format,Source,Job_ID\r\n";

std::string csv_row(const store::Job& job, const store::StoredDetection& stored, bool raw) {
    const auto text = [raw](const std::string& value) {
        return raw ? report::csv_field(value) : report::csv_text(value);
    };
    const core::Detection& detection = stored.detection;
    const auto corner = [&](std::int64_t store::PixelBox::* member) {
        return stored.box ? std::to_string((*stored.box).*member) : std::string();
    };
    constexpr int microseconds = 6;
    constexpr int confidence_digits = 4;
    return report::csv_line(
        {text(job.video_name), std::to_string(detection.frame_number),
         report::csv_decimals(static_cast<double>(detection.timestamp_us) / 1e6, microseconds),
         text(detection.text),
         report::csv_decimals(static_cast<double>(detection.confidence), confidence_digits),
         corner(&store::PixelBox::x1), corner(&store::PixelBox::y1), corner(&store::PixelBox::x2),
         corner(&store::PixelBox::y2), std::string(core::name(detection.kind)),
         report::csv_field(detection.format),
         stored.source == store::Source::read ? "read" : "carried", report::csv_field(job.job_id)});
}

// Gives the header, then the rows of one job after the other.
class CsvSource {
public:
    CsvSource(const Services& services, std::vector<store::Job> jobs, double confidence_min,
              bool raw)
        : services_(&services),
          jobs_(std::move(jobs)),
          confidence_min_(confidence_min),
          raw_(raw) {}

    Result<std::string> operator()() {
        std::string text;
        if (!begun_) {
            begun_ = true;
            text = header;
        }
        // An empty piece would end the body: jobs without rows are passed over.
        while (text.size() < piece_bytes && job_ < jobs_.size()) {
            if (auto added = add_page(text); !added) {
                return failure(added.error());
            }
        }
        return text;
    }

private:
    static constexpr std::size_t piece_bytes = 32 << 10;

    Result<void> add_page(std::string& text) {
        const store::Job& job = jobs_[job_];
        const store::DetectionQuery query{job.job_id, confidence_min_, after_,
                                          limits::page_rows_max};
        const auto page = with_store(*services_, [&](store::sql::Connection& connection) {
            return store::DetectionStore(connection).page(query);
        });
        if (!page) {
            return failure(page.error());
        }
        for (const store::StoredDetection& detection : page->detections) {
            text += csv_row(job, detection, raw_);
        }
        after_ = page->next;
        job_ += page->next ? 0U : 1U;
        return {};
    }

    const Services* services_;
    std::vector<store::Job> jobs_;
    double confidence_min_;
    bool raw_;
    bool begun_ = false;
    std::size_t job_ = 0;
    std::optional<store::DetectionCursor> after_;
};

// The items of one job, likewise.
class ItemCsvSource {
public:
    ItemCsvSource(const Services& services, store::Job job, bool raw)
        : services_(&services),
          job_(std::move(job)),
          every_frames_(settings_of(job_, services).every_frames),
          raw_(raw) {}

    Result<std::string> operator()() {
        std::string text;
        if (std::exchange(begun_, true)) {
            text = std::string();
        } else {
            text = std::string(report::item_columns) + ",Job_ID,Item_ID," +
                   std::string(report::more_item_columns) + "\r\n";
        }
        const store::ItemQuery query{
            .job_id = job_.job_id, .offset = offset_, .limit = limits::page_rows_max};
        return with_store(*services_,
                          [&](store::sql::Connection& connection) -> Result<std::string> {
                              store::ItemStore store(connection);
                              const auto items = store.list(query);
                              if (!items) {
                                  return failure(items.error());
                              }
                              offset_ += static_cast<std::int64_t>(items->size());
                              for (const store::StoredItem& stored : *items) {
                                  const auto moments = store.moments(stored.id);
                                  if (!moments) {
                                      return failure(moments.error());
                                  }
                                  text += row(stored, core::spans_of(*moments, every_frames_));
                              }
                              return text;
                          });
    }

private:
    [[nodiscard]] std::string row(const store::StoredItem& stored,
                                  std::vector<core::Span> spans) const {
        const core::Item& item = stored.item;
        // While the job runs nobody knows more than this.
        if (spans.empty()) {
            spans.push_back({item.first_seen_us, item.last_seen_us});
        }
        std::vector<std::string> fields = report::item_fields(job_.video_name, item, raw_);
        fields.push_back(report::csv_field(job_.job_id));
        fields.push_back(report::csv_field(stored.id));
        for (std::string& field : report::more_item_fields(item, spans, raw_)) {
            fields.push_back(std::move(field));
        }
        return report::csv_line(fields);
    }

    const Services* services_;
    store::Job job_;
    std::int64_t every_frames_;
    bool raw_;
    bool begun_ = false;
    std::int64_t offset_ = 0;
};

// PREFIX_{job}_{date}_{time}.csv, as the original's page called its own.
Response csv_answer(const std::string& prefix, const std::string& which, http::BodySource body) {
    constexpr std::int64_t us_per_second = 1'000'000;
    constexpr std::size_t date_and_time = 19;
    std::string time;
    for (const char c :
         core::utc_text(std::time(nullptr) * us_per_second, '_').substr(0, date_and_time)) {
        time += c == '-' || c == ':' ? std::string() : std::string(1, c);
    }
    Response response;
    response.with("Content-Type", "text/csv; charset=utf-8")
        .with("Content-Disposition", http::attachment(prefix + "_" + which + "_" + time + ".csv"));
    response.body = std::move(body);
    return response;
}

Result<Response> csv(const Request& request, const Services& services,
                     std::vector<store::Job> jobs) {
    const auto confidence = min_confidence_parameter(request);
    const auto raw = truth_parameter(request, "raw");
    if (!confidence || !raw) {
        return failure(confidence ? raw.error() : confidence.error());
    }
    const std::string which =
        jobs.size() == 1 ? jobs.front().job_id : std::to_string(jobs.size()) + "_jobs";
    return csv_answer("audit_results", which,
                      http::BodySource(CsvSource(services, std::move(jobs), *confidence, *raw)));
}

Result<Response> csv_of_job(const Request& request, const Services& services) {
    return captured_job(request, services).and_then([&](store::Job job) {
        return csv(request, services, {std::move(job)});
    });
}

Result<Response> items_csv_of_job(const Request& request, const Services& services) {
    const auto raw = truth_parameter(request, "raw");
    if (!raw) {
        return failure(raw.error());
    }
    return captured_job(request, services).map([&](store::Job job) {
        const std::string id = job.job_id;
        return csv_answer("labels", id,
                          http::BodySource(ItemCsvSource(services, std::move(job), *raw)));
    });
}

Result<Response> csv_of_jobs(const Request& request, const Services& services) {
    std::vector<std::string> ids;
    for (const std::string& id : request.parameters("job_id")) {
        if (std::find(ids.begin(), ids.end(), id) == ids.end()) {
            ids.push_back(id);
        }
    }
    if (ids.empty() || ids.size() > jobs_max) {
        return failure(ErrorCode::bad_request,
                       "job_id must be given once for each job, at most 100 times");
    }
    std::vector<store::Job> jobs;
    for (const std::string& id : ids) {
        auto job = with_store(services, [&](store::sql::Connection& connection) {
            return store::JobStore(connection).find(id);
        });
        if (!job) {
            return failure(job.error());
        }
        jobs.push_back(*std::move(job));
    }
    return csv(request, services, std::move(jobs));
}

}  // namespace

void add_csv_routes(http::Router& router, const Services& services) {
    add_list(router, services, "/api/v1/jobs/{job_id}/detections.csv", csv_of_job,
             {"min_confidence", "raw"});
    add_list(router, services, "/api/v1/jobs/{job_id}/items.csv", items_csv_of_job, {"raw"});
    add_list(router, services, "/api/v1/detections.csv", csv_of_jobs,
             {"job_id", "min_confidence", "raw"});
}

}  // namespace mobilscan::api
