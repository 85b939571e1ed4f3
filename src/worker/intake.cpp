#include "worker/intake.h"

#include <utility>

#include "core/text.h"
#include "core/torture.h"
#include "store/job_store.h"
#include "store/reconciler.h"
#include "telemetry/log.h"

namespace mobilscan::worker {
namespace {

using namespace std::chrono_literals;

// A message comes right after its row: only one that is this late was lost, or never sent.
constexpr auto unannounced_age = 5s;
constexpr std::size_t job_id_characters_max = 100;  // of the original's columns
constexpr std::size_t path_characters_max = 500;

// Whether the texts fit into the columns as they are.
bool is_storable(const queue::Announcement& job) {
    return job.job_id.size() <= job_id_characters_max &&
           job.video_path.size() <= path_characters_max &&
           core::storable(job.job_id) == job.job_id &&
           core::storable(job.video_path) == job.video_path;
}

}  // namespace

Result<std::optional<store::Claim>> Intake::claim(const store::Wanted& wanted) {
    return store::SegmentStore(connection_, settings_.lease).claim(settings_.worker, wanted);
}

Result<std::optional<store::Claim>> Intake::claim_of(const std::string& job_id) {
    return store::SegmentStore(connection_, settings_.lease).claim_of(settings_.worker, job_id);
}

Result<std::optional<store::Claim>> Intake::next() {
    if (!listener_.has_messages()) {
        return claim({});
    }
    if (!message_) {
        auto begun = claim({.begun = true});
        if (!begun || *begun) {
            return begun;
        }
    }
    auto announced = next_of_messages();
    if (!announced || *announced) {
        return announced;
    }
    return claim({.due = unannounced_age});
}

// The first message whose job can be claimed; the others are done with.
Result<std::optional<store::Claim>> Intake::next_of_messages() {
    constexpr int messages_max = 100;  // at a time, as other work may be waiting
    for (int i = 0; i < messages_max; ++i) {
        const auto message = message_ ? std::exchange(message_, std::nullopt) : listener_.take();
        if (!message) {
            break;
        }
        auto found = claim_announced(*message);
        if (!found) {
            listener_.put_back(*message);
            return found;
        }
        if (*found) {
            return found;
        }
    }
    return Found{};
}

// Acknowledged once the rows say all that the message said.
Result<std::optional<store::Claim>> Intake::claim_announced(const std::string& message) {
    const auto job = queue::decoded(message);
    if (!job || !is_storable(*job)) {
        telemetry::log(telemetry::Level::warning, "message_rejected",
                       {{"reason", "malformed"}, {"worker_id", settings_.worker}});
        listener_.reject(message, "no object of job_id, video_path and video_name");
        return Found{};
    }
    if (core::is_mutant("acknowledge_before_commit")) {
        listener_.acknowledge(message);
    }
    auto found = claim_of(job->job_id);
    if (found && !*found) {
        const auto adopted = adopt(*job);
        if (!adopted) {
            return failure(adopted.error());
        }
        if (!*adopted) {
            telemetry::log(telemetry::Level::warning, "message_rejected",
                           {{"reason", "no_video"}, {"worker_id", settings_.worker}});
            listener_.reject(message, "no job of that id, and no video below the storage folder");
            return Found{};
        }
        found = claim_of(job->job_id);
    }
    if (found) {
        listener_.acknowledge(message);
    }
    return found;
}

// Gives the job what it lacks to be claimed: a segment, and a row if its video is in our folder.
// Returns whether there is such a job now.
Result<bool> Intake::adopt(const queue::Announcement& job) {
    const auto known = store::JobStore(connection_).knows(job.job_id);
    if (!known) {
        return failure(known.error());
    }
    if (!*known) {  // a path of the queue is a stranger's word
        if (const auto video = videos_.read_foreign(job.video_path); !video) {
            return false;
        }
    }
    store::NewJob row;
    row.job_id = job.job_id;
    row.video_name = job.video_name;
    row.video_path = job.video_path;
    row.settings = settings_.foreign_settings;
    return store::adopt_announced_job(connection_, row).map([](bool /*is_new*/) { return true; });
}

void Intake::wait(std::chrono::milliseconds timeout, const std::stop_token& stop) {
    queue::Heard heard = listener_.wait(timeout, stop);
    if (heard.message) {
        message_ = std::move(heard.message);
    }
}

void Intake::close() noexcept {
    if (message_) {
        listener_.put_back(*message_);
        message_.reset();
    }
}

}  // namespace mobilscan::worker
