// The tables in SQLite. `video_jobs` and `detections` begin with the original's columns, names,
// types and defaults, so that programs written for the original read and write them; ours follow.
//
// Original time columns (TIMESTAMP) keep text, "2025-12-07 10:11:12.123456" in UTC; times that end
// in _us are microseconds since 1970 UTC.
#include <array>

#include "store/migrations.h"

namespace mobilscan::store {
namespace {

constexpr auto first = std::to_array<std::string_view>({
    // --- the original's tables and indexes ------------------------------------------------------
    R"(create table video_jobs (
        id integer primary key autoincrement,
        job_id varchar(100) unique not null,
        video_name varchar(255) not null,
        video_path varchar(500) not null,
        status varchar(50) default 'pending',
        total_frames integer default 0,
        processed_frames integer default 0,
        detections_count integer default 0,
        error_message text,
        started_at timestamp,
        completed_at timestamp,
        created_at timestamp default current_timestamp,
        error_code varchar(50),
        warnings text,
        sha256 varchar(64),
        size_bytes bigint,
        settings text,
        engine text,
        traceparent varchar(100),
        segments_total integer,
        items_count integer not null default 0,
        pushed_at_us bigint,
        deleted_at_us bigint,
        purge_after_us bigint,
        video_removed_at_us bigint
    ))",
    R"(create table detections (
        id integer primary key autoincrement,
        video_name varchar(255) not null,
        job_id varchar(100) not null,
        frame_number integer not null,
        timestamp float not null,
        detected_text text not null,
        confidence float not null,
        bbox_x1 integer,
        bbox_y1 integer,
        bbox_x2 integer,
        bbox_y2 integer,
        frame_path varchar(500),
        created_at timestamp default current_timestamp,
        segment integer,
        chunk integer,
        ordinal integer,
        kind varchar(20) not null default 'text',
        format varchar(50) not null default '',
        source varchar(20) not null default 'read',
        timestamp_us bigint,
        quad text,
        characters text,
        folded_text text
    ))",
    "create index idx_job_id on detections (job_id)",
    "create index idx_video_name on video_jobs (video_name)",
    "create index idx_status on video_jobs (status)",
    "create index idx_confidence on detections (confidence)",
    "create index idx_frame_number on detections (frame_number)",

    // --- ours on these tables
    // ---------------------------------------------------------------------
    "create index idx_jobs_unpushed on video_jobs (id) where pushed_at_us is null",
    "create index idx_jobs_sha256 on video_jobs (sha256) where sha256 is not null",
    "create index idx_jobs_purge on video_jobs (purge_after_us) where purge_after_us is not null",
    "create index idx_jobs_counts on video_jobs (deleted_at_us, status, detections_count)",
    "create unique index idx_detections_key on detections (job_id, segment, chunk, ordinal)",
    "create index idx_detections_page on detections (job_id, frame_number, id)",
    "create index idx_detections_sure on detections (job_id, confidence)",
    "create index idx_detections_unfolded on detections (id) where folded_text is null",

    // --- segments: the unit of claim
    // ----------------------------------------------------------------
    // Segment -1 is the making of the items, once all others are completed.
    R"(create table job_segments (
        job_id varchar(100) not null,
        segment integer not null,
        status varchar(20) not null default 'pending',
        first_frame bigint,
        end_frame bigint,
        first_pts bigint,
        last_pts bigint,
        samples integer,
        chunks integer,
        next_chunk integer not null default 0,
        processed_frames integer not null default 0,
        detections_count integer not null default 0,
        attempts integer not null default 0,
        crashes integer not null default 0,
        run_after bigint not null,
        claim_token varchar(64),
        worker varchar(100),
        lease_until bigint,
        progress bigint not null default 0,
        progressed_at bigint,
        engine text,
        error_code varchar(50),
        primary key (job_id, segment)
    ))",
    "create index idx_segments_due on job_segments (run_after, job_id, segment)"
    " where status = 'pending'",
    "create index idx_segments_lease on job_segments (lease_until, job_id, segment)"
    " where status = 'processing'",
    "create index idx_segments_token on job_segments (claim_token) where claim_token is not null",

    // --- items
    // ------------------------------------------------------------------------------------
    R"(create table items (
        id varchar(64) primary key,
        job_id varchar(100) not null,
        ordinal integer not null,
        kind varchar(20) not null,
        text text not null,
        folded_text text not null,
        format varchar(50) not null default '',
        confidence float not null,
        alternatives text not null,
        first_seen_us bigint not null,
        last_seen_us bigint not null,
        sightings integer not null,
        best_frame_number bigint not null,
        best_timestamp_us bigint not null,
        best_quad text not null,
        unique (job_id, ordinal)
    ))",
    R"(create table item_sightings (
        job_id varchar(100) not null,
        segment integer not null,
        chunk integer not null,
        ordinal integer not null,
        item_id varchar(64) not null,
        primary key (job_id, segment, chunk, ordinal)
    ))",
    "create index idx_sightings_item on item_sightings (item_id)",

    // --- requests and events
    // ------------------------------------------------------------------------
    R"(create table idempotency_keys (
        key varchar(255) primary key,
        fingerprint varchar(64) not null,
        job_id varchar(100) not null,
        created_at_us bigint not null
    ))",
    "create index idx_keys_age on idempotency_keys (created_at_us)",
    R"(create table events (
        id integer primary key autoincrement,
        job_id varchar(100) not null,
        kind varchar(30) not null,
        status varchar(50) not null,
        processed_frames integer not null,
        total_frames integer not null,
        detections_count integer not null,
        created_at_us bigint not null
    ))",
    "create index idx_events_job on events (job_id, id)",
    "create index idx_events_age on events (created_at_us)",

    // --- search in folded text
    // ----------------------------------------------------------------------
    // Rows of foreign writers have no folded text until the reconciler folds it.
    "create virtual table detection_text using fts5"
    " (folded_text, content='detections', content_rowid='id', tokenize='trigram')",
    R"(create trigger detection_text_insert after insert on detections
        when new.folded_text is not null begin
        insert into detection_text (rowid, folded_text) values (new.id, new.folded_text);
    end)",
    R"(create trigger detection_text_delete after delete on detections
        when old.folded_text is not null begin
        insert into detection_text (detection_text, rowid, folded_text)
        values ('delete', old.id, old.folded_text);
    end)",
    R"(create trigger detection_text_fold after update of folded_text on detections
        when old.folded_text is null and new.folded_text is not null begin
        insert into detection_text (rowid, folded_text) values (new.id, new.folded_text);
    end)",
});

// What the reading of a segment met: kept with its last chunk, and said when the job completes.
constexpr auto second = std::to_array<std::string_view>({
    "alter table job_segments add column warnings text",
});

constexpr auto third = std::to_array<std::string_view>({
    R"(create table access_keys (
        id varchar(16) primary key,
        name varchar(255) not null,
        secret_hash varchar(64) not null,
        scopes varchar(100) not null,
        created_at_us bigint not null,
        expires_at_us bigint,
        revoked_at_us bigint
    ))",
    R"(create table access_tokens (
        token_hash varchar(64) primary key,
        kind varchar(20) not null,
        key_id varchar(16) not null,
        expires_at_us bigint not null
    ))",
    "create index idx_tokens_key on access_tokens (key_id)",
    "create index idx_tokens_age on access_tokens (expires_at_us)",
});

// What items are made of, and say.
constexpr auto fourth = std::to_array<std::string_view>({
    "alter table detections add column is_cut integer not null default 0",
    "alter table items add column votes integer not null default 0",
    "alter table items add column characters text",
    "alter table items add column printed_text text",
    "alter table items add column same_text integer not null default 0",
});

// What could not be read; and items that are shown while their segment is read (of those that are
// final, segment is null).
constexpr auto fifth = std::to_array<std::string_view>({
    R"(create table unread (
        job_id varchar(100) not null,
        segment integer not null,
        chunk integer not null,
        ordinal integer not null,
        reason varchar(20) not null,
        frame_number bigint not null,
        timestamp_us bigint not null,
        quad text,
        first_seen_us bigint not null,
        last_seen_us bigint not null,
        primary key (job_id, segment, chunk, ordinal)
    ))",
    "alter table items add column segment integer",
    "alter table items add column readings integer not null default 0",
});

// Several machines: who began a job, and who does which duty when.
constexpr auto sixth = std::to_array<std::string_view>({
    "alter table video_jobs add column claimed_at_us bigint",
    "update video_jobs set claimed_at_us = mobilscan_now_us() where status = 'processing'",
    "create table turns (name varchar(50) primary key, next_at_us bigint not null)",
    "insert into turns (name, next_at_us) values ('upkeep', 0), ('sweep', 0), ('messages', 0)",
    "create index idx_segments_begun on job_segments (run_after, job_id, segment)"
    " where status = 'pending' and (segment <> 0 or progressed_at is not null)",
});

constexpr std::array<Migration, 6> migrations{{{1, "first tables", first},
                                               {2, "warnings of segments", second},
                                               {3, "keys and sessions", third},
                                               {4, "votes of items", fourth},
                                               {5, "what could not be read", fifth},
                                               {6, "several machines", sixth}}};

}  // namespace

std::span<const Migration> sqlite_migrations() noexcept {
    return migrations;
}

}  // namespace mobilscan::store
