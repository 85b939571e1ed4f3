// Error: why something could not be done, as a stable code and a sentence for a person.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace mobilscan::core {

// Every way an expected failure can end. The wire between the decoder and its parent carries
// the numeric value, so codes are only ever appended.
enum class ErrorCode : std::uint16_t {
    usage = 0,              // the caller's words do not fit: flags, settings
    file_not_found,         // no such file
    file_unreadable,        // exists but cannot be opened or read (permission, directory, I/O)
    output_unwritable,      // a result could not be written
    unsupported_container,  // the bytes are of no container or image format that is allowed
    unsupported_codec,      // a known container holding a codec that is not on the list
    no_video,               // a readable container without a video stream
    corrupt_media,          // the format is right, but nothing can be decoded from it
    too_many_pixels,        // the picture is larger than limits::pixels_max
    over_budget,            // longer, or more work, than the limits allow
    decoder_crashed,        // the decoder process died by a signal
    decoder_timeout,        // the decoder process gave nothing within its time
    decoder_out_of_memory,  // the decoder process hit its memory limit
    decoder_unavailable,    // the decoder program is missing or cannot be started
    protocol_violation,     // the decoder process said something that is not allowed
    model_missing,          // a model file is not there
    model_mismatch,         // a model file is not the one that this version was built for
    inference_failed,       // the inference library refused a model or a request
    device_missing,         // what the networks shall run on is not here
    cancelled,              // the user asked to stop
    job_not_found,          // no job of that id, or it was removed
    job_state_unfit,        // the job's state does not allow what was asked
    key_reused,             // an idempotency key came again with another request
    lease_lost,             // the claim is no longer the caller's: drop the work, write nothing
    worker_stalled,         // a claim that made no progress is not renewed
    poison,                 // the same segment ended its worker again and again
    store_unavailable,      // the database is busy or away; later may be better
    store_failed,           // the database refused: damaged, of a newer version, or a bug
    storage_full,           // no space left for rows or files
    storage_failed,         // a file could not be written, synced, renamed or removed
    path_outside,           // a name leads out of the storage folder
    bad_request,            // a request that no client of ours makes: its framing, its parameters
    not_signed_in,          // a key is needed, and none or none that counts was given
    not_permitted,          // the key is good, but not for this
    not_found,              // there is nothing at that address
    too_large,              // a body or upload over its limit
    unsupported_type,       // an upload that is no video, or not what its name says
    invalid_value,          // a field of a form or of JSON does not fit
    disk_full,              // an upload is refused, as the disk is nearly full
    cannot_listen,          // an address or port cannot be had
    queue_unavailable,      // Redis is away or unfit; the rows are the work, so nothing is lost
    count_                  // number of codes, not a code
};

struct Error {
    ErrorCode code;
    std::string message;  // one sentence for a person, no newline
};

// One row of the error table.
struct ErrorInfo {
    ErrorCode code;
    std::string_view name;  // stable name, printed and stored: "unsupported_codec"
    int exit_code;          // of a command that ends by it: 1 input failed, 2 usage, 3 cannot work
    int http_status;        // of a request that ends by it
};

// All rows, in the order of the codes.
[[nodiscard]] std::span<const ErrorInfo> error_table() noexcept;

// The row of a code. The code must be one of the enumerators.
[[nodiscard]] const ErrorInfo& info(ErrorCode code) noexcept;

// The code with that number, or protocol_violation when there is none: for numbers that came
// from outside this process.
[[nodiscard]] ErrorCode error_code_from_number(std::uint32_t number) noexcept;

}  // namespace mobilscan::core
