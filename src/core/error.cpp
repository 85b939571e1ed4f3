#include "core/error.h"

#include <array>

#include "core/check.h"

namespace mobilscan::core {
namespace {

constexpr auto code_count = static_cast<std::size_t>(ErrorCode::count_);

constexpr std::array<ErrorInfo, code_count> table{{
    {ErrorCode::usage, "usage", 2, 400},
    {ErrorCode::file_not_found, "file_not_found", 1, 404},
    {ErrorCode::file_unreadable, "file_unreadable", 1, 500},
    {ErrorCode::output_unwritable, "output_unwritable", 1, 500},
    {ErrorCode::unsupported_container, "unsupported_container", 1, 415},
    {ErrorCode::unsupported_codec, "unsupported_codec", 1, 415},
    {ErrorCode::no_video, "no_video", 1, 415},
    {ErrorCode::corrupt_media, "corrupt_media", 1, 415},
    {ErrorCode::too_many_pixels, "too_many_pixels", 1, 415},
    {ErrorCode::over_budget, "over_budget", 1, 413},
    {ErrorCode::decoder_crashed, "decoder_crashed", 1, 500},
    {ErrorCode::decoder_timeout, "decoder_timeout", 1, 500},
    {ErrorCode::decoder_out_of_memory, "decoder_out_of_memory", 1, 500},
    {ErrorCode::decoder_unavailable, "decoder_unavailable", 3, 503},
    {ErrorCode::protocol_violation, "protocol_violation", 1, 500},
    {ErrorCode::model_missing, "model_missing", 3, 503},
    {ErrorCode::model_mismatch, "model_mismatch", 3, 503},
    {ErrorCode::inference_failed, "inference_failed", 3, 500},
    {ErrorCode::device_missing, "device_missing", 3, 503},
    {ErrorCode::cancelled, "cancelled", 1, 409},
    {ErrorCode::job_not_found, "job_not_found", 1, 404},
    {ErrorCode::job_state_unfit, "job_state_unfit", 1, 409},
    {ErrorCode::key_reused, "key_reused", 1, 409},
    {ErrorCode::lease_lost, "lease_lost", 1, 409},
    {ErrorCode::worker_stalled, "worker_stalled", 1, 500},
    {ErrorCode::poison, "poison", 1, 500},
    {ErrorCode::store_unavailable, "store_unavailable", 3, 503},
    {ErrorCode::store_failed, "store_failed", 3, 500},
    {ErrorCode::storage_full, "storage_full", 1, 507},
    {ErrorCode::storage_failed, "storage_failed", 1, 500},
    {ErrorCode::path_outside, "path_outside", 1, 404},
    {ErrorCode::bad_request, "bad_request", 1, 400},
    {ErrorCode::not_signed_in, "not_signed_in", 1, 401},
    {ErrorCode::not_permitted, "not_permitted", 1, 403},
    {ErrorCode::not_found, "not_found", 1, 404},
    {ErrorCode::too_large, "too_large", 1, 413},
    {ErrorCode::unsupported_type, "unsupported_type", 1, 415},
    {ErrorCode::invalid_value, "invalid_value", 1, 422},
    {ErrorCode::disk_full, "disk_full", 1, 507},
    {ErrorCode::cannot_listen, "cannot_listen", 3, 500},
    {ErrorCode::queue_unavailable, "queue_unavailable", 3, 503},
}};

constexpr bool rows_stand_in_the_order_of_the_codes() {
    for (std::size_t i = 0; i < table.size(); ++i) {
        if (static_cast<std::size_t>(table[i].code) != i || table[i].name.empty()) {
            return false;
        }
    }
    return true;
}
static_assert(rows_stand_in_the_order_of_the_codes());

}  // namespace

std::span<const ErrorInfo> error_table() noexcept {
    return table;
}

const ErrorInfo& info(ErrorCode code) noexcept {
    const auto index = static_cast<std::size_t>(code);
    CHECK(index < table.size());
    return table[index];
}

ErrorCode error_code_from_number(std::uint32_t number) noexcept {
    return number < code_count ? static_cast<ErrorCode>(number) : ErrorCode::protocol_violation;
}

}  // namespace mobilscan::core
