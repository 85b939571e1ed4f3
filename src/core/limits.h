// Every limit of the product, with its unit. What a limit protects stands beside it.
#pragma once

#include <chrono>
#include <cstdint>

namespace mobilscan::limits {

using std::chrono::seconds;

// --- pictures and videos that a stranger made -------------------------------------------------
inline constexpr std::int64_t pixels_max = 36'000'000;  // of one frame or still: 8K is 33 million
inline constexpr std::int32_t side_pixels_max = 32'768;
inline constexpr std::int64_t duration_seconds_max = 6 * 3600;
inline constexpr std::int64_t packets_max = 6LL * 3600 * 240;  // six hours at 240 frames a second
inline constexpr std::int64_t sampled_frames_max = 250'000;
inline constexpr std::int64_t decoded_pixels_max = 10'000'000'000'000;  // six hours of 4K at 60 Hz
inline constexpr int streams_max = 32;                                  // in one container
inline constexpr std::int64_t still_bytes_max = 256LL << 20;            // of one image file
inline constexpr int container_pieces_max = 1'000'000;  // boxes or chunks on the top level

// --- the decoder process ------------------------------------------------------------------------
inline constexpr std::int64_t decoder_address_space_bytes = 2LL << 30;
inline constexpr seconds decoder_silence_seconds{60};       // without a frame or a sign of progress
inline constexpr seconds decoder_still_seconds{20};         // for one still image
inline constexpr seconds decoder_start_seconds{20};         // until a new process says hello
inline constexpr seconds decoder_survey_seconds{300};       // for the packets of one video
inline constexpr seconds decoder_waited_seconds{6 * 3600};  // that a reader waits for one video
inline constexpr seconds decoder_cpu_seconds{6 * 3600};     // of one process
inline constexpr int decoder_threads_max = 2;
inline constexpr int decoder_open_files_max = 16;
inline constexpr int decoder_ring_slots = 4;  // frames decoded ahead of the reader

// --- reading
// --------------------------------------------------------------------------------------
inline constexpr int threads_max = 64;
inline constexpr int text_lines_per_frame_max = 3'000;       // candidates of the detector
inline constexpr std::int64_t group_bytes_max = 32LL << 20;  // of frames that are read together

// --- the plan -----------------------------------------------------------------------------------
inline constexpr std::int64_t segment_seconds = 60;
inline constexpr int chunk_samples = 10;  // of a full chunk: a segment's first ones are smaller

// --- jobs and their segments ---------------------------------------------------------------------
inline constexpr seconds lease_seconds{45};            // of a claim, from its last renewal
inline constexpr seconds foreign_lease_seconds{3600};  // of a worker that knows no claims
inline constexpr seconds stall_seconds{120};           // without progress until renewal is refused
#ifdef MOBILSCAN_TORTURE  // which kills workers far more often than any video does
inline constexpr seconds undo_seconds{10};
inline constexpr int attempts_max = 1'000'000;
inline constexpr int crashes_max = 1'000'000;
inline constexpr seconds retry_first_seconds{1};
inline constexpr seconds retry_delay_max_seconds{2};
#else
inline constexpr seconds undo_seconds{60};        // until a removed job may be purged
inline constexpr int attempts_max = 5;            // of a segment, since its last committed chunk
inline constexpr int crashes_max = 3;             // of a segment, since its last committed chunk
inline constexpr seconds retry_first_seconds{5};  // upper end of the first random delay
inline constexpr seconds retry_delay_max_seconds{600};
#endif
inline constexpr seconds idempotency_seconds{24 * 3600};  // that a key is remembered
inline constexpr std::int64_t segments_max = 400;         // six hours in minutes, and some

// --- requests ------------------------------------------------------------------------------------
inline constexpr std::int64_t upload_bytes_max = 500LL << 20;  // of one video; a setting lowers it
inline constexpr std::int64_t form_overhead_bytes = 64 << 10;  // around the file of an upload
inline constexpr std::size_t request_head_bytes_max = 16 << 10;
inline constexpr int request_headers_max = 64;
inline constexpr std::size_t json_body_bytes_max = 1 << 20;
inline constexpr int json_depth_max = 32;
inline constexpr seconds request_head_seconds{10};  // from its first byte to its last
inline constexpr seconds connection_idle_seconds{30};
inline constexpr std::int64_t body_bytes_per_second_min = 1 << 10;  // over body_rate_seconds
inline constexpr seconds body_rate_seconds{30};
inline constexpr int connections_per_address_max = 64;
inline constexpr int connections_max = 1'000;
inline constexpr int request_threads = 8;  // that handlers run on; few of them work at once
inline constexpr seconds event_comment_seconds{15};  // keeps proxies from closing a quiet stream
inline constexpr std::size_t event_backlog_bytes_max = 256 << 10;  // unsent, of one slow page
inline constexpr seconds grace_seconds{10};  // that requests have to end when the service stops

// --- the database
// ----------------------------------------------------------------------------------
inline constexpr seconds database_wait_seconds{5};  // for another writer
inline constexpr seconds database_statement_seconds{30};
inline constexpr std::size_t database_connections_max = 30;
inline constexpr std::size_t database_connections_idle_max = 10;
inline constexpr int page_rows_max = 1'000;      // of every answer that has pages
inline constexpr int unread_rows_max = 10'000;   // of a job
inline constexpr int search_rows_max = 200'000;  // looked at for one page of a nearly-right search
inline constexpr int search_count_rows_max = 10'000;  // looked at to count all that match

static_assert(3 * 5 < lease_seconds.count());  // a heartbeat each 5 s may be missed twice
static_assert(lease_seconds < stall_seconds);
static_assert(duration_seconds_max / segment_seconds < segments_max);
static_assert(decoder_still_seconds < decoder_silence_seconds);
static_assert(sampled_frames_max < packets_max);

}  // namespace mobilscan::limits
